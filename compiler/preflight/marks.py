"""All that is painted on a page, one mark after another, as the press would have it (ISO 32000-1, 8 and 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from compiler.preflight.colour import Colour, Space
from compiler.preflight.faces import Face
from compiler.preflight.geometry import Box

Kind = Literal["fill", "stroke", "type", "picture", "shading", "group"]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is placed. `across` and `down` are what a row and a column of it measure on the page, in points.

    `stencil` is True for an image mask, which has a shape and no colours; `bits` are those of one component. `entries`
    are those of its dictionary under their long names, `source` is the stream, or what stands between `ID` and `EI`.
    """

    width: int
    height: int
    bits: int
    stencil: bool
    across: float
    down: float
    entries: Mapping[str, object]
    source: object

    @property
    def ppi(self) -> float:
        """Pixels an inch in the direction in which they are fewest."""
        rows = 72 * self.width / self.across if self.across > 0 else float("inf")
        columns = 72 * self.height / self.down if self.down > 0 else float("inf")
        return min(rows, columns)


@dataclass(frozen=True, slots=True)
class Mark:
    """What one operator paints; `box` is what of it lies inside the clip.

    `size` is the width of a stroke, the size of type, or the short side of the thinnest rectangle of a fill, in points
    as printed; infinite for a fill without rectangles. `length` is the long side, or what a stroke measures. `solid`
    says that a fill covers all of its box. `mask` marks what belongs to a soft mask, and so is never printed itself.
    `stroked` says that type is outlined.
    """

    kind: Kind
    box: Box
    space: Space
    colour: Colour | None = None
    overprint: bool = False
    overprint_mode: int = 0
    alpha: float = 1
    blend: str = "Normal"
    faded: bool = False
    mask: bool = False
    size: float = 0
    length: float = 0
    solid: bool = False
    stroked: bool = False
    face: Face | None = None
    picture: Picture | None = None
