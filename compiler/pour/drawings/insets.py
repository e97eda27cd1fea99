"""Cities that stand too near one another for a map: which go into an inset, how large it is, where it lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from compiler.pour.drawings.view import Bounds

MOST = 3
"""Insets on a map, at most."""
APART = 13.0
"""Millimetres between the nearest two cities of an inset, where it has room."""


@dataclass(frozen=True, slots=True)
class Inset:
    """A circle on the map and the magnified circle; `times` is a whole number."""

    members: tuple[str, ...]
    source: tuple[float, float]
    source_radius: float
    centre: tuple[float, float]
    radius: float
    times: int


def clusters(points: dict[str, tuple[float, float]], distance: float) -> list[tuple[str, ...]]:
    """Groups of points that hang together in steps shorter than `distance`, two at least."""
    left = list(points)
    found: list[tuple[str, ...]] = []
    while left:
        group, front = [left[0]], [left.pop(0)]
        while front:
            here = points[front.pop()]
            near = [key for key in left if math.dist(points[key], here) < distance]
            left = [key for key in left if key not in near]
            group += near
            front += near
        if len(group) > 1:
            found.append(tuple(sorted(group, key=list(points).index)))
    return found


def insets(
    points: dict[str, tuple[float, float]], distance: float, radius: float, page: Bounds, land: BaseGeometry,
    taken: Sequence[Bounds] = (),
) -> list[Inset]:  # fmt: skip
    """Insets for the clusters that one can show, placed over as little land as may be, clear of all cities."""
    rough = land.simplify(1.5)
    done: list[Inset] = []
    for group in sorted(clusters(points, distance), key=lambda each: (-len(each), each)):
        size = _magnified([points[key] for key in group], radius, distance)
        if size is None or len(done) == MOST:
            continue
        source, source_radius, times = size
        others = [at for key, at in points.items() if key not in group]
        centre = _free_place(source, source_radius, radius, page, rough, others, done, taken)
        if centre is not None:
            done.append(Inset(group, source, source_radius, centre, radius, times))
    return done


def circle_boxes(centre: tuple[float, float], radius: float) -> list[Bounds]:
    """Boxes that together cover a circle, for labels to keep clear of."""
    x, y = centre
    shares = ((1.03, 0.4), (0.95, 0.58), (0.78, 0.78), (0.58, 0.95), (0.4, 1.03))
    return [(x - radius * a, y - radius * b, x + radius * a, y + radius * b) for a, b in shares]


def _magnified(
    at: Sequence[tuple[float, float]], radius: float, distance: float
) -> tuple[tuple[float, float], float, int] | None:
    """Middle and radius of what is magnified, and how many times; None for a cluster that no inset can take apart."""
    middle = sum(x for x, _ in at) / len(at), sum(y for _, y in at) / len(at)
    far = max(math.dist(point, middle) for point in at)
    near = min(math.dist(one, other) for index, one in enumerate(at) for other in at[:index])
    if near < 1e-3 or far < 1e-3:
        return None
    times = int(min(APART / near, (radius - 7) / far))
    return (middle, radius / times, times) if times >= 2 and times * near >= distance else None


def _free_place(
    source: tuple[float, float], source_radius: float, radius: float, page: Bounds, land: BaseGeometry,
    others: Sequence[tuple[float, float]], done: Sequence[Inset], taken: Sequence[Bounds],
) -> tuple[float, float] | None:  # fmt: skip
    best: tuple[float, tuple[float, float]] | None = None
    left, top, right, bottom = page[0] + radius, page[1] + radius, page[2] - radius, page[3] - radius
    for row in range(int(max(0, bottom - top) / 6) + 1):
        for column in range(int(max(0, right - left) / 6) + 1):
            at = left + column * 6, top + row * 6
            if math.dist(at, source) < radius + source_radius + 4 or at[0] > right or at[1] > bottom:
                continue
            if any(math.dist(at, other) < radius + 9 for other in others):
                continue
            if any(math.dist(at, inset.centre) < radius + inset.radius + 2 for inset in done):
                continue
            if any(math.dist(at, inset.source) < radius + inset.source_radius + 2 for inset in done):
                continue
            circle = Point(at).buffer(radius, 12)
            if any(shapely.box(*box).intersects(circle) for box in taken):
                continue
            price = circle.intersection(land).area / circle.area * 100 + math.dist(at, source) * 0.35
            if best is None or price < best[0]:
                best = price, at
    return best[1] if best else None
