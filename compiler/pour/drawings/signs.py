"""Theme signs: a tile of 24 units in the family's colour, one figure in its type colour."""

from __future__ import annotations

from markupsafe import Markup

from compiler.model.look import Look
from compiler.model.publication import Theme
from compiler.pour.drawings.svg import paint, path, rectangle, svg

TILE = 24


def sign(look: Look, theme: Theme, points: float, ground: str | None = None, figure: str | None = None) -> Markup:
    """The sign beside a label, which says its name: decoration, so class `artifact`. `points` is its size.

    `ground` and `figure` name other swatches than the family's colour and the type on it, as an opener's panel wants.
    """
    return _drawn(look, theme, points, ground, figure, "sign artifact")


def sign_alone(look: Look, theme: Theme, points: float, ground: str | None = None, figure: str | None = None) -> Markup:
    """The sign where no label stands: its title is the only carrier of the name."""
    return _drawn(look, theme, points, ground, figure, "sign")


def _drawn(look: Look, theme: Theme, points: float, ground: str | None, figure: str | None, classes: str) -> Markup:
    swatch = ground or theme.family.swatch
    tile = path(rectangle(0, 0, TILE, TILE), paint(swatch))
    mark = path(look.signs.get(theme.sign, ""), paint(figure or look.swatches[swatch].type_on), evenodd=True)
    return svg(
        [tile, mark], width=TILE, height=TILE, title=theme.name.text, shown=(points, points), classes=classes
    )  # fmt: skip
