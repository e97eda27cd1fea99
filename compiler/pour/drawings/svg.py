"""SVG of our own: few elements, fixed decimals, every paint a swatch.

WeasyPrint reads no style sheet inside SVG and paints black where a fill is missing, so each element carries its paint
as a presentation attribute; `color(--red 0.66)` is exchanged for ink when the page is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from markupsafe import Markup, escape

from compiler.model.copy import Line

POINT = 25.4 / 72
"""Millimetres in a point."""

Anchoring = Literal["start", "middle", "end"]


def number(value: float) -> str:
    """Two decimals at most, without the zeros that carry nothing; never `-0`."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def paint(swatch: str, tint: float = 1) -> str:
    """A swatch at a tint (1 is full), as the literal that typesetting understands."""
    return f"color(--{swatch} {number(tint)})"


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """Path data of a rectangle."""
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"


def path(data: str, fill: str, evenodd: bool = False) -> str:
    """A filled shape; nothing for no data."""
    rule = ' fill-rule="evenodd"' if evenodd else ""
    return f'<path d="{data}" fill="{fill}"{rule}/>' if data else ""


def edged(data: str, fill: str, edge: str, width: float) -> str:
    """A filled shape with an edge."""
    return f'<path d="{data}" fill="{fill}" stroke="{edge}" stroke-width="{number(width)}"/>' if data else ""


def stroke(data: str, colour: str, width: float, dash: str | None = None) -> str:
    """A line without area."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{width:.3g}"{dashed}/>' if data else ""


def disc(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"/>'


def ring(x: float, y: float, radius: float, colour: str, width: float, fill: str = "none") -> str:
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"'
        f' stroke="{colour}" stroke-width="{number(width)}"/>'
    )


def text(
    x: float,
    y: float,
    words: str | Line,
    *,
    family: str,
    size: float,
    weight: int,
    fill: str,
    anchor: Anchoring = "start",
    spacing: float = 0,
    piece: str | None = None,
) -> str:
    """Type on its baseline, in units of the drawing. A `Line` carries its field; `piece` is what to print of it."""
    source = f' data-src="{escape(words.field)}"' if isinstance(words, Line) else ""
    spaced = f' letter-spacing="{number(spacing)}"' if spacing else ""
    printed = escape(piece if piece is not None else str(words))
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-family="{escape(family)}" font-size="{size:.3f}"'
        f' font-weight="{weight}" fill="{fill}" text-anchor="{anchor}"{spaced}{source}>{printed}</text>'
    )


def svg(
    body: Iterable[str],
    *,
    width: float,
    height: float,
    title: str,
    x: float = 0,
    y: float = 0,
    unit: Literal["mm", "pt"] = "mm",
    shown: tuple[float, float] | None = None,
    classes: str = "drawing",
) -> Markup:
    """The drawing; `title` is its alternative text, and its first child as PDF/UA wants to find it.

    `shown` is its size in points where it is not that of its view, to a thousandth: heights are whole base lines.
    """
    size = f'width="{number(width)}{unit}" height="{number(height)}{unit}"'
    if shown is not None:
        size = f'width="{shown[0]:.3f}pt" height="{shown[1]:.3f}pt"'
    view = f'viewBox="{number(x)} {number(y)} {number(width)} {number(height)}"'
    return Markup(
        f'<svg class="{classes}" {size} {view} role="img"><title>{escape(title)}</title>{"".join(body)}</svg>'
    )
