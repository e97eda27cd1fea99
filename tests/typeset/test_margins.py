"""Marginalia: outer side, whole, beside their block, inside the type area."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from compiler.model.galley import Box, SetVolume
from compiler.model.publication import Side
from tests.typeset.builders import a_part, a_poured, galley_of, names, set_, words

NOTE = '<aside class="m" data-margin data-src="one/aside">{text}</aside>'
WIDE = ".wide { width: 47mm; margin-right: -17mm; background: color(--red 0.2) }"


def box_of(galley: SetVolume, field: str) -> Box:
    """The only box of a field."""
    fields: Any = galley.boxes
    (box,) = fields[field]
    return box


def body(note: str, before: int = 0, after: int = 10) -> str:
    lines = "".join("<p>line</p>" for _ in range(before))
    return f'{lines}{note}<p data-src="one/p">{words(after)}</p>'


@pytest.mark.parametrize(("opens", "column", "aside"), [("recto", 5000, 38000), ("verso", 25000, 8000)])
def test_notes_stand_on_the_outer_side(opens: Side, column: int, aside: int) -> None:
    galley = galley_of(a_poured(body(NOTE.format(text="note")), a_part("one", opens)))
    assert box_of(galley, "one/p").x == column
    assert box_of(galley, "one/aside").x == aside
    assert box_of(galley, "one/aside").y == box_of(galley, "one/p").y == 5000


@pytest.mark.parametrize(("opens", "left"), [("recto", 5000), ("verso", 8000)])
def test_wide_blocks_reach_into_the_outer_margin(opens: Side, left: int) -> None:
    wide = '<div class="wide" data-margin data-src="one/wide">wide</div>'
    galley = galley_of(a_poured(wide, a_part("one", opens), css=WIDE))
    assert (box_of(galley, "one/wide").x, box_of(galley, "one/wide").width) == (left, 47000)


def test_links_and_anchors_move_with_their_note() -> None:
    html = body(NOTE.format(text='<a href="#one/x">see</a> <span id="one/x">here</span>'))
    galley = galley_of(a_poured(html, a_part("one", "verso")))
    anchors: Any = galley.anchors
    assert 8000 <= anchors["one/x"].x < 22000


def test_a_note_low_on_the_page_is_lifted_whole() -> None:
    note = "one two three four five six seven eight nine ten"
    galley = galley_of(a_poured(body(NOTE.format(text=note), before=8, after=1)))
    box = box_of(galley, "one/aside")
    assert box.page_index == 0
    assert box.y + box.height == 40000
    assert box_of(galley, "one/p").page_index == 0


def test_notes_push_each_other_up() -> None:
    notes = "".join(
        f'<aside class="m" data-margin data-src="one/{index}">four words in it</aside><p>line</p>' for index in range(5)
    )
    galley = galley_of(a_poured("<p>line</p>" * 4 + notes))
    boxes = [box_of(galley, f"one/{index}") for index in range(5)]
    assert {box.page_index for box in boxes} == {0}
    for upper, lower in pairwise(boxes):
        assert upper.y + upper.height <= lower.y + 5
    assert boxes[-1].y + boxes[-1].height == 40000


def test_the_text_does_not_depend_on_notes() -> None:
    tall = NOTE.format(text="one two three four " * 4)
    with_note = galley_of(a_poured(body(tall, before=6, after=60)))
    without = galley_of(a_poured(body("", before=6, after=60)))
    assert [text for text in with_note.texts if text.field != "one/aside"] == list(without.texts)


def test_a_full_margin_is_reported() -> None:
    outcome = set_(a_poured(body(NOTE.format(text=words(120)))))
    crowded = [each for each in outcome.diagnostics if each.name == "crowded-margin"]
    assert [each.field for each in crowded] == ["one/aside"]
    assert "mm longer than the page" in crowded[0].message
    assert outcome.value is not None
    assert len(outcome.value.pages) == 1


def test_a_note_away_from_its_block_is_reported() -> None:
    keeps = NOTE.format(text="note") + '<div class="kept" data-src="one/kept"><p>a</p><p>b</p><p>c</p></div>'
    outcome = set_(a_poured("<p>line</p>" * 8 + keeps))
    assert names(outcome.diagnostics) == ["margin-note-away"]
    assert outcome.diagnostics[0].field == "one/aside"


def test_a_note_kept_with_its_block_is_not() -> None:
    keeps = f'<div class="kept">{NOTE.format(text="note")}<p>a</p><p>b</p><p>c</p></div>'
    galley_of(a_poured("<p>line</p>" * 8 + keeps))
