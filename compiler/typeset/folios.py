"""The number each page prints, by the numbering of its part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compiler.model.part import Folio, Part


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page: the index of its part (None on a blank page), its folio if it is counted, and whether its part begins."""

    part: int | None
    folio: Folio | None
    begins: bool


class Numbering:
    """Numbers pages in order, from `first`. A blank page is counted with the part before it.

    A part that restarts begins with 1, unless it is the first.
    """

    def __init__(self, parts: Sequence[Part], first: int = 1) -> None:
        self._parts = parts
        self._current: int | None = None
        self._number = first - 1
        self.pages: list[Numbered] = []

    def turn(self, part: int | None) -> Numbered:
        """The next page, of the part with this index or blank."""
        begins = part is not None and part != self._current
        if part is not None and begins:
            if self._current is not None and self._parts[part].restart:
                self._number = 0
            self._current = part
        folio = None
        if self._current is not None and self._parts[self._current].counted:
            self._number += 1
            folio = Folio(self._number, self._parts[self._current].numerals, len(self.pages))
        numbered = Numbered(part, folio, begins)
        self.pages.append(numbered)
        return numbered
