"""What layouts are given: contents, matrix, sources, neighbours, thumb index, expected words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
from markupsafe import Markup

from compiler.model.copy import Line, PartId, Prose
from compiler.model.measures import Length, mm, points
from compiler.model.publication import Publication
from compiler.plan import plan
from compiler.pour import expected
from compiler.pour.contents import contents_view, field_of, matrix_view, sources_view
from compiler.pour.drawings.geography import open_outlines
from compiler.pour.front import map_view
from compiler.pour.parts import view_of
from compiler.pour.reports import report_view, tab
from compiler.pour.targets import Targets
from compiler.pour.views import VIEWS, PlaceholderView
from compiler.pour.volume import Drawn, Volume
from tests.builders import Folder, a_convergence, a_frame, a_publication, a_report, an_initiative, publication_of
from tests.pour.second import frame_of, look, publication, second

FRAME, OULU = "publication.yaml", "cities/oulu/en.yaml"


def volume(copy: Publication, world: Folder | None = None, plates: frozenset[PartId] = frozenset()) -> Volume:
    outlines = open_outlines(copy, world or second()).value
    assert outlines is not None
    return Volume(copy, plan(copy), look(), frame_of(copy, outlines), None, plates, Drawn())


def swatched() -> dict[str, object]:
    """The first publication with the swatches of the second look."""
    frame = a_frame({"families/0/swatch": "sea", "families/1/swatch": "clay"})
    return {FRAME: frame}


COPY = publication_of(a_publication(swatched()))


def test_every_kind_of_part_has_its_view() -> None:
    made = volume(publication())
    for part in made.parts:
        assert isinstance(view_of(made, part), VIEWS[part.kind])


def test_contents_name_all_parts_but_covers_title_and_themselves() -> None:
    entries = contents_view(volume(COPY)).entries
    assert [entry.title.text for entry in entries] == [
        "How to read this book", "Foreword", "Oulu", "Tampere", "Turku", "Sharing what was learnt", "Cities and themes",
        "Index", "Sources", "Colophon",
    ]  # fmt: skip
    oulu = entries[2]
    assert [theme.key for theme in oulu.themes] == ["voice", "care", "roads"]
    assert [(title.text, anchor) for title, anchor in oulu.below] == [("Benches where people sit", "oulu/benches")]


def test_several_convergences_are_one_entry() -> None:
    two = replace(COPY.convergences[0], slug="asking", title=(Line("Asking", COPY.convergences[0].title[0].field),))
    entries = contents_view(volume(replace(COPY, convergences=(*COPY.convergences, two)))).entries
    found = [entry for entry in entries if entry.anchor == "sharing"]
    assert len(found) == 1
    assert [(title.text, anchor) for title, anchor in found[0].below] == [
        ("Sharing what was learnt", "sharing"),
        ("Asking", "asking"),
    ]


def test_a_report_that_waits_is_listed_and_has_no_row() -> None:
    waiting = replace(COPY, reports=(replace(COPY.reports[0], missing=True), *COPY.reports[1:]))
    made = volume(waiting)
    assert [entry.below for entry in contents_view(made).entries if entry.anchor == "oulu"] == [()]
    assert [row.anchor for row in matrix_view(made).rows] == ["tampere", "turku"]
    view = view_of(made, next(part for part in made.parts if part.id == "oulu"))
    assert isinstance(view, PlaceholderView)
    assert view.faults == ("sources/cities/oulu/en.yaml",)


def test_matrix_tells_main_touched_and_silent() -> None:
    second_one = an_initiative(
        anchor="paths", themes=["care"], title="Paths", body=[{"text": "x\n"}, {"no_result": ""}]
    )
    copy = publication_of(
        a_publication(swatched() | {OULU: a_report("oulu", {"initiatives": [second_one, an_initiative()]})})
    )
    view = matrix_view(volume(copy))
    assert [(cell.theme.key, cell.anchor, cell.main) for cell in view.rows[0].cells] == [
        ("voice", "oulu/benches", True),
        ("care", "oulu/paths", True),
        ("roads", None, False),
    ]
    touched = view.rows[1].cells[1]
    assert (touched.anchor, touched.main) == ("tampere/benches", False)
    assert view.counts == (3, 3, 0)


def test_sources_by_report_then_general() -> None:
    groups = sources_view(volume(COPY)).groups
    assert [(group.name.text, group.anchor) for group in groups] == [
        ("Oulu", "oulu"), ("Tampere", "tampere"), ("Turku", "turku"), ("Populations", None),
    ]  # fmt: skip
    assert [entry.anchor for entry in groups[0].entries][:2] == ["sources/oulu-minutes", "sources/oulu-survey"]
    assert groups[-1].entries[0].anchor == "sources/general-census"


def _with_sources(sources: Mapping[str, Mapping[str, str]]) -> Publication:
    """A publication whose convergence names these sources and cites them in a note."""
    cited = " ".join(f"[](source:{key})" for key in sources)
    body = [{"text": f"Said.^[{cited}]\n"}, {"text": "See [](to:oulu) and [](to:tampere).\n"}]
    return publication_of(
        a_publication({"convergences/sharing/en.yaml": a_convergence(body=body, sources=dict(sources))})
    )


def test_a_source_of_a_convergence_that_a_report_names_is_printed_under_the_report() -> None:
    address = next(each.address for each in COPY.reports[0].sources if each.address)
    key = next(each.key for each in COPY.reports[0].sources if each.address == address)
    again = {"again": {"text": "The same, seen again", "address": address}, "other": {"text": "Another one"}}
    copy = _with_sources(again)
    group = next(each for each in sources_view(volume(copy)).groups if each.anchor == "sharing")
    assert [entry.anchor for entry in group.entries] == ["sources/sharing-other"]
    (elsewhere,) = group.elsewhere
    assert (elsewhere.anchor, elsewhere.name.text) == (f"sources/oulu-{key}", "Oulu")
    cited = Targets(copy, plan(copy)).cited("sharing", "again")
    assert cited is not None
    assert cited.anchor == f"sources/oulu-{key}"
    wanted = {str(piece.field) for piece in expected(copy, plan(copy))}
    assert "sharing/sources/other/text" in wanted
    assert "sharing/sources/again/text" not in wanted


def test_fields_of_parts_lead_to_their_copy_or_to_the_entry_that_asks_for_them() -> None:
    fields = {part.id: field_of(COPY, part) for part in plan(COPY)}
    assert fields[PartId("oulu")] == "oulu"
    assert fields[PartId("foreword")] == "foreword"
    assert fields[PartId("matrix")] == "publication/parts/7"


def test_neighbours_are_others_nearest_first() -> None:
    made = volume(COPY)
    view = report_view(made, next(part for part in made.parts if part.id == "turku"))
    assert [each.anchor for each in view.neighbours] == ["tampere", "oulu"]
    assert view.neighbours[0].kilometres == pytest.approx(141, abs=2)
    assert view.total == 3
    assert view.swatch == "sea"
    assert view.type_on == "chalk"
    assert view.closing_plate is None


def test_a_plate_closes_the_reports_that_need_one() -> None:
    made = volume(COPY, plates=frozenset({PartId("turku")}))
    plates = [report_view(made, part).closing_plate is not None for part in made.parts if part.kind == "report"]
    assert plates == [False, False, True]


def test_drawings_are_kept_from_pass_to_pass() -> None:
    made = volume(COPY)
    part = next(part for part in made.parts if part.id == "oulu")
    assert report_view(made, part).drawing is report_view(made, part).drawing
    assert made.keep("map", lambda _: Markup("other publication")) == made.drawn.made["map"]
    made.drawn.keep(publication(), "x", lambda: 1)
    assert list(made.drawn.made) == ["x"]


def test_map_lists_reports_in_their_colours() -> None:
    assert [(entry.number, entry.swatch) for entry in map_view(volume(publication())).entries] == [(1, "sea")]


@pytest.mark.parametrize("total", [1, 2, 3, 15, 29, 30, 60, 1000])
def test_thumb_tabs_step_down_the_fore_edge(total: int) -> None:
    height = mm(297)
    bleed = mm(5)
    tabs = [tab(number, total, height, bleed) for number in range(1, total + 1)]
    if total == 1:
        assert tabs == [None]
        return
    assert {found.top for found in tabs if found and found.top < 0} == {-round(points(bleed), 3)}
    tops = sorted({max(0.0, found.top) for found in tabs if found})
    steps = [later - earlier for earlier, later in pairwise(tops)]
    assert tops[0] == 0
    assert all(step >= points(mm(10)) - 0.01 for step in steps)
    assert max(steps, default=0) - min(steps, default=0) < 0.01
    feet = [found.top + found.height for found in tabs if found]
    last = pytest.approx(points(Length(height + bleed)), abs=0.01)
    assert all(foot <= points(height) + 0.01 or foot == last for foot in feet)
    assert [found.label for found in tabs if found] == [str(number) for number in range(1, total + 1)]


def test_expected_is_what_a_reader_must_find() -> None:
    copy = publication_of(a_publication({"convergences/sharing/en.yaml": a_convergence()}))
    found = {str(piece.field): piece for piece in expected(copy, plan(copy))}
    assert isinstance(found["oulu/standfirst"], Prose)
    assert {"oulu/name", "oulu/initiatives/0/body/3/table/rows/0/0", "sharing/title/1", "cover/imprint/0"} <= set(found)
    assert "oulu/sources/minutes/text" in found
    unprinted = {
        "oulu/initiatives/0/body/4/chart/alternative", "cover/spine", "oulu/sources/minutes/date", "words/subject",
        "words/themes/voice/short",
    }  # fmt: skip
    assert not unprinted & set(found)
    # Its heading is spelled as the report's name, which the index prints once, from there.
    terms = [piece.text for piece in expected(copy, plan(copy)) if str(piece.field) == "oulu/index/1/term"]
    assert terms == ["council"]


def test_an_area_named_as_its_city_need_not_be_named_twice() -> None:
    report = COPY.reports[0]
    assert report.area_name is not None
    named = replace(
        COPY, reports=(replace(report, area_name=replace(report.area_name, text="Oulu")), *COPY.reports[1:])
    )
    fields = {str(piece.field) for piece in expected(named, plan(named))}
    assert "oulu/area_name" not in fields
    assert "tampere/area_name" in fields


def test_expected_of_a_part_that_is_not_printed_is_nothing() -> None:
    parts = tuple(part for part in plan(COPY) if part.kind != "foreword")
    assert not any(str(piece.field).startswith("foreword/") for piece in expected(COPY, parts))
