"""How reports end: an odd number of pages is closed by a plate, a last page that is nearly empty is told."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.model.copy import PartId
from compiler.model.diagnostics import Diagnostic, warning
from compiler.model.galley import SetPage
from compiler.model.look import Look
from compiler.model.part import Part
from compiler.model.publication import Publication

FULL_ENOUGH = 2 / 3
"""How much of the type area the last page of a report has to fill."""


def odd_reports(pages: Sequence[SetPage], parts: Sequence[Part], plates: frozenset[PartId]) -> frozenset[PartId]:
    """Reports that end on a recto left alone when set without a plate; `plates` had one this time."""
    reports = {part.id for part in parts if part.kind == "report"}
    return frozenset(id_ for id_ in reports if (len(_pages(pages, id_)) - (id_ in plates)) % 2)


def short_endings(
    set_pages: Sequence[SetPage], publication: Publication, look: Look, plates: frozenset[PartId]
) -> tuple[Diagnostic, ...]:
    """A warning for each report whose last text page is less than two thirds full and that gives no reason."""
    base, head, lines = look.measures["base"], look.measures["head-margin"], _lines(look)
    wanted = round(lines * FULL_ENOUGH + 0.5)
    said: list[Diagnostic] = []
    for report in publication.reports:
        pages = _pages(set_pages, PartId(report.slug))
        if PartId(report.slug) in plates:
            pages = pages[:-1]
        if report.missing or report.excuse is not None or len(pages) < 2:
            continue
        filled = round((pages[-1].depth - head) / base)
        if filled >= wanted:
            continue
        said.append(
            warning(
                "short-last-page",
                f"the last page of `{report.name.text}` ends on line {filled} of {lines} and has to reach {wanted}",
                field=str(report.not_known.field),
                help=(
                    f"add {wanted - filled} lines, or cut {filled} so that the page falls away",
                    "or say in this file why it stays: `excuse: <reason>`",
                ),
            )
        )
    return tuple(said)


def _pages(pages: Sequence[SetPage], id_: PartId) -> list[SetPage]:
    return [page for page in pages if page.part == id_]


def _lines(look: Look) -> int:
    """Base lines of the type area."""
    height = look.trim.height - look.measures["head-margin"] - look.measures["foot-margin"]
    return round(height / look.measures["base"])
