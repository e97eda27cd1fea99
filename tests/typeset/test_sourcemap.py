"""Fields reach the boxes: inline, block, cell, drawing, note, absolute box, several pages."""

from __future__ import annotations

from typing import Any

from tests.typeset.builders import a_part, a_poured, galley_of, words

HTML = f"""
<div class="full"><p data-src="one/absolute" style="position: absolute; left: 5mm; top: 7mm">placed</p></div>
<p data-src="one/p">{words(55)} <span data-src="one/inline">inline words</span><span class="fn" data-src="one/note">a
note</span></p>
<table><tr><td data-src="one/cell">cell</td><td>other</td></tr></table>
<svg width="20mm" height="5mm" data-src="one/svg"><title>t</title>
<text data-src="one/svg/0" x="1" y="9" font-size="8" font-family="Archivo" fill="color(--ink 1)">drawn</text></svg>
<p data-src="one/none" style="display: none">never</p>
"""


def test_every_printed_field_has_its_boxes() -> None:
    galley = galley_of(a_poured(HTML))
    boxes: Any = galley.boxes
    assert set(boxes) == {
        "one", "one/absolute", "one/p", "one/inline", "one/note", "one/cell", "one/svg",
    }  # fmt: skip
    assert [(box.page_index, box.x, box.y) for box in boxes["one/absolute"]] == [(0, 5000, 7000)]
    assert [box.page_index for box in boxes["one/p"]] == [1, 2, 3]
    assert boxes["one/svg"][0].width == 20000


def test_texts_know_their_field_and_part() -> None:
    galley = galley_of(a_poured(HTML), a_poured("<p>text</p>", a_part("two")))
    by_field = {text.field: text for text in galley.texts}
    fields: Any = by_field
    assert fields["one/svg/0"].text == "drawn"
    assert fields["one/cell"].text == "cell"
    assert [(text.part, text.text) for text in galley.texts if text.field is None] == [
        ("one", "2"),
        ("one", "3"),
        ("one", "4"),
        ("one", "5"),
        ("two", "6"),
    ]


def test_anchors_stand_where_their_boxes_do() -> None:
    galley = galley_of(a_poured('<p>line</p><p id="one/x">here</p>'), a_poured("<p>text</p>", a_part("two")))
    anchors: Any = galley.anchors
    assert (anchors["one"].page_index, anchors["two"].page_index) == (0, 1)
    assert (anchors["one/x"].x, anchors["one/x"].y) == (5000, 5000 + round(25400 * 10 / 72))


def test_what_is_turned_is_mapped_where_it_is_seen() -> None:
    html = '<div class="full"><p data-src="one/p" style="position: absolute; left: 20mm; top: 20mm; width: 20mm; '
    html += 'height: 4mm; transform-origin: 0 0; transform: rotate(-90deg)">turned</p></div>'
    boxes: Any = galley_of(a_poured(html)).boxes
    (box,) = boxes["one/p"]
    assert (box.x, box.y, box.width, box.height) == (20000, 0, 4000, 20000)
