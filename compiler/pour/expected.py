"""Every piece of copy that has to be found on the pages: what the publication holds, less what is not for print."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from compiler.model.copy import Line, Prose
from compiler.model.part import Part
from compiler.model.publication import Publication
from compiler.pour.indexing import printed
from compiler.pour.targets import shared

UNPRINTED: Mapping[str, frozenset[str]] = {
    # Spoken by a screen reader in place of the drawing.
    "Chart": frozenset({"alternative"}),
    # `rights` is for whoever gives the picture on.
    "Picture": frozenset({"alternative", "rights"}),
    # The excuse is for colleagues; index and sources stand in parts of their own.
    "Report": frozenset({"excuse", "index", "sources"}),
    "Convergence": frozenset({"index", "sources"}),
    "Foreword": frozenset({"index"}),
    # The spine exists on the cover sheet only, which is set by itself.
    "Cover": frozenset({"spine", "spine_imprint"}),
    # `text` says when; `date` is there to be compared with the edition's.
    "Reference": frozenset({"date"}),
    # `short` replaces the name where a column is narrow; partners are named by the fact `with`.
    "Theme": frozenset({"short", "family"}),
    "Initiative": frozenset({"partners"}),
}
"""Fields that are not printed where they stand, by type."""


def expected(publication: Publication, parts: tuple[Part, ...]) -> tuple[Line | Prose, ...]:
    """All copy of the parts given that a reader must find; terms are printed as layouts need them and not asked for."""
    found: dict[tuple[str, str], Line | Prose] = {}
    for part in parts:
        for piece in _of_part(publication, part):
            if piece.text.strip():
                found.setdefault((str(piece.field), piece.text), piece)
    return tuple(found.values())


def _of_part(publication: Publication, part: Part) -> Iterator[Line | Prose]:
    matter = publication.matter
    match part.kind:
        case "cover-front":
            yield from _copy(matter.cover)
        case "title" if matter.cover is not None:
            yield from matter.cover.lines
        case "how-to-read":
            yield from _copy(matter.how_to_read)
        case "foreword":
            yield from _copy(matter.foreword)
        case "colophon":
            yield from _copy(matter.colophon)
        case "report":
            report = next((each for each in publication.reports if each.slug == part.id), None)
            if report is not None and report.area_name and report.area_name.text == report.name.text:
                # An area that is named as its city is need not be named twice.
                report = dataclasses.replace(report, area_name=None)
            yield from _copy(report)
        case "convergence":
            yield from _copy(next((each for each in publication.convergences if each.slug == part.id), None))
        case "sources":
            yield from _sources(publication)
        case "index":
            yield from printed(publication)
        case _:
            return


def _sources(publication: Publication) -> Iterator[Line | Prose]:
    for report in publication.reports:
        if not report.missing:
            yield from _copy(report.sources)
    elsewhere = shared(publication)
    for convergence in publication.convergences:
        yield from _copy(tuple(each for each in convergence.sources if (convergence.slug, each.key) not in elsewhere))
    yield from _copy(publication.matter.general_sources)


def _copy(value: object) -> Iterator[Line | Prose]:
    """Lines and prose of a value, through dataclasses and tuples."""
    if isinstance(value, Line | Prose):
        yield value
    elif isinstance(value, tuple):
        for each in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _copy(each)  # pyright: ignore[reportUnknownArgumentType]
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        unprinted = UNPRINTED.get(type(value).__name__, frozenset())
        for field in dataclasses.fields(value):
            if field.name not in unprinted:
                yield from _copy(getattr(value, field.name))
