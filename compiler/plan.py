"""Publication -> ordered parts: which side each opens on, and how its pages are numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compiler.model.copy import Line, PartId, Prose
from compiler.model.part import Part, PartKind
from compiler.model.publication import PartSetting, Publication, Side

OPENS: dict[str, Side] = {
    "title": "recto",
    "how-to-read": "verso",
    "contents": "recto",
    "foreword": "verso",
    "map": "either",
    "reports": "verso",
    "convergences": "verso",
    "matrix": "verso",
    "index": "either",
    "sources": "either",
    "colophon": "either",
}
"""Sides that parts open on when publication.yaml does not say.

A report is a spread: opener on the verso, text on the recto. The inside of the back cover is a recto, so that the
interior has an even number of pages: a blank one follows where needed.
"""


def plan(publication: Publication) -> tuple[Part, ...]:
    """The parts of the screen edition in bound order; covers stand before and after the interior."""
    words = publication.terms
    parts: list[Part] = []
    covered = any(setting.kind == "cover" for setting in publication.parts)
    if covered:
        parts += [
            _cover("cover-front", publication.title.text, "recto", words["cover_label"].text),
            _cover("inside-front", "", "verso", words["inside_cover_label"].text),
        ]
    parts += [part for setting in publication.parts for part in _interior(publication, setting)]
    if covered:
        parts += [
            _cover("inside-back", "", "recto", words["inside_cover_label"].text),
            _cover("cover-back", "", "verso", words["back_cover_label"].text),
        ]
    return tuple(parts)


def cover_sheet(publication: Publication) -> Part | None:
    """The sheet that folds into back, spine and front; None for a publication without a cover."""
    if not any(setting.kind == "cover" for setting in publication.parts):
        return None
    title, label = publication.title.text, publication.terms["cover_label"].text
    return Part(PartId("cover-sheet"), "cover-sheet", None, title, "either", "arabic", False, False, label)


PER_PAGE = 2000
"""Characters of copy that a page of a report holds, tables and charts allowed for."""


ENTRIES = 210
"""Entries of the index that a page holds."""


def likely_pages(part: Part, copy: Sequence[Line | Prose]) -> int:
    """How many pages a part will have, as far as its kind and its copy tell: a guess to begin with."""
    if part.kind == "report":
        return 2 * (1 + sum(len(piece.text) for piece in copy) // (2 * PER_PAGE))
    if part.kind == "index":
        return 1 + len(copy) // ENTRIES
    return {"convergence": 2, "contents": 2, "foreword": 3, "sources": 8}.get(part.kind, 1)


def _cover(id_: str, title: str, opens: Side, label: str) -> Part:
    kind: PartKind = "cover-front" if id_ == "cover-front" else "cover-back" if id_ == "cover-back" else "inside-cover"
    return Part(PartId(id_), kind, None, title, opens, "arabic", False, False, label)


def _interior(publication: Publication, setting: PartSetting) -> Iterator[Part]:
    """The parts that one entry of `parts` stands for: one, or one for each report or convergence."""
    opens = setting.opens or OPENS.get(setting.kind, "either")
    numerals = setting.numerals or "arabic"

    def part(id_: str, kind: PartKind, number: int | None, title: str, restart: bool) -> Part:
        return Part(PartId(id_), kind, number, title, opens, numerals, restart, True, None)

    matter, words = publication.matter, publication.terms
    match setting.kind:
        case "cover":
            return
        case "reports":
            for index, report in enumerate(publication.reports):
                kind: PartKind = "placeholder" if report.missing else "report"
                yield part(report.slug, kind, report.number, report.name.text, setting.restart and index == 0)
        case "convergences":
            for index, each in enumerate(publication.convergences):
                title = " ".join(line.text for line in each.title)
                yield part(each.slug, "convergence", each.number, title, setting.restart and index == 0)
        case "title":
            yield part("title", "title", None, publication.title.text, setting.restart)
        case "how-to-read" if matter.how_to_read:
            yield part("how-to-read", "how-to-read", None, matter.how_to_read.title.text, setting.restart)
        case "contents":
            yield part("contents", "contents", None, words["contents"].text, setting.restart)
        case "foreword" if matter.foreword:
            yield part("foreword", "foreword", None, matter.foreword.title.text, setting.restart)
        case "map" if publication.geography:
            yield part("map", "map", None, words["map_title"].text, setting.restart)
        case "matrix":
            yield part("matrix", "matrix", None, words["matrix_title"].text, setting.restart)
        case "index":
            yield part("index", "index", None, words["index_title"].text, setting.restart)
        case "sources":
            yield part("sources", "sources", None, words["sources_title"].text, setting.restart)
        case "colophon" if matter.colophon:
            yield part("colophon", "colophon", None, matter.colophon.title.text, setting.restart)
        case _:
            # A kind whose copy is missing has been reported by check; there is nothing to set for it.
            return
