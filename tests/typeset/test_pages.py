"""Parts as pages: order, sides, blanks, masters, tokens, folios."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compiler.link.folios import number_pages
from compiler.model.galley import SetVolume
from compiler.model.part import Part
from compiler.model.publication import Side
from compiler.model.script import direction
from tests.typeset.builders import a_part, a_poured, galley_of, page_texts, set_, settings, words

FULL = '<div class="full"><p style="position: absolute; left: 5mm; top: 5mm">opener</p></div>'


def folios_in_margin(galley: SetVolume) -> list[str]:
    """What stands in the margin boxes of each page."""
    out = [""] * len(galley.pages)
    for text in galley.texts:
        if text.field is None:
            out[text.page_index] += text.text
    return out


@pytest.mark.parametrize(
    ("sides", "pages"),
    [
        (("recto", "verso", "recto"), ["one", "two", "three"]),
        (("recto", "recto", "recto"), ["one", None, "two", None, "three"]),
        (("verso", "recto", "either"), ["one", "two", "three"]),
        (("either", "recto", "verso"), ["one", None, "two", "three"]),
    ],
)
def test_parts_open_on_their_side(sides: tuple[Side, ...], pages: list[str | None]) -> None:
    ids = ("one", "two", "three")
    galley = galley_of(*(a_poured("<p>text</p>", a_part(id_, side)) for id_, side in zip(ids, sides, strict=True)))
    assert [page.part for page in galley.pages] == pages
    assert [page.blank for page in galley.pages] == [part is None for part in pages]


def test_a_verso_is_a_left_page() -> None:
    """Margins are mirrored: the inner one is 5 mm wide, at the right of a left page."""
    galley = galley_of(a_poured("<p>text</p>", a_part("one", "verso")), a_poured("<p>text</p>", a_part("two", "recto")))
    assert [text.box.x for text in galley.texts if text.text == "text"] == [25000, 5000]


def test_blank_pages_carry_nothing() -> None:
    css = """
        @page { background: color(--red 1); @top-center { content: 'head' } }
        @page :left { @left-top { content: 'x' } }
        @page :blank { @top-center { content: 'blank' } }
    """
    parts = [a_poured("<p>text</p>", a_part(id_, "recto"), css=css) for id_ in ("one", "two")]
    inside = a_poured('<p>text</p><p style="break-before: recto">text</p>', a_part("three", "recto"), css=css)
    galley = galley_of(*parts, inside)
    blank = [page.page_index for page in galley.pages if page.blank]
    assert blank == [1, 3, 5]
    assert not [text for text in galley.texts if text.page_index in blank]


def test_tokens_reach_the_text_and_the_margin_boxes_of_their_part() -> None:
    css = """
        p::after { content: var(--word) }
        .front { page: front }
        @page { @top-left { content: var(--word) } }
        @page front { margin: 5mm; @top-left { content: var(--word) "!" } }
    """
    html = '<p class="front">text</p><p>text</p>'
    one = a_poured(html, a_part("one"), css=css, tokens={"--word": "'first'"})
    two = a_poured(html, a_part("two"), css=css, tokens={"--word": '"second"'})
    texts = page_texts(galley_of(one, two))
    assert texts == [
        "text first first! 1",
        "text first first 2",
        "text second second! 3",
        "text second second 4",
    ]


def test_masters_keep_their_margins_and_heads() -> None:
    galley = galley_of(a_poured(f"{FULL}<p>text</p>", a_part("one")))
    assert galley.pages[0].depth == 50000
    assert folios_in_margin(galley) == ["", "2"]


def numbered_parts() -> tuple[Part, ...]:
    return (
        a_part("cover", "recto", counted=False),
        a_part("inside", "verso", counted=False),
        a_part("title", "recto", numerals="roman", restart=True),
        a_part("foreword", "verso", numerals="roman"),
        a_part("first", "verso", restart=True),
        a_part("second", "verso"),
        a_part("back", "recto", counted=False),
    )


def test_folios_follow_the_numbering_of_the_parts() -> None:
    """Roman front matter, a restart on a part that begins and ends on a full page, covers without folios, blanks."""
    long = f"{FULL}<p>{words(60)}</p>{FULL}"
    html = {"title": FULL, "foreword": f"<p>{words(5)}</p>", "first": long, "second": long}
    galley = galley_of(*(a_poured(html.get(part.id, "<p>text</p>"), part) for part in numbered_parts()))
    found = [(page.part, page.folio) for page in galley.pages]
    assert found[:6] == [
        ("cover", None),
        ("inside", None),
        ("title", "i"),
        ("foreword", "ii"),
        (None, "iii"),
        ("first", "1"),
    ]
    assert ("second", "1") not in found
    assert found[-1] == ("back", None)
    printed = folios_in_margin(galley)
    full = {page.page_index for page in galley.pages if page.depth == 50000}
    for page, text in zip(galley.pages, printed, strict=True):
        expected = "" if page.blank or page.page_index in full or page.folio is None else page.folio
        assert text == expected


def test_folios_agree_with_those_of_the_linker() -> None:
    parts = numbered_parts()
    galley = galley_of(*(a_poured(f"{FULL}<p>{words(30)}</p>", part) for part in parts))
    linked = number_pages(galley.pages, parts)
    assert [page.folio for page in galley.pages] == [str(folio) if folio else None for folio in linked]


def test_a_running_head_does_not_cross_into_the_next_part() -> None:
    css = ".name { string-set: run content(text) } @page { @top-left { content: string(run) } }"
    one = a_poured(f'<p class="name">First</p><p>{words(60)}</p>', a_part("one"), css=css)
    two = a_poured("<p>text</p>", a_part("two"), css=css)
    galley = galley_of(one, two)
    *heads, last = folios_in_margin(galley)
    assert heads == [f"First{folio}" for folio in range(1, len(heads) + 1)]
    assert last == str(len(heads) + 1)


def test_notes_are_counted_anew_in_each_part() -> None:
    html = '<p data-src="a/p">text<span class="fn" data-src="a/n">note</span></p>'
    galley = galley_of(a_poured(html, a_part("one")), a_poured(html, a_part("two")))
    assert page_texts(galley)[0].startswith("text 1 1. note")
    assert page_texts(galley)[1].startswith("text 1 1. note")


def test_a_part_alone_is_set_as_in_one_run() -> None:
    """Notes, marginalia, masters, running heads: nothing of a part depends on the parts before it."""
    css = ".name { string-set: run content(text) } @page { @top-left { content: string(run) } }"
    html = (
        f'{FULL}<p class="name" data-src="x/n">Name</p><aside class="m" data-margin data-src="x/a">{words(6)}</aside>'
        f'<p data-src="x/p">{words(45)}<span class="fn" data-src="x/f">{words(9)}</span> {words(30)}</p>'
    )
    plain = f'<p data-src="x/p">{words(40)}<span class="fn">note</span></p>'
    parts = (
        a_poured(html, a_part("one", "verso"), css=css),
        a_poured(plain, a_part("two", "verso"), css=css),
        a_poured(html, a_part("three", "verso"), css=css, tokens={"--x": "1"}),
    )
    whole = galley_of(*parts)
    for part in parts:
        alone = galley_of(part)
        first = next(page.page_index for page in whole.pages if page.part == part.part.id)
        mine = [text for text in whole.texts if text.part == part.part.id]
        for one, other in zip(alone.texts, mine, strict=True):
            # Folios, which have no field, differ.
            if one.field is not None or one.text == other.text:
                assert (one.field, one.text) == (other.field, other.text)
                assert replace(one.box, page_index=one.page_index + first) == other.box


def test_depth_is_where_the_flow_ends() -> None:
    note = '<span class="fn">note</span>'
    absolute = '<p style="position: absolute; bottom: 0">foot</p>'
    aside = '<aside class="m" data-margin>one two three four five six seven</aside>'
    galley = galley_of(a_poured(f"{aside}<p>text{note}</p><p>text</p>{absolute}"))
    ten_points = 25400 * 10 / 72
    assert galley.pages[0].depth == pytest.approx(5000 + 2 * ten_points, abs=5)


def test_nothing_is_drawn_unless_asked() -> None:
    poured = a_poured("<p>text</p>")
    assert galley_of(poured).pdf == b""
    assert galley_of(poured, pdf=True).pdf.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("language", "way"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("fr_FR", "ltr")],
)
def test_direction_follows_the_script(language: str, way: str) -> None:
    assert direction(language) == way


def test_a_recto_of_a_book_read_from_right_to_left_is_a_left_page() -> None:
    outcome = set_(a_poured("<p>text</p>", a_part("one", "recto")), given=settings(language="ar"))
    assert outcome.value is not None
    text = next(each for each in outcome.value.texts if each.text == "text")
    # The outer margin, 25 mm, is at the left of a left page, and lines end at the right of the column.
    assert text.box.x + text.box.width == pytest.approx(55000, abs=200)
