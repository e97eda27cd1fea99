"""Charts and tables: what each kind needs to be drawn, and whether its parts fit together."""

from __future__ import annotations

from collections.abc import Callable

from compiler.check.faults import Faults
from compiler.check.prose_tree import raised
from compiler.check.spots import Spot
from compiler.model.copy import Field
from compiler.model.publication import Block, Chart, Datum, Publication, Table

EVENTS = 6
BLOCKS = 1000
"""Countable squares in one chart; more cannot be counted by eye, nor drawn in reasonable time."""


def bodies(publication: Publication) -> list[tuple[Block, ...]]:
    """Every body of the publication."""
    found: list[tuple[Block, ...]] = []
    for report in publication.reports:
        found += [report.approach, *(each.body for each in report.initiatives), report.closing]
    found += [each.body for each in publication.convergences]
    matter = publication.matter
    if matter.foreword:
        found += [section.body for section in matter.foreword.sections]
    if matter.colophon:
        found += [section.body for section in (*matter.colophon.left, *matter.colophon.right)]
    return found


def check_figures(publication: Publication, faults: Faults) -> None:
    """Check every chart and table."""
    for body in bodies(publication):
        for block in body:
            if block.kind == "chart":
                _chart(block, faults)
            elif block.kind == "table":
                _table(block, faults)


# ---- charts --------------------------------------------------------------------------------------------------------


def _chart(chart: Chart, faults: Faults) -> None:
    for datum in chart.data:
        _range(datum, faults)
        if chart.chart in ("bars", "columns", "pair", "sieve", "blocks", "hundred"):
            _measured(chart, datum, faults)
    check: Callable[[Chart, Faults], None] | None = {
        "hundred": _hundred,
        "dots": _dots,
        "timeline": _timeline,
        "columns": _columns,
        "sieve": _countable,
        "blocks": _countable,
    }.get(chart.chart)
    if check is not None:
        check(chart, faults)


def _spot(datum: Datum, faults: Faults, name: str = "") -> Spot | None:
    holder = datum.name.field.removesuffix("/name")
    return faults.spot(f"{holder}/{name}" if name else holder)


def _want(datum: Datum, name: str, chart: Chart, why: str, faults: Faults) -> None:
    spot = _spot(datum, faults)
    faults.error(
        "missing-field",
        f"`{name}` is missing for `{datum.name.text}` in a chart of kind `{chart.chart}`",
        spot,
        f"`{name}:` is wanted here",
        help=(why,),
    )


def _measured(chart: Chart, datum: Datum, faults: Faults) -> None:
    """A bar or square needs a value, or says that there is none."""
    ranged = datum.low is not None or datum.high is not None
    if datum.value is None and datum.mark != "none" and not ranged:
        _want(datum, "value", chart, "where no figure exists, write `mark: none`", faults)
    if datum.value is not None and datum.mark == "none":
        faults.error(
            "contradictory-mark",
            f"`{datum.name.text}` has a value and `mark: none`, which says that there is none",
            _spot(datum, faults, "mark"),
            also=[(_spot(datum, faults, "value"), "its value")],
            help=("delete one of them",),
        )
    if (datum.value or 0) < 0 and chart.chart != "bars":
        _out(datum, "value", "below zero, where every bar begins", faults)
    if datum.value is not None and datum.shown is None and chart.chart in ("bars", "columns", "pair"):
        _want(datum, "shown", chart, "`shown` is the figure as printed at the mark", faults)


def _range(datum: Datum, faults: Faults) -> None:
    if datum.low is None and datum.high is None:
        return
    if datum.low is None or datum.high is None:
        given, lacking = ("high", "low") if datum.low is None else ("low", "high")
        faults.error(
            "missing-field",
            f"`{lacking}` is missing for `{datum.name.text}`: a range has two ends",
            _spot(datum, faults, given),
        )
    elif datum.low > datum.high or datum.low < 0:
        _out(datum, "low", "not between zero and `high`", faults)


def _out(datum: Datum, name: str, why: str, faults: Faults) -> None:
    value = getattr(datum, name)
    faults.error("out-of-range", f"`{name}` of `{datum.name.text}` is {value:g}, {why}", _spot(datum, faults, name))


def _hundred(chart: Chart, faults: Faults) -> None:
    total = sum(datum.value or 0 for datum in chart.data)
    if total != 100 or any((datum.value or 0) % 1 for datum in chart.data):
        faults.error(
            "not-a-hundred",
            f"the values of a chart of kind `hundred` add up to {total:g}, and whole numbers that make 100 are needed",
            faults.spot(f"{chart.field}/chart/data"),
        )
    for datum in chart.data:
        if datum.shape is None:
            _want(datum, "shape", chart, "shapes tell the kinds apart without colour", faults)


def _dots(chart: Chart, faults: Faults) -> None:
    told = {shape for shape, _ in chart.legend}
    for datum in chart.data:
        if not datum.points:
            _want(datum, "points", chart, "write `points: [{value: 40, shape: disc}]`", faults)
        for index, (value, shape) in enumerate(datum.points):
            at = _spot(datum, faults, f"points/{index}")
            if shape not in told:
                faults.error(
                    "unexplained-shape",
                    f"the shape `{shape}` is used and not explained",
                    at,
                    also=[(faults.spot(f"{chart.field}/chart/legend"), "")] if chart.legend else (),
                    help=(f"add `{{shape: {shape}, text: …}}` to `legend`",),
                )
            if value < 0:
                faults.error("out-of-range", f"the point {value:g} of `{datum.name.text}` is below zero", at)


def _timeline(chart: Chart, faults: Faults) -> None:
    if len(chart.data) > EVENTS:
        faults.error(
            "too-many",
            f"the time line has {len(chart.data)} events, and {EVENTS} fit",
            _spot(chart.data[EVENTS], faults),
            f"number {EVENTS + 1}",
        )
    for datum in chart.data:
        if datum.at is None:
            _want(datum, "at", chart, "a decimal year: September 2018 is about 2018.7", faults)
        elif not 1000 <= datum.at < 3000:
            _out(datum, "at", "no year between 1000 and 3000", faults)
        if datum.detail is None:
            _want(datum, "detail", chart, "`name` is the date as printed, `detail` what happened", faults)


def _columns(chart: Chart, faults: Faults) -> None:
    if chart.unit is None:
        return
    highest = max((datum.value or 0 for datum in chart.data), default=0)
    if chart.unit <= 0 or highest / chart.unit > BLOCKS:
        faults.error(
            "out-of-range",
            f"`unit` is {chart.unit:g}, and at most {BLOCKS:,} blocks can be drawn",
            faults.spot(f"{chart.field}/chart/unit"),
            help=("say how much one block is worth, so that some ten make the highest column",),
        )


def _countable(chart: Chart, faults: Faults) -> None:
    for datum in chart.data:
        if datum.value is not None and (datum.value % 1 or datum.value > BLOCKS):
            _out(datum, "value", f"and a square is one: whole numbers up to {BLOCKS:,} are needed", faults)


# ---- tables --------------------------------------------------------------------------------------------------------


def _table(table: Table, faults: Faults) -> None:
    # A head that stands in for one that is missing has no field of its own.
    wanted = sum(column.name.field != table.field for column in table.columns)
    notes = raised(table.note) if table.note else frozenset[str]()
    for index, row in enumerate(table.rows):
        where = Field(f"{table.field}/table/rows/{index}")
        found = sum(cell.span for cell in row)
        if found != wanted and row:
            faults.error(
                "uneven-row",
                f"row {index + 1} covers {found} columns, and the table has {wanted}",
                faults.spot(where),
                also=[(faults.spot(f"{table.field}/table/columns"), f"{wanted} columns")],
                help=("write `–` in a cell without a figure; `span` covers several columns",),
            )
        for cell in row:
            if cell.ref and cell.ref not in notes:
                faults.error(
                    "unexplained-reference",
                    f"a cell refers to `{cell.ref}`, which the note of the table does not explain",
                    faults.spot(f"{cell.text.field.removesuffix('/text')}/ref"),
                    help=(f"write `^{cell.ref}^` and what it means into `note`",),
                )
