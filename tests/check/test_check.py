"""What `check` gives, and what no case can write down: pictures, contrast, places, half a publication."""

from __future__ import annotations

import pytest

from compiler.check.contrast import contrast
from compiler.check.dates import find_dates
from compiler.model.copy import Field
from compiler.model.diagnostics import Severity
from compiler.model.look import Look, Swatch
from compiler.model.prose import Link, Paragraph
from compiler.model.publication import Publication
from tests.builders import (
    GONE,
    Folder,
    a_city,
    a_frame,
    a_look,
    a_png,
    a_publication,
    a_report,
    a_swatch,
    checked,
    publication_of,
)


def names_of(world: Folder, look: Look | None = None) -> list[str]:
    return sorted({each.name for each in checked(world, look=look).diagnostics})


def any_publication(world: Folder) -> Publication:
    outcome = checked(world)
    assert outcome.value is not None
    assert outcome.value.publication is not None
    return outcome.value.publication


# ---- the value -----------------------------------------------------------------------------------------------------


def test_a_publication_in_order_has_nothing_to_say() -> None:
    made = publication_of(a_publication())
    assert [report.slug for report in made.reports] == ["oulu", "tampere", "turku"]
    assert [report.number for report in made.reports] == [1, 2, 3]
    assert made.reports[0].themes[0].family.swatch == "red"
    assert [fact.label for fact in made.reports[0].initiatives[0].facts] == ["since", "for", "with"]
    assert made.reports[0].initiatives[0].facts[2].text.text == "VTT"


def test_fields_name_the_keys_of_the_copy() -> None:
    report = publication_of(a_publication()).reports[0]
    initiative = report.initiatives[0]
    assert initiative.title.field == "oulu/initiatives/0/title"
    assert initiative.body[1].field == "oulu/initiatives/0/body/1"
    table = initiative.body[3]
    assert table.kind == "table"
    assert table.columns[0].name.field == "oulu/initiatives/0/body/3/table/columns/0"
    assert table.columns[1].name.field == "oulu/initiatives/0/body/3/table/columns/1/name"
    assert table.rows[1][1].text.field == "oulu/initiatives/0/body/3/table/rows/1/1/text"


def test_links_hold_full_anchors() -> None:
    made = publication_of(a_publication())
    text = made.reports[0].initiatives[0].body[0]
    assert text.kind == "text"
    block = text.prose.blocks[0]
    assert isinstance(block, Paragraph)
    links = [child for child in block.children if isinstance(child, Link)]
    assert [(link.scheme, link.target) for link in links] == [("figure", "oulu/places")]


def test_places_point_at_values_and_at_keys_of_what_is_longer() -> None:
    world = a_publication()
    outcome = checked(world)
    assert outcome.value is not None
    for field, expected in (("oulu/name", "'Oulu'"), ("oulu/initiatives", "initiatives")):
        span = outcome.value.places[Field(field)]
        assert world.held[span.path].decode()[span.start : span.end] == expected


def test_every_line_of_copy_has_a_place() -> None:
    outcome = checked(a_publication())
    assert outcome.value is not None
    wanted = {"oulu/initiatives/0/body/4/chart/data/1/name", "words/terms/proof", "cover/lines/0"}
    assert wanted <= {str(field) for field in outcome.value.places}


# ---- half a publication --------------------------------------------------------------------------------------------


def test_a_missing_report_keeps_its_place() -> None:
    made = any_publication(a_publication({"cities/turku/en.yaml": GONE}))
    assert made.reports[2].missing
    assert made.reports[2].name.text == "turku"
    assert [theme.key for theme in made.reports[2].themes] == ["voice", "care", "roads"]


def test_a_city_without_a_position_is_missing() -> None:
    made = any_publication(a_publication({"cities/oulu/city.yaml": a_city("oulu", {"position/latitude": "north"})}))
    assert made.reports[0].missing
    assert made.reports[0].name.text == "Oulu"


def test_a_fault_leaves_the_rest_of_a_report_in_place() -> None:
    changes = {"region": "", "initiatives/0/body/3/table/rows": "none", "key_figures/0/year": GONE}
    made = any_publication(a_publication({"cities/oulu/en.yaml": a_report("oulu", changes)}))
    report = made.reports[0]
    assert not report.missing
    assert report.region.text == ""
    assert report.name.text == "Oulu"
    assert [block.kind for block in report.initiatives[0].body] == ["text", "aside", "result", "table", "chart"]


@pytest.mark.parametrize("path", ["publication.yaml", "words/en.yaml"])
@pytest.mark.parametrize("text", ["", "a: [", "- one\n", "words\n", "{}\n"])
def test_a_frame_out_of_order_gives_no_traceback(path: str, text: str) -> None:
    outcome = checked(a_publication({path: text}))
    assert any(each.severity is Severity.ERROR for each in outcome.diagnostics)
    assert all(each.primary is not None for each in outcome.diagnostics)


def test_the_first_language_is_built_unless_another_is_asked_for() -> None:
    files = {"publication.yaml": a_frame(languages=["en", "fi"])}
    assert any_publication(a_publication(files)).language == "en"
    outcome = checked(a_publication(files), "fi")
    assert {each.name for each in outcome.diagnostics} == {"missing-copy"}


def test_the_same_copy_gives_the_same_words() -> None:
    files = {"cities/oulu/en.yaml": a_report("oulu", region="", size=["a"], name="x" * 50)}
    one, two = checked(a_publication(files)).diagnostics, checked(a_publication(files)).diagnostics
    assert one == two
    assert len(set(one)) == len(one)


# ---- pictures ------------------------------------------------------------------------------------------------------


def with_picture(width: int, place: str = "text") -> Folder:
    picture = {"file": "tram.png", "alternative": "A tram", "credit": "A maker", "rights": "By leave", "place": place}
    report = a_report("oulu", closing=[{"picture": picture}])
    return a_publication(
        {"cities/oulu/en.yaml": report, "cities/oulu/pictures/tram.png": a_png(width, 40)},
    )


@pytest.mark.parametrize(
    ("width", "place", "severity"),
    [
        (1359, "text", None),
        (1357, "text", Severity.WARNING),
        (900, "text", Severity.ERROR),
        (900, "margin", None),
        (2000, "wide", Severity.WARNING),
    ],
)
def test_pictures_have_pixels_enough_for_their_place(width: int, place: str, severity: Severity | None) -> None:
    said = checked(with_picture(width, place)).diagnostics
    assert [(each.name, each.severity) for each in said] == ([] if severity is None else [("coarse-picture", severity)])


def test_a_picture_is_found_in_its_folder() -> None:
    block = publication_of(with_picture(1400)).reports[0].closing[0]
    assert block.kind == "picture"
    assert str(block.file) == "sources/cities/oulu/pictures/tram.png"


def test_a_picture_that_nothing_names() -> None:
    assert names_of(a_publication({"cities/oulu/pictures/tram.png": a_png(10, 10)})) == ["unused-picture"]


# ---- contrast ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ((0, 0, 0), (255, 255, 255), 21.0),
        ((255, 255, 255), (255, 255, 255), 1.0),
        ((0x76, 0x76, 0x76), (255,) * 3, 4.54),
    ],
)
def test_contrast_ratio(one: tuple[int, int, int], other: tuple[int, int, int], ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("swatch", "severity"),
    [
        (a_swatch("blue", "09428f", text=True), None),
        (a_swatch("blue", "767676", text=True), None),
        (a_swatch("blue", "777777", text=True), Severity.ERROR),
        (a_swatch("blue", "888888"), Severity.WARNING),
        (a_swatch("blue", "fec704"), Severity.ERROR),
        (a_swatch("blue", "fec704", type_on="ink"), None),
    ],
)
def test_type_keeps_its_contrast(swatch: Swatch, severity: Severity | None) -> None:
    said = checked(a_publication(), look=a_look(swatch)).diagnostics
    assert {each.name for each in said} == (set() if severity is None else {"low-contrast"})
    assert severity is None or min(each.severity for each in said) is severity


def test_type_on_a_swatch_that_is_none() -> None:
    assert names_of(a_publication(), look=a_look(a_swatch("blue", "09428f", type_on="white"))) == ["unknown-swatch"]


# ---- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "first", "last"),
    [
        ("in 2020", "en", "2020-01-01", "2020-12-31"),
        ("in March 2020", "en", "2020-03-01", "2020-03-31"),
        ("on 12 March 2020", "en", "2020-03-12", "2020-03-12"),
        ("on 2020-03-12", "en", "2020-03-12", "2020-03-12"),
        ("en février 2020", "fr", "2020-02-01", "2020-02-29"),
        ("le 1er mars 2020", "fr", "2020-03-01", "2020-03-01"),
        ("maaliskuussa: maaliskuuta 2020", "fi", "2020-03-01", "2020-03-31"),
        ("στις 12 Μαρτίου 2020", "el", "2020-03-12", "2020-03-12"),
        ("2020. március", "hu", "2020-03-01", "2020-03-31"),
        ("2020年3月", "ja", "2020-03-01", "2020-03-31"),
        ("in 2020", "xx", "2020-01-01", "2020-12-31"),
    ],
)
def test_dates_in_words(text: str, language: str, first: str, last: str) -> None:
    (found,) = find_dates(text, language)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["2,020 people", "2020%", "12020", "no. 20201", "€2020", "2020 km", "2020.5", "1-2020-3"]
)
def test_numbers_are_no_dates(text: str) -> None:
    assert list(find_dates(text, "en")) == []
