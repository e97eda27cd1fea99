"""Plates of convergences: the areas of some reports side by side at one scale."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from compiler.model.look import Look
from compiler.model.publication import Convergence, Publication, Report
from compiler.pour.drawings.cover import PLATE_FOOT
from compiler.pour.drawings.frame import Frame, frame
from compiler.pour.drawings.geography import Outlines
from compiler.pour.drawings.palette import palette
from compiler.pour.drawings.quarters import Ground, dressed, ground
from compiler.pour.drawings.svg import POINT, disc, number, paint, path, rectangle, stroke, svg, text
from compiler.pour.drawings.type import Type, typeface
from compiler.pour.drawings.view import Bounds, View, apart
from compiler.pour.drawings.words import listed, say

LARGEST_SCALE, STEP, TRIES = 2.2, 0.93, 160
"""Millimetres to a kilometre to begin with; how much smaller each next scale is; arrangements tried at each."""
HEAD = 22.0
"""Where the meridians begin, in millimetres: under the line at the head."""
RADIUS, NAME = 5.0, 12.0


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
    page, colours = frame(look), palette(look)
    letters = typeface(look, 700)
    by_slug = {report.slug: report for report in publication.reports}
    pieces = [
        Piece(report, _whole(report, outlines, publication), letters.width(report.name.text, NAME * POINT))
        for report in (by_slug[slug] for slug in convergence.reports if slug in by_slug)
    ]
    foot = page.height - (PLATE_FOOT + max(1, len(convergence.title)) * page.plate_line + 40) * POINT
    views = _arranged(pieces, page, foot)
    left, top, right, bottom = page.sheet
    ink = paint(colours.ink)
    body = [path(rectangle(left, top, right - left, bottom - top), colours.ground())]
    for piece, view in zip(pieces, views, strict=True):
        swatch = piece.report.themes[0].family.swatch
        flat = outlines.projection
        fills = paint(swatch), paint(swatch, 0.72)
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


def _arranged(pieces: Sequence[Piece], page: Frame, foot: float) -> list[View]:
    """Views at the largest scale at which some arrangement keeps areas, discs and names apart.

    Arrangements are drawn by lot, always the same lot; they go from left to right in the order of the reports if one does.
    """
    room: Bounds = (page.outer, HEAD + 6, page.width - page.inner + 4, foot - 14)
    lot = random.Random(len(pieces))  # noqa: S311  # no secret: the same for the same pieces
    scale = LARGEST_SCALE
    while scale > 0.005:
        for turn in range(TRIES):
            views = _drawn(pieces, scale, room, lot)
            if views is not None and _clear(pieces, views, page, ordered=turn < TRIES * 0.8):
                return views
        scale *= STEP
    return [View(scale, (room[0] + room[2]) / 2, (room[1] + room[3]) / 2) for _ in pieces]


def _drawn(pieces: Sequence[Piece], scale: float, room: Bounds, lot: random.Random) -> list[View] | None:
    views: list[View] = []
    for piece in pieces:
        left, top, right, bottom = piece.ground.bounds
        free_x = room[2] - room[0] - (right - left) * scale
        free_y = room[3] - room[1] - (bottom - top) * scale
        if free_x < 0 or free_y < 0:
            return None
        x, y = room[0] + free_x * lot.random(), room[1] + free_y * lot.random()
        views.append(View(scale, x - left * scale, y - top * scale))
    return views


def _clear(pieces: Sequence[Piece], views: Sequence[View], page: Frame, ordered: bool) -> bool:
    """True where nothing meets: areas, discs against others' lines, names against others' lines."""
    boxes = [_box(piece, view) for piece, view in zip(pieces, views, strict=True)]
    at = [view.point(piece.ground.city) for piece, view in zip(pieces, views, strict=True)]
    for index, one in enumerate(boxes):
        for other in range(index):
            near_x, near_y = abs(at[index][0] - at[other][0]), abs(at[index][1] - at[other][1])
            if not apart(_wide(one), boxes[other]) or near_x < 2 * RADIUS + 2 or near_y < 2 * RADIUS + 2:
                return False
            if ordered and at[index][0] < at[other][0]:
                return False
    names = [_name(piece, x, page) for piece, (x, _) in zip(pieces, at, strict=True)]
    for index, (start, end) in enumerate(names):
        if start < 4 or any(start - 1 < x < end + 3 for other, (x, _) in enumerate(at) if other != index):
            return False
        if any(start < names[other][1] + 3 and names[other][0] < end + 3 for other in range(index)):
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
