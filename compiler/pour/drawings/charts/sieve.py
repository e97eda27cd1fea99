"""A sieve: what is left of a number after each step, one square for each."""

from __future__ import annotations

import math

from compiler.model.publication import Datum
from compiler.pour.drawings.charts.canvas import LABEL, Canvas
from compiler.pour.drawings.charts.figures import written
from compiler.pour.drawings.svg import rectangle
from compiler.pour.drawings.type import wrap

MOST = 2500
"""Squares that a reader may still believe were counted."""


def sieve(canvas: Canvas) -> float:
    """A caption and rows of squares for each step; half a base line between steps."""
    data, u = canvas.chart.data, canvas.base
    unit = canvas.chart.unit or 1.0
    counts = [_count(canvas, datum, unit) for datum in data]
    most = max(counts, default=0)
    if most > MOST:
        canvas.unfit(None, f"{most} squares cannot be counted", "give `unit`, how much a square is worth")
        counts = [min(count, MOST) for count in counts]
    across = _across(canvas.width, most)
    side = canvas.width / across
    figures = [datum.shown.text if datum.shown else written(datum.value or 0, canvas.language) for datum in data]
    indent = max((canvas.measure(figure, LABEL, 700) for figure in figures), default=0) + 8
    y = 0.0
    for index, (datum, count, figure) in enumerate(zip(data, counts, figures, strict=True)):
        lines = wrap(datum.name.text, canvas.width - indent, canvas.type(500), LABEL)
        canvas.words(0, y + u * 0.76, datum.shown or figure, weight=700)
        for row, piece in enumerate(lines):
            canvas.words(indent, y + u * 0.76 + row * u, datum.name, piece=piece)
        y += u * len(lines)
        last = index == len(data) - 1
        accented = any(each.accent for each in data)
        swatch = canvas.swatch if (datum.accent if accented else last) else ""
        squares = "".join(
            rectangle(square % across * side, y + square // across * side + 0.75, side - 1, side - 1)
            for square in range(count)
        )
        if squares:
            canvas.fill(squares, swatch, 0.375)
        y += math.ceil(math.ceil(count / across) * side / u - 1e-9) * u + (0 if last else u / 2)
    return y


def _count(canvas: Canvas, datum: Datum, unit: float) -> int:
    if datum.value is None or datum.value < 0:
        canvas.unfit(datum, f"`{datum.name.text}` has no number", "give each step of a sieve its value")
        return 0
    return math.ceil(datum.value / unit)


def _across(width: float, most: int) -> int:
    """Squares a row: few and large for small numbers."""
    wanted = 40 if most <= 120 else 60 if most <= 400 else 75
    return max(10, round(wanted * width / 326))
