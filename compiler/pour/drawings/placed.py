"""Which reports a drawing can show, and in which colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from compiler.model.copy import Slug
from compiler.model.publication import Position, Publication, Report

NOWHERE = Position(0.0, 0.0)
"""Where `check` puts a report whose position it does not know."""


def placed(publication: Publication) -> Publication:
    """The publication without the reports that have no place or no theme yet: their copy is missing."""
    known = tuple(report for report in publication.reports if _is_placed(report))
    return publication if len(known) == len(publication.reports) else replace(publication, reports=known)


def colour_of(report: Report) -> str:
    """The swatch of a report: that of its first theme's family."""
    return report.themes[0].family.swatch


def _is_placed(report: Report) -> bool:
    return bool(report.themes) and not (report.missing and report.position == NOWHERE)


def report_swatches(publication: Publication) -> Mapping[Slug, str]:
    """The swatch of each report: that of its first theme's family."""
    return {report.slug: colour_of(report) for report in publication.reports if report.themes}
