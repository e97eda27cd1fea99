"""What a stage says of the copy: named, located, with a way out.

The shape follows Ruff's diagnostics: an identity, a severity, a primary place, secondary places, then helps and notes.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Generic, TypeVar

T = TypeVar("T")

_LINE_END = re.compile(r"\r\n|\r|\n")


class Severity(IntEnum):
    """Errors hold back a release; warnings only a release without an excuse in the copy."""

    ERROR = 0
    WARNING = 1

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file, as offsets in characters: `start` included, `end` excluded."""

    path: PurePosixPath
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, so that offsets can be told as lines and columns."""

    path: PurePosixPath
    text: str

    def lines(self) -> list[str]:
        """Lines without their ends; a line ends at LF, CR LF or CR, as YAML counts them."""
        return _LINE_END.split(self.text)

    def starts(self) -> list[int]:
        """Offset at which each line begins."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1; columns count characters."""
        starts, offset = self.starts(), max(0, min(offset, len(self.text)))
        line = bisect.bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Label:
    """A marked place and what is to be said of it; the text may be empty."""

    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: its name, one sentence in lower case without a full stop, and where to act.

    `field` names the piece of copy concerned (`dunkerque/initiatives/2/title`) when the stage that speaks knows the
    field but not the file; the span is then looked up before the diagnostic is drawn.
    """

    name: str
    severity: Severity
    message: str
    primary: Label | None = None
    secondary: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What every stage returns: a value, if there can be one, and all that is to be said."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()


def error(name: str, message: str, primary: Label | None = None, **more: object) -> Diagnostic:
    """An error; `more` takes `secondary`, `help`, `notes` and `field` as `Diagnostic` does."""
    return Diagnostic(name, Severity.ERROR, message, primary, **more)  # type: ignore[arg-type]


def warning(name: str, message: str, primary: Label | None = None, **more: object) -> Diagnostic:
    """A warning; see `error`."""
    return Diagnostic(name, Severity.WARNING, message, primary, **more)  # type: ignore[arg-type]
