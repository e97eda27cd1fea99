"""Fonts of a PDF (ISO 32000-1, 9.5 to 9.10): how wide their glyphs are, and whether the file holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler.preflight.objects import array, dictionary, entry, is_stream, name, number

MOST = 70_000
"""Widths that are read: there are no more codes of two bytes."""


@dataclass(frozen=True, slots=True)
class Face:
    """`widths` in thousandths of the type size, by code; `wide` fonts have codes of two bytes."""

    name: str
    kind: str
    embedded: bool
    wide: bool
    widths: Mapping[int, float]
    default: float

    def advances(self, text: bytes) -> list[float]:
        """How far each code moves on."""
        codes = [int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2)] if self.wide else text
        return [self.widths.get(code, self.default) for code in codes]


NO_FACE = Face("no font", "none", True, False, {}, 500)


def face_of(font: object) -> Face:
    """A font as it stands in a PDF; what it does not say has a likely value."""
    kind = name(entry(font, "/Subtype"))
    told = name(entry(font, "/BaseFont")) or name(entry(font, "/Name")) or "without a name"
    if kind == "Type0":
        below = next(iter(array(entry(font, "/DescendantFonts"))), None)
        default = number(entry(below, "/DW"))
        embedded = _embedded(entry(below, "/FontDescriptor"))
        return Face(told, kind, embedded, True, _composite(below), 1000 if default is None else default)
    descriptor = entry(font, "/FontDescriptor")
    if kind == "Type3":
        return Face(told, kind, True, False, _simple(font, _scale(font)), 0)
    missing = number(entry(descriptor, "/MissingWidth"))
    widths = _simple(font, 1.0)
    return Face(
        told, kind or "none", _embedded(descriptor), False, widths, missing if missing else 0 if widths else 500
    )


def _embedded(descriptor: object) -> bool:
    return any(is_stream(entry(descriptor, key)) for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _scale(font: object) -> float:
    matrix = array(entry(font, "/FontMatrix"))
    across = number(matrix[0]) if matrix else None
    return 1000 * (across if across is not None else 0.001)


def _simple(font: object, scale: float) -> dict[int, float]:
    first = int(number(entry(font, "/FirstChar")) or 0)
    widths = array(entry(font, "/Widths"))[:256]
    return {first + at: (number(width) or 0) * scale for at, width in enumerate(widths)}


def _composite(font: object) -> dict[int, float]:
    """`W`: `first [w w w]` or `first last w` (9.7.4.3)."""
    items = array(entry(font, "/W"))
    widths: dict[int, float] = {}
    at = 0
    while at + 1 < len(items) and len(widths) < MOST:
        first = int(number(items[at]) or 0)
        several = array(items[at + 1])
        if several:
            widths.update({first + more: number(width) or 0 for more, width in enumerate(several)})
            at += 2
        else:
            last = int(number(items[at + 1]) or 0)
            width = number(items[at + 2]) if at + 2 < len(items) else None
            widths.update(dict.fromkeys(range(first, min(last, first + MOST) + 1), width or 0))
            at += 3
    return widths


def fonts_of(resources: object) -> Mapping[str, object]:
    """Fonts of a page's resources by name, without the slash."""
    return {str(key).removeprefix("/"): font for key, font in dictionary(entry(resources, "/Font")).items()}
