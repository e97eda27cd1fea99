"""Resolution of pictures at the size at which they are placed (GWG 2015, 4.26)."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error, warning
from compiler.preflight.sheet import Sheet

SMALL = 16
"""Pixels a side up to which a picture is one of a plain colour, whose resolution does not matter."""


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    for mark in sheet.printed:
        picture = mark.picture
        if picture is None or (picture.width <= SMALL and picture.height <= SMALL):
            continue
        line_work = picture.stencil or picture.bits == 1
        want = conditions.bitmap_ppi if line_work else conditions.picture_ppi
        least = conditions.least_bitmap_ppi if line_work else conditions.least_picture_ppi
        # Compared as they are told: whole pixels an inch (GWG 2015, 3.15).
        ppi = round(picture.ppi)
        kind = "a picture of black and white dots" if line_work else "a picture"
        told = f"{kind} has {ppi} ppi at the size at which it is placed"
        if ppi < least:
            yield error("low-resolution", f"{told}, and {least:g} are needed", sheet.page_index, mark.box)
        elif ppi < want:
            yield warning("low-resolution", f"{told}, and {want:g} are wanted", sheet.page_index, mark.box)
