"""Total ink without separations: colours as they are set, and pixels of pictures, each by itself.

What lies over one another is not added: overprint, transparency and blending need Ghostscript (`separations.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.colours import WHERE
from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error, unproven
from compiler.preflight.geometry import Box
from compiler.preflight.marks import Mark
from compiler.preflight.pixels import SIDE, OpaqueError, densest, picture_ink
from compiler.preflight.sheet import Sheet


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    for mark in sheet.printed:
        if mark.picture is not None and not mark.picture.stencil:
            yield from _of_picture(mark, sheet, conditions)
        elif mark.colour is not None and mark.box.width * mark.box.height >= SIDE * SIDE:
            total = 100 * sum((mark.colour.inks() or {}).values())
            yield from too_much(total, WHERE[mark.kind], sheet.page_index, mark.box, conditions)


def _of_picture(mark: Mark, sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    assert mark.picture is not None
    try:
        ink = picture_ink(mark.picture, mark.space)
    except OpaqueError as fault:
        yield unproven("degraded-check", f"total ink could not be measured: {fault}", sheet.page_index)
        return
    if ink is None:
        return
    mean, _ = densest(ink, mark.picture.across, mark.picture.down)
    yield from too_much(100 * mean, WHERE["picture"], sheet.page_index, mark.box, conditions)


def too_much(
    total: float, what: str, page_index: int, box: Box, conditions: Conditions, where: str = ""
) -> Iterator[Finding]:
    """A finding, where ink is above the limit; compared as it is told: in whole per cent."""
    if round(total) > conditions.ink:
        told = f"{what} has {total:.0f} % of ink{where}, and {conditions.ink:g} % is the most"
        yield error("total-ink", told, page_index, box)
