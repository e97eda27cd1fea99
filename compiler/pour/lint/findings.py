"""What is found wrong with a look, and what is known to exist in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from compiler.model.diagnostics import Diagnostic, Label, Span, error

UNSEEN = "\ue000"
"""Stands for what Jinja prints, while a template is read as HTML."""

KEYWORDS = ("inherit", "initial", "unset", "revert")


@dataclass(slots=True)
class Findings:
    """Gathers faults; `blank` are declarations that would stop the typesetter, to be left out of the sheets."""

    said: list[Diagnostic] = field(default_factory=list[Diagnostic])
    blank: dict[PurePosixPath, list[Span]] = field(default_factory=dict[PurePosixPath, "list[Span]"])

    def add(self, name: str, message: str, label: Label, *remedy: str) -> None:
        self.said.append(error(name, message, label, help=tuple(remedy)))


@dataclass(frozen=True, slots=True)
class Known:
    """What exists in the look: swatches, tokens, families, page masters."""

    swatches: frozenset[str]
    tokens: frozenset[str]
    families: frozenset[str]
    masters: frozenset[str]
