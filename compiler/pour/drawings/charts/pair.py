"""Two or three upright bars, for points in time that make no series: what was, what is, what is aimed at."""

from __future__ import annotations

from compiler.model.publication import Datum
from compiler.pour.drawings.charts.canvas import LABEL, LEAD, SMALL, Canvas
from compiler.pour.drawings.svg import number
from compiler.pour.drawings.type import wrap

LINES = {"margin": 10, "text": 12, "wide": 12}


def pair(canvas: Canvas) -> float:
    """Ten base lines in the margin, twelve elsewhere; one more where names need three lines."""
    data, u = canvas.chart.data, canvas.base
    if not data:
        return LINES[canvas.chart.place] * u
    pitch = canvas.width / len(data)
    names = [wrap(datum.name.text, pitch - 4, canvas.type(500), SMALL) for datum in data]
    extra = max(0, max(len(lines) for lines in names) - 2)
    total = (LINES[canvas.chart.place] + extra) * u
    foot = total - 2 * u - extra * u + 2
    most = max(max(datum.value or 0.0, datum.high or 0.0) for datum in data)
    scale = (foot - u) / (most or 1)
    for index, datum in enumerate(data):
        _bar(canvas, datum, index * pitch, pitch - 9, foot, scale)
        canvas.stacked(index * pitch, foot + LEAD, datum.name, names[index], most=3)
    canvas.line(f"M0 {number(foot)}H{number(canvas.width)}")
    return total


def _bar(canvas: Canvas, datum: Datum, x: float, width: float, foot: float, scale: float) -> None:
    if datum.value is not None and datum.value < 0:
        canvas.unfit(datum, "a bar below zero", "choose `bars`, which know values below zero")
        return
    if datum.low is not None and datum.high is not None:
        top, low = foot - datum.high * scale, foot - datum.low * scale
        canvas.area(x, top, width, low - top, "", "target")
        canvas.legs(x, x + width, low, foot)
    elif datum.value is None:
        top = foot - 4 * canvas.base
        canvas.area(x, top, width, foot - top, "", "none")
    else:
        top = foot - datum.value * scale
        canvas.area(x, top, width, foot - top, canvas.colour(datum), datum.mark)
    if datum.shown:
        canvas.words(x, top - 4, datum.shown, size=LABEL, weight=700)
