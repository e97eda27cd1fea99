"""One hundred of something, in four rows of twenty-five."""

from __future__ import annotations

from compiler.model.publication import Shape
from compiler.pour.drawings.charts.canvas import LABEL, Canvas
from compiler.pour.drawings.type import wrap

ACROSS = 25
ORDER: tuple[Shape, ...] = ("disc", "half", "ring", "square")


def hundred(canvas: Canvas) -> float:
    """Five base lines, then one for each kind, or more where its words need them. The parts must add up to 100."""
    u, data = canvas.base, canvas.chart.data
    counts = [round(datum.value or 0) for datum in data]
    if sum(counts) != 100 or any(datum.value is None for datum in data):
        canvas.unfit(None, f"its parts add up to {sum(counts)}", "let the values add up to 100")
    shapes: list[Shape] = [datum.shape or ORDER[index % len(ORDER)] for index, datum in enumerate(data)]
    step = canvas.width / ACROSS
    radius = min(4.6, step * 0.42)
    sequence: list[Shape] = [
        shape for count, shape in zip(counts, shapes, strict=True) for _ in range(min(max(count, 0), 100))
    ]
    for index, shape in enumerate(sequence[:100]):
        row, column = divmod(index, ACROSS)
        canvas.symbol((column + 0.5) * step, (row + 0.5) * u, shape, radius)
    y = 5 * u
    indent = max(step * 1.3, 15.0)
    for datum, shape, count in zip(data, shapes, counts, strict=True):
        canvas.symbol(max(step / 2, radius), y + u * 0.28, shape, 4)
        figure = datum.shown or str(count)
        width = canvas.words(indent, y + u * 0.53, figure, weight=700) + canvas.measure(" ")
        lines = wrap(datum.name.text, canvas.width - indent - width, canvas.type(500), LABEL)
        for index, piece in enumerate(lines):
            canvas.words(indent + width, y + u * 0.53 + index * u, datum.name, piece=piece)
        y += len(lines) * u
    return y
