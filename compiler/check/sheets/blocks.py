"""Blocks of text: what a body is made of, each a mapping with one entry."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from compiler.check import kinds
from compiler.check.kinds import FILE, KEY, LINK, NUMBER, YES_NO, Count, between, choice, line, prose, says
from compiler.check.sheets.common import Sheet
from compiler.check.spots import Words
from compiler.model.copy import Line, Prose

CHARTS = ("bars", "hundred", "dots", "timeline", "columns", "pair", "sieve", "blocks")
MARKS = ("published", "rounded", "target", "none")
SHAPES = ("disc", "half", "ring", "square")
PLACES = ("text", "wide", "margin")


Sources = Annotated[
    list[Annotated[Words, LINK]],
    Count(1),
    says("Keys of the sources that say so: of this file's `sources`, or of back/sources."),
]
Anchor = Annotated[Words | None, KEY, says("Name by which `figure:` and `to:` reach it; unique in the file.", "growth")]


class AsideSheet(Sheet):
    shorthand: ClassVar[str | None] = "prose"

    prose: Annotated[Prose, kinds.prose(190), says("A note in the margin, beside the block that follows.")]
    report: Annotated[Words | None, LINK, says("Slug of a report whose folio stands in the head of the note.")] = None


class ResultFigureSheet(Sheet):
    figure: Annotated[Line, line(7), says("The figure as printed, at most 6 signs, 7 with a comma or point.", "+65%")]
    caption: Annotated[Line, line(34), says("What it counts.", "bus use on weekdays")]


class ResultSheet(Sheet):
    credit: Annotated[Line, line(46), says("When it was measured and who says so.", "Summer 2018, city survey")]
    sources: Sources
    figures: Annotated[list[ResultFigureSheet], Count(1, 2), says("One or two figures.")]


class ColumnSheet(Sheet):
    shorthand: ClassVar[str | None] = "name"

    name: Annotated[Line, line(34, may_be_empty=True), says("Head of the column.", "Weekdays")]
    numeric: Annotated[bool, YES_NO, says("`yes` sets the column flush right.")] = False


class CellSheet(Sheet):
    shorthand: ClassVar[str | None] = "text"

    text: Annotated[Line, line(60, may_be_empty=True), says("What stands in the cell.", "+40%")]
    span: Annotated[int, between(1, 5, whole=True), says("How many columns it covers.", "2")] = 1
    ref: Annotated[Line | None, line(2), says("A letter that the table's note explains as `^a^`.", "a")] = None


class TableSheet(Sheet):
    anchor: Anchor = None
    caption: Annotated[Line, line(90), says("What the table shows.", "Growth in bus use, by period and source")]
    columns: Annotated[list[ColumnSheet], Count(2, 5), says("Heads of the columns; a text, or `name` with settings.")]
    rows: Annotated[
        list[Annotated[list[CellSheet], Count(1, 5)]],
        Count(1, 8),
        says("Rows of cells; a cell is a text, or `text` with settings."),
    ]
    sources: Sources
    note: Annotated[Prose | None, prose(400), says("What must be known to read the table, set in the margin.")] = None


class PointSheet(Sheet):
    value: Annotated[float, NUMBER, says("Where the mark stands on the scale.", "40")]
    shape: Annotated[str, choice(*SHAPES), says("Its shape; the legend tells what it means.", "disc")]


class LegendSheet(Sheet):
    shape: Annotated[str, choice(*SHAPES), says("A shape used in the chart.", "ring")]
    text: Annotated[Line, line(40), says("What it means.", "weekend")]


class DatumSheet(Sheet):
    name: Annotated[
        Line,
        line(66),
        says("What is counted; on a time line, when. Bars hold 14 characters, in the margin 10.", "On foot"),
    ]
    value: Annotated[float | None, NUMBER, says("The figure; left out where none exists (`mark: none`).", "48")] = None
    shown: Annotated[Line | None, line(16), says("The figure as printed at the mark.", "48%")] = None
    mark: Annotated[
        str, choice(*MARKS), says("Whether the figure is as published, rounded by its source, a target, or none.")
    ] = "published"
    accent: Annotated[bool, YES_NO, says("`yes` gives it the colour of the report.")] = False
    low: Annotated[float | None, NUMBER, says("Lower end of a target that is a range.", "200")] = None
    high: Annotated[float | None, NUMBER, says("Upper end of a target that is a range.", "300")] = None
    at: Annotated[float | None, NUMBER, says("Place on a time line, as a decimal year.", "2018.67")] = None
    detail: Annotated[
        Line | None, line(66), says("More words at the mark; on a time line, what happened, two lines of 16.", "about")
    ] = None
    shape: Annotated[str | None, choice(*SHAPES), says("Shape of its marks in `hundred`.")] = None
    points: Annotated[list[PointSheet], says("Marks of a row of `dots`.", default_factory=list)]
    report: Annotated[Words | None, LINK, says("Slug of a report, whose colour it then takes.")] = None


class ChartSheet(Sheet):
    kind: Annotated[str, choice(*CHARTS), says("How it is drawn.", "bars")]
    anchor: Anchor = None
    title: Annotated[Line, line(66), says("What it shows; at most 34 characters in the margin.")]
    alternative: Annotated[Line, line(500), says("The same in words, with its figures, for those who do not see it.")]
    note: Annotated[Prose | None, prose(400), says("Base, source and caution, set in the margin.")] = None
    sources: Sources
    data: Annotated[list[DatumSheet], Count(1, 20), says("The marks, in order.")]
    unit: Annotated[float | None, NUMBER, says("How much one block is worth in `columns`.", "10000")] = None
    legend: Annotated[list[LegendSheet], says("What the shapes mean.", default_factory=list)]
    place: Annotated[
        str, choice(*PLACES), says("Where it stands: in the text, over both columns, or in the margin.")
    ] = "text"


class PictureSheet(Sheet):
    anchor: Anchor = None
    file: Annotated[Words, FILE, says("File in the folder pictures/ beside this one.", "tram.jpg")]
    alternative: Annotated[Line, line(300), says("What is to be seen, for those who do not see it.")]
    caption: Annotated[Prose | None, prose(200), says("What the reader should know of it.")] = None
    credit: Annotated[Line, line(60), says("Who made it, as printed beside it.")]
    rights: Annotated[Line, line(120), says("Under which licence or by whose leave it is printed.")]
    place: Annotated[
        str, choice(*PLACES), says("Where it stands: in the text, over both columns, or in the margin.")
    ] = "text"


class BlockSheet(Sheet):
    """One block: an entry named for its kind."""

    text: Annotated[Prose | None, prose(6000), says("Paragraphs.")] = None
    aside: Annotated[AsideSheet | None, says("A note in the margin: prose, or `prose` and `report`.")] = None
    result: Annotated[ResultSheet | None, says("A measured result, on a filled plate.")] = None
    no_result: Annotated[
        Line | None, line(44, may_be_empty=True), says("No result was published: a few words, or nothing at all.")
    ] = None
    table: Annotated[TableSheet | None, says("A table.")] = None
    chart: Annotated[ChartSheet | None, says("A chart drawn from its data.")] = None
    picture: Annotated[PictureSheet | None, says("A picture from the folder pictures/.")] = None

    @property
    def kind(self) -> str:
        """Name of the one entry that is given."""
        return next(name for name in type(self).model_fields if name != "spot" and name in self.model_fields_set)

    @model_validator(mode="after")
    def _one_entry(self) -> BlockSheet:
        if len(self.model_fields_set - {"spot"}) != 1:
            raise PydanticCustomError("one_entry", "a block has one entry")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        made = handler(schema)
        handler.resolve_ref_schema(made).update({"minProperties": 1, "maxProperties": 1})
        return made


Body = Annotated[list[BlockSheet], Count(1), says("Blocks in the order of reading.")]
