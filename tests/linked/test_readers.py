"""A linked volume in the hands of readers that share no code: the same pages, labels, words, places and marks."""

from __future__ import annotations

import subprocess
import unicodedata
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.linked.builds import PDF, build
from tests.linked.editing import Desk
from tests.pdfium import Document
from tests.runs import Run

mupdf: Any = import_module("pymupdf")
"""MuPDF, whose Python package has no types."""

AS_DRAWN = mupdf.TEXTFLAGS_TEXT | mupdf.TEXT_IGNORE_ACTUALTEXT
"""It counts letters twice where a broken word is said to be read as a whole."""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A volume with covers, tables, an index and links, in a folder of its own."""
    desk = Desk(tmp_path, 3)
    build(desk.kept)
    return desk.kept / PDF


def letters(text: str) -> Counter[str]:
    """What is printed of a page, in any order: readers part words and lines each in its own way."""
    return Counter(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())


def agreed(pdf: Path) -> None:
    """What poppler, MuPDF, pdfium and pypdf say of a volume."""
    poppler = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
    assert poppler.stderr == ""
    by_poppler = poppler.stdout.split("\f")[:-1]
    with Document(pdf) as document:
        by_pdfium, labels, outline = document.texts(), document.labels(), list(document.outline())
        links = [link for link in document.links() if link.target_index >= 0]
    reader = PdfReader(pdf, strict=True)
    assert len(reader.pages) == len(labels) == len(by_poppler)
    assert reader.page_labels == labels
    mupdf.TOOLS.reset_mupdf_warnings()
    with mupdf.open(pdf) as read:
        by_mupdf = [str(page.get_text(flags=AS_DRAWN)) for page in read]
        # Its Python package takes labels as they stand in the file, in hexadecimal where they are not of ASCII.
        plain = [page.get_label() for page in read if not page.get_label().startswith("<")]
        assert plain == [label for label in labels if label.isascii()]
        contents = [(level - 1, title, page - 1) for level, title, page in read.get_toc()]
        led = [
            (page.number, link["page"])
            for page in read
            for link in page.get_links()
            if link["kind"] in (mupdf.LINK_GOTO, mupdf.LINK_NAMED)
        ]
        assert not read.is_repaired
    assert mupdf.TOOLS.mupdf_warnings() == ""
    assert contents == [(each.level, each.title, each.page_index) for each in outline]
    assert Counter(led) == Counter((each.page_index, each.target_index) for each in links)
    for index, text in enumerate(by_pdfium):
        assert letters(text) == letters(by_poppler[index]), f"page {index}, poppler"
        assert letters(text) == letters(by_mupdf[index]), f"page {index}, MuPDF"


def sound(pdf: Path) -> None:
    done = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No syntax or stream encoding errors" in done.stdout


def test_readers_agree_on_a_small_volume(small: Path) -> None:
    agreed(small)


def test_syntax_is_sound(small: Path) -> None:
    sound(small)
    sound(small.with_name("cover-sheet.pdf"))


@pytest.mark.slow
def test_readers_agree_on_the_publication(volume: Run) -> None:
    agreed(volume.pdf)
    sound(volume.pdf)
    sound(volume.pdf.with_name("cover-sheet.pdf"))
