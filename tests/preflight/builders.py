"""A PDF written by hand, faultless for the press in all respects: a test changes what it is about, and nothing else.

    a_pdf()                                      two blank pages, PDF/X-4
    a_pdf("0 0 0 1 k 100 100 50 50 re f")        ... with this on the first
    a_pdf("/S cs 1 scn ...", spaces="/S [...]")  ... and this among the resources

Objects 1 to 19 are those of the builder; a test adds its own from 20 on (`more`). Pages are A4 at (20, 20), with
3 mm of bleed.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from compiler.preflight.conditions import Conditions
from compiler.preflight.exemptions import Exemption
from compiler.preflight.findings import Finding
from compiler.preflight.geometry import MM, Box
from compiler.preflight.inspection import Common, Kind, Task, inspect

WIDTH, HEIGHT = 595.276, 841.89
TRIM = Box(20, 20, 20 + WIDTH, 20 + HEIGHT)
BLEED = TRIM.grown(3 * MM + 0.001)
MEDIA = Box(0, 0, WIDTH + 40, HEIGHT + 40)
ASKED = Conditions(output="FOGRA39")

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description pdfxid:GTS_PDFXVersion="PDF/X-4" pdf:Trapped="False" xmp:CreateDate="2026-01-01T00:00:00Z"
 xmp:ModifyDate="2026-01-01T00:00:00Z" xmpMM:DocumentID="uuid:1" xmpMM:VersionID="1" xmpMM:RenditionClass="default">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Trial</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""

INTENT = "<< /S /GTS_PDFX /OutputConditionIdentifier (FOGRA39) /DestOutputProfile 6 0 R >>"
PROFILE = bytes(16) + b"CMYK" + bytes(16) + b"acsp" + bytes(88)


def written(box: Box) -> str:
    return f"[{' '.join(f'{edge:.3f}' for edge in box)}]"


PAGE = {
    "MediaBox": written(MEDIA),
    "TrimBox": written(TRIM),
    "BleedBox": written(BLEED),
}


def a_stream(data: bytes | str, entries: str = "") -> bytes:
    """A stream object, not packed."""
    data = data.encode("latin-1") if isinstance(data, str) else data
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1") + data + b"\nendstream"


def a_packed(data: bytes, entries: str = "") -> bytes:
    return a_stream(zlib.compress(data, 9), f"{entries} /Filter /FlateDecode")


def a_pdf(
    content: str = "",
    *,
    page: Mapping[str, str | None] | None = None,
    fonts: str = "",
    spaces: str = "",
    states: str = "",
    objects: str = "",
    resources: str = "",
    catalogue: Mapping[str, str | None] | None = None,
    info: str = "/Title (Trial) /Trapped /False",
    trailer: str = "/ID [<01> <02>]",
    xmp: str | bytes | None = XMP,
    intent: str = INTENT,
    profile: bytes = PROFILE,
    descriptor: str = "/FontFile2 9 0 R",
    more: Sequence[bytes | str] = (),
    pages: int = 2,
    second: Mapping[str, str | None] | None = None,
    version: str = "1.6",
) -> bytes:
    """See above. Entries of `page` and `catalogue` replace those of the builder, None takes one out."""
    kids = [10 + index for index in range(min(pages, 9))]
    whole = {
        1: _dictionary({"Type": "/Catalog", "Pages": "2 0 R", "Metadata": "4 0 R" if xmp is not None else None,
                        "OutputIntents": f"[{intent}]" if intent else None, **(catalogue or {})}),
        2: f"<< /Type /Pages /Count {pages} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>",
        3: f"<< {info} >>",
        4: a_stream(xmp.encode() if isinstance(xmp, str) else xmp or b"", "/Type /Metadata /Subtype /XML"),
        5: a_stream(content),
        6: a_stream(profile, "/N 4"),
        7: "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Trial /FirstChar 32 /LastChar 126 "
           f"/Widths [{' '.join(['500'] * 95)}] /FontDescriptor 8 0 R >>",
        8: f"<< /Type /FontDescriptor /FontName /ABCDEF+Trial /Flags 32 {descriptor} >>",
        9: a_stream(b"no font, but a file"),
    }  # fmt: skip
    held = (
        f"<< /Font << /F 7 0 R {fonts} >> /ColorSpace << {spaces} >> /ExtGState << {states} >> "
        f"/XObject << {objects} >> {resources} >>"
    )
    for index, kid in enumerate(kids):
        first = {"Contents": "5 0 R", "Resources": held, **(page or {})} if index == 0 else second or {}
        whole[kid] = _dictionary({"Type": "/Page", "Parent": "2 0 R", **PAGE, **first})
    whole.update({20 + at: each for at, each in enumerate(more)})
    return assembled(whole, f"/Root 1 0 R /Info 3 0 R {trailer}", version)


def _dictionary(entries: Mapping[str, str | None]) -> str:
    return f"<< {' '.join(f'/{key} {value}' for key, value in entries.items() if value is not None)} >>"


def assembled(objects: Mapping[int, bytes | str], trailer: str, version: str = "1.6") -> bytes:
    """A file of objects with its table (ISO 32000-1, 7.5)."""
    out = bytearray(f"%PDF-{version}\n%\u00e2\u00e3\u00cf\u00d3\n".encode("latin-1"))
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        body = body.encode("latin-1") if isinstance(body, str) else body
        out += f"{number} 0 obj\n".encode("ascii") + body + b"\nendobj\n"
    size, start = max(places) + 1, len(out)
    lines = [
        "0000000000 65535 f ",
        *(f"{places[at]:010} 00000 n " if at in places else "0000000000 00001 f " for at in range(1, size)),
    ]
    out += f"xref\n0 {size}\n".encode("ascii") + "".join(f"{line}\n" for line in lines).encode("ascii")
    out += f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")
    return bytes(out)


def found(
    pdf: bytes,
    conditions: Conditions = ASKED,
    exemptions: tuple[Exemption, ...] = (),
    kinds: Sequence[Kind] = ("file", "pages"),
) -> list[Finding]:
    """All that is found, in this process; what `degraded-check` says of every file is left out."""
    common = Common("", "", False, conditions, exemptions)
    answers = [inspect(pdf, common, Task(kind, 0, 100)) for kind in kinds]
    everything = [each for answer in answers for each in answer.findings]
    return [each for each in everything if not (each.name == "degraded-check" and each.page_index is None)]


def names(pdf: bytes, conditions: Conditions = ASKED, **more: object) -> set[str]:
    return {each.name for each in found(pdf, conditions, **more)}  # type: ignore[arg-type]


def asked(**changes: object) -> Conditions:
    """What is asked, with changes."""
    return replace(ASKED, **changes)  # type: ignore[arg-type]
