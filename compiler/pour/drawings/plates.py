"""Plates of convergences: the areas of some reports side by side at one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup
from shapely import Point
from shapely.geometry.base import BaseGeometry

from compiler.model.look import Look
from compiler.model.publication import Convergence, Publication, Report
from compiler.pour.drawings.cover import PLATE_FOOT
from compiler.pour.drawings.frame import Frame, frame
from compiler.pour.drawings.geography import Outlines
from compiler.pour.drawings.lot import Lot
from compiler.pour.drawings.palette import palette
from compiler.pour.drawings.placed import colour_of, placed
from compiler.pour.drawings.quarters import Ground, dressed, ground
from compiler.pour.drawings.svg import POINT, disc, number, paint, path, rectangle, stroke, svg, text
from compiler.pour.drawings.type import Type, typeface
from compiler.pour.drawings.view import Bounds, View, apart
from compiler.pour.drawings.words import listed, say

LARGEST_SCALE, STEP, EASE, TRIES = 2.2, 0.93, 0.9, 90
"""Millimetres to a kilometre to begin with; how much smaller each next scale is, and the chosen one than the largest
that works; arrangements tried at each."""
HEAD = 22.0
"""Where the meridians begin, in millimetres: under the line at the head."""
RADIUS, NAME = 4.6, 12.0
COVERED = 2.4
"""An area whose shorter side is under so many radii would vanish behind its disc: the disc moves off along a thread."""
Scheme = Literal["row", "down", "column", "up"]
SCHEMES: tuple[Scheme, ...] = ("row", "down", "column", "up")
"""How cities are moved together: onto one parallel, in steps to the right and down, onto one meridian, in steps up.

Convergences take them in turn, so that plates of the same reports differ at a glance.
"""
ALIGNED = 4
"""Cities that one line can hold, at most; more stand in steps."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A report's area; `name` is the width of its label in millimetres."""

    report: Report
    ground: Ground
    name: float


def convergence_plate(look: Look, publication: Publication, convergence: Convergence, outlines: Outlines) -> Markup:
    """Page-size plate: the areas of the reports at one scale, moved together, above the title.

    Each city keeps its two lines; the meridians end in the cities' names.
    """
    publication = placed(publication)
    page, colours = frame(look), palette(look)
    letters = typeface(look, 700)
    by_slug = {report.slug: report for report in publication.reports}
    pieces = [
        Piece(report, _whole(report, outlines, publication), letters.width(report.name.text, NAME * POINT))
        for report in (by_slug[slug] for slug in convergence.reports if slug in by_slug)
    ]
    foot = page.height - (PLATE_FOOT + max(1, len(convergence.title)) * page.plate_line + 40) * POINT
    pieces, views = _arranged(pieces, page, foot, Lot(convergence.slug))
    left, top, right, bottom = page.sheet
    ink = paint(colours.ink)
    body = [path(rectangle(left, top, right - left, bottom - top), colours.ground())]
    for piece, view in zip(pieces, views, strict=True):
        swatch = colour_of(piece.report)
        flat = outlines.projection
        fills = paint(swatch), paint(swatch, 0.72 if colours.is_dark(swatch) else 0.45)
        body += dressed(look, piece.report, piece.ground, flat, view, page.sheet, 3.6, fills, 0.15)
    for piece, view in zip(pieces, views, strict=True):
        x, y = (number(value) for value in view.point(piece.ground.city))
        lines = f"M{x} {number(HEAD)}V{number(foot)}M{number(left)} {y}H{number(right)}"
        body.append(stroke(lines, ink, 0.45))
    for piece, view in zip(pieces, views, strict=True):
        body += _marks(piece, view, foot, letters, ink, colours.ground(), page)
    title = say(publication, "alt_convergence_plate", cities=listed([piece.report.name.text for piece in pieces]))
    return svg(body, x=left, y=top, width=right - left, height=bottom - top, title=title)


def _whole(report: Report, outlines: Outlines, publication: Publication) -> Ground:
    """The main part of a report's area: islands would make room for themselves."""
    found = ground(report, outlines, publication.reports)
    main = type(found.area)([found.main]) if found.real else found.area  # pyright: ignore[reportArgumentType]
    return Ground(main, found.main, found.city, found.real)


def _marks(piece: Piece, view: View, foot: float, letters: Type, ink: str, paper: str, page: Frame) -> list[str]:
    x, y = view.point(piece.ground.city)
    turned = x + 2 + piece.name > page.width - 8
    written = str(piece.report.number)
    size = min(14 * POINT, RADIUS * 1.6 / letters.width(written, 1))
    return [
        disc(x, y, RADIUS, ink),
        text(x, y + size * 0.36, written, family=letters.family, size=size, weight=letters.weight, fill=paper,
             anchor="middle"),
        text(x + (-2 if turned else 2), foot, piece.report.name, family=letters.family, size=NAME * POINT,
             weight=letters.weight, fill=ink, anchor="end" if turned else "start"),
    ]  # fmt: skip


def _arranged(pieces: Sequence[Piece], page: Frame, foot: float, lot: Lot) -> tuple[list[Piece], list[View]]:
    """Views at the largest scale at which some arrangement keeps areas, discs and names apart.

    Arrangements are drawn by lot, and so is the order from left to right: convergences of the same reports differ, yet
    each is always drawn alike.
    """
    room: Bounds = (page.outer, HEAD + 6, page.width - page.inner + 4, foot - 14)
    ordered = [pieces[index] for index in lot.order(len(pieces))]
    rough = [piece.ground.area.simplify(1.0) for piece in ordered]
    scale = LARGEST_SCALE
    while scale > 0.001:
        found = [_tried(ordered, rough, scale, room, lot, page) for _ in range(TRIES)]
        if any(found):
            # A little smaller, there is a choice: the calmest arrangement has its lines farthest apart.
            scale *= EASE
            choice = [_tried(ordered, rough, scale, room, lot, page) for _ in range(2 * TRIES)]
            views = [each for each in choice if each] or [each for each in found if each]
            return ordered, max(views, key=lambda each: _calm(ordered, each))
        scale *= STEP
    return ordered, _stairs(ordered, page, foot)


def _tried(
    pieces: Sequence[Piece], rough: Sequence[BaseGeometry], scale: float, room: Bounds, lot: Lot, page: Frame
) -> list[View] | None:
    views = _drawn(pieces, scale, room, lot)
    return views if views is not None and _clear(pieces, rough, views, page) else None


def _calm(pieces: Sequence[Piece], views: Sequence[View]) -> float:
    """Least distance of two meridians and two parallels, together."""
    at = [view.point(piece.ground.city) for piece, view in zip(pieces, views, strict=True)]
    pairs = [(one, other) for index, one in enumerate(at) for other in at[:index]]
    across = min((abs(one[0] - other[0]) for one, other in pairs), default=0.0)
    down = min((abs(one[1] - other[1]) for one, other in pairs), default=0.0)
    return round(across + down, 3)


def _stairs(pieces: Sequence[Piece], page: Frame, foot: float) -> list[View]:
    """Many reports, one below the other: crossings alone, in order from the top left."""
    views: list[View] = []
    for index, piece in enumerate(pieces):
        share = (index + 0.5) / len(pieces)
        x, y = page.outer + share * (page.width - page.inner - page.outer), HEAD + 10 + share * (foot - HEAD - 24)
        left, top, right, bottom = piece.ground.bounds
        scale = 20 / max(right - left, bottom - top, 1e-6)
        views.append(View(scale, x - piece.ground.city[0] * scale, y - piece.ground.city[1] * scale))
    return views


def _drawn(pieces: Sequence[Piece], scale: float, room: Bounds, lot: Lot) -> list[View] | None:
    """An arrangement by lot: meridians in order with room for names between them, parallels on levels in any order."""
    lows = [room[0] + (piece.ground.city[0] - piece.ground.bounds[0]) * scale for piece in pieces]
    highs = [room[2] - (piece.ground.bounds[2] - piece.ground.city[0]) * scale for piece in pieces]
    gaps = [max(piece.name + 6, 2 * RADIUS + 3) for piece in pieces]
    views: list[View] = []
    levels = lot.order(len(pieces))
    x = room[0]
    for index, piece in enumerate(pieces):
        # What the pieces to come need leaves so much room for this one.
        ahead = [highs[other] - sum(gaps[index:other]) for other in range(index, len(pieces))]
        low, high = max(lows[index], x), min(ahead)
        top = room[1] + (piece.ground.city[1] - piece.ground.bounds[1]) * scale
        bottom = room[3] - (piece.ground.bounds[3] - piece.ground.city[1]) * scale
        if low > high or top > bottom:
            return None
        last = index == len(pieces) - 1
        x = low + (high - low) * lot.share() ** (1 if last else 1.6)
        y = top + (bottom - top) * (levels[index] + lot.share()) / len(pieces)
        views.append(View(scale, x - piece.ground.city[0] * scale, y - piece.ground.city[1] * scale))
        x += gaps[index]
    return views


def _clear(pieces: Sequence[Piece], rough: Sequence[BaseGeometry], views: Sequence[View], page: Frame) -> bool:
    """True where nothing meets: areas, discs against others' lines, names against others' lines."""
    boxes = [_box(piece, view) for piece, view in zip(pieces, views, strict=True)]
    at = [view.point(piece.ground.city) for piece, view in zip(pieces, views, strict=True)]
    for index, (x, y) in enumerate(at):
        for other in range(index):
            if abs(x - at[other][0]) < 2 * RADIUS + 2 or abs(y - at[other][1]) < 2 * RADIUS + 2:
                return False
    names = [_name(piece, x, page) for piece, (x, _) in zip(pieces, at, strict=True)]
    for index, (start, end) in enumerate(names):
        if start < 4 or any(start - 1 < x < end + 3 for other, (x, _) in enumerate(at) if other != index):
            return False
        if any(start < names[other][1] + 3 and names[other][0] < end + 3 for other in range(index)):
            return False
    for index, (x, y) in enumerate(at):
        for other, area in enumerate(rough):
            near = (x - RADIUS - 1, y - RADIUS - 1, x + RADIUS + 1, y + RADIUS + 1)
            if (
                other != index
                and not apart(near, boxes[other])
                and views[other](area).distance(Point(x, y)) < RADIUS + 1
            ):
                return False
    for index, one in enumerate(boxes):
        for other in range(index):
            if (
                not apart(_wide(one), boxes[other])
                and views[index](rough[index]).distance(views[other](rough[other])) < 5
            ):
                return False
    return True


def _name(piece: Piece, x: float, page: Frame) -> tuple[float, float]:
    return (x - 2 - piece.name, x) if x + 2 + piece.name > page.width - 8 else (x, x + 2 + piece.name)


def _box(piece: Piece, view: View) -> Bounds:
    left, top, right, bottom = piece.ground.bounds
    one, other = view.point((left, top)), view.point((right, bottom))
    return one[0], one[1], other[0], other[1]


def _wide(box: Bounds) -> Bounds:
    return box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3
