"""Every word of the copy is looked for on the pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from compiler.lost import letters, lost
from compiler.model.copy import Field, Line, PartId, Prose
from compiler.model.diagnostics import Diagnostic
from compiler.model.galley import Box, SetText, SetVolume
from compiler.model.measures import mm
from compiler.model.prose import Emphasis, Inline, Link, List, Note, Paragraph, Run
from tests.typeset.builders import a_poured, galley_of, words


def a_line(text: str, field: str = "one/p") -> Line:
    return Line(text, Field(field))


def a_prose(*inlines: Inline, field: str = "one/p") -> Prose:
    return Prose("", Field(field), (Paragraph(inlines),))


def lost_of(copy: Sequence[Line | Prose], volume: SetVolume) -> tuple[Diagnostic, ...]:
    return lost(copy, volume.texts, lambda index: f"on page {index + 1}")


def a_galley(*pieces: str, field: str = "one/p") -> SetVolume:
    """A galley on which these pieces stand one below the other."""
    box = Box(0, mm(0), mm(0), mm(1), mm(1))
    return SetVolume(b"", (), {}, {}, tuple(SetText(0, PartId("one"), Field(field), piece, box) for piece in pieces))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("one two three", ["one two", "three"]),
        ("participation of all", ["partici-", "pation of all"]),
        ("participation of all", ["partici\u2010", "pation", "of all"]),
        ("participation", ["parti\u00adcipation"]),
        ("Straße in Łódź", ["STRASSE IN ŁÓDŹ"]),
        ("trente\u202f% de plus", ["trente %", "de plus"]),
        ("see the table", ["see the", "table", "(page 18)"]),
        ("see a table; then", ["see", "a", "table (page\u00a0", "9", ")", "; then"]),
        # Words that the layout put in take nothing from the copy's own.
        ("a note as in office.", ["a note", "as in", "office (page\u00a0", "9", ")", ".", "The survey of all cities"]),
        ("an evaluation. On and on", ["an", "evaluation (page\u00a0", "88", ")", ".", " On", "and on"]),
        ("the end", ["•", "the end"]),
        ("שלום עולם", ["\u200fשלום", "עולם"]),
        (
            "a note in the middle of a hyphenated word",
            ["a note", "1", "in the middle of a hyphen-", "1. other", "ated word"],
        ),
        ("the the the", ["the", "the", "the"]),
        ("co-operation", ["cooper-", "ation"]),
        ("CO₂ at 10 m²", ["CO₂ at", "10 m²"]),
        ("", []),
    ],
)
def test_what_setting_may_change(text: str, pieces: list[str]) -> None:
    assert lost_of([a_line(text)], a_galley(*pieces)) == ()


@pytest.mark.parametrize(
    ("text", "pieces", "missing"),
    [
        ("one two three", ["one two"], "1 of 3 word is not on the pages: `three`"),
        ("one two three four", ["one", "four"], "2 of 4 words are not on the pages: `two three`"),
        ("the city and the city", ["the city and"], "2 of 5 words are not on the pages: `the city`"),
        ("a line that is gone. Another line.", ["Another line."], "`a line that is gone.`"),
    ],
)
def test_lost_words_are_named(text: str, pieces: list[str], missing: str) -> None:
    (found,) = lost_of([a_line(text)], a_galley(*pieces))
    assert (found.name, found.field) == ("lost-copy", "one/p")
    assert missing in found.message
    assert found.notes == ("the rest stands on page 1",)


def test_copy_that_is_nowhere() -> None:
    (found,) = lost_of([a_line("one two", "one/q")], a_galley("one two"))
    assert (found.message, found.field) == ("this copy is not on any page", "one/q")


def test_notes_and_lists_belong_to_their_prose() -> None:
    prose = Prose(
        "",
        Field("one/p"),
        (
            Paragraph((Run("Before "), Emphasis((Run("it"),)), Note((Run("the note"),)), Run(" after"))),
            List(False, 1, ((Paragraph((Run("an item"),)),),)),
        ),
    )
    assert lost_of([prose], a_galley("Before", "it", "1", "after", "•", "an item", "1.", "the note")) == ()
    (found,) = lost_of([prose], a_galley("Before", "it", "1", "after", "•", "an item"))
    assert "`the note`" in found.message


def test_links_print_what_they_say() -> None:
    prose = a_prose(Run("See "), Link("to", "two", (Run("the other report"),), 0), Run("."))
    assert lost_of([prose], a_galley("See", "the other report", "(page", "12", ")", ".")) == ()


def test_lost_words_of_a_set_page() -> None:
    """Hyphenation, a note, an inserted folio, capitals, a drawing: all there; what is not printed is missed."""
    text = words(40)
    css = ".u { text-transform: uppercase } p { hyphens: auto }"
    svg = (
        '<svg width="60" height="12"><title>t</title><text data-src="one/s" x="0" y="9" font-size="8" '
        'font-family="Archivo" fill="color(--ink 1)">in the drawing</text></svg>'
    )
    html = (
        f'<p data-src="one/p">{text}<span class="fn">a note that is long enough to fill two lines</span> {text}</p>'
        '<p class="u" data-src="one/u">participation <span class="folio" data-folio="x">18</span> straße</p>'
        f'<p style="display: none" data-src="one/hidden">never printed</p>{svg}'
    )
    galley = galley_of(a_poured(html, css=css))
    note = Note((Run("a note that is long enough to fill two lines"),))
    copy = [
        a_prose(Run(text), note, Run(f" {text}")),
        a_line("participation straße", "one/u"),
        a_line("in the drawing", "one/s"),
        a_line("never printed", "one/hidden"),
    ]
    assert [each.field for each in lost_of(copy, galley)] == ["one/hidden"]


def test_entries_of_an_index_share_their_heading() -> None:
    box = Box(0, mm(0), mm(0), mm(1), mm(1))
    first, second = Field("one/index/0/term"), Field("one/index/1/term")
    texts = ((first, "data"), (first, "open"), (second, "shared"))
    galley = SetVolume(b"", (), {}, {}, tuple(SetText(0, PartId("one"), field, text, box) for field, text in texts))
    entries = [
        Line(text, field) for field in (first, second) for text in ("data", "open" if field == first else "shared")
    ]
    assert lost_of(entries, galley) == ()
    assert [each.field for each in lost_of([Line("data", Field("one/p"))], galley)] == ["one/p"]


def test_letters_leave_out_what_is_not_copy() -> None:
    assert letters("É-t\u00ad\u200b\u202fé ﬁn") == "etefin"
