"""Views that list the volume: contents, matrix, sources."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.model.copy import Anchor, Field, Line
from compiler.model.part import Part
from compiler.model.publication import Convergence, Publication, Reference, Report, Theme
from compiler.pour.targets import GENERAL, shared, source_anchor
from compiler.pour.terms import Words
from compiler.pour.views import (
    ContentsEntry,
    ContentsView,
    MatrixCell,
    MatrixRow,
    MatrixView,
    SourceElsewhere,
    SourceEntry,
    SourcesGroup,
    SourcesView,
)
from compiler.pour.volume import Volume

UNLISTED = {"cover-front", "cover-back", "cover-sheet", "inside-cover", "title", "contents"}
"""Parts that a table of contents does not name."""

TITLES = {"map": "map_title", "matrix": "matrix_title", "index": "index_title", "sources": "sources_title"}
"""Terms that are the titles of parts without copy of their own."""


def contents_view(volume: Volume) -> ContentsView:
    """The parts in bound order; several convergences make one entry."""
    entries: list[ContentsEntry] = []
    convergences = [part for part in volume.parts if part.kind == "convergence"]
    for part in volume.parts:
        if part.kind in UNLISTED:
            continue
        if part.kind == "convergence" and len(convergences) > 1:
            if part is convergences[0]:
                entries.append(_convergences(volume.publication, part))
            continue
        entries.append(_entry(volume.publication, part))
    return ContentsView(tuple(entries))


def part_title(publication: Publication, part: Part) -> Line:
    """The title of a part as copy."""
    matter = publication.matter
    report = next((each for each in publication.reports if each.slug == part.id), None)
    if report is not None:
        return report.name
    convergence = next((each for each in publication.convergences if each.slug == part.id), None)
    if convergence is not None:
        return convergence_title(convergence)
    for found in (matter.how_to_read, matter.foreword, matter.colophon):
        if found is not None and found.title.text == part.title:
            return found.title
    if part.kind in TITLES:
        return Words(publication)[TITLES[part.kind]]
    return Line(part.title, publication.title.field)


def convergence_title(convergence: Convergence) -> Line:
    """The lines of a title as one."""
    field = convergence.title[0].field if convergence.title else convergence.field
    return Line(" ".join(line.text for line in convergence.title), field)


def _entry(publication: Publication, part: Part) -> ContentsEntry:
    report = next((each for each in publication.reports if each.slug == part.id and not each.missing), None)
    if report is None:
        return ContentsEntry(part_title(publication, part), Anchor(part.id), (), ())
    below = tuple((initiative.title, initiative.anchor) for initiative in report.initiatives)
    return ContentsEntry(report.name, Anchor(part.id), report.themes, below)


def _convergences(publication: Publication, first: Part) -> ContentsEntry:
    below = tuple((convergence_title(each), Anchor(each.slug)) for each in publication.convergences)
    return ContentsEntry(Words(publication)["convergences"], Anchor(first.id), (), below)


# ---- matrix --------------------------------------------------------------------------------------------------------


def matrix_view(volume: Volume) -> MatrixView:
    """Reports against themes; a report that waits for its copy has no row, for its cells would call it silent."""
    themes = volume.publication.themes
    rows = tuple(_row(report, themes) for report in volume.publication.reports if not report.missing)
    counts = tuple(sum(row.cells[index].anchor is not None for row in rows) for index in range(len(themes)))
    return MatrixView(themes, rows, counts)


def _row(report: Report, themes: tuple[Theme, ...]) -> MatrixRow:
    return MatrixRow(report.number, report.name, Anchor(report.slug), tuple(_cell(report, theme) for theme in themes))


def _cell(report: Report, theme: Theme) -> MatrixCell:
    leads = [each.anchor for each in report.initiatives if each.themes and each.themes[0].key == theme.key]
    touches = [each.anchor for each in report.initiatives if any(other.key == theme.key for other in each.themes)]
    return MatrixCell(theme, next(iter((*leads, *touches)), None), bool(leads))


# ---- sources -------------------------------------------------------------------------------------------------------


def sources_view(volume: Volume) -> SourcesView:
    """Sources by report, by convergence, then the general ones in their groups; each is printed in full once."""
    return SourcesView(tuple(_groups(volume.publication)))


def _groups(publication: Publication) -> Iterator[SourcesGroup]:
    for report in publication.reports:
        if report.sources and not report.missing:
            yield SourcesGroup(report.name, Anchor(report.slug), _entries(report.slug, report.sources), ())
    elsewhere = shared(publication)
    names = _names_of_groups(publication)
    for convergence in publication.convergences:
        if convergence.sources:
            slug = convergence.slug
            own = tuple(each for each in convergence.sources if (slug, each.key) not in elsewhere)
            others = [(each, elsewhere[slug, each.key]) for each in convergence.sources if each not in own]
            yield SourcesGroup(
                convergence_title(convergence),
                Anchor(slug),
                _entries(slug, own),
                tuple(SourceElsewhere(source_anchor(*where), each, names[where]) for each, where in others),
            )
    for name, references in publication.matter.general_sources:
        yield SourcesGroup(name, None, _entries(GENERAL, references), ())


def _names_of_groups(publication: Publication) -> dict[tuple[str, str], Line]:
    """The head that each source stands under."""
    names: dict[tuple[str, str], Line] = {}
    for report in publication.reports:
        names.update(((report.slug, each.key), report.name) for each in report.sources)
    for convergence in publication.convergences:
        title = convergence_title(convergence)
        names.update(((convergence.slug, each.key), title) for each in convergence.sources)
    for name, references in publication.matter.general_sources:
        names.update(((GENERAL, each.key), name) for each in references)
    return names


def _entries(owner: str, references: tuple[Reference, ...]) -> tuple[SourceEntry, ...]:
    return tuple(SourceEntry(source_anchor(owner, each.key), each) for each in references)


def field_of(publication: Publication, part: Part) -> Field:
    """The field that a part's wrapper carries: its copy, or the entry of publication.yaml that asks for it."""
    matter = publication.matter
    own: dict[str, Field] = {each.slug: each.field for each in (*publication.reports, *publication.convergences)}
    if part.id in own:
        return own[part.id]
    copy = {
        "how-to-read": matter.how_to_read,
        "foreword": matter.foreword,
        "colophon": matter.colophon,
        "cover-front": matter.cover,
        "cover-back": matter.cover,
        "cover-sheet": matter.cover,
        "inside-cover": matter.cover,
        "title": matter.cover,
    }.get(part.kind)
    if copy is not None:
        return copy.field
    setting = next((each for each in publication.parts if each.kind == part.kind), None)
    return setting.field if setting is not None else publication.field
