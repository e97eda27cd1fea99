"""The measures a drawing is made to, from the look's tokens."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.model.look import Look
from compiler.model.measures import Length, points

HAIR = 0.08
"""Points that a drawing stays under its measure: the least excess would drop it below a float beside it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Pages in millimetres from the top left corner of the trim; lines and columns in points.

    `inner` and `outer` are margins; `text`, `wide` and `margin` the measures of columns, a hair narrow; `name_baseline`
    is where the name on an opener stands, from the head of the trim; `cover_line` and `plate_line` are leads of titles.
    """

    width: float
    height: float
    bleed: float
    inner: float
    outer: float
    base: float
    text: float
    wide: float
    margin: float
    name_baseline: float
    cover_line: float
    plate_line: float

    @property
    def sheet(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the page with its bleed."""
        return -self.bleed, -self.bleed, self.width + self.bleed, self.height + self.bleed


def exact(length: Length) -> float:
    """Points of a length that a style sheet gave in points: micrometres have lost up to .0015 pt of it."""
    value = points(length)
    near = round(value * 80) / 80
    return near if abs(near - value) < 0.0016 else value


def frame(look: Look) -> Frame:
    """The frame of a look; a measure that its tokens do not name follows from the trim."""
    trim_width, trim_height = look.trim.width, look.trim.height

    def length(name: str, share: float, of: Length) -> Length:
        return look.measures.get(name, Length(round(share * of)))

    inner = length("inner-margin", 20 / 210, trim_width)
    outer = length("outer-margin", 15 / 210, trim_width)
    wide = look.measures.get("wide", Length(trim_width - inner - outer))
    text = look.measures.get("measure", Length(round(wide * 115 / 175)))
    margin = look.measures.get("margin-measure", Length(round(wide * 55 / 175)))
    return Frame(
        width=trim_width / 1000,
        height=trim_height / 1000,
        bleed=look.bleed / 1000,
        inner=inner / 1000,
        outer=outer / 1000,
        base=exact(length("base", 4762.5 / 297000, trim_height)),
        text=exact(text) - HAIR,
        wide=exact(wide) - HAIR,
        margin=exact(margin) - HAIR,
        name_baseline=exact(length("name-baseline", 640.5 / 841.89, trim_height)),
        cover_line=exact(length("cover-line", 47.25 / 841.89, trim_height)),
        plate_line=exact(length("plate-line", 54 / 841.89, trim_height)),
    )
