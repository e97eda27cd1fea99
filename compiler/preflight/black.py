"""Black type is printed in black ink alone: four plates never meet as exactly as text needs."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.sheet import Sheet

BLACK, DARK = 0.85, 0.5
"""Share of black from which type is black; or of black and of all other inks together, as profiles make it of RGB."""
TRACE = 0.03


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    for mark in sheet.type():
        if round(mark.size, 1) > conditions.rich_black_type or mark.colour is None:
            continue
        inks = dict(mark.colour.inks() or {})
        black = inks.pop("Black", 0.0)
        others = {ink: share for ink, share in inks.items() if share > TRACE}
        if others and (black >= BLACK or (black >= DARK and len(others) == 3 and min(others.values()) >= DARK)):
            told = ", ".join(f"{100 * share:.0f} % {ink.lower()}" for ink, share in {"black": black, **others}.items())
            yield error("rich-black-text", f"black type is made of {told}", sheet.page_index, mark.box)
