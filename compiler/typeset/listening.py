"""WeasyPrint's log, heard and kept from the reader."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from compiler.typeset.door import Untyped

LOGGER = logging.getLogger("weasyprint")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was logged, how (the format, a key that does not change with its values), and the box being painted."""

    text: str
    form: str
    box: Untyped


@dataclass
class Ear:
    """Where records go; `where` tells the box being painted."""

    heard: list[Heard] = field(default_factory=list[Heard])
    where: Callable[[], Untyped] = lambda: None


class _Handler(logging.Handler):
    def __init__(self, ear: Ear) -> None:
        super().__init__(logging.WARNING)
        self._ear = ear

    def emit(self, record: logging.LogRecord) -> None:
        self._ear.heard.append(Heard(record.getMessage(), str(record.msg), self._ear.where()))


@contextmanager
def listening() -> Generator[Ear]:
    """Hear what is logged while the context lasts; nobody else does."""
    ear = Ear()
    handler, handlers, propagate = _Handler(ear), LOGGER.handlers, LOGGER.propagate
    LOGGER.handlers, LOGGER.propagate = [handler], False
    try:
        yield ear
    finally:
        LOGGER.handlers, LOGGER.propagate = handlers, propagate
