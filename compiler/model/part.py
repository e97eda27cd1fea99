"""Parts: what is poured and typeset at once, and in which order it is bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from compiler.model.copy import Anchor, Digest, PartId
from compiler.model.publication import Numerals, Side

PartKind = Literal[
    "cover-front",
    "cover-back",
    "cover-sheet",
    "inside-cover",
    "title",
    "how-to-read",
    "contents",
    "foreword",
    "map",
    "report",
    "convergence",
    "matrix",
    "index",
    "sources",
    "colophon",
    "placeholder",
]


@dataclass(frozen=True, slots=True)
class Part:
    """A part and how it is numbered.

    `number` is that of a report or convergence, else None. `restart` sets the folio back to 1 on its first page.
    `counted` is False for pages outside the numbering (covers): they carry `label` in the PDF.
    """

    id: PartId
    kind: PartKind
    number: int | None
    title: str
    opens: Side
    numerals: Numerals
    restart: bool
    counted: bool
    label: str | None


@dataclass(frozen=True, slots=True)
class Folio:
    """A printed folio: its number, how it is written, and the index of its page in the PDF, from 0."""

    number: int
    numerals: Numerals
    page_index: int

    def __str__(self) -> str:
        return roman(self.number) if self.numerals == "roman" else str(self.number)


def on_page(folio: Folio | None, page_index: int) -> str:
    """How a page is told: by its folio, or its place in the PDF where it has none."""
    return f"on page {folio}" if folio is not None else f"on page {page_index + 1} of the PDF, which has no folio"


def roman(number: int) -> str:
    """Lower-case roman numerals, from 1."""
    marks = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
             (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    out = ""
    for value, mark in marks:
        while number >= value:
            out, number = out + mark, number - value
    return out


@dataclass(frozen=True, slots=True)
class Folios:
    """The folio of every anchor and the extent of every part, as known from the last time it was set."""

    of: Mapping[Anchor, Folio]
    first: Mapping[PartId, Folio]
    last: Mapping[PartId, Folio]


@dataclass(frozen=True, slots=True)
class Asset:
    """Bytes a part needs, under the only address it may name: `asset:<digest>.<suffix>`."""

    digest: Digest
    suffix: str
    data: bytes

    @property
    def address(self) -> str:
        return f"asset:{self.digest}.{self.suffix}"


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A style sheet of the layouts; `path` is told in diagnostics, all selectors stand under the class `scope`."""

    path: str
    scope: str | None
    css: str


@dataclass(frozen=True, slots=True)
class Poured:
    """A part as HTML: one wrapper with class `part <kind>`, and `tokens`, custom properties that margin boxes read too.

    `styles` are the sheets it needs, in order; `refers` the anchors whose folios stand in it.
    """

    part: Part
    html: str
    tokens: Mapping[str, str]
    styles: tuple[StyleSheet, ...]
    assets: tuple[Asset, ...]
    refers: tuple[Anchor, ...]
