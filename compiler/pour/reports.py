"""Views of reports and convergences: picture, fitted name, neighbours, thumb index."""

from __future__ import annotations

import json
import math

from markupsafe import Markup

from compiler.model.copy import Anchor
from compiler.model.measures import Length, mm, points
from compiler.model.part import Part
from compiler.model.publication import Convergence, Report
from compiler.pour.drawings.type import fit_name
from compiler.pour.drawings.words import latitude, longitude
from compiler.pour.language import listed
from compiler.pour.views import ConvergenceView, Neighbour, ReportView, Tab
from compiler.pour.volume import Frame, Unpourable, Volume

SMALLEST_STEP = mm(10)
"""Thumb tabs nearer than this share their place, or no thumb could tell them apart."""

TALLEST = 1 / 15
"""A tab is at most so tall, as a share of the trim: the step of fifteen reports."""

NEAREST = 3


def report_view(volume: Volume, part: Part) -> ReportView:
    report, publication, look = _report(volume, part), volume.publication, volume.look
    swatch = report.themes[0].family.swatch if report.themes else next(iter(look.swatches), "")
    name = fit_name(look, report.name)
    plate = volume.keep(f"{part.id}/plate", lambda frame: _plate(frame, part)) if part.id in volume.plates else None
    return ReportView(
        report=report,
        total=len(publication.reports),
        swatch=swatch,
        type_on=volume.type_on(swatch),
        drawing=volume.keep(part.id, lambda frame: _opener(frame, part)),
        name=name,
        neighbours=_neighbours(volume, part),
        tab=tab(report.number, len(publication.reports), look.trim.height, look.bleed),
        place=f"{latitude(publication, report.position)}  {longitude(publication, report.position)}",
        closing_plate=plate,
    )


def convergence_view(volume: Volume, part: Part) -> ConvergenceView:
    publication = volume.publication
    convergence = _convergence(volume, part)
    drawing = volume.keep(part.id, lambda frame: _convergence_plate(frame, part))
    names = {report.slug: report.name.text for report in publication.reports}
    caption = listed([names[slug] for slug in convergence.reports if slug in names], publication.language)
    return ConvergenceView(convergence, len(publication.convergences), drawing, caption)


def _opener(frame: Frame, part: Part) -> Markup:
    from compiler.pour.drawings.opener import opener

    report = frame.report(part.id)
    return opener(frame.look, frame.publication, report, frame.outlines(), fit_name(frame.look, report.name))


def _plate(frame: Frame, part: Part) -> Markup:
    from compiler.pour.drawings.bands import closing_plate

    return closing_plate(frame.look, frame.publication, frame.report(part.id), frame.outlines())


def _convergence_plate(frame: Frame, part: Part) -> Markup:
    from compiler.pour.drawings.plates import convergence_plate

    return convergence_plate(frame.look, frame.publication, frame.convergence(part.id), frame.outlines())


def _neighbours(volume: Volume, part: Part) -> tuple[Neighbour, ...]:
    """The nearest reports: distances are kept as drawings are, for they take the same libraries."""

    def measured(frame: Frame) -> Markup:
        from compiler.pour.drawings.geography import neighbours

        found = neighbours(frame.publication, frame.report(part.id), NEAREST)
        return Markup(json.dumps([[each.anchor, each.kilometres] for each in found]))

    names = {report.slug: report.name for report in volume.publication.reports}
    kept = json.loads(volume.keep(f"{part.id}/neighbours", measured))
    return tuple(Neighbour(names[slug], kilometres, Anchor(slug)) for slug, kilometres in kept)


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
