"""Hairlines: strokes, and rectangles that are filled but as thin as a line."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.sheet import Sheet

LONG = 2
"""Points from which a thin rectangle is a line, and not a dot."""


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    for mark in sheet.printed:
        # Compared as it is told: three decimals (GWG 2015, 3.15).
        size = round(mark.size, 3) if mark.size < conditions.line else conditions.line
        if size >= conditions.line or mark.kind not in ("stroke", "fill"):
            continue
        if mark.kind == "stroke" or mark.length >= LONG:
            what = "a line" if mark.kind == "stroke" else "an area as thin as a line"
            yield error(
                "hairline",
                f"{what} is {size:g} pt thick, and {conditions.line:g} pt are needed",
                sheet.page_index,
                mark.box.grown(0.5),
            )
