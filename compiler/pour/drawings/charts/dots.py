"""Dots on one scale: several values a row, told apart by shape."""

from __future__ import annotations

import math

from compiler.model.publication import Datum, Shape
from compiler.pour.drawings.charts.canvas import LABEL, LEAD, SMALL, Canvas
from compiler.pour.drawings.charts.figures import scale_label, step
from compiler.pour.drawings.svg import number
from compiler.pour.drawings.type import wrap

NAMES = 0.48


def dots(canvas: Canvas) -> float:
    """Legend and scale take three base lines (the legend more where it is long), each row one and a half."""
    data, u = canvas.chart.data, canvas.base
    rows = [_points(datum) for datum in data]
    head = _legend(canvas)
    letters = canvas.type(500)
    widest = max((letters.width(datum.name.text, LABEL) for datum in data), default=0)
    start = min(widest + 14, canvas.width * NAMES)
    values = [value for row in rows for value, _ in row]
    low, high = min([0.0, *values]), max([0.0, *values]) or 1.0
    each = step(high - low, 4 if canvas.width > 200 else 2)
    first, last = math.floor(low / each), math.ceil(high / each - 0.05)
    scale = (canvas.width - start - 14) / ((max(high, last * each) - first * each) or 1)
    foot = head + 2 * u + len(data) * 1.5 * u
    for tick in range(first, last + 1):
        x = start + (tick - first) * each * scale
        canvas.line(f"M{number(x)} {number(head + u + 2)}V{number(foot)}", 0.375, canvas.palette.scale())
        words = scale_label(round(tick * each, 6), data, canvas.language)
        fits = x + canvas.measure(words, SMALL) / 2 <= canvas.width
        canvas.words(
            x if fits else canvas.width, head + u - 3, words, size=SMALL, fill=canvas.palette.slate(),
            anchor="middle" if fits else "end",
        )  # fmt: skip
    for index, (datum, row) in enumerate(zip(data, rows, strict=True)):
        _row(canvas, datum, row, head + u + (index + 0.5) * 1.5 * u + 2, start, scale, first * each)
    return foot


def _row(
    canvas: Canvas, datum: Datum, row: list[tuple[float, Shape]], y: float, start: float, scale: float, zero: float
) -> None:
    lines = wrap(datum.name.text, start - 10, canvas.type(500), LABEL)
    canvas.stacked(0, y + 2.9 - (min(len(lines), 2) - 1) * LEAD / 2, datum.name, lines, size=LABEL)
    places = [start + (value - zero) * scale for value, _ in row]
    if not places:
        words = datum.shown or datum.detail
        canvas.area(start, y - 4.5, 30, 9, "", "none")
        if words:
            canvas.words(start + 35, y + 2.9, words, size=SMALL)
    elif len(places) > 1:
        canvas.line(f"M{number(min(places))} {number(y)}H{number(max(places))}")
    for (_, shape), x in zip(row, places, strict=True):
        canvas.symbol(x, y, shape)


def _legend(canvas: Canvas) -> float:
    """Shapes and what they mean, on as many lines as they need; gives the height used."""
    u, x, y = canvas.base, 0.0, 0.0
    if not canvas.chart.legend:
        return 0.0
    for shape, words in canvas.chart.legend:
        width = 12 + canvas.measure(words.text, SMALL)
        if x > 0 and x + width > canvas.width:
            x, y = 0.0, y + u
        canvas.symbol(x + 4.5, y + u / 2, shape, 4)
        canvas.words(x + 12, y + u * 0.74, words, size=SMALL)
        x += width + 14
    return y + u


def _points(datum: Datum) -> list[tuple[float, Shape]]:
    if datum.points:
        return list(datum.points)
    return [(datum.value, datum.shape or "disc")] if datum.value is not None else []
