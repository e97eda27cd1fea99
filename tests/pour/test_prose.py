"""Prose as HTML: fields, notes, links with folios, spaces that do not break."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.model.copy import Field, Prose
from compiler.model.prose import Emphasis, Inline, Link, List, Note, Paragraph, ProseBlock, Raised, Run, Strong
from compiler.pour import prose
from compiler.pour.typography import no_runt, typographic
from tests.builders import a_publication, publication_of
from tests.pour.galleys import a_bench, folios

COPY = publication_of(a_publication())
BENCH = a_bench(COPY, folios({"oulu/benches": 18}, {"oulu": (17, 20), "tampere": (21, 24)}))


def of(*children: Inline) -> str:
    return str(prose.inline(Prose("", Field("oulu/standfirst"), (Paragraph(children),)), BENCH))


def blocks(*found: ProseBlock) -> str:
    return str(prose.blocks(Prose("", Field("oulu/standfirst"), found), BENCH))


def to(target: str, *words: str) -> Link:
    return Link("to", target, tuple(Run(word) for word in words), 0)


def test_every_block_carries_its_field() -> None:
    items = ((Paragraph((Run("a"),)),), (Paragraph((Run("b"),)), Paragraph((Run("c"),))))
    mark = 'data-src="oulu/standfirst"'
    assert blocks(Paragraph((Run("x"),)), List(False, 1, items), List(True, 3, items[:1])) == (
        f"<p {mark}>x</p>\n"
        f"<ul {mark}><li {mark}>a</li><li {mark}><p {mark}>b</p><p {mark}>c</p></li></ul>\n"
        f'<ol start="3" {mark}><li {mark}>a</li></ol>'
    )


def test_words_are_escaped_wherever_they_stand() -> None:
    assert of(Run("a < b & c"), Raised("<"), Emphasis((Strong((Run("<i>"),)),))) == (
        "a &lt; b &amp; c<sup>&lt;</sup><em><strong>&lt;i&gt;</strong></em>"
    )
    assert of(Link("web", 'https://x/?a="b"', (Run("x"),), 0)) == '<a href="https://x/?a=&#34;b&#34;">x</a>'


def test_a_note_stands_where_it_is_called() -> None:
    assert of(Run("said"), Note((Run("to us."),))) == 'said<span class="fn" data-src="oulu/standfirst">to us.</span>'


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ((Run("by whom"),), "by whom."),
        ((Link("source", "minutes", (), 0),), '<a href="#sources/oulu-minutes">Minutes of the council</a>.'),
        ((Run("By whom?"),), "By whom?"),
        ((Run("‘By whom.’"),), "‘By whom.’"),
        ((Run("see "), Emphasis((Run("Kaleva"),))), "see <em>Kaleva</em>."),
    ],
)
def test_every_note_ends_in_a_stop(note: tuple[Inline, ...], wanted: str) -> None:
    assert of(Note(note)) == f'<span class="fn" data-src="oulu/standfirst">{wanted}</span>'


def test_a_raised_letter_that_begins_a_note_keeps_its_word() -> None:
    assert of(Raised("a"), Run(" All days. "), Raised("b"), Run(" Rain.")) == (
        "<sup>a</sup>\u00a0All days. <sup>b</sup>\u00a0Rain."
    )
    assert of(Run("CO"), Raised("2"), Run(" and more")) == "CO<sup>2</sup> and more"


def test_a_cross_reference_prints_the_folio_as_the_language_does() -> None:
    assert of(to("oulu/benches", "benches")) == (
        '<a href="#oulu/benches">benches (page\u00a0<span class="folio" data-folio="oulu/benches">18</span>)</a>'
    )
    assert "oulu/benches" in BENCH.refers


def test_a_cross_reference_without_words_takes_the_title() -> None:
    assert of(to("oulu/benches")).startswith('<a href="#oulu/benches">Benches where people sit (page')
    assert ">21</span>" in of(to("tampere"))


def test_a_figure_is_named_without_its_folio() -> None:
    assert of(Link("figure", "oulu/places", (Run("the table"),), 0)) == '<a href="#oulu/places">the table</a>'


def test_sources_are_those_of_the_report_then_the_general_ones() -> None:
    assert of(Link("source", "minutes", (), 0)) == '<a href="#sources/oulu-minutes">Minutes of the council</a>'
    assert of(Link("source", "census", (Run("x"),), 0)) == '<a href="#sources/general-census">x</a>'


def test_without_a_part_for_sources_nothing_leads_there() -> None:
    copy = replace(COPY, parts=tuple(setting for setting in COPY.parts if setting.kind != "sources"))
    given = Prose("", Field("oulu/standfirst"), (Paragraph((Link("source", "minutes", (), 0),)),))
    assert str(prose.inline(given, a_bench(copy))) == "Minutes of the council"


def test_a_reference_into_a_part_that_waits_leads_to_its_beginning() -> None:
    waiting = tuple(replace(report, missing=report.slug == "tampere") for report in COPY.reports)
    given = Prose("", Field("oulu/standfirst"), (Paragraph((to("tampere/benches", "there"),)),))
    assert str(prose.inline(given, a_bench(replace(COPY, reports=waiting)))).startswith('<a href="#tampere">there')


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "48 per cent of 12,000 hectares", "48\u00a0per cent of 12,000\u00a0hectares"),
        ("en", "5 km north, 8 December", "5\u00a0km north, 8\u00a0December"),
        ("en", "On 12 May 2018, or in 2012 May", "On 12\u00a0May 2018, or in 2012 May"),
        ("en", "19–21 November", "19–21 November"),
        ("en", "mag, no. 561, no 561", "mag, no.\u00a0561, no 561"),
        ("fr", "le 3 août, 3 aoûtats", "le 3\u00a0août, 3 aoûtats"),
        ("ja", "5 月", "5 月"),
        ("en", "Really ?", "Really ?"),
        (
            "fr",
            "Vraiment ? Oui ; voici : « mot » !",
            "Vraiment\u202f? Oui\u202f; voici\u00a0: «\u00a0mot\u00a0»\u202f!",
        ),
        ("fr-CA", "198 341 habitants", "198\u202f341\u00a0habitants"),
        ("fr", "en 2019 100 personnes", "en 2019 100 personnes"),
    ],
)
def test_spaces_that_do_not_break(language: str, text: str, wanted: str) -> None:
    assert typographic(text, language) == wanted


@given(st.text(alphabet="ab1 ;:!?«»%\u00a0km,."), st.sampled_from(["en", "fr", "el"]))
def test_typography_changes_spaces_only(text: str, language: str) -> None:
    for made in (typographic(text, language), no_runt(text)):
        assert len(made) == len(text)
        assert [a for a, b in zip(made, text, strict=True) if a != b] == [
            a for a, b in zip(made, text, strict=True) if a != b and b.isspace() and a.isspace()
        ]


def test_a_short_last_word_keeps_company() -> None:
    assert no_runt("what was asked of it") == "what was asked of\u00a0it"
    assert no_runt("two words") == "two words"
    assert no_runt("one two threefold") == "one two threefold"
    assert of(Run("what was asked of it"), Note((Run("said so"),))).startswith("what was asked of\u00a0it<span")
