"""Type keeps away from the knife, which is not exact."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.model.measures import points
from compiler.preflight.conditions import Conditions
from compiler.preflight.exemptions import limit_for
from compiler.preflight.findings import Finding, warning
from compiler.preflight.geometry import MM, Box
from compiler.preflight.marks import Mark
from compiler.preflight.sheet import Sheet

SLACK = 0.05 * MM


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    trim, usual = sheet.trim, points(conditions.safe)
    for mark in sheet.type():
        room = _room(_ink(mark), trim)
        safe = limit_for(mark.size, "safe-zone", usual, sheet.exemptions)
        if room is None or safe <= 0 or room >= safe - SLACK:
            continue
        where = f"{room / MM:.1f} mm inside the trim" if room >= 0 else "across the trim"
        told = f"type stands {where}, and {safe / MM:.1f} mm are needed"
        yield warning("outside-safe-zone", told, sheet.page_index, mark.box)


def _ink(mark: Mark) -> Box:
    """Nearly all type stays inside what its box allows for ascenders and descenders."""
    box = mark.box
    return Box(box.left, box.bottom, box.right, box.top)


def _room(box: Box, trim: Box) -> float | None:
    """How far inside the trim; below zero for what crosses it, None for what lies outside."""
    if box.cut(trim).empty:
        return None
    return min(box.left - trim.left, box.bottom - trim.bottom, trim.right - box.right, trim.top - box.top)
