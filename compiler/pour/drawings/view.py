"""From kilometres to the page: fitting, cutting, and path data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from compiler.pour.drawings.projection import Coordinates
from compiler.pour.drawings.svg import number

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """`scale` units of the drawing to a kilometre, after which all is moved by `x` and `y`."""

    scale: float
    x: float
    y: float

    def point(self, at: tuple[float, float]) -> tuple[float, float]:
        return self.x + self.scale * at[0], self.y + self.scale * at[1]

    def __call__(self, geometry: BaseGeometry) -> BaseGeometry:
        def move(coordinates: Coordinates) -> Coordinates:
            return coordinates * self.scale + np.array([self.x, self.y])

        return shapely.transform(geometry, move)

    def back(self, bounds: Bounds) -> Bounds:
        """A rectangle of the drawing in kilometres."""
        left, top, right, bottom = bounds
        return (
            (left - self.x) / self.scale,
            (top - self.y) / self.scale,
            (right - self.x) / self.scale,
            (bottom - self.y) / self.scale,
        )


def fitted(bounds: Bounds, frame: Bounds, largest: float = 1e9) -> View:
    """Bounds in kilometres (left, top, right, bottom) in the middle of a frame, `largest` units a kilometre at most."""
    left, top, right, bottom = bounds
    width, height = max(right - left, 1e-6), max(bottom - top, 1e-6)
    scale = min((frame[2] - frame[0]) / width, (frame[3] - frame[1]) / height, largest)
    x = (frame[0] + frame[2]) / 2 - scale * (left + right) / 2
    y = (frame[1] + frame[3]) / 2 - scale * (top + bottom) / 2
    return View(scale, x, y)


def joined(bounds: Iterable[Bounds]) -> Bounds:
    """The least rectangle round some others."""
    rows = list(bounds)
    return (
        min(row[0] for row in rows),
        min(row[1] for row in rows),
        max(row[2] for row in rows),
        max(row[3] for row in rows),
    )


def apart(one: Bounds, other: Bounds) -> bool:
    """True where two rectangles do not meet."""
    return one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def seen(geometry: BaseGeometry, view: View, page: Bounds, tolerance: float) -> BaseGeometry | None:
    """A geometry as it shows on a page: bounds are compared first, since most outlines are elsewhere."""
    if geometry.is_empty or apart(geometry.bounds, view.back(page)):
        return None
    drawn = view(geometry).simplify(tolerance)
    drawn = drawn if drawn.is_valid else shapely.make_valid(drawn)
    left, top, right, bottom = drawn.bounds
    if left < page[0] or top < page[1] or right > page[2] or bottom > page[3]:
        drawn = drawn.intersection(shapely.box(*page))
    return None if drawn.is_empty else drawn


def data(geometry: BaseGeometry | None) -> str:
    """Path data of areas and lines; points have none."""
    if geometry is None or geometry.is_empty:
        return ""
    if isinstance(geometry, Polygon):
        return "".join(_ring(ring.coords[:-1]) + "Z" for ring in (geometry.exterior, *geometry.interiors))
    if isinstance(geometry, LineString):
        return _ring(geometry.coords)
    parts: Iterable[Any] = getattr(geometry, "geoms", ())
    return "".join(data(part) for part in parts)


def _ring(coordinates: Iterable[tuple[float, ...]]) -> str:
    return "M" + "L".join(f"{number(point[0])} {number(point[1])}" for point in coordinates)
