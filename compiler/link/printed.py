"""Folios as galleys print them: the figures, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.link.binding import folio_at
from compiler.link.syntax import number
from compiler.model.container import DamagedGalleyError
from compiler.model.copy import PartId
from compiler.model.diagnostics import Diagnostic, error
from compiler.model.galley import FolioUse
from compiler.model.part import Folios
from compiler.model.volume import Binding


@dataclass(frozen=True, slots=True)
class Printed:
    """The figures that a folio is printed with, and the fault if they are not those that the part was set for."""

    figures: str
    fault: Diagnostic | None = None


def printed(use: FolioUse, part: int, id_: PartId, binding: Binding, folios: Folios) -> Printed:
    """The folio of a use in the part with this index. Where there is none, noughts keep its place."""
    if use.anchor is None:
        own = binding.page(part, use.page_index).folio
        if own is None or own.numerals != "arabic":
            raise DamagedGalleyError(id_, f"page {use.page_index} prints a folio that is not in figures")
        return Printed(str(own))
    folio = folio_at(folios, use.anchor)
    if folio is None:
        message = f"the folio of `{use.anchor}` is printed, which has none"
        return Printed("0" * use.shown, error("dangling-link", message, notes=(f"in the part `{id_}`",)))
    if folio.numerals != "arabic" or len(str(folio)) != use.shown:
        figures = "a figure" if use.shown == 1 else f"{use.shown} figures"
        message = f"the folio of `{use.anchor}` is {folio}, the part `{id_}` was set with {figures} for it"
        shown = str(folio) if folio.numerals == "arabic" else "0" * use.shown
        return Printed(shown, error("unsettled-folios", message))
    return Printed(str(folio))


def operator(use: FolioUse, figures: str) -> bytes:
    """The operator that shows a folio's figures, moved where their count is another than the part was set with.

    Positive numbers of an array move to the left, in thousandths of the type size (ISO 32000-1, 9.4.3).
    """
    shown = "".join(use.digits[int(figure)] for figure in figures).encode()
    grown = (len(figures) - use.shown) * use.advance
    moved = {"start": 0.0, "center": grown / 2, "end": grown}[use.align] if use.anchor is None else 0.0
    return b"[%s%s] TJ" % (number(moved) if moved else b"", shown)
