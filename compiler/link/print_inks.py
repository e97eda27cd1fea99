"""How the print edition paints: swatches by their recipes, and what of it overprints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compiler.link.syntax import name, number, numbers
from compiler.model.galley import Ink
from compiler.model.look import Swatch

Recipe = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, each from 0 to 1."""

BLACK: Recipe = (0.0, 0.0, 0.0, 1.0)


class PrintInks:
    """Swatches in the device's four inks, or in a separation of their own; a tint is so much of the recipe.

    A swatch that does not exist, which has been reported where it is painted, is black.
    """

    def __init__(self, swatches: Mapping[str, Swatch]) -> None:
        self._swatches = swatches

    def operator(self, ink: Ink) -> bytes:
        """`k` or `K`; of a separation `cs` and `scn`, or `CS` and `SCN` (ISO 32000-1, 8.6.8)."""
        swatch = self._swatches.get(ink.swatch)
        tint = max(0.0, min(1.0, ink.tint))
        if swatch is not None and swatch.spot is not None:
            space, shade = (b"CS", b"SCN") if ink.stroke else (b"cs", b"scn")
            return b"%s %s %s %s" % (resource(swatch), space, number(tint), shade)
        channels = b" ".join(number(round(part * tint, 6)) for part in recipe(swatch))
        return channels + (b" K" if ink.stroke else b" k")

    def overprints(self, ink: Ink) -> bool:
        """Only full black of its own: white and tints knock out, or the ground would show through them."""
        swatch = self._swatches.get(ink.swatch)
        return ink.tint >= 1 and recipe(swatch) == BLACK and (swatch is None or swatch.spot is None)

    def spots(self, inks: Iterable[Ink]) -> Mapping[bytes, bytes]:
        """A Separation each, whose tints are so much of the recipe (8.6.6.4)."""
        used = {ink.swatch: self._swatches[ink.swatch] for ink in inks if ink.swatch in self._swatches}
        return {resource(each): _separation(each) for _, each in sorted(used.items()) if each.spot is not None}


def recipe(swatch: Swatch | None) -> Recipe:
    """What a swatch is made of; black where there is none."""
    if swatch is None:
        return BLACK
    cyan, magenta, yellow, black = swatch.cmyk
    return cyan / 100, magenta / 100, yellow / 100, black / 100


def resource(swatch: Swatch) -> bytes:
    """The name of a separation's colour space among the resources."""
    return name(f"Sw-{swatch.name}")


def tinted(parts: Recipe) -> bytes:
    """The function from a tint to so much of a recipe (7.10.3)."""
    return b"<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1%s/N 1>>" % numbers(parts)


def _separation(swatch: Swatch) -> bytes:
    assert swatch.spot is not None
    return b"[/Separation%s/DeviceCMYK%s]" % (name(swatch.spot), tinted(recipe(swatch)))
