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
    """Parsed sheets in the order of the cascade, those of the layouts as files, and what was said of them."""

    parsed: tuple[Untyped, ...]
    files: tuple[StyleSheet, ...]
    remarks: tuple[Remark, ...]


def sheets_of(poured: Sequence[Poured], look: Look) -> Sheets:
    """All sheets of a run: each file once, its named masters once for each part that uses it."""
    files = tuple(dict.fromkeys((StyleSheet(TOKENS, None, look.css), *(s for each in poured for s in each.styles))))
    parsed: list[Untyped] = [_read(f"{BLANK}\n{first_side([each.part for each in poured])}")[0]]
    remarks: list[Remark] = []

    def take(css: str, sheet: StyleSheet) -> None:
        read, heard = _read(css)
        parsed.append(read)
        remarks.extend(Remark(each, sheet) for each in heard)

    for sheet in files:
        take(take_apart(sheet.css).body, sheet)
    for each, frame in zip(poured, frames(poured), strict=True):
        parsed.append(_read(tokens_of_pages(each, frame))[0])
        for sheet in each.styles:
            apart = take_apart(sheet.css)
            if apart.rules:
                take(apart.written_for(frame.master), sheet)
    return Sheets(tuple(parsed), files, tuple(dict.fromkeys(remarks)))


@lru_cache(maxsize=1024)
def _read(css: str) -> tuple[Untyped, tuple[Heard, ...]]:
    """A sheet as parsed. A publication is set several times: its sheets are read once."""
    with listening() as ear:
        read = weasyprint.CSS(string=css)
    return read, tuple(ear.heard)
