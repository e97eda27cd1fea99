"""Countable squares, twenty a row in groups of five: numbers of different places at one scale."""

from __future__ import annotations

import math

from compiler.model.publication import Datum
from compiler.pour.drawings.charts.canvas import LABEL, LEAD, Canvas
from compiler.pour.drawings.charts.figures import written
from compiler.pour.drawings.svg import rectangle
from compiler.pour.drawings.type import wrap

MOST = 1500
NAMES = 0.36


def blocks(canvas: Canvas) -> float:
    """Rows of squares for each name; half a base line between names."""
    data, u = canvas.chart.data, canvas.base
    unit = canvas.chart.unit or 1.0
    letters = canvas.type(700)
    widest = max((letters.width(datum.name.text, LABEL) for datum in data), default=0)
    start = min(widest + 10, canvas.width * NAMES)
    figures = [datum.shown.text if datum.shown else written(datum.value or 0, canvas.language) for datum in data]
    room = max((letters.width(figure, LABEL) for figure in figures), default=0) + 8
    across = 20 if canvas.width > 200 else 10
    gaps = across // 5 - 1
    pitch = min(u * 0.8, (canvas.width - start - room - gaps * 3) / across)
    if pitch < 3:
        canvas.too_full("leaves no room for its squares")
        pitch = 3.0
    y = 0.0
    for datum, figure in zip(data, figures, strict=True):
        lines = wrap(datum.name.text, start - 8, letters, LABEL)
        canvas.stacked(0, y + u * 0.76, datum.name, lines, size=LABEL, weight=700)
        canvas.words(canvas.width, y + u * 0.76, datum.shown or figure, weight=700, anchor="end")
        count = _count(canvas, datum, unit)
        side = pitch * 0.834
        squares = ""
        for square in range(count):
            row, column = divmod(square, across)
            squares += rectangle(start + column * pitch + column // 5 * 3, y + row * u + (u - side) / 2, side, side)
        if squares:
            canvas.fill(squares, canvas.colour(datum), 0.375)
        needed = max(math.ceil(count / across), math.ceil((len(lines) * LEAD) / u), 1)
        y += needed * u + u / 2
    return max(y - u / 2, u)


def _count(canvas: Canvas, datum: Datum, unit: float) -> int:
    if datum.value is None or datum.value < 0:
        canvas.unfit(datum, f"`{datum.name.text}` has no number", "leave it out, or choose `bars`")
        return 0
    count = math.ceil(datum.value / unit)
    if count > MOST:
        canvas.unfit(datum, f"{count} squares cannot be counted", "give `unit`, how much a square is worth")
    return min(count, MOST)
