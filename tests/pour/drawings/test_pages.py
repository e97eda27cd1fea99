"""Openers, plates, cover and map: swatches only, words inside and apart, for any publication."""

from __future__ import annotations

import dataclasses
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from shapely import MultiLineString, Point

from compiler.model.diagnostics import Severity
from compiler.model.measures import mm
from compiler.model.publication import Geography, Publication, Report
from compiler.pour.drawings.opener import opener
from tests.pour.drawings import everything as drawings
from tests.pour.drawings.builders import (
    CITIES,
    TERMS,
    THEMES,
    Shelf,
    a_convergence,
    a_cover,
    a_look,
    a_publication,
    a_report,
    line,
    the_fifteen,
)
from tests.pour.drawings.reading import collisions, inside, paints, parsed, unpainted, view_box, words

LOOK = a_look()
SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outlines(publication: Publication, files: dict[str, bytes] | None = None) -> drawings.Outlines:
    opened = drawings.open_outlines(publication, Shelf(files))
    assert opened.value is not None
    assert not opened.diagnostics
    return opened.value


def check(drawing: Markup, *, apart: bool = True) -> None:
    """What holds of every drawing: an alternative, swatches only, no black by omission, words inside and apart."""
    root = parsed(drawing)
    assert root[0].tag == "title"
    assert root[0].text
    assert set(paints(root)) <= set(LOOK.swatches)
    assert not unpainted(root)
    found = words(LOOK, root)
    assert [each.text for each in found if not inside(each.box, view_box(root))] == []
    if apart:
        assert collisions(found) == []


def all_drawings(publication: Publication, ground: drawings.Outlines) -> list[Markup]:
    slugs = [report.slug for report in publication.reports]
    pages = [
        drawings.cover(LOOK, publication, "front"),
        drawings.cover(LOOK, publication, "back", mm(5)),
        drawings.cover(LOOK, publication, "sheet", mm(5)),
        drawings.title(LOOK, publication),
        drawings.foreword_plate(LOOK, publication, ground),
        drawings.cities_map(LOOK, publication, ground).drawing,
        drawings.press_band(LOOK, publication, 60),
        drawings.convergence_plate(LOOK, publication, a_convergence(*slugs[:4]), ground),
    ]
    for report in publication.reports[:3]:
        pages.append(drawings.opener(LOOK, publication, report, ground))
        pages.append(drawings.closing_plate(LOOK, publication, report, ground))
        pages.append(drawings.city_band(LOOK, publication, report, ground, 60))
        pages.append(drawings.how_to_read_example(LOOK, publication, report, ground, 155.9, named=False))
    return pages


@pytest.mark.parametrize("cities", [None, ("nantes", "dunkerque", "paris"), ("lille",), ("issy", "paris")])
def test_every_drawing_of_the_french_cities(cities: Sequence[str] | None) -> None:
    publication = a_publication(the_fifteen(cities))
    for drawing in all_drawings(publication, outlines(publication)):
        check(drawing)


def test_every_opener_of_the_fifteen() -> None:
    publication = a_publication()
    ground = outlines(publication)
    for report in publication.reports:
        check(drawings.opener(LOOK, publication, report, ground))


@st.composite
def city_sets(draw: st.DrawFn) -> tuple[Report, ...]:
    """Up to forty cities anywhere, some of them on top of one another."""
    names = st.sampled_from([row.split("|")[1] for row in CITIES.splitlines()])
    south, west = draw(st.floats(-60, 55)), draw(st.floats(-180, 179))
    span = draw(st.sampled_from([0.0, 0.2, 5.0, 20.0]))
    near = st.floats(0, 1)
    count = draw(st.integers(1, 40))
    return tuple(
        a_report(
            f"c{number}",
            number,
            name=draw(names),
            latitude=south + draw(near) * span,
            longitude=(west + draw(near) * span + 180) % 360 - 180,
            themes=draw(st.permutations([theme for theme, *_ in THEMES]))[:3],
        )
        for number in range(1, count + 1)
    )


@SOME
@given(city_sets())
def test_labels_of_any_cities_stay_apart(reports: tuple[Report, ...]) -> None:
    publication = a_publication(reports, geography=None)
    ground = outlines(publication)
    check(drawings.cover(LOOK, publication, "sheet", mm(7)), apart=False)
    front = parsed(drawings.cover(LOOK, publication, "front"))
    assert collisions(words(LOOK, front)) == []
    check(drawings.cities_map(LOOK, publication, ground).drawing)
    check(drawings.press_band(LOOK, publication, 60), apart=len(reports) < 20)
    check(drawings.opener(LOOK, publication, reports[0], ground))


@pytest.mark.parametrize("bleed", [0, 3, 5])
def test_what_reaches_the_trim_reaches_the_bleed(bleed: float) -> None:
    look, publication = a_look(bleed=bleed), a_publication()
    ground = outlines(publication)
    page = (-bleed, -bleed, 210 + bleed, 297 + bleed)
    field = f"M{-bleed:g} {-bleed:g}h{210 + 2 * bleed:g}v{297 + 2 * bleed:g}h{-210 - 2 * bleed:g}z"
    for drawing in (
        drawings.opener(look, publication, publication.reports[0], ground),
        drawings.foreword_plate(look, publication, ground),
        drawings.cover(look, publication, "front"),
        drawings.convergence_plate(look, publication, a_convergence("lille", "lyon"), ground),
    ):
        root = parsed(drawing)
        assert view_box(root) == page
        assert root[1].attrib["d"] == field.replace("M-0 -0", "M0 0")


def test_panels_are_windows_of_the_sheet() -> None:
    publication = a_publication()
    front = view_box(parsed(drawings.cover(LOOK, publication, "front", mm(5))))
    back = view_box(parsed(drawings.cover(LOOK, publication, "back", mm(5))))
    sheet = view_box(parsed(drawings.cover(LOOK, publication, "sheet", mm(5))))
    assert front == (-3, -3, 213, 300)
    assert back == (-218, -3, -2, 300)
    assert sheet == (-218, -3, 213, 300)


def test_every_city_meets_its_latitude_on_the_back() -> None:
    publication = a_publication()
    printed = [each.text.rstrip(", ") for each in words(LOOK, parsed(drawings.cover(LOOK, publication, "back", mm(5))))]
    assert {report.name.text for report in publication.reports} <= set(printed)
    assert "51°\u200902′\u2009N" in printed


def test_words_of_the_copy_carry_their_field() -> None:
    publication = a_publication()
    root = parsed(drawings.cover(LOOK, publication, "front"))
    fields = {each.text: each.field for each in words(LOOK, root)}
    assert fields["Nantes"] == "nantes/name"
    assert fields["12"] is None


def test_the_same_bytes_again() -> None:
    first = [str(each) for each in all_drawings(a_publication(), outlines(a_publication()))]
    again = [str(each) for each in all_drawings(a_publication(), outlines(a_publication()))]
    assert first == again


def test_cities_that_stand_too_near_go_into_an_inset_and_shared_areas_are_noted() -> None:
    publication = a_publication()
    found = drawings.cities_map(LOOK, publication, outlines(publication))
    assert found.inset is not None
    assert found.inset.startswith("Issy-les-Moulineaux (6) and Paris (13): see the inset, ")
    assert found.shared == "Dunkirk (4) and Lille (7) share Nord, striped in the colours of both."


def test_a_map_without_near_cities_has_no_notes() -> None:
    publication = a_publication(the_fifteen(("nantes", "toulouse")))
    found = drawings.cities_map(LOOK, publication, outlines(publication))
    assert found.inset is None
    assert found.shared is None


@pytest.mark.parametrize("lines", [20, 33, 40])
def test_a_map_is_whole_base_lines_high(lines: int) -> None:
    publication = a_publication()
    root = parsed(drawings.cities_map(LOOK, publication, outlines(publication), lines).drawing)
    assert float(root.attrib["height"].removesuffix("pt")) == pytest.approx(lines * 13.5, abs=1e-6)
    assert float(root.attrib["width"].removesuffix("pt")) < 496.06


def test_no_colour_and_no_name_is_built_in() -> None:
    """Another look, in which no swatch, family or sign has a name of ours."""
    other = {"inky": "ink", "white": "paper", "tomato": "red", "navy": "blue", "leaf": "green", "sun": "yellow"}
    back = {ours: theirs for theirs, ours in other.items()}
    swatches = LOOK.swatches
    renamed = {
        theirs: type(swatches[ours])(
            theirs, swatches[ours].srgb, swatches[ours].cmyk, None, back[swatches[ours].type_on], True, ""
        )
        for theirs, ours in other.items()
    }
    look = dataclasses.replace(
        LOOK,
        measures={},
        swatches=renamed,
        families={"sans": '"Archivo", sans-serif'},
        signs={"star": "M12 2L22 22H2z"},
    )
    reports = tuple(_recoloured(report, back) for report in the_fifteen(("nantes", "lille", "paris")))
    publication = a_publication(reports, ground="sun")
    ground = outlines(publication)
    for drawing in (
        drawings.cover(look, publication, "sheet", mm(5)),
        drawings.title(look, publication),
        drawings.cities_map(look, publication, ground).drawing,
        drawings.opener(look, publication, reports[0], ground),
        drawings.convergence_plate(look, publication, a_convergence("nantes", "lille"), ground),
        drawings.chart_key(look, publication),
    ):
        assert set(paints(parsed(drawing))) <= set(renamed)


def _recoloured(report: Report, names: dict[str, str]) -> Report:
    themes = tuple(
        dataclasses.replace(
            theme, sign="star", family=dataclasses.replace(theme.family, swatch=names[theme.family.swatch])
        )
        for theme in report.themes
    )
    return dataclasses.replace(report, themes=themes)


def test_a_copy_without_terms_still_has_alternatives() -> None:
    publication = a_publication(terms={})
    ground = outlines(publication)
    for drawing in (
        drawings.opener(LOOK, publication, publication.reports[0], ground),
        drawings.title(LOOK, publication),
    ):
        assert "Angers" in (parsed(drawing)[0].text or "")


def test_the_terms_are_all_declared() -> None:
    assert set(TERMS) == set(drawings.TERMS)


# ---- geography --------------------------------------------------------------------------------------------------


def _world(*rings: list[list[float]]) -> dict[str, bytes]:
    geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"sources/land.json": json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}).encode()}


def test_cities_on_both_sides_of_the_antimeridian_are_neighbours_on_paper() -> None:
    fiji = Geography(PurePosixPath("land.json"), None, "x", (-20, -14), 179, ())
    land = _world(
        [[178, -17], [180, -17], [180, -16], [178, -16], [178, -17]],
        [[-180, -17], [-179, -17], [-179, -16], [-180, -16], [-180, -17]],
    )
    west, east = (
        a_report("west", 1, latitude=-16.5, longitude=179.5),
        a_report("east", 2, latitude=-16.5, longitude=-179.5),
    )
    publication = a_publication((west, east), geography=fiji)
    ground = outlines(publication, land)
    x0, x1 = (ground.projection.at(report.position)[0] for report in (west, east))
    assert x1 - x0 == pytest.approx(107, abs=2)
    left, _, right, _ = ground.land.bounds
    assert right - left < 330
    for drawing in all_drawings(publication, ground):
        check(drawing)


def test_parallels_that_mirror_each_other_at_the_equator() -> None:
    belt = Geography(PurePosixPath("land.json"), None, "x", (-20, 20), 10, ())
    land = _world([[0, -10], [30, -10], [30, 10], [0, 10], [0, -10]])
    publication = a_publication((a_report("one", 1, latitude=0.5, longitude=9.4),), geography=belt)
    for drawing in all_drawings(publication, outlines(publication, land)):
        check(drawing)


def test_north_is_up_in_the_south() -> None:
    chile = Geography(PurePosixPath("land.json"), None, "x", (-25, -50), -71, ())
    land = _world([[-74, -50], [-70, -50], [-70, -20], [-74, -20], [-74, -50]])
    reports = (a_report("north", 1, latitude=-25, longitude=-71), a_report("south", 2, latitude=-45, longitude=-71))
    ground = outlines(a_publication(reports, geography=chile), land)
    assert ground.projection.at(reports[0].position)[1] < ground.projection.at(reports[1].position)[1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "it is no JSON"),
        (b"\xff\xfe", "it is no JSON"),
        (b"[1, 2]", "it is no GeoJSON"),
        (b"3", "it is no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": 4}', "it is no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [4]}', "feature 0 is no GeoJSON feature"),
        (b'{"type": "Feature", "geometry": {"type": "Polygon"}}', "feature 0 is no GeoJSON feature"),
        (b'{"type": "Feature", "geometry": null}', "it holds no polygons"),
        (b'{"type": "Point", "coordinates": [1, 2]}', "it holds no polygons"),
        (
            b'{"type": "Polygon", "coordinates": [[[650000, 6860000], [650100, 6860000], [650100, 6860100]]]}',
            "feature 0 is",
        ),
    ],
)
def test_files_that_hold_no_outlines_are_reported_and_drawn_without(content: bytes, reason: str) -> None:
    geography = Geography(PurePosixPath("land.json"), None, "x", (44, 49), 3, ())
    publication = a_publication(the_fifteen(("nantes",)), geography=geography)
    opened = drawings.open_outlines(publication, Shelf({"sources/land.json": content}))
    (fault,) = opened.diagnostics
    assert fault.name == "unreadable-outlines"
    assert fault.field == "publication/geography/land"
    assert reason in fault.message
    assert opened.value is not None
    check(drawings.opener(LOOK, publication, publication.reports[0], opened.value))


def test_a_missing_file_is_reported() -> None:
    opened = drawings.open_outlines(a_publication(), Shelf({}))
    assert {fault.name for fault in opened.diagnostics} == {"unreadable-outlines"}


def test_an_unknown_area_is_reported_at_the_city() -> None:
    publication = a_publication((a_report("nantes", 1, latitude=47.2, longitude=-1.5, area="444"),))
    (fault,) = drawings.open_outlines(publication, Shelf()).diagnostics
    assert fault.name == "unknown-area"
    assert fault.field == "nantes/area"


def test_distances_are_great_circles_and_neighbours_follow_the_number_of_reports() -> None:
    publication = a_publication()
    dunkirk = publication.reports[3]
    assert [(each.name.text, each.kilometres) for each in drawings.neighbours(publication, dunkirk)] == [
        ("Lille", 65),
        ("Paris", 243),
        ("Issy-les-Moulineaux", 246),
    ]
    alone = a_publication(the_fifteen(("nantes",)))
    assert drawings.neighbours(alone, alone.reports[0]) == ()
    two = a_publication(the_fifteen(("nantes", "paris")))
    assert len(drawings.neighbours(two, two.reports[0])) == 1


def test_the_quarters_of_an_opener_wear_no_more_patterns_than_themes() -> None:
    """Field, quarters and marks are the only shapes in the report's colour; the thin lines are strokes."""
    publication = a_publication()
    drawing = parsed(opener(LOOK, publication, publication.reports[1], outlines(publication)))
    area = [each for each in drawing.iter("path") if each.attrib["fill"] == "color(--green 0.66)"]
    marks = [each for each in drawing.iter("path") if each.attrib["fill"] == "color(--green 1)"]
    assert len(area) == 4
    assert len(marks) == 1 + 3


def test_reports_without_a_place_are_left_out() -> None:
    """`check` gives a report whose files are missing the position 0, 0 and no themes."""
    lost = dataclasses.replace(a_report("lost", 4, latitude=0, longitude=0), themes=(), missing=True)
    known = the_fifteen(("nantes", "dunkerque", "paris"))
    with_lost, without = a_publication((*known, lost)), a_publication(known)
    assert drawings.cover(LOOK, with_lost, "front") == drawings.cover(LOOK, without, "front")
    assert drawings.neighbours(with_lost, known[0]) == drawings.neighbours(without, known[0])
    for drawing in all_drawings(without, outlines(with_lost)):
        check(drawing)
    shown = drawings.cities_map(LOOK, with_lost, outlines(with_lost)).drawing
    assert shown == drawings.cities_map(LOOK, without, outlines(without)).drawing


def test_a_publication_whose_reports_are_all_missing_still_has_pages() -> None:
    publication = a_publication(())
    ground = outlines(publication)
    for drawing in (
        drawings.cover(LOOK, publication, "sheet", mm(5)),
        drawings.title(LOOK, publication),
        drawings.foreword_plate(LOOK, publication, ground),
        drawings.cities_map(LOOK, publication, ground).drawing,
        drawings.press_band(LOOK, publication, 60),
        drawings.convergence_plate(LOOK, publication, a_convergence("nobody"), ground),
    ):
        root = parsed(drawing)
        assert set(paints(root)) <= set(LOOK.swatches)
        assert not unpainted(root)


# ---- the example, plates, cover ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Paris", "Wolverhampton", "Issy-les-Moulineaux", "Noisy-le-Grand", "Le Kremlin-Bicêtre"]
)
def test_the_example_holds_a_name_of_any_length(name: str) -> None:
    report = dataclasses.replace(the_fifteen(("paris",))[0], name=line(name, "paris/name"))
    publication = a_publication((report,))
    root = parsed(drawings.how_to_read_example(LOOK, publication, report, outlines(publication), 155.9))
    printed = [each for each in words(LOOK, root) if each.field == "paris/name"]
    assert 1 <= len(printed) <= 2
    assert "".join(each.text for each in printed).replace(" ", "") == name.replace(" ", "")
    assert all(each.box[0] >= 15 and each.box[2] <= 195 for each in printed)


THREE = ("dunkerque", "nantes", "paris")


def _discs(root: ET.Element) -> list[tuple[float, float]]:
    return [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in root.iter("circle")]


def _plates(count: int, cities: Sequence[str] = THREE) -> list[ET.Element]:
    publication = a_publication(the_fifteen(cities))
    ground = outlines(publication)
    numbered = (dataclasses.replace(a_convergence(*cities), number=number) for number in range(1, count + 1))
    return [parsed(drawings.convergence_plate(LOOK, publication, each, ground)) for each in numbered]


def test_plates_of_the_same_reports_stand_in_different_ways() -> None:
    """In steps down, onto one parallel, in steps up, onto one meridian: told by the strokes of the lines.

    An area that reaches far south cannot stand as low as its step would have it, so that only the ends are compared.
    """
    counts: list[tuple[int, int]] = []
    for root in _plates(4):
        (lines,) = [each.attrib["d"] for each in root.iter("path") if each.attrib.get("stroke-width") == "0.45"]
        counts.append((lines.count("V"), lines.count("H")))
    assert counts == [(3, 3), (3, 1), (3, 3), (1, 3)]
    down, _, up, _ = (sorted(_discs(root)) for root in _plates(4))
    assert down[0][1] < down[-1][1]
    assert up[0][1] > up[-1][1]


def test_a_small_area_does_not_vanish_behind_its_disc() -> None:
    """Paris, ten kilometres wide, beside areas of a hundred: its disc stands off on its own thread."""
    for root in _plates(4):
        lines = next(each.attrib["d"] for each in root.iter("path") if each.attrib.get("stroke-width") == "0.45")
        levels = [float(y) for y in re.findall(r"M-3 ([\d.]+)H", lines)]
        uprights = [float(x) for x in re.findall(r"M([\d.]+) 22V", lines)]
        at_crossings = [
            (x, y)
            for x, y in _discs(root)
            if any(abs(x - each) < 0.02 for each in uprights) and any(abs(y - each) < 0.02 for each in levels)
        ]
        assert len(at_crossings) == 2


def test_the_disc_of_an_opener_gives_way_to_a_small_quarter() -> None:
    """Dunkirk lies in a corner of its area, where the disc would hide the third quarter; nobody else does."""
    publication = a_publication()
    ground = outlines(publication)
    off: dict[str, float] = {}
    for report in publication.reports:
        root = parsed(drawings.opener(LOOK, publication, report, ground))
        (disc,) = _discs(root)
        strokes = [each.attrib["d"] for each in root.iter("path") if each.attrib.get("stroke-width") == "0.6"]
        lines = [MultiLineString([_points(part) for part in each.split("M")[1:]]) for each in strokes]
        off[report.slug] = lines[0].intersection(lines[1]).distance(Point(disc))
        assert min(each.distance(Point(disc)) for each in lines) < 0.1
    assert off.pop("dunkerque") == pytest.approx(10, abs=3)
    assert max(off.values()) < 0.1


def test_plates_say_their_scale() -> None:
    for root in _plates(2):
        assert any(each.text.endswith("\u00a0km") for each in words(LOOK, root))


@pytest.mark.parametrize("cities", [("nantes",), ("issy", "paris"), ("annecy", "grenoble", "toulouse", "issy"), None])
def test_plates_of_any_number_of_reports(cities: Sequence[str] | None) -> None:
    slugs = [str(report.slug) for report in the_fifteen(cities)]
    for root in _plates(4, slugs):
        found = words(LOOK, root)
        assert collisions(found) == []
        assert all(inside(each.box, view_box(root)) for each in found)


def test_plates_of_reports_that_the_publication_leaves_out() -> None:
    """Whatever the scheme, a ground without a city."""
    for root in _plates(4, ["nobody"]):
        assert _discs(root) == []


def test_nothing_passes_behind_the_words_at_the_foot_of_plates() -> None:
    """The foreword's threads and discs, and the meridian that closes a report, end above the type."""
    for cities in (("nantes",), THREE, None):
        publication = a_publication(the_fifteen(cities))
        ground = outlines(publication)
        foreword = parsed(drawings.foreword_plate(LOOK, publication, ground))
        title = 297 - (106.5 + 3 * 57) * 25.4 / 72
        assert all(y < title for _, y in _discs(foreword))
        fabric = [each.attrib["d"] for each in foreword.iter("path")][-1]
        pieces = re.findall(r"M[-\d.]+ ([-\d.]+)h[-\d.]+v([-\d.]+)", fabric)
        assert max(float(top) + float(tall) for top, tall in pieces) < title
        for report in publication.reports[:4]:
            plate = parsed(drawings.closing_plate(LOOK, publication, report, ground))
            lines = [each.attrib["d"] for each in plate.iter("path") if each.attrib.get("stroke-width") == "0.6"]
            upright = min(lines, key=_width)
            assert max(y for _, y in _points(upright)) <= 297 * 0.56 + 0.01


def _points(data: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", data)]


def _width(data: str) -> float:
    across = [x for x, _ in _points(data)]
    return max(across) - min(across)


@pytest.mark.parametrize(("spine", "told"), [(3.9, False), (4, True), (12, True)])
def test_only_a_wide_spine_has_ground_for_words(spine: float, told: bool) -> None:
    publication = a_publication(the_fifteen(THREE))
    sheet = parsed(drawings.cover(LOOK, publication, "sheet", mm(spine)))
    grounds = [each for each in sheet.iter("path") if each.attrib["fill"] == "color(--yellow 1)"]
    plain = parsed(drawings.cover(LOOK, publication, "sheet", mm(1)))
    before = [each for each in plain.iter("path") if each.attrib["fill"] == "color(--yellow 1)"]
    assert len(grounds) - len(before) == (2 if told else 0)


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("cities", [("nantes",), THREE, None])
def test_the_weave_hangs_from_the_title_however_many_lines_it_has(lines: int, cities: Sequence[str] | None) -> None:
    publication = a_publication(the_fifteen(cities))
    cover = dataclasses.replace(a_cover(), lines=(line("A line"),) * lines)
    publication = dataclasses.replace(publication, matter=dataclasses.replace(publication.matter, cover=cover))
    drawing = drawings.cover(LOOK, publication, "front")
    check(drawing)
    hang = (45 + 47.25 * lines + 43.8) * 25.4 / 72
    assert all(y > hang for _, y in _discs(parsed(drawing)))


def test_few_cities_have_their_coordinates_on_the_map() -> None:
    publication = a_publication(the_fifteen(THREE))
    root = parsed(drawings.cities_map(LOOK, publication, outlines(publication)).drawing)
    printed = {each.text for each in words(LOOK, root)}
    assert {"51°\u200902′\u2009N", "47°\u200913′\u2009N", "1°\u200933′\u2009W"} <= printed
    many = parsed(drawings.cities_map(LOOK, a_publication(), outlines(a_publication())).drawing)
    assert not any("°" in each.text for each in words(LOOK, many))


@pytest.mark.parametrize(
    ("latitude", "longitude", "away"),
    [(47.21725, -1.55336, None), (47.21725, 1.55336, "Nantes lies"), (-1.55336, 47.21725, "Nantes lies")],
)
def test_a_city_far_outside_its_area_is_noted(latitude: float, longitude: float, away: str | None) -> None:
    report = a_report("nantes", 1, name="Nantes", latitude=latitude, longitude=longitude, area="44")
    said = drawings.open_outlines(a_publication((report,)), Shelf()).diagnostics
    if away is None:
        assert said == ()
        return
    (fault,) = said
    assert (fault.name, fault.severity, fault.field) == ("city-outside-area", Severity.WARNING, "nantes/position")
    assert fault.message.startswith(away)


def test_no_city_of_the_fifteen_is_outside_its_area() -> None:
    assert drawings.open_outlines(a_publication(), Shelf()).diagnostics == ()
