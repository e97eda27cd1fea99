"""A time line: real distances in time; words keep their distance from one another, lines tell where they belong."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from compiler.model.publication import Datum
from compiler.pour.drawings.charts.canvas import LEAD, SMALL, Canvas
from compiler.pour.drawings.svg import number
from compiler.pour.drawings.type import wrap

AXIS, WORDS, LEVEL = 2.0, 54.5 / 13.5, 3.0
"""Base lines from the head to the axis and to the first words; what each further level of words adds."""
YEARS = (1000, 3000)
"""Years that an event may stand at: an axis is drawn year by year."""
LEVELS = 3
"""Levels of words, at most."""
GAP = 9.0
WIDTHS = (92.0, 84.0, 76.0, 70.0, 64.0, 58.0)
"""Widths that words are broken to, wide ones first, until all stand on as few levels as may be."""
BREAK, BREAK_WIDTH = 0.5, 24.0
"""A stretch without events longer than this share of the whole is broken out, and takes so many points."""
SLOT = 5.0
"""What the line to a word of a lower level takes between words of an upper one."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Stretches of years with the x at which each begins; `scale` is points a year in all of them."""

    stretches: tuple[tuple[float, float, float], ...]
    scale: float

    def at(self, year: float) -> float:
        for begin, end, x in self.stretches:
            if begin - 1e-9 <= year <= end + 1e-9:
                return x + (year - begin) * self.scale
        return 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """Date and text of an event, broken into lines, and how wide they are."""

    datum: Datum
    at: float
    lines: tuple[str, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event's line passes each level above its own, where its words begin, and on which level they stand."""

    slots: tuple[float, ...]
    edge: float
    level: int


def timeline(canvas: Canvas) -> float:
    """Six base lines; three more for each further level that the words need."""
    dated: list[tuple[float, Datum]] = []
    for datum in canvas.chart.data:
        if datum.at is None or not YEARS[0] <= datum.at < YEARS[1]:
            canvas.unfit(datum, f"`{datum.name.text}` has no place in time", "give it `at`, a year such as 2018.67")
        else:
            dated.append((datum.at, datum))
    if not dated:
        return 6 * canvas.base
    events = sorted(dated, key=lambda event: event[0])
    room = canvas.width - 1
    axis = _axis([year for year, _ in events], canvas.width)
    y = AXIS * canvas.base
    _draw_axis(canvas, axis, y)
    words, levels = _broken(canvas, [(axis.at(year), datum) for year, datum in events])
    places = _places(words, room, levels)
    if not _fits(words, room, levels):
        canvas.too_full(f"has {len(words)} events, more than {LEVELS} levels of words can hold")
    for one, place in zip(words, places, strict=True):
        _event(canvas, one, place, y)
    return (6 + LEVEL * max(place.level for place in places)) * canvas.base


def spread_widths(wanted: Sequence[float], widths: Sequence[float], room: float) -> list[float]:
    """Left edges near the wanted ones (which rise) for boxes that keep `GAP` and stay inside the room, if they can."""
    offsets = [0.0]
    for width in widths[:-1]:
        offsets.append(offsets[-1] + width + GAP)
    pools: list[tuple[float, int]] = []
    for value, offset in zip(wanted, offsets, strict=True):
        pools.append((value - offset, 1))
        while len(pools) > 1 and pools[-1][0] < pools[-2][0]:
            (one, few), (other, more) = pools[-1], pools[-2]
            pools[-2:] = [((one * few + other * more) / (few + more), few + more)]
    most = room - offsets[-1] - widths[-1] if widths else room
    edges = [min(max(value, 0.0), max(most, 0.0)) for value, count in pools for _ in range(count)]
    return [edge + offset for edge, offset in zip(edges, offsets, strict=True)]


def _axis(years: Sequence[float], width: float) -> Axis:
    """Whole years round the events; the longest empty stretch is broken out where it would fill half the axis."""
    first, last = math.floor(years[0]), math.floor(years[-1]) + 1
    last = max(last, years[-1] + (last - first) * 0.02)
    gaps = [(later - earlier, earlier, later) for earlier, later in itertools.pairwise(years)]
    longest = max(gaps, default=(0.0, 0.0, 0.0))
    end, begin = math.floor(longest[1]) + 1, math.floor(longest[2])
    if longest[0] > (last - first) * BREAK and begin - end >= 2:
        scale = (width - BREAK_WIDTH) / (end - first + last - begin)
        least = 40.0
        if (end - first) * scale < least and len(years) > 2:
            # A lone early event needs no more than its year's label.
            scale = (width - BREAK_WIDTH - least) / (last - begin)
            return Axis(((first, end, 0.0), (begin, last, least + BREAK_WIDTH)), scale)
        return Axis(((first, end, 0.0), (begin, last, (end - first) * scale + BREAK_WIDTH)), scale)
    return Axis(((first, last, 0.0),), width / (last - first))


def _draw_axis(canvas: Canvas, axis: Axis, y: float) -> None:
    label = canvas.measure("2000", SMALL) + 7
    every = next((n for n in (1, 2, 5, 10, 20, 50, 100) if n * axis.scale >= label), 200)
    for index, (begin, end, x) in enumerate(axis.stretches):
        last = index == len(axis.stretches) - 1
        stop = canvas.width if last else axis.stretches[index + 1][2] - BREAK_WIDTH / 2 - 3
        canvas.line(f"M{number(x - (BREAK_WIDTH / 2 - 3 if index else 0))} {number(y)}H{number(stop)}")
        if not last:
            middle = axis.stretches[index + 1][2] - BREAK_WIDTH / 2
            canvas.line(f"M{number(middle - 6)} {number(y + 4)}l6 -8M{number(middle)} {number(y + 4)}l6 -8")
        for year in range(math.ceil(begin), math.ceil(end)):
            at = x + (year - begin) * axis.scale
            if (year % every == 0 or year == begin) and at + label - 3 <= canvas.width:
                canvas.line(f"M{number(at + 0.4)} {number(y)}v-15")
                canvas.words(at + 4, y - 8.5, str(year), size=SMALL, fill=canvas.palette.slate())


def _broken(canvas: Canvas, events: Sequence[tuple[float, Datum]]) -> tuple[list[Words], int]:
    """The words of all events, broken so that they take few levels and stand near their marks; and how many levels."""
    room = canvas.width - 1
    for levels in range(1, LEVELS + 1):
        best: tuple[float, list[Words]] | None = None
        for width in WIDTHS:
            tried = [_words(canvas, datum, at, width) for at, datum in events]
            if not _fits(tried, room, levels) or any(len(one.lines) > 2 for one in tried):
                continue
            places = _places(tried, room, levels)
            away = sum(abs(place.edge - one.at) for place, one in zip(places, tried, strict=True))
            if best is None or away < best[0] - 1:
                best = away, tried
        if best is not None:
            return best[1], levels
    return _least(canvas, events, room)


def _least(canvas: Canvas, events: Sequence[tuple[float, Datum]], room: float) -> tuple[list[Words], int]:
    """Words that need more than two lines: on the fewest levels that hold them, if any do."""
    wide = [_words(canvas, datum, at, WIDTHS[0]) for at, datum in events]
    return wide, next((levels for levels in range(1, LEVELS) if _fits(wide, room, levels)), LEVELS)


def _words(canvas: Canvas, datum: Datum, at: float, widest: float) -> Words:
    bold, plain = canvas.type(700), canvas.type(500)
    detail = datum.detail.text if datum.detail else ""
    lines = wrap(detail, widest, plain, SMALL) if detail else []
    width = max([bold.width(datum.name.text, SMALL), *(plain.width(line, SMALL) for line in lines)])
    return Words(datum, at, tuple(lines), width)


def _fits(words: Sequence[Words], room: float, levels: int) -> bool:
    """True where each level holds its words and the lines that pass it."""
    return all(sum(widths) + GAP * (len(widths) - 1) <= room for _, widths in _rows(words, levels))


def _rows(words: Sequence[Words], levels: int) -> list[tuple[list[int], list[float]]]:
    """For each level the events that reach it, and how wide each is there. Events take the levels in turn."""
    rows: list[tuple[list[int], list[float]]] = []
    for row in range(levels):
        reaching = [index for index in range(len(words)) if index % levels >= row]
        if reaching:
            rows.append((reaching, [words[index].width if index % levels == row else SLOT for index in reaching]))
    return rows


def _places(words: Sequence[Words], room: float, levels: int) -> list[Place]:
    """Level by level: words, and between them the lines to the levels below."""
    passed: list[tuple[float, ...]] = [() for _ in words]
    edges = [0.0] * len(words)
    at = [one.at - 0.4 for one in words]
    for row, (reaching, widths) in enumerate(_rows(words, levels)):
        wanted = [
            max(0.0, min(at[index] - (SLOT / 2 if row and width == SLOT else 0), room - width))
            for index, width in zip(reaching, widths, strict=True)
        ]
        for index, place in zip(reaching, spread_widths(wanted, widths, room), strict=True):
            if index % levels == row:
                edges[index] = place
            else:
                at[index] = place + SLOT / 2
                passed[index] = (*passed[index], at[index])
    return [Place(passed[index] or (edges[index],), edges[index], index % levels) for index in range(len(words))]


def _event(canvas: Canvas, words: Words, place: Place, y: float) -> None:
    line = f"M{number(words.at)} {number(y)}v7L{number(place.slots[0] + 0.4)} {number(y + 13)}"
    stops = [(level, place.slots[level]) for level in range(1, place.level)] + [(place.level, place.edge)]
    for level, x in stops:
        top = _top(canvas, level)
        line += f"V{number(top - SMALL - 3)}L{number(x + 0.4)} {number(top - SMALL + 1)}"
    canvas.line(line, 0.375)
    if words.datum.accent:
        canvas.symbol(words.at, y, "disc", 5.5)
    else:
        canvas.symbol(words.at, y, "ring", 3.6)
    top = _top(canvas, place.level)
    canvas.words(place.edge, top, words.datum.name, size=SMALL, weight=700)
    if words.datum.detail:
        canvas.stacked(place.edge, top + LEAD, words.datum.detail, words.lines)


def _top(canvas: Canvas, level: int) -> float:
    """The first baseline of a level."""
    return (WORDS + level * LEVEL) * canvas.base
