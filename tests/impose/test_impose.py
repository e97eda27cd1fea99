"""Sheets as they are folded: which page lies where, by the text that is printed there."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.impose import MM, Imposed, Job, Side, UnfitError, impose, imposed, sides
from tests.faults.conftest import inside
from tests.pdfium import Document
from tests.preflight.builders import a_stream, assembled

WIDTH, HEIGHT = 100 * MM, 140 * MM
TRIM = (10.0, 10.0, 10 + WIDTH, 10 + HEIGHT)


LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P 0 /O () /U () >>"


def box(edges: Sequence[float]) -> str:
    return f"[{' '.join(f'{edge:.4f}' for edge in edges)}]"


def numbered(number: int, bleed: float = 5, page: str = "", more: str = "") -> bytes:
    """Pages of 100 x 140 mm with their number in the middle, on a ground that fills the bleed."""
    objects: dict[int, bytes | str] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {more} >>",
        2: f"<< /Type /Pages /Count {number} /Kids [{' '.join(f'{10 + 2 * at} 0 R' for at in range(number))}] >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    media = (0, 0, TRIM[2] + 10, TRIM[3] + 10)
    outer = (TRIM[0] - bleed, TRIM[1] - bleed, TRIM[2] + bleed, TRIM[3] + bleed)
    boxes = f"/MediaBox {box(media)} /TrimBox {box(TRIM)} /BleedBox {box(outer)}"
    for at in range(number):
        held = "/Resources << /Font << /F 3 0 R >> >>"
        objects[10 + 2 * at] = f"<< /Type /Page /Parent 2 0 R {boxes} {page} {held} /Contents {11 + 2 * at} 0 R >>"
        ground = f".9 g 0 0 {media[2]:.3f} {media[3]:.3f} re f"
        objects[11 + 2 * at] = a_stream(f"{ground} 0 g BT /F 20 Tf {10 + WIDTH / 2:.3f} 200 Td (p{at + 1}.) Tj ET")
    return assembled(objects, "/Root 1 0 R")


def spreads(made: Imposed, folder: Path) -> list[tuple[str, str]]:
    """What is printed left and right of the fold, sheet side by sheet side."""
    path = folder / "imposed.pdf"
    path.write_bytes(made.pdf)
    width, height = made.width * MM, made.height * MM
    with Document(path) as document:
        return [
            (
                document.text_in(at, (0, 0, width / 2, height)),
                document.text_in(at, (width / 2, 0, width, height)),
            )
            for at in range(len(document))
        ]


# ---- order ----------------------------------------------------------------------------------------------------------


def test_saddle_stitch(tmp_path: Path) -> None:
    made = imposed(numbered(8), Job("saddle"))
    assert spreads(made, tmp_path) == [("p8.", "p1."), ("p2.", "p7."), ("p6.", "p3."), ("p4.", "p5.")]
    assert (made.pages, made.blanks, made.sheets) == (8, 0, 2)


def test_saddle_stitch_fills_up_with_blanks_at_the_end(tmp_path: Path) -> None:
    made = imposed(numbered(6), Job("saddle"))
    assert spreads(made, tmp_path) == [("", "p1."), ("p2.", ""), ("p6.", "p3."), ("p4.", "p5.")]
    assert (made.pages, made.blanks, made.sheets) == (8, 2, 2)


def test_signatures(tmp_path: Path) -> None:
    made = imposed(numbered(13), Job("perfect", signature=8))
    assert spreads(made, tmp_path) == [
        ("p8.", "p1."), ("p2.", "p7."), ("p6.", "p3."), ("p4.", "p5."),
        ("", "p9."), ("p10.", ""), ("", "p11."), ("p12.", "p13."),
    ]  # fmt: skip
    assert (made.pages, made.blanks, made.sheets) == (16, 3, 4)


def test_a_proof_lies_open(tmp_path: Path) -> None:
    made = imposed(numbered(4), Job("2-up"))
    assert spreads(made, tmp_path) == [("", "p1."), ("p2.", "p3."), ("p4.", "")]
    assert (made.pages, made.blanks, made.sheets) == (4, 0, 3)


def folded(some: Sequence[Side]) -> list[int | None]:
    """Pages in the order in which one leafs through sheets that are folded and laid into one another."""
    fronts, backs = some[::2], some[1::2]
    first = [page for front, back in zip(fronts, backs, strict=True) for page in (front.right, back.left)]
    last = [page for front, back in zip(fronts, backs, strict=True) for page in (front.left, back.right)]
    return [*first, *reversed(last)]


@given(st.integers(1, 130), st.sampled_from([4, 8, 16, 32]))
def test_every_page_follows_the_one_before(number: int, signature: int) -> None:
    wanted: list[int | None] = list(range(number))
    whole = folded(sides(number, Job("saddle")))
    # Front right, back left, and so on inwards; then outwards again.
    assert [page for page in whole if page is not None] == wanted
    assert len(whole) == -(-number // 4) * 4
    bound: list[int | None] = []
    found = sides(number, Job("perfect", signature=signature))
    while found:
        # A signature begins with its outermost sheet, front and back.
        end = next((at for at in range(2, len(found)) if found[at].depth == 0), len(found))
        bound += folded(found[:end])
        found = found[end:]
    assert [page for page in bound if page is not None] == wanted
    open_ = [page for side in sides(number, Job("2-up")) for page in (side.left, side.right) if page is not None]
    assert open_ == wanted


# ---- geometry -------------------------------------------------------------------------------------------------------


def first_columns(made: Imposed, at: int, folder: Path) -> tuple[float, float]:
    """Where ink begins and ends across a side of a sheet, in millimetres from the fold."""
    path = folder / "imposed.pdf"
    path.write_bytes(made.pdf)
    with Document(path) as document:
        dots = np.asarray(document.picture(at, 4)).min(axis=2) < 250
    columns = np.flatnonzero(dots.any(axis=0))
    return (columns[0] / 4 / MM - made.width / 2, (columns[-1] + 1) / 4 / MM - made.width / 2)


def test_pages_meet_at_the_fold_with_their_bleed_outside(tmp_path: Path) -> None:
    made = imposed(numbered(4), Job())
    assert first_columns(made, 0, tmp_path) == pytest.approx((-100 - 5 / MM, 100 + 5 / MM), abs=0.1)
    assert (made.width, made.height) == pytest.approx((203.5, 143.5), abs=0.1)


def test_inner_sheets_creep_towards_the_fold(tmp_path: Path) -> None:
    made = imposed(numbered(16, bleed=0), Job(creep=0.5))
    reaches = [first_columns(made, at, tmp_path)[1] for at in range(8)]
    assert reaches == pytest.approx([100, 100, 99.5, 99.5, 99, 99, 98.5, 98.5], abs=0.1)
    left = [first_columns(made, at, tmp_path)[0] for at in range(8)]
    assert left == pytest.approx([-each for each in reaches], abs=0.1)
    signatures = imposed(numbered(16, bleed=0), Job("perfect", signature=8, creep=0.5))
    reaches = [first_columns(signatures, at, tmp_path)[1] for at in range(8)]
    assert reaches == pytest.approx([100, 100, 99.5, 99.5, 100, 100, 99.5, 99.5], abs=0.1)


def test_marks_lie_outside_the_bleed(tmp_path: Path) -> None:
    made = imposed(numbered(4), Job(marks=True))
    path = tmp_path / "imposed.pdf"
    path.write_bytes(made.pdf)
    with Document(path) as document:
        dots = np.asarray(document.picture(0, 4)).min(axis=2) < 128
    rows = np.flatnonzero(dots[:, : round(4 * MM * 5)].any(axis=1)) / 4 / MM
    # The marks at the left: one at the height of each end of the trim, from the top of the sheet.
    foot = (made.height - 140) / 2
    assert rows.min() == pytest.approx(foot, abs=0.3)
    assert rows.max() == pytest.approx(foot + 140, abs=0.3)
    columns = np.flatnonzero(dots[round(foot * 4 * MM)].tolist()) / 4 / MM
    edge = made.width / 2 - 100 - 5 / MM
    assert not ((columns > edge - 0.5) & (columns < edge)).any()


def test_a_sheet_is_chosen_and_turned(tmp_path: Path) -> None:
    for name, size in (("A4", (297, 210)), ("a3", (420, 297)), ("250x150", (250, 150)), ("150x250", (250, 150))):
        made = imposed(numbered(4), Job(sheet=name))
        assert (made.width, made.height) == size
        assert spreads(made, tmp_path)[0] == ("p4.", "p1.")


def test_a_proof_is_made_smaller_where_the_sheet_is(tmp_path: Path) -> None:
    made = imposed(numbered(4), Job("2-up", sheet="A5"))
    assert (made.width, made.height) == (210, 148)
    assert imposed(numbered(4, bleed=0), Job("2-up", sheet="120x80")).width == 120
    assert first_columns(imposed(numbered(3, bleed=0), Job("2-up", sheet="120x80")), 1, tmp_path) == pytest.approx(
        (-57.1, 57.1), abs=0.2
    )


# ---- what does not do -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "job", "told"),
    [
        (numbered(4), Job(sheet="A5x"), "there is no sheet `A5x`"),
        (numbered(4), Job(sheet="190x190"), "too small for two pages side by side, which need 200 x 140 mm"),
        (numbered(4, page="/Rotate 90"), Job(), "is to be turned"),
        (b"nothing", Job(), "cannot be read as PDF"),
        (b"%PDF-1.4\n", Job(), "cannot be read as PDF"),
        (numbered(0), Job(), "it has 0 pages"),
        (numbered(2).replace(b"/Root 1 0 R", b"/Root 1 0 R " + LOCK), Job(), "encrypted"),
    ],
)  # fmt: skip
def test_what_cannot_be_imposed(content: bytes, job: Job, told: str) -> None:
    with pytest.raises(UnfitError, match=told):
        imposed(content, job)


def test_pages_of_several_sizes() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_blank_page(100, 120)
    out = BytesIO()
    writer.write(out)
    with pytest.raises(UnfitError, match="page 2 is of another size than page 1"):
        imposed(out.getvalue(), Job())


def test_faults_come_back_from_the_process(tmp_path: Path) -> None:
    path = tmp_path / "trial.pdf"
    path.write_bytes(b"nothing")
    with pytest.raises(UnfitError, match="cannot be read as PDF"):
        impose(path, Job())


# ---- the command ----------------------------------------------------------------------------------------------------


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "trial.pdf"
    path.write_bytes(numbered(6))
    run = inside(tmp_path, "impose", str(path), "--sheet", "A4")
    assert run.code == 0
    target = tmp_path / "trial-saddle.pdf"
    assert run.err == f"{target}: 8 pages, 2 of them blank, on 2 sheets of 297 x 210 mm\n"
    again = tmp_path / "other.pdf"
    assert inside(tmp_path, "impose", str(path), "--sheet", "A4", "--output", str(again)).code == 0
    assert again.read_bytes() == target.read_bytes()


def test_misuse(tmp_path: Path) -> None:
    path = tmp_path / "trial.pdf"
    path.write_bytes(numbered(4))
    small = inside(tmp_path, "impose", str(path), "--sheet", "A6")
    assert (small.code, "there is no sheet `A6`" in small.err) == (2, True)
    assert inside(tmp_path, "impose", str(path), "--scheme", "perfect", "--signature", "6").code == 2
    assert inside(tmp_path, "impose", "nothing.pdf").code == 2


def test_the_press_stays_the_same() -> None:
    intent = "/OutputIntents [<< /S /GTS_PDFX /OutputConditionIdentifier (FOGRA39) >>]"
    made = imposed(numbered(4, more=intent), Job())
    catalogue = pypdf.PdfReader(BytesIO(made.pdf)).root_object
    assert "FOGRA39" in str(catalogue["/OutputIntents"])
