"""Bars: lying, one a row, names at their left, values at their ends."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.model.copy import Line
from compiler.model.publication import Datum
from compiler.pour.drawings.charts.canvas import LABEL, LEAD, Canvas
from compiler.pour.drawings.svg import number
from compiler.pour.drawings.type import wrap

GAP = 5.0
NAMES = 0.4
"""Share of the width that names may take."""
TINY = 1e-9
"""A length of the scale that is as good as none."""
NONE_LENGTH, NONE_ALONE = 0.3, 0.2
"""Share of the scale that the dashed box of a missing figure takes; share of the width where there is no scale."""


def bars(canvas: Canvas) -> float:
    """Two base lines a bar. Values below zero run to the left of the zero line."""
    data, u = canvas.chart.data, canvas.base
    letters = canvas.type(500)
    widest = max((letters.width(datum.name.text, LABEL) for datum in data), default=0)
    start = min(max(widest + 10, canvas.width * 0.22), canvas.width * NAMES)
    # Where all bars run to the left, their length is the measure of a missing one.
    high = max([0.0, *(_extent(datum)[1] for datum in data)]) or max([0.0, *(-_extent(datum)[0] for datum in data)])
    reaches = [_reach(canvas, datum, high) for datum in data]
    scale = _scale([each[0] for each in reaches], [each[1] for each in reaches], canvas.width - start)
    if scale is None:
        canvas.too_full("leaves no room for its bars")
        scale = 0.0
    zero = start + max((value * scale + words for (value, words), _ in reaches), default=0.0)
    for index, datum in enumerate(data):
        top = index * 2 * u
        _name(canvas, datum, top, start - 8)
        _bar(canvas, datum, top, zero, scale, high)
    if any(_extent(datum)[0] < 0 for datum in data):
        canvas.line(f"M{number(zero)} {number(u * 0.25)}V{number(len(data) * 2 * u - u * 0.25)}")
    return len(data) * 2 * u


Reach = tuple[float, float]
"""How far a row goes to one side of zero: so much of the scale, and so many points of words."""


def _reach(canvas: Canvas, datum: Datum, high: float) -> tuple[Reach, Reach]:
    """To the left and to the right; words stand at the end of the bar."""
    low, end = _extent(datum)
    words = _words(datum)
    room = canvas.measure(words.text, LABEL, _weight(datum)) + GAP if words else 0.0
    if _none(datum):
        return (0.0, 0.0), (NONE_LENGTH * high, room + (0.0 if high else canvas.width * NONE_ALONE))
    if _below(datum):
        return (-low, room), (0.0, 0.0)
    return (max(-low, 0.0), 0.0), (max(end, 0.0), room)


def _scale(left: Sequence[Reach], right: Sequence[Reach], width: float) -> float | None:
    """Points to the unit, as many as leave room for the words of every row; None where there is no room at all."""
    best: float | None = None
    for one in {*left, (0.0, 0.0)}:
        for other in {*right, (0.0, 0.0)}:
            length, rest = one[0] + other[0], width - one[1] - other[1]
            if rest < 0 or (length > 0 and rest == 0):
                return None
            if length > 0:
                most = rest / max(length, TINY)
                best = most if best is None else min(best, most)
    return best if best is not None else 1.0


def _name(canvas: Canvas, datum: Datum, top: float, width: float) -> None:
    lines = wrap(datum.name.text, width, canvas.type(500), LABEL)
    first = top + canvas.base * 1.26 - (min(len(lines), 2) - 1) * LEAD / 2
    canvas.stacked(0, first, datum.name, lines, size=LABEL)


def _bar(canvas: Canvas, datum: Datum, top: float, zero: float, scale: float, high: float) -> None:
    u = canvas.base
    y, middle = top + u / 2, top + u * 1.26
    low, end = _extent(datum)
    words = _words(datum)
    if _none(datum):
        length = high * NONE_LENGTH * scale if high else canvas.width * NONE_ALONE
        canvas.area(zero, y, length, u, "", "none")
        edge = zero + length
    elif datum.low is not None and datum.high is not None:
        canvas.area(zero + low * scale, y, (end - low) * scale, u, "", "target")
        canvas.line(
            f"M{number(zero)} {number(y)}H{number(zero + low * scale)}M{number(zero)} {number(y + u)}"
            f"H{number(zero + low * scale)}",
            dash="3 2.25",
        )
        edge = zero + max(end, 0.0) * scale
    else:
        value = end if end > 0 else low
        left, width = min(zero, zero + value * scale), abs(value) * scale
        canvas.area(left, y, max(width, 0.4), u, canvas.colour(datum), datum.mark)
        edge = left if value < 0 else left + width
    if words and _below(datum):
        canvas.words(zero + low * scale - GAP, middle, words, weight=_weight(datum), anchor="end")
    elif words:
        canvas.words(edge + GAP, middle, words, weight=_weight(datum))


def _words(datum: Datum) -> Line | None:
    return datum.shown or datum.detail


def _weight(datum: Datum) -> int:
    return 700 if datum.shown else 500


def _none(datum: Datum) -> bool:
    return datum.value is None and datum.high is None


def _below(datum: Datum) -> bool:
    """True where a bar runs to the left of zero, and its words stand there."""
    ranged = datum.low is not None and datum.high is not None
    return not ranged and datum.value is not None and datum.value < 0


def _extent(datum: Datum) -> tuple[float, float]:
    """Least and greatest value of a datum; zero where it has none."""
    if datum.low is not None and datum.high is not None:
        return min(datum.low, datum.high), max(datum.low, datum.high)
    value = datum.value if datum.value is not None else 0.0
    return min(value, 0.0), max(value, 0.0)
