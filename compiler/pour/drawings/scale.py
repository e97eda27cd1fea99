"""Scale bars: a round distance that fits."""

from __future__ import annotations

import math

from compiler.model.publication import Publication
from compiler.pour.drawings.svg import number, stroke, text
from compiler.pour.drawings.type import Type
from compiler.pour.drawings.words import distance


def round_distance(scale: float, room: float) -> float:
    """The longest of 1, 2 and 5 times a power of ten, in kilometres, that is no longer than `room` at a scale."""
    most = room / scale
    power = 10.0 ** math.floor(math.log10(most))
    return max((step * power for step in (1, 2, 5) if step * power <= most * 1.000001), default=power)


def scale_bar(
    publication: Publication, scale: float, right: float, foot: float, room: float, type_: Type, size: float,
    colour: str,
) -> list[str]:  # fmt: skip
    """A bar that ends at `right` and stands on `foot`, its length written to its left."""
    length = round_distance(scale, room)
    left = right - length * scale
    bar = f"M{number(left)} {number(foot - 2)}v2H{number(right)}v-2"
    words = distance(publication, length)
    return [
        stroke(bar, colour, 0.3),
        text(left - 2, foot, words, family=type_.family, size=size, weight=type_.weight, fill=colour, anchor="end"),
    ]
