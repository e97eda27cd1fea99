"""The volume: parts bound into pages, and what the linker is told of the edition it writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from compiler.model.copy import Digest
from compiler.model.galley import Ink, Settings
from compiler.model.part import Folio
from compiler.model.printer import Printer
from compiler.model.publication import Numerals
from compiler.model.script import Direction


@dataclass(frozen=True, slots=True)
class PageLabel:
    """How a viewer names one page: `prefix`, then `number` in `numerals`; `number` None where the prefix is all."""

    prefix: str = ""
    numerals: Numerals = "arabic"
    number: int | None = None

    def following(self) -> PageLabel:
        """The label that the page after this one has within the same range."""
        return self if self.number is None else PageLabel(self.prefix, self.numerals, self.number + 1)


def ranges(labels: Sequence[PageLabel]) -> tuple[tuple[int, PageLabel], ...]:
    """Where each range of labels begins: the index of its first page, and that page's label (ISO 32000-1, 12.4.2)."""
    return tuple(
        (index, label) for index, label in enumerate(labels) if index == 0 or label != labels[index - 1].following()
    )


@dataclass(frozen=True, slots=True)
class BoundPage:
    """A page in bound order.

    `part` is the index of its part among the parts bound, None for a blank page that only turns the side;
    `page_index` counts within the part's galley (0 where `part` is None). `blank` is True of blank pages inside a
    galley too. `folio` is None on pages that are not counted.
    """

    part: int | None
    page_index: int
    blank: bool
    folio: Folio | None
    label: PageLabel


@dataclass(frozen=True, slots=True)
class Binding:
    """All pages in order; `firsts` holds for each part the index in the PDF of its first page, blank pages not."""

    pages: tuple[BoundPage, ...]
    firsts: tuple[int, ...]

    def page(self, part: int, page_index: int) -> BoundPage:
        """The page of a part's galley, as bound."""
        return self.pages[self.firsts[part] + page_index]


class Inks(Protocol):
    """How an edition paints swatches."""

    def operator(self, ink: Ink) -> bytes:
        """The operator that sets the colour, for strokes or for fills, with its operands (ISO 32000-1, 8.6.8)."""
        ...


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is printed across the pages of a proof, the face it is set in, and the inks of its outline.

    `under` is drawn first and wider, so that the stamp shows on a page of its own colour.
    """

    text: str
    face: Digest
    ink: Ink
    under: Ink


@dataclass(frozen=True, slots=True)
class Edition:
    """What the linker is told besides galleys.

    `settings` are those of metadata: language, title, date. `direction` is that of the language: a book that is read
    from right to left is bound on the right. With `bled` viewers show the bleed too, of a sheet that nobody reads but
    the printer. `faces` are the font files by digest. A proof has a `stamp` on every page.
    """

    settings: Settings
    direction: Direction
    bled: bool
    inks: Inks
    faces: Mapping[Digest, bytes]
    stamp: Stamp | None = None


Binds = Literal["left", "right", "neither"]
"""The side on which a page is bound into the volume."""


class PressInks(Inks, Protocol):
    """How an edition for a press paints swatches."""

    def overprints(self, ink: Ink) -> bool:
        """Whether type in this ink is printed over what lies under it, which then need not fit."""
        ...

    def spots(self, inks: Iterable[Ink]) -> Mapping[bytes, bytes]:
        """Colour spaces of the separations among these inks, by the names of their resources."""
        ...


@dataclass(frozen=True, slots=True)
class PrintEdition:
    """What the linker is told of a file for the press.

    `icc` is the profile of the printer's condition. A `sheet` is not bound: the cover. `slug_face` is the face that the
    slug line is set in, None for no line. A proof has a `stamp` on every page.
    """

    settings: Settings
    direction: Direction
    printer: Printer
    icc: bytes
    sheet: bool
    inks: PressInks
    faces: Mapping[Digest, bytes]
    slug_face: Digest | None
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """A volume as written: its pages, objects and bytes, and the SHA-256 of the file."""

    pages: int
    objects: int
    length: int
    digest: Digest
