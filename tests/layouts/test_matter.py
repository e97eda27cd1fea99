"""Front and back matter for one report or for many, the cover, and pages of another size."""

from __future__ import annotations

from functools import cache

import pytest

from compiler.model.copy import Anchor
from compiler.model.part import PartKind
from tests.builders import GONE, a_frame, a_report
from tests.layouts.builders import Set, a_full_report, a_world, cities, set_cover, set_pages, the_layouts

LISTS: frozenset[PartKind] = frozenset({"contents", "matrix"})


@cache
def _lists(count: int) -> Set:
    """Contents and matrix of so many reports, which are not set themselves."""
    return set_pages(a_world(cities(count)), LISTS)


@cache
def _whole() -> Set:
    return set_pages(a_world())


@pytest.mark.slow
def test_every_part_of_the_plan_has_pages() -> None:
    volume = _whole()
    assert {part.id for part in volume.parts} == {page.part for page in volume.galley.pages if page.part}


@pytest.mark.slow
def test_reports_and_convergences_begin_on_a_verso() -> None:
    volume = _whole()
    for part in volume.parts:
        if part.kind in ("report", "convergence"):
            first = next(page for page in volume.galley.pages if page.part == part.id)
            assert first.page_index % 2 == 1


@pytest.mark.slow
def test_blank_pages_carry_nothing() -> None:
    volume = _whole()
    blank = {page.page_index for page in volume.galley.pages if page.blank}
    assert not [text for text in volume.galley.texts if text.page_index in blank and text.text.strip()]


@pytest.mark.slow
@pytest.mark.parametrize(("count", "pages"), [(3, 1), (12, 1), (60, 4)])
def test_contents_take_as_many_pages_as_they_need(count: int, pages: int) -> None:
    assert len(_lists(count).pages("contents")) <= pages


@pytest.mark.slow
def test_contents_name_the_page_of_every_report_and_initiative() -> None:
    volume = _whole()
    page = volume.pages("contents")[0]
    printed = " ".join(text.text for text in volume.galley.texts if text.page_index == page).split()
    for report in volume.publication.reports:
        anchors = [Anchor(report.slug), *(each.anchor for each in report.initiatives)]
        for anchor in anchors:
            folio = volume.galley.pages[volume.galley.anchors[anchor].page_index].folio
            assert folio in printed, anchor


@pytest.mark.slow
@pytest.mark.parametrize("count", [3, 12, 40])
def test_the_matrix_has_a_head_on_every_page(count: int) -> None:
    volume = _lists(count)
    heads = {text.page_index for text in volume.galley.texts if text.field == "words/themes/voice/short"}
    pages = set(volume.pages("matrix"))
    assert len(pages) == (1 if count < 20 else 3)
    assert pages <= heads


@pytest.mark.slow
def test_few_rows_fill_the_matrix() -> None:
    """Three rows are set tall, so that the sheet does not look empty."""
    volume = _lists(3)
    page = volume.galley.pages[volume.pages("matrix")[0]]
    assert page.depth > the_layouts().look.trim.height / 2


@pytest.mark.slow
def test_a_publication_of_one_report_has_all_its_parts() -> None:
    frame = a_frame(reports=["oulu"], convergences=GONE)
    only = a_report("oulu", elsewhere=GONE)
    files: dict[str, object] = {"publication.yaml": frame, "cities/oulu/en.yaml": only}
    files |= {f"cities/{slug}/{name}.yaml": GONE for slug in ("tampere", "turku") for name in ("city", "en")}
    volume = set_pages(a_world({**files, "convergences/sharing/en.yaml": GONE}))
    assert {"title", "contents", "matrix", "index"} <= {part.kind for part in volume.parts if volume.pages(part.kind)}


@pytest.mark.slow
def test_a_report_with_an_odd_number_of_pages_is_closed_by_a_plate() -> None:
    text = {"text": "A paragraph that fills a line of the column, and then some of the next one too. " * 30 + "\n"}
    for length in (1, 3):
        volume = set_pages(a_world(a_full_report([text] * length)), frozenset({"report"}))
        assert len([page for page in volume.galley.pages if page.part == "oulu"]) % 2 == 0


@pytest.mark.slow
def test_the_cover_sheet_is_one_page() -> None:
    assert [page.part for page in set_cover(a_world()).pages] == ["cover-sheet"]


@pytest.mark.slow
def test_the_words_of_the_spine_stand_on_the_spine() -> None:
    sheet, look = set_cover(a_world()), the_layouts().look
    spine = [text for text in sheet.texts if text.field == "cover/spine"]
    assert spine
    for text in spine:
        assert text.box.x >= look.trim.width


@pytest.mark.slow
def test_a_missing_report_keeps_its_place() -> None:
    volume = set_pages(a_world({"cities/tampere/en.yaml": GONE}), frozenset({"report", "placeholder", "contents"}))
    assert len(volume.pages("placeholder")) == 2
