"""White that overprints vanishes: nothing is printed, and nothing is left out of what lies below."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.colours import WHERE
from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.sheet import Sheet


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    """Whatever the overprint mode: of the two, mode 0 alone would keep white of DeviceCMYK (8.6.7)."""
    del conditions
    for mark in sheet.printed:
        if mark.overprint and mark.colour is not None and mark.colour.white:
            yield error("white-overprint", f"{WHERE[mark.kind]} is white and overprints", sheet.page_index, mark.box)
