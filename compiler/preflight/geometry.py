"""Matrices and boxes of PDF pages (ISO 32000-1, 8.3): points, y upwards."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

Point = tuple[float, float]
MM = 72 / 25.4
"""Points in a millimetre."""


class Matrix(NamedTuple):
    """`[a b c d e f]`: x' = ax + cy + e, y' = bx + dy + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def then(self, other: Matrix) -> Matrix:
        """First this one, then the other."""
        a, b, c, d, e, f = self
        p, q, r, s, t, u = other
        return Matrix(a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)

    def at(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def widths(self) -> tuple[float, float]:
        """How long a unit of x, and one of y, turns out."""
        return math.hypot(self.a, self.b), math.hypot(self.c, self.d)

    def least(self) -> float:
        """The least scale in any direction: the smaller singular value, which a thin line turns out by."""
        a, b, c, d = self[:4]
        whole = a * a + b * b + c * c + d * d
        area = abs(a * d - b * c)
        wide = math.sqrt(max(0.0, (whole + math.sqrt(max(0.0, whole * whole - 4 * area * area))) / 2))
        return area / wide if wide else 0.0


SAME = Matrix(1, 0, 0, 1, 0, 0)


class Box(NamedTuple):
    """Left, bottom, right and top in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def empty(self) -> bool:
        return self.right <= self.left or self.top <= self.bottom

    def cut(self, other: Box) -> Box:
        """What both have in common; a box without area may be empty, or of a negative width."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def holds(self, other: Box, slack: float = 0.01) -> bool:
        return (
            self.left <= other.left + slack
            and self.bottom <= other.bottom + slack
            and self.right >= other.right - slack
            and self.top >= other.top - slack
        )


A4 = Box(0, 0, 595.276, 841.89)
EVERYWHERE = Box(-1e9, -1e9, 1e9, 1e9)


def around(points: Iterable[Point]) -> Box:
    """The box of some points, at least one."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def moved(box: Box, by: Matrix) -> Box:
    """The box round a box that a matrix has turned."""
    left, bottom, right, top = box
    return around((by.at(left, bottom), by.at(right, bottom), by.at(right, top), by.at(left, top)))
