"""What a press cannot do: scripts, files inside the file, layers, forms."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error, warning
from compiler.preflight.objects import Dictionary, Document, array, dictionary, entry, name, resolved

MOST = 200_000
"""Objects that are looked through for scripts."""
PASSED = ("/Parent", "/P", "/Resources", "/Contents", "/Dest", "/D", "/StructParents")
"""Entries that lead away from actions, or back."""


def check(document: Document, conditions: Conditions) -> Iterator[Finding]:
    catalogue = document.catalogue
    names = entry(catalogue, "/Names")
    if _scripts(document):
        yield error("javascript", "the file holds a script")
    if conditions.standard is None or not conditions.standard.startswith("PDF/X"):
        return
    if entry(names, "/EmbeddedFiles") is not None:
        yield warning("embedded-file", "the file holds other files")
    layers = array(entry(entry(catalogue, "/OCProperties"), "/OCGs"))
    if layers:
        yield warning("layers", f"the file has {len(layers)} layers, and what is printed depends on which are shown")
    if entry(entry(catalogue, "/AcroForm"), "/XFA") is not None:
        yield error("form-field", "the file is a form that draws itself (XFA)")


def _scripts(document: Document) -> bool:
    """Whether there is an action of JavaScript (12.6.4.16) in what a viewer would come upon."""
    catalogue = document.catalogue
    if entry(entry(catalogue, "/Names"), "/JavaScript") is not None:
        return True
    roots: list[object] = [entry(catalogue, key) for key in ("/OpenAction", "/AA", "/AcroForm", "/Outlines")]
    for page in document.pages:
        roots += [page.get("/AA"), *array(page.get("/Annots"))]
    seen: set[int] = set()
    kept: list[object] = []
    while roots and len(kept) < MOST:
        thing = resolved(roots.pop())
        if id(thing) in seen or not (dictionary(thing) or array(thing)):
            continue
        seen.add(id(thing))
        kept.append(thing)
        found: Dictionary = dictionary(thing)
        if name(entry(thing, "/S")) == "JavaScript" or "/JS" in found:
            return True
        roots += [found[key] for key in found if key not in PASSED] if found else array(thing)
    return False
