"""Charts: bars, hundred, dots, timeline, columns, pair, sieve, blocks.

Zero is the base, time keeps its distances, a missing figure keeps its place. Solid is as published, striped rounded,
outline a target, dashed no figure. Shapes tell before hues; values stand at their marks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from compiler.model.copy import Slug
from compiler.model.diagnostics import Outcome
from compiler.model.look import Look
from compiler.model.publication import Chart, ChartKind
from compiler.pour.drawings.charts.bars import bars
from compiler.pour.drawings.charts.blocks import blocks
from compiler.pour.drawings.charts.canvas import Canvas, canvas
from compiler.pour.drawings.charts.columns import columns
from compiler.pour.drawings.charts.dots import dots
from compiler.pour.drawings.charts.figures import alternative
from compiler.pour.drawings.charts.hundred import hundred
from compiler.pour.drawings.charts.key import chart_key
from compiler.pour.drawings.charts.pair import pair
from compiler.pour.drawings.charts.sieve import sieve
from compiler.pour.drawings.charts.timeline import timeline

__all__ = ["chart", "chart_key"]

KINDS: Mapping[ChartKind, Callable[[Canvas], float]] = {
    "bars": bars,
    "hundred": hundred,
    "dots": dots,
    "timeline": timeline,
    "columns": columns,
    "pair": pair,
    "sieve": sieve,
    "blocks": blocks,
}
"""Each draws on the canvas and gives the height it used, in points."""


def chart(
    look: Look, chart: Chart, swatch: str, language: str = "en", reports: Mapping[Slug, str] | None = None
) -> Outcome[Markup]:
    """A chart in the colour of its report, as wide as its place and whole base lines high.

    `reports` gives the swatch of the reports that data may name (`report_swatches`). Words that do not fit are
    `chart-overset`, data that the kind cannot tell truly `chart-data`; the drawing is given all the same.
    """
    drawing = canvas(look, chart, swatch, language, reports or {})
    height = KINDS[chart.chart](drawing)
    drawn, faults = drawing.finish(height, alternative(chart))
    return Outcome(drawn, faults)
