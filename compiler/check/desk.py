"""Where the files of one edition stand, and reading them as sheets, each under its prefix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from compiler.check.faults import Faults
from compiler.check.schema import read_sheet
from compiler.check.sheets.frame import PARTS
from compiler.check.spots import Spot
from compiler.model.diagnostics import Span
from compiler.model.tree import Copy

T = TypeVar("T")

SOURCES = PurePosixPath("sources")
FRAME = SOURCES / "publication.yaml"

RESERVED = frozenset({*PARTS, "publication", "words", "partners", "cover-front", "cover-back", "cover-sheet",
                      "inside-front", "inside-back"})  # fmt: skip
"""Prefixes of fields and ids of parts, which no report or convergence may be called."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The copy of one language, and where to write what is wrong with it."""

    copy: Copy
    language: str
    faults: Faults

    def folder(self, *steps: str) -> PurePosixPath:
        return SOURCES.joinpath(*steps)

    def file(self, folder: PurePosixPath) -> PurePosixPath:
        """The file of this language in a folder."""
        return folder / f"{self.language}.yaml"

    def sheet(self, model: type[T], path: PurePosixPath, prefix: str) -> T | None:
        """A file as its sheet; None when it is not there (reported by the caller) or could not be read (by load)."""
        tree = self.copy.trees.get(path)
        return None if tree is None else read_sheet(model, tree, prefix, self.faults)

    def absent(self, path: PurePosixPath) -> bool:
        """Whether there is no such file at all; one that could not be read has been reported."""
        return path not in self.copy.sources

    def start(self, path: PurePosixPath) -> Span:
        """The beginning of a file."""
        return Span(path, 0, 0)

    def free_slug(self, slug: str, what: str, spot: Spot) -> None:
        """Report a slug that the compiler uses itself."""
        if slug in RESERVED:
            self.faults.error(
                "reserved-name",
                f"the {what} `{slug}` has the name of a part",
                spot,
                help=("rename its folder and the entry here",),
            )
