"""What each layout is given: frozen values that name no city, checked against the names a layout uses.

Every layout gets `part`, `publication`, `terms` and `view`; the type of `view` depends on the kind of the part. Drawings are
SVG as `Markup`, made before pouring, so that a layout places pictures but computes none.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from compiler.model.copy import Anchor, Line, PartId
from compiler.model.publication import (
    Colophon,
    Convergence,
    Cover,
    Family,
    Foreword,
    HowToRead,
    Reference,
    Report,
    Theme,
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A line of display type fitted to its measure; points, measured from the top of the trim."""

    text: Line
    size: float
    top: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A report nearby: its name, great-circle distance in whole kilometres, and where it begins."""

    name: Line
    kilometres: int
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Tab:
    """The thumb index: how far down the fore-edge (points from the head of the trim), how tall, and its label."""

    top: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class CoverView:
    """`drawing` covers the panel asked for (front, back or the whole sheet) with its bleed."""

    cover: Cover
    drawing: Markup
    ground: str
    type_on: str
    legend: tuple[Family, ...]
    publisher: Line
    publisher_lines: tuple[Line, ...]
    spine_width: float


@dataclass(frozen=True, slots=True)
class TitleView:
    cover: Cover
    drawing: Markup


@dataclass(frozen=True, slots=True)
class HowToReadView:
    page: HowToRead
    example: Markup
    example_name: Line
    families: tuple[tuple[Family, tuple[Theme, ...]], ...]
    chart_key: Markup


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """`level` 1 is a part; `themes` are empty but for reports; `below` are the initiatives."""

    title: Line
    anchor: Anchor
    themes: tuple[Theme, ...]
    below: tuple[tuple[Line, Anchor], ...]


@dataclass(frozen=True, slots=True)
class ContentsView:
    """`lines` is the height of the whole list in base lines, as the blocks table of the study counts it."""

    entries: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True)
class ForewordView:
    foreword: Foreword
    drawing: Markup
    type_on: str


@dataclass(frozen=True, slots=True)
class MapEntry:
    number: int
    name: Line
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class MapView:
    drawing: Markup
    entries: tuple[MapEntry, ...]
    inset: str | None
    shared: str | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """`swatch` is the colour of the first theme, `type_on` that of type on it. `neighbours` may be empty.

    `closing_plate` is drawn when the report would end on a recto left alone; else None.
    """

    report: Report
    total: int
    swatch: str
    type_on: str
    drawing: Markup
    name: tuple[Fitted, ...]
    neighbours: tuple[Neighbour, ...]
    tab: Tab | None
    place: str
    closing_plate: Markup | None


@dataclass(frozen=True, slots=True)
class ConvergenceView:
    convergence: Convergence
    total: int
    drawing: Markup
    caption: str


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """`main`: the theme leads an initiative; `anchor` is the first initiative with the theme; None: the report is silent."""

    theme: Theme
    anchor: Anchor | None
    main: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    number: int
    name: Line
    anchor: Anchor
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    themes: tuple[Theme, ...]
    rows: tuple[MatrixRow, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IndexFolios:
    """A folio or a range; `anchor` is where it links; `last` is None for a single folio."""

    anchor: Anchor
    last: Anchor | None
    main: bool


@dataclass(frozen=True, slots=True)
class IndexLine:
    """`field` is where the term stands in the copy; headings of sub-entries have no folios."""

    text: Line
    depth: int
    folios: tuple[IndexFolios, ...]


@dataclass(frozen=True, slots=True)
class IndexLetter:
    letter: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    letters: tuple[IndexLetter, ...]


@dataclass(frozen=True, slots=True)
class SourcesGroup:
    name: Line
    anchor: Anchor | None
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class SourcesView:
    groups: tuple[SourcesGroup, ...]


@dataclass(frozen=True, slots=True)
class ColophonView:
    colophon: Colophon
    themes: tuple[Theme, ...]
    swatches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceholderView:
    """A part that could not be poured: what it would have been, and the faults that prevent it."""

    part: PartId
    title: str
    faults: tuple[str, ...]


View = (
    CoverView
    | TitleView
    | HowToReadView
    | ContentsView
    | ForewordView
    | MapView
    | ReportView
    | ConvergenceView
    | MatrixView
    | IndexView
    | SourcesView
    | ColophonView
    | PlaceholderView
)


