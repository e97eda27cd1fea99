"""Labels beside points: placed so that they meet no disc, no other label and no edge.

Every label has many places round its point, each with a price (threads it covers, distance, an unusual side). Points
with few free places choose first, then all choose again until nobody gains. A label without any free place is left out:
the number on its disc stands for it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from compiler.pour.drawings.view import Bounds

Numbers = NDArray[np.float64]

SIDES: tuple[tuple[float, float, float], ...] = (
    (1, -1, 0.0), (-1, -1, 0.4), (1, 1, 0.5), (-1, 1, 0.8), (1, 0, 0.6), (-1, 0, 0.9), (0, -1, 1.2), (0, 1, 1.3),
    (1, -0.5, 0.5), (-1, -0.5, 0.9), (1, 0.5, 0.8), (-1, 0.5, 1.1), (0.5, -1, 1.0), (-0.5, -1, 1.2), (0.5, 1, 1.2),
    (-0.5, 1, 1.4),
)  # fmt: skip
"""Directions from a point (right, down) and their price, from the custom of map makers: above right is best."""
RINGS = (0.0, 1.6, 3.6, 6.5, 10.0, 15.0, 21.0, 28.0)
"""How much farther than its first place a label may stand, in millimetres."""
LEADER_FROM = 3.0
"""A label farther than so many millimetres from its disc is tied to it by a line."""
PRICE_OF_AN_UPRIGHT, PRICE_OF_A_LEVEL, PRICE_OF_A_MILLIMETRE = 1.1, 1.7, 0.45
"""What a label pays for covering a thread across, or along its length, and for each millimetre of distance."""
PRICE_OF_SHADE = 12.0
"""What it pays for lying wholly on a shaded area; less in proportion."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with a disc, and how large its label is (millimetres)."""

    key: str
    x: float
    y: float
    radius: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands; `leader` are the ends of the line to its disc, if it needs one."""

    box: Bounds
    leader: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class _Scene:
    """What labels have to heed: discs (x, y, radius), blocked boxes, threads, edges."""

    discs: Numbers
    blocked: Numbers
    uprights: Numbers
    levels: Numbers
    room: Bounds
    within: tuple[float, float, float] | None
    half_thread: float
    gap: float
    shade: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class _Places:
    boxes: Numbers
    prices: Numbers


def place(
    spots: Sequence[Spot],
    room: Bounds,
    *,
    blocked: Sequence[Bounds] = (),
    uprights: Sequence[float] = (),
    levels: Sequence[float] = (),
    farthest: float = 30.0,
    gap: float = 0.6,
    thread: float = 0.0,
    within: tuple[float, float, float] | None = None,
    shade: BaseGeometry | None = None,
) -> Mapping[str, Placed]:
    """Places for the labels of some spots. `uprights` and `levels` are threads that a label had better not cover,
    least of all in part (`thread` is their width); `within` is a circle (x, y, radius) that labels may not leave,
    `shade` an area they had better not lie on.
    """
    if not spots:
        return {}
    discs = np.array([(spot.x, spot.y, spot.radius) for spot in spots])
    scene = _Scene(
        discs, np.array(blocked).reshape(-1, 4), np.array(uprights), np.array(levels), room, within, thread / 2, gap,
        shade,
    )  # fmt: skip
    offers = [_offers(spot, scene, farthest) for spot in spots]
    taken = np.full((len(spots), 4), np.inf)
    chosen = np.full(len(spots), -1)
    order = sorted(range(len(spots)), key=lambda index: (len(offers[index].prices), index))
    for _ in range(6):
        moved = False
        for index in order:
            best = _best(offers[index], taken, index, gap)
            if best != chosen[index]:
                moved = True
                chosen[index] = best
                taken[index] = offers[index].boxes[best] if best >= 0 else np.inf
        if not moved:
            break
    return {
        spot.key: _placed(spot, offers[index].boxes[chosen[index]])
        for index, spot in enumerate(spots)
        if chosen[index] >= 0
    }


def spread(points: Sequence[tuple[float, float]], distance: float, room: Bounds) -> list[tuple[float, float]]:
    """Points moved as little as need be, so that no two are nearer than `distance`; the same for the same input."""
    at = np.array(points, dtype=float).reshape(-1, 2)
    low, high = np.array(room[:2]), np.array(room[2:])
    for turn in range(400):
        delta = at[:, None, :] - at[None, :, :]
        length = np.hypot(delta[..., 0], delta[..., 1])
        np.fill_diagonal(length, np.inf)
        if float(length.min(initial=np.inf)) >= distance - 1e-3:
            break
        for one, other in zip(*np.nonzero(np.triu(length < 1e-6)), strict=True):
            angle = 2.4 * (one + other + turn)
            delta[one, other] = math.cos(angle), math.sin(angle)
            delta[other, one] = -delta[one, other]
            length[one, other] = length[other, one] = 1e-6
        unit = delta / np.maximum(np.hypot(delta[..., 0], delta[..., 1]), 1e-9)[..., None]
        push = np.clip(distance - length, 0, None)[..., None] * unit * 0.5
        at = np.clip(at + push.sum(axis=1), low, high)
    return [(float(x), float(y)) for x, y in at]


def _offers(spot: Spot, scene: _Scene, farthest: float) -> _Places:
    """The places round a spot that meet no disc, no blocked box and no edge, with their prices."""
    boxes, prices = _round(spot, scene.gap, farthest)
    room, discs = scene.room, scene.discs
    free = (boxes[:, 0] >= room[0]) & (boxes[:, 1] >= room[1]) & (boxes[:, 2] <= room[2]) & (boxes[:, 3] <= room[3])
    near_x = np.clip(discs[None, :, 0], boxes[:, None, 0], boxes[:, None, 2])
    near_y = np.clip(discs[None, :, 1], boxes[:, None, 1], boxes[:, None, 3])
    reach = np.hypot(near_x - discs[None, :, 0], near_y - discs[None, :, 1])
    free &= (reach >= discs[None, :, 2] + scene.gap * 0.5).all(axis=1)
    if len(scene.blocked):
        free &= ~_meet(boxes, scene.blocked, 0).any(axis=1)
    if scene.within is not None:
        x, y, radius = scene.within
        far_x = np.maximum(abs(boxes[:, 0] - x), abs(boxes[:, 2] - x))
        free &= np.hypot(far_x, np.maximum(abs(boxes[:, 1] - y), abs(boxes[:, 3] - y))) <= radius
    boxes, prices = boxes[free], prices[free]
    prices = prices + PRICE_OF_AN_UPRIGHT * _covered(boxes[:, 0], boxes[:, 2], scene.uprights, scene.half_thread)
    prices = prices + PRICE_OF_A_LEVEL * _covered(boxes[:, 1], boxes[:, 3], scene.levels, scene.half_thread)
    if scene.shade is not None and len(boxes):
        shaded = np.array([_shaded(row, scene.shade) for row in boxes])
        prices = prices + PRICE_OF_SHADE * shaded / (spot.width * spot.height)
    return _Places(boxes, prices)


def _shaded(box: Numbers, shade: BaseGeometry) -> float:
    left, top, right, bottom = (float(edge) for edge in box)
    return shapely.box(left, top, right, bottom).intersection(shade).area


def _round(spot: Spot, gap: float, farthest: float) -> tuple[Numbers, Numbers]:
    """All places round a spot, near ones first, and what side and distance cost."""
    rows: list[tuple[float, float, float]] = []
    for ring in RINGS:
        if ring > farthest:
            break
        for right, down, price in SIDES:
            away = spot.radius + gap + ring
            if right and down:
                away *= 0.72 if abs(right) == abs(down) else 0.9
            left = spot.x + right * away + (right - 1) / 2 * spot.width
            top = spot.y + down * away + (down - 1) / 2 * spot.height
            rows.append((left, top, price + ring * PRICE_OF_A_MILLIMETRE))
    at = np.array(rows)
    return np.column_stack([at[:, 0], at[:, 1], at[:, 0] + spot.width, at[:, 1] + spot.height]), at[:, 2]


def _covered(low: Numbers, high: Numbers, threads: Numbers, half: float) -> Numbers:
    """How many threads boxes cover; one that is covered in part counts twice, for its rest looks like dirt."""
    one, other = low[:, None], high[:, None]
    met = (threads[None, :] + half > one) & (threads[None, :] - half < other)
    whole = (threads[None, :] - half - 0.8 > one) & (threads[None, :] + half + 0.8 < other)
    return (met.sum(axis=1) + (met & ~whole).sum(axis=1)).astype(np.float64)


def _meet(boxes: Numbers, others: Numbers, gap: float) -> NDArray[np.bool_]:
    one, other = boxes[:, None, :], others[None, :, :]
    return (
        (one[..., 0] < other[..., 2] + gap)
        & (other[..., 0] < one[..., 2] + gap)
        & (one[..., 1] < other[..., 3] + gap)
        & (other[..., 1] < one[..., 3] + gap)
    )


def _best(offers: _Places, taken: Numbers, index: int, gap: float) -> int:
    if not len(offers.prices):
        return -1
    others = np.delete(taken, index, axis=0)
    free = ~_meet(offers.boxes, others, gap).any(axis=1)
    if not free.any():
        return -1
    return int(np.argmin(np.where(free, offers.prices, np.inf)))


def _placed(spot: Spot, box: Numbers) -> Placed:
    left, top, right, bottom = (float(value) for value in box)
    near = min(max(spot.x, left), right), min(max(spot.y, top), bottom)
    length = math.hypot(near[0] - spot.x, near[1] - spot.y)
    if length - spot.radius < LEADER_FROM:
        return Placed((left, top, right, bottom), None)
    share = spot.radius / length
    start = spot.x + (near[0] - spot.x) * share, spot.y + (near[1] - spot.y) * share
    return Placed((left, top, right, bottom), (*start, *near))
