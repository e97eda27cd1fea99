"""Columns of countable blocks: points in time at equal steps, a missing one keeps its place."""

from __future__ import annotations

import math

from compiler.model.publication import Datum
from compiler.pour.drawings.charts.canvas import LABEL, LEAD, SMALL, Canvas
from compiler.pour.drawings.svg import number, rectangle
from compiler.pour.drawings.type import wrap

LINES = 13
FIGURE, LEAST_FIGURE = 18.0, 9.0
"""Sizes of the figures above columns, at most and at least, in points."""
APART = 7.0
"""Points between the figures of neighbours, at least."""
MOST_BLOCKS = 60


def columns(canvas: Canvas) -> float:
    """Thirteen base lines: figures above the columns, names below. `unit` is the worth of a block, if there are any."""
    data, u = canvas.chart.data, canvas.base
    if not data:
        return LINES * u
    pitch = canvas.width / len(data)
    width = pitch - 18 if pitch > 60 else pitch * 0.72
    most = max(max(datum.value or 0.0, datum.high or 0.0) for datum in data)
    for datum in data:
        if datum.value is not None and datum.value < 0:
            canvas.unfit(datum, "a column below zero", "choose `bars`, which know values below zero")
    unit = canvas.chart.unit
    if unit is not None and (unit <= 0 or most / unit > MOST_BLOCKS):
        canvas.unfit(None, f"`unit: {unit:g}` makes more than {MOST_BLOCKS} blocks", "choose a larger unit")
        unit = None
    size = _figure_size(canvas, pitch)
    names = [wrap(datum.name.text, pitch - 4, canvas.type(700), LABEL) for datum in data]
    extra = max(len(lines) for lines in names) - 1
    head = size * 0.75 + (LEAD if any(datum.detail and datum.value is not None for datum in data) else 0) + 8
    foot = LINES * u - 1.25 * u
    scale = (foot - head) / (most or 1)
    for index, datum in enumerate(data):
        _column(canvas, datum, index * pitch, width, foot, scale, unit, size)
        canvas.stacked(index * pitch, foot + 12, datum.name, names[index], size=LABEL, weight=700)
    canvas.line(f"M0 {number(foot + 0.375)}H{number(canvas.width)}")
    return (LINES + extra) * u


def _figure_size(canvas: Canvas, pitch: float) -> float:
    """Figures as large as the narrowest place allows; a figure that is too long for the least size is a fault."""
    size = FIGURE
    for datum in canvas.chart.data:
        if datum.shown and datum.value is not None:
            size = min(size, (pitch - APART) / max(canvas.measure(datum.shown.text, 1, 800), 1e-6))
            if size < LEAST_FIGURE:
                canvas.overset(str(datum.shown.field), datum.shown.text, "is too long for its column")
    return max(size, LEAST_FIGURE)


def _column(
    canvas: Canvas, datum: Datum, x: float, width: float, foot: float, scale: float, unit: float | None, size: float
) -> None:
    u = canvas.base
    value = datum.value
    if value is None and datum.high is None:
        height = min(4 * u, foot * 0.5)
        canvas.area(x, foot - height, width, height, "", "none")
        words = datum.shown or datum.detail
        if words:
            lines = wrap(words.text, width - 8, canvas.type(500), SMALL)
            first = foot - height / 2 + 3 - (min(len(lines), 3) - 1) * LEAD / 2
            canvas.stacked(x + width / 2, first, words, lines, most=3, anchor="middle")
        return
    top = foot - max(value or 0.0, datum.high or 0.0) * scale
    if value is None:
        low = foot - (datum.low or 0.0) * scale
        canvas.area(x, top, width, low - top, "", "target")
        canvas.legs(x, x + width, low, foot)
    elif unit is None or datum.mark in ("target", "none"):
        canvas.area(x, top, width, foot - top, canvas.colour(datum), datum.mark)
    else:
        canvas.fill(_blocks(x, width, foot, value, unit, scale, datum.mark == "rounded"), canvas.colour(datum), 0.375)
    if datum.shown:
        canvas.words(x, top - 6, datum.shown, size=size, weight=800)
    if datum.detail:
        canvas.words(x, top - 8 - size * 0.75, datum.detail, size=SMALL)


def _blocks(x: float, width: float, foot: float, value: float, unit: float, scale: float, striped: bool) -> str:
    """Blocks from the foot up; the last may be a part. Striped blocks stand in slices."""
    data = ""
    for index in range(math.ceil(value / unit - 1e-9)):
        upper = min(value, (index + 1) * unit)
        height = max((upper - index * unit) * scale - 1.5, 0.6)
        y = foot - upper * scale
        if not striped:
            data += rectangle(x, y, width, height)
            continue
        at = 0.0
        while at < width - 0.3:
            data += rectangle(x + at, y, min(4.0, width - at), height)
            at += 6
    return data
