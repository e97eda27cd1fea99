"""Swatches become colours when they are painted: `color(--red 0.66 / 0.8)` is red at 66 % on paper, 80 % opaque.

Whatever is painted in a colour that is no swatch is reported with its box.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from compiler.model.galley import Ink
from compiler.model.look import Swatch
from compiler.typeset.adapters.painting import Brush
from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Box, Untyped, stream

LEANS_ON: Leaning = (("weasyprint.pdf.stream.Stream.set_color", "eb17c138217f"),)

PAPER = "paper"
WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A colour that is no swatch, as CSS writes it, and the box it was painted for."""

    colour: str
    box: Box


def tinted(swatches: Mapping[str, Swatch], name: str, tint: float) -> tuple[float, float, float] | None:
    """The sRGB of a swatch at a tint, from 0 to 1, over paper; None when there is no such swatch."""
    swatch = swatches.get(name)
    if swatch is None:
        return None
    paper = swatches[PAPER].srgb if PAPER in swatches else WHITE
    ink = max(0.0, min(1.0, tint))
    red, green, blue = ((p + (c - p) * ink) / 255 for p, c in zip(paper, swatch.srgb, strict=True))
    return red, green, blue


@contextmanager
def swatches_painted(
    swatches: Mapping[str, Swatch], brush: Brush, inks: dict[Ink, int] | None = None
) -> Generator[list[Unnamed]]:
    """Paint swatches while the context lasts; the list fills with colours that are none.

    With `inks` no colour is painted but a token that stands for the ink, by its number there.
    """
    unnamed: list[Unnamed] = []
    set_color = stream.Stream.set_color

    def named(self: Untyped, ink: Ink, alpha: float, numbers: dict[Ink, int]) -> None:
        """As `Stream.set_color` does: nothing is written when the colour is set already."""
        self.set_alpha(alpha, ink.stroke)
        current = "_current_color_stroke" if ink.stroke else "_current_color"
        if getattr(self, current) != ink:
            setattr(self, current, ink)
            self.stream.append(b"\0s%d\0" % numbers.setdefault(ink, len(numbers)))

    def painted(self: Untyped, color: Untyped, stroke: bool = False) -> None:
        space, alpha = str(color.space), float(color.alpha)
        tint = float(color.coordinates[0]) if color.coordinates else 1.0
        mixed = tinted(swatches, space[2:], tint) if space.startswith("--") else None
        if mixed is not None and inks is not None:
            named(self, Ink(space[2:], max(0.0, min(1.0, tint)), stroke), alpha, inks)
            return
        if mixed is not None:
            set_color(self, type(color)("srgb", mixed, alpha), stroke)
            return
        if alpha > 0 and not brush.ours:
            unnamed.append(Unnamed(_written(color), brush.box))
        # An unknown swatch shows as the text colour would: never as a crash, never as nothing.
        set_color(self, type(color)("srgb", (0, 0, 0), alpha) if space.startswith("--") else color, stroke)

    with replaced((stream.Stream, "set_color", painted)):
        yield unnamed


def _written(color: Untyped) -> str:
    """The colour as CSS."""
    values = " ".join(f"{value:.4g}" for value in color.coordinates)
    if color.space == "srgb":
        red, green, blue = (round(value * 255) for value in color.coordinates)
        return f"rgb({red} {green} {blue})"
    return f"color({color.space} {values})"
