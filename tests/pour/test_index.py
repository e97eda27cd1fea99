"""The index: entries, order of the script, folios once, ranges, sub-entries."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from compiler.model.copy import Anchor
from compiler.model.part import Folios
from compiler.model.publication import Publication
from compiler.plan import plan
from compiler.pour.drawings.geography import open_outlines
from compiler.pour.indexing import index_view, letter, sort_key
from compiler.pour.indexing import printed as printed_lines
from compiler.pour.views import IndexFolios, IndexLine, IndexView
from compiler.pour.volume import Drawn, Volume
from tests.builders import a_convergence, a_publication, a_report, an_initiative, publication_of
from tests.pour.galleys import folios
from tests.pour.second import frame_of, look, publication, second

NAMES = ("one", "two", "three", "four")
BODY = [{"text": "They began.[](source:survey)\n"}, {"no_result": ""}]
EXTENT = {"oulu": (8, 11), "tampere": (12, 15), "turku": (16, 16), "sharing": (18, 19), "foreword": (4, 6)}


def view(copy: Publication, known: Folios | None) -> IndexView:
    outlines = open_outlines(copy, second()).value
    assert outlines is not None
    return index_view(Volume(copy, plan(copy), look(), frame_of(copy, outlines), known, frozenset(), Drawn()))


def lines(made: IndexView) -> dict[str, IndexLine]:
    return {line.text.text: line for group in made.letters for line in group.lines}


def entries(*given: Mapping[str, str]) -> Publication:
    """A publication whose first report has these entries of the index."""
    initiatives = [an_initiative(anchor=name, title=name.title(), body=BODY) for name in NAMES]
    oulu = a_report("oulu", {"initiatives": initiatives, "index": list(given)})
    sharing = a_convergence(body=[{"text": "See [](to:oulu) and [](to:tampere).\n"}])
    return publication_of(a_publication({"cities/oulu/en.yaml": oulu, "convergences/sharing/en.yaml": sharing}))


def at(*numbers: int, **more: int) -> Folios:
    placed = {f"oulu/{name}": number for name, number in zip(NAMES, numbers, strict=False)}
    return folios({**placed, "tampere/benches": 13, "turku/benches": 16, **more}, EXTENT)


def printed(line: IndexLine) -> list[tuple[str, str | None, bool]]:
    return [(str(each.anchor), each.last and str(each.last), each.main) for each in line.folios]


def test_cities_initiatives_themes_and_partners_enter_of_themselves() -> None:
    made = lines(view(entries(), at(9, 9, 10, 11)))
    assert {"Oulu", "One", "Having a voice", "VTT"} <= set(made)
    assert printed(made["Oulu"]) == [("oulu", "oulu/$end", True)]
    assert printed(made["Turku"]) == [("turku", None, True)]


def test_uses_on_one_page_are_one_folio_and_pages_in_a_row_a_range() -> None:
    uses = [{"term": "seats", "to": name} for name in ("four", "one", "two", "three")]
    assert printed(lines(view(entries(*uses), at(8, 8, 9, 11)))["seats"]) == [
        ("oulu/one", "oulu/three", False),
        ("oulu/four", None, False),
    ]


def test_a_main_entry_does_not_run_on_into_others() -> None:
    uses = [{"term": "seats", "to": "one", "main": "yes"}, {"term": "seats", "to": "two"}]
    assert printed(lines(view(entries(*uses), at(8, 9, 10, 11)))["seats"]) == [
        ("oulu/one", None, True),
        ("oulu/two", None, False),
    ]
    assert printed(lines(view(entries(*uses), at(8, 8, 10, 11)))["seats"]) == [("oulu/one", None, True)]


def test_a_part_named_whole_takes_in_its_pages() -> None:
    uses = [{"term": "Oulu", "to": "two"}, {"term": "Oulu", "to": "tampere"}]
    assert printed(lines(view(entries(*uses), at(9, 9, 10, 11)))["Oulu"]) == [
        ("oulu", "oulu/$end", True),
        ("tampere", None, False),
    ]


def test_sub_entries_stand_below_their_heading() -> None:
    uses = [
        {"term": "xbus > free", "to": "one"},
        {"term": "xbus > Early", "to": "two"},
        {"term": "xbus", "to": "three"},
    ]
    made = view(entries(*uses), at(9, 10, 11, 11))
    group = next(group for group in made.letters if group.letter == "X")
    assert [(line.text.text, line.depth, len(line.folios)) for line in group.lines] == [
        ("xbus", 0, 1), ("Early", 1, 1), ("free", 1, 1),
    ]  # fmt: skip
    assert str(group.lines[0].text.field).startswith("oulu/index/")


def test_before_any_pass_every_use_keeps_a_place() -> None:
    uses = [{"term": "seats", "to": name} for name in ("one", "two")]
    made = lines(view(entries(*uses), None))
    assert made["seats"].folios == (
        IndexFolios(Anchor("oulu/one"), None, False),
        IndexFolios(Anchor("oulu/two"), None, False),
    )
    assert made["Oulu"].folios[0].last == "oulu/$end"


def test_reports_that_wait_are_left_out() -> None:
    from dataclasses import replace

    copy = entries()
    copy = replace(copy, reports=tuple(replace(each, missing=each.slug == "oulu") for each in copy.reports))
    assert "Oulu" not in lines(view(copy, at(1, 1, 1, 1)))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Énergie", "E"), ("«Chrono»", "C"), ("άνθρωποι", "Α"), ("2030 plan", "#"), ("…", "#"), ("ßeta", "S")],
)
def test_letters(text: str, wanted: str) -> None:
    assert letter(text) == wanted


@pytest.mark.parametrize(
    "ordered",
    [
        ["cote", "coté", "côte", "côté", "Coter"],
        ["bus", "Bus", "bus lane", "business"],
        ["άνθρωποι", "βάρκα", "Ερμούπολη", "έτος", "λιμάνι"],
        ["2030", "50", "a"],
    ],
)
def test_order_of_the_script(ordered: list[str]) -> None:
    assert [sort_key(text) for text in ordered] == sorted(sort_key(text) for text in ordered)


def test_another_script() -> None:
    assert [group.letter for group in view(publication(), None).letters] == list("ΑΔΕΛΜΣΦ")


def test_articles_are_printed_and_not_sorted_by() -> None:
    made = view(entries({"term": "The well", "to": "one"}, {"term": "An oak", "to": "two"}), at(9, 9, 10, 11))
    places = {line.text.text: group.letter for group in made.letters for line in group.lines}
    assert (places["The well"], places["An oak"]) == ("W", "O")


@pytest.mark.parametrize(
    ("term", "to", "kept"),
    [
        ("One", "one", True),
        ("Two, the second", "two", False),
        ("Two", "three", True),
        ("Thr", "three", True),
        ("Four > and more", "four", True),
    ],
)
def test_an_entry_that_a_title_repeats_is_printed_once(term: str, to: str, kept: bool) -> None:
    """`Two, the second 9` would stand above `Two 9`."""
    copy = entries({"term": term, "to": to})
    text = term.split(" > ")[0]
    assert (text in lines(view(copy, at(9, 10, 11, 12)))) is kept
    assert (text in {line.text for line in printed_lines(copy)}) is kept
