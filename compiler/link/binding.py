"""Parts, bound: blank pages that turn the side, the folio and label of every page, where every anchor stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compiler.model.copy import Anchor, PartId
from compiler.model.galley import Box, Symbols
from compiler.model.part import Folio, Folios, Part
from compiler.model.volume import Binding, BoundPage, PageLabel

END = "$end"
"""Name of the anchor that stands for the last page of a part."""


def bind(parts: Sequence[Part], blanks: Sequence[Sequence[bool]]) -> Binding:
    """Put the pages of all parts in order; `blanks` says for each page of each part whether it is blank.

    A blank page comes before a part whose side is not the next. Pages at even indices are rectos, unless the first part
    opens on a verso: then they are versos. A blank page, also one inside a galley, is counted with the part before it;
    a part that restarts begins with 1.
    """
    numbers = _Numbers(parts)
    offset = 1 if parts and parts[0].opens == "verso" else 0
    pages: list[BoundPage] = []
    firsts: list[int] = []
    for index, (part, blank) in enumerate(zip(parts, blanks, strict=True)):
        side = "verso" if (len(pages) + offset) % 2 else "recto"
        if blank and part.opens not in ("either", side):
            folio, label = numbers.turn(None, len(pages))
            pages.append(BoundPage(None, 0, True, folio, label))
        firsts.append(len(pages))
        for page_index, empty in enumerate(blank):
            folio, label = numbers.turn(None if empty else index, len(pages))
            pages.append(BoundPage(index, page_index, empty, folio, label))
    return Binding(tuple(pages), tuple(firsts))


def bind_interior(parts: Sequence[Part], blanks: Sequence[Sequence[bool]], multiple: int) -> Binding:
    """The pages between the covers, as `bind` puts them in order, for the press.

    They begin with a recto, and blank pages without a folio fill them up to a whole `multiple`.
    """
    bound = bind(parts, blanks)
    empty = BoundPage(None, 0, True, None, PageLabel())
    before = (empty,) if parts and parts[0].opens == "verso" else ()
    pages = (*before, *bound.pages)
    after = (empty,) * (-len(pages) % multiple)
    return Binding((*pages, *after), tuple(first + len(before) for first in bound.firsts))


def blanks_of(symbols: Sequence[Symbols]) -> tuple[tuple[bool, ...], ...]:
    """What `bind` wants to know of each galley's pages."""
    return tuple(tuple(page.blank for page in each.pages) for each in symbols)


class _Numbers:
    """Numbers pages in order."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._current: int | None = None
        self._number = 0

    def turn(self, part: int | None, page_index: int) -> tuple[Folio | None, PageLabel]:
        """Folio and label of the next page, of the part with this index or blank."""
        if part is not None and part != self._current:
            self._current = part
            if self._parts[part].restart:
                self._number = 0
        current = self._parts[self._current] if self._current is not None else None
        if current is None or not current.counted:
            return None, PageLabel((current.label or "") if current is not None else "")
        self._number += 1
        folio = Folio(self._number, current.numerals, page_index)
        return folio, PageLabel("", folio.numerals, folio.number)


def folios(binding: Binding, parts: Sequence[Part], anchors: Sequence[Mapping[Anchor, Box]]) -> Folios:
    """Where every anchor, and the first and last page of every part, came to stand; `anchors` are those of each galley.

    Anchors on pages that are not counted have no folio.
    """
    of: dict[Anchor, Folio] = {}
    for index, standing in enumerate(anchors):
        for anchor, box in standing.items():
            folio = binding.page(index, box.page_index).folio
            if folio is not None:
                of[anchor] = folio
    first: dict[PartId, Folio] = {}
    last: dict[PartId, Folio] = {}
    for page in binding.pages:
        if page.part is None or page.blank or page.folio is None:
            continue
        first.setdefault(parts[page.part].id, page.folio)
        last[parts[page.part].id] = page.folio
    return Folios(of, first, last)


def folio_at(folios: Folios, anchor: Anchor) -> Folio | None:
    """The folio printed for an anchor: that of its part if it has none of its own; `<part>/$end` is the last page's."""
    part, _, name = anchor.partition("/")
    if name == END:
        return folios.last.get(PartId(part))
    return folios.of.get(anchor) or folios.first.get(PartId(part))
