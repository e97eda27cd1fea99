"""Areas of several reports moved together at one scale, so that nothing meets and few lines do it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shapely import Point
from shapely.geometry.base import BaseGeometry

from compiler.model.publication import Report
from compiler.pour.drawings.frame import Frame
from compiler.pour.drawings.lot import Lot
from compiler.pour.drawings.quarters import Ground
from compiler.pour.drawings.view import Bounds, View, apart

LARGEST_SCALE, STEP, EASE, TRIES = 2.2, 0.94, 0.94, 80
"""Millimetres to a kilometre to begin with; how much smaller each next scale is, and the chosen one than the largest
that works; arrangements tried at each."""
HEAD, EDGE = 22.0, 8.0
"""Where the meridians begin, in millimetres: under the line at the head; what areas keep from the sides."""
RADIUS = 4.6
COVERED = 3.2
"""An area whose shorter side is under so many radii would vanish behind its disc: the disc moves off along a thread."""
Scheme = Literal["row", "down", "column", "up", "mixed"]
SCHEMES: tuple[Scheme, ...] = ("down", "row", "up", "column")
"""How cities are moved together: in steps down, onto one parallel, in steps up, onto one meridian.

Convergences take them in turn, so that plates of the same reports differ at a glance.
"""
ALIGNED = 4
"""Cities that one line can hold, at most; more stand on levels that are drawn by lot."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A report's area; `name` is the width of its label in millimetres, `rough` an outline to measure with."""

    report: Report
    ground: Ground
    rough: BaseGeometry
    name: float


@dataclass(frozen=True, slots=True)
class Stand:
    """A piece as it stands on the page: the city, the disc, and the label (left, top, right, bottom)."""

    piece: Piece
    view: View
    city: tuple[float, float]
    disc: tuple[float, float]
    label: Bounds


def scheme_of(number: int, count: int) -> Scheme:
    """The scheme of the n-th convergence for so many cities."""
    return SCHEMES[(number - 1) % len(SCHEMES)] if count <= ALIGNED else "mixed"


def arranged(pieces: Sequence[Piece], scheme: Scheme, page: Frame, foot: float, lot: Lot) -> list[Stand]:
    """Areas at about the largest scale at which some arrangement keeps areas, discs, lines and names apart.

    Arrangements are drawn by lot, each convergence its own, and always the same.
    """
    room: Bounds = (EDGE, HEAD + 6, page.width - EDGE, foot - 12)
    scale = LARGEST_SCALE
    while scale > 0.001:
        if any(_tried(pieces, scheme, scale, room, lot, page, foot) for _ in range(TRIES)):
            # A little smaller, there is a choice: the calmest arrangement has its lines farthest apart.
            for eased in (scale * EASE, scale):
                choice = [_tried(pieces, scheme, eased, room, lot, page, foot) for _ in range(2 * TRIES)]
                found = [each for each in choice if each]
                if found:
                    return max(found, key=lambda each: _calm(each, scheme))
        scale *= STEP
    return _stairs(pieces, page, foot)


def _tried(
    pieces: Sequence[Piece], scheme: Scheme, scale: float, room: Bounds, lot: Lot, page: Frame, foot: float
) -> list[Stand] | None:
    ordered = [pieces[index] for index in lot.order(len(pieces))]
    cities = _column(ordered, scale, room, lot) if scheme == "column" else _steps(ordered, scheme, scale, room, lot)
    if cities is None:
        return None
    stands = [_stand(piece, scale, city, scheme, page, foot) for piece, city in zip(ordered, cities, strict=True)]
    return stands if _clear(stands, scheme) else None


def _calm(stands: Sequence[Stand], scheme: Scheme) -> float:
    """Least distance of two meridians and two parallels, together; lines in common do not count."""
    pairs = [(one.city, other.city) for index, one in enumerate(stands) for other in stands[:index]]
    across = 0.0 if scheme == "column" else min((abs(one[0] - other[0]) for one, other in pairs), default=0.0)
    down = 0.0 if scheme == "row" else min((abs(one[1] - other[1]) for one, other in pairs), default=0.0)
    return round(across + down, 3)


def _reach(piece: Piece, scale: float) -> Bounds:
    """How far an area reaches from its city to the left, up, to the right and down, in millimetres."""
    (left, top, right, bottom), (x, y) = piece.ground.bounds, piece.ground.city
    return (x - left) * scale, (y - top) * scale, (right - x) * scale, (bottom - y) * scale


def _column(pieces: Sequence[Piece], scale: float, room: Bounds, lot: Lot) -> list[tuple[float, float]] | None:
    """All cities on one meridian, areas one below the other."""
    reaches = [_reach(piece, scale) for piece in pieces]
    low = max(room[0] + reach[0] for reach in reaches)
    high = min(room[2] - reach[2] for reach in reaches)
    if low > high:
        return None
    x = low + (high - low) * lot.share()
    tops = [room[1] + reach[1] for reach in reaches]
    bottoms = [room[3] - reach[3] for reach in reaches]
    rows = _rising(tops, bottoms, [2 * RADIUS + 3] * len(pieces), lot)
    return [(x, y) for y in rows] if rows is not None else None


def _steps(
    pieces: Sequence[Piece], scheme: Scheme, scale: float, room: Bounds, lot: Lot
) -> list[tuple[float, float]] | None:
    """Meridians in order with room for names between them; parallels in common, in steps, or on levels by lot."""
    reaches = [_reach(piece, scale) for piece in pieces]
    gaps = [max(piece.name + 6, 2 * RADIUS + 3) for piece in pieces]
    columns = _rising(
        [room[0] + reach[0] for reach in reaches], [room[2] - reach[2] for reach in reaches], gaps, lot
    )  # fmt: skip
    tops = [room[1] + reach[1] for reach in reaches]
    bottoms = [room[3] - reach[3] for reach in reaches]
    if columns is None or any(top > bottom for top, bottom in zip(tops, bottoms, strict=True)):
        return None
    count = len(pieces)
    if scheme == "row":
        low, high = max(tops), min(bottoms)
        return [(x, low + (high - low) * 0.5) for x in columns] if low <= high else None
    levels = {"down": list(range(count)), "up": list(reversed(range(count)))}.get(scheme) or lot.order(count)
    return [
        (x, top + (bottom - top) * (level + lot.share()) / count)
        for x, top, bottom, level in zip(columns, tops, bottoms, levels, strict=True)
    ]


def _rising(lows: Sequence[float], highs: Sequence[float], gaps: Sequence[float], lot: Lot) -> list[float] | None:
    """Rising places by lot, each between its low and its high and `gaps` apart from the one before."""
    places: list[float] = []
    at = min(lows, default=0.0)
    for index in range(len(lows)):
        # What the places to come need leaves so much room for this one.
        high = min(highs[other] - sum(gaps[index:other]) for other in range(index, len(lows)))
        low = max(lows[index], at)
        if low > high:
            return None
        at = low + (high - low) * lot.share() ** (1 if index == len(lows) - 1 else 1.6)
        places.append(at)
        at += gaps[index]
    return places


def _stand(
    piece: Piece, scale: float, city: tuple[float, float], scheme: Scheme, page: Frame, foot: float
) -> Stand:  # fmt: skip
    view = View(scale, city[0] - piece.ground.city[0] * scale, city[1] - piece.ground.city[1] * scale)
    return Stand(piece, view, city, _disc(piece, scale, city, scheme), _label(piece, scale, city, scheme, page, foot))


def _disc(piece: Piece, scale: float, city: tuple[float, float], scheme: Scheme) -> tuple[float, float]:
    """At the crossing; beside a small area on its own thread: on the parallel where the meridian is shared."""
    left, up, right, down = _reach(piece, scale)
    if min(left + right, up + down) >= COVERED * RADIUS:
        return city
    x, y = city
    return (x + right + RADIUS + 2.5, y) if scheme == "column" else (x, y + down + RADIUS + 2.5)


def _label(
    piece: Piece, scale: float, city: tuple[float, float], scheme: Scheme, page: Frame, foot: float
) -> Bounds:  # fmt: skip
    """The name at the foot of the meridian; at the end of the parallel where the meridian is shared.

    There it stands on the side away from its area.
    """
    if scheme == "column":
        left, _, right, _ = _reach(piece, scale)
        bottom = city[1] - 1.6
        start = page.outer if left < right and city[0] - left > page.outer + piece.name + 4 else None
        start = page.width - page.outer - piece.name if start is None else start
        return start, bottom - 4.4, start + piece.name, bottom
    turned = city[0] + 2 + piece.name > page.width - 8
    start = city[0] - 2 - piece.name if turned else city[0] + 2
    return start, foot - 4, start + piece.name, foot


def _stairs(pieces: Sequence[Piece], page: Frame, foot: float) -> list[Stand]:
    """Many reports, one below the other: little but crossings, and names at the ends of their parallels."""
    scale = min(
        (
            20 / max(right - left, bottom - top, 1e-6)
            for left, top, right, bottom in (piece.ground.bounds for piece in pieces)
        ),
        default=1.0,
    )
    stands: list[Stand] = []
    for index, piece in enumerate(pieces):
        share = (index + 0.5) / len(pieces)
        x, y = page.outer + share * (page.width - page.inner - page.outer), HEAD + 10 + share * (foot - HEAD - 24)
        start = page.width - page.outer - piece.name if share < 0.5 else page.outer
        view = View(scale, x - piece.ground.city[0] * scale, y - piece.ground.city[1] * scale)
        stands.append(Stand(piece, view, (x, y), (x, y), (start, y - 5, start + piece.name, y - 1)))
    return stands


def _clear(stands: Sequence[Stand], scheme: Scheme) -> bool:
    """True where nothing meets: lines, discs and names with those of others, areas with all of it."""
    for index, one in enumerate(stands):
        for other in stands[:index]:
            if not (_lines_apart(one, other, scheme) and _areas_apart(one, other)):
                return False
        if one.label[0] < 4 or (scheme != "column" and one.disc[1] + RADIUS > one.label[1] - 2):
            return False
        for other in stands:
            if other is not one and not (_disc_free(one, other, scheme) and _label_free(one, other, scheme)):
                return False
            if scheme == "column" and _shape(other).distance(_middle(one.label)) < one.piece.name / 2 + 3:
                return False
    return True


def _lines_apart(one: Stand, other: Stand, scheme: Scheme) -> bool:
    least = 2 * RADIUS + 2
    across = scheme == "column" or abs(one.city[0] - other.city[0]) >= least
    return across and (scheme == "row" or abs(one.city[1] - other.city[1]) >= least)


def _areas_apart(one: Stand, other: Stand) -> bool:
    first, second = _box(one), _box(other)
    wide = first[0] - 3, first[1] - 3, first[2] + 3, first[3] + 3
    return apart(wide, second) or _shape(one).distance(_shape(other)) >= 5


def _disc_free(one: Stand, other: Stand, scheme: Scheme) -> bool:
    """A disc meets no line, disc or area of another report."""
    (x, y), (x2, y2) = one.disc, other.city
    if scheme != "column" and abs(x - x2) < RADIUS + 1:
        return False
    if (scheme != "row" or one.disc != one.city) and abs(y - y2) < RADIUS + 1:
        return False
    if math.dist(one.disc, other.disc) < 2 * RADIUS + 2:
        return False
    near = (x - RADIUS - 1, y - RADIUS - 1, x + RADIUS + 1, y + RADIUS + 1)
    return apart(near, _box(other)) or _shape(other).distance(Point(x, y)) >= RADIUS + 1


def _label_free(one: Stand, other: Stand, scheme: Scheme) -> bool:
    """A name meets no line and no name of another report."""
    left, top, right, bottom = one.label
    if scheme == "column":
        return not top - 1 < other.city[1] < bottom + 1 and not left - 2 < other.city[0] < right + 2
    return not left - 3 < other.city[0] < right + 3 and not (left < other.label[2] + 3 and other.label[0] < right + 3)


def _shape(stand: Stand) -> BaseGeometry:
    return stand.view(stand.piece.rough)


def _middle(box: Bounds) -> Point:
    return Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _box(stand: Stand) -> Bounds:
    left, top, right, bottom = stand.piece.ground.bounds
    one, other = stand.view.point((left, top)), stand.view.point((right, bottom))
    return one[0], one[1], other[0], other[1]
