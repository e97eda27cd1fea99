"""Sheets of blocks and sections -> blocks of the model."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Literal, TypeVar, cast

from compiler.check.faults import near
from compiler.check.references import Names, Scope
from compiler.check.sheets.blocks import (
    AsideSheet,
    BlockSheet,
    CellSheet,
    ChartSheet,
    DatumSheet,
    PictureSheet,
    ResultSheet,
    TableSheet,
)
from compiler.check.sheets.matter import SectionSheet
from compiler.check.sheets.reports import IndexSheet, ReferenceSheet
from compiler.check.spots import Spot, Words
from compiler.model.copy import Anchor, Line, PartId, Prose
from compiler.model.publication import (
    Aside,
    Block,
    Cell,
    Chart,
    ChartKind,
    Column,
    Datum,
    IndexEntry,
    Mark,
    NoResult,
    Picture,
    Reference,
    Result,
    ResultFigure,
    Section,
    Shape,
    Table,
    Text,
)

T = TypeVar("T")
Place = Literal["text", "wide", "margin"]


class Setter:
    """Makes the blocks of one file; `folder` is where its pictures are looked for."""

    def __init__(self, names: Names, scope: Scope, folder: PurePosixPath, pictures: Iterable[PurePosixPath]) -> None:
        self._names, self._scope, self._folder = names, scope, folder
        self._pictures = frozenset(pictures)

    def body(self, sheets: list[BlockSheet]) -> tuple[Block, ...]:
        return tuple(self._block(sheet) for sheet in sheets)

    def sections(self, sheets: list[SectionSheet]) -> tuple[Section, ...]:
        return tuple(Section(self._given(sheet.anchor), sheet.head, self.body(sheet.body)) for sheet in sheets)

    def prose(self, prose: Prose) -> Prose:
        return self._names.prose(prose, self._scope)

    def index(self, sheets: list[IndexSheet]) -> tuple[IndexEntry, ...]:
        made: list[IndexEntry] = []
        for sheet in sheets:
            target = self._names.target(sheet.to, self._scope)
            if target is not None:
                made.append(IndexEntry(sheet.term, target, sheet.main))
        return tuple(made)

    def _given(self, name: Words | None) -> Anchor | None:
        return None if name is None or name.blank else Anchor(f"{self._scope.part}/{name}")

    def _anchor(self, name: Words | None, spot: Spot) -> Anchor:
        """The anchor given, else one made of the block's place in the file."""
        rest = spot.field.partition("/")[2].replace("/", "-")
        return self._given(name) or Anchor(f"{self._scope.part}/{rest}")

    def _optional(self, prose: Prose | None) -> Prose | None:
        return None if prose is None else self.prose(prose)

    def _block(self, sheet: BlockSheet) -> Block:
        field = sheet.spot.field
        match sheet.kind:
            case "text":
                return Text("text", self.prose(_there(sheet.text)), field)
            case "aside":
                return self._aside(_there(sheet.aside), sheet.spot)
            case "result":
                return self._result(_there(sheet.result), sheet.spot)
            case "no_result":
                words = sheet.no_result
                return NoResult("no_result", words if words is not None and words.text else None, field)
            case "table":
                return self._table(_there(sheet.table), sheet.spot)
            case "chart":
                return self._chart(_there(sheet.chart), sheet.spot)
            case _:
                return self._picture(_there(sheet.picture), sheet.spot)

    def _aside(self, sheet: AsideSheet, spot: Spot) -> Aside:
        return Aside("aside", self.prose(sheet.prose), self._names.report(sheet.report), spot.field)

    def _result(self, sheet: ResultSheet, spot: Spot) -> Result:
        figures = tuple(ResultFigure(each.figure, each.caption) for each in sheet.figures)
        return Result("result", sheet.credit, self._names.sources(sheet.sources, self._scope), figures, spot.field)

    def _table(self, sheet: TableSheet, spot: Spot) -> Table:
        columns = tuple(Column(each.name, each.numeric) for each in sheet.columns)
        rows = tuple(tuple(_cell(each) for each in row) for row in sheet.rows)
        # Layouts look for a column above each cell; rows that are too long are reported, and set as a proof.
        widest = max((sum(cell.span for cell in row) for row in rows), default=0)
        columns += (Column(Line("", spot.field), False),) * (widest - len(columns))
        sources = self._names.sources(sheet.sources, self._scope)
        anchor = self._anchor(sheet.anchor, spot)
        return Table("table", anchor, sheet.caption, columns, rows, sources, self._optional(sheet.note), spot.field)

    def _chart(self, sheet: ChartSheet, spot: Spot) -> Chart:
        return Chart(
            kind="chart",
            chart=cast(ChartKind, sheet.kind),
            anchor=self._anchor(sheet.anchor, spot),
            title=sheet.title,
            alternative=sheet.alternative,
            note=self._optional(sheet.note),
            sources=self._names.sources(sheet.sources, self._scope),
            data=tuple(self._datum(each) for each in sheet.data),
            unit=sheet.unit,
            legend=tuple((cast(Shape, each.shape), each.text) for each in sheet.legend),
            place=cast(Place, sheet.place),
            field=spot.field,
        )

    def _datum(self, sheet: DatumSheet) -> Datum:
        return Datum(
            name=sheet.name,
            value=sheet.value,
            shown=sheet.shown,
            mark=cast(Mark, sheet.mark),
            accent=sheet.accent,
            low=sheet.low,
            high=sheet.high,
            at=sheet.at,
            detail=sheet.detail,
            shape=cast("Shape | None", sheet.shape),
            points=tuple((each.value, cast(Shape, each.shape)) for each in sheet.points),
            report=self._names.report(sheet.report),
        )

    def _picture(self, sheet: PictureSheet, spot: Spot) -> Picture:
        return Picture(
            kind="picture",
            anchor=self._anchor(sheet.anchor, spot),
            file=self._file(sheet.file),
            alternative=sheet.alternative,
            caption=self._optional(sheet.caption),
            credit=sheet.credit,
            rights=sheet.rights,
            place=cast(Place, sheet.place),
            field=spot.field,
        )

    def _file(self, words: Words) -> PurePosixPath:
        """The picture's path from the root; it is looked for in pictures/ and beside the file."""
        places = (self._folder / "pictures" / words, self._folder / words)
        found = next((path for path in places if path in self._pictures), None)
        if found is None and not words.blank:
            beside = [
                str(path.relative_to(self._folder / "pictures"))
                for path in self._pictures
                if path.is_relative_to(self._folder / "pictures")
            ]
            self._names.faults.error(
                "missing-picture",
                f"there is no picture `{words}`",
                words.spot,
                "named here",
                help=near(words, beside, "picture") or (f"put it into {self._folder}/pictures/",),
            )
        return found or places[0]


def _cell(sheet: CellSheet) -> Cell:
    return Cell(sheet.text, sheet.span, sheet.ref.text if sheet.ref else None)


def _there(value: T | None) -> T:
    assert value is not None
    return value


def references(sheets: dict[str, ReferenceSheet]) -> dict[str, Reference]:
    """Sources by key, as they stand."""
    return {
        key: Reference(key, sheet.text, str(sheet.address) if sheet.address else None, sheet.date)
        for key, sheet in sheets.items()
    }


def enter_anchors(names: Names, part: PartId, sheets: list[BlockSheet]) -> None:
    """Enter the anchors of the blocks of a part."""
    for sheet in sheets:
        block = sheet.table or sheet.chart or sheet.picture
        if block is not None:
            names.anchor(part, block.anchor, sheet.kind)
