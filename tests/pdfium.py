"""pdfium, whose Python package has few types: what the tests ask of it, typed once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pypdfium2
from PIL import Image


class Document:
    """A PDF as pdfium reads it."""

    def __init__(self, path: Path) -> None:
        self._document: Any = pypdfium2.PdfDocument(path)

    def texts(self) -> list[str]:
        """The text of each page, in the order in which it is drawn."""
        return [str(page.get_textpage().get_text_range()) for page in self._document]

    def text_in(self, page_index: int, rectangle: tuple[float, float, float, float]) -> str:
        """What is printed in a rectangle: left, bottom, right, top in points."""
        return str(self._document[page_index].get_textpage().get_text_bounded(*rectangle)).strip()

    def picture(self, page_index: int, scale: float) -> Image.Image:
        """A page as a picture of `scale` dots a point."""
        return cast("Image.Image", self._document[page_index].render(scale=scale).to_pil()).convert("RGB")
