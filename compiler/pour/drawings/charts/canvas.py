"""What all charts draw on: a box of whole base lines that knows where its words stand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from compiler.model.copy import Line, Slug
from compiler.model.diagnostics import Diagnostic, error
from compiler.model.look import Look
from compiler.model.publication import Chart, Datum, Mark, Shape
from compiler.pour.drawings.frame import frame
from compiler.pour.drawings.palette import Palette, palette
from compiler.pour.drawings.svg import Anchoring, disc, edged, number, paint, path, rectangle, ring, stroke, svg, text
from compiler.pour.drawings.type import Type, typeface

LABEL, SMALL, LEAD = 8.5, 8.0, 10.125
"""Sizes of names and of words, and the lead of words on several lines, in points."""
RISE, DROP = 0.7, 0.2
"""How far letters reach over and under the baseline, as shares of the size: what must not meet."""


@dataclass(slots=True)
class Canvas:
    """A chart as it grows; points from the top left corner. Words that leave it, or meet others, become faults."""

    look: Look
    chart: Chart
    swatch: str
    language: str
    reports: Mapping[Slug, str]
    width: float
    base: float
    palette: Palette
    body: list[str] = field(default_factory=lambda: [])
    faults: list[Diagnostic] = field(default_factory=lambda: [])
    full: bool = False
    words_at: list[tuple[tuple[float, float, float, float], str]] = field(default_factory=lambda: [])

    # ---- words -----------------------------------------------------------------------------------------------------

    def type(self, weight: int) -> Type:
        return typeface(self.look, weight)

    def measure(self, words: str, size: float = LABEL, weight: int = 500) -> float:
        return self.type(weight).width(words, size)

    def words(
        self, x: float, y: float, words: Line | str, *, size: float = LABEL, weight: int = 500, fill: str | None = None,
        anchor: Anchoring = "start", piece: str | None = None,
    ) -> float:  # fmt: skip
        """Set some words on a baseline; gives their width."""
        letters = self.type(weight)
        printed = piece if piece is not None else str(words)
        width = letters.width(printed, size)
        left = x - (width / 2 if anchor == "middle" else width if anchor == "end" else 0)
        place = str(words.field) if isinstance(words, Line) else str(self.chart.field)
        if left < -0.05 or left + width > self.width + 0.05:
            self.overset(place, printed, _excess(left, left + width, self.width))
        if printed.strip():
            self.words_at.append(((left, y - RISE * size, left + width, y + DROP * size), place))
        self.body.append(
            text(x, y, words, family=letters.family, size=size, weight=letters.weight,
                 fill=fill or paint(self.palette.ink), anchor=anchor, piece=piece)
        )  # fmt: skip
        return width

    def stacked(
        self, x: float, y: float, words: Line, lines: Sequence[str], *, size: float = SMALL, weight: int = 500,
        most: int = 2, anchor: Anchoring = "start",
    ) -> None:  # fmt: skip
        """Words on several lines, the first on baseline `y`; more than `most` lines are a fault."""
        if len(lines) > most:
            self.overset(str(words.field), words.text, f"needs {len(lines)} lines, and {most} are there")
        for index, piece in enumerate(lines):
            self.words(x, y + index * LEAD, words, size=size, weight=weight, piece=piece, anchor=anchor)

    def overset(self, place: str, words: str, reason: str) -> None:
        """Words do not fit. Once the chart as a whole is too full, its single words say no more."""
        if self.full:
            return
        self.faults.append(
            error(
                "chart-overset",
                f"`{words}` does not fit its chart: it {reason}",
                help=("shorten the words, or give the chart a wider place",),
                field=place,
            )
        )

    def too_full(self, reason: str) -> None:
        """The chart as a whole holds more than its place."""
        self.overset(str(self.chart.field), self.chart.title.text, reason)
        self.full = True

    def unfit(self, datum: Datum | None, reason: str, remedy: str) -> None:
        """The data are such that this kind of chart would not tell the truth about them."""
        place = datum.name.field if datum is not None else self.chart.field
        self.faults.append(
            error("chart-data", f"`{self.chart.title.text}`: {reason}", help=(remedy,), field=str(place))
        )

    # ---- shapes ----------------------------------------------------------------------------------------------------

    def colour(self, datum: Datum) -> str:
        """The swatch of a datum's report, that of the chart's report where accented, or ink at 72 % (empty name)."""
        if datum.report is not None and datum.report in self.reports:
            return self.reports[datum.report]
        accented = any(each.accent for each in self.chart.data)
        return self.swatch if datum.accent or not accented else ""

    def area(self, x: float, y: float, width: float, height: float, swatch: str, mark: Mark = "published") -> None:
        """A bar or block: solid as published, striped where rounded, an outline for a target, dashed for no figure."""
        ink = paint(self.palette.ink)
        if width <= 0 or height <= 0:
            return
        if mark == "target":
            inner = rectangle(x + 0.75, y + 0.75, max(width - 1.5, 0.1), max(height - 1.5, 0.1))
            self.body.append(stroke(inner, ink, 1.5))
        elif mark == "none":
            inner = rectangle(x + 0.375, y + 0.375, max(width - 0.75, 0.1), max(height - 0.75, 0.1))
            self.body.append(stroke(inner, ink, 0.75, "3 2.25"))
        else:
            shape = _stripes(x, y, width, height) if mark == "rounded" else rectangle(x, y, width, height)
            self.fill(shape, swatch)

    def fill(self, shape: str, swatch: str, edge: float = 0.75) -> None:
        """A shape in a swatch, with an edge where the swatch needs one; in ink at 72 % without a swatch."""
        if not swatch:
            self.body.append(path(shape, self.palette.slate()))
        elif self.palette.needs_edge(swatch):
            self.body.append(edged(shape, paint(swatch), paint(self.palette.ink), edge))
        else:
            self.body.append(path(shape, paint(swatch)))

    def line(self, data: str, width: float = 0.75, colour: str | None = None, dash: str | None = None) -> None:
        self.body.append(stroke(data, colour or paint(self.palette.ink), width, dash))

    def legs(self, left: float, right: float, top: float, foot: float) -> None:
        """Dashed lines from the lower end of a range down to zero."""
        one, other = number(left + 0.375), number(right - 0.375)
        self.line(f"M{one} {number(top)}V{number(foot)}M{other} {number(top)}V{number(foot)}", dash="3 2.25")

    def symbol(self, x: float, y: float, shape: Shape, radius: float = 4.2, swatch: str | None = None) -> None:
        """Shapes before hues: disc in the colour, half disc and ring in ink on paper, square in slate."""
        own = self.swatch if swatch is None else swatch
        ink, paper = paint(self.palette.ink), paint(self.palette.paper)
        if shape == "square":
            side = radius * 1.6
            self.body.append(path(rectangle(x - side / 2, y - side / 2, side, side), self.palette.slate()))
        elif shape == "disc":
            self.body.append(disc(x, y, radius, paint(own) if own else self.palette.slate()))
            if own and self.palette.needs_edge(own):
                self.body.append(ring(x, y, radius - 0.375, ink, 0.75))
        else:
            inner = radius - 0.5
            self.body.append(ring(x, y, inner, ink, 1, paper))
            if shape == "half":
                r = number(inner)
                half = f"M{number(x)} {number(y - inner)}A{r} {r} 0 0 0 {number(x)} {number(y + inner)}z"
                self.body.append(path(half, ink))

    # ---- the end ---------------------------------------------------------------------------------------------------

    def finish(self, height: float, title: str) -> tuple[Markup, tuple[Diagnostic, ...]]:
        """The drawing, as high as the next whole base line."""
        lines = max(1, math.ceil(height / self.base - 1e-6))
        full = lines * self.base
        for (_, top, _, bottom), place in self.words_at:
            if top < -0.3 or bottom > full + 0.3:
                self.overset(place, self.chart.title.text, "leaves the chart at its head or foot")
        self._collisions()
        shown = self.width, full
        drawn = svg(self.body, width=self.width, height=full, title=title, unit="pt", shown=shown, classes="chart")
        return drawn, tuple(dict.fromkeys(self.faults))

    def _collisions(self) -> None:
        for index, (one, place) in enumerate(self.words_at):
            for other, _ in self.words_at[:index]:
                if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]:
                    self.overset(place, self.chart.title.text, "puts words upon words")
                    break


def _excess(left: float, right: float, width: float) -> str:
    if right - left > width:
        return f"needs {right - left:.0f} pt of width, and {width:.0f} pt are there"
    return f"would stand {max(-left, right - width):.0f} pt over the edge"


def canvas(look: Look, chart: Chart, swatch: str, language: str, reports: Mapping[Slug, str]) -> Canvas:
    """An empty canvas for a chart, as wide as its place."""
    measures = frame(look)
    width = {"text": measures.text, "wide": measures.wide, "margin": measures.margin}[chart.place]
    return Canvas(look, chart, swatch, language, reports, round(width, 2), measures.base, palette(look))


def _stripes(x: float, y: float, width: float, height: float) -> str:
    """Stripes of 3 pt every 4.5 pt across the length of a bar."""
    standing = height > width
    length, data, at = (height if standing else width), "", 0.0
    while at < length - 0.05:
        thick = min(3.0, length - at)
        data += (
            rectangle(x, y + length - at - thick, width, thick) if standing else rectangle(x + at, y, thick, height)
        )  # fmt: skip
        at += 4.5
    return data
