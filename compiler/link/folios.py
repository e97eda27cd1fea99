"""Pages as set -> the folio of every page and anchor, and whether the folios have settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compiler.model.copy import Anchor, PartId
from compiler.model.diagnostics import Diagnostic, error
from compiler.model.galley import SetPage, SetVolume
from compiler.model.part import Folio, Folios, Part


def number_pages(pages: Sequence[SetPage], parts: Sequence[Part]) -> tuple[Folio | None, ...]:
    """The folio of each page in order; None where pages are not counted (covers, and blanks that belong to them).

    A blank page that turns the side before a part is counted with the part before it.
    """
    by_id = {part.id: part for part in parts}
    folios: list[Folio | None] = []
    current: Part | None = None
    number = 0
    for page in pages:
        part = by_id[page.part] if page.part is not None else None
        if part is not None and part is not current:
            if part.restart:
                number = 0
            current = part
        if current is None or not current.counted:
            folios.append(None)
            continue
        number += 1
        folios.append(Folio(number, current.numerals, page.page_index))
    return tuple(folios)


def folios_of(galley: SetVolume, parts: Sequence[Part]) -> Folios:
    """Where every anchor, and the first and last page of every part, came to stand."""
    pages = number_pages(galley.pages, parts)
    of: dict[Anchor, Folio] = {}
    for anchor, box in galley.anchors.items():
        folio = pages[box.page_index]
        if folio is not None:
            of[anchor] = folio
    first: dict[PartId, Folio] = {}
    last: dict[PartId, Folio] = {}
    for page, folio in zip(galley.pages, pages, strict=True):
        if page.part is None or folio is None:
            continue
        first.setdefault(page.part, folio)
        last[page.part] = folio
    return Folios(of, first, last)


def unsettled(seen: Sequence[Folios]) -> Diagnostic:
    """The fault of folios that keep moving, with the values seen in each pass."""
    moving = [anchor for anchor in seen[-1].of if len({str(folios.of.get(anchor)) for folios in seen[-2:]}) > 1]
    notes = tuple(f"folio of `{anchor}` in each pass: {_values(anchor, [f.of for f in seen])}" for anchor in moving[:5])
    return error(
        "unsettled-folios",
        f"the folios did not settle in {len(seen)} passes",
        notes=notes,
        help=("shorten or lengthen a line near a cross reference, so that its page does not depend on its folio",),
    )


def _values(anchor: Anchor, passes: Sequence[Mapping[Anchor, Folio]]) -> str:
    return ", ".join(str(folios.get(anchor, "none")) for folios in passes)
