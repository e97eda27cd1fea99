"""Plates of convergences: the areas of some reports moved together at one scale."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from compiler.model.look import Look
from compiler.model.publication import Convergence, Publication, Report
from compiler.pour.drawings.arrangement import HEAD, RADIUS, Piece, Stand, arranged, scheme_of
from compiler.pour.drawings.cover import PLATE_FOOT
from compiler.pour.drawings.frame import Frame, frame
from compiler.pour.drawings.geography import Outlines
from compiler.pour.drawings.lot import Lot
from compiler.pour.drawings.palette import palette
from compiler.pour.drawings.placed import colour_of, placed
from compiler.pour.drawings.quarters import Ground, dressed, ground
from compiler.pour.drawings.scale import scale_bar
from compiler.pour.drawings.svg import POINT, disc, number, paint, path, rectangle, stroke, svg, text
from compiler.pour.drawings.type import Type, typeface
from compiler.pour.drawings.view import Bounds, data, seen
from compiler.pour.drawings.words import listed, say

NAME, PITCH = 12.0, 3.6
"""Size of names in points; of the figures on areas in millimetres."""


def convergence_plate(look: Look, publication: Publication, convergence: Convergence, outlines: Outlines) -> Markup:
    """Page-size plate: the areas of the reports at one scale, moved together, above the title.

    Each city keeps its two lines, and may share one of them with the others; the lines end in the cities' names. The
    scale stands at the foot.
    """
    publication = placed(publication)
    page, colours = frame(look), palette(look)
    letters = typeface(look, 700)
    by_slug = {report.slug: report for report in publication.reports}
    pieces = [
        _piece(report, outlines, publication, letters)
        for report in (by_slug[slug] for slug in convergence.reports if slug in by_slug)
    ]
    foot = page.height - (PLATE_FOOT + max(1, len(convergence.title)) * page.plate_line + 40) * POINT
    scheme = scheme_of(convergence.number, len(pieces))
    # There is nothing to show where none of its reports is in the publication.
    stands = arranged(pieces, scheme, page, foot, Lot(convergence.slug)) if pieces else []
    left, top, right, bottom = page.sheet
    ink = paint(colours.ink)
    body = [path(rectangle(left, top, right - left, bottom - top), colours.ground())]
    for stand in stands:
        report = stand.piece.report
        swatch = colour_of(report)
        fills = paint(swatch), paint(swatch, 0.72 if colours.is_dark(swatch) else 0.45)
        body += dressed(
            look, report, stand.piece.ground, outlines.projection, stand.view, page.sheet, PITCH, fills, 0.15
        )  # fmt: skip
        if colours.needs_edge(swatch):
            outline = seen(stand.piece.ground.area, stand.view, page.sheet, 0.15)
            body.append(stroke(data(outline), ink, 0.2))
    body.append(stroke(_lines(stands, page.sheet, foot), ink, 0.45))
    for stand in stands:
        body += _marks(stand, letters, ink, colours.ground())
    if stands:
        body += _scale(look, publication, page, stands[0].view.scale, ink)
    names = listed(publication, [piece.report.name.text for piece in pieces])
    title = say(publication, "alt_convergence_plate", cities=names)
    return svg(body, x=left, y=top, width=right - left, height=bottom - top, title=title)


def _piece(report: Report, outlines: Outlines, publication: Publication, letters: Type) -> Piece:
    """The main part of a report's area: islands would make room for themselves."""
    found = ground(report, outlines, publication.reports)
    main = type(found.area)([found.main]) if found.real else found.area  # pyright: ignore[reportArgumentType]
    land = Ground(main, found.main, found.city, found.real)
    return Piece(report, land, main.simplify(1.0), letters.width(report.name.text, NAME * POINT))


def _lines(stands: Sequence[Stand], sheet: Bounds, foot: float) -> str:
    """Meridians from the head to the foot, parallels from edge to edge; a line in common is drawn once."""
    left, _, right, _ = sheet
    uprights = dict.fromkeys(number(stand.city[0]) for stand in stands)
    levels = dict.fromkeys(number(stand.city[1]) for stand in stands)
    return "".join(
        [f"M{x} {number(HEAD)}V{number(foot)}" for x in uprights]
        + [f"M{number(left)} {y}H{number(right)}" for y in levels]
    )


def _marks(stand: Stand, letters: Type, ink: str, paper: str) -> list[str]:
    """The disc with the report's number, and the name."""
    (x, y), (left, top, right, bottom) = stand.disc, stand.label
    report = stand.piece.report
    written = str(report.number)
    size = min(14 * POINT, RADIUS * 1.6 / letters.width(written, 1))
    return [
        path(rectangle(left - 1, top, right - left + 2, bottom - top), paper),
        disc(x, y, RADIUS, ink),
        text(x, y + size * 0.36, written, family=letters.family, size=size, weight=letters.weight, fill=paper,
             anchor="middle"),
        text(left, bottom, report.name, family=letters.family, size=NAME * POINT,
             weight=letters.weight, fill=ink),
    ]  # fmt: skip


def _scale(look: Look, publication: Publication, page: Frame, scale: float, ink: str) -> list[str]:
    """The scale of all areas, where openers have theirs."""
    foot = page.height - 17.4 / 297 * page.height
    return scale_bar(
        publication, scale, page.width - page.inner, foot, 40, typeface(look, 600), 8 * POINT, ink
    )  # fmt: skip
