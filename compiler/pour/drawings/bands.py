"""Bands at the head of press sheets, and the plate that closes a report."""

from __future__ import annotations

from markupsafe import Markup

from compiler.model.look import Look
from compiler.model.publication import Publication, Report
from compiler.pour.drawings.cover import fabric_paths, gauge, numbered, woven
from compiler.pour.drawings.flat import flat
from compiler.pour.drawings.frame import frame
from compiler.pour.drawings.geography import Outlines
from compiler.pour.drawings.opener import Scene, area, borders, crossing, field_and_land, framed, own_threads
from compiler.pour.drawings.placed import placed
from compiler.pour.drawings.svg import paint, path, rectangle, svg
from compiler.pour.drawings.type import typeface
from compiler.pour.drawings.view import Bounds
from compiler.pour.drawings.words import cities, say


def press_band(look: Look, publication: Publication, height: float, ground: str | None = None) -> Markup:
    """Head of the national press sheet: a band of the weave; `height` in millimetres below the head of the trim.

    The threads keep their order, but latitudes are drawn closer, so that all cities stand in the band.
    """
    publication = placed(publication)
    page = frame(look)
    cover = publication.matter.cover
    swatch = ground or (cover.ground if cover else next(iter(look.swatches)))
    weight = gauge(len(publication.reports))
    left, top, right, _ = page.sheet
    window: Bounds = (left, top, right, height)
    edge = weight.radius + 2
    room = page.outer + edge, edge, page.width - page.inner - edge, height - edge
    cloth = woven(publication.reports, flat(publication.reports, room, squeezed=True), weight, top, page, height)
    letters, on = typeface(look, 700), paint(look.swatches[swatch].type_on)
    body = [path(rectangle(left, top, right - left, height - top), paint(swatch))]
    body += fabric_paths(look, publication, cloth, window, weight, swatch, left)
    for report in publication.reports:
        x, y = cloth.discs[report.slug]
        body += numbered(x, y, weight.radius, report.number, letters, on, paint(swatch))
    title = say(publication, "alt_band", cities=cities(publication))
    return svg(body, x=left, y=top, width=right - left, height=height - top, title=title)


def city_band(look: Look, publication: Publication, report: Report, outlines: Outlines, height: float) -> Markup:
    """Head of a city's press sheet: a strip of its opener; `height` in millimetres below the head of the trim.

    The left half is left free for the name.
    """
    page = frame(look)
    left, top, right, _ = page.sheet
    window: Bounds = (left, top, right, height)
    room = page.width * 0.53, 7.0, page.width - page.outer, height - 7
    scene = framed(look, publication, report, outlines, room, window)
    return _strip(scene, window, say(publication, "alt_band", cities=report.name.text), 3.6)


def closing_plate(look: Look, publication: Publication, report: Report, outlines: Outlines) -> Markup:
    """Page-size plate that closes a report with an odd number of pages; its lower half is free for type.

    The city's area again, larger, in the upper half; its parallel runs from edge to edge, its meridian ends above the
    type.
    """
    page = frame(look)
    room = page.outer, page.height * 0.07, page.width - page.inner, page.height * 0.52
    scene = framed(look, publication, report, outlines, room, page.sheet)
    title = say(publication, "alt_closing_plate", city=report.name.text)
    return _strip(scene, page.sheet, title, 5.4, page.height * 0.56)


def _strip(scene: Scene, window: Bounds, title: str, pitch: float, end: float | None = None) -> Markup:
    """A scene without name and scale; the meridian ends at `end`, or at the foot of the window."""
    left, top, right, bottom = window
    body = [
        *field_and_land(scene),
        *borders(scene),
        *area(scene, pitch),
        *own_threads(scene, bottom if end is None else end),
        *crossing(scene, 5, 14),
    ]
    return svg(body, x=left, y=top, width=right - left, height=bottom - top, title=title)
