"""Which standard the file claims, and whether it keeps to it as far as can be seen from outside.

ISO 15930-7 (PDF/X-4), 15930-4 and -6 (X-1a, X-3), 19005 (PDF/A), 14289-1 (PDF/UA). Fonts, colours, boxes,
transparency and annotations have checks of their own; veraPDF knows more of PDF/A and PDF/UA.
"""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.intent import intents
from compiler.preflight.objects import Document, array, boolean, entry, is_stream, name, text
from compiler.preflight.xmp import Xmp, claims

NO_TRANSPARENCY = ("PDF/X-1", "PDF/X-3", "PDF/A-1")
"""Beginnings of the standards that know none."""
CMYK_ONLY = ("PDF/X-1",)


def check(document: Document, conditions: Conditions) -> Iterator[Finding]:
    xmp = Xmp.of(document)
    claimed = claims(document, xmp)
    if conditions.standard is not None:
        kind = conditions.standard.partition("-")[0]
        alike = [each for each in claimed if each.startswith(kind)]
        if not alike:
            yield error("no-standard", f"the file does not claim {conditions.standard}, which the printer asks for")
        elif not alike[0].startswith(conditions.standard):
            yield error("wrong-standard", f"the file claims {alike[0]}, and the printer asks for {conditions.standard}")
    for standard in claimed:
        for what in _short_of(document, xmp, standard):
            yield error("standard-not-met", f"the file claims {standard}, and {what}")


def _short_of(document: Document, xmp: Xmp, standard: str) -> Iterator[str]:
    if document.encrypted:
        yield "is encrypted"
    if len(array(entry(document.trailer, "/ID"))) != 2:
        yield "has no file identifier"
    if standard.startswith("PDF/X"):
        yield from _of_x(document, xmp, standard)
    elif standard.startswith("PDF/A"):
        yield from _of_a(document, xmp, standard)
    elif standard.startswith("PDF/UA"):
        yield from _of_ua(document, xmp)


def _of_x(document: Document, xmp: Xmp, standard: str) -> Iterator[str]:
    if not any(each.kind == "GTS_PDFX" for each in intents(document)):
        yield "has no output intent for print"
    trapped = name(entry(entry(document.trailer, "/Info"), "/Trapped")) or xmp.value("pdf:Trapped")
    if trapped not in ("True", "False"):
        yield "does not say whether it is trapped"
    for what, key, other in (
        ("title", "dc:title", "/Title"),
        ("date of creation", "xmp:CreateDate", "/CreationDate"),
        ("date of change", "xmp:ModifyDate", "/ModDate"),
    ):
        if not (xmp.value(key) or document.info(other)):
            yield f"has no {what}"
    if standard.startswith("PDF/X-4"):
        if not is_stream(entry(document.catalogue, "/Metadata")):
            yield "has no XMP metadata"
        for what, key in (("document identifier", "xmpMM:DocumentID"), ("version identifier", "xmpMM:VersionID"),
                          ("rendition class", "xmpMM:RenditionClass")):  # fmt: skip
            if not xmp.value(key):
                yield f"has no {what} in its XMP metadata"


def _of_a(document: Document, xmp: Xmp, standard: str) -> Iterator[str]:
    part = standard[6:7]
    if not is_stream(entry(document.catalogue, "/Metadata")):
        yield "has no XMP metadata"
    if entry(document.catalogue, "/AA") is not None:
        yield "has actions that start by themselves"
    if part == "1" and entry(document.catalogue, "/OCProperties") is not None:
        yield "has layers"
    if standard.endswith("a"):
        if boolean(entry(entry(document.catalogue, "/MarkInfo"), "/Marked")) is not True:
            yield "is not tagged"
        if entry(document.catalogue, "/StructTreeRoot") is None:
            yield "has no structure"
    info = document.info("/Title")
    if part in "123" and info and xmp.value("dc:title") is not None and info.strip() != xmp.value("dc:title"):
        yield "has one title in its XMP metadata, and another beside them"


def _of_ua(document: Document, xmp: Xmp) -> Iterator[str]:
    catalogue = document.catalogue
    if boolean(entry(entry(catalogue, "/MarkInfo"), "/Marked")) is not True:
        yield "is not tagged"
    if entry(catalogue, "/StructTreeRoot") is None:
        yield "has no structure"
    if not text(entry(catalogue, "/Lang")):
        yield "does not say its language"
    if not xmp.value("dc:title"):
        yield "has no title in its XMP metadata"
    if boolean(entry(entry(catalogue, "/ViewerPreferences"), "/DisplayDocTitle")) is not True:
        yield "does not ask viewers to show its title"
    for page in document.pages:
        if array(page.get("/Annots")) and name(page.get("/Tabs")) != "S":
            yield "has annotations that are not reached in the order of the structure"
            return
