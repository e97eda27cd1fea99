"""All cities on one map: areas in the colours of their reports, crossings, numbers, names, insets."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from markupsafe import Markup
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from compiler.model.look import Look
from compiler.model.publication import Publication, Report
from compiler.pour.drawings.cover import label, numbered
from compiler.pour.drawings.frame import frame
from compiler.pour.drawings.geography import Outlines
from compiler.pour.drawings.insets import Inset, circle_boxes, insets
from compiler.pour.drawings.labels import Spot, place, spread
from compiler.pour.drawings.palette import Palette, palette
from compiler.pour.drawings.placed import colour_of, placed
from compiler.pour.drawings.projection import KILOMETRES_A_DEGREE, Projection
from compiler.pour.drawings.scale import round_distance
from compiler.pour.drawings.svg import POINT, edged, number, paint, path, ring, stroke, svg, text
from compiler.pour.drawings.type import Type, typeface
from compiler.pour.drawings.view import Bounds, View, apart, data, fitted, joined, seen
from compiler.pour.drawings.words import cities, distance, latitude, listed, longitude, say

ARM, WHOLE = 9.0, 400.0
"""Millimetres of its meridian and parallel that show on either side of a city; all of them."""
FEW = 6
"""Cities, at most, whose lines run right across the map and tell their latitude and longitude at its edge."""
STRIPE = 1.6
WORLD = 2500.0
"""Kilometres that land may measure and still be shown whole, however near one another the cities are."""


@dataclass(frozen=True, slots=True)
class CitiesMap:
    """The map, `wide` measure; `inset` and `shared` are notes to print below it, where there is something to note."""

    drawing: Markup
    inset: str | None
    shared: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What main map and insets share."""

    publication: Publication
    outlines: Outlines
    palette: Palette
    letters: Type

    def report(self, slug: str) -> Report:
        return next(report for report in self.publication.reports if report.slug == slug)


@dataclass(frozen=True, slots=True)
class Scaled:
    """Sizes on a map: radius of discs in millimetres, names in points, how far lines reach from a city."""

    radius: float
    name: float
    arm: float = ARM


def _scaled(count: int) -> Scaled:
    """Few cities are marked large, many small."""
    share = 15 / max(count, 1)
    name = min(14.0, 10 * share**0.22) if count <= 20 else 8.5
    return Scaled(min(4.4, max(2.2, 3 * share**0.25)), name, WHOLE if count <= FEW else ARM)


def cities_map(look: Look, publication: Publication, outlines: Outlines, lines: int | None = None) -> CitiesMap:
    """All cities on one map, as many base lines high (None: what the page leaves beside title, list and note).

    Cities nearer than a disc go into an inset where there is room for one. An area that several reports share is
    striped in their colours.
    """
    publication = placed(publication)
    measures = frame(look)
    count = len(publication.reports)
    height = measures.base * (lines if lines is not None else max(20, 41 - math.ceil(count / 3)))
    page: Bounds = (0, 0, measures.wide * POINT, height * POINT)
    sheet = Sheet(publication, outlines, palette(look), typeface(look, 700))
    size = _scaled(count)
    view = fitted(_shown(publication, outlines), (2, 2, page[2] - 2, page[3] - 2))
    at = {str(report.slug): view.point(outlines.projection.at(report.position)) for report in publication.reports}
    land = seen(outlines.land, view, page, 0.15)
    bar = _corner(page, land, list(at.values()))
    circles = insets(at, 2 * size.radius + 0.4, min(25.0, page[2] * 0.15), page, land or Point().buffer(0), [bar])
    moved = _moved(page, at, circles, size)
    while any(_meets(circle, moved, size) for circle in circles):
        circles = [circle for circle in circles if not _meets(circle, moved, size)]
        moved = _moved(page, at, circles, size)
    taken = [box for circle in circles for box in circle_boxes(circle.centre, circle.radius)]
    bar = _corner(page, land, list(moved.values()), taken)
    body = [*_ground(sheet, view, page, land), *_cities(sheet, view, page, at, moved, circles, size, bar)]
    for circle in circles:
        body += _inset(sheet, view, circle, size)
    body += _bar(sheet, view.scale, bar)
    title = say(publication, "alt_map", cities=cities(publication))
    drawing = svg(body, width=page[2], height=page[3], shown=(measures.wide, height), title=title)
    return CitiesMap(drawing, _inset_note(sheet, circles), _shared_note(sheet))


def _shown(publication: Publication, outlines: Outlines) -> Bounds:
    """The land, or the neighbourhood of the cities where the land is much larger than they need."""
    flat = outlines.projection
    points = [flat.at(report.position) for report in publication.reports] or [(0.0, 0.0)]
    near = joined([(x, y, x, y) for x, y in points])
    across = max(near[2] - near[0], near[3] - near[1], 40.0)
    around = near[0] - across * 0.25, near[1] - across * 0.25, near[2] + across * 0.25, near[3] + across * 0.25
    if outlines.land.is_empty:
        return around
    whole = joined([outlines.land.bounds, near])
    largest = max(whole[2] - whole[0], whole[3] - whole[1])
    return whole if largest <= max(WORLD, across * 2.5) else around


def _ground(sheet: Sheet, view: View, page: Bounds, land: BaseGeometry | None) -> list[str]:
    """Land, borders, and the areas of reports."""
    outlines, colours = sheet.outlines, sheet.palette
    borders = [seen(area, view, page, 0.12) for area in outlines.areas.values()]
    lines = shapely.union_all([area.boundary for area in borders if area is not None])
    return [
        path(data(land), colours.ground()),
        stroke(data(lines), paint(colours.paper), 0.25),
        *_areas(sheet, view, shapely.box(*page), 0.1),
    ]


def _shade(sheet: Sheet, view: View, window: Bounds) -> BaseGeometry:
    """All coloured areas, roughly: labels stay off them."""
    drawn = [
        seen(area, view, window, 0.8)
        for area in (sheet.outlines.area(report) for report in sheet.publication.reports)
        if area is not None
    ]
    return shapely.union_all([area for area in drawn if area is not None])


def _areas(sheet: Sheet, view: View, window: BaseGeometry, tolerance: float) -> list[str]:
    """Areas in the colours of their reports; one with several reports is striped, so that it is given to none."""
    owners: dict[str, list[Report]] = {}
    for report in sheet.publication.reports:
        if report.area is not None and sheet.outlines.area(report) is not None:
            owners.setdefault(report.area, []).append(report)
    body: list[str] = []
    for code, reports in owners.items():
        drawn = seen(sheet.outlines.areas[code], view, window.bounds, tolerance)
        if drawn is None:
            continue
        drawn = drawn.intersection(window)
        swatches = list(dict.fromkeys(colour_of(report) for report in reports))
        for index, swatch in enumerate(swatches):
            part = drawn if len(swatches) == 1 else _striped(drawn, index, len(swatches))
            if sheet.palette.needs_edge(swatch):
                body.append(edged(data(part), paint(swatch), paint(sheet.palette.ink), 0.12))
            else:
                body.append(path(data(part), paint(swatch)))
    return body


def _striped(area: BaseGeometry, index: int, count: int) -> BaseGeometry:
    """Every n-th of the slanting stripes of an area."""
    left, top, right, bottom = area.bounds
    tall = bottom - top
    pitch = STRIPE * count
    starts = np.arange(math.floor((left - tall) / pitch) - 1, math.ceil(right / pitch) + 1) * pitch + index * STRIPE
    corners = [(starts + tall, top), (starts + tall + STRIPE, top), (starts + STRIPE, bottom), (starts, bottom)]
    stripes = shapely.polygons(np.stack([np.column_stack([x, np.full_like(x, y)]) for x, y in corners], axis=1))
    return shapely.union_all(stripes).intersection(area)


def _moved(
    page: Bounds, at: Mapping[str, tuple[float, float]], circles: Sequence[Inset], size: Scaled
) -> Mapping[str, tuple[float, float]]:
    """The discs of the cities that are in no inset, moved apart."""
    hidden = {key for circle in circles for key in circle.members}
    keys = [key for key in at if key not in hidden]
    edge = size.radius
    inside = page[0] + edge, page[1] + edge, page[2] - edge, page[3] - edge
    return dict(zip(keys, spread([at[key] for key in keys], 2 * size.radius + 0.3, inside), strict=True))


def _meets(circle: Inset, discs: Mapping[str, tuple[float, float]], size: Scaled) -> bool:
    """True where a disc, moved away from others, came to stand on an inset, which must go then."""
    return any(math.dist(circle.centre, disc) < circle.radius + size.radius + 1 for disc in discs.values())


def _cities(
    sheet: Sheet, view: View, page: Bounds, at: Mapping[str, tuple[float, float]],
    moved: Mapping[str, tuple[float, float]], circles: Sequence[Inset], size: Scaled, bar: Bounds,
) -> list[str]:  # fmt: skip
    """Crossings, discs and names of the cities that are in no inset."""
    keys = list(moved)
    printed, taken = _coordinates(sheet, view, page, keys if size.arm == WHOLE else [], at, bar)
    blocked = [bar, *taken]
    for circle in circles:
        blocked += [*circle_boxes(circle.centre, circle.radius), *circle_boxes(circle.source, circle.source_radius)]
        blocked += _along(circle)
    body = [
        *_crossings(sheet, view, shapely.box(*page), keys, at, size.arm),
        *printed,
        *_named(sheet, moved, size, page, blocked, _shade(sheet, view, page)),
    ]
    ink = paint(sheet.palette.ink)
    for circle in circles:
        body.append(ring(*circle.source, circle.source_radius, ink, 0.35))
        body.append(stroke(_connection(circle), ink, 0.3))
    return body


def _named(
    sheet: Sheet, at: Mapping[str, tuple[float, float]], size: Scaled, room: Bounds, blocked: Sequence[Bounds],
    shade: BaseGeometry, within: tuple[float, float, float] | None = None,
) -> list[str]:  # fmt: skip
    """Discs with numbers, names beside them."""
    type_size = size.name * POINT
    ink, paper = paint(sheet.palette.ink), paint(sheet.palette.paper)
    spots = [
        Spot(key, x, y, size.radius, sheet.letters.width(sheet.report(key).name.text, type_size) + 2, type_size * 1.3)
        for key, (x, y) in at.items()
    ]
    placed = place(
        spots,
        room,
        blocked=blocked,
        uprights=[x for x, _ in at.values()],
        levels=[y for _, y in at.values()],
        farthest=30,
        thread=0.3,
        within=within,
        shade=shade,
    )
    body: list[str] = []
    for key, spot in placed.items():
        behind = paper if within or _busy(spot.box, shade, list(at.values()), size.arm) else None
        body.append(label(sheet.report(key).name, spot, sheet.letters, type_size, ink, behind))
    for key, (x, y) in at.items():
        body += numbered(x, y, size.radius, sheet.report(key).number, sheet.letters, ink, paper)
    return body


def _busy(box: Bounds, shade: BaseGeometry, cities: Sequence[tuple[float, float]], arm: float) -> bool:
    """True where a name would stand on colour or on a line, and wants paper behind it."""
    left, top, right, bottom = box[0] + 0.8, box[1] + 0.7, box[2] - 0.8, box[3] - 0.7
    if shapely.box(left, top, right, bottom).intersects(shade):
        return True
    return any(
        (left < x < right and top < y + arm and y - arm < bottom)
        or (top < y < bottom and left < x + arm and x - arm < right)
        for x, y in cities
    )


def _crossings(
    sheet: Sheet, view: View, window: BaseGeometry, keys: Sequence[str], at: Mapping[str, tuple[float, float]],
    arm: float,
) -> list[str]:  # fmt: skip
    """The piece of each city's meridian and parallel that is no farther from it than an arm."""
    lines: list[str] = []
    for key in keys:
        x, y = at[key]
        near = shapely.box(x - arm, y - arm, x + arm, y + arm).intersection(window)
        lines += [data(line.intersection(near)) for line in _threads(sheet, view, key, arm)]
    return [stroke("".join(lines), paint(sheet.palette.ink), 0.3)]


def _threads(sheet: Sheet, view: View, key: str, arm: float) -> tuple[BaseGeometry, BaseGeometry]:
    """Meridian and parallel of a city, at least an arm to either side."""
    position = sheet.report(key).position
    reach = min(80.0, arm * 1.3 / view.scale / KILOMETRES_A_DEGREE)
    wide = min(170.0, reach / max(0.1, math.cos(math.radians(position.latitude))))
    flat: Projection = sheet.outlines.projection
    steps = 8 if arm <= ARM else 96
    return view(flat.meridian_at(position, reach, steps)), view(flat.parallel_at(position, wide, steps))


def _coordinates(
    sheet: Sheet, view: View, page: Bounds, keys: Sequence[str], at: Mapping[str, tuple[float, float]], bar: Bounds
) -> tuple[list[str], list[Bounds]]:
    """Longitudes at the head of their lines, latitudes at the left, where there is room; and the boxes they take."""
    letters = typeface(sheet.palette.look, 600)
    size, ink = 8.5 * POINT, paint(sheet.palette.ink)
    body: list[str] = []
    taken: list[Bounds] = [bar, *((x - 6, y - 6, x + 6, y + 6) for x, y in at.values())]
    for key in keys:
        position = sheet.report(key).position
        upright, level = _threads(sheet, view, key, WHOLE)
        offers: list[tuple[str, list[Bounds]]] = []
        head = upright.intersection(shapely.box(page[0], page[1], page[2], page[1] + size))
        words = longitude(sheet.publication, position)
        if not head.is_empty:
            x, width = head.centroid.x, letters.width(words, size)
            sides = (x + 1.4, x - 1.4 - width)
            offers.append((words, [(side, page[1], side + width, page[1] + size) for side in sides]))
        words = latitude(sheet.publication, position)
        width = letters.width(words, size)
        start = level.intersection(shapely.box(page[0], page[1], page[0] + width, page[3]))
        if not start.is_empty:
            above, below = start.bounds[1] - 1.2, start.bounds[3] + 1.2
            rows = ((above - size * 0.75, above), (below, below + size * 0.75))
            offers.append((words, [(page[0], top, page[0] + width, bottom) for top, bottom in rows]))
        for printed, boxes in offers:
            box = next((each for each in boxes if _within(each, page) and all(apart(each, o) for o in taken)), None)
            if box is not None:
                taken.append(box)
                foot = box[1] + size * 0.75
                body.append(
                    text(box[0], foot, printed, family=letters.family, size=size, weight=letters.weight, fill=ink)
                )
    return body, taken[1 + len(at) :]


def _within(box: Bounds, page: Bounds) -> bool:
    return page[0] <= box[0] and page[1] <= box[1] and box[2] <= page[2] and box[3] <= page[3]


def _inset(sheet: Sheet, view: View, circle: Inset, size: Scaled) -> list[str]:
    """The magnified circle: land, areas, crossings, names, and a scale of its own."""
    scale = view.scale * circle.times
    middle = (circle.source[0] - view.x) / view.scale, (circle.source[1] - view.y) / view.scale
    large = View(scale, circle.centre[0] - middle[0] * scale, circle.centre[1] - middle[1] * scale)
    x, y = circle.centre
    window = Point(x, y).buffer(circle.radius, 48)
    colours = sheet.palette
    land = seen(sheet.outlines.land, large, window.bounds, 0.15)
    borders = [seen(area, large, _wider(window.bounds), 0.12) for area in sheet.outlines.areas.values()]
    lines = shapely.union_all([area.boundary for area in borders if area is not None]).intersection(window)
    at = {
        key: large.point(sheet.outlines.projection.at(sheet.report(key).position)) for key in circle.members
    }  # fmt: skip
    words, length = _length(sheet, scale, 14)
    half, tall = max(length, 8) / 2 + 1, 2 + 8 * POINT * 1.1
    shown = Scaled(min(size.radius, 3.4), min(size.name, 9))
    # At the foot of the circle, or at its head; nowhere where cities stand at both: the note says how many times.
    feet = y + circle.radius - 4.2, y - circle.radius + 4.2 + tall
    bars = [(x - half, each - tall, x + half, each + 0.6) for each in feet]
    r = shown.radius
    met = [sum(not apart(bar, (a - r, b - r, a + r, b + r)) for a, b in at.values()) for bar in bars]
    free = [index for index in (0, 1) if not met[index]][:1]
    return [
        path(data(window), paint(colours.paper)),
        path(data(land.intersection(window) if land is not None else None), colours.ground()),
        *_areas(sheet, large, window, 0.1),
        stroke(data(lines), paint(colours.paper), 0.25),
        *_crossings_through(sheet, large, window, circle.members),
        *_named(
            sheet,
            at,
            shown,
            window.bounds,
            [bars[index] for index in free],
            Point().buffer(0),
            (x, y, circle.radius - 0.8),
        ),
        *(
            part
            for index in free
            for part in _scale(sheet, x - length / 2, feet[index], length, words, paint(colours.paper), bars[index])
        ),
        ring(x, y, circle.radius, paint(colours.ink), 0.5),
    ]


def _crossings_through(sheet: Sheet, view: View, window: BaseGeometry, keys: Sequence[str]) -> list[str]:
    """Meridians and parallels right across an inset."""
    left, _, right, _ = window.bounds
    reach = (right - left) / view.scale / KILOMETRES_A_DEGREE
    flat = sheet.outlines.projection
    lines: list[str] = []
    for key in keys:
        position = sheet.report(key).position
        wide = min(170.0, reach / max(0.1, math.cos(math.radians(position.latitude))))
        for line in (flat.meridian_at(position, reach, 16), flat.parallel_at(position, wide, 16)):
            lines.append(data(view(line).intersection(window)))
    return [stroke("".join(lines), paint(sheet.palette.ink), 0.3)]


def _length(sheet: Sheet, scale: float, room: float) -> tuple[str, float]:
    kilometres = round_distance(scale, room)
    return distance(sheet.publication, kilometres), kilometres * scale


def _scale(
    sheet: Sheet, left: float, foot: float, length: float, words: str, ground: str | None, box: Bounds
) -> list[str]:  # fmt: skip
    ink = paint(sheet.palette.ink)
    bar = f"M{number(left)} {number(foot - 2)}v2h{number(length)}v-2"
    letters = typeface(sheet.palette.look, 500)
    written = text(
        left + length / 2, foot - 1, words, family=letters.family, size=8 * POINT, weight=letters.weight, fill=ink,
        anchor="middle",
    )  # fmt: skip
    behind = path(data(shapely.box(*box)), ground) if ground else ""
    return [behind, stroke(bar, ink, 0.3), written]


def _bar(sheet: Sheet, scale: float, box: Bounds) -> list[str]:
    words, length = _length(sheet, scale, 24)
    return _scale(sheet, box[0] + 1, box[3] - 1, length, words, None, box)


def _corner(
    page: Bounds, land: BaseGeometry | None, cities: Sequence[tuple[float, float]], taken: Sequence[Bounds] = ()
) -> Bounds:
    """The place for the scale: bottom left unless land or a city is there and another corner is freer.

    Between the corners it stands only where cities crowd all of them.
    """
    width, height = 28.0, 6.5
    corners = [
        (page[0], page[3] - height, page[0] + width, page[3]),
        (page[2] - width, page[3] - height, page[2], page[3]),
        (page[0], page[1], page[0] + width, page[1] + height),
        (page[2] - width, page[1], page[2], page[1] + height),
    ]
    steps = [(page[0] + (page[2] - page[0] - width) * step / 12) for step in range(1, 12)]
    between = [
        (left, top, left + width, top + height) for top in (page[3] - height, page[1]) for left in steps
    ]  # fmt: skip

    def price(box: Bounds) -> float:
        covered = land.intersection(shapely.box(*box)).area if land is not None else 0.0
        near = sum(not apart(box, (x - 6, y - 6, x + 6, y + 6)) for x, y in cities)
        return covered + 1000 * (near + sum(not apart(box, other) for other in taken))

    best = min(corners, key=lambda box: round(price(box), 3))
    return best if price(best) < 1000 else min([best, *between], key=lambda box: round(price(box), 3))


def _connection(circle: Inset) -> str:
    """The line between what is magnified and its inset."""
    return data(LineString(_ends(circle)))


def _ends(circle: Inset) -> list[tuple[float, float]]:
    (x0, y0), (x1, y1) = circle.source, circle.centre
    length = math.dist(circle.source, circle.centre)
    east, south = (x1 - x0) / length, (y1 - y0) / length
    return [
        (x0 + east * circle.source_radius, y0 + south * circle.source_radius),
        (x1 - east * circle.radius, y1 - south * circle.radius),
    ]


def _along(circle: Inset) -> list[Bounds]:
    """Small boxes along the connection, for labels to keep clear of."""
    (x0, y0), (x1, y1) = _ends(circle)
    steps = max(1, int(math.hypot(x1 - x0, y1 - y0) / 2))
    middles = [(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(steps + 1)]
    return [(x - 1, y - 1, x + 1, y + 1) for x, y in middles]


def _wider(bounds: Bounds) -> Bounds:
    return bounds[0] - 1, bounds[1] - 1, bounds[2] + 1, bounds[3] + 1


def _inset_note(sheet: Sheet, circles: Sequence[Inset]) -> str | None:
    notes = [
        say(sheet.publication, "map_inset", cities=_numbered(sheet, circle.members), times=str(circle.times))
        for circle in circles
    ]
    return " ".join(notes) or None


def _shared_note(sheet: Sheet) -> str | None:
    owners: dict[str, list[Report]] = {}
    for report in sheet.publication.reports:
        if report.area is not None and report.area in sheet.outlines.areas:
            owners.setdefault(report.area, []).append(report)
    notes = [
        say(
            sheet.publication,
            "map_shared",
            cities=_numbered(sheet, [report.slug for report in reports]),
            area=reports[0].area_name.text if reports[0].area_name else code,
        )
        for code, reports in owners.items()
        if len({colour_of(report) for report in reports}) > 1
    ]
    return " ".join(notes) or None


def _numbered(sheet: Sheet, slugs: Sequence[str]) -> str:
    reports = [sheet.report(slug) for slug in slugs]
    return listed(sheet.publication, [f"{report.name.text} ({report.number})" for report in reports])
