"""Files for a press, from galleys made by hand, and a census of all colour in them."""

from __future__ import annotations

import datetime
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import cast

from pypdf.generic import ContentStream

from compiler.link.binding import bind_interior, blanks_of, folios
from compiler.link.print_inks import PrintInks
from compiler.link.print_volume import link_print
from compiler.model.copy import Field
from compiler.model.galley import Galley, Settings
from compiler.model.look import Swatch
from compiler.model.measures import Length, mm
from compiler.model.part import Part
from compiler.model.printer import Condition, Edges, Printer, Resolution, Stock
from compiler.model.volume import PressInks, PrintEdition
from tests.link.builders import DIGEST, FACE, a_part, opened
from tests.link.reading import Raw, reader

ROOT = Path(__file__).resolve().parents[2]
ICC = (ROOT / "sources" / "printers" / "FOGRA39L_coated.icc").read_bytes()

SWATCHES = {
    "ink": Swatch("ink", (31, 31, 29), (0, 0, 0, 100), None, "paper", True, "tests"),
    "paper": Swatch("paper", (255, 255, 255), (0, 0, 0, 0), None, "ink", False, "tests"),
    "red": Swatch("red", (206, 47, 31), (0, 92, 92, 14), None, "paper", True, "tests"),
    "gold": Swatch("gold", (140, 120, 60), (0, 20, 60, 30), "PANTONE 871 C", "ink", False, "tests"),
}


def edges(all_: float, **other: float) -> Edges:
    """Millimetres at every edge, and at those that are named."""
    return Edges(*(mm(other.get(name, all_)) for name in ("head", "foot", "inner", "outer")))


def a_printer(
    bleed: Edges | None = None, *, marks: bool = False, slug_area: float = 0, ink: float = 300, multiple: int = 1
) -> Printer:
    return Printer(
        name="house",
        enabled=True,
        standard="PDF/X-4",
        condition=Condition("FOGRA39", "http://www.color.org", "Coated", PurePosixPath("printers/press.icc")),
        bleed=bleed or edges(3),
        marks=marks,
        slug_area=mm(slug_area),
        ink=ink,
        least_line=0.25,
        least_type=8,
        resolution=Resolution(300, 225, 150),
        page_multiple=multiple,
        paper=Stock(115, 0.85),
        board=Stock(300, 0.9),
        spine=cast("Length | None", None),
        field=Field("printer house"),
    )


def a_print_edition(
    printer: Printer | None = None,
    *,
    sheet: bool = False,
    backwards: bool = False,
    inks: PressInks | None = None,
    swatches: Mapping[str, Swatch] = SWATCHES,
) -> PrintEdition:
    date = datetime.datetime(2019, 11, 7, tzinfo=datetime.UTC)
    settings = Settings("en", "A title", "An author", "A subject", ("one", "two"), date, None, (), pdf=True)
    return PrintEdition(
        settings=settings,
        direction="rtl" if backwards else "ltr",
        printer=printer or a_printer(),
        icc=ICC,
        sheet=sheet,
        inks=inks or PrintInks(swatches),
        faces={DIGEST: FACE},
        slug_face=DIGEST,
    )


def pressed(*galleys: Galley, parts: Sequence[Part] | None = None, edition: PrintEdition | None = None) -> bytes:
    """Galleys as a file for the press."""
    edition = edition or a_print_edition()
    symbols = [each.symbols for each in galleys]
    parts = parts or [a_part(each.part) for each in symbols]
    binding = bind_interior(parts, blanks_of(symbols), edition.printer.page_multiple)
    found = folios(binding, parts, [each.anchors for each in galleys])
    out = io.BytesIO()
    link_print(binding, found, symbols, [opened(each) for each in galleys], edition, out)
    return out.getvalue()


# ---- the census ----

SETTING = {"rg", "RG", "k", "K", "g", "G", "sc", "SC", "scn", "SCN", "cs", "CS"}


def census(data: bytes) -> Counter[str]:
    """Every way in which a file names colour: operators, pictures, shadings, groups, patterns, masks.

    Streams are read wherever they hang, whether a page draws with them or not.
    """
    found: Counter[str] = Counter()
    pdf = reader(data)
    for page in pdf.pages:
        contents = page.get_contents()
        if contents is not None:
            found.update(_operators(contents, pdf))
    for number in range(1, int(cast("int", pdf.trailer["/Size"]))):
        each = cast("Raw", pdf.get_object(number))
        if hasattr(each, "get"):
            found.update(_object(each, pdf))
        elif isinstance(each, list) and each and each[0] in ("/Lab", "/CalRGB", "/CalGray", "/ICCBased"):
            found[f"space {each[0]}"] += 1
    return found


def _object(each: Raw, pdf: Raw) -> Iterator[str]:
    for key in ("/ColorSpace", "/DefaultRGB", "/DefaultGray", "/DefaultCMYK"):
        yield from (f"space {name}" for name in _spaces(each.get(key)))
    if "/ShadingType" in each:
        yield "shading"
    if "/PatternType" in each:
        yield "pattern"
    if each.get("/S") == "/Transparency":
        yield f"group {each.get('/CS')}"
    if "/Group" in each and hasattr(each["/Group"].get_object(), "get"):
        yield f"group {each['/Group'].get_object().get('/CS')}"
    states: Raw = each.get("/ExtGState")
    for value in states.get_object().values() if states is not None else ():
        about: Raw = value.get_object()
        yield from (f"{key[1:]} {about[key]}" for key in ("/op", "/OP", "/OPM", "/ca", "/CA", "/BM") if key in about)
        yield from ("soft mask" for key in ("/SMask",) if key in about and about[key] != "/None")
    if each.get("/Subtype") == "/Image":
        yield f"picture {each['/ColorSpace']}"
    if each.get("/Subtype") == "/Form":
        yield from _operators(ContentStream(each, pdf), pdf)


def _spaces(value: Raw) -> Iterator[str]:
    """The families of a colour space, or of all in a dictionary of them."""
    if value is None:
        return
    value = value.get_object()
    if isinstance(value, list):
        value = cast("Raw", value)
        yield str(value[0])
        if value[0] in ("/Separation", "/Indexed", "/DeviceN"):
            yield from _spaces(value[2 if value[0] != "/Indexed" else 1])
    elif hasattr(value, "items"):
        for _, each in value.items():
            yield from _spaces(each)
    else:
        yield str(value)


def _operators(content: Raw, pdf: Raw) -> Iterator[str]:
    del pdf
    for _, operator in content.operations:
        name = operator.decode() if isinstance(operator, bytes) else str(operator)
        if name in SETTING:
            yield name
        elif name in ("sh", "BI", "INLINE IMAGE"):
            yield f"operator {name}"


def foreign(found: Counter[str]) -> dict[str, int]:
    """What of a census has no place in a file for the press."""
    allowed = {"k", "K", "cs", "CS", "scn", "SCN", "space /DeviceCMYK", "space /Separation", "picture /DeviceCMYK"}
    allowed |= {"group /DeviceCMYK", "op True", "op False", "OP False", "OPM 1"}
    return {
        name: count
        for name, count in found.items()
        if name not in allowed and not name.startswith(("ca ", "CA ", "BM /Normal"))
    }
