"""The publication as checked copy: every name in it exists, every field has its kind.

Words of the trade as in `ARCHITECTURE.md`. Sequences are tuples; mappings do not change after creation.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, NewType

from compiler.model.copy import Anchor, Field, Line, Prose, Slug
from compiler.model.printer import Printer

SignName = NewType("SignName", str)
"""Name of a sign of the layouts (`triangle`): for its figure, never for the theme that wears it."""

Mark = Literal["published", "rounded", "target", "none"]
"""How a value was given: as published, rounded by its source, a target, or no figure at all."""

Shape = Literal["disc", "half", "ring", "square"]

Numerals = Literal["arabic", "roman"]
Side = Literal["verso", "recto", "either"]


# ---- the frame -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Family:
    """A group of themes that shares a colour; `swatch` names one of the layouts' swatches."""

    key: str
    name: Line
    swatch: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What initiatives are about. `short` may hold `|` where a narrow column breaks the line."""

    key: str
    name: Line
    short: Line
    family: Family
    sign: SignName


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that initiatives name in `with`."""

    key: str
    name: Line
    what: Line | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A published source: what it is, when it appeared, where it can be read."""

    key: str
    text: Line
    address: str | None
    date: Line | None


@dataclass(frozen=True, slots=True)
class Person:
    """A body named in the imprint: publisher, supporter."""

    name: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees, north and east positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Geography:
    """Outlines that maps are drawn from, and the projection they are drawn in.

    Files are GeoJSON in longitude and latitude, given relative to `sources/`. `areas` holds one feature an area; its
    property `area_key` carries the code that a city's `area` names. The projection is Lambert conformal conic.
    """

    land: PurePosixPath
    areas: PurePosixPath | None
    area_key: str
    parallels: tuple[float, float]
    meridian: float
    credits: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PartSetting:
    """One entry of `parts` in publication.yaml. `kind` is a layout, or `reports` or `convergences` for all of them."""

    kind: str
    opens: Side | None
    numerals: Numerals | None
    restart: bool
    field: Field


@dataclass(frozen=True, slots=True)
class Terms:
    """Words that layouts print of themselves, in the language of the edition; all of them are copy.

    `{...}` are filled when poured; which ones a word may hold stands in `check/schema.py`.
    """

    words: Mapping[str, Line]

    def __getitem__(self, key: str) -> Line:
        return self.words[key]


# ---- blocks of a report --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    kind: Literal["text"]
    prose: Prose
    field: Field


@dataclass(frozen=True, slots=True)
class Aside:
    """A note in the margin, beside the block that follows it. `report` names a city whose folio stands in its head."""

    kind: Literal["aside"]
    prose: Prose
    report: Slug | None
    field: Field


@dataclass(frozen=True, slots=True)
class ResultFigure:
    figure: Line
    caption: Line


@dataclass(frozen=True, slots=True)
class Result:
    """A measured result on a filled plate: one or two figures, when and according to whom."""

    kind: Literal["result"]
    credit: Line
    sources: tuple[str, ...]
    figures: tuple[ResultFigure, ...]
    field: Field


@dataclass(frozen=True, slots=True)
class NoResult:
    """Says plainly that no result was published; `text` adds a few words."""

    kind: Literal["no_result"]
    text: Line | None
    field: Field


@dataclass(frozen=True, slots=True)
class Column:
    name: Line
    numeric: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """`span` counts the columns a cell covers; `ref` is a letter that the table's note explains."""

    text: Line
    span: int
    ref: str | None


@dataclass(frozen=True, slots=True)
class Table:
    kind: Literal["table"]
    anchor: Anchor
    caption: Line
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sources: tuple[str, ...]
    note: Prose | None
    field: Field


@dataclass(frozen=True, slots=True)
class Datum:
    """One mark of a chart. `value` is None where no figure exists; `low` and `high` bound a range (a target).

    `shown` is the figure as printed beside the mark. `at` is a decimal year on a time line. `accent` gives it the
    report's colour. Fields that a kind of chart does not use are None.
    """

    name: Line
    value: float | None
    shown: Line | None
    mark: Mark
    accent: bool
    low: float | None
    high: float | None
    at: float | None
    detail: Line | None
    shape: Shape | None
    points: tuple[tuple[float, Shape], ...]
    report: Slug | None


ChartKind = Literal["bars", "hundred", "dots", "timeline", "columns", "pair", "sieve", "blocks"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing from data. `unit` is how much one countable block is worth (columns); `place` chooses its measure."""

    kind: Literal["chart"]
    chart: ChartKind
    anchor: Anchor
    title: Line
    alternative: Line
    note: Prose | None
    sources: tuple[str, ...]
    data: tuple[Datum, ...]
    unit: float | None
    legend: tuple[tuple[Shape, Line], ...]
    place: Literal["text", "wide", "margin"]
    field: Field


@dataclass(frozen=True, slots=True)
class Picture:
    kind: Literal["picture"]
    anchor: Anchor
    file: PurePosixPath
    alternative: Line
    caption: Prose | None
    credit: Line
    rights: Line
    place: Literal["text", "wide", "margin"]
    field: Field


Block = Text | Aside | Result | NoResult | Table | Chart | Picture


# ---- reports -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyFigure:
    figure: Line
    text: Line
    credit: Line
    source: str
    year: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the small list beside an initiative: since, for, with."""

    label: str
    text: Line


@dataclass(frozen=True, slots=True)
class Initiative:
    """`facts` holds, in order, those of since, when, for, with, mind that are given; `label` is a key of the terms."""

    anchor: Anchor
    title: Line
    themes: tuple[Theme, ...]
    facts: tuple[Fact, ...]
    partners: tuple[Partner, ...]
    body: tuple[Block, ...]
    field: Field


@dataclass(frozen=True, slots=True)
class CrossReference:
    to: Anchor
    text: Line


@dataclass(frozen=True, slots=True)
class Later:
    """What came after the edition's date, dated."""

    date: Line
    prose: Prose
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """`term` may hold one `>`: heading and sub-entry. `main` sets the folio bold."""

    term: Line
    to: Anchor
    main: bool


@dataclass(frozen=True, slots=True)
class Report:
    """`number` counts from 1 in the order of publication.yaml. `excuse` is the reason for a short last page."""

    slug: Slug
    number: int
    position: Position
    area: str | None
    name: Line
    authority: Line
    size: Line
    area_name: Line | None
    region: Line
    themes: tuple[Theme, ...]
    key_figures: tuple[KeyFigure, ...]
    standfirst: Prose
    approach: tuple[Block, ...]
    initiatives: tuple[Initiative, ...]
    closing: tuple[Block, ...]
    not_known: Prose
    since_then: tuple[Later, ...]
    elsewhere: tuple[CrossReference, ...]
    index: tuple[IndexEntry, ...]
    sources: tuple[Reference, ...]
    excuse: Line | None
    missing: bool
    field: Field


@dataclass(frozen=True, slots=True)
class Convergence:
    """`title` lines are broken by the editor; `reports` are those its plate shows, in order."""

    slug: Slug
    number: int
    title: tuple[Line, ...]
    standfirst: Prose
    reports: tuple[Slug, ...]
    body: tuple[Block, ...]
    sources: tuple[Reference, ...]
    index: tuple[IndexEntry, ...]
    field: Field


# ---- front and back matter -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """A head and the blocks below it; a section without a head continues the text."""

    anchor: Anchor | None
    head: Line | None
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Foreword:
    """`plate` are the lines of the plate's title; `swatch` its colour."""

    title: Line
    plate: tuple[Line, ...]
    swatch: str
    standfirst: Prose
    sections: tuple[Section, ...]
    index: tuple[IndexEntry, ...]
    field: Field


@dataclass(frozen=True, slots=True)
class HowToRead:
    """The page that explains signs, plates and charts. `example` is the report whose opener is shown small."""

    title: Line
    standfirst: Prose
    example: Slug
    opener: Prose
    signs: Prose
    results: Prose
    sample_figure: Line
    sample_caption: Line
    sample_none: Line
    field: Field


@dataclass(frozen=True, slots=True)
class Colophon:
    """`left` and `right` are the headed blocks of the two columns; `foot` runs below both."""

    title: Line
    left: tuple[Section, ...]
    right: tuple[Section, ...]
    foot: Prose
    field: Field


@dataclass(frozen=True, slots=True)
class Cover:
    """Words on the cover sheet; the drawing is computed. `lines` are the title as broken by the editor."""

    lines: tuple[Line, ...]
    translated_title: Line
    standfirst: Prose
    spine: Line
    spine_imprint: Line
    imprint: tuple[Line, ...]
    date_line: tuple[Line, ...]
    ground: str
    field: Field


@dataclass(frozen=True, slots=True)
class Matter:
    """Front and back matter; a part that publication.yaml does not list may be None."""

    cover: Cover | None
    how_to_read: HowToRead | None
    foreword: Foreword | None
    colophon: Colophon | None
    general_sources: tuple[tuple[Line, tuple[Reference, ...]], ...]


@dataclass(frozen=True, slots=True)
class ConvergenceSettings:
    """How many convergences are wanted and from how many reports each must argue; zero for none."""

    count: int
    reports_each: int


@dataclass(frozen=True, slots=True)
class Publication:
    """All that is printed. `date` is the date of the edition: nothing later stands outside a 'Since then' box.

    `printer` names the one of `printers` that prints unless another is asked for; None where none is.
    """

    slug: Slug
    language: str
    title: Line
    author: Line
    subject: Line
    keywords: tuple[str, ...]
    date: datetime.date
    geography: Geography | None
    convergence_settings: ConvergenceSettings
    parts: tuple[PartSetting, ...]
    families: tuple[Family, ...]
    themes: tuple[Theme, ...]
    partners: Mapping[str, Partner]
    terms: Terms
    matter: Matter
    reports: tuple[Report, ...]
    convergences: tuple[Convergence, ...]
    printers: tuple[Printer, ...]
    printer: str | None
    field: Field

    def printed_by(self, name: str | None = None) -> Printer | None:
        """The printer of a name, the publication's own when none is asked for; None where there is no such one."""
        return next((each for each in self.printers if each.name == (name or self.printer)), None)
