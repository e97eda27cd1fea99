"""What is seen on pictures of pages: whether the bleed is filled; and faults drawn on them."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from compiler.model.measures import mm
from compiler.preflight.conditions import Conditions, Edges
from compiler.preflight.geometry import MM, Box
from compiler.preflight.inspection import Common, Task, inspect
from tests.preflight.builders import ASKED, BLEED, TRIM, a_pdf, asked, found, written


def look(content: str, conditions: Conditions = ASKED) -> list[str]:
    return [each.message for each in found(a_pdf(content), conditions, kinds=("look",))]


def an_area(box: Box) -> str:
    return f"0 1 1 0 k {box.left} {box.bottom} {box.width} {box.height} re f"


INSIDE = Box(100, 100, 200, 200)


@pytest.mark.parametrize(
    ("edge", "reaching"),
    [
        ("left", INSIDE._replace(left=TRIM.left)),
        ("right", INSIDE._replace(right=TRIM.right)),
        ("top", INSIDE._replace(top=TRIM.top)),
        ("bottom", INSIDE._replace(bottom=TRIM.bottom)),
    ],
)
def test_what_ends_at_the_trim(edge: str, reaching: Box) -> None:
    told = f"what reaches the trim at the {edge} does not go on to the end of the bleed"
    (finding,) = found(a_pdf(an_area(reaching)), kinds=("look",))
    assert (finding.name, finding.message, finding.page_index) == ("unfilled-bleed", told, 0)
    (box,) = finding.boxes
    assert BLEED.holds(box, 1)
    assert max(box.width, box.height) == pytest.approx(100, abs=1.5)


def test_what_fills_the_bleed() -> None:
    assert look(an_area(BLEED)) == []
    assert look(an_area(INSIDE)) == []
    # A bar that leaves the page at the left, and one that keeps a millimetre away from the trim.
    assert look(an_area(INSIDE._replace(left=BLEED.left - 3))) == []
    assert look(an_area(INSIDE._replace(left=TRIM.left + MM))) == []


def test_a_bleed_that_ends_halfway() -> None:
    assert len(look(an_area(INSIDE._replace(left=TRIM.left - 1.5 * MM)))) == 1
    edges = Edges(mm(3), mm(3), mm(1), mm(3))
    assert look(an_area(INSIDE._replace(left=TRIM.left - 1.5 * MM)), asked(bleed=edges)) == []


def test_a_turned_and_cropped_page_is_seen_as_it_is_printed() -> None:
    page = {"Rotate": "90", "CropBox": written(TRIM)}
    assert found(a_pdf(an_area(BLEED), page=page), kinds=("look",)) == []
    (finding,) = found(a_pdf(an_area(INSIDE._replace(left=TRIM.left)), page=page), kinds=("look",))
    assert "at the left" in finding.message


def test_a_page_too_large_to_be_seen_is_told() -> None:
    (finding,) = found(a_pdf(page={"MediaBox": "[0 0 14400 14400]"}), kinds=("look",))
    assert (finding.name, finding.page_index, finding.unproven) == ("unchecked", 0, True)


def test_a_page_without_a_sheet_is_taken_for_a4() -> None:
    assert found(a_pdf(an_area(INSIDE), page={"MediaBox": None}), kinds=("look",)) == []


def test_a_fault_is_framed() -> None:
    common, box = Common("", "", False, ASKED), Box(100, 100, 200, 300)
    pdf = a_pdf(an_area(box))
    plain, framed = (
        np.asarray(
            Image.open(BytesIO(inspect(pdf, common, Task("pictures", boxes=boxes)).pictures[0].png)).convert("RGB")
        )
        for boxes in (((0, "1", Box(0, 0, 0, 0)),), ((0, "1", box),))
    )
    rows, columns = np.nonzero((plain != framed).any(axis=2))
    height, scale = plain.shape[0], 1.1
    # The frame lies round the fault, its number above it.
    assert columns.min() == pytest.approx(100 * scale - 3, abs=2)
    assert columns.max() == pytest.approx(200 * scale + 3, abs=2)
    assert rows.max() == pytest.approx(height - 100 * scale + 3, abs=2)
    assert rows.min() == pytest.approx(height - 300 * scale - 20, abs=2)
