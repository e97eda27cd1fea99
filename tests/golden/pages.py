"""A few real pages as they are meant to be: text in reading order, tags, and a small picture.

`python -m tests.golden.pages build/en/publication.pdf` writes them anew; look at what changed before it is committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageChops
from pypdf import PdfReader

from tests.pdfium import Document
from tests.pdftree import structure

HERE = Path(__file__).parent
SCALE = 36 / 72
"""Half a point a dot: enough to see a block move, small enough to keep."""

GOLDEN = ("3", "4", "20", "21", "22", "76")
"""Labels of the pages kept: how to read, contents, a whole report's spread and its third page, the matrix."""


def pages(pdf: Path) -> dict[str, tuple[str, Image.Image]]:
    """Tags with their text, and the picture, of each golden page."""
    labels = PdfReader(pdf).page_labels
    document = Document(pdf)
    found: dict[str, tuple[str, Image.Image]] = {}
    for label in GOLDEN:
        page_index = labels.index(label)
        picture = document.picture(page_index, SCALE)
        found[label] = structure(pdf, page_index), picture
    return found


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Share of dots that differ visibly, from 0 to 1."""
    if one.size != other.size:
        return 1.0
    difference = ImageChops.difference(one, other).convert("L")
    return sum(difference.histogram()[48:]) / (one.width * one.height)


def comparison(before: Image.Image, after: Image.Image) -> Image.Image:
    """Before, after and what differs, side by side."""
    sheet = Image.new("RGB", (3 * after.width, max(before.height, after.height)), "white")
    for place, picture in enumerate((before, after, ImageChops.difference(before.resize(after.size), after))):
        sheet.paste(picture, (place * after.width, 0))
    return sheet


def main() -> None:
    for label, (text, picture) in pages(Path(sys.argv[1])).items():
        (HERE / f"{label}.txt").write_text(text, encoding="utf-8")
        picture.quantize(64).save(HERE / f"{label}.png", optimize=True)


if __name__ == "__main__":
    main()
