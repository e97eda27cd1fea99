"""Notes stand on the page of their call, whatever stands around them."""

from __future__ import annotations

import random
from contextlib import nullcontext

import pytest

from compiler.typeset import door, weasy
from compiler.typeset.adapters.notes import notes_stay
from tests.typeset.builders import WORDS, a_part, a_poured, names, set_

CSS = """
@page { size: 120mm 90mm; margin: 9pt 10mm 9.1pt 30mm;
  @footnote { margin-top: 6.75pt; border-top: .75pt solid color(--ink 1); padding-top: 6pt } }
html { font: 10pt/13.5pt "Source Serif 4" } section { break-inside: avoid; height: 54pt }
h2 { font-size: 14pt; line-height: 27pt; break-after: avoid; font-weight: inherit; margin: 0 }
table { border-spacing: 0; width: 100% }
ul { margin: 0; padding-left: 13.5pt }
"""


def text(rng: random.Random, length: int, share: float) -> str:
    out: list[str] = []
    for _ in range(length):
        out.append(rng.choice(WORDS))
        if rng.random() < share:
            out[-1] += f'<span class="fn">{" ".join(rng.choice(WORDS) for _ in range(rng.randint(3, 25)))}</span>'
    return " ".join(out)


def block(rng: random.Random, share: float) -> str:
    kind = rng.random()
    if kind < 0.6:
        return f"<p>{text(rng, rng.randint(20, 100), share)}</p>"
    if kind < 0.7:
        return f"<h2>{text(rng, rng.randint(2, 8), share / 2)}</h2><p>{text(rng, rng.randint(20, 60), share)}</p>"
    if kind < 0.8:
        return f"<ul>{''.join(f'<li>{text(rng, rng.randint(5, 30), share)}</li>' for _ in range(3))}</ul>"
    if kind < 0.85:
        return "<section></section>"
    if kind < 0.92:
        rows = "".join(
            f"<tr><td>{text(rng, rng.randint(1, 9), share / 2)}</td><td>{text(rng, 3, 0)}</td></tr>" for _ in range(4)
        )
        return f"<table>{rows}</table>"
    return f'<aside class="m" data-margin>{text(rng, 8, 0)}</aside><p>{text(rng, rng.randint(40, 80), share)}</p>'


def document(seed: int) -> str:
    rng = random.Random(seed)
    share = rng.choice([0.01, 0.02, 0.04])
    return "".join(block(rng, share) for _ in range(8))


@pytest.mark.parametrize("seed", range(12))
def test_notes_stay_with_their_calls(seed: int) -> None:
    outcome = set_(a_poured(document(seed), a_part(), css=CSS))
    assert not {"note-away", "lost-note"} & set(names(outcome.diagnostics))


def test_without_the_adapter_they_would_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison of call and note sees what WeasyPrint does by itself."""
    monkeypatch.setattr(weasy, "notes_stay", nullcontext)
    said = [name for seed in range(12) for name in names(set_(a_poured(document(seed), a_part(), css=CSS)).diagnostics)]
    assert {"note-away", "lost-note"} & set(said)


def test_a_note_longer_than_its_page_is_reported() -> None:
    note = " ".join(WORDS * 30)
    outcome = set_(a_poured(f'<p data-src="one/p">text<span class="fn" data-src="one/n">{note}</span></p>', a_part()))
    away = [each for each in outcome.diagnostics if each.name == "note-away"]
    assert [each.field for each in away] == ["one/n"]


def test_the_adapter_is_put_in_once() -> None:
    before = door.block._linebox_layout
    with notes_stay():
        assert door.block._linebox_layout is not before
    assert door.block._linebox_layout is before
