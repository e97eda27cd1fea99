"""Transparency, where the standard that is claimed or the printer takes none (ISO 32000-1, 11)."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.colours import WHERE
from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.marks import Mark
from compiler.preflight.sheet import Sheet
from compiler.preflight.standard import NO_TRANSPARENCY


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    against = next((each for each in sheet.claims if each.startswith(NO_TRANSPARENCY)), None)
    if conditions.transparency and against is None:
        return
    for mark in sheet.marks:
        if (why := _why(mark)) is not None:
            who = f"{against} knows none" if against else "the printer takes none"
            yield error("transparency", f"{why}, and {who}", sheet.page_index, mark.box)


def _why(mark: Mark) -> str | None:
    what = WHERE[mark.kind]
    if mark.kind == "group":
        return None if mark.mask else "a group is transparent"
    if mark.mask:
        return None
    if mark.alpha < 1:
        return f"{what} is transparent"
    if mark.blend != "Normal":
        return f"{what} is blended (`{mark.blend}`)"
    masked = mark.picture is not None and mark.picture.entries.get("SMask") is not None
    return f"{what} fades (soft mask)" if mark.faded or masked else None
