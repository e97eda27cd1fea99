"""pdfium, whose Python package has few types: what the tests ask of it, typed once."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import pypdfium2
import pypdfium2.raw
from PIL import Image

pdfium: Any = pypdfium2.raw
"""Its functions as they are in C."""

Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Character:
    """A character as drawn: where it begins on the base line, its box (left, right, bottom, top), the size of its type.

    Points from the lower left corner of the page.
    """

    text: str
    place: Numbers


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of the outline; `level` counts from 0, `place` is left and top of the view it leads to."""

    title: str
    level: int
    page_index: int
    place: Numbers


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its rectangle, and the page and point it leads to, or an address."""

    page_index: int
    rectangle: Numbers
    target_index: int
    place: Numbers
    address: str


class Document:
    """A PDF as pdfium reads it."""

    def __init__(self, path: Path) -> None:
        self._document: Any = pypdfium2.PdfDocument(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    def __len__(self) -> int:
        """How many pages it has."""
        return len(self._document)

    def texts(self) -> list[str]:
        """The text of each page, in the order in which it is drawn."""
        return [str(page.get_textpage().get_text_range()) for page in self._document]

    def text_in(self, page_index: int, rectangle: tuple[float, float, float, float]) -> str:
        """What is printed in a rectangle: left, bottom, right, top in points."""
        return str(self._document[page_index].get_textpage().get_text_bounded(*rectangle)).strip()

    def picture(self, page_index: int, scale: float) -> Image.Image:
        """A page as a picture of `scale` dots a point."""
        return cast("Image.Image", self._document[page_index].render(scale=scale).to_pil()).convert("RGB")

    def labels(self) -> list[str]:
        """How viewers name each page."""
        return [str(self._document.get_page_label(index)) for index in range(len(self))]

    def boxes(self) -> list[Numbers]:
        """Media, crop, bleed and trim of each page, each as left, bottom, right, top."""
        return [
            (*page.get_mediabox(), *page.get_cropbox(), *page.get_bleedbox(), *page.get_trimbox())
            for page in self._document
        ]

    def characters(self, page_index: int) -> Iterator[Character]:
        """All that is drawn of a page, without the spaces and ends of lines that pdfium adds."""
        # The text belongs to the page, and lives as long.
        page = self._document[page_index]
        text = page.get_textpage()
        numbers = [ctypes.c_double() for _ in range(6)]
        refer = [ctypes.byref(each) for each in numbers]
        for at in range(text.count_chars()):
            if pdfium.FPDFText_IsGenerated(text, at):
                continue
            pdfium.FPDFText_GetCharOrigin(text, at, *refer[:2])
            pdfium.FPDFText_GetCharBox(text, at, *refer[2:])
            size = float(pdfium.FPDFText_GetFontSize(text, at))
            yield Character(chr(pdfium.FPDFText_GetUnicode(text, at)), (*(each.value for each in numbers), size))
        text.close()
        page.close()

    def outline(self) -> Iterator[Mark]:
        """Its entries in order."""
        for mark in self._document.get_toc():
            target = mark.get_dest()
            yield Mark(str(mark.get_title()), int(mark.level), int(target.get_index()), tuple(target.get_view()[1][:2]))

    def links(self) -> Iterator[Link]:
        """Links of all pages, in the order of each page; names are resolved by pdfium."""
        for page_index in range(len(self)):
            page = self._document[page_index]
            at, link = ctypes.c_int(0), pdfium.FPDF_LINK()
            while pdfium.FPDFLink_Enumerate(page, ctypes.byref(at), ctypes.byref(link)):
                yield self._link(page_index, link)
            page.close()

    def _link(self, page_index: int, link: Any) -> Link:  # noqa: ANN401  # a pointer of pdfium's
        box = pdfium.FS_RECTF()
        assert pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(box))
        rectangle = (box.left, box.bottom, box.right, box.top)
        target = pdfium.FPDFLink_GetDest(self._document, link)
        if target:
            had, numbers = [ctypes.c_int() for _ in range(3)], [ctypes.c_float() for _ in range(3)]
            assert pdfium.FPDFDest_GetLocationInPage(target, *map(ctypes.byref, (*had, *numbers)))
            place = tuple(number.value for number, there in zip(numbers, had, strict=True) if there.value)
            return Link(page_index, rectangle, int(pdfium.FPDFDest_GetDestPageIndex(self._document, target)), place, "")
        action = pdfium.FPDFLink_GetAction(link)
        buffer = ctypes.create_string_buffer(4096)
        size = pdfium.FPDFAction_GetURIPath(self._document, action, buffer, len(buffer)) if action else 0
        return Link(page_index, rectangle, -1, (), buffer.raw[: max(0, size - 1)].decode())
