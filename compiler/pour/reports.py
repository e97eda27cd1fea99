"""Views of reports and convergences: picture, fitted name, neighbours, thumb index."""

from __future__ import annotations

import math

from compiler.model.measures import Length, mm, points
from compiler.model.part import Part
from compiler.model.publication import Convergence, Report
from compiler.pour import drawings
from compiler.pour.language import listed
from compiler.pour.views import ConvergenceView, ReportView, Tab
from compiler.pour.volume import Unpourable, Volume

SMALLEST_STEP = mm(10)
"""Thumb tabs nearer than this share their place, or no thumb could tell them apart."""

TALLEST = 1 / 15
"""A tab is at most so tall, as a share of the trim: the step of fifteen reports."""

NEAREST = 3


def report_view(volume: Volume, part: Part) -> ReportView:
    report, publication, look = _report(volume, part), volume.publication, volume.look
    swatch = report.themes[0].family.swatch if report.themes else next(iter(look.swatches), "")
    name = drawings.fit_name(look, report.name)
    plate = None
    if part.id in volume.plates:
        plate = volume.keep(
            f"{part.id}/plate", lambda: drawings.closing_plate(look, publication, report, volume.outlines)
        )
    return ReportView(
        report=report,
        total=len(publication.reports),
        swatch=swatch,
        type_on=volume.type_on(swatch),
        drawing=volume.keep(part.id, lambda: drawings.opener(look, publication, report, volume.outlines, name)),
        name=name,
        neighbours=drawings.neighbours(publication, report, NEAREST),
        tab=tab(report.number, len(publication.reports), look.trim.height, look.bleed),
        place=f"{drawings.latitude(publication, report.position)}  {drawings.longitude(publication, report.position)}",
        closing_plate=plate,
    )


def convergence_view(volume: Volume, part: Part) -> ConvergenceView:
    publication = volume.publication
    convergence = _convergence(volume, part)
    drawing = volume.keep(
        part.id, lambda: drawings.convergence_plate(volume.look, publication, convergence, volume.outlines)
    )
    names = {report.slug: report.name.text for report in publication.reports}
    caption = listed([names[slug] for slug in convergence.reports if slug in names], publication.language)
    return ConvergenceView(convergence, len(publication.convergences), drawing, caption)


def tab(number: int, total: int, height: Length, bleed: Length) -> Tab | None:
    """The thumb tab of a report: a step of the fore-edge each; several share one where steps would be too small.

    At the head and at the foot of the trim it goes on into the bleed.
    """
    if total < 2:
        return None
    shared = math.ceil(total / max(1, height // SMALLEST_STEP))
    steps = math.ceil(total / shared)
    step = height / steps
    at = (number - 1) // shared
    top = step * at
    foot = top + min(step, height * TALLEST)
    top -= bleed if at == 0 else 0
    foot += bleed if foot > height - 1 else 0
    return Tab(round(points(Length(round(top))), 3), round(points(Length(round(foot - top))), 3), str(number))


def _report(volume: Volume, part: Part) -> Report:
    found = next((report for report in volume.publication.reports if report.slug == part.id), None)
    if found is None:
        raise Unpourable(f"there is no report `{part.id}`")
    return found


def _convergence(volume: Volume, part: Part) -> Convergence:
    found = next((each for each in volume.publication.convergences if each.slug == part.id), None)
    if found is None:
        raise Unpourable(f"there is no convergence `{part.id}`")
    return found
