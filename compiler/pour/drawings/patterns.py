"""Patterns of the signs: marks cut against a shape, since SVG patterns know no swatches.

The eight signs of the house have a pattern drawn for them; any other sign tiles its own figure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from compiler.pour.drawings.figures import figure
from compiler.pour.drawings.projection import area_only
from compiler.pour.drawings.view import Bounds

Marks = NDArray[Any]
"""An array of shapely areas."""
Numbers = NDArray[np.floating[Any]]

CRUMB = 0.012
"""Pieces of a mark below this share of a unit square are left out: they would print as dirt."""


def pattern(shape: BaseGeometry, sign: str, unit: float, path_data: str = "") -> MultiPolygon:
    """The marks of a sign inside a shape; `unit` is their pitch, `path_data` the figure of a sign without a pattern."""
    if shape.is_empty:
        return MultiPolygon()
    draw = PATTERNS.get(sign)
    marks = draw(shape.bounds, unit) if draw else _tiled(shape.bounds, unit, path_data)
    shapely.prepare(shape)
    marks = marks[shapely.intersects(marks, shape)]
    whole = shapely.contains_properly(shape, marks)
    cut = shapely.intersection(marks[~whole], shape)
    pieces = [polygon for each in (*marks[whole], *cut) for polygon in area_only(each).geoms]
    return MultiPolygon([piece for piece in pieces if piece.area > unit * unit * CRUMB])


def _grid(bounds: Bounds, unit: float) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    """Middles of the cells of a grid that is the same for all shapes of a drawing, and the parity of each cell."""
    left, top, right, bottom = bounds
    columns = np.arange(math.floor(left / unit) - 1, math.ceil(right / unit) + 2)
    rows = np.arange(math.floor(top / unit) - 1, math.ceil(bottom / unit) + 2)
    column, row = (axis.ravel() for axis in np.meshgrid(columns, rows))
    middle_x, middle_y = (np.asarray((axis + 0.5) * unit, dtype=np.float64) for axis in (column, row))
    return middle_x, middle_y, np.asarray((column + row) % 2, dtype=np.int64)


def _boxes(left: Numbers | float, top: Numbers | float, right: Numbers | float, bottom: Numbers | float) -> Marks:
    """Boxes from arrays and numbers, which stand for all of their kind."""
    given = [np.atleast_1d(np.asarray(edge, dtype=np.float64)) for edge in (left, top, right, bottom)]
    x0, y0, x1, y1 = np.broadcast_arrays(*given)
    return _marks(shapely.box(x0, y0, x1, y1))


def _polygons(corners: Numbers) -> Marks:
    return _marks(shapely.polygons(corners))


def _marks(areas: object) -> Marks:
    return np.atleast_1d(np.asarray(areas, dtype=object))


def _triangles(bounds: Bounds, unit: float) -> Marks:
    x, y, _ = _grid(bounds, unit)
    half = unit * 0.46
    corners = [(x - half, y + half), (x + half, y + half), (x, y - half)]
    return _polygons(np.stack([np.column_stack(corner) for corner in corners], axis=1))


def _squares(bounds: Bounds, unit: float) -> Marks:
    x, y, parity = _grid(bounds, unit)
    x, y, half = x[parity == 0], y[parity == 0], unit / 2
    return _boxes(x - half, y - half, x + half, y + half)


def _bars(bounds: Bounds, unit: float) -> Marks:
    rows = np.arange(math.floor(bounds[1] / unit) - 1, math.ceil(bounds[3] / unit) + 1) * unit
    return _boxes(bounds[0] - 1, rows, bounds[2] + 1, rows + unit * 0.42)


def _crosses(bounds: Bounds, unit: float) -> Marks:
    x, y, parity = _grid(bounds, unit)
    x, y, long, short = x[parity == 0], y[parity == 0], unit * 0.62, unit * 0.22
    lying = _boxes(x - long, y - short, x + long, y + short)
    return _marks(shapely.union(lying, _boxes(x - short, y - long, x + short, y + long)))


def _discs(bounds: Bounds, unit: float) -> Marks:
    x, y, _ = _grid(bounds, unit)
    odd = np.round(y / unit - 0.5).astype(int) % 2
    return _marks(shapely.buffer(shapely.points(np.column_stack([x + odd * unit / 2, y])), unit * 0.34, quad_segs=6))


def _diagonals(bounds: Bounds, unit: float) -> Marks:
    left, top, right, bottom = bounds
    pitch, height = unit * 1.42, bottom - top + 2 * unit
    # Stripes meet from shape to shape: they are counted along the line through the drawing's corner.
    first, last = math.floor((left + top) / pitch) - 1, math.ceil((right + bottom) / pitch) + 1
    start = np.arange(first, last) * pitch
    low, high = top - unit, top - unit + height
    corners = [
        (start - high, high),
        (start - high + pitch / 2, high),
        (start - low + pitch / 2, low),
        (start - low, low),
    ]
    return _polygons(np.stack([np.column_stack([x, np.full_like(x, y)]) for x, y in corners], axis=1))


def _zigzags(bounds: Bounds, unit: float) -> Marks:
    left, top, right, bottom = bounds
    step, thick = unit * 0.8, unit * 0.42
    peaks = np.arange(math.floor(left / step) - 1, math.ceil(right / step) + 2)
    rows = np.arange(math.floor(top / unit) - 2, math.ceil(bottom / unit) + 1) * unit
    x, drop = peaks * step, (peaks % 2) * step * 0.8
    upper = [np.column_stack([x, row + drop]) for row in rows]
    return _polygons(np.stack([np.concatenate([line, line[::-1] + np.array([0, thick])]) for line in upper]))


def _lattice(bounds: Bounds, unit: float) -> Marks:
    left, top, right, bottom = bounds
    rows = np.arange(math.floor(top / unit) - 1, math.ceil(bottom / unit) + 1) * unit
    columns = np.arange(math.floor(left / unit) - 1, math.ceil(right / unit) + 1) * unit
    lying = _boxes(left - 1, rows, right + 1, rows + unit * 0.28)
    standing = _boxes(columns, top - 1, columns + unit * 0.28, bottom + 1)
    return np.array([shapely.union_all([*lying, *standing])], dtype=object)


def _tiled(bounds: Bounds, unit: float, path_data: str) -> Marks:
    shape = figure(path_data)
    x, y, _ = _grid(bounds, unit)
    scale = unit / 24
    drawn = [
        affine_transform(shape, [scale, 0, 0, scale, column - unit / 2, row - unit / 2])
        for column, row in zip(x.tolist(), y.tolist(), strict=True)
    ]
    return np.array(drawn, dtype=object)


PATTERNS: Mapping[str, Callable[[Bounds, float], Marks]] = {
    "triangle": _triangles,
    "squares": _squares,
    "bars": _bars,
    "cross": _crosses,
    "discs": _discs,
    "diagonals": _diagonals,
    "zigzags": _zigzags,
    "lattice": _lattice,
}
