"""Annotations on the printed page: printers print some of them, and not what was meant (ISO 15930-7, 6.17)."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.objects import Document, array, box_of, entry, name

HARMLESS = ("PrinterMark", "TrapNet")
MOST = 10_000


def check(document: Document, conditions: Conditions) -> Iterator[Finding]:
    """Those inside the bleed; a pop-up belongs to another annotation and shows nothing by itself."""
    if conditions.standard is None or not conditions.standard.startswith("PDF/X"):
        return
    for page in document.pages:
        for each in array(page.get("/Annots"))[:MOST]:
            kind = name(entry(each, "/Subtype")) or "unknown"
            box = box_of(entry(each, "/Rect"))
            inside = box is None or (not box.cut(page.bleed).empty)
            if kind in (*HARMLESS, "Popup") or not inside:
                continue
            what = "form-field" if kind == "Widget" else "annotation"
            told = "a field of a form" if kind == "Widget" else f"an annotation (`{kind[:30]}`)"
            if what == "form-field":
                yield error("form-field", f"{told} lies on the page", page.page_index, box)
            else:
                yield error("annotation", f"{told} lies on the page", page.page_index, box)
