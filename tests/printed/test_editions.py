"""A publication under the real look for two printers, who want 3 and 5 millimetres of bleed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pymupdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from compiler.model.measures import Length, mm, points
from tests.link.pressing import census, foreign
from tests.link.reading import Raw, catalog, reader
from tests.printed.builders import (
    ALL_PARTS,
    FIVE,
    THREE,
    BlackOnPaper,
    BlackOnScreen,
    Set,
    build,
    on_paper,
    on_screen,
    set_again,
    with_printers,
)
from tests.vera import check_bytes

pytestmark = pytest.mark.slow

mupdf: Any = pymupdf
"""MuPDF, whose Python package has few types."""

PRINT = Path("build/en/print")
FILES = ("interior.pdf", "cover.pdf")
HOUSES = {"three": 3, "five": 5}
Box = tuple[float, ...]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders with the files for each printer."""
    root = with_printers(tmp_path_factory.mktemp("printed"), ALL_PARTS, three=THREE, five=FIVE)
    found: dict[str, Path] = {"root": root}
    for house in HOUSES:
        done = build(root, "all", house)
        assert done.said == ()
        assert done.built is not None
        found[house] = root / PRINT.parent / house
        (root / PRINT).rename(found[house])
    return found


@pytest.fixture(scope="module")
def set_(printed: dict[str, Path]) -> Generator[Set]:
    with set_again(printed["root"]) as made:
        yield made


def box_of(page: Raw, name: str) -> Box:
    return tuple(map(float, page[f"/{name}"]))


def picture(path: Path, page_index: int, box: Box, scale: float) -> Image.Image:
    """What stands in a box of a page."""
    document: Any = pypdfium2.PdfDocument(path)
    page = document[page_index]
    page.set_cropbox(*box)
    made = cast("Image.Image", page.render(scale=scale).to_pil()).convert("L")
    document.close()
    return made


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("house", HOUSES)
def test_every_colour_is_an_ink(printed: dict[str, Path], house: str, name: str) -> None:
    found = census((printed[house] / name).read_bytes())
    assert foreign(found) == {}
    assert found["k"] > 20
    assert not any(each.startswith("group") for each in found), "nothing here is seen through"


@pytest.mark.parametrize("house", HOUSES)
def test_pages_are_all_of_one_size_and_fill_the_multiple(printed: dict[str, Path], house: str) -> None:
    pages = [cast("Raw", page) for page in reader((printed[house] / "interior.pdf").read_bytes()).pages]
    assert len(pages) % 4 == 0
    sizes = {tuple(round(edge, 2) for edge in box_of(page, "TrimBox")) for page in pages}
    (trim,) = sizes
    assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((points(mm(210)), points(mm(297))), abs=0.02)
    for page in pages:
        bleed, trim = box_of(page, "BleedBox"), box_of(page, "TrimBox")
        reach = [abs(one - other) for one, other in zip(bleed, trim, strict=True)]
        assert reach == pytest.approx([points(mm(HOUSES[house]))] * 4, abs=0.001)
        assert "/CropBox" not in page
        assert "/Annots" not in page


def edges(path: Path, page_index: int, page: Raw, scale: float = 3) -> Iterator[tuple[str, int, int]]:
    """For each edge how many dots along it are not white: half a millimetre inside the trim, and at the bleed's end."""
    bleed, trim = box_of(page, "BleedBox"), box_of(page, "TrimBox")
    made = picture(path, page_index, bleed, scale)
    wide, high, near = made.width, made.height, round(points(Length(500)) * scale)
    reach = round((trim[0] - bleed[0]) * scale)
    for name, inside, end in (("head", reach + near, 2), ("foot", high - 1 - reach - near, high - 3)):
        yield name, *_dark(made, [(reach, y, wide - reach, y + 1) for y in (inside, end)])
    for name, inside, end in (("left", reach + near, 2), ("right", wide - 1 - reach - near, wide - 3)):
        yield name, *_dark(made, [(x, reach, x + 1, high - reach) for x in (inside, end)])


def _dark(made: Image.Image, boxes: Sequence[tuple[int, int, int, int]]) -> tuple[int, int]:
    inside, end = (sum(value < 245 for value in made.crop(box).tobytes()) for box in boxes)
    return inside, end


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("house", HOUSES)
def test_what_touches_the_trim_reaches_the_bleed(printed: dict[str, Path], house: str, name: str) -> None:
    path = printed[house] / name
    full = touched = 0
    for index, page in enumerate(reader(path.read_bytes()).pages):
        for edge, inside, end in edges(path, index, cast("Raw", page)):
            assert abs(inside - end) <= max(8, inside / 20), f"page {index}, {edge}: {inside} inside, {end} at its end"
            touched += inside > 0
            full += inside > 1500
    assert touched >= full >= (12 if name == "interior.pdf" else 4)


def dots(data: bytes, page_index: int, folder: Path, box: str) -> Image.Image:
    path = folder / "page.pdf"
    path.write_bytes(data)
    found = picture(path, page_index, box_of(cast("Raw", reader(data).pages[page_index]), box), 2)
    # Black is as dark as the renderer makes it.
    darkest = cast("int", found.getextrema()[0])
    if darkest > 128:
        return found
    return found.point([max(0, round((value - darkest) * 255 / (255 - darkest))) for value in range(256)])


def without_groups(data: bytes) -> bytes:
    """A file whose forms are no groups, as in the print edition: pdfium softens edges of type in a group otherwise."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for each in cast("list[Raw]", writer._objects):  # pyright: ignore[reportPrivateUsage]: there is no other way
        if hasattr(each, "get") and each.get("/Subtype") == "/Form":
            del each["/Group"]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def unlike(one: Image.Image, other: Image.Image) -> int:
    """How many dots differ by more than four shades of 255: so much comes of rounding black that is no full black."""
    assert one.size == other.size
    return sum(value > 4 for value in ImageChops.difference(one, other).tobytes())


@pytest.mark.parametrize("house", HOUSES)
def test_both_editions_put_the_same_on_the_page(set_: Set, house: str, tmp_path: Path) -> None:
    """All swatches black: dot for dot the same inside the trim, of two million a page.

    A hundred are left for letters that pdfium puts on one side of a dot or the other, as numbers are rounded.
    """
    inside = set_.volume.interior(4)
    paper = on_paper(set_, inside, BlackOnPaper(), house)
    screen = without_groups(on_screen(set_, inside, BlackOnScreen()))
    assert len(reader(paper).pages) == len(reader(screen).pages) > 16
    for index in range(len(reader(paper).pages)):
        one, other = dots(paper, index, tmp_path, "TrimBox"), dots(screen, index, tmp_path, "TrimBox")
        assert unlike(one, other) <= 100, f"page {index}"


def test_both_covers_are_the_same(set_: Set, tmp_path: Path) -> None:
    paper = on_paper(set_, set_.sheet, BlackOnPaper(), "three", sheet=True)
    screen = without_groups(on_screen(set_, set_.sheet, BlackOnScreen()))
    one, other = dots(paper, 0, tmp_path, "TrimBox"), dots(screen, 0, tmp_path, "TrimBox")
    assert unlike(one, other) <= 100


@pytest.mark.parametrize("house", HOUSES)
def test_no_page_has_more_ink_than_the_paper_takes(printed: dict[str, Path], house: str) -> None:
    """Of all four plates as MuPDF lays them down, which leaves overprint out."""
    highest = 0.0
    mupdf.TOOLS.set_icc(False)  # or it would separate the inks anew, for a press of its own
    for name in FILES:
        with mupdf.open(printed[house] / name) as document:
            for page in document:
                trim = page.trimbox
                plates = page.get_pixmap(colorspace=mupdf.csCMYK, dpi=36, clip=trim)
                assert plates.n == 4
                data = plates.samples
                highest = max(highest, *(sum(data[at : at + 4]) / 2.55 for at in range(0, len(data), 4)))
    mupdf.TOOLS.set_icc(True)
    assert 200 < highest <= 300


def test_black_type_overprints_on_every_ground(printed: dict[str, Path]) -> None:
    data = (printed["three"] / "cover.pdf").read_bytes()
    content = b"\n".join(each.get_object().get_data() for each in cast("Raw", reader(data).pages[0])["/Contents"])
    assert content.count(b"/OverprintOn gs") == content.count(b"/OverprintOff gs") > 3
    assert b"0 0 0 0 k\n/OverprintOn" not in content


def test_the_manifest_tells_of_all_that_was_read_and_written(printed: dict[str, Path]) -> None:
    told = json.loads((printed["root"] / "build" / "manifest.json").read_text(encoding="utf-8"))
    assert {f"build/en/print/{name}" for name in FILES} <= set(told["outputs"])
    assert {"sources/printers/press.icc", "sources/printers/five.yaml"} <= set(told["inputs"])


def test_the_cover_is_a_file_for_the_press_too(printed: dict[str, Path]) -> None:
    data = (printed["five"] / "cover.pdf").read_bytes()
    assert len(reader(data).pages) == 1
    assert catalog(data)["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFX"


def as_archive(data: bytes) -> bytes:
    """A file for the press that says it is PDF/A-2u: there is no free validator of PDF/X, and this one sees much of it.

    What it says of PDF/X is taken out, for which PDF/A has no words.
    """
    writer = PdfWriter(clone_from=io.BytesIO(data))
    root = writer.root_object
    intent = DictionaryObject(cast("Raw", root["/OutputIntents"])[0].get_object())
    intent[NameObject("/S")] = NameObject("/GTS_PDFA1")
    cast("Raw", root["/OutputIntents"]).append(writer._add_object(intent))  # pyright: ignore[reportPrivateUsage]
    packet: bytes = cast("Raw", root["/Metadata"]).get_object().get_data().replace(b' pdf:Trapped="False"', b"")
    claim = b'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="U"'
    stream = StreamObject()
    stream.set_data(re.sub(rb'xmlns:pdfxid="[^"]*" pdfxid:\w+="PDF/X-4"', claim, packet))
    stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    root[NameObject("/Metadata")] = writer._add_object(stream)  # pyright: ignore[reportPrivateUsage]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_a_validator_finds_nothing(printed: dict[str, Path], name: str) -> None:
    (verdict,) = check_bytes(as_archive((printed["five"] / name).read_bytes()), "2u")
    assert verdict.passed, str(verdict)
