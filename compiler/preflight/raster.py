"""The door to pdfium: pages as pictures."""

from __future__ import annotations

import ctypes
from types import TracebackType
from typing import Any, Self, cast

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from compiler.preflight.geometry import Box

DOTS = 25_000_000
"""Dots of a picture at most; larger pages are drawn smaller."""
FAULT, GROUND = (200, 0, 60), (255, 255, 255)


class Raster:
    """A PDF as pdfium reads it; raises `OSError` when it does not."""

    def __init__(self, content: bytes) -> None:
        try:
            self._document: Any = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as fault:
            raise OSError(f"pdfium cannot read it: {' '.join(str(fault).split())[:120]}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    def picture(self, page_index: int, media: Box, scale: float) -> tuple[Image.Image, float]:
        """The whole sheet, unturned, of `scale` dots a point or fewer; and how many they are."""
        scale = min(scale, (DOTS / max(1.0, media.width * media.height)) ** 0.5)
        try:
            # What a viewer would cut off or turn is printed as it stands.
            page: Any = self._document[page_index]
            page.set_rotation(0)
            page.set_mediabox(*media)
            page.set_cropbox(*media)
            page.close()
            page = self._document[page_index]
            picture = cast("Image.Image", page.render(scale=scale, may_draw_forms=False).to_pil()).convert("RGB")
            page.close()
        except (pypdfium2.PdfiumError, ctypes.ArgumentError, IndexError, ValueError) as fault:
            raise OSError(f"pdfium cannot draw it: {' '.join(str(fault).split())[:120]}") from None
        if abs(picture.width - media.width * scale) > 2 or abs(picture.height - media.height * scale) > 2:
            raise OSError("pdfium draws it at another size")
        return picture, scale


def marked(picture: Image.Image, scale: float, media: Box, trim: Box, boxes: list[tuple[str, Box]]) -> Image.Image:
    """A picture of a page with its trim, and with faults framed, the first place of each numbered as in the report."""
    # A paler page, so that a frame is seen on any ground.
    picture = Image.blend(picture, Image.new("RGB", picture.size, GROUND), 0.25)
    drawn = ImageDraw.Draw(picture)
    font = ImageFont.load_default(14)
    drawn.rectangle(_dots(trim, media, scale), outline=(90, 90, 90), width=1)
    numbered: set[str] = set()
    for number, box in boxes:
        left, top, right, bottom = _dots(box.cut(media), media, scale)
        frame = (left - 3, top - 3, max(right, left) + 3, max(bottom, top) + 3)
        drawn.rectangle(frame, outline=FAULT, width=2)
        if number in numbered:
            continue
        numbered.add(number)
        wide = drawn.textlength(number, font) + 6
        x = min(max(0.0, frame[0]), picture.width - wide)
        y = frame[1] - 17 if frame[1] >= 17 else min(frame[3], picture.height - 17)
        drawn.rectangle((x, y, x + wide, y + 17), fill=FAULT)
        drawn.text((x + 3, y + 1), number, fill=GROUND, font=font)
    return picture


def _dots(box: Box, media: Box, scale: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom from the upper left corner."""
    return (
        (box.left - media.left) * scale,
        (media.top - box.top) * scale,
        (box.right - media.left) * scale,
        (media.top - box.bottom) * scale,
    )
