"""Total ink of pictures and of separated pages: per pixel, and as the mean over any 15 mm2 (GWG 2015, 4.22)."""

from __future__ import annotations

import math
from io import BytesIO
from typing import cast

import numpy as np
import numpy.typing as npt
from PIL import Image

from compiler.preflight.colour import Colour, Space
from compiler.preflight.content import InlineImage, Name
from compiler.preflight.geometry import MM
from compiler.preflight.marks import Picture
from compiler.preflight.objects import array, data, name, number

SIDE = math.sqrt(15) * MM
"""Points that a side of the square measures."""
MOST = 100_000_000
"""Samples of one picture that are looked at."""
FINE = 32
"""Cells a side of the square that are enough to find its darkest place."""

Inks = npt.NDArray[np.float32]
"""Rows and columns; 1 is one ink in full."""


class OpaqueError(Exception):
    """The pixels cannot be looked at; the message says why."""


def picture_ink(picture: Picture, space: Space) -> Inks | None:
    """Total ink of each pixel; None where no more than three inks can meet. Raises `OpaqueError`."""
    if space.family == "Indexed":
        return _indexed(picture, space)
    count = space.components
    if space.nature not in ("cmyk", "spot") or count < 4:
        return None
    if picture.width * picture.height * count > MOST:
        raise OpaqueError("a picture has too many pixels")
    samples, inverted = _samples(picture, count)
    if _backwards(picture) != inverted:
        samples = 255 - samples
    return samples.sum(axis=2, dtype=np.float32) / np.float32(255)


def _indexed(picture: Picture, space: Space) -> Inks | None:
    if space.base is None or space.base.components < 4 or picture.bits != 8:
        return None
    if picture.width * picture.height > MOST:
        raise OpaqueError("a picture has too many pixels")
    sums = [sum((Colour(space, (float(index),)).inks() or {}).values()) for index in range(256)]
    samples, _ = _samples(picture, 1)
    return np.asarray(sums, dtype=np.float32)[samples[:, :, 0]]


def _samples(picture: Picture, count: int) -> tuple[npt.NDArray[np.uint8], bool]:
    """Samples by row, column and component; True where 255 stands for no ink, as Pillow turns JPEG round."""
    filters = _filters(picture)
    if "JPXDecode" in filters:
        raise OpaqueError("a picture is packed as JPEG 2000")
    if isinstance(picture.source, InlineImage) and filters:
        raise OpaqueError("an inline image is packed")
    packed = picture.source.data if isinstance(picture.source, InlineImage) else data(picture.source)
    if "DCTDecode" in filters:
        return _jpeg(packed, count)
    if picture.bits not in (8, 16):
        raise OpaqueError(f"a picture has {picture.bits} bits a component")
    step = picture.bits // 8
    size = picture.width * picture.height * count * step
    if size == 0 or len(packed) < size:
        raise OpaqueError("a picture has fewer pixels than it says")
    samples = np.frombuffer(packed, np.uint8, size)[::step]
    return samples.reshape(picture.height, picture.width, count), False


def _jpeg(packed: bytes, count: int) -> tuple[npt.NDArray[np.uint8], bool]:
    try:
        with Image.open(BytesIO(packed), formats=["JPEG"]) as image:
            if image.width * image.height * count > MOST:
                raise OpaqueError("a picture has too many pixels")
            samples = np.asarray(image)
    except (OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        raise OpaqueError("a picture is damaged") from None
    if samples.ndim == 2:
        samples = samples[:, :, None]
    if samples.shape[2] != count:
        raise OpaqueError("a picture has other components than it says")
    return samples, count == 4


def _filters(picture: Picture) -> list[str]:
    told = picture.entries.get("Filter")
    if isinstance(told, Name):
        return [told.text]
    several = [name(each) for each in array(told)] or ([name(told)] if name(told) else [])
    return several or (["packed"] if isinstance(told, list) and told else [])


def _backwards(picture: Picture) -> bool:
    """Whether `Decode` turns the samples round, as writers of Adobe's JPEG do (8.9.5.2)."""
    told = picture.entries.get("Decode")
    values = [number(each) for each in (cast(list[object], told) if isinstance(told, list) else array(told))]
    return len(values) > 1 and values[0] is not None and values[1] is not None and values[0] > values[1]


def densest(ink: Inks, across: float, down: float) -> tuple[float, tuple[float, float]]:
    """The highest mean of ink over a square of 15 mm2, and where its middle lies: shares of width and height.

    `across` and `down` are what the array measures on the page, in points. What is smaller than the square is taken to
    have paper round it.
    """
    rows, columns = ink.shape
    wide, high = columns * SIDE / max(across, 0.01), rows * SIDE / max(down, 0.01)
    cells = _merged(ink, max(1, int(high / FINE)), max(1, int(wide / FINE)))
    height = min(cells.shape[0], max(1, round(high * cells.shape[0] / rows)))
    width = min(cells.shape[1], max(1, round(wide * cells.shape[1] / columns)))
    sums = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1), np.float64)
    inner = sums[1:, 1:]
    np.cumsum(cells, axis=0, out=inner)
    np.cumsum(inner, axis=1, out=inner)
    means = sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
    at = int(means.argmax())
    row, column = divmod(at, means.shape[1])
    # As much of the square as the array covers.
    share = min(1.0, across / SIDE) * min(1.0, down / SIDE)
    mean = float(means[row, column]) / (height * width) * share
    return mean, ((column + width / 2) / cells.shape[1], (row + height / 2) / cells.shape[0])


def _merged(ink: Inks, rows: int, columns: int) -> Inks:
    """Means of blocks; what is left over at the right and below joins the last ones."""
    if rows == 1 and columns == 1:
        return ink
    rows, columns = min(rows, ink.shape[0]), min(columns, ink.shape[1])
    down, high = _blocks(ink.shape[0], rows)
    across, wide = _blocks(ink.shape[1], columns)
    sums: Inks = np.add.reduceat(np.add.reduceat(ink, down, axis=0), across, axis=1)
    return (sums / (high[:, None] * wide[None, :])).astype(np.float32)


def _blocks(number: int, step: int) -> tuple[npt.NDArray[np.intp], Inks]:
    """Where each block begins, and how many it holds."""
    starts = np.arange(0, number - step + 1, step, dtype=np.intp)
    ends = np.append(starts[1:], np.intp(number))
    return starts, (ends - starts).astype(np.float32)


def separated_ink(path: str) -> Inks:
    """Total ink of a page that Ghostscript has separated (TIFF of four components); raises `OSError`."""
    with Image.open(path, formats=["TIFF"]) as image:
        if image.mode != "CMYK":
            raise OSError(f"a separated page is of mode {image.mode}")
        return np.asarray(image).sum(axis=2, dtype=np.float32) / np.float32(255)
