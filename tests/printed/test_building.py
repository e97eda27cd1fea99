"""`report build` for a printer: which files appear, the spine of the cover, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader

from compiler.model.measures import mm, points
from tests.check.test_printers import a_house
from tests.link.pressing import census, foreign
from tests.link.reading import Raw
from tests.printed.builders import THREE, TINY, build, with_printers, write_house
from tests.runs import report

pytestmark = pytest.mark.slow

INTERIOR, COVER = Path("build/en/print/interior.pdf"), Path("build/en/print/cover.pdf")
SCREEN = Path("build/en/publication.pdf")


def spine(root: Path) -> float:
    """Millimetres between the two covers."""
    left, _, right, _ = map(float, cast("Raw", PdfReader(root / COVER).pages[0])["/TrimBox"])
    return (right - left) / points(mm(1)) - 420


def pages(root: Path) -> int:
    return len(PdfReader(root / INTERIOR).pages)


def test_the_editions_that_are_asked_for_appear(tmp_path: Path) -> None:
    root = with_printers(tmp_path, TINY, three=THREE)
    build(root)
    assert not (root / INTERIOR).exists()
    done = build(root, "print")
    assert done.built is not None
    assert done.built.reasons == {}, "nothing is set again for the press"
    assert (root / INTERIOR).exists()
    assert (root / COVER).exists()
    (root / SCREEN).unlink()
    assert build(root, "print").built is None, "nothing has changed"
    assert not (root / SCREEN).exists()
    build(root, "all")
    assert (root / SCREEN).exists()


def test_the_same_copy_gives_the_same_bytes(tmp_path: Path) -> None:
    found: list[tuple[bytes, ...]] = []
    for name in ("one", "two"):
        root = with_printers(tmp_path / name, TINY, three=THREE)
        build(root, "print", keep=False)
        found.append(tuple((root / path).read_bytes() for path in (INTERIOR, COVER)))
    assert found[0] == found[1]


def test_the_spine_is_as_wide_as_the_volume_is_thick(tmp_path: Path) -> None:
    """Another paper or another count of pages makes the cover again; a narrow spine carries no words."""
    root = with_printers(tmp_path, TINY, three=THREE)
    build(root, "print")
    leaves = pages(root) / 2
    assert pages(root) % 4 == 0
    assert spine(root) == pytest.approx((leaves * 115 * 0.85 + 2 * 300 * 0.9) / 1000, abs=0.002)
    assert "ANC" not in PdfReader(root / COVER).pages[0].extract_text()
    write_house(root, "three", a_house(paper={"grammage": "700", "bulk": "2.5"}))
    done = build(root, "print")
    assert done.built is not None
    assert list(done.built.reasons) == ["cover-sheet"]
    assert spine(root) == pytest.approx((leaves * 700 * 2.5 + 2 * 300 * 0.9) / 1000, abs=0.002)
    assert "ANC" in PdfReader(root / COVER).pages[0].extract_text()
    write_house(root, "three", a_house(page_multiple="16"))
    build(root, "print")
    assert pages(root) == 16
    assert spine(root) == pytest.approx((8 * 115 * 0.85 + 2 * 300 * 0.9) / 1000, abs=0.002)
    write_house(root, "three", a_house(spine="9.25"))
    build(root, "print")
    assert spine(root) == pytest.approx(9.25, abs=0.002)


def test_a_release_is_both_editions_or_nothing(tmp_path: Path) -> None:
    root = with_printers(tmp_path, TINY, three=THREE)
    done = build(root, release=True)
    assert [each.message for each in done.said] == []
    assert all((root / path).exists() for path in (SCREEN, INTERIOR, COVER))
    copy = root / "sources" / "words" / "en.yaml"
    copy.write_text(copy.read_text(encoding="utf-8").replace("title: ", "titel: ", 1), encoding="utf-8")
    assert build(root, release=True).built is None
    assert not (root / INTERIOR).exists(), "nobody can send it by mistake"
    assert not (root / COVER).exists()
    assert (root / SCREEN).exists()


def test_a_release_without_a_printer_is_for_the_screen(tmp_path: Path) -> None:
    root = with_printers(tmp_path, TINY, None)
    done = build(root, release=True)
    assert done.built is not None
    assert not (root / INTERIOR).exists()
    (said,) = build(root, "print").said
    assert said.name == "no-printer"


@pytest.mark.parametrize(("name", "fault"), [("nobody", "unknown-printer"), ("closed", "disabled-printer")])
def test_a_printer_has_to_be_there(name: str, fault: str, tmp_path: Path) -> None:
    root = with_printers(tmp_path, TINY, three=THREE, closed=a_house(enabled="no"))
    done = report(root, "build", "--edition", "print", "--printer", name)
    assert done.code == 1
    assert fault in done.said
    assert not (root / INTERIOR).exists()


def test_a_proof_for_the_press_is_stamped(tmp_path: Path) -> None:
    root = with_printers(tmp_path, TINY, three=THREE)
    copy = root / "sources" / "words" / "en.yaml"
    copy.write_text(copy.read_text(encoding="utf-8").replace("subject:", "subjekt:", 1), encoding="utf-8")
    done = build(root, "print")
    assert done.built is not None
    assert done.built.proof
    for path in (INTERIOR, COVER):
        assert all("Proof" in page.extract_text() for page in PdfReader(root / path).pages)
        found = census((root / path).read_bytes())
        assert foreign(found) == {}
