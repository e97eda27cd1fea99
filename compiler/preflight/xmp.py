"""What a file says of itself in XMP (ISO 16684-1): single values, without an XML parser that could be led astray."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from compiler.preflight.objects import Document, data, entry

LONGEST = 2_000_000
"""Characters that are looked at."""


@dataclass(frozen=True, slots=True)
class Xmp:
    """The packet as text; empty where there is none."""

    text: str

    @classmethod
    def of(cls, document: Document) -> Xmp:
        raw = data(entry(document.catalogue, "/Metadata"))[: 2 * LONGEST]
        coding = "utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8-sig"
        return cls(raw.decode(coding, "replace")[:LONGEST])

    def value(self, key: str) -> str | None:
        """A property by its usual prefix, as an attribute, an element, or the first item of an element's list."""
        word = re.escape(key)
        found = re.search(rf"\b{word}\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')", self.text)
        if found:
            return html.unescape(found[1] or found[2] or "").strip()
        found = re.search(rf"<{word}\b[^>]*>\s*(?:<rdf:(?:Alt|Bag|Seq)[^>]*>\s*<rdf:li[^>]*>)?([^<]*)<", self.text)
        return html.unescape(found[1]).strip() if found else None


def claims(document: Document, xmp: Xmp) -> tuple[str, ...]:
    """Standards that a file claims, as `PDF/X-4`, `PDF/A-2a` or `PDF/UA-1`."""
    found: list[str] = []
    for told in (xmp.value("pdfxid:GTS_PDFXVersion"), document.info("/GTS_PDFXConformance"),
                 xmp.value("pdfx:GTS_PDFXConformance"), document.info("/GTS_PDFXVersion"),
                 xmp.value("pdfx:GTS_PDFXVersion")):  # fmt: skip
        if told and not any(each.startswith("PDF/X") for each in found):
            found.append(re.sub(r"^(PDF/X-\w+):.*", r"\1", told.strip()[:40]))
    part = xmp.value("pdfaid:part")
    if part:
        found.append(f"PDF/A-{part}{(xmp.value('pdfaid:conformance') or '').lower()}"[:40])
    part = xmp.value("pdfuaid:part")
    if part:
        found.append(f"PDF/UA-{part}"[:40])
    return tuple(found)
