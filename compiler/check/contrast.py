"""Contrast of type with its ground, as WCAG 2.2 asks for in 1.4.3 (level AA)."""

from __future__ import annotations

from compiler.check.faults import Faults
from compiler.model.look import Look, Swatch

SMALL = 4.5
LARGE = 3.0
"""Least contrast of small type, and of type from 18 pt, or 14 pt bold."""

PAPER = "paper"


def check_contrast(look: Look, faults: Faults) -> None:
    """Swatches that colour type on paper reach 4.5:1; type on a ground reaches 3:1, and below 4.5 only large type."""
    paper = look.swatches[PAPER].srgb if PAPER in look.swatches else (255, 255, 255)
    for swatch in look.swatches.values():
        if swatch.text and (found := contrast(swatch.srgb, paper)) < SMALL:
            faults.error(
                "low-contrast",
                f"type in `{swatch.name}` has a contrast of {found:.1f} on paper, and {SMALL:g} is needed",
                swatch.span,
                "declared here",
                help=("make it darker, or write `text: no`: then nothing is set in it",),
            )
        _type_on(swatch, look, faults)


def _type_on(swatch: Swatch, look: Look, faults: Faults) -> None:
    other = look.swatches.get(swatch.type_on)
    if other is None:
        faults.error(
            "unknown-swatch",
            f"no swatch has the name `{swatch.type_on}`, which stands as `type-on` of `{swatch.name}`",
            swatch.span,
            "declared here",
        )
        return
    found = contrast(swatch.srgb, other.srgb)
    if found < SMALL:
        message = f"type in `{other.name}` has a contrast of {found:.1f} on `{swatch.name}`, and {SMALL:g} is needed"
        say = faults.error if found < LARGE else faults.warning
        say(
            "low-contrast",
            message,
            swatch.span,
            "declared here",
            notes=() if found < LARGE else (f"type from 18 pt, or 14 pt bold, needs {LARGE:g}",),
            help=("choose another `type-on`, or change one of the colours",),
        )


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast ratio of two sRGB colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
