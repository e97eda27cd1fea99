"""Whether what reaches the trim goes on to the end of the bleed: seen on a picture of the page."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.geometry import MM, Box
from compiler.preflight.objects import Leaf
from compiler.preflight.sheet import wanted_bleed

SCALE, LEAST_SCALE = 2.0, 1.4
"""Dots a point, and how many there must be: trim and bleed are told apart by half a millimetre."""
PAPER = 252
"""A dot of which no colour is darker is paper."""
INSIDE = (0.3 * MM, 0.6 * MM)
"""How far inside the trim it is looked whether something reaches it."""
SHY = 0.3 * MM
"""How much of the bleed, at both of its ends, rounding may take."""
LONG = 0.5 * MM
"""What is shorter is a corner that rounding has made."""


def check(picture: Image.Image, scale: float, leaf: Leaf, conditions: Conditions) -> Iterator[Finding]:
    """`picture` is that of the whole sheet. An edge whose bleed is not on the sheet is passed over: it is short."""
    ink: npt.NDArray[np.bool_] = np.asarray(picture).min(axis=2) < PAPER
    media, trim, want = leaf.media, leaf.trim, wanted_bleed(leaf, conditions)
    # Each edge as if it were the left one: columns from outside in, rows from the top.
    edges = (
        ("left", ink, trim.left - media.left, trim.left - want.left),
        ("right", ink[:, ::-1], media.right - trim.right, want.right - trim.right),
        ("top", ink.T, media.top - trim.top, want.top - trim.top),
        ("bottom", ink[::-1].T, trim.bottom - media.bottom, trim.bottom - want.bottom),
    )
    for edge, dots, offset, bleed in edges:
        if bleed <= 2 * SHY or offset < bleed - SHY:
            continue
        across = edge in ("left", "right")
        start = media.top - trim.top if across else trim.left - media.left
        length = trim.height if across else trim.width
        for first, last in _bare(dots, scale, offset, bleed, start, length):
            yield error(
                "unfilled-bleed",
                f"what reaches the trim at the {edge} does not go on to the end of the bleed",
                leaf.page_index,
                _box(edge, trim, want, first, last),
            )


def _bare(
    dots: npt.NDArray[np.bool_], scale: float, offset: float, bleed: float, start: float, length: float
) -> Iterator[tuple[float, float]]:
    """Stretches along an edge, counted from where the trim begins, with ink at the trim but not through the bleed."""
    columns = dots.shape[1]

    def column(at: float) -> npt.NDArray[np.bool_]:
        return dots[round(start * scale) : round((start + length) * scale), min(columns - 1, max(0, int(at * scale)))]

    inside = column(offset + INSIDE[0]) & column(offset + INSIDE[1])
    outside = column(offset - SHY) & column(offset - bleed / 2) & column(offset - bleed + SHY)
    bare = np.concatenate(([False], inside & ~outside, [False]))
    turns = np.flatnonzero(bare[1:] != bare[:-1])
    for first, last in zip(turns[::2], turns[1::2], strict=True):
        if (last - first) / scale >= LONG:
            yield float(first) / scale, float(last) / scale


def _box(edge: str, trim: Box, want: Box, first: float, last: float) -> Box:
    if edge in ("left", "right"):
        left, right = (want.left, trim.left) if edge == "left" else (trim.right, want.right)
        return Box(left, trim.top - last, right, trim.top - first)
    bottom, top = (trim.top, want.top) if edge == "top" else (want.bottom, trim.bottom)
    return Box(trim.left + first, bottom, trim.left + last, top)
