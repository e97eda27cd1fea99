"""Lines of facing pages register: the height of every block in the text column is whole base lines."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from compiler.model.galley import SetText
from compiler.model.measures import Length, points
from tests.builders import Copy, a_chart, a_result, a_table
from tests.layouts.builders import WORDS, Set, a_full_report, a_picture, a_world, set_pages, the_layouts

TOLERANCE = 50
"""Micrometres by which a line may miss the grid."""

BASE = 13.5
"""Points: the base line."""

ROWS = [["Row", str(number)] for number in range(30)]
LONG_ROWS = [["A first cell with so many words that they need a second line of the column, or even a third", "1"]] * 3

BLOCKS: list[Copy] = [
    {"result": a_result()},
    {"no_result": "Nobody counted."},
    {"no_result": "Nobody counted, and the words that say so are so many that the rule stands over two lines of them."},
    {"table": a_table(anchor="short")},
    {"table": a_table(anchor="tall", rows=LONG_ROWS)},
    {"table": a_table(anchor="long", rows=ROWS)},
    {"chart": a_chart(anchor="bars")},
    {"chart": a_chart(anchor="broad", place="wide")},
    {"chart": a_chart(anchor="beside", place="margin")},
    {"picture": a_picture("text")},
    {"picture": a_picture("wide")},
    {"picture": a_picture("margin")},
    {"aside": "**With care.** Two counts.\n"},
    {"text": "- A list.\n- Of two items, the second of which is so long that it needs another line of the column.\n"},
    {"text": "1. A list.\n2. In order.\n\nAnd a note.^[A note at the foot of the page, with some words.]\n"},
]


@cache
def _trial(lead: int = 8) -> Set:
    """A report in which every kind of block stands between paragraphs, after a standfirst of so many words."""
    standfirst = " ".join((WORDS * 2).split()[:lead])
    return set_pages(a_world(a_full_report(BLOCKS, standfirst)), frozenset({"report", "convergence", "foreword"}))


def _body_lines(pages: Set) -> list[SetText]:
    """Lines of running text: those of the commonest height among copy that is prose."""
    prose = [text for text in pages.galley.texts if text.field and text.field.endswith("/text") and text.text.strip()]
    height = Counter(text.box.height for text in prose).most_common(1)[0][0]
    return [text for text in prose if text.box.height == height]


def _off_grid(lines: list[SetText]) -> list[SetText]:
    base = BASE * 25400 / 72
    first = Counter(round(text.box.y % base) for text in lines).most_common(1)[0][0]

    def miss(text: SetText) -> float:
        rest = (text.box.y - first) % base
        return min(rest, base - rest)

    return [text for text in lines if miss(text) > TOLERANCE]


@pytest.mark.slow
@pytest.mark.parametrize("words", [4, 12, 20, 28, 36])
def test_body_lines_stand_on_one_grid_whatever_the_standfirst_takes(words: int) -> None:
    lines = _body_lines(_trial(words))
    assert len(lines) > 100
    assert len(_off_grid(lines)) <= len(lines) / 100


@pytest.mark.slow
def test_every_block_leaves_the_grid_as_it_found_it() -> None:
    off = {str(text.field).split("/body/")[0] for text in _off_grid(_body_lines(_trial()))}
    assert not off


@pytest.mark.slow
def test_text_begins_and_ends_inside_the_type_area() -> None:
    trial, look = _trial(), the_layouts().look
    head = look.measures["head-margin"]
    foot = look.trim.height - look.measures["foot-margin"]
    for text in _body_lines(trial):
        assert head - 100 <= text.box.y
        assert text.box.y + text.box.height <= foot + 100, text.text


@pytest.mark.slow
def test_long_tables_go_on_over_the_page_and_repeat_their_heads() -> None:
    trial = _trial()
    heads = [text for text in trial.galley.texts if text.text.strip() == "Year" and text.part == "oulu"]
    rows = {text.page_index for text in trial.galley.texts if text.field and "/table/rows/" in text.field}
    tables = len({text.field for text in heads})
    assert len(heads) >= tables
    assert len(rows) >= 2


@pytest.mark.slow
def test_nothing_is_said_of_a_page_that_holds_every_block() -> None:
    said = {each.name for each in _trial().said}
    assert not said & {"overset", "tall-margin", "lost-copy", "stray-margin"}, said


def test_the_base_line_of_the_tokens_is_the_one_tested() -> None:
    assert points(Length(the_layouts().look.measures["base"])) == pytest.approx(BASE, abs=0.01)
