"""Pictures of a galley -> pictures in four inks, no more of them than the paper takes.

Colours go through the profile of the printing condition by relative colorimetry with black point compensation. What
comes out with too much ink gives up cyan, magenta and yellow in proportion, and gets black for the grey that goes with
them: smoothly, so that no edge shows where it begins.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from functools import cached_property, partial
from importlib import import_module
from typing import Any

from PIL import Image, ImageCms, ImageFilter

from compiler.metadata import srgb
from compiler.model.container import DamagedGalleyError
from compiler.model.galley import GalleyObject

math: Any = import_module("PIL.ImageMath")
"""Pillow's arithmetic of pictures, whose operands have no types."""

STEPS = 33
"""How finely red, green and blue are divided in the table that colours are looked up in; between them it is straight.

The sum of inks is straight there too, so that it keeps to the limit between the steps.
"""

KNEE = 0.3
"""From how far below the limit ink is held back: 30 per cent."""

ROUNDING = 4 * 0.5 / 255
"""How much more ink four channels can hold once each is a whole number of 255."""

LEVEL = 6
"""Of deflate."""


def held(inks: tuple[float, float, float, float], limit: float) -> tuple[float, float, float, float]:
    """Four inks (0 to 1) as the paper takes them: their sum stays under `limit` (3 for 300 per cent).

    Sums below the knee stay as they are; above it they bend towards the limit, which they never reach.
    """
    cyan, magenta, yellow, black = inks
    begin, room = limit - KNEE, KNEE
    above = cyan + magenta + yellow + black - begin
    if above <= 0:
        return inks
    too_much = above - above / (1 + above / room)
    # Black takes over the grey that goes, as far as there is room for it beside the black that is there.
    grey = min(cyan, magenta, yellow) * (1 - black)
    share = too_much / (cyan + magenta + yellow - grey)
    left = 1 - share
    return cyan * left, magenta * left, yellow * left, black + grey * share


class Separator:
    """Separates pictures for one printing condition; `ink` is the most of all inks together, in per cent."""

    def __init__(self, icc: bytes, ink: float) -> None:
        self._icc = icc
        self._limit = ink / 100 - ROUNDING

    def picture(self, objects: tuple[GalleyObject, ...]) -> tuple[GalleyObject, ...]:
        """A picture, in four inks; its mask stays grey."""
        image = _opened(objects[0])
        match image.mode:
            case "RGB":
                made = image.filter(self._table)
            case "L":
                white = Image.new("L", image.size, 0)
                made = Image.merge("CMYK", (white, white, white, image.point(lambda value: 255 - value)))
            case _:
                made = self._within(image)
        return (_written(made, masked=len(objects) > 1), *objects[1:])

    @cached_property
    def _table(self) -> ImageFilter.Color3DLUT:
        """From red, green and blue to four inks; made when the first picture wants it."""
        levels = [round(index * 255 / (STEPS - 1)) for index in range(STEPS)]
        grid = bytes(each for blue in levels for green in levels for red in levels for each in (red, green, blue))
        image = Image.frombytes("RGB", (STEPS, STEPS * STEPS), grid)
        screen = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
        press = ImageCms.ImageCmsProfile(io.BytesIO(self._icc))
        separated = ImageCms.profileToProfile(
            image,
            screen,
            press,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="CMYK",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        assert separated is not None, "a new picture was asked for"
        return ImageFilter.Color3DLUT(STEPS, list(self._held(separated.tobytes())), channels=4, target_mode="CMYK")

    def _held(self, data: bytes) -> Iterator[float]:
        for at in range(0, len(data), 4):
            cyan, magenta, yellow, black = data[at : at + 4]
            yield from held((cyan / 255, magenta / 255, yellow / 255, black / 255), self._limit)

    def _within(self, image: Image.Image) -> Image.Image:
        """A picture that came in four inks, held to the limit as `held` does it."""
        bands = dict(zip("cmyk", image.split(), strict=True))
        makers = [partial(_lessened, self._limit, name) for name in "cmy"] + [partial(_blackened, self._limit)]
        return Image.merge("CMYK", [math.lambda_eval(make, **bands) for make in makers])


Numbers = Any
"""A picture of numbers, or what `ImageMath` offers to reckon with them."""


def _lessened(limit: float, name: str, of: Numbers) -> Numbers:
    """Cyan, magenta or yellow after `held`."""
    share, _ = _shares(limit, of)
    return of["convert"](of["float"](of[name]) * (1 - share) + 0.5, "L")


def _blackened(limit: float, of: Numbers) -> Numbers:
    """Black after `held`."""
    share, grey = _shares(limit, of)
    return of["convert"](of["float"](of["k"]) + grey * share * 255 + 0.5, "L")


def _shares(limit: float, of: Numbers) -> tuple[Numbers, Numbers]:
    """At each dot the share of colour that goes, and the grey in it that black takes over."""
    cyan, magenta, yellow, black = (of["float"](of[each]) / 255 for each in "cmyk")
    begin, room = limit - KNEE, KNEE
    above = of["max"](cyan + magenta + yellow + black - begin, 0)
    grey = of["min"](of["min"](cyan, magenta), yellow) * (1 - black)
    # Where there is no colour there is nothing to take away, and nothing to divide by.
    return (above - above / (1 + above / room)) / of["max"](cyan + magenta + yellow - grey, 1e-6), grey


def _opened(picture: GalleyObject) -> Image.Image:
    """The pixels of an image XObject as WeasyPrint writes it: a JPEG, or the rows of a PNG."""
    head = picture.head
    if b"/DCTDecode" in head:
        image = Image.open(io.BytesIO(picture.stream))
        image.load()
        return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")
    size = _whole(head, b"Width"), _whole(head, b"Height")
    mode = {b"DeviceRGB": "RGB", b"DeviceGray": "L", b"DeviceCMYK": "CMYK"}.get(_name(head, b"ColorSpace"))
    if mode is None or b"/FlateDecode" not in head:
        raise DamagedGalleyError("pictures", f"no picture that can be separated: {head[:80]!r}")
    if b"/Predictor" in head:
        return _png(picture.stream, size, mode)
    return Image.frombytes(mode, size, zlib.decompress(picture.stream))


def _png(rows: bytes, size: tuple[int, int], mode: str) -> Image.Image:
    """Rows with the filters of a PNG: with a head of their own they are one again (PNG, third edition, clause 11)."""
    about = struct.pack(">IIBBBBB", *size, 8, {"RGB": 2, "L": 0}[mode], 0, 0, 0)
    pieces = [b"\x89PNG\r\n\x1a\n"]
    for kind, data in ((b"IHDR", about), (b"IDAT", rows), (b"IEND", b"")):
        pieces.append(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    image = Image.open(io.BytesIO(b"".join(pieces)))
    image.load()
    return image


def _written(image: Image.Image, masked: bool) -> GalleyObject:
    head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceCMYK/BitsPerComponent 8" % image.size
    head += b"/Interpolate false/Filter/FlateDecode%s>>" % (b"/SMask \0r2\0" if masked else b"")
    return GalleyObject("data", head, zlib.compress(image.tobytes(), LEVEL))


def _whole(head: bytes, key: bytes) -> int:
    found = re.search(rb"/%s\s+(\d+)" % key, head)
    if found is None:
        raise DamagedGalleyError("pictures", f"a picture has no `{key.decode()}`")
    return int(found[1])


def _name(head: bytes, key: bytes) -> bytes:
    found = re.search(rb"/%s\s*/(\w+)" % key, head)
    return found[1] if found is not None else b""
