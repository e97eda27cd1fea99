"""What a printer asks for, out of the profile in sources/printers/<name>.yaml."""

from __future__ import annotations

from compiler.model.printer import Printer
from compiler.preflight.conditions import Conditions, Edges


def conditions_of(printer: Printer, cover: bool = False) -> Conditions:
    """Those of a printer; what a profile does not speak of is what most printers ask.

    A `cover` is printed by itself, on board: no signature has to be filled.
    """
    bleed = printer.bleed
    return Conditions(
        standard=printer.standard,
        output=printer.condition.name,
        bleed=Edges(bleed.head, bleed.foot, bleed.inner, bleed.outer),
        multiple=1 if cover else printer.page_multiple,
        ink=printer.ink,
        line=printer.least_line,
        type=printer.least_type,
        picture_ppi=printer.resolution.enough,
        least_picture_ppi=printer.resolution.least,
    )
