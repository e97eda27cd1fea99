"""Space at the head of a page: gone after an unforced break, kept where the layouts began the page."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from compiler.model.galley import Box, SetVolume
from tests.typeset.builders import a_part, a_poured, galley_of, words

HEAD = 5000
"""Micrometres from the trim to the type area."""

LINE = 25400 * 10 / 72
"""A base line in micrometres; the type area has room for nine."""

CSS = """
.space { margin-top: 20pt }
.rule { border-top: 10pt solid color(--red 1); padding-top: 10pt }
.front { page: front }
@page front { margin: 5mm }
"""

FILLED = "<p>line</p>" * 9


def box_of(galley: SetVolume, field: str) -> Box:
    """The first box of a field."""
    fields: Any = galley.boxes
    return fields[f"one/{field}"][0]


def set_on(html: str, css: str = "") -> SetVolume:
    return galley_of(a_poured(html, css=CSS + css))


def marked(name: str, classes: str = "", inside: str = "text", tag: str = "div") -> str:
    return f'<{tag} class="{classes}" data-src="one/{name}">{inside}</{tag}>'


@pytest.mark.parametrize(
    "html",
    [
        marked("x", "space"),
        f'<div class="space">{marked("x")}</div>',
        f'<section><div class="kept"><div>{marked("x", "space")}</div></div></section>',
        marked("x", "space", "<tr><td>text</td></tr>", "table"),
        marked("x", "space kept", "<p>text</p>" * 3),
        f'<div style="display: flex" class="space">{marked("x")}</div>',
        f'<div class="space"></div>{marked("x", "space")}',
    ],
    ids=["block", "around", "deep", "table", "kept", "flex", "empty block"],
)
def test_space_falls_away_after_an_unforced_break(html: str) -> None:
    box = box_of(set_on(FILLED + html), "x")
    assert (box.page_index, box.y) == (1, HEAD)


@pytest.mark.parametrize(("before", "lines"), [(FILLED, 0), ("", 2)], ids=["goes on", "begins"])
def test_in_a_formatting_context_it_falls_away_where_that_goes_on(before: str, lines: int) -> None:
    """What begins at the head of the page keeps the space inside it, as `flow-root` always does."""
    around = f'<div style="display: flow-root">{before}{marked("x", "space")}</div>'
    box = box_of(set_on(around if before else FILLED + around), "x")
    assert (box.page_index, box.y) == (1, pytest.approx(HEAD + lines * LINE, abs=2))


def test_it_stays_inside_a_page() -> None:
    box = box_of(set_on("<p>line</p>" + marked("x", "space")), "x")
    assert box.y == pytest.approx(HEAD + 3 * LINE, abs=2)


@pytest.mark.parametrize("how", ["break-before: page", "break-before: left", "page: front"])
def test_it_stays_after_a_forced_break(how: str) -> None:
    box = box_of(set_on("<p>line</p>" + marked("x", "space forced"), f".forced {{ {how} }}"), "x")
    assert (box.page_index, box.y) == (1, pytest.approx(HEAD + 2 * LINE, abs=2))


def test_it_stays_after_the_break_of_a_neighbour_and_after_a_blank_page() -> None:
    css = ".after { break-after: right }"
    box = box_of(set_on(marked("w", "after") + marked("x", "space"), css), "x")
    assert (box.page_index, box.y) == (2, pytest.approx(HEAD + 2 * LINE, abs=2))


def test_it_falls_away_on_the_page_after_a_forced_one() -> None:
    html = '<div class="front">line</div>' + FILLED + marked("x", "space")
    box = box_of(set_on(html), "x")
    assert (box.page_index, box.y) == (2, HEAD)


def test_it_stays_where_a_part_begins() -> None:
    one = a_poured("<p>text</p>", a_part("zero"), css=CSS)
    galley = galley_of(one, a_poured(marked("x", "space"), css=CSS))
    assert box_of(galley, "x").y == pytest.approx(HEAD + 2 * LINE, abs=2)


def test_border_and_padding_stay() -> None:
    galley = set_on(FILLED + marked("x", "space rule", marked("y")))
    assert box_of(galley, "x").y == HEAD
    assert box_of(galley, "y").y == pytest.approx(HEAD + 2 * LINE, abs=2)


def test_only_the_first_block_loses_its_space() -> None:
    galley = set_on(FILLED + marked("x", "space") + marked("y", "space"))
    assert box_of(galley, "y").y == pytest.approx(HEAD + 3 * LINE, abs=2)


def test_a_note_in_the_margin_does_not_hold_the_head() -> None:
    note = marked("note", "m", tag="aside").replace("<aside", "<aside data-margin")
    galley = set_on(FILLED + f'<div class="kept">{note}{marked("x", "space kept", "<p>text</p>" * 2)}</div>')
    note_box, box = box_of(galley, "note"), box_of(galley, "x")
    assert (note_box.page_index, note_box.y) == (box.page_index, box.y) == (1, HEAD)


@pytest.mark.parametrize(
    "html",
    [
        '<div class="kept"><aside class="m" data-margin><div>{}</div></aside><p>text</p></div>',
        "<table><tr><td><div>{}</div></td></tr></table>",
        '<p>text</p><p>text</p><div style="position: absolute; top: 0"><div>{}</div></div>',
    ],
    ids=["float", "cell", "absolute"],
)
def test_what_is_out_of_the_flow_keeps_its_space(html: str) -> None:
    """Its space is not the page's: it is set alike on the first page and on a later one."""
    matter = html.format(marked("x", "space"))
    first, later = set_on(matter), set_on(FILLED + matter)
    assert box_of(later, "x").page_index == 1
    assert box_of(later, "x").y == box_of(first, "x").y


def test_facing_pages_stand_on_one_grid() -> None:
    """Wherever blocks break, the lines of all pages stand on base lines counted from the head."""
    blocks = "".join(f'<div class="space"><p>{words(12 + 5 * index)}</p></div>' for index in range(12))
    galley = set_on(blocks)
    lines = [text.box for text in galley.texts if text.field == "one"]
    assert len(galley.pages) > 4
    assert all(abs((box.y - HEAD) / LINE - round((box.y - HEAD) / LINE)) < 0.01 for box in lines)
    assert all(box.y == HEAD for before, box in pairwise(lines) if before.page_index != box.page_index)
