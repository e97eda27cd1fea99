"""Whether the file holds the fonts of its type."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.sheet import Sheet


def check(sheet: Sheet, conditions: Conditions) -> Iterator[Finding]:
    """Type that is shown; a font that is only listed does no harm."""
    del conditions
    for mark in sheet.type():
        face = mark.face
        if face is None or face.kind == "none":
            yield error("font-not-embedded", "type is set in a font that is not there", sheet.page_index, mark.box)
        elif face.kind == "Type3":
            yield error(
                "type3-font", f"the font `{face.name}` is made of drawings (Type 3)", sheet.page_index, mark.box
            )
        elif not face.embedded:
            yield error("font-not-embedded", f"the font `{face.name}` is not in the file", sheet.page_index, mark.box)
