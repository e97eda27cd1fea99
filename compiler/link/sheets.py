"""Sheets for a press: boxes for any bleed, the page cut to its bleed, and the marks round it (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.link.syntax import number, numbers
from compiler.model.galley import GalleyPage
from compiler.model.measures import Length, points
from compiler.model.printer import Printer
from compiler.model.volume import Binds

PLACES = 4
"""Decimals of the edges of boxes: less than a tenth of a micrometre."""

REGISTRATION = b"/Registration"
"""The colour space whose tint is laid down on every plate (8.6.6.4)."""

AIR, CROP, RADIUS = 1.0, 5.0, 1.5
"""Millimetres: from the bleed to any mark, the length of crop marks, the ring of registration marks."""

LINE = 0.25
"""Points."""

PATCH = 4.0
"""Millimetres of each patch of the colour bar."""

PATCHES = (
    *((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)),
    *((0.5, 0, 0, 0), (0, 0.5, 0, 0), (0, 0, 0.5, 0), (0, 0, 0, 0.5)),
    *((1, 1, 0, 0), (1, 0, 1, 0), (0, 1, 1, 0)),
)
"""Each ink full and half, and two of them over each other."""

SLUG_FONT, SLUG_SIZE = b"/SlugLine", 6.0
"""The font of the slug line among the resources, and its size in points."""

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page on its sheet, whose lower left corner is the origin."""

    media: Rectangle
    bleed: Rectangle
    trim: Rectangle

    @property
    def moved(self) -> tuple[float, float]:
        """Where the page's own origin comes to lie."""
        return self.trim[0], self.trim[1]

    def boxes(self) -> bytes:
        """There is no crop box: who opens the file sees all of it."""
        named = ((b"/MediaBox", self.media), (b"/BleedBox", self.bleed), (b"/TrimBox", self.trim))
        return b"".join(key + numbers(round(edge, PLACES) for edge in box) for key, box in named)

    def opening(self) -> bytes:
        """What comes before the page's own content: it is moved to its place, and cut to the bleed."""
        left, bottom, right, top = self.bleed
        x, y = self.moved
        clip = b" ".join(_number(each) for each in (left, bottom, right - left, top - bottom))
        return b"q\n%s re\nW\nn\n1 0 0 1 %s %s cm" % (clip, _number(x), _number(y))


def sheet_of(page: GalleyPage, printer: Printer, binds: Binds) -> Sheet:
    """The sheet of a page that is bound on this side, or on neither."""
    edges = printer.bleed
    left = edges.inner if binds == "left" else edges.outer
    right = edges.inner if binds == "right" else edges.outer
    slug = points(printer.slug_area)
    bleeds = [points(each) for each in (left, edges.foot, right, edges.head)]
    x, y = slug + bleeds[0], slug + bleeds[1]
    trim = x, y, x + page.width, y + page.height
    bleed = slug, slug, trim[2] + bleeds[2], trim[3] + bleeds[3]
    return Sheet((0, 0, bleed[2] + slug, bleed[3] + slug), bleed, trim)


def marks(sheet: Sheet) -> bytes:
    """Crop marks at the corners, registration marks in the middle of each edge, the colour bar above the page."""
    lines = [b"%s CS 1 SCN %s w" % (REGISTRATION, _number(LINE))]
    left, bottom, right, top = sheet.bleed
    near, far = _mm(AIR), _mm(AIR + CROP)
    for x in (sheet.trim[0], sheet.trim[2]):
        lines += [_line(x, top + near, x, top + far), _line(x, bottom - near, x, bottom - far)]
    for y in (sheet.trim[1], sheet.trim[3]):
        lines += [_line(left - near, y, left - far, y), _line(right + near, y, right + far, y)]
    away = _mm(AIR + CROP / 2)
    middle = (sheet.trim[0] + sheet.trim[2]) / 2, (sheet.trim[1] + sheet.trim[3]) / 2
    for x, y in (
        (middle[0], top + away),
        (middle[0], bottom - away),
        (left - away, middle[1]),
        (right + away, middle[1]),
    ):
        lines += _target(x, y)
    return b"\n".join((b"q", *lines, *_bar(sheet), b"Q"))


def slug_line(sheet: Sheet, codes: bytes) -> bytes:
    """A line of type below the page, in black, from the left of the trim to its middle at most."""
    x, y = sheet.trim[0] + _mm(CROP), sheet.bleed[1] - _mm(AIR + CROP / 2) - SLUG_SIZE / 3
    clip = b" ".join(
        _number(each) for each in (x, 0, (sheet.trim[2] - sheet.trim[0]) / 2 - _mm(3 * CROP / 2), sheet.bleed[1])
    )
    at = b"%s %s" % (_number(x), _number(y))
    return b"q\n%s re\nW\nn\n0 0 0 1 k\nBT\n%s %s Tf\n%s Td\n%s Tj\nET\nQ" % (
        *(clip, SLUG_FONT, _number(SLUG_SIZE)),
        *(at, codes),
    )


def _bar(sheet: Sheet) -> list[bytes]:
    """Patches beside the middle of the head, as many as there is room for."""
    size = _mm(PATCH)
    x, y = (sheet.trim[0] + sheet.trim[2]) / 2 + _mm(CROP), sheet.bleed[3] + _mm(AIR)
    made: list[bytes] = []
    for inks in PATCHES:
        if x + size > sheet.trim[2] - _mm(AIR):
            break
        colour = b" ".join(number(each) for each in inks)
        made.append(b"%s k %s %s %s %s re f" % (colour, *map(_number, (x, y, size, size))))
        x += size
    return made


def _target(x: float, y: float) -> list[bytes]:
    """A ring with a cross through it; the ring is four curves (Bézier)."""
    arm, ring = _mm(CROP / 2), _mm(RADIUS)
    bent = ring * 0.5523
    curves = [b"%s %s m" % (_number(x + ring), _number(y))]
    for (ax, ay), (bx, by), (cx, cy) in (
        ((ring, bent), (bent, ring), (0, ring)),
        ((-bent, ring), (-ring, bent), (-ring, 0)),
        ((-ring, -bent), (-bent, -ring), (0, -ring)),
        ((bent, -ring), (ring, -bent), (ring, 0)),
    ):
        curves.append(b" ".join(map(_number, (x + ax, y + ay, x + bx, y + by, x + cx, y + cy))) + b" c")
    return [_line(x - arm, y, x + arm, y), _line(x, y - arm, x, y + arm), *curves, b"h S"]


def _line(x: float, y: float, to_x: float, to_y: float) -> bytes:
    return b"%s %s m %s %s l S" % tuple(map(_number, (x, y, to_x, to_y)))


def _mm(value: float) -> float:
    return points(Length(round(value * 1000)))


def _number(value: float) -> bytes:
    return number(round(value, PLACES))
