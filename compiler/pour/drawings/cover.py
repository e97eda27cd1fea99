"""Cover, title page and foreword plate: one weave of the cities' meridians and parallels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from compiler.model.copy import Line
from compiler.model.look import Look
from compiler.model.measures import Length, mm
from compiler.model.publication import Cover, Publication, Report
from compiler.pour.drawings.back import back_rows, drawn_rows
from compiler.pour.drawings.flat import Flat, flat, points
from compiler.pour.drawings.frame import Frame, frame
from compiler.pour.drawings.geography import Outlines
from compiler.pour.drawings.labels import Placed, Spot, place, spread
from compiler.pour.drawings.palette import palette
from compiler.pour.drawings.placed import colour_of, placed
from compiler.pour.drawings.strands import Strand, strands, weave
from compiler.pour.drawings.svg import POINT, disc, number, paint, path, rectangle, stroke, svg, text
from compiler.pour.drawings.type import Type, typeface
from compiler.pour.drawings.view import Bounds, View, data, seen
from compiler.pour.drawings.words import cities, say

Panel = Literal["front", "back", "sheet"]

TITLE_TOP, TITLE_FOOT = 45.0, 43.8
"""Points from the head of the trim to the cover's title, and from its foot to the weave."""
PLATE_FOOT = 106.5
"""Points from the foot of the trim to the title of a plate."""
_AS_IT_IS = View(1, 0, 0)
LEAST_SPINE = mm(4)
"""Width under which a spine carries no type, where the look has no measure `least-spine` of its own."""
SPINE_FOOT = 33.0
"""Points from the foot of the trim to the end of the imprint on the spine."""
DEEPEST = 45.0
"""The first parallel keeps under the title on the spine, but no more than so many millimetres under the title."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """How heavy a weave is: width of threads and gaps, radius of discs (millimetres), size of labels (points)."""

    thread: float
    gap: float
    radius: float
    label: float


def gauge(count: int) -> Gauge:
    """Few cities make a bold weave, many a fine one."""
    share = 15 / max(count, 1)
    thread = min(7.0, max(0.7, 1.5 * share**0.6))
    return Gauge(
        thread,
        min(1.8, max(0.35, thread / 3)),
        min(9.0, max(2.5, 4 * share**0.37)),
        min(16.0, max(8.0, 9.5 * share**0.28)),
    )


@dataclass(frozen=True, slots=True)
class Cloth:
    """The woven sheet: projection, strands, discs. The origin is the top left corner of the front's trim."""

    flat: Flat
    uprights: tuple[Strand, ...]
    levels: tuple[Strand, ...]
    discs: Mapping[str, tuple[float, float]]
    top: float


def cover(look: Look, publication: Publication, panel: Panel, spine: Length | None = None) -> Markup:
    """A panel of the cover with its bleed, or the whole sheet: back, spine, front. Needs `publication.matter.cover`.

    Meridians hang from a line under the title; parallels run over the spine (none: no width) to the back, where each
    meets the name and latitude of its city. All panels are windows of the same sheet.
    """
    publication, matter = placed(publication), publication.matter.cover
    if matter is None:
        return Markup()
    page, width = frame(look), (spine or 0) / 1000
    weight = gauge(len(publication.reports))
    rows = back_rows(look, publication, page, -width - page.width)
    cloth = _cloth(look, publication.reports, page, weight, matter)
    window = _window(page, panel, width)
    ground = matter.ground
    body = [
        path(_frame_path(window), paint(ground)),
        *fabric_paths(look, publication, cloth, window, weight, ground, rows.threads_from),
    ]
    if panel != "back":
        body += _names(look, publication, cloth, page, weight, matter)
    if panel != "front":
        body += drawn_rows(look, publication, rows, cloth.levels, ground)
    if panel == "sheet" and (spine or 0) >= look.measures.get("least-spine", LEAST_SPINE):
        body += _spine(look, matter, -width / 2, page)
    title = say(publication, "alt_cover", cities=cities(publication))
    return _sheet(body, window, title)


def title(look: Look, publication: Publication) -> Markup:
    """The weave of the front in hairlines, ink on paper, page-size with bleed."""
    publication, matter = placed(publication), publication.matter.cover
    page, heavy = frame(look), gauge(len(publication.reports))
    weight = Gauge(0.3, 0.5, heavy.radius * 0.55, heavy.label)
    cloth = _cloth(look, publication.reports, page, weight, matter)
    window = page.sheet
    colours = palette(look)
    fabric = weave(cloth.uprights, cloth.levels, window, weight.gap, cloth.top, window[0])
    ink = paint(colours.ink)
    body = [path("".join((*fabric.uprights.values(), *fabric.levels.values())), ink)]
    if matter and matter.date_line:
        body.append(path(rectangle(*_as_size(_date_box(look, page, matter))), paint(colours.paper)))
    body += [disc(x, y, weight.radius, ink) for x, y in cloth.discs.values()]
    return _sheet(body, window, say(publication, "alt_title", cities=cities(publication)))


def foreword_plate(look: Look, publication: Publication, outlines: Outlines) -> Markup:
    """A detail of the weave, tone on tone, page-size with bleed. Needs `publication.matter.foreword`.

    All crossings stand above the title, and the meridians end there, so that nothing passes behind it.
    """
    publication, matter = placed(publication), publication.matter.foreword
    if matter is None:
        return Markup()
    page = frame(look)
    swatch, window = matter.swatch, page.sheet
    calm = page.height - (PLATE_FOOT + len(matter.plate) * page.plate_line * 57 / 54 + 8) * POINT
    heavy = gauge(len(publication.reports))
    weight = Gauge(min(heavy.thread, 2.6), heavy.gap, heavy.radius * 0.72, heavy.label)
    room = page.outer + 9, 26.0, page.width - 32, calm - 20
    cloth = woven(publication.reports, flat(publication.reports, room), weight, window[1], page, calm - 4)
    tints = palette(look).tints(swatch)
    land = seen(cloth.flat.geometry(outlines.degrees, outlines.projection.meridian), _AS_IT_IS, window, 0.15)
    hung = window[0], window[1], window[2], calm
    fabric = weave(cloth.uprights, cloth.levels, hung, weight.gap, window[1], window[0])
    on = paint(look.swatches[swatch].type_on)
    body = [
        path(_frame_path(window), paint(swatch)),
        path(data(land), paint(swatch, 0.9)),
        path("".join((*fabric.uprights.values(), *fabric.levels.values())), paint(swatch, tints.area)),
        *(disc(x, y, weight.radius, on) for x, y in cloth.discs.values()),
    ]
    return _sheet(body, window, say(publication, "alt_foreword_plate", cities=cities(publication)))


def _hang(page: Frame, matter: Cover) -> float:
    """Where the meridians begin: under the title as the layout sets it."""
    return (TITLE_TOP + page.cover_line * len(matter.lines) + TITLE_FOOT) * POINT


def _cloth(look: Look, reports: Sequence[Report], page: Frame, weight: Gauge, matter: Cover | None) -> Cloth:
    """The weave of cover and title page: under the title, and between the words at head and foot of the spine."""
    top = _hang(page, matter) if matter else page.height / 3
    first, last = top + 14, page.height - 28
    if matter is not None:
        title, imprint = _spine_words(look, matter)
        clear = weight.thread / 2 + 3
        first = min(max(first, TITLE_TOP * POINT + title + clear), top + DEEPEST)
        last = min(last, page.height - SPINE_FOOT * POINT - imprint - clear)
    room = 26 / 210 * page.width, first, page.width - 50 / 210 * page.width, max(last, first + 20)
    return woven(reports, flat(reports, room), weight, top, page)


def _spine_words(look: Look, matter: Cover) -> tuple[float, float]:
    """How long title and imprint are on the spine, in millimetres."""
    size = 8 * POINT
    bold, plain = typeface(look, 700), typeface(look, 500)
    return bold.width(matter.spine.text, size), plain.width(matter.spine_imprint.text, size)


def woven(
    reports: Sequence[Report], projection: Flat, weight: Gauge, top: float, page: Frame, bottom: float = 1e4
) -> Cloth:
    """Strands and discs of some reports; discs that would meet are moved, inside the page and above `bottom`."""
    at = points(projection, reports)
    uprights = strands([(key, x) for key, (x, _) in at.items()], weight.thread, weight.gap)
    levels = strands([(key, y) for key, (_, y) in at.items()], weight.thread, weight.gap)
    crossings = [(_at(uprights, key), _at(levels, key)) for key in at]
    edge = weight.radius + 1
    room = edge, max(top, 0) + edge, page.width - edge, bottom - edge
    moved = spread(crossings, 2 * weight.radius + 0.4, room)
    return Cloth(projection, uprights, levels, dict(zip(at, moved, strict=True)), top)


def _at(all_strands: Sequence[Strand], key: str) -> float:
    return next(strand.at for strand in all_strands if strand.key == key)


def fabric_paths(
    look: Look, publication: Publication, cloth: Cloth, window: Bounds, weight: Gauge, ground: str, left: float
) -> list[str]:
    """The strands that show in a window, in the colours of their reports; levels begin at `left`."""
    fabric = weave(cloth.uprights, cloth.levels, window, weight.gap, cloth.top, left)
    colour = thread_colours(look, publication, ground)
    return [
        *_by_colour(fabric.uprights, colour),
        *_by_colour(fabric.levels, colour),
    ]


def thread_colours(look: Look, publication: Publication, ground: str) -> Callable[[str], str]:
    """The swatch of each report's thread; paper stands in where it would be that of the ground."""
    swatch = {report.slug: colour_of(report) for report in publication.reports if report.themes}
    colours = palette(look)
    stand_in = colours.paper if ground != colours.paper else colours.ink

    def colour(key: str) -> str:
        own = {str(slug): name for slug, name in swatch.items()}.get(key, ground)
        return stand_in if own == ground else own

    return colour


def _by_colour(pieces: Mapping[str, str], colour: Callable[[str], str]) -> list[str]:
    grouped: dict[str, list[str]] = {}
    for key, piece in pieces.items():
        grouped.setdefault(colour(key), []).append(piece)
    return [path("".join(each), paint(swatch)) for swatch, each in grouped.items()]


def _names(
    look: Look, publication: Publication, cloth: Cloth, page: Frame, weight: Gauge, matter: Cover
) -> list[str]:  # fmt: skip
    """Discs with numbers, and the names beside them where a free place is left."""
    letters = typeface(look, 700)
    size = weight.label * POINT
    ground, on = paint(matter.ground), paint(look.swatches[matter.ground].type_on)
    spots = [
        Spot(
            report.slug,
            *cloth.discs[report.slug],
            weight.radius,
            letters.width(report.name.text, size) + 2,
            size * 1.36,
        )
        for report in publication.reports
    ]
    date = _date_box(look, page, matter)
    room = 6.0, cloth.top + 2, page.width - 5, page.height - 7
    placed = place(
        spots,
        room,
        blocked=[date] if date else [],
        uprights=[strand.at for strand in cloth.uprights],
        levels=[strand.at for strand in cloth.levels],
        farthest=4,
        thread=weight.thread,
    )
    body = [path(rectangle(*_as_size(date)), ground)] if date else []
    body += [
        label(report.name, placed[report.slug], letters, size, on, ground)
        for report in publication.reports
        if report.slug in placed
    ]
    for report in publication.reports:
        x, y = cloth.discs[report.slug]
        body += numbered(x, y, weight.radius, report.number, letters, on, ground)
    return body


def label(words: Line, at: Placed, letters: Type, size: float, colour: str, ground: str | None) -> str:
    """A name, on a box of the ground that keeps threads clear of it unless that is None."""
    left, top, right, bottom = at.box
    baseline = (top + bottom) / 2 + size * 0.335
    leader = ""
    if at.leader is not None:
        x0, y0, x1, y1 = (number(value) for value in at.leader)
        leader = stroke(f"M{x0} {y0}L{x1} {y1}", colour, 0.25)
    written = text(
        left + 1, baseline, words, family=letters.family, size=size, weight=letters.weight, fill=colour
    )  # fmt: skip
    behind = path(rectangle(left, top, right - left, bottom - top), ground) if ground else ""
    return leader + behind + written


def numbered(x: float, y: float, radius: float, report: int, letters: Type, colour: str, ground: str) -> list[str]:
    """A disc with a report's number, as large as the disc allows."""
    written = str(report)
    size = min(radius * 0.97, radius * 1.6 / letters.width(written, 1))
    drawn = text(
        x,
        y + size * 0.35,
        written,
        family=letters.family,
        size=size,
        weight=letters.weight,
        fill=ground,
        anchor="middle",
    )
    return [disc(x, y, radius, colour), drawn]


def _date_box(look: Look, page: Frame, matter: Cover) -> Bounds:
    """The ground that the date lines at the foot of the front stand on."""
    letters = typeface(look, 700)
    width = max((letters.width(line.text, 9.5 * POINT) for line in matter.date_line), default=0)
    right, bottom = page.width - page.outer, page.height - 33 * POINT
    height = len(matter.date_line) * 13.5 * POINT
    return right - width - 1.5, bottom - height - 0.5, right + 1.5, bottom + 0.8


def _spine(look: Look, matter: Cover, middle: float, page: Frame) -> list[str]:
    """The ground that the layout's words on the spine stand on, where threads run across: title at the head, imprint
    at the foot.
    """
    title, imprint = _spine_words(look, matter)
    play = 1.5
    top, depth = TITLE_TOP * POINT - play, 8 * POINT * 1.3
    end = page.height - SPINE_FOOT * POINT + play
    return [
        path(rectangle(middle - depth / 2, top, depth, title + 2 * play), paint(matter.ground)),
        path(rectangle(middle - depth / 2, end - imprint - 2 * play, depth, imprint + 2 * play), paint(matter.ground)),
    ]


def _window(page: Frame, panel: Panel, spine: float) -> Bounds:
    _, top, right, bottom = page.sheet
    if panel == "front":
        return page.sheet
    far = -spine - page.width - page.bleed
    return (far, top, -spine + page.bleed, bottom) if panel == "back" else (far, top, right, bottom)


def _sheet(body: list[str], window: Bounds, title_text: str) -> Markup:
    left, top, right, bottom = window
    return svg(body, x=left, y=top, width=right - left, height=bottom - top, title=title_text)


def _frame_path(window: Bounds) -> str:
    return rectangle(*_as_size(window))


def _as_size(box: Bounds) -> Bounds:
    return box[0], box[1], box[2] - box[0], box[3] - box[1]
