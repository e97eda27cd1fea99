"""Content streams and the marks they make; pixels and their mean."""

from __future__ import annotations

import numpy as np
import pytest

from compiler.preflight.content import InlineImage, Name, operations
from compiler.preflight.geometry import MM, Matrix
from compiler.preflight.marks import Mark
from compiler.preflight.objects import opened
from compiler.preflight.pixels import SIDE, densest
from compiler.preflight.walk import marks_of
from tests.preflight.builders import a_pdf, a_stream


def read(content: str) -> list[tuple[str, list[object]]]:
    return list(operations(content.encode("latin-1")))


def marks(content: str, **more: object) -> list[Mark]:
    painted, troubles = marks_of(opened(a_pdf(content, **more)).pages[0])  # type: ignore[arg-type]
    assert troubles == []
    return painted


@pytest.mark.parametrize(
    ("content", "operands"),
    [
        ("1 -2.5 .5 +4. x", [1.0, -2.5, 0.5, 4.0]),
        ("/A#20B/C x", [Name("A B"), Name("C")]),
        (r"(a(b)\)c\\)(\101\n\
) x", [b"a(b))c\\", b"A\n"]),
        ("<414> [1 [2 (x)] /N] x", [b"A@", [1.0, [2.0, b"x"], Name("N")]]),
        ("<</A 1/B<</C true>>>> x", [{"A": 1.0, "B": {"C": True}}]),
        ("1 % 2 x\r 3 x", [1.0, 3.0]),
        ("--5 1-2 x", [-5.0, 1.0]),
        ("] >> ) { x", [None, None, None, None]),
    ],
)  # fmt: skip
def test_operands(content: str, operands: list[object]) -> None:
    assert read(content) == [("x", operands)]


def test_content_that_breaks_off() -> None:
    assert read("1 0 0 rg (no end") == [("rg", [1.0, 0.0, 0.0])]
    assert read("[1 2") == read("<< /A") == read("<41") == []


def test_inline_image() -> None:
    (image, after) = read("BI /W 2 /H 1 /CS /G /BPC 8 ID a\nEIb EI Q")
    assert image == ("BI", [InlineImage({"W": 2.0, "H": 1.0, "CS": Name("G"), "BPC": 8.0}, b"a\nEIb")])
    assert after == ("Q", [])


def test_places_follow_the_matrix() -> None:
    (mark,) = marks("q 2 0 0 2 10 20 cm 5 5 10 10 re f Q")
    assert tuple(mark.box) == (20, 30, 40, 50)
    (mark,) = marks("50 50 10 10 re W n 40 40 100 100 re f")
    assert tuple(mark.box) == (50, 50, 60, 60)
    assert not mark.solid
    assert marks("50 50 10 10 re W n 70 70 100 100 re f") == []


def test_type_has_a_size_and_a_width() -> None:
    (mark,) = marks("BT /F 10 Tf 2 0 0 2 100 100 Tm [(ab) -1000 (c)] TJ ET")
    # Three letters of half a size, and one size between them.
    assert (mark.box.left, mark.box.right) == pytest.approx((100, 150))
    assert mark.size == 20
    (one, two) = marks("BT /F 10 Tf 100 100 Td (ab) Tj 0 -12 Td (ab) Tj ET")
    assert (one.box.left, one.box.bottom - two.box.bottom) == pytest.approx((100, 12))
    assert marks("BT /F 10 Tf 3 Tr (hidden) Tj 0 Tr (  ) Tj ET") == []


def test_a_line_turned_and_squeezed_is_as_thin_as_it_looks() -> None:
    (mark,) = marks("q 10 0 0 .1 0 0 cm 1 w 1 1000 m 9 1000 l S Q")
    assert mark.size == pytest.approx(0.1)
    assert Matrix(0, 2, -2, 0, 0, 0).least() == pytest.approx(2)
    (mark,) = marks("q .7071 .7071 -.7071 .7071 300 300 cm 0 0 50 .2 re f Q")
    assert mark.size == pytest.approx(0.2, abs=0.001)


def test_graphics_states() -> None:
    states = "/A << /OP true /OPM 1 /ca .5 /BM /Multiply >> /B << /op false /SMask /None >>"
    (one, two) = marks("/A gs 9 9 9 9 re f /B gs 9 9 9 9 re f", states=states)
    assert (one.overprint, one.overprint_mode, one.alpha, one.blend) == (True, 1, 0.5, "Multiply")
    assert (two.overprint, two.alpha) == (False, 0.5)


def test_forms_end_what_they_begin() -> None:
    form = a_stream("1 0 0 rg 0 0 10 10 re f", "/Subtype /Form /BBox [0 0 5 5] /Matrix [1 0 0 1 50 50]")
    (inside, outside) = marks("/X Do 100 100 10 10 re f", objects="/X 20 0 R", more=[form])
    assert tuple(inside.box) == (50, 50, 55, 55)
    assert outside.space.family == "DeviceGray"


def test_the_darkest_place_is_found() -> None:
    # 100 mm at 10 dots a millimetre; a patch of just the square that counts, and a small one that is darker.
    page = np.zeros((1000, 1000), np.float32)
    side = round(SIDE / MM * 10)
    page[300 : 300 + side, 600 : 600 + side] = 3.4
    page[800:810, 100:110] = 4
    mean, (x, y) = densest(page, 100 * MM, 100 * MM)
    assert mean == pytest.approx(3.4, abs=0.02)
    assert (x, y) == pytest.approx((0.62, 0.32), abs=0.01)
    page[300 : 300 + side // 2, 600 : 600 + side] = 0
    assert densest(page, 100 * MM, 100 * MM)[0] == pytest.approx(1.7, abs=0.1)


def test_what_is_smaller_than_the_square_has_paper_round_it() -> None:
    dot = np.full((50, 50), 4, np.float32)
    assert densest(dot, SIDE / 2, SIDE)[0] == pytest.approx(2)
