"""How the screen edition paints: swatches as sRGB."""

from __future__ import annotations

from collections.abc import Mapping

from compiler.link.syntax import number
from compiler.model.galley import Ink
from compiler.model.look import Swatch

PAPER = "paper"
WHITE = (255, 255, 255)
BLACK = (0.0, 0.0, 0.0)


class ScreenInks:
    """Swatches in the device's red, green and blue, which the output intent explains; tints lie over the paper.

    A swatch that does not exist, which has been reported where it is painted, is black.
    """

    def __init__(self, swatches: Mapping[str, Swatch]) -> None:
        self._swatches = swatches
        self._paper = swatches[PAPER].srgb if PAPER in swatches else WHITE

    def operator(self, ink: Ink) -> bytes:
        """`rg` or `RG` (ISO 32000-1, 8.6.8)."""
        channels = b" ".join(map(number, self._mixed(ink)))
        return channels + (b" RG" if ink.stroke else b" rg")

    def _mixed(self, ink: Ink) -> tuple[float, ...]:
        swatch = self._swatches.get(ink.swatch)
        if swatch is None:
            return BLACK
        tint = max(0.0, min(1.0, ink.tint))
        return tuple((p + (c - p) * tint) / 255 for p, c in zip(self._paper, swatch.srgb, strict=True))
