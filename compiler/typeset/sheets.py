"""Style sheets as WeasyPrint takes them, with what it said of each while it read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from compiler.model.look import Look
from compiler.model.part import Poured, StyleSheet
from compiler.typeset.bound import BLANK, first_side, frames, tokens_of_pages
from compiler.typeset.door import Untyped, weasyprint
from compiler.typeset.listening import Heard, listening
from compiler.typeset.masters import take_apart

TOKENS = "layouts/tokens.css"
"""Where the tokens of the look stand."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said of a sheet."""

    heard: Heard
    sheet: StyleSheet


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets in the order of the cascade as one, those of the layouts as files, and what was said of them."""

    parsed: Untyped
    files: tuple[StyleSheet, ...]
    remarks: tuple[Remark, ...]


def sheets_of(poured: Sequence[Poured], look: Look) -> Sheets:
    """All sheets of a run: each file once, its named masters once for each part that uses it."""
    files = tuple(dict.fromkeys((StyleSheet(TOKENS, None, look.css), *(s for each in poured for s in each.styles))))
    pieces: list[tuple[str, StyleSheet | None]] = [(f"{BLANK}\n{first_side([each.part for each in poured])}", None)]
    pieces += [(take_apart(sheet.css).body, sheet) for sheet in files]
    tokens: list[tuple[int, str]] = []
    for each, frame in zip(poured, frames(poured), strict=True):
        tokens.append((len(pieces), tokens_of_pages(each, frame)))
        for sheet in each.styles:
            apart = take_apart(sheet.css)
            if apart.rules:
                pieces.append((apart.written_for(frame.master), sheet))
    read = _read(tuple(css for css, _ in pieces))
    said = ((sheet, each) for (_, sheet), said in zip(pieces, read.heard, strict=True) for each in said)
    remarks = [Remark(each, sheet) for sheet, each in said if sheet is not None]
    return Sheets(_with_tokens(read, tokens), files, tuple(dict.fromkeys(remarks)))


@dataclass(frozen=True, slots=True)
class _Read:
    """Sheets as parsed into one, how many page rules there were after each, and what was said of each."""

    whole: Untyped
    page_rules: tuple[int, ...]
    heard: tuple[tuple[Heard, ...], ...]


@lru_cache(maxsize=16)
def _read(pieces: tuple[str, ...]) -> _Read:
    """Sheets as parsed, into one: each more would be asked about every element.

    They are the same in every pass, and for every part of a kind.
    """
    whole = weasyprint.CSS(string="")
    counts: list[int] = []
    heard: list[tuple[Heard, ...]] = []
    for css in pieces:
        with listening() as ear:
            weasyprint.CSS(string=css, matcher=whole.matcher, page_rules=whole.page_rules, layers=whole.layers)
        counts.append(len(whole.page_rules))
        heard.append(tuple(ear.heard))
    return _Read(whole, tuple(counts), tuple(heard))


def _with_tokens(read: _Read, tokens: Sequence[tuple[int, str]]) -> Untyped:
    """The sheets with page rules that hold the tokens of a part, each after so many pieces.

    Tokens differ from part to part, and are nothing but page rules: all else is shared.
    """
    whole = weasyprint.CSS(string="")
    whole.matcher, whole.layers = read.whole.matcher, read.whole.layers
    rules: list[Untyped] = []
    at = 0
    for after, css in tokens:
        upto = read.page_rules[after - 1] if after else 0
        rules += [*read.whole.page_rules[at:upto], *weasyprint.CSS(string=css).page_rules]
        at = upto
    whole.page_rules = [*rules, *read.whole.page_rules[at:]]
    return whole
