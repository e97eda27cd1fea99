"""What typesetting leaves behind: pages, the place of each anchor, and which box came from which field."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from compiler.model.copy import Anchor, Field, PartId
from compiler.model.measures import Length


@dataclass(frozen=True, slots=True)
class Settings:
    """What a typesetting run is told besides its parts.

    `stamp` is printed across every page of a proof, else None; `marks` are fields to be marked on the page with what is
    wrong with them. With `pdf` False the pages are laid out and measured but not drawn: `Galley.pdf` is empty then.
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


@dataclass(frozen=True, slots=True)
class Galley:
    """The publication set in one run: the PDF, its pages, and everything a check may want to know of them."""

    pdf: bytes
    pages: tuple[SetPage, ...]
    anchors: Mapping[Anchor, Box]
    boxes: Mapping[Field, tuple[Box, ...]]
    texts: tuple[SetText, ...]
