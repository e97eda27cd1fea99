"""What each layout is given: frozen values that name no city, checked against the names a layout uses.

Every layout gets `part`, `publication`, `terms`, `look` and `view`; the type of `view` depends on the kind of the part
(`VIEWS`). Drawings are SVG as `Markup`, made before pouring, so that a layout places pictures but computes none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from compiler.model.copy import Anchor, Line, PartId
from compiler.model.part import PartKind
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
    """`drawing` covers the panel asked for (front, back or the whole sheet) with its bleed.

    It holds ground, threads and discs; words are the layout's. `spine_width` is in points.
    """

    cover: Cover
    drawing: Markup
    ground: str
    type_on: str
    legend: tuple[Family, ...]
    publisher: Line
    publisher_lines: tuple[Line, ...]
    spine_width: float


@dataclass(frozen=True, slots=True)
class InsideCoverView:
    """The inner side of a cover, empty as a rule: the colour of the cover and that of type on it."""

    ground: str
    type_on: str


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
    """A part; several convergences make one entry. `themes` are empty but for reports.

    `below` are the initiatives of a report, or the convergences.
    """

    title: Line
    anchor: Anchor
    themes: tuple[Theme, ...]
    below: tuple[tuple[Line, Anchor], ...]


@dataclass(frozen=True, slots=True)
class ContentsView:
    entries: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True)
class ForewordView:
    foreword: Foreword
    drawing: Markup
    type_on: str


@dataclass(frozen=True, slots=True)
class MapEntry:
    """`swatch` is the colour of the report."""

    number: int
    name: Line
    anchor: Anchor
    swatch: str


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
    """`main`: the theme leads an initiative; `anchor` is the first such initiative, else the first with the theme.

    None: the report is silent.
    """

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
    """A folio or a range; `anchor` is where it links; `last` is None for a single folio.

    Both are printed with the filter `folio`; `last` may be `<part>/$end`, the last page of a part: no link leads there.
    """

    anchor: Anchor
    last: Anchor | None
    main: bool


@dataclass(frozen=True, slots=True)
class IndexLine:
    """`depth` is 1 for a sub-entry; headings of sub-entries may have no folios."""

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
class SourceEntry:
    """`anchor` is the id its element must carry: notes link to it."""

    anchor: Anchor
    reference: Reference


@dataclass(frozen=True, slots=True)
class SourceElsewhere:
    """A source that stands in full under another head: where that is, and the head's name."""

    anchor: Anchor
    reference: Reference
    name: Line


@dataclass(frozen=True, slots=True)
class SourcesGroup:
    """The sources of a report or convergence, whose beginning `anchor` is, or a group of general ones (None).

    `elsewhere` are those of a convergence that stand in full under a report.
    """

    name: Line
    anchor: Anchor | None
    entries: tuple[SourceEntry, ...]
    elsewhere: tuple[SourceElsewhere, ...]


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
    | InsideCoverView
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

VIEWS: Mapping[PartKind, type[View]] = MappingProxyType(
    {
        "cover-front": CoverView,
        "cover-back": CoverView,
        "cover-sheet": CoverView,
        "inside-cover": InsideCoverView,
        "title": TitleView,
        "how-to-read": HowToReadView,
        "contents": ContentsView,
        "foreword": ForewordView,
        "map": MapView,
        "report": ReportView,
        "convergence": ConvergenceView,
        "matrix": MatrixView,
        "index": IndexView,
        "sources": SourcesView,
        "colophon": ColophonView,
        "placeholder": PlaceholderView,
    }
)
"""The type of `view` in the layout of each kind of part."""
