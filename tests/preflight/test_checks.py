"""Each check: a file that breaks this rule and no other, and one that just keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from compiler.model.diagnostics import Severity
from compiler.model.measures import Size, mm
from compiler.preflight.conditions import Conditions, Edges
from compiler.preflight.exemptions import Exemption
from compiler.preflight.geometry import MM
from tests.preflight.builders import (
    ASKED,
    BLEED,
    INTENT,
    MEDIA,
    PROFILE,
    TRIM,
    XMP,
    a_packed,
    a_pdf,
    a_stream,
    asked,
    found,
    names,
    written,
)

TEXT = "BT /F 10 Tf 100 100 Td (Text) Tj ET"


@dataclass(frozen=True)
class Rule:
    """What breaks a rule, and what just keeps it; both are arguments of `a_pdf`."""

    name: str
    breaks: dict[str, Any]
    keeps: dict[str, Any] = field(default_factory=dict[str, Any])
    conditions: Conditions = ASKED
    said: str = ""

    def __str__(self) -> str:
        return f"{self.name}-{self.said[:30]}"


def drawn(content: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of `a_pdf`
    return {"content": content, **more}


def an_image(entries: str, data: bytes) -> bytes:
    return a_packed(data, f"/Type /XObject /Subtype /Image {entries}")


def a_form(content: str, entries: str = "") -> bytes:
    return a_stream(content, f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] {entries}")


def a_picture(colours: str, components: int, side: int = 300, points: float = 72, bits: int = 8) -> dict[str, Any]:
    """A picture of `side` pixels on `points` points."""
    data = bytes(side * side * components * bits // 8)
    entries = f"/Width {side} /Height {side} /BitsPerComponent {bits} /ColorSpace {colours}"
    content = f"q {points} 0 0 {points} 100 100 cm /I Do Q"
    return drawn(content, objects="/I 20 0 R", more=[an_image(entries, data)])


def an_ink_picture(*inks: int, decode: str = "", side: int = 300) -> dict[str, Any]:
    """A picture of one colour, 25.4 mm wide."""
    entries = f"/Width {side} /Height {side} /BitsPerComponent 8 /ColorSpace /DeviceCMYK {decode}"
    data = bytes(inks) * side * side
    return drawn("q 72 0 0 72 100 100 cm /I Do Q", objects="/I 20 0 R", more=[an_image(entries, data)])


def a_jpeg(inks: tuple[int, int, int, int], decode: str = "") -> dict[str, Any]:
    """A picture as JPEG; Pillow turns CMYK round as it writes it, as Adobe does."""
    out = BytesIO()
    Image.new("CMYK", (300, 300), inks).save(out, "JPEG", quality=95)
    entries = f"/Subtype /Image /Width 300 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceCMYK {decode}"
    stream = a_stream(out.getvalue(), f"{entries} /Filter /DCTDecode")
    return drawn("q 72 0 0 72 100 100 cm /I Do Q", objects="/I 20 0 R", more=[stream])


ADOBE = "/Decode [1 0 1 0 1 0 1 0]"
SPOT = "[/Separation /Pantone /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [1 0 0 0] /N 1 >>]"
KEYS = SPOT.replace("/Pantone", "/Black")
ALL = SPOT.replace("/Pantone", "/All")
GROUP = "/Group << /S /Transparency /CS {} >>"
RED, INK = "1 0 0 rg", "0 1 1 0 k"
AREA = "100 100 50 50 re f"

PLAIN = XMP.replace('pdfxid:GTS_PDFXVersion="PDF/X-4"', "")

STANDARD = [
    Rule("no-standard", {"xmp": XMP.replace('pdfxid:GTS_PDFXVersion="PDF/X-4"', "")}),
    Rule("wrong-standard", {"xmp": XMP.replace("PDF/X-4", "PDF/X-6")}),
    Rule(
        "standard-not-met",
        {"info": "/Title (Trial)", "xmp": XMP.replace('pdf:Trapped="False"', "")},
        {"info": "/Title (Trial)"},
        said="trapped",
    ),
    Rule("standard-not-met", {"trailer": ""}, said="no file identifier"),
    Rule("standard-not-met", {"xmp": XMP.replace('xmpMM:VersionID="1"', "")}, said="version identifier"),
    Rule(
        "standard-not-met",
        {"xmp": XMP.replace("<rdf:Description", '<rdf:Description pdfuaid:part="1"')},
        said="claims PDF/UA-1, and is not tagged",
    ),
    Rule(
        "standard-not-met",
        {"xmp": XMP.replace("<rdf:Description", '<rdf:Description pdfaid:part="2" pdfaid:conformance="A"')},
        {"xmp": XMP.replace("<rdf:Description", '<rdf:Description pdfaid:part="2" pdfaid:conformance="U"')},
        said="claims PDF/A-2a, and is not tagged",
    ),
    Rule("no-metadata", {"xmp": None, "info": "/Title (Trial)"}, conditions=asked(standard=None)),
    Rule(
        "no-title",
        {"xmp": PLAIN.replace(">Trial<", "><"), "info": ""},
        {"xmp": PLAIN.replace(">Trial<", "><")},
        conditions=asked(standard=None),
    ),
    Rule("metadata-mismatch", {"info": "/Title (Other) /Trapped /False"}),
]

OUTPUT = [
    Rule("wrong-output-intent", {"intent": INTENT.replace("FOGRA39", "FOGRA51")}, said="made for `FOGRA51`"),
    Rule("wrong-output-intent", {"intent": INTENT + INTENT}, said="2 output intents"),
    Rule("wrong-output-intent", {"profile": PROFILE.replace(b"CMYK", b"RGB ")}, said="for RGB, and CMYK"),
    Rule("wrong-output-intent", {"profile": b"nothing"}, said="no ICC profile"),
    Rule(
        "wrong-output-intent",
        {"intent": INTENT.replace("/DestOutputProfile 6 0 R", "").replace("FOGRA39", "our press")},
        {"intent": INTENT.replace("/DestOutputProfile 6 0 R", "")},
        said="no registered condition",
        conditions=asked(output=None),
    ),
    Rule("no-output-intent", {"intent": "", "xmp": XMP.replace("PDF/X-4", "PDF/Y")}, conditions=asked(standard=None)),
]

BOXES = [
    Rule(
        "no-trim-box",
        {"page": {"TrimBox": None, "MediaBox": written(TRIM), "BleedBox": None}},
        {"page": {"TrimBox": None, "ArtBox": written(TRIM)}},
        conditions=asked(bleed=Edges.of(mm(0))),
    ),
    Rule("two-trims", {"page": {"ArtBox": written(TRIM)}}),
    Rule("box-outside-box", {"page": {"BleedBox": written(MEDIA.grown(1))}}, {"page": {"BleedBox": written(MEDIA)}}),
    Rule("crop-box", {"page": {"CropBox": written(BLEED)}}, {"page": {"CropBox": written(MEDIA)}}),
    Rule(
        "short-bleed",
        {"page": {"BleedBox": written(TRIM.grown(2.9 * MM))}},
        {"page": {"BleedBox": written(TRIM.grown(3 * MM))}},
        said="2.9 mm of bleed, and 3 mm",
    ),
    Rule(
        "short-bleed",
        {},
        {"page": {"BleedBox": written(TRIM.grown(5 * MM))}, "second": {"BleedBox": written(TRIM.grown(5 * MM))}},
        conditions=asked(bleed=Edges(mm(3), mm(3), mm(0), mm(5))),
    ),
    Rule("rotated-page", {"page": {"Rotate": "90"}}, {"page": {"Rotate": "360"}}),
    Rule("scaled-page", {"page": {"UserUnit": "2"}}, {"page": {"UserUnit": "1"}}),
    Rule("wrong-trim", {}, conditions=asked(trim=Size(mm(148), mm(210)))),
    Rule(
        "uneven-pages",
        {"page": {"TrimBox": written(TRIM.grown(-1))}, "pages": 3},
        {"page": {"TrimBox": written(TRIM.grown(-0.05))}, "pages": 3},
        conditions=asked(multiple=1),
    ),
    Rule("page-multiple", {"pages": 3}, {"pages": 4}, said="3 pages, and a multiple of 2"),
]

TYPE = [
    Rule("font-not-embedded", drawn(TEXT, descriptor=""), drawn(f"3 Tr {TEXT}", descriptor="")),
    Rule(
        "font-not-embedded",
        drawn(TEXT.replace("/F", "/G"), fonts="/G << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        drawn(TEXT, fonts="/G << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        said="`Helvetica`",
    ),
    Rule(
        "type3-font",
        drawn(
            TEXT.replace("/F", "/T"),
            fonts="/T << /Subtype /Type3 /FontMatrix [.001 0 0 .001 0 0] /FirstChar 84 /Widths [500] >>",
        ),
    ),
    Rule("small-type", drawn(TEXT.replace("10 Tf", "7.9 Tf")), drawn(TEXT.replace("10 Tf", "7.96 Tf"))),
    Rule(
        "small-type",
        drawn(f".5 0 0 .5 0 0 cm {TEXT.replace('100 100', '200 200')}"),
        drawn(f".5 0 0 .5 0 0 cm {TEXT.replace('10 Tf 100 100', '16 Tf 200 200')}"),
        said="5 pt",
    ),
    Rule(
        "small-type",
        drawn("BT /F 1 Tf 7 0 0 7 100 100 Tm (Text) Tj ET"),
        drawn("BT /F 1 Tf 8 0 0 8 100 100 Tm (Text) Tj ET"),
    ),
    Rule("small-coloured-type", drawn(f"{INK} {TEXT}"), drawn(f"0 1 0 0 k {TEXT}"), conditions=asked(coloured_type=12)),
    Rule(
        "small-coloured-type",
        drawn(f"{INK} {TEXT}"),
        drawn(f"{INK} {TEXT.replace('10 Tf', '12 Tf')}"),
        conditions=asked(coloured_type=12),
    ),
    Rule(
        "small-knocked-out-type",
        drawn(f"{INK} 90 90 100 100 re f 0 0 0 0 k {TEXT}"),
        drawn(f"0 1 0 0 k 90 90 100 100 re f 0 0 0 0 k {TEXT}"),
        conditions=asked(coloured_type=12),
    ),
    Rule("rich-black-text", drawn(f".5 .4 .4 1 k {TEXT}"), drawn(f"0 0 0 1 k {TEXT}"), said="50 % cyan"),
    Rule("rich-black-text", drawn(f".5 .4 .4 1 k {TEXT}"), drawn(f".5 .4 .4 1 k {TEXT.replace('10 Tf', '18.1 Tf')}")),
    Rule(
        "outside-safe-zone",
        drawn(TEXT.replace("100 100", "33.8 100")),
        drawn(TEXT.replace("100 100", "34.2 100")),
        said="4.9 mm inside",
    ),
    Rule(
        "outside-safe-zone",
        drawn(TEXT.replace("100 100", "15 100")),
        drawn(TEXT.replace("100 100", "0 100")),
        said="across the trim",
    ),
]

LINES = [
    Rule("hairline", drawn(".24 w 100 100 m 200 100 l S"), drawn(".25 w 100 100 m 200 100 l S"), said="0.24 pt"),
    Rule("hairline", drawn("0 w 100 100 m 200 100 l S"), said="0 pt"),
    Rule(
        "hairline",
        drawn("q .5 0 0 .5 0 0 cm .4 w 200 200 m 400 200 l S Q"),
        drawn("q .5 0 0 .5 0 0 cm .5 w 200 200 m 400 200 l S Q"),
        said="0.2 pt",
    ),
    Rule(
        "hairline",
        drawn("100 100 200 .2 re f"),
        drawn("100 100 200 .25 re f"),
        said="an area as thin as a line is 0.2 pt",
    ),
    Rule(
        "hairline",
        drawn("100 100 m 100 300 l 100.2 300 l 100.2 100 l h f"),
        drawn("100 100 m 100 300 l 100.2 310 l h f"),
    ),
    Rule("hairline", drawn("0 w 100 100 m 200 100 l S"), drawn("0 w 700 100 m 800 100 l S")),
]

COLOURS = [
    Rule("rgb-colour", drawn(f"{RED} {AREA}"), drawn(f"{RED} {INK} {AREA}"), said="an area is in RGB (DeviceRGB)"),
    Rule("rgb-colour", drawn("1 0 0 RG 1 w 100 100 m 200 100 l S"), said="a line"),
    Rule("rgb-colour", drawn(f"{RED} {TEXT}"), drawn(f"{RED} 3 Tr {TEXT}"), said="type is in RGB"),
    Rule("rgb-colour", drawn(f"{RED} {AREA}"), drawn(f"{RED} 1 1 5 5 re f"), said="an area"),
    Rule(
        "rgb-colour",
        drawn(f"/C cs 1 0 0 sc {AREA}", spaces="/C [/ICCBased 20 0 R]", more=[a_stream(b"", "/N 3")]),
        drawn(f"/C cs 1 sc {AREA}", spaces="/C [/ICCBased 20 0 R]", more=[a_stream(b"", "/N 1")]),
        said="ICCBased of 3",
    ),
    Rule("rgb-colour", drawn(f"/C cs 1 0 0 sc {AREA}", spaces="/C [/CalRGB << /WhitePoint [1 1 1] >>]"), said="CalRGB"),
    Rule(
        "rgb-colour",
        drawn(
            "/X Do",
            objects="/X 20 0 R",
            more=[a_form("/Y Do", "/Resources << /XObject << /Y 21 0 R >> >>"), a_form(f"{RED} {AREA}")],
        ),
        drawn(
            "/X Do",
            objects="/X 20 0 R",
            more=[a_form("/Y Do", "/Resources << /XObject << /Y 21 0 R >> >>"), a_form(f"{INK} {AREA}")],
        ),
    ),
    Rule(
        "rgb-colour",
        drawn("/X Do", objects="/X 20 0 R", more=[a_form(AREA, GROUP.format("/DeviceRGB"))]),
        drawn("/X Do", objects="/X 20 0 R", more=[a_form(AREA, GROUP.format("/DeviceCMYK"))]),
        said="a group",
    ),
    Rule(
        "rgb-colour",
        {"page": {"Group": "<< /S /Transparency /CS /DeviceRGB >>"}},
        {"page": {"Group": "<< /S /Transparency /CS /DeviceCMYK >>"}},
        said="a group",
    ),
    Rule(
        "rgb-colour",
        drawn(
            f"/Pattern cs /P scn {AREA}",
            resources="/Pattern << /P 20 0 R >>",
            more=[
                a_stream(
                    f"{RED} 0 0 5 5 re f",
                    "/PatternType 1 /PaintType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >>",
                )
            ],
        ),
        drawn(
            f"/Pattern cs /P scn {AREA}",
            resources="/Pattern << /P 20 0 R >>",
            more=[
                a_stream(
                    f"{INK} 0 0 5 5 re f",
                    "/PatternType 1 /PaintType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >>",
                )
            ],
        ),
    ),
    Rule(
        "rgb-colour",
        drawn(
            f"/Pattern cs /P scn {AREA}",
            resources="/Pattern << /P << /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceRGB >> >> >>",
        ),
        drawn(
            f"/Pattern cs /P scn {AREA}",
            resources="/Pattern << /P << /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceCMYK >> >> >>",
        ),
        said="a shading",
    ),
    Rule(
        "rgb-colour",
        drawn("/S sh", resources="/Shading << /S << /ShadingType 2 /ColorSpace /DeviceRGB >> >>"),
        drawn("/S sh", resources="/Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray >> >>"),
        said="a shading",
    ),
    Rule("rgb-colour", a_picture("/DeviceRGB", 3), a_picture("/DeviceCMYK", 4), said="a picture"),
    Rule(
        "rgb-colour",
        a_picture("[/Indexed /DeviceRGB 1 <000000FFFFFF>]", 1),
        a_picture("[/Indexed /DeviceCMYK 1 <0000000000000000>]", 1),
    ),
    Rule(
        "rgb-colour",
        drawn("q 9 0 0 9 100 100 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q"),
        drawn("q 9 0 0 9 100 100 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI Q"),
        said="a picture",
    ),
    Rule(
        "rgb-colour",
        drawn(f"/M gs {AREA}", states="/M << /SMask << /S /Luminosity /G 20 0 R >> >>", more=[a_form(f"{RED} {AREA}")]),
        drawn(f"/M gs {AREA}", states="/M << /SMask << /S /Luminosity /G 20 0 R >> >>", more=[a_form(f".5 g {AREA}")]),
        said="of a mask",
    ),
    Rule(
        "rgb-colour",
        drawn(f"0 g {AREA}", spaces="/DefaultGray [/CalRGB << /WhitePoint [1 1 1] >>]"),
        drawn(f"0 g {AREA}", spaces="/DefaultGray [/CalGray << /WhitePoint [1 1 1] >>]"),
        said="CalRGB",
    ),
    Rule("lab-colour", drawn(f"/C cs 50 0 0 sc {AREA}", spaces="/C [/Lab << /WhitePoint [1 1 1] >>]")),
    Rule(
        "spot-colour",
        drawn(f"/C cs 1 scn {AREA}", spaces=f"/C {SPOT}"),
        drawn(f"/C cs 1 scn {AREA}", spaces=f"/C {KEYS}"),
        said="`Pantone`",
    ),
    Rule(
        "spot-colour",
        drawn(f"/C cs 1 0 scn {AREA}", spaces="/C [/DeviceN [/Black /Gold] /DeviceCMYK << >>]"),
        drawn(f"/C cs 1 0 scn {AREA}", spaces="/C [/DeviceN [/Black /Cyan] /DeviceCMYK << >>]"),
        said="`Gold`",
    ),
    Rule(
        "registration-colour",
        drawn(f"/C cs .5 scn {AREA}", spaces=f"/C {ALL}"),
        drawn("/C cs 1 scn 2 2 5 5 re f", spaces=f"/C {ALL}"),
    ),
    Rule(
        "managed-cmyk", drawn(f"/C cs 0 0 0 1 sc {AREA}", spaces="/C [/ICCBased 20 0 R]", more=[a_stream(b"", "/N 4")])
    ),
    Rule(
        "mask-colour",
        {
            **(one := a_picture("/DeviceGray", 1)),
            "more": [
                one["more"][0].replace(b"/Subtype", b"/SMask 21 0 R /Subtype", 1),
                an_image("/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceCMYK", b"1234"),
            ],
        },
        {
            **one,
            "more": [
                one["more"][0].replace(b"/Subtype", b"/SMask 21 0 R /Subtype", 1),
                an_image("/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", b"1"),
            ],
        },
    ),
    Rule("unknown-colour", {**one, "more": [one["more"][0].replace(b"/ColorSpace /DeviceGray", b"")]}),
    Rule(
        "white-overprint",
        drawn(f"/O gs 0 0 0 0 k {AREA}", states="/O << /op true /OPM 1 >>"),
        drawn(f"/O gs 0 0 0 1 k {AREA}", states="/O << /op true /OPM 1 >>"),
    ),
    Rule(
        "white-overprint",
        drawn(f"/O gs 1 g {TEXT}", states="/O << /OP true >>"),
        drawn(f"/O gs 1 g {TEXT}", states="/O << /OP true /op false >>"),
        said="type is white",
    ),
]

PICTURES = [
    Rule("low-resolution", a_picture("/DeviceGray", 1, 149), a_picture("/DeviceGray", 1, 225), said="149 ppi"),
    Rule("low-resolution", a_picture("/DeviceGray", 1, 224), a_picture("/DeviceGray", 1, 225), said="224 ppi"),
    Rule("low-resolution", a_picture("/DeviceGray", 1, 17), a_picture("/DeviceGray", 1, 16)),
    Rule(
        "low-resolution",
        a_picture("/DeviceGray", 1, 1192, bits=1),
        a_picture("/DeviceGray", 1, 1200, bits=1),
        said="1192 ppi",
    ),
    Rule(
        "low-resolution",
        {**(flat := a_picture("/DeviceGray", 1, 225)), "content": "q 72 0 0 80 100 100 cm /I Do Q"},
        flat,
        said="202 ppi",
    ),
    Rule(
        "total-ink", an_ink_picture(200, 200, 200, 200), an_ink_picture(190, 190, 190, 194), said="a picture has 314 %"
    ),
    Rule("total-ink", an_ink_picture(55, 55, 55, 55, decode=ADOBE), an_ink_picture(200, 200, 200, 200, decode=ADOBE)),
    Rule("total-ink", a_jpeg((230, 230, 230, 230), ADOBE), a_jpeg((60, 60, 60, 60), ADOBE), said="a picture has 36"),
    Rule("total-ink", a_jpeg((20, 20, 20, 20)), a_jpeg((230, 230, 230, 230))),
    Rule("total-ink", drawn(f"1 1 1 .02 k {AREA}"), drawn(f"1 1 1 0 k {AREA}"), said="an area has 302 %"),
    Rule("total-ink", drawn(f"1 1 1 1 k {AREA}"), drawn("1 1 1 1 k 100 100 10 10 re f")),
    Rule(
        "total-ink",
        a_picture("[/Indexed /DeviceCMYK 0 <FFFFFFFF>]", 1),
        a_picture("[/Indexed /DeviceCMYK 0 <FFFFFF00>]", 1),
    ),
]

X1 = XMP.replace('pdfxid:GTS_PDFXVersion="PDF/X-4"', 'pdfx:GTS_PDFXConformance="PDF/X-1a:2003"')
REST = [
    Rule(
        "transparency",
        drawn(f"/T gs {AREA}", states="/T << /ca .5 >>", xmp=X1),
        drawn(f"/T gs {AREA}", states="/T << /ca 1 >>", xmp=X1),
        conditions=asked(standard="PDF/X-1a"),
        said="PDF/X-1a knows none",
    ),
    Rule(
        "transparency",
        drawn(f"/T gs {AREA}", states="/T << /BM /Multiply >>"),
        drawn(f"/T gs {AREA}", states="/T << /BM [/Normal] >>"),
        conditions=asked(transparency=False),
        said="`Multiply`",
    ),
    Rule(
        "transparency",
        drawn("/X Do", objects="/X 20 0 R", more=[a_form(AREA, GROUP.format("/DeviceCMYK"))]),
        drawn("/X Do", objects="/X 20 0 R", more=[a_form(AREA)]),
        conditions=asked(transparency=False),
        said="a group",
    ),
    Rule(
        "annotation",
        {"page": {"Annots": f"[<< /Type /Annot /Subtype /Link /Rect {written(TRIM)} >>]"}},
        {"page": {"Annots": "[<< /Type /Annot /Subtype /Link /Rect [0 0 5 5] >>]"}},
        said="`Link`",
    ),
    Rule(
        "annotation",
        {"page": {"Annots": f"[<< /Type /Annot /Subtype /Stamp /Rect {written(TRIM)} >>]"}},
        {"page": {"Annots": f"[<< /Type /Annot /Subtype /TrapNet /Rect {written(TRIM)} >>]"}},
    ),
    Rule("form-field", {"page": {"Annots": f"[<< /Type /Annot /Subtype /Widget /Rect {written(TRIM)} >>]"}}),
    Rule(
        "javascript",
        {"catalogue": {"OpenAction": "<< /S /JavaScript /JS (app.alert) >>"}},
        {"catalogue": {"OpenAction": "<< /S /GoTo /D [10 0 R /Fit] >>"}},
    ),
    Rule(
        "javascript",
        {
            "page": {"AA": "<< /O << /S /GoTo /D [10 0 R /Fit] /Next [<< /S /JavaScript /JS 20 0 R >>] >> >>"},
            "more": ["(x)"],
        },
    ),
    Rule(
        "javascript",
        {"catalogue": {"Names": "<< /JavaScript << /Names [] >> >>"}},
        {"catalogue": {"Names": "<< /Dests << /Names [] >> >>"}},
    ),
    Rule("embedded-file", {"catalogue": {"Names": "<< /EmbeddedFiles << /Names [] >> >>"}}),
    Rule(
        "layers",
        {"catalogue": {"OCProperties": "<< /OCGs [20 0 R] >>"}, "more": ["<< /Type /OCG /Name (one) >>"]},
        {"catalogue": {"OCProperties": "<< /OCGs [] >>"}},
    ),
    Rule("damaged-page", drawn("/Nothing Do"), drawn("% /Nothing Do"), said="some of the page"),
]

RULES = [*STANDARD, *OUTPUT, *BOXES, *TYPE, *LINES, *COLOURS, *PICTURES, *REST]


def test_a_faultless_file_is_faultless() -> None:
    content = f"0 0 0 1 k {TEXT} {INK} {AREA} .25 w 100 200 m 200 200 l S"
    assert found(a_pdf(content), kinds=("file", "pages", "look")) == []


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_broken(rule: Rule) -> None:
    told = found(a_pdf(**rule.breaks), rule.conditions)
    assert {each.name for each in told} == {rule.name}
    assert any(rule.said in each.message for each in told), [each.message for each in told]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_just_kept(rule: Rule) -> None:
    # Where the condition itself breaks the rule, what is usually asked keeps it.
    conditions = rule.conditions if rule.breaks or rule.keeps else ASKED
    assert found(a_pdf(**rule.keeps), conditions) == []


def test_findings_name_page_and_place() -> None:
    (finding,) = found(a_pdf(f"{RED} {AREA} {RED} 300 300 10 10 re f"))
    assert finding.page_index == 0
    assert finding.severity is Severity.ERROR
    assert [tuple(box) for box in finding.boxes] == [(100, 100, 150, 150), (300, 300, 310, 310)]
    assert finding.count == 2


def test_ordered_spots_may_be_used() -> None:
    pdf = a_pdf(f"/C cs 1 scn {AREA}", spaces=f"/C {SPOT}")
    assert names(pdf, asked(spots=("Pantone",))) == set()


def test_roles_are_exempt_by_their_size() -> None:
    raised = Exemption("raised", 6, "minimum-type", 5, "why")
    tab = Exemption("tab", 9, "safe-zone", 0, "why")
    small, other = a_pdf(TEXT.replace("10 Tf", "6 Tf")), a_pdf(TEXT.replace("10 Tf", "6.5 Tf"))
    assert names(small) == {"small-type"}
    assert names(small, exemptions=(raised,)) == set()
    assert names(other, exemptions=(raised,)) == {"small-type"}
    edge = a_pdf("BT /F 9 Tf 21 100 Td (1) Tj ET")
    assert names(edge, exemptions=(raised,)) == {"outside-safe-zone"}
    assert names(edge, exemptions=(raised, tab)) == set()
