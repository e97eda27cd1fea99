"""The area of a city, cut into quarters by its own meridian and parallel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import shapely
from shapely import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from compiler.model.look import Look
from compiler.model.publication import Report, Theme
from compiler.pour.drawings.geography import Outlines
from compiler.pour.drawings.patterns import pattern
from compiler.pour.drawings.projection import KILOMETRES_A_DEGREE, Projection, area_only, kilometres
from compiler.pour.drawings.svg import paint, path
from compiler.pour.drawings.view import Bounds, View, data, seen

MARKS = 2.5
"""Marks of a pattern in a row, at least, where a quarter is about square."""
ROUND_DISTANCES = (1, 2, 5, 10, 20, 30, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a report's drawing shows of its city: the area, the part of it to fit into the page, and the city.

    `real` is False for the circle that stands in where no outline is known.
    """

    area: MultiPolygon
    main: BaseGeometry
    city: tuple[float, float]
    real: bool

    @property
    def bounds(self) -> Bounds:
        """Bounds of the main part, widened to the city where it stands outside."""
        left, top, right, bottom = self.main.bounds
        x, y = self.city
        return min(left, x), min(top, y), max(right, x), max(bottom, y)


def ground(report: Report, outlines: Outlines, reports: Sequence[Report]) -> Ground:
    """The area a report names; a circle round the city where it names none, or one that is nowhere near."""
    city = outlines.projection.at(report.position)
    area = outlines.area(report)
    if area is not None and not area.is_empty:
        main = max(area.geoms, key=lambda part: part.area)
        left, top, right, bottom = main.bounds
        if main.distance(Point(city)) < math.hypot(right - left, bottom - top):
            return Ground(area, main, city, True)
    circle = Point(city).buffer(_radius(report, reports), 64)
    return Ground(MultiPolygon([circle]), circle, city, False)


def quarters(area: BaseGeometry, report: Report, flat: Projection) -> list[BaseGeometry]:
    """At most four pieces of an area, largest first."""
    x, y = flat.at(report.position)
    left, top, right, bottom = area.bounds
    far = max(math.hypot(corner_x - x, corner_y - y) for corner_x in (left, right) for corner_y in (top, bottom))
    reach = far / KILOMETRES_A_DEGREE * 1.3 + 0.05
    pieces = [
        area_only(shapely.intersection(area, shapely.make_valid(flat.quadrant(report.position, east, north, reach))))
        for east in (-1, 1)
        for north in (-1, 1)
    ]
    return sorted((piece for piece in pieces if piece.area > 0), key=lambda piece: -piece.area)


def dressed(
    look: Look, report: Report, land: Ground, flat: Projection, view: View, page: Bounds, unit: float,
    fills: tuple[str, str], tolerance: float = 0.12,
) -> list[str]:  # fmt: skip
    """The quarters with the patterns of the report's themes; `fills` paints the ground and the marks.

    `unit` is the pitch of the patterns. In a small quarter it shrinks, down to half, so that some marks are whole.
    """
    body: list[str] = []
    themes: Sequence[Theme | None] = report.themes[:3]
    for piece, theme in zip_longest(quarters(land.area, report, flat), themes):
        drawn = seen(piece, view, page, tolerance) if piece is not None else None
        if drawn is None:
            continue
        body.append(path(data(drawn), fills[0]))
        if theme is not None:
            pitch = min(unit, max(unit / 2, math.sqrt(drawn.area) / MARKS))
            body.append(path(data(pattern(drawn, theme.sign, pitch, look.signs.get(theme.sign, ""))), fills[1]))
    return body


def field_fills(swatch: str, tint: float) -> tuple[str, str]:
    """Ground and marks on a field of the same swatch: the marks are the field showing through."""
    return paint(swatch, tint), paint(swatch)


def _radius(report: Report, reports: Sequence[Report]) -> float:
    """A round number of kilometres, under half the way to the nearest other city; 20 where there is none."""
    near = min(
        (kilometres(report.position, other.position) for other in reports if other.slug != report.slug), default=40.0
    )
    return float(max((value for value in ROUND_DISTANCES if value <= near / 2), default=1)) if near < 40 else 20.0
