"""What the file says of itself, twice: in XMP and in its information dictionary (ISO 32000-1, 14.3)."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, warning
from compiler.preflight.objects import Document, entry, is_stream
from compiler.preflight.xmp import Xmp


def check(document: Document, conditions: Conditions) -> Iterator[Finding]:
    del conditions
    xmp = Xmp.of(document)
    if not is_stream(entry(document.catalogue, "/Metadata")):
        yield warning("no-metadata", "the file has no XMP metadata")
    elif "<rdf:RDF" not in xmp.text and "RDF" not in xmp.text:
        yield warning("no-metadata", "the XMP metadata of the file cannot be read")
    if not (xmp.value("dc:title") or document.info("/Title")):
        yield warning("no-title", "the file has no title")
    for what, key, other in (("title", "dc:title", "/Title"), ("producer", "pdf:Producer", "/Producer")):
        one, two = xmp.value(key), document.info(other)
        if one and two and " ".join(one.split()) != " ".join(two.split()):
            yield warning("metadata-mismatch", f"the {what} is `{one[:80]}` in XMP, and `{two[:80]}` beside it")
