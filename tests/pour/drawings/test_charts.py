"""Charts: whole base lines, words inside and apart, faults at their field."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from compiler.model.publication import Chart, Datum, Mark, Shape
from tests.pour.drawings import everything as drawings
from tests.pour.drawings.builders import a_chart, a_datum, a_look, a_publication, a_theme
from tests.pour.drawings.reading import collisions, inside, paints, parsed, unpainted, view_box, words

LOOK = a_look()
REPORTS = drawings.report_swatches(a_publication())

BARS = a_chart(
    "bars", [a_datum("By car", 48, "48%", accent=True), a_datum("On foot", 21, "21%"), a_datum("By bicycle", 14, "14%")]
)
HUNDRED = a_chart(
    "hundred", [a_datum("more often", 24, "24"), a_datum("otherwise", 26, "26"), a_datum("as before", 50, "50")]
)
DOTS = a_chart(
    "dots",
    [
        a_datum("First two weeks, September 2018", shown="+40%", points=[(40, "square")]),
        a_datum("January to May 2019", points=[(70, "disc"), (120, "ring"), (170, "ring")]),
    ],
    legend=[("disc", "weekdays"), ("ring", "weekend, or Saturday and Sunday"), ("square", "all days")],
)
TIMELINE = a_chart(
    "timeline",
    [
        a_datum("Feb.–March 2004", at=2004.15, detail="Heat loss seen from the air"),
        a_datum("Nov.–Dec. 2015", at=2015.9, detail="Vote on place Jean-Bart"),
        a_datum("2017", at=2017.4, detail="Study of free weekends"),
        a_datum("Sept. 2018", at=2018.67, detail="All buses free, network redrawn", accent=True),
        a_datum("Spring 2019", at=2019.25, detail="2,000 passengers questioned"),
        a_datum("Sept. 2019", at=2019.7, detail="Territory of innovation"),
    ],
    place="wide",
)
COLUMNS = a_chart(
    "columns",
    [
        a_datum("2016", 92809, "92,809"),
        a_datum("2017", 98000, "98,000", mark="rounded", detail="about"),
        a_datum("2018", None, "no figure", mark="none"),
        a_datum("2019", 143489, "143,489"),
    ],
    unit=10000,
)
PAIR = a_chart(
    "pair",
    [
        a_datum("early|2016", 100, "over 100", mark="rounded"),
        a_datum("Dec.|2016", 150, "150"),
        a_datum("target", None, "200–300", mark="target", low=200, high=300),
    ],
    place="margin",
)
SIEVE = a_chart("sieve", [a_datum("filed", 484, "484"), a_datum("within the call", 323), a_datum("funded", 18, "18")])
BLOCKS = a_chart("blocks", [a_datum("Lille", 90, report="lille"), a_datum("Lyon", 59, report="lyon")])

LINES = [
    (BARS, 6), (HUNDRED, 8), (DOTS, 6), (TIMELINE, 6), (COLUMNS, 13), (PAIR, 10), (SIEVE, 10), (BLOCKS, 9),
]  # fmt: skip
"""Heights by the table of blocks: 2n, 5 + n, 3 + 1.5n, 6, 13, 9 to 12, and as many as squares need."""


@pytest.mark.parametrize(("chart", "lines"), LINES, ids=[chart.chart for chart, _ in LINES])
@pytest.mark.parametrize("swatch", ["red", "yellow"])
def test_every_kind(chart: Chart, lines: int, swatch: str) -> None:
    drawn = drawings.chart(LOOK, chart, swatch, "en", REPORTS)
    assert drawn.diagnostics == ()
    assert drawn.value is not None
    root = parsed(drawn.value)
    assert float(root.attrib["height"].removesuffix("pt")) == lines * 13.5
    width = {"text": 325.98, "wide": 496.06, "margin": 155.91}[chart.place]
    assert width - 0.2 < float(root.attrib["width"].removesuffix("pt")) < width
    assert set(paints(root)) <= set(LOOK.swatches)
    assert not unpainted(root)
    found = words(LOOK, root)
    assert all(inside(each.box, view_box(root), 0.35) for each in found)
    assert collisions(found) == []
    assert str(drawn.value) == str(drawings.chart(LOOK, chart, swatch, "en", REPORTS).value)


def _told(chart: Chart) -> str:
    drawn = drawings.chart(LOOK, chart, "red").value
    assert drawn is not None
    return parsed(drawn)[0].text or ""


def test_the_alternative_holds_the_data() -> None:
    assert _told(BARS) == "Title of the chart. A chart. By car 48%; On foot 21%; By bicycle 14%"


def test_the_alternative_does_not_say_twice_what_its_words_tell() -> None:
    chart = a_chart("bars", BARS.data, alternative="By car 48%, on foot 21%, by bicycle 14%")
    assert _told(chart) == "Title of the chart. By car 48%, on foot 21%, by bicycle 14%."


def test_yellow_carries_an_edge_and_red_none() -> None:
    yellow, red = (str(drawings.chart(LOOK, BARS, swatch).value) for swatch in ("yellow", "red"))
    assert re.search(r'fill="color\(--yellow 1\)" stroke="color\(--ink 1\)"', yellow)
    assert "stroke=" not in red


def test_marks_tell_how_a_value_was_given() -> None:
    def drawn(mark: Mark, **more: float) -> str:
        datum = a_datum("x", None if mark in ("none", "target") else 5, "5", mark=mark, **more)  # type: ignore[arg-type]
        return str(drawings.chart(LOOK, a_chart("bars", [datum]), "red").value)

    assert drawn("published").count("M") == 1
    assert drawn("rounded").count("v13.5") > 10
    assert 'stroke-dasharray="3 2.25"' in drawn("none")
    assert 'stroke-width="1.5"' in drawn("target", low=2, high=5)


def test_a_missing_year_keeps_its_place() -> None:
    root = parsed(drawings.chart(LOOK, COLUMNS, "red").value or drawings.chart_key(LOOK, a_publication()))
    years = {each.text: each.box[0] for each in words(LOOK, root) if each.text.startswith("20")}
    steps = [years["2017"] - years["2016"], years["2018"] - years["2017"], years["2019"] - years["2018"]]
    assert steps == pytest.approx([steps[0]] * 3, abs=0.02)


def test_distances_on_a_time_line_are_those_of_time() -> None:
    chart = a_chart("timeline", [a_datum(str(at), at=at) for at in (2010.0, 2011.0, 2013.0)], place="wide")
    root = parsed(drawings.chart(LOOK, chart, "red").value or drawings.chart_key(LOOK, a_publication()))
    x = [float(each.attrib["cx"]) for each in root.iter("circle")]
    assert x[2] - x[1] == pytest.approx(2 * (x[1] - x[0]), abs=0.05)


def test_the_scale_wears_the_clothes_of_the_figures() -> None:
    printed = [each.text for each in words(LOOK, parsed(drawings.chart(LOOK, DOTS, "green").value or ""))]  # type: ignore[arg-type]
    assert "+50%" in printed
    assert "0" in printed


@pytest.mark.parametrize(
    ("chart", "name", "reason"),
    [
        (a_chart("hundred", [a_datum("a", 48), a_datum("b", 50)]), "chart-data", "add up to 98"),
        (a_chart("timeline", [a_datum("a")], place="wide"), "chart-data", "has no place in time"),
        (a_chart("columns", [a_datum("a", -3)]), "chart-data", "below zero"),
        (a_chart("columns", [a_datum("a", 5000)], unit=1), "chart-data", "more than 60 blocks"),
        (a_chart("pair", [a_datum("a", -3)]), "chart-data", "below zero"),
        (a_chart("sieve", [a_datum("a", 90000)]), "chart-data", "cannot be counted"),
        (a_chart("blocks", [a_datum("a", None)]), "chart-data", "has no number"),
        (a_chart("bars", [a_datum("x " * 90, 3, "3")]), "chart-overset", "lines"),
        (a_chart("bars", [a_datum("x", 3, "about " * 30)], place="margin"), "chart-overset", "room for its bars"),
        (a_chart("columns", [a_datum("x", 3, "1,000,000 and more")] * 8), "chart-overset", "too long"),
        (
            a_chart("timeline", [a_datum(f"September {2010 + n}", at=2010 + n) for n in range(18)]),
            "chart-overset",
            "18 events",
        ),
    ],
)
def test_what_a_chart_cannot_tell_is_reported_at_its_field(chart: Chart, name: str, reason: str) -> None:
    drawn = drawings.chart(LOOK, chart, "red")
    assert drawn.value is not None
    assert name in {fault.name for fault in drawn.diagnostics}
    assert any(reason in fault.message for fault in drawn.diagnostics)
    assert all((fault.field or "").startswith("test/chart") for fault in drawn.diagnostics)


LETTERS = st.text(alphabet="abcdeéilmntou -’", min_size=1, max_size=24)
SHAPES: st.SearchStrategy[Shape] = st.sampled_from(("disc", "ring"))
VALUES = st.one_of(st.none(), st.floats(0, 1e6, allow_subnormal=False), st.integers(0, 1000).map(float))


@st.composite
def data(draw: st.DrawFn) -> list[Datum]:
    return [
        a_datum(
            draw(LETTERS),
            draw(VALUES),
            draw(st.one_of(st.none(), st.sampled_from(["5", "over 100", "+40%", "1,234,567"]))),
            mark=draw(st.sampled_from(["published", "rounded", "target", "none"])),
            accent=draw(st.booleans()),
            at=draw(st.one_of(st.none(), st.floats(1990, 2030))),
            detail=draw(st.one_of(st.none(), LETTERS)),
            points=draw(st.lists(st.tuples(st.floats(-50, 200), SHAPES), max_size=3)),
        )
        for _ in range(draw(st.integers(0, 8)))
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data(), st.sampled_from([chart.chart for chart, _ in LINES]), st.sampled_from(["text", "wide", "margin"]))
def test_any_data_give_a_chart_or_a_fault_never_words_upon_words(rows: list[Datum], kind: str, place: str) -> None:
    chart = a_chart(kind, rows, place=place)  # type: ignore[arg-type]
    drawn = drawings.chart(LOOK, chart, "green")
    assert drawn.value is not None
    root = parsed(drawn.value)
    assert float(root.attrib["height"].removesuffix("pt")) % 13.5 == pytest.approx(0, abs=1e-6)
    assert not unpainted(root)
    if not drawn.diagnostics:
        found = words(LOOK, root)
        assert all(inside(each.box, view_box(root), 0.35) for each in found)
        assert collisions(found) == []


NUMBERS = st.one_of(st.floats(-1e7, 1e7, allow_subnormal=False), st.floats(-1, 1, allow_subnormal=False))
SAID = st.sampled_from(["77.4%", "5", "about 50%", "1,234,567", "over 100"])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(st.none(), NUMBERS), SAID, st.booleans()), max_size=8),
    st.sampled_from(["text", "wide", "margin"]),
)
def test_bars_have_room_for_their_figures_at_any_value(rows: list[tuple[float | None, str, bool]], place: str) -> None:
    """Shown or told in a detail, above zero, below it, or missing."""
    chart = a_chart(
        "bars",
        [
            a_datum("Bar", value, said if shown else None, detail=None if shown else said, mark="published")
            for value, said, shown in rows
        ],
        place=place,
    )
    drawn = drawings.chart(LOOK, chart, "red")
    assert drawn.diagnostics == ()
    root = parsed(drawn.value or Markup())
    assert all(inside(each.box, view_box(root), 0.35) for each in words(LOOK, root))
    assert collisions(words(LOOK, root)) == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(0, 9_999_999)), st.sampled_from(["", "about", "over"])),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["text", "wide"]),
)
def test_figures_above_columns_never_meet(rows: list[tuple[int | None, str]], place: str) -> None:
    chart = a_chart(
        "columns",
        [
            a_datum(str(2010 + index), value, f"{value:,}" if value is not None else "no figure", detail=detail or None,
                    mark="none" if value is None else "rounded" if detail else "published")
            for index, (value, detail) in enumerate(rows)
        ],
        place=place,
    )  # fmt: skip
    drawn = drawings.chart(LOOK, chart, "red")
    assert drawn.diagnostics == ()
    found = words(LOOK, parsed(drawn.value or Markup()))
    figures = sorted((each.box for each in found if "," in each.text), key=lambda box: box[0])
    assert all(later[0] - one[2] > 4 for one, later in itertools.pairwise(figures))
    assert collisions(found) == []


def test_a_missing_figure_stands_in_the_middle_of_its_column() -> None:
    root = parsed(drawings.chart(LOOK, COLUMNS, "red").value or Markup())
    (said,) = [each for each in words(LOOK, root) if each.text == "no figure"]
    (box,) = [each.attrib["d"] for each in root.iter("path") if "stroke-dasharray" in each.attrib]
    left, width = (float(value) for value in re.findall(r"M([\d.]+) [\d.]+h([\d.]+)", box)[0])
    assert (said.box[0] + said.box[2]) / 2 == pytest.approx(left + width / 2, abs=0.02)


@pytest.mark.parametrize(
    ("events", "place", "lines"), [(3, "text", 6), (5, "text", 9), (7, "text", 12), (9, "wide", 9)]
)
def test_a_time_line_takes_a_further_level_before_it_is_overset(events: int, place: str, lines: int) -> None:
    chart = a_chart(
        "timeline",
        [a_datum(f"Sept. {2010 + n}", at=2010.67 + n * 0.8, detail="Something that happened here again")
         for n in range(events)],
        place=place,
    )  # fmt: skip
    drawn = drawings.chart(LOOK, chart, "red")
    assert drawn.diagnostics == ()
    root = parsed(drawn.value or Markup())
    assert float(root.attrib["height"].removesuffix("pt")) == lines * 13.5
    assert collisions(words(LOOK, root)) == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(1990, 2030), st.text(alphabet="abc -", min_size=1, max_size=70)), min_size=1, max_size=12
    ),
    st.sampled_from(["text", "wide"]),
)
def test_long_words_of_a_time_line_are_set_whole_or_reported(rows: list[tuple[float, str]], place: str) -> None:
    chart = a_chart("timeline", [a_datum("June 2019", at=at, detail=told) for at, told in rows], place=place)
    drawn = drawings.chart(LOOK, chart, "red")
    assert {fault.name for fault in drawn.diagnostics} <= {"chart-overset"}
    if not drawn.diagnostics:
        root = parsed(drawn.value or Markup())
        assert all(inside(each.box, view_box(root), 0.35) for each in words(LOOK, root))
        assert collisions(words(LOOK, root)) == []


def test_the_key_names_all_marks() -> None:
    root = parsed(drawings.chart_key(LOOK, a_publication()))
    assert [each.text for each in words(LOOK, root)] == [
        "as published",
        "rounded in the source",
        "a target, not a result",
        "no figure: the year keeps its place",
    ]


def test_signs_are_decoration_beside_a_label_and_named_alone() -> None:
    theme = a_theme("transport")
    beside, alone = drawings.sign(LOOK, theme, 13.5), drawings.sign_alone(LOOK, theme, 13.5)
    assert "artifact" in parsed(beside).attrib["class"]
    assert "artifact" not in parsed(alone).attrib["class"]
    assert parsed(alone)[0].text == "Transport and mobility"
    assert list(paints(parsed(alone))) == ["yellow", "ink"]
