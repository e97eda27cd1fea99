"""What the layouts declare: measures, swatches, faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler.model.copy import Digest
from compiler.model.diagnostics import Span
from compiler.model.measures import Length, Size


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour by recipe. `cmyk` in per cent; `spot` names a separation; `type_on` the swatch of type printed on it.

    `text` is True where the swatch may colour type on paper; such swatches must reach WCAG 2.2 AA.
    `span` is where it is declared, for diagnostics.
    """

    name: str
    srgb: tuple[int, int, int]
    cmyk: tuple[float, float, float, float]
    spot: str | None
    type_on: str
    text: bool
    use: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Face:
    """A static font file of the layouts."""

    path: str
    family: str
    weight: int
    italic: bool
    digest: Digest
    data: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """`measures` are the custom properties of tokens.css that hold a length, without their dashes (`base`, `measure`).

    `families` are those that name a font family (`sans`, `serif`); `signs` is the path data of each sign, drawn in a
    square of 24 units with the even-odd rule; `css` is tokens.css as style sheet, swatches included.
    """

    trim: Size
    bleed: Length
    measures: Mapping[str, Length]
    swatches: Mapping[str, Swatch]
    faces: tuple[Face, ...]
    families: Mapping[str, str]
    signs: Mapping[str, str]
    css: str
