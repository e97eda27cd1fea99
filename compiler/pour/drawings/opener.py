"""The picture that opens a report: field, land, borders, threads, quarters, crossing, scale.

The outline is the real one. The city's meridian and parallel cut it; the pieces wear the signs of the report's themes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import shapely
from markupsafe import Markup
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from compiler.model.look import Look
from compiler.model.publication import Position, Publication, Report
from compiler.pour.drawings.frame import Frame, frame
from compiler.pour.drawings.geography import Outlines
from compiler.pour.drawings.palette import Palette, palette
from compiler.pour.drawings.placed import colour_of, placed
from compiler.pour.drawings.projection import KILOMETRES_A_DEGREE, polygons
from compiler.pour.drawings.quarters import Ground, dressed, field_fills, ground, quarters
from compiler.pour.drawings.scale import scale_bar
from compiler.pour.drawings.svg import POINT, disc, paint, path, rectangle, stroke, svg, text
from compiler.pour.drawings.type import DISPLAY_SPACING, DISPLAY_WEIGHT, fit_name, top_of_name, typeface
from compiler.pour.drawings.view import Bounds, View, data, fitted, seen
from compiler.pour.drawings.words import latitude, longitude, say
from compiler.pour.views import Fitted

LARGEST_SCALE = 8.0
"""Millimetres to a kilometre, at most."""
COARSE = 21.0
"""Millimetres that the mean side of an outline may be long on the page: more shows how coarse the outline is."""
PITCH = 5.4
TOLERANCE = 0.25
LABEL = 22.0
"""Millimetres at one edge that are left free for the latitude."""
DISC = 6.4
"""Radius of the disc with the report's number."""
HIDDEN = 1 / 4
"""Share of a quarter with a sign that the disc may hide: from there on it gives way."""
FARTHEST = 40.0
"""Millimetres that the disc may move from the crossing."""
THINNEST = 0.3
"""Points of a line that a press still prints, where the picture is made smaller."""
SMALL_NUMBER = 8.0
"""Points of the number in the smaller picture."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the layers of one picture share. `page` is what shows, in millimetres; `swatch` the field.

    No line is thinner than `thinnest`, in millimetres of the drawing.
    """

    look: Look
    publication: Publication
    report: Report
    outlines: Outlines
    land: Ground
    view: View
    page: Bounds
    swatch: str
    palette: Palette
    thinnest: float = 0

    @property
    def at(self) -> tuple[float, float]:
        """Where the city stands on the page."""
        return self.view.point(self.land.city)

    def line(self, width: float) -> float:
        """The width that a line gets, in millimetres."""
        return max(width, self.thinnest)

    def thread(self, position: Position, upright: bool, page: Bounds) -> BaseGeometry | None:
        """The meridian or parallel of a place as it crosses the page."""
        left, top, right, bottom = self.page
        across = math.hypot(right - left, bottom - top) / self.view.scale / KILOMETRES_A_DEGREE
        stretch = 1 if upright else 1 / max(0.1, math.cos(math.radians(position.latitude)))
        away = max(abs(position.latitude - self.report.position.latitude), self._east(position)) if upright else 0
        reach = min(80.0, across * stretch * 1.1 + away)
        flat = self.outlines.projection
        line = flat.meridian_at(position, reach) if upright else flat.parallel_at(self._beside(position), reach)
        return seen(line, self.view, page, 0.02)

    def _east(self, position: Position) -> float:
        return abs((position.longitude - self.report.position.longitude + 180) % 360 - 180)

    def _beside(self, position: Position) -> Position:
        """A place on the same parallel, due north or south of the city: where the parallel passes this page."""
        return Position(position.latitude, self.report.position.longitude)


def opener(
    look: Look, publication: Publication, report: Report, outlines: Outlines, name: tuple[Fitted, ...] | None = None
) -> Markup:
    """The page-size picture of a report, in its colour, with bleed; `name` as `fit_name` gives it (fitted when None).

    The meridian ends 4 mm above the name; the area is fitted above its end.
    """
    left, top, right, bottom = frame(look).sheet
    lines = fit_name(look, report.name) if name is None else name
    body = layers(look, publication, report, outlines, lines)
    title = alternative(publication, report, outlines)
    return svg(body, x=left, y=top, width=right - left, height=bottom - top, title=title)


def layers(
    look: Look, publication: Publication, report: Report, outlines: Outlines, lines: tuple[Fitted, ...]
) -> list[str]:
    """The picture from the field up."""
    page = frame(look)
    end = top_of_name(look, lines) * POINT - 4
    scene = _scene(look, publication, report, outlines, page, end)
    return [
        *_grounds(scene),
        *own_threads(scene, end, _head(scene, page)),
        *crossing(scene, DISC, 18, _disc_place(scene, page, end)),
        *_coordinates(scene, page, end),
        *_scale(scene, page),
    ]


def _grounds(scene: Scene) -> list[str]:
    return [*field_and_land(scene), *borders(scene), *other_threads(scene), *area(scene, PITCH)]


def how_to_read_example(
    look: Look, publication: Publication, report: Report, outlines: Outlines, width: float, named: bool = True
) -> Markup:
    """The trimmed opener, `width` points wide, for the page that explains it; `named`: with the name in place.

    Lines and number stay as thick and large as a press can print; the smallest type, which it cannot, is left out.
    """
    page = frame(look)
    lines = fit_name(look, report.name)
    end = top_of_name(look, lines) * POINT - 4
    smaller = width * POINT / page.width
    scene = replace(_scene(look, publication, report, outlines, page, end), thinnest=THINNEST * POINT / smaller)
    larger = max(1, SMALL_NUMBER / smaller / 18)
    drawn = [
        *_grounds(scene),
        *own_threads(scene, end),
        *crossing(scene, DISC * larger, 18 * larger, _disc_place(scene, page, end)),
    ]
    if named:
        drawn += _name(look, page, report, lines)
    shown = width, width * page.height / page.width
    title = alternative(publication, report, outlines)
    return svg(drawn, width=page.width, height=page.height, shown=shown, title=title)


def _name(look: Look, page: Frame, report: Report, lines: tuple[Fitted, ...]) -> list[str]:
    display = typeface(look, DISPLAY_WEIGHT)
    centre = display.metrics.centre() if display.metrics else 1 / 3
    colour = paint(look.swatches[colour_of(report)].type_on)
    return [
        text(
            page.outer,
            (line.top + (0.5 + centre) * line.size) * POINT,
            report.name,
            family=display.family,
            size=line.size * POINT,
            weight=display.weight,
            fill=colour,
            spacing=DISPLAY_SPACING * line.size * POINT,
            piece=line.text.text,
        )
        for line in lines
    ]


def alternative(publication: Publication, report: Report, outlines: Outlines) -> str:
    """The picture in words."""
    city = report.name.text
    if report.area_name is not None and ground(report, outlines, publication.reports).real:
        return say(publication, "alt_opener", city=city, area=report.area_name.text)
    return say(publication, "alt_opener_without_area", city=city)


def field_and_land(scene: Scene) -> list[str]:
    left, top, right, bottom = scene.page
    tint = scene.palette.tints(scene.swatch).land
    land = seen(scene.outlines.land, scene.view, scene.page, TOLERANCE)
    return [
        path(rectangle(left, top, right - left, bottom - top), paint(scene.swatch)),
        path(data(land), paint(scene.swatch, tint)),
    ]


def borders(scene: Scene) -> list[str]:
    """Borders of the other areas; a graticule where there are none."""
    colour = paint(scene.swatch, scene.palette.tints(scene.swatch).thin)
    if not scene.outlines.areas:
        return [stroke(data(line), colour, scene.line(0.25)) for line in _graticule(scene)]
    drawn: list[BaseGeometry] = []
    for code, each in scene.outlines.areas.items():
        if code != scene.report.area:
            shown = seen(each, scene.view, _wider(scene.page), TOLERANCE)
            if shown is not None:
                drawn.append(shown.boundary.intersection(shapely.box(*scene.page)))
    return [stroke(data(shapely.union_all(drawn)), colour, scene.line(0.25))] if drawn else []


def other_threads(scene: Scene) -> list[str]:
    """The meridians and parallels of the other cities, as thin lines."""
    colour = paint(scene.swatch, scene.palette.tints(scene.swatch).thin)
    lines = [
        data(scene.thread(other.position, upright, scene.page))
        for other in scene.publication.reports
        if other.slug != scene.report.slug
        for upright in (True, False)
    ]
    return [stroke("".join(lines), colour, scene.line(0.2))]


def area(scene: Scene, pitch: float) -> list[str]:
    """The quarters in their patterns."""
    fills = field_fills(scene.swatch, scene.palette.tints(scene.swatch).area)
    return dressed(
        scene.look, scene.report, scene.land, scene.outlines.projection, scene.view, scene.page, pitch, fills
    )


def own_threads(scene: Scene, end: float, head: Bounds | None = None) -> list[str]:
    """The two lines of the city; its meridian ends at `end`, in millimetres from the head.

    They pass under what is printed at the `head`.
    """
    left, top, right, bottom = scene.page
    colour = paint(scene.palette.on(scene.swatch))
    meridian = scene.thread(scene.report.position, True, (left, top, right, min(end, bottom)))
    parallel = scene.thread(scene.report.position, False, scene.page)
    lines = [line for line in (meridian, parallel) if line is not None]
    if head is not None:
        lines = [line.difference(shapely.box(*head)) if line.intersects(shapely.box(*head)) else line for line in lines]
    return [stroke(data(line), colour, scene.line(0.6)) for line in lines]


def crossing(scene: Scene, radius: float, points: float, at: tuple[float, float] | None = None) -> list[str]:
    """The disc with the report's number, where the lines cross unless it is told another place."""
    x, y = scene.at if at is None else at
    number_type = typeface(scene.look, 700)
    size = points * POINT
    written = text(
        x,
        y + size * 0.354,
        str(scene.report.number),
        family=number_type.family,
        size=size if scene.report.number < 100 else size * 0.8,
        weight=number_type.weight,
        fill=paint(scene.swatch),
        anchor="middle",
    )
    return [disc(x, y, radius, paint(scene.palette.on(scene.swatch))), written]


def _disc_place(scene: Scene, page: Frame, end: float) -> tuple[float, float]:
    """Where the disc stands: at the crossing, unless it would hide the sign of a small quarter.

    Then it moves along one of the city's own lines to the nearest place where it touches no land of the area, and the
    crossing itself shows; it stays where there is no such place.
    """
    x, y = scene.at
    disc_here = Point(x, y).buffer(DISC)
    worn = quarters(scene.land.area, scene.report, scene.outlines.projection)[: len(scene.report.themes[:3])]
    shown = [scene.view(piece) for piece in worn]
    if all(piece.intersection(disc_here).area <= piece.area * HIDDEN for piece in shown):
        return x, y
    land = scene.view(scene.land.area)
    left, right = page.outer, page.width - page.inner
    left, right = (left + LABEL, right) if _at_left(scene, page) else (left, right - LABEL)
    inside = shapely.box(left, _head(scene, page)[3], right, end).buffer(-DISC)
    lines = [scene.thread(scene.report.position, upright, scene.page) for upright in (True, False)]
    places = [
        line.interpolate(line.project(Point(x, y)) + away)
        for line in lines
        if isinstance(line, LineString)
        for away in (sign * step for step in np.arange(DISC, FARTHEST, 0.5) for sign in (1, -1))
    ]
    free = [place for place in places if inside.contains(place) and land.distance(place) > DISC + 1]
    nearest = min(free, key=lambda place: round(place.distance(Point(x, y)), 3), default=Point(x, y))
    return nearest.x, nearest.y


def framed(
    look: Look, publication: Publication, report: Report, outlines: Outlines, room: Bounds, page: Bounds
) -> Scene:
    """The scene of a report with its area fitted into a room of the page."""
    publication = placed(publication)
    land = ground(report, outlines, publication.reports)
    swatch = colour_of(report)
    view = fitted(land.bounds, room, _largest_scale(land))
    return Scene(look, publication, report, outlines, land, view, page, swatch, palette(look))


def _scene(look: Look, publication: Publication, report: Report, outlines: Outlines, page: Frame, end: float) -> Scene:
    """The area above the name, with room for the label of the parallel on the side far from the city."""
    top, bottom = 28 / 297 * page.height, end - 12
    left, right = page.outer, page.width - page.inner
    first = framed(look, publication, report, outlines, (left, top, right - LABEL, bottom), page.sheet)
    if not _at_left(first, page):
        return first
    return framed(look, publication, report, outlines, (left + LABEL, top, right, bottom), page.sheet)


def _at_left(scene: Scene, page: Frame) -> bool:
    """True where the latitude is printed at the left edge, for the city stands at the right."""
    return scene.at[0] > page.width * 0.6


def _head(scene: Scene, page: Frame) -> Bounds:
    """Where the layout prints `Report 1 of 15`, in millimetres."""
    number, total = str(scene.report.number), str(len(scene.publication.reports))
    words = say(scene.publication, "report_of", number=number, total=total)
    return page.outer - 1.5, 11.0, page.outer + typeface(scene.look, 600).width(words, 8 * POINT) + 1.5, 17.0


def _largest_scale(land: Ground) -> float:
    if not land.real:
        return LARGEST_SCALE
    outline = land.main.boundary
    corners = sum(len(ring.coords) for part in polygons(land.main) for ring in (part.exterior, *part.interiors))
    return min(LARGEST_SCALE, COARSE * max(corners, 3) / max(outline.length, 1e-6))


def _coordinates(scene: Scene, page: Frame, end: float) -> list[str]:
    """Latitude and longitude at the ends of the threads, in whole minutes."""
    letters = typeface(scene.look, 600)
    size, colour = 8.5 * POINT, paint(scene.palette.on(scene.swatch))
    left, top, right, _ = page.sheet
    body: list[str] = []
    meridian = scene.thread(scene.report.position, True, (left, end - 0.4, right, end))
    if meridian is not None and not meridian.is_empty:
        x, words = meridian.centroid.x, longitude(scene.publication, scene.report.position)
        turned = x + 1.6 + letters.width(words, size) > page.width - page.inner
        body.append(
            text(x + (-1.6 if turned else 1.6), end - 0.6, words, family=letters.family, size=size,
                 weight=letters.weight, fill=colour, anchor="end" if turned else "start")
        )  # fmt: skip
    at_left = _at_left(scene, page)
    x = page.outer if at_left else page.width - page.inner
    words = latitude(scene.publication, scene.report.position)
    width = letters.width(words, size)
    span = (x, top, x + width, end) if at_left else (x - width, top, x, end)
    parallel = scene.thread(scene.report.position, False, span)
    if parallel is not None:
        y = parallel.bounds[1] - 1.4
        body.append(
            text(x, y, words, family=letters.family, size=size, weight=letters.weight, fill=colour,
                 anchor="start" if at_left else "end")
        )  # fmt: skip
    return body


def _scale(scene: Scene, page: Frame) -> list[str]:
    letters = typeface(scene.look, 600)
    right, foot = page.width - page.inner, page.height - 17.4 / 297 * page.height
    colour = paint(scene.palette.on(scene.swatch))
    return scale_bar(scene.publication, scene.view.scale, right, foot, 40, letters, 8 * POINT, colour)


def _graticule(scene: Scene) -> list[BaseGeometry]:
    """Meridians and parallels at a round step, four to eight of them over the page."""
    _, top, _, bottom = scene.page
    tall = (bottom - top) / scene.view.scale / KILOMETRES_A_DEGREE
    step = next((s for s in (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0) if tall / s < 8), 20.0)
    here = scene.report.position
    wide = step / max(0.1, math.cos(math.radians(here.latitude)))
    east = next((s for s in (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0) if s >= wide * 0.75), 30.0)
    found: list[BaseGeometry | None] = []
    for index in range(-10, 11):
        north = (round(here.latitude / step) + index) * step
        if -85 < north < 85:
            found.append(scene.thread(Position(north, here.longitude), False, scene.page))
        found.append(
            scene.thread(Position(here.latitude, (round(here.longitude / east) + index) * east), True, scene.page)
        )
    return [line for line in found if isinstance(line, LineString)]


def _wider(page: Bounds) -> Bounds:
    """The page and a little more, so that no border is drawn along its cut."""
    return page[0] - 1, page[1] - 1, page[2] + 1, page[3] + 1
