"""What typesetting leaves behind: pages, the place of each anchor, and which box came from which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler.model.copy import Anchor, Field, PartId
from compiler.model.measures import Length


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
    """A page as set. `part` is None on a blank page that only turns the side; `fill` is where its text ends."""

    page_index: int
    part: PartId | None
    blank: bool
    folio: str | None


@dataclass(frozen=True, slots=True)
class Galley:
    """The publication set in one run: the PDF, its pages, and everything a check may want to know of them."""

    pdf: bytes
    pages: tuple[SetPage, ...]
    anchors: Mapping[Anchor, Box]
    boxes: Mapping[Field, tuple[Box, ...]]
    texts: tuple[SetText, ...]
