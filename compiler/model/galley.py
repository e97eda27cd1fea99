"""What typesetting leaves behind.

A `Galley` is one part as set, our object file: symbols, objects of the PDF with relocations, source map, diagnostics. A
`SetVolume` is the whole publication set in one run, the oracle that linked volumes are compared with.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from compiler.model.copy import Anchor, Digest, Field, PartId
from compiler.model.diagnostics import Diagnostic
from compiler.model.measures import Length


@dataclass(frozen=True, slots=True)
class Settings:
    """What a typesetting run is told besides its parts.

    `stamp` is printed across every page of a proof, else None; `marks` are fields to be marked on the page with what is
    wrong with them. With `pdf` False the pages are laid out and measured but not drawn: `SetVolume.pdf` is empty then.
    """

    language: str
    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    date: datetime.datetime
    stamp: str | None
    marks: tuple[tuple[Field, str], ...]
    pdf: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, measured from the top left corner of the trim."""

    page_index: int
    x: Length
    y: Length
    width: Length
    height: Length


@dataclass(frozen=True, slots=True)
class SetText:
    """A run of text as set: for comparing the page with the copy, and one build with another."""

    page_index: int
    part: PartId
    field: Field | None
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page as set. `part` is None on a blank page that only turns the side.

    `depth` is how far below the head of the trim the lowest box in the flow ends, not counting notes, margin boxes and
    absolute boxes: how full the page is.
    """

    page_index: int
    part: PartId | None
    blank: bool
    folio: str | None
    depth: Length


# ---- a part alone ----


Align = Literal["start", "center", "end"]
"""Where a folio that gains a figure grows: to its end, to both sides, or to its start."""


@dataclass(frozen=True, slots=True)
class GalleyPage:
    """A page of a galley; lengths in points, in the coordinates of the page: the trim's lower left corner is (0, 0).

    `bleed` is left, bottom, right, top. `contents`, `resources` and `annotations` are numbers of objects. `depth` is as
    in `SetPage`.
    """

    width: float
    height: float
    bleed: tuple[float, float, float, float]
    contents: int
    resources: int
    annotations: tuple[int, ...]
    blank: bool
    depth: Length


@dataclass(frozen=True, slots=True)
class Destination:
    """A point that links lead to: index of the page in the galley, and points from the trim's lower left corner."""

    page_index: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline: `level` is 1 or 2."""

    title: str
    level: int
    at: Destination


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font as one galley uses it: the face by the digest of its file, and per glyph its text and its width.

    Widths are in thousandths of the type size, `ascent` and `descent` too; `name` is the PDF's (`ABCDEF+Archivo-Bold`),
    `flags` as in ISO 32000-1, table 123.
    """

    face: Digest
    name: str
    flags: int
    ascent: int
    descent: int
    texts: Mapping[int, str]
    widths: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class FolioUse:
    """A printed folio, to be written by the linker.

    `anchor` is the one whose folio is printed; None for the folio of page `page_index` itself. `digits` are what shows
    each of the ten figures in a TJ array (`<0015>`, `<0015>-20`), all of one `advance` (thousandths of the type size).
    `shown` is how many figures the part was set with.
    """

    anchor: Anchor | None
    page_index: int
    digits: tuple[str, ...]
    advance: float
    align: Align
    shown: int


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour as painted: the swatch, its tint from 0 to 1, and whether it strokes or fills."""

    swatch: str
    tint: float
    stroke: bool


@dataclass(frozen=True, slots=True)
class Symbols:
    """All that the linker has to know of a galley before it reads its objects.

    `refers` are anchors of other parts (and its own) whose folios stand in it, `links` the destinations in other parts
    that its annotations name. `keys` counts the keys of its parent tree, pages first. `kids` are the structure elements
    that hang under the document's, `parents` is the object of its leaf of the parent tree, `ids` names structure
    elements. Numbers of objects run from 1 to `objects`. `pictures` are the digests of pictures, in the order of their
    tokens.
    """

    part: PartId
    pages: tuple[GalleyPage, ...]
    destinations: Mapping[str, Destination]
    headings: tuple[Heading, ...]
    refers: tuple[Anchor, ...]
    links: tuple[str, ...]
    fonts: Mapping[str, FontUse]
    folios: tuple[FolioUse, ...]
    inks: tuple[Ink, ...]
    pictures: tuple[Digest, ...]
    keys: int
    kids: tuple[int, ...]
    parents: int
    ids: Mapping[str, int]
    roles: Mapping[str, str]
    objects: int


ObjectKind = Literal["plain", "content", "data"]
"""`plain` has no stream. `content` is a content stream: not yet compressed, with tokens. `data` is written as it is."""


@dataclass(frozen=True, slots=True)
class GalleyObject:
    """An object of the PDF whose relocations are tokens between two NUL bytes, a letter and a number.

    In `head`, the object itself or the dictionary of its stream (without `Length`; for `content` without `Filter`):
        r12  a reference to object 12 of the galley; within a picture, r1 is the picture itself and r2 its mask
        g3   a reference to page 3 of the galley, from 0
        k3   key 3 of the galley's parent tree, a number
        p0   a reference to picture 0 of the galley
        f5   the figures of folio 5, within a literal string
        h5   the same within a hexadecimal string of UTF-16BE
    and the words `document` (the structure element of the document) and `fonts` (the dictionary of all fonts), which
    are references too. In the `stream` of a `content`:
        f5   the operator that shows folio 5
        s7   the operator that sets ink 7
    """

    kind: ObjectKind
    head: bytes
    stream: bytes


@dataclass(frozen=True, slots=True)
class Galley:
    """A part as set alone, its first page on the side it opens on.

    `boxes` and `texts` are those of its pages, whose indices count from 0 within the galley; `anchors` likewise.
    `pictures` holds each picture by its digest: an image XObject, whose mask if it has one follows it in the tuple.
    """

    symbols: Symbols
    objects: tuple[GalleyObject, ...]
    pictures: Mapping[Digest, tuple[GalleyObject, ...]]
    anchors: Mapping[Anchor, Box]
    boxes: Mapping[Field, tuple[Box, ...]]
    texts: tuple[SetText, ...]
    said: tuple[Diagnostic, ...]


_PAGE = re.compile("\0([0-9]+)\0")


def page_mark(page_index: int) -> str:
    """Stands in a galley's diagnostics for a page, whose folio is not known when they are written."""
    return f"\0{page_index}\0"


def with_pages(each: Diagnostic, told: Callable[[int], str]) -> Diagnostic:
    """A galley's diagnostic with its pages told, as `on page 21`."""

    def tell(text: str) -> str:
        return _PAGE.sub(lambda mark: told(int(mark[1])), text)

    return replace(each, message=tell(each.message), notes=tuple(tell(note) for note in each.notes))


# ---- the publication in one run ----


@dataclass(frozen=True, slots=True)
class SetVolume:
    """The publication set in one run: the PDF, its pages, and everything a check may want to know of them."""

    pdf: bytes
    pages: tuple[SetPage, ...]
    anchors: Mapping[Anchor, Box]
    boxes: Mapping[Field, tuple[Box, ...]]
    texts: tuple[SetText, ...]
