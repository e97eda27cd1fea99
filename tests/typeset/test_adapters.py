"""Adapters lean on WeasyPrint's internals: these tests fail when the ground moves, and when an adapter stays behind."""

from __future__ import annotations

import gc
import io
from contextlib import nullcontext
from importlib import import_module

import pytest

from compiler.typeset import proof, weasy
from compiler.typeset.adapters import (
    breaks,
    heads,
    labels,
    lines,
    loops,
    margins,
    notes,
    painting,
    parsing,
    pseudo,
    references,
    swatches,
)
from compiler.typeset.adapters.patch import Leaning, altered, digest, replaced
from compiler.typeset.collector import collector_resting
from compiler.typeset.door import Untyped, css, draw, html_stream, layout, page, pydyf, stream
from tests.typeset.builders import a_poured, set_, told, words

MODULES = (breaks, heads, labels, lines, loops, margins, notes, painting, parsing, proof, pseudo, references, swatches)
LEANINGS = [each for module in MODULES for each in module.LEANS_ON]


def named(name: str) -> Untyped:
    """The function a dotted name stands for; the getter of a property."""
    words = name.split(".")
    for length in range(len(words) - 1, 0, -1):
        try:
            found: Untyped = import_module(".".join(words[:length]))
        except ImportError:
            continue
        for word in words[length:]:
            found = getattr(found, word)
        return found.fget if isinstance(found, property) else found
    raise LookupError(name)


@pytest.mark.parametrize(("name", "known"), LEANINGS, ids=[name for name, _ in LEANINGS])
def test_what_an_adapter_leans_on_has_not_moved(name: str, known: str) -> None:
    assert digest(named(name)) == known, f"{name} has changed: look at the adapter, then write the new digest"


def test_every_adapter_says_what_it_leans_on() -> None:
    def empty(leaning: Leaning) -> bool:
        return not leaning

    assert not [module.__name__ for module in MODULES if empty(module.LEANS_ON)]


def test_adapters_are_gone_after_a_run() -> None:
    watched = (
        (layout, "layout_backgrounds"),
        (layout, "make_margin_boxes"),
        (layout, "make_all_pages"),
        (layout.LayoutContext, "_update_footnote_area"),
        (page, "remake_page"),
        (draw, "draw_text"),
        (stream.Stream, "set_color"),
        (stream.Stream, "add_font"),
        (pydyf.PDF, "page_references"),
        (css.StyleFor, "__call__"),
        (css.StyleFor, "set_computed_styles"),
        (html_stream.HTMLUnicodeInputStream, "chars_until"),
    )
    before = [getattr(owner, name) for owner, name in watched]
    set_(a_poured("<p>text</p>"), pdf=True)
    assert [getattr(owner, name) for owner, name in watched] == before


@pytest.mark.parametrize("saving", ["lines_kept", "patterns_kept", "pseudo_styles_deferred"])
def test_what_saves_time_changes_nothing(saving: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells, columns, notes, lists, broken words, generated words and anchors: the same bytes with it and without."""
    rules = """
        .j { text-align: justify; hyphens: auto } .c { columns: 2; column-gap: 2mm } td { padding: 0 1mm }
        ul { padding-left: 9pt } li::marker { color: color(--red 1) }
        q::before { content: attr(class); color: color(--red 1) }
        h2 { font: inherit } h2::before { content: "a"; -weasy-anchor: "one/x" } h2::after { content: "." }
        .big::first-letter { font-size: 9pt } .c::first-line { color: inherit }
    """
    html = (
        f'<p class="j">{words(60)}<span class="fn">{words(20)}</span> {words(30)}</p><h2>Head</h2>'
        f'<div class="c"><p>{words(40)}</p></div><p class="big">big</p>'
        f'<ul><li>{words(3)}</li></ul><p>a <q class="x">b</q></p>'
        f"<table><tr><td>{words(5)}</td><td>a b</td></tr></table><p>{words(60)} <a href='#one/x'>on</a></p>"
    )
    poured = a_poured(html, css=rules)
    kept = set_(poured, pdf=True)
    assert kept.value is not None
    assert {each.name for each in kept.diagnostics} <= {"overset"}, told(kept.diagnostics)
    monkeypatch.setattr(weasy, saving, nullcontext)
    assert set_(poured, pdf=True) == kept


def test_patterns_of_the_parser_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[Untyped, Untyped] = {}
    monkeypatch.setattr(html_stream, "characters_until_regex", known)
    end = frozenset("<")
    with parsing.patterns_kept():
        read = html_stream.HTMLUnicodeInputStream(io.StringIO("one<two<"))
        assert [read.chars_until(end), read.character(), read.chars_until(end)] == ["one", "<", "two"]
    assert list(known) == [(end, False)]


def test_the_collector_works_again_after_a_run() -> None:
    with collector_resting():
        assert not gc.isenabled()
        with collector_resting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    set_(a_poured("<p>text</p>"))
    assert gc.isenabled()


def test_adapters_are_gone_after_a_crash() -> None:
    class Owner:
        value = 1

    def crash() -> None:
        with replaced((Owner, "value", 0)):
            Owner.value = 1 // Owner.value

    with pytest.raises(ZeroDivisionError):
        crash()
    assert Owner.value == 1


def test_a_changed_source_is_refused() -> None:
    def grown() -> int:
        return 1

    with pytest.raises(LookupError, match="no longer holds"):
        altered(grown, {}, ("return 1", "return 2"), ("return 3", "return 4"))
