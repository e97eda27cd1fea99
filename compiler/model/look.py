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

    @property
    def loudest(self) -> Swatch | None:
        """The swatch for text that shows most; None when the look names none."""
        by_noise = sorted(
            self.swatches.values(), key=lambda each: (each.text, max(each.srgb) - min(each.srgb), each.name)
        )
        return by_noise[-1] if by_noise else None

    @property
    def heaviest(self) -> Face | None:
        """The boldest upright face of the family that is no serif, else of all."""
        family = next((name for key, name in sorted(self.families.items()) if "serif" not in key.lower()), None)
        upright = [face for face in self.faces if not face.italic]
        known = [face for face in upright if face.family == family] or upright
        return max(known, key=lambda face: (face.weight, face.path), default=None)
