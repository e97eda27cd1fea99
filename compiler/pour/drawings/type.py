"""Widths of words from the font files, before anything is set; names fitted to the measure."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from fontTools.ttLib import TTFont

from compiler.model.copy import Digest, Line
from compiler.model.look import Face, Look
from compiler.pour.drawings.frame import frame
from compiler.pour.drawings.kerning import kern, pair_subtables
from compiler.pour.views import Fitted

DISPLAY_WEIGHT, DISPLAY_SPACING = 800, -0.04
LARGEST, SMALLEST_LINE, LEAD = 152.0, 72.0, 0.86
"""A name is set at most so large; one line smaller than the second value becomes two; lines follow at the third."""


class Metrics:
    """What is asked of one font file. Lengths are shares of the type size."""

    def __init__(self, data: bytes) -> None:
        font = TTFont(io.BytesIO(data), lazy=True)
        self._font = font
        units: Any = font["head"]
        heights: Any = font["hhea"]
        advances: Any = font["hmtx"]
        self._units = float(units.unitsPerEm)
        self._glyphs: dict[int, str] = font.getBestCmap() or {}
        self._advances: dict[str, tuple[int, int]] = advances.metrics
        self.ascent: float = heights.ascent / self._units
        self.descent: float = -heights.descent / self._units
        self._kerned: dict[tuple[str, str], int] = {}

    @cached_property
    def _pairs(self) -> tuple[Any, ...]:
        return pair_subtables(self._font)

    def missing(self, words: str) -> str:
        """The characters that the font has no glyph for, each once, in order."""
        return "".join(dict.fromkeys(char for char in words if ord(char) not in self._glyphs))

    def width(self, words: str, spacing: float = 0) -> float:
        """Advance of some words at size 1, kerned, with letter-spacing after each character.

        A character without a glyph counts as a full em: the fallback font is not known here, and too wide is safe.
        """
        total, before = 0.0, None
        for char in words:
            glyph = self._glyphs.get(ord(char))
            total += self._advances[glyph][0] if glyph else self._units
            total += self._kern(before, glyph) if before and glyph else 0
            before = glyph
        return total / self._units + spacing * len(words)

    def rise(self, words: str) -> float:
        """How far the tallest glyph of some words rises over the baseline."""
        outlines: Any = self._font.get("glyf")
        tops = [0]
        for char in words:
            glyph = self._glyphs.get(ord(char))
            if glyph and outlines is not None:
                tops.append(getattr(outlines[glyph], "yMax", 0))
        return max(tops) / self._units if outlines is not None else self.ascent

    def centre(self) -> float:
        """How far the baseline lies below the middle of its line, as a share of the size."""
        return (self.ascent - self.descent) / 2

    def _kern(self, left: str, right: str) -> int:
        pair = left, right
        if pair not in self._kerned:
            self._kerned[pair] = kern(self._pairs, left, right)
        return self._kerned[pair]


@dataclass(frozen=True, slots=True)
class _File:
    """A font file, the same when its digest is."""

    digest: Digest
    data: tuple[bytes, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _File) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=64)
def _metrics(file: _File) -> Metrics:
    return Metrics(file.data[0])


def face(look: Look, family: str, weight: int, italic: bool = False) -> Face | None:
    """The face of a family whose weight is nearest; heavier wins a tie, as CSS Fonts 4 has it for bold weights."""
    faces = [each for each in look.faces if each.family == family and each.italic == italic]
    return min(faces, key=lambda each: (abs(each.weight - weight), -each.weight), default=None)


@dataclass(frozen=True, slots=True)
class Type:
    """A family in one weight, ready to be measured. `family` is the literal that drawings write."""

    family: str
    weight: int
    metrics: Metrics | None

    def width(self, words: str, size: float, spacing: float = 0) -> float:
        """Width of a line in the unit of `size`; half an em a character where there is no font to ask."""
        share = self.metrics.width(words, spacing) if self.metrics else len(words) * (0.5 + spacing)
        return share * size

    def rise(self, words: str, size: float) -> float:
        return (self.metrics.rise(words) if self.metrics else 0.75) * size

    def missing(self, words: str) -> str:
        return self.metrics.missing(words) if self.metrics else ""


def typeface(look: Look, weight: int, role: str = "sans") -> Type:
    """The type of a role (`sans`, `serif`) in a weight that the look has."""
    stack = look.families.get(role) or next(iter(look.families.values()), "sans-serif")
    family = stack.split(",")[0].strip().strip("\"'")
    found = face(look, family, weight)
    metrics = _metrics(_File(found.digest, (found.data,))) if found else None
    return Type(family, found.weight if found else weight, metrics)


def wrap(words: str, width: float, measure: Type, size: float) -> list[str]:
    """Lines no wider than `width`, broken at spaces and at `|`; after a hyphen only in a word that is wider alone.

    No-break spaces hold. What is wider and cannot be broken stands alone.
    """
    lines: list[str] = []
    for piece in words.split("|"):
        line = ""
        for token in _pieces(piece, width, measure, size):
            if line and measure.width((line + token).rstrip(" "), size) > width:
                lines.append(line.rstrip(" "))
                line = token.lstrip(" ")
            else:
                line += token
        lines.append(line.rstrip(" "))
    return [line for line in lines if line] or [""]


def _pieces(words: str, width: float, measure: Type, size: float) -> list[str]:
    """Words with the space after them, and parts of words that are too wide with their hyphen."""
    found: list[str] = []
    for token in re.split(r"(?<= )(?=[^ ])", words):
        wide = measure.width(token.rstrip(" "), size) > width
        found += re.split(r"(?<=\w[-–])(?=\w)", token) if wide else [token]
    return found


def split_in_two(words: str) -> list[tuple[str, str]]:
    """All ways to break a name into two lines, after a hyphen or at a space."""
    return [
        (words[: at.end()].rstrip(), words[at.end() :].lstrip())
        for at in re.finditer(r"[-–]| +", words)
        if words[: at.end()].strip() and words[at.end() :].strip()
    ]


def fit_name(look: Look, name: Line) -> tuple[Fitted, ...]:
    """A city's name filling the wide measure, on one line or two.

    One line is at most 152 pt; under 72 pt the name is broken after a hyphen or at a space, where both lines come out
    largest. Tops are those of lines as high as the type is large.
    """
    page = frame(look)
    display = typeface(look, DISPLAY_WEIGHT)

    def size(lines: tuple[str, ...]) -> float:
        widest = max(display.width(line, 1, DISPLAY_SPACING) for line in lines)
        return min(LARGEST, page.wide / widest if widest > 0 else LARGEST)

    lines: tuple[str, ...] = (name.text,)
    if size(lines) < SMALLEST_LINE:
        lines = max([lines, *split_in_two(name.text)], key=size)
    points = int(size(lines) * 2) / 2
    centre = display.metrics.centre() if display.metrics else 1 / 3
    last = len(lines) - 1
    return tuple(
        Fitted(
            Line(line, name.field),
            points,
            round(page.name_baseline - (last - index) * points * LEAD - (0.5 + centre) * points, 2),
        )
        for index, line in enumerate(lines)
    )


def top_of_name(look: Look, name: tuple[Fitted, ...]) -> float:
    """Height of the tallest letter of a fitted name's first line, in points from the head of the trim."""
    page = frame(look)
    if not name:
        return page.name_baseline
    first, size = name[0].text.text, name[0].size
    rise = typeface(look, DISPLAY_WEIGHT).rise(first, size)
    return page.name_baseline - (len(name) - 1) * size * LEAD - rise
