"""Adapters lean on WeasyPrint's internals: these tests fail when the ground moves, and when an adapter stays behind."""

from __future__ import annotations

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
    references,
    swatches,
)
from compiler.typeset.adapters.patch import Leaning, altered, digest, replaced
from compiler.typeset.door import Untyped, draw, layout, page, pydyf, stream
from tests.typeset.builders import a_poured, set_, words

MODULES = (breaks, heads, labels, lines, loops, margins, notes, painting, proof, references, swatches)
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
    )
    before = [getattr(owner, name) for owner, name in watched]
    set_(a_poured("<p>text</p>"), pdf=True)
    assert [getattr(owner, name) for owner, name in watched] == before


def test_kept_lines_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables, columns, notes, justified and hyphenated text: the same bytes with lines kept and without."""
    css = ".j { text-align: justify; hyphens: auto } .c { columns: 2; column-gap: 2mm } td { padding: 0 1mm }"
    html = (
        f'<p class="j">{words(60)}<span class="fn">{words(20)}</span> {words(30)}</p>'
        f'<div class="c"><p>{words(40)}</p></div>'
        f"<table><tr><td>{words(9)}</td><td>{words(4)}</td></tr></table><p>{words(60)}</p>"
    )
    poured = a_poured(html, css=css)
    kept = set_(poured, pdf=True)
    assert kept.value is not None
    monkeypatch.setattr(weasy, "lines_kept", nullcontext)
    assert set_(poured, pdf=True) == kept


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
