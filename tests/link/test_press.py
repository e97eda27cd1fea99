"""Files for the press: sheets, inks, overprint, and nothing that belongs to the screen."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from compiler.link.painted import four_inks, prepared
from compiler.link.print_inks import PrintInks
from compiler.model.galley import GalleyObject, Ink
from compiler.model.measures import POINT, mm, points
from compiler.model.printer import Edges
from tests.link.builders import a_galley, a_part, a_picture
from tests.link.pressing import ICC, SWATCHES, a_print_edition, a_printer, census, edges, foreign, pressed
from tests.link.reading import Raw, catalog, reader
from tests.pdfium import Document

ROOT = Path(__file__).resolve().parents[2]
INKS = (Ink("red", 1, False), Ink("ink", 1, False))


def a_file() -> bytes:
    """Three parts with all there is, marks and padding."""
    pictures = {"grey": a_picture(), "masked": a_picture(90, masked=True)}
    one = a_galley("one", pages=3, links=("two",), refers=("two",), pictures=pictures, headings=[("One", 1)])
    two = a_galley("two", pages=2, pictures=pictures, ids=("two-a", "two-b"), inks=INKS)
    three = a_galley("three", text="xyz", links=("one",), roles={"Title": "H1"}, inks=(Ink("gold", 0.5, False),))
    parts = [a_part("one", "recto"), a_part("two", "recto"), a_part("three", "verso")]
    printer = a_printer(marks=True, slug_area=10, multiple=4)
    return pressed(one, two, three, parts=parts, edition=a_print_edition(printer))


def boxes(data: bytes, page_index: int) -> dict[str, tuple[float, ...]]:
    page = cast("Raw", reader(data).pages[page_index])
    return {name: tuple(map(float, page[f"/{name}"])) for name in ("MediaBox", "BleedBox", "TrimBox")}


# ---- the file


def test_other_readers_open_it(tmp_path: Path) -> None:
    path = tmp_path / "interior.pdf"
    path.write_bytes(a_file())
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    texts = [" ".join(text.split()) for text in Document(path).texts()]
    assert len(texts) == 8, "filled up to a multiple of four"
    assert texts[0].startswith("Abc5 1")
    assert texts[3].endswith("A title 4/8 FOGRA39 2019-11-07")


def test_the_same_input_gives_the_same_bytes_in_other_processes() -> None:
    code = "import hashlib; from tests.link.test_press import a_file; print(hashlib.sha256(a_file()).hexdigest())"
    found = {hashlib.sha256(a_file()).hexdigest()}
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout.strip())
    assert len(found) == 1


def test_it_says_what_it_is() -> None:
    data = a_file()
    assert data.startswith(b"%PDF-1.6\n")
    root, info = catalog(data), cast("Raw", reader(data).trailer["/Info"])
    assert info["/Trapped"] == "/False"
    packet = root["/Metadata"].get_object().get_data().decode()
    assert 'pdfxid:GTS_PDFXVersion="PDF/X-4"' in packet
    assert 'pdf:Trapped="False"' in packet
    assert "pdfuaid" not in packet
    assert "pdfaid" not in packet
    identifier = re.search(r'DocumentID="uuid:([0-9a-f-]{36})"', packet)
    assert identifier is not None
    other = catalog(pressed(a_galley(text="xyz")))["/Metadata"].get_object().get_data().decode()
    assert identifier[1] not in other


def test_it_says_what_it_is_printed_on() -> None:
    (intent,) = catalog(a_file())["/OutputIntents"]
    intent = intent.get_object()
    assert intent["/S"] == "/GTS_PDFX"
    assert intent["/OutputConditionIdentifier"] == "FOGRA39"
    assert intent["/RegistryName"] == "http://www.color.org"
    profile = intent["/DestOutputProfile"].get_object()
    assert profile["/N"] == 4
    assert profile.get_data() == ICC


def test_nothing_of_the_screen_edition_is_left() -> None:
    data = a_file()
    assert set(catalog(data)) == {"/Type", "/Pages", "/Lang", "/Metadata", "/OutputIntents"}
    pdf = reader(data)
    for page in pdf.pages:
        assert set(page) <= {"/Type", "/Parent", "/MediaBox", "/BleedBox", "/TrimBox", "/Contents", "/Resources"}
    for number in range(1, int(cast("int", pdf.trailer["/Size"]))):
        each = cast("Raw", pdf.get_object(number))
        kind = each.get("/Type") if hasattr(each, "get") else None
        assert kind not in ("/StructElem", "/Annot", "/StructTreeRoot", "/Outlines")
        assert not (hasattr(each, "keys") and {"/StructParent", "/StructParents"} & set(each))


# ---- sheets

BLEEDS = [edges(3), edges(5), edges(0), edges(3, inner=0), edges(3, head=5, foot=4, inner=0, outer=6)]


@pytest.mark.parametrize("slug_area", [0, 10])
@pytest.mark.parametrize("bleed", BLEEDS)
def test_boxes_lie_where_the_profile_says(bleed: Edges, slug_area: float) -> None:
    printer = a_printer(bleed, slug_area=slug_area)
    data = pressed(a_galley(pages=2), edition=a_print_edition(printer))
    for index, (left, right) in enumerate(((bleed.inner, bleed.outer), (bleed.outer, bleed.inner))):
        found, slug = boxes(data, index), mm(slug_area)
        wide, high = 200 * POINT, 300 * POINT
        x, y = slug + left, slug + bleed.foot
        wanted = {
            "TrimBox": (x, y, x + wide, y + high),
            "BleedBox": (slug, slug, x + wide + right, y + high + bleed.head),
            "MediaBox": (0, 0, x + wide + right + slug, y + high + bleed.head + slug),
        }
        for name, box in wanted.items():
            assert found[name] == pytest.approx([edge / POINT for edge in box], abs=0.0002)
        assert "/CropBox" not in reader(data).pages[index]


def test_a_book_read_from_the_right_is_bound_on_the_right() -> None:
    printer = a_printer(edges(3, inner=0))
    backwards = pressed(a_galley(), edition=a_print_edition(printer, backwards=True))
    assert boxes(backwards, 0)["TrimBox"][0] == pytest.approx(points(mm(3)), abs=0.0002)


def test_a_sheet_is_not_bound() -> None:
    printer = a_printer(edges(3, inner=0))
    found = boxes(pressed(a_galley(), edition=a_print_edition(printer, sheet=True)), 0)
    assert found["BleedBox"][2] - found["TrimBox"][2] == pytest.approx(points(mm(3)), abs=0.0002)
    assert found["TrimBox"][0] == pytest.approx(points(mm(3)), abs=0.0002)


def painted_over_everything(bleed: float) -> bytes:
    """A page whose red runs a hundred points past the trim on all sides."""
    galley = a_galley(inks=(Ink("red", 1, False),), counted=False)
    number = galley.symbols.pages[0].contents - 1
    objects = list(galley.objects)
    objects[number] = GalleyObject("content", b"<<>>", b"\0s0\0 -100 -100 400 500 re f")
    galley = replace(galley, objects=tuple(objects))
    return pressed(galley, edition=a_print_edition(a_printer(edges(bleed), marks=True, slug_area=10)))


@pytest.mark.parametrize("bleed", [3, 5])
def test_the_page_is_cut_to_its_bleed(bleed: float, tmp_path: Path) -> None:
    """Ink fills the bleed, and none of the page lies beyond."""
    path, scale = tmp_path / "page.pdf", 4
    data = painted_over_everything(bleed)
    path.write_bytes(data)
    picture = Document(path).picture(0, scale)
    left, bottom, right, top = (round(edge * scale) for edge in boxes(data, 0)["BleedBox"])
    inside = picture.crop((left + 1, picture.height - top + 1, right - 1, picture.height - bottom - 1))
    assert {colour for _, colour in inside.getcolors() or ()} == {inside.getpixel((5, 5))}
    red = inside.getpixel((5, 5))
    assert isinstance(red, tuple)
    assert red[0] > 150 > red[1]
    beside = picture.crop((0, 0, left - 2, picture.height))
    assert all(colour != red for _, colour in beside.getcolors(beside.width * beside.height) or ())


@pytest.mark.parametrize("bleed", [3, 5])
def test_marks_stand_outside_the_bleed_and_point_at_the_trim(bleed: float, tmp_path: Path) -> None:
    path, scale = tmp_path / "page.pdf", 8
    printer = a_printer(edges(bleed), marks=True, slug_area=10)
    data = pressed(a_galley(text="", inks=(), counted=False), edition=a_print_edition(printer))
    path.write_bytes(data)
    picture = Document(path).picture(0, scale).convert("L")
    found = boxes(data, 0)
    left, bottom, right, top = (edge * scale for edge in found["BleedBox"])
    inside = picture.crop((round(left), round(picture.height - top), round(right), round(picture.height - bottom)))
    assert inside.getextrema() == (255, 255)
    y = round(picture.height - top - points(mm(3)) * scale)
    dark = [x / scale for x in range(picture.width) if cast("int", picture.getpixel((x, y))) < 200]
    for edge in (found["TrimBox"][0], found["TrimBox"][2]):
        assert min(abs(x - edge) for x in dark) < 0.3


def test_marks_are_on_every_plate_and_only_when_asked_for() -> None:
    spaces = cast("Raw", reader(a_file()).pages[0])["/Resources"]["/ColorSpace"]
    assert list(spaces["/Registration"])[:2] == ["/Separation", "/All"]
    assert b"/Registration CS" in content_of(a_file(), 0)
    assert b"/Registration" not in content_of(pressed(a_galley()), 0)


def content_of(data: bytes, page_index: int) -> bytes:
    pieces = cast("Raw", reader(data).pages[page_index])["/Contents"]
    return b"\n".join(each.get_object().get_data() for each in pieces)


# ---- inks


@pytest.mark.parametrize(
    ("ink", "operator"),
    [
        (Ink("red", 1, False), b"0 0.92 0.92 0.14 k"),
        (Ink("red", 0.5, True), b"0 0.46 0.46 0.07 K"),
        (Ink("ink", 0.72, False), b"0 0 0 0.72 k"),
        (Ink("paper", 1, False), b"0 0 0 0 k"),
        (Ink("gold", 0.25, False), b"/Sw-gold cs 0.25 scn"),
        (Ink("gold", 1, True), b"/Sw-gold CS 1 SCN"),
        (Ink("nowhere", 1, False), b"0 0 0 1 k"),
        (Ink("red", 7, False), b"0 0.92 0.92 0.14 k"),
    ],
)
def test_a_swatch_is_its_recipe(ink: Ink, operator: bytes) -> None:
    assert PrintInks(SWATCHES).operator(ink) == operator


def test_only_full_black_overprints() -> None:
    inks = PrintInks(SWATCHES)
    over = {(name, tint) for name in SWATCHES for tint in (0.5, 1.0) if inks.overprints(Ink(name, tint, False))}
    assert over == {("ink", 1.0)}


def test_a_spot_is_a_separation_with_its_recipe() -> None:
    data = pressed(a_galley(inks=(Ink("gold", 0.5, False),)))
    spaces = cast("Raw", reader(data).pages[0])["/Resources"]["/ColorSpace"]
    kind, name, alternate, transform = spaces["/Sw-gold"]
    assert (kind, name, alternate) == ("/Separation", "/PANTONE 871 C", "/DeviceCMYK")
    assert list(transform["/C0"]) == [0, 0, 0, 0]
    assert list(map(float, transform["/C1"])) == [0, 0.2, 0.6, 0.3]
    assert b"/Sw-gold cs 0.5 scn" in content_of(data, 0)
    assert "/Sw-gold" not in cast("Raw", reader(pressed(a_galley())).pages[0])["/Resources"]["/ColorSpace"]


def test_no_other_colour_is_in_the_file() -> None:
    found = census(a_file())
    # Masks are grey, and nothing else is.
    assert foreign(found) == {"space /DeviceGray": 1, "picture /DeviceGray": 1}
    assert found["picture /DeviceCMYK"] == 2
    assert found["k"] > 0


# ---- overprint

ON, OFF = b"\n/OverprintOn gs", b"\n/OverprintOff gs"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\0s0\0 BT x ET", b"\0s0\0 BT" + ON + b" x ET" + OFF),
        (b"\0s1\0 BT x ET", b"\0s1\0 BT x ET"),
        (b"\0s0\0 0 0 9 9 re f", b"\0s0\0 0 0 9 9 re f"),
        (b"BT \0s0\0 x \0s1\0 y ET", b"BT \0s0\0" + ON + b" x \0s1\0" + OFF + b" y ET"),
        (b"\0s0\0 q \0s1\0 BT x ET Q BT y ET", b"\0s0\0 q \0s1\0 BT x ET Q BT" + ON + b" y ET" + OFF),
        (b"\0s0\0 \0s2\0 BT x ET", b"\0s0\0 \0s2\0 BT" + ON + b" x ET" + OFF),
        (b"\0s0\0 1 0 0 rg BT x ET", b"\0s0\0 0 1 1 0 k BT x ET"),
        (b"\0s1\0 /P <</Lang (a BT b)>> BDC", b"\0s1\0 /P <</Lang (a BT b)>> BDC"),
        (b"\0s0\0 (\\) BT) BT x ET", b"\0s0\0 (\\) BT) BT" + ON + b" x ET" + OFF),
        (b"0.5 g 1 0 0 RG 1 G", b"0 0 0 0.5 k 0 1 1 0 K 0 0 0 0 K"),
        (b"/lab-d50 cs 50 10 -3 scn", b" 0 0 0 1 k"),
        (b"/g gs /rg Do 1 0 0 1 0 0 cm", b"/g gs /rg Do 1 0 0 1 0 0 cm"),
    ],
)
def test_black_type_overprints_and_nothing_else(before: bytes, after: bytes) -> None:
    """Inks 0 to 2 are black, red, and a stroke."""
    assert prepared(before, [True, False, None]) == after


def test_overprint_is_a_state_of_the_page() -> None:
    data = pressed(a_galley(inks=INKS))
    states = cast("Raw", reader(data).pages[0])["/Resources"]["/ExtGState"]
    on, off = states["/OverprintOn"], states["/OverprintOff"]
    assert (on["/op"], on["/OP"], on["/OPM"]) == (True, False, 1)
    assert (off["/op"], off["/OP"]) == (False, False)
    shown = content_of(data, 0)
    assert shown.index(b"0 0 0 1 k") < shown.index(b"/OverprintOn gs") < shown.index(b"TJ")
    assert shown.count(b"/OverprintOn gs") == shown.count(b"/OverprintOff gs")


def test_white_type_knocks_out() -> None:
    shown = content_of(pressed(a_galley(inks=(Ink("ink", 1, False), Ink("paper", 1, False)))), 0)
    assert b"/OverprintOn" not in shown


@pytest.mark.parametrize(
    ("values", "inks"),
    [
        ([0], (0, 0, 0, 1)),
        ([1], (0, 0, 0, 0)),
        ([0, 0, 0], (0, 0, 0, 1)),
        ([1, 0, 0], (0, 1, 1, 0)),
        ([0.5, 0.25, 0.5], (0, 0.5, 0, 0.5)),
    ],
)
def test_what_is_no_swatch_becomes_four_inks(values: list[float], inks: tuple[float, ...]) -> None:
    assert four_inks(values) == inks


# ---- groups


def a_form(faded: bool) -> bytes:
    """A page that draws a form with a group, in which type stands."""
    galley = a_galley(inks=(Ink("ink", 1, False),), counted=False)
    page = galley.symbols.pages[0]
    objects = list(galley.objects)
    state = b"/ExtGState <</a <</ca %s>>>>" % (b".5" if faded else b"1.0")
    form = len(objects) + 1
    objects[page.resources - 1] = GalleyObject(
        "plain", b"<</Font \0fonts\0%s/XObject <</x0 \0r%d\0>>/ColorSpace \0r%d\0>>" % (state, form, form + 1), b""
    )
    head = b"<</Type /XObject/Subtype /Form/BBox [0 0 9 9]/Resources \0r%d\0" % page.resources
    head += b"/StructParents \0k0\0/Group <</Type /Group/S /Transparency/I true/CS /DeviceRGB>>>>"
    objects.append(GalleyObject("content", head, b"\0s0\0 BT ET"))
    objects.append(GalleyObject("plain", b"<</lab-d50 [/Lab <</WhitePoint [1 1 1]>>]>>", b""))
    return pressed(replace(galley, symbols=replace(galley.symbols, objects=len(objects)), objects=tuple(objects)))


def test_a_group_that_nothing_is_seen_through_is_taken_away() -> None:
    """Type in it could not overprint what lies under the group."""
    assert not any(name.startswith("group") for name in census(a_form(faded=False)))


def test_a_group_that_is_needed_is_in_four_inks() -> None:
    found = census(a_form(faded=True))
    assert found["group /DeviceCMYK"] > 0
    assert foreign(found) == {}


def test_colour_spaces_of_the_typesetter_are_left_behind() -> None:
    assert foreign(census(a_form(faded=False))) == {}
