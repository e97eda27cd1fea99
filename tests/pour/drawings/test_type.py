"""Widths as the typesetter sets them, and names fitted to the measure."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.pour.drawings.back import LOOSE, spread_rows
from compiler.pour.drawings.charts.timeline import GAP, spread_widths
from compiler.pour.drawings.labels import spread
from compiler.pour.drawings.strands import strands, weave
from compiler.pour.drawings.type import typeface, wrap
from tests.pour.drawings import everything as drawings
from tests.pour.drawings.builders import a_look, line

LOOK = a_look()


@pytest.mark.parametrize(
    ("words", "weight", "spacing", "width"),
    [
        # As HarfBuzz sets them in WeasyPrint 70 at 100 pt.
        ("Toulouse", 800, -0.04, 428.90),
        ("Annecy", 800, -0.04, 356.90),
        ("Issy-les-Moulineaux", 700, 0, 958.89),
        ("AVATAR To Ty. 1,143", 500, 0, 936.10),
        ("Côte-d’Or 48°\u200951′\u2009N", 600, 0, 873.30),
    ],
)
def test_widths_are_those_of_the_typesetter(words: str, weight: int, spacing: float, width: float) -> None:
    assert typeface(LOOK, weight).width(words, 100, spacing) == pytest.approx(width, abs=0.02)


def test_missing_glyphs_are_told() -> None:
    assert typeface(LOOK, 700).missing("Łódź 東京") == "東京"


@pytest.mark.parametrize(
    ("name", "lines", "size"),
    [
        ("Paris", ["Paris"], 152),
        ("Dunkirk", ["Dunkirk"], 135.5),
        ("Issy-les-Moulineaux", ["Issy-les-", "Moulineaux"], 90.5),
    ],
)
def test_names_fill_the_measure(name: str, lines: list[str], size: float) -> None:
    fitted = drawings.fit_name(LOOK, line(name, "x/name"))
    assert [each.text.text for each in fitted] == lines
    assert {each.size for each in fitted} == {size}
    assert {each.text.field for each in fitted} == {"x/name"}
    last = fitted[-1]
    assert last.top + (0.5 + 0.334) * last.size == pytest.approx(640.5, abs=0.02)


@given(st.text(alphabet="abcdefgh -", min_size=1, max_size=40).filter(lambda name: name.strip(" -") != ""))
def test_any_name_stays_within_the_measure(name: str) -> None:
    display = typeface(LOOK, 800)
    fitted = drawings.fit_name(LOOK, line(name.strip()))
    assert 1 <= len(fitted) <= 2
    for each in fitted:
        assert display.width(each.text.text, each.size, -0.04) <= 496.0


def test_a_look_without_fonts_still_fits_names() -> None:
    (fitted,) = drawings.fit_name(a_look(faces=False), line("Paris"))
    assert 0 < fitted.size <= 152


@given(st.text(alphabet="abc -|\u00a0", max_size=60), st.floats(5, 200))
def test_wrapping_loses_no_letter_and_breaks_no_hard_space(words: str, width: float) -> None:
    lines = wrap(words, width, typeface(LOOK, 500), 8)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "").replace("|", "")
    assert "".join(lines).count("\u00a0") == words.count("\u00a0")


@given(st.lists(st.floats(0, 200), max_size=40))
def test_rows_of_the_back_keep_order_and_distance(wanted: list[float]) -> None:
    heights = spread_rows(sorted(wanted), 0, 200)
    pitch = min(LOOSE, 200 / max(len(wanted), 1))
    assert all(later - earlier >= pitch - 1e-6 for earlier, later in itertools.pairwise(heights))
    assert all(-1e-6 <= height <= 200 + 1e-6 for height in heights)


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(5, 60)), min_size=1, max_size=6))
def test_words_on_a_time_line_keep_their_distance(items: list[tuple[float, float]]) -> None:
    items = sorted(items)
    widths = [width for _, width in items]
    edges = spread_widths([at for at, _ in items], widths, 480)
    ends = [edge + width for edge, width in zip(edges, widths, strict=True)]
    assert all(start - end >= GAP - 1e-6 for end, start in zip(ends, edges[1:], strict=False))
    assert edges[0] >= 0
    assert ends[-1] <= 480 + 1e-6


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(20, 180), st.floats(20, 250)), min_size=1, max_size=25))
def test_discs_are_moved_apart_inside_the_page(points: list[tuple[float, float]]) -> None:
    moved = spread(points, 6, (5, 5, 205, 290))
    for index, (x, y) in enumerate(moved):
        assert 5 <= x <= 205
        assert 5 <= y <= 290
        assert all((x - a) ** 2 + (y - b) ** 2 >= 5.5**2 for a, b in moved[:index])


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_strands_never_cover_one_another(at: list[float]) -> None:
    found = strands([(str(index), value) for index, value in enumerate(at)], 1.5, 0.5)
    assert [strand.key for strand in found] != []
    edges = [(strand.at - strand.width / 2, strand.at + strand.width / 2) for strand in found]
    assert all(later[0] >= earlier[1] - 1e-6 for earlier, later in itertools.pairwise(edges))


def test_a_weave_goes_over_and_under_in_turn() -> None:
    uprights = strands([("a", 10), ("b", 20)], 2, 1)
    levels = strands([("c", 10), ("d", 20)], 2, 1)
    fabric = weave(uprights, levels, (0, 0, 30, 30), 1, 0, 0)
    pieces = {key: path.count("M") for key, path in {**fabric.uprights, **fabric.levels}.items()}
    assert pieces == {"a": 2, "b": 2, "c": 2, "d": 2}
