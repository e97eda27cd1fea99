"""The figure of a sign as an area, from its path data."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import shapely
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.svgLib import path as svg_path
from shapely import MultiPolygon, Polygon

from compiler.pour.drawings.projection import area_only

STEPS = 10
"""Chords to a curve."""
Point = tuple[float, float]


@lru_cache(maxsize=64)
def figure(path_data: str) -> MultiPolygon:
    """The area that path data covers by the even-odd rule; curves become chords."""
    pen: Any = DecomposingRecordingPen({})  # pyright: ignore[reportUnknownArgumentType]
    svg_path.parse_path(path_data, pen)  # pyright: ignore[reportUnknownMemberType]
    rings: list[list[tuple[float, float]]] = []
    recorded: list[tuple[str, tuple[Point, ...]]] = pen.value
    for command, points in recorded:
        if command == "moveTo":
            rings.append([points[0]])
        elif command == "lineTo":
            rings[-1].append(points[0])
        elif command == "curveTo":
            start, (one, other, end) = rings[-1][-1], points
            rings[-1] += [_cubic(start, one, other, end, step / STEPS) for step in range(1, STEPS + 1)]
        elif command == "qCurveTo" and len(points) == 2:
            start, (control, end) = rings[-1][-1], points
            one, other = _between(start, control, 2 / 3), _between(end, control, 2 / 3)
            rings[-1] += [_cubic(start, one, other, end, step / STEPS) for step in range(1, STEPS + 1)]
    covered = MultiPolygon()
    for ring in rings:
        if len(ring) > 2:
            covered = area_only(covered.symmetric_difference(shapely.make_valid(Polygon(ring))))
    return covered


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _cubic(start: Point, one: Point, other: Point, end: Point, at: float) -> Point:
    rest = 1 - at
    weights = rest**3, 3 * rest**2 * at, 3 * rest * at**2, at**3
    x, y = (sum(w * p[axis] for w, p in zip(weights, (start, one, other, end), strict=True)) for axis in (0, 1))
    return x, y
