"""A printer's profile: what one printing house asks for, and the spine that its paper makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from compiler.model.copy import Digest, Field
from compiler.model.measures import Length


@dataclass(frozen=True, slots=True)
class Edges:
    """A length at each edge of a page. `inner` is the edge at the spine: left on a recto, right on a verso."""

    head: Length
    foot: Length
    inner: Length
    outer: Length

    @property
    def widest(self) -> Length:
        """The largest of them."""
        return max(self.head, self.foot, self.inner, self.outer)


@dataclass(frozen=True, slots=True)
class Stock:
    """Paper or board: `grammage` in grams a square metre, `bulk` in cubic centimetres a gram."""

    grammage: float
    bulk: float

    @property
    def caliper(self) -> float:
        """Thickness of one sheet in micrometres: 115 g of bulk 0.85 are 97.75."""
        return self.grammage * self.bulk


@dataclass(frozen=True, slots=True)
class Condition:
    """The printing condition that colours are made for (ISO 32000-1, 14.11.5).

    `name` is that of the registry (`FOGRA39`), `icc` the profile's file below sources/; None where none has been given.
    """

    name: str
    registry: str
    about: str
    icc: PurePosixPath | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Of pictures, in dots an inch at their placed size: what they are made to, what is told, what is refused."""

    wanted: float
    enough: float
    least: float


@dataclass(frozen=True, slots=True)
class Printer:
    """What one printing house asks for.

    `slug_area` is the room round the bleed that marks stand in, `ink` the most of all four inks together in per cent.
    `least_line` and `least_type` are in points. The interior has a whole multiple of `page_multiple` pages. `spine` is
    the printer's own figure, which wins over the one computed; None where none has been given.
    """

    name: str
    enabled: bool
    standard: str
    condition: Condition
    bleed: Edges
    marks: bool
    slug_area: Length
    ink: float
    least_line: float
    least_type: float
    resolution: Resolution
    page_multiple: int
    paper: Stock
    board: Stock
    spine: Length | None
    field: Field

    def padded(self, pages: int) -> int:
        """How many pages an interior has once it fills whole signatures."""
        return -(-pages // self.page_multiple) * self.page_multiple

    def spine_of(self, pages: int) -> Length:
        """How thick the back of a volume is: its leaves, and the board of the cover on either side."""
        if self.spine is not None:
            return self.spine
        return Length(round(self.padded(pages) / 2 * self.paper.caliper + 2 * self.board.caliper))


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """An ICC profile as its header tells: `space` of its device (`CMYK`), `use` of it (`prtr`); ICC.1, 7.2."""

    path: PurePosixPath
    digest: Digest
    space: str
    use: str


def widest_bleed(printers: Sequence[Printer]) -> Length | None:
    """The bleed that pages are set with: what the enabled printers ask for at most; None where there is none."""
    return max((each.bleed.widest for each in printers if each.enabled), default=None)
