"""Which swatch plays which part in a drawing, and how light each tint stands."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.model.look import Look, Swatch
from compiler.pour.drawings.svg import paint

READABLE = 3.0
"""Contrast that WCAG 2.2 (1.4.11) asks of shapes that carry meaning."""


@dataclass(frozen=True, slots=True)
class Tints:
    """Tints on a field of one swatch: land, thin lines (borders, other threads), the area of the city."""

    land: float
    thin: float
    area: float


DARK_FIELD = Tints(land=0.94, thin=0.70, area=0.66)
LIGHT_FIELD = Tints(land=0.78, thin=1.0, area=0.48)


def luminance(swatch: Swatch) -> float:
    """Relative luminance as WCAG defines it."""

    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in swatch.srgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Swatch, other: Swatch) -> float:
    """Contrast ratio of two swatches at full tint."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class Palette:
    """The swatches of a look by their part: `ink` prints type, `paper` is the ground, `quiet` tints a map."""

    look: Look
    ink: str
    paper: str
    quiet: str
    quiet_tint: float

    def on(self, swatch: str) -> str:
        """The swatch of type printed on a swatch."""
        return self.look.swatches[swatch].type_on

    def is_dark(self, swatch: str) -> bool:
        """True where type on it is lighter than the swatch."""
        return luminance(self.look.swatches[swatch]) < luminance(self.look.swatches[self.on(swatch)])

    def tints(self, swatch: str) -> Tints:
        return DARK_FIELD if self.is_dark(swatch) else LIGHT_FIELD

    def needs_edge(self, swatch: str) -> bool:
        """True for a swatch too near the paper for a shape without an edge."""
        return contrast(self.look.swatches[swatch], self.look.swatches[self.paper]) < READABLE

    def ground(self) -> str:
        """Paint of quiet areas."""
        return paint(self.quiet, self.quiet_tint)

    def slate(self) -> str:
        """Paint of labels and second series."""
        return paint(self.ink, 0.72)

    def scale(self) -> str:
        """Paint of scale lines."""
        return paint(self.ink, 0.5)


def palette(look: Look) -> Palette:
    """The parts of a look's swatches: by name where the names are ours, else by their ink."""
    swatches = look.swatches
    paper = "paper" if "paper" in swatches else min(swatches, key=lambda name: (sum(swatches[name].cmyk), name))
    ink = swatches[paper].type_on
    quiet = "mist" if "mist" in swatches else ink
    return Palette(look, ink, paper, quiet, 1.0 if quiet != ink else 0.1)
