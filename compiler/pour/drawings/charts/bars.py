"""Bars: lying, one a row, names at their left, values at their ends."""

from __future__ import annotations

from compiler.model.publication import Datum
from compiler.pour.drawings.charts.canvas import LABEL, LEAD, Canvas
from compiler.pour.drawings.svg import number
from compiler.pour.drawings.type import wrap

GAP = 5.0
NAMES = 0.4
"""Share of the width that names may take."""
NONE_LENGTH = 0.3
"""Share of the scale that the dashed box of a missing figure takes."""


def bars(canvas: Canvas) -> float:
    """Two base lines a bar. Values below zero run to the left of the zero line."""
    data, u = canvas.chart.data, canvas.base
    letters = canvas.type(500)
    widest = max((letters.width(datum.name.text, LABEL) for datum in data), default=0)
    start = min(max(widest + 10, canvas.width * 0.22), canvas.width * NAMES)
    room = max((canvas.measure(datum.shown.text, LABEL, 700) for datum in data if datum.shown), default=0) + GAP
    low, high = min([0.0, *(_extent(datum)[0] for datum in data)]), max([0.0, *(_extent(datum)[1] for datum in data)])
    left = room if low < 0 else 0.0
    scale = (canvas.width - start - room - left) / ((high - low) or 1)
    if scale <= 0:
        canvas.too_full("leaves no room for its bars")
        scale = 0.0
    zero = start + left - low * scale
    for index, datum in enumerate(data):
        top = index * 2 * u
        _name(canvas, datum, top, start - 8)
        _bar(canvas, datum, top, zero, scale, high)
    if low < 0:
        canvas.line(f"M{number(zero)} {number(u * 0.25)}V{number(len(data) * 2 * u - u * 0.25)}")
    return len(data) * 2 * u


def _name(canvas: Canvas, datum: Datum, top: float, width: float) -> None:
    lines = wrap(datum.name.text, width, canvas.type(500), LABEL)
    first = top + canvas.base * 1.26 - (min(len(lines), 2) - 1) * LEAD / 2
    canvas.stacked(0, first, datum.name, lines, size=LABEL)


def _bar(canvas: Canvas, datum: Datum, top: float, zero: float, scale: float, high: float) -> None:
    u = canvas.base
    y, middle = top + u / 2, top + u * 1.26
    low, end = _extent(datum)
    if datum.value is None and datum.high is None:
        length = (high or 1) * NONE_LENGTH * scale if high else canvas.width * 0.2
        canvas.area(zero, y, length, u, "", "none")
        edge = zero + length
    elif datum.low is not None and datum.high is not None:
        canvas.area(zero + low * scale, y, (end - low) * scale, u, "", "target")
        canvas.line(
            f"M{number(zero)} {number(y)}H{number(zero + low * scale)}M{number(zero)} {number(y + u)}"
            f"H{number(zero + low * scale)}",
            dash="3 2.25",
        )
        edge = zero + end * scale
    else:
        value = end if end > 0 else low
        left, width = min(zero, zero + value * scale), abs(value) * scale
        canvas.area(left, y, max(width, 0.4), u, canvas.colour(datum), datum.mark)
        edge = left if value < 0 else left + width
        if value < 0 and datum.shown:
            canvas.words(edge - GAP, middle, datum.shown, weight=700, anchor="end")
            return
    words = datum.shown or datum.detail
    if words:
        canvas.words(edge + GAP, middle, words, weight=700 if datum.shown else 500)


def _extent(datum: Datum) -> tuple[float, float]:
    """Least and greatest value of a datum; zero where it has none."""
    if datum.low is not None and datum.high is not None:
        return min(datum.low, datum.high), max(datum.low, datum.high)
    value = datum.value if datum.value is not None else 0.0
    return min(value, 0.0), max(value, 0.0)
