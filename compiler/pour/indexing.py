"""The index: entries of the copy, and of themselves all cities, initiatives, partners and themes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from compiler.model.copy import Anchor, Line, PartId
from compiler.model.part import Folio, Folios
from compiler.model.publication import Publication, Report
from compiler.pour.language import without_article
from compiler.pour.targets import END
from compiler.pour.views import IndexFolios, IndexLetter, IndexLine, IndexView
from compiler.pour.volume import Volume

KEYWORD = re.compile(r"[,:;(]")
"""Ends the words that an entry is looked up by."""

OTHERS = "#"
"""Stands over entries that begin with a figure or a mark."""


@dataclass(frozen=True, slots=True)
class _Use:
    """One place that an entry names; `whole` for a part from its first page to its last."""

    anchor: Anchor
    main: bool
    whole: bool


@dataclass(slots=True)
class _Entry:
    text: Line
    uses: list[_Use] = field(default_factory=list["_Use"])
    below: dict[str, _Entry] = field(default_factory=dict[str, "_Entry"])


def index_view(volume: Volume) -> IndexView:
    """All entries under their letters; uses on one page are one folio, on pages in a row one range.

    Articles at the head of an entry are printed and not sorted by.
    """
    language = volume.publication.language
    letters: dict[str, list[IndexLine]] = {}
    entries = _entries(volume.publication)
    ranks = _ranks(volume, entries, language)
    for entry in sorted(entries, key=lambda entry: ranks[entry.text.text]):
        lines = letters.setdefault(letter(without_article(entry.text.text, language)), [])
        lines.append(_line(entry, 0, volume.folios))
        below = sorted(entry.below.values(), key=lambda entry: ranks[entry.text.text])
        lines += [_line(each, 1, volume.folios) for each in below]
    return IndexView(tuple(IndexLetter(each, tuple(lines)) for each, lines in letters.items()))


def printed(publication: Publication) -> Iterator[Line]:
    """All entries and sub-entries as they are printed: of those that are spelled alike, the first."""
    for entry in _entries(publication):
        yield entry.text
        yield from (below.text for below in entry.below.values())


def headings(term: Line) -> tuple[Line, ...]:
    """The heading, and the sub-entry after `>`, of an index term."""
    return tuple(Line(piece.strip(), term.field) for piece in term.text.split(">", 1) if piece.strip())


def letter(text: str) -> str:
    """The letter that an entry stands under: its first, without accents; `#` for what does not begin with a letter."""
    plain = unicodedata.normalize("NFD", text.lstrip("«“‘'\"(").strip())[:1].upper()[:1]
    return plain if plain.isalpha() else OTHERS


Collator = Any
"""pyuca has no types."""


@lru_cache(maxsize=1)
def _collator() -> Collator:
    import pyuca  # pyright: ignore[reportMissingTypeStubs]

    return pyuca.Collator()


@lru_cache(maxsize=65536)
def sort_key(text: str) -> tuple[int, ...]:
    """The key of the Unicode Collation Algorithm, whose default order serves Latin and Greek alike.

    No language that we set has a tailoring: French sorts by the default order since CLDR 1.9 (only fr-CA does not).
    """
    return tuple(_collator().sort_key(text))


def _ranks(volume: Volume, entries: Sequence[_Entry], language: str) -> dict[str, int]:
    """Where each text stands among all: kept on the shelf, for the table of the algorithm takes a while to load."""
    texts = {each.text.text for entry in entries for each in (entry, *entry.below.values())}

    def order() -> list[str]:
        return sorted(texts, key=lambda text: (sort_key(without_article(text, language)), text))

    shelf = volume.frame.shelf
    if shelf is None:
        return {text: rank for rank, text in enumerate(order())}
    key = shelf.key(sorted(texts), language)
    kept = shelf.find(key, "order")
    if kept is None:
        kept = json.dumps(order())
        shelf.keep(key, "order", kept)
    return {text: rank for rank, text in enumerate(json.loads(kept))}


def _entries(publication: Publication) -> list[_Entry]:
    """All entries but those that the title of an initiative makes needless."""
    entries: dict[str, _Entry] = {}
    for term, use in _uses(publication):
        _take(entries, term, use)
    titles = {
        initiative.title.text.casefold(): initiative.anchor
        for report in publication.reports
        if not report.missing
        for initiative in report.initiatives
    }
    return [entry for key, entry in entries.items() if key in titles or not _needless(entry, titles)]


def _needless(entry: _Entry, titles: Mapping[str, Anchor]) -> bool:
    """True for an entry that leads to one initiative only, whose title begins with the same words.

    The two would stand one above the other with the same folio: `KMØ 51`, `KMØ, in a former factory 51`. The words
    are those up to the first comma or colon: `observatory, free transport` begins as `Observatory of free transport`.
    """
    if entry.below or len({use.anchor for use in entry.uses}) != 1:
        return False
    words = KEYWORD.split(entry.text.text.casefold(), 1)[0].strip()
    anchor = entry.uses[0].anchor
    return any(
        anchor == leads and title.startswith(words) and not title[len(words) : len(words) + 1].isalnum()
        for title, leads in titles.items()
    )


def _take(entries: dict[str, _Entry], term: Line, use: _Use) -> None:
    level, entry = entries, None
    for heading in headings(term):
        entry = level.setdefault(heading.text.casefold(), _Entry(heading))
        level = entry.below
    if entry is not None:
        entry.uses.append(use)


# ---- where entries come from ---------------------------------------------------------------------------------------


def _uses(publication: Publication) -> Iterator[tuple[Line, _Use]]:
    foreword = publication.matter.foreword
    for report in publication.reports:
        if not report.missing:
            yield from _of_report(report)
    for owner in (*publication.reports, *publication.convergences, *((foreword,) if foreword else ())):
        for entry in owner.index:
            yield entry.term, _Use(entry.to, entry.main, False)


def _of_report(report: Report) -> Iterator[tuple[Line, _Use]]:
    yield report.name, _Use(Anchor(report.slug), True, True)
    for initiative in report.initiatives:
        yield initiative.title, _Use(initiative.anchor, True, False)
        for index, theme in enumerate(initiative.themes):
            yield theme.name, _Use(initiative.anchor, index == 0, False)
        for partner in initiative.partners:
            yield partner.name, _Use(initiative.anchor, False, False)


# ---- folios --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A use with its pages; without folios (first pass) every use keeps a place of its own."""

    use: _Use
    first: Folio | None
    last: Folio | None


def _line(entry: _Entry, depth: int, folios: Folios | None) -> IndexLine:
    return IndexLine(entry.text, depth, tuple(_folios(entry.uses, folios)))


def _folios(uses: Sequence[_Use], folios: Folios | None) -> Iterator[IndexFolios]:
    if folios is None:
        for use in dict.fromkeys(uses):
            yield IndexFolios(use.anchor, _end(use.anchor) if use.whole else None, use.main)
        return
    run: list[_Stretch] = []
    for stretch in sorted(_stretches(uses, folios), key=_order):
        if run and _continues(run, stretch):
            run.append(stretch)
            continue
        if run:
            yield _joined(run)
        run = [stretch]
    if run:
        yield _joined(run)


def _stretches(uses: Sequence[_Use], folios: Folios) -> Iterator[_Stretch]:
    for use in dict.fromkeys(uses):
        part = PartId(use.anchor.split("/")[0])
        first = folios.of.get(use.anchor) or folios.first.get(part)
        yield _Stretch(use, first, folios.last.get(part) if use.whole else first)


def _order(stretch: _Stretch) -> tuple[int, int, bool]:
    """By page; the longest of those that begin together first, a main one before others."""
    first = stretch.first.page_index if stretch.first else -1
    last = stretch.last.page_index if stretch.last else -1
    return first, -last, not stretch.use.main


def _reach(run: Sequence[_Stretch]) -> int:
    return max(stretch.last.page_index if stretch.last else -1 for stretch in run)


def _continues(run: Sequence[_Stretch], stretch: _Stretch) -> bool:
    """True for a use on a page that the run holds already, or on the next one with the same weight."""
    if stretch.first is None:
        return run[0].first is None
    if stretch.first.page_index <= _reach(run):
        return True
    same = stretch.use.main == run[0].use.main and stretch.first.numerals == (run[0].first or stretch.first).numerals
    return same and stretch.first.page_index == _reach(run) + 1


def _joined(run: Sequence[_Stretch]) -> IndexFolios:
    first = run[0]
    furthest = max(run, key=lambda stretch: stretch.last.page_index if stretch.last else -1)
    main = any(stretch.use.main for stretch in run)
    if first.first is None or furthest.last is None or furthest.last.page_index == first.first.page_index:
        return IndexFolios(first.use.anchor, None, main)
    last = _end(furthest.use.anchor) if furthest.use.whole else furthest.use.anchor
    return IndexFolios(first.use.anchor, last, main)


def _end(anchor: Anchor) -> Anchor:
    return Anchor(f"{anchor.split('/')[0]}/{END}")
