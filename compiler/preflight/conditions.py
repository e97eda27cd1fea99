"""What a printer asks of a file; a profile of the printer becomes one of these. Defaults: what most printers ask."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.model.measures import Length, Size, mm


@dataclass(frozen=True, slots=True)
class Edges:
    """A measure for each edge of the trim; `inner` is towards the spine."""

    top: Length
    bottom: Length
    inner: Length
    outer: Length

    @classmethod
    def of(cls, length: Length) -> Edges:
        return cls(length, length, length, length)


_BLEED = Edges.of(mm(3))
_SAFE = mm(5)


@dataclass(frozen=True, slots=True)
class Conditions:
    """Type and lines in points, ink in per cent over all inks, pictures in pixels an inch at their placed size.

    `standard` as XMP writes it (`PDF/X-4`); None where any is taken. Pictures below `picture_ppi` are a warning, below
    `least_picture_ppi` an error (GWG 2015, 4.26); pictures of one bit a pixel have limits of their own. `coloured_type`
    is the size below which type is printed in one ink only, and is not knocked out of several. `rich_black_type` is the
    size below which black type is black ink alone. `spots` are the separations that were ordered. `trim` and `output`
    (`FOGRA39`) are None where nothing is asked.
    """

    standard: str | None = "PDF/X-4"
    output: str | None = None
    trim: Size | None = None
    bleed: Edges = _BLEED
    safe: Length = _SAFE
    multiple: int = 2
    ink: float = 300
    line: float = 0.25
    type: float = 8
    coloured_type: float = 8
    rich_black_type: float = 18
    picture_ppi: float = 225
    least_picture_ppi: float = 150
    bitmap_ppi: float = 1200
    least_bitmap_ppi: float = 600
    spots: tuple[str, ...] = ()
    transparency: bool = True
