"""Type that is too small to be printed: at all, in several inks, or knocked out of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compiler.preflight.conditions import Conditions
from compiler.preflight.exemptions import limit_for
from compiler.preflight.findings import Finding, error, warning
from compiler.preflight.marks import Mark
from compiler.preflight.sheet import Sheet

GROUND = 20
"""Square points from which an area can be the ground of type."""
TRACE = 0.03
"""Share of an ink that is seen where the plates do not meet."""


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    grounds: list[Mark] = []
    for mark in sheet.printed:
        if mark.kind in ("fill", "picture", "shading") and mark.box.width * mark.box.height >= GROUND:
            grounds.append(mark)
        if mark.kind != "type":
            continue
        # Compared as it is told: one decimal (GWG 2015, 3.15).
        size = round(mark.size, 1)
        least = limit_for(mark.size, "minimum-type", conditions.type, sheet.exemptions)
        if size < least:
            told = f"type of {size:g} pt, and {least:g} pt are needed"
            yield error("small-type", told, sheet.page_index, mark.box)
        if size < limit_for(mark.size, "minimum-type", conditions.coloured_type, sheet.exemptions):
            yield from _coloured(mark, size, sheet, grounds)


def _coloured(mark: Mark, size: float, sheet: Sheet, grounds: Sequence[Mark]) -> Iterator[Finding]:
    inks = _inks(mark)
    if inks > 1:
        yield warning("small-coloured-type", f"type of {size:g} pt is in {inks} inks", sheet.page_index, mark.box)
    elif mark.colour is not None and mark.colour.white:
        ground = next((each for each in reversed(grounds) if each.box.holds(mark.box, 0.5)), None)
        inks = _inks(ground) if ground is not None else 0
        if inks > 1:
            told = f"type of {size:g} pt is knocked out of {inks} inks"
            yield warning("small-knocked-out-type", told, sheet.page_index, mark.box)


def _inks(mark: Mark) -> int:
    """How many inks are printed; pictures and shadings of several colours are taken to use all that they can."""
    if mark.colour is None:
        return {"cmyk": 4, "rgb": 4, "lab": 4, "grey": 1}.get(mark.space.nature, len(mark.space.names))
    found = mark.colour.inks()
    if found is None:
        return 0 if mark.colour.white else 4
    return sum(share > TRACE for share in found.values())
