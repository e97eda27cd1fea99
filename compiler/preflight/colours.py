"""RGB, Lab, spots, registration colour: anywhere, in forms, patterns, shadings, groups, masks and pictures too."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error, warning
from compiler.preflight.marks import Mark
from compiler.preflight.sheet import Sheet

WHERE = {
    "fill": "an area",
    "stroke": "a line",
    "type": "type",
    "picture": "a picture",
    "shading": "a shading",
    "group": "a group",
}


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    area = sheet.leaf.bleed
    for mark in sheet.marks:
        # What lies outside the bleed is there for the printer's people, in whatever colour.
        if not mark.box.cut(area).empty:
            yield from _of(mark, sheet, conditions)


def _of(mark: Mark, sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    space, at = mark.space, sheet.page_index
    where = f"{WHERE[mark.kind]} of a mask" if mark.mask else WHERE[mark.kind]
    if space.nature == "rgb":
        yield error("rgb-colour", f"{where} is in RGB ({space.told()})", at, mark.box)
    elif space.nature == "lab":
        yield error("lab-colour", f"{where} is in {space.told()}", at, mark.box)
    elif space.nature == "none" and mark.kind == "picture" and not mark.mask:
        yield warning("unknown-colour", f"{where} does not say its colours ({space.told()})", at, mark.box)
    elif space.family == "ICCBased" and space.nature == "cmyk":
        yield warning("managed-cmyk", f"{where} is in CMYK with a profile of its own", at, mark.box)
    elif mark.mask and mark.kind == "picture" and space.nature != "grey":
        yield error("mask-colour", f"{where} is in {space.told()}, and grey is needed", at, mark.box)
    for ink in space.spots():
        if ink not in conditions.spots:
            yield error("spot-colour", f"{where} is in the spot colour `{ink}`, which was not ordered", at, mark.box)
    if space.registers() and not mark.box.cut(sheet.trim).empty:
        yield error("registration-colour", f"{where} prints on every separation", at, mark.box)
