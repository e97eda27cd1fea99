"""Lengths as whole micrometres; other units exist for an instant, where they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

Length = NewType("Length", int)
"""A length in micrometres: 3 mm is `Length(3000)`."""

POINT = 25400 / 72
"""Micrometres in a PDF point."""


def mm(value: float) -> Length:
    """A length from millimetres."""
    return Length(round(value * 1000))


def points(length: Length) -> float:
    """A length in PDF points."""
    return length / POINT


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a page or a picture."""

    width: Length
    height: Length
