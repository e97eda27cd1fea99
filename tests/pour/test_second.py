"""The second publication from copy to pages: one city, another language, script, look and numbering."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from compiler.workshop import Workshop
from tests.pour.second import FONTS, TESTS


def root(folder: Path) -> Path:
    """The second publication on disk, with the fonts it borrows."""
    shutil.copytree(TESTS / "second", folder, dirs_exist_ok=True)
    (folder / "layouts" / "fonts").mkdir()
    for path in FONTS.glob("SourceSerif4-*"):
        shutil.copy(path, folder / "layouts" / "fonts")
    return folder


@pytest.mark.slow
def test_it_builds_without_a_word(tmp_path: Path) -> None:
    with Workshop(root(tmp_path), None, 1, None, keep=False) as workshop:
        outcome = workshop.make(True, lambda _: None).outcome
    assert outcome is not None
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert not outcome.value.proof
    reader = PdfReader(io.BytesIO((tmp_path / "build/el/publication.pdf").read_bytes()))
    labels = reader.page_labels
    texts = [page.extract_text() for page in reader.pages]
    assert labels[0] == "Εξώφυλλο"
    first = next(index for index, text in enumerate(texts) if "Δήμος του νησιού" in text)
    assert (labels[first], labels[first - 1]) == ("1", "vii")
    contents = next(text for text in texts if text.startswith("Περιεχόμενα") or "\nΠεριεχόμενα" in text)
    assert "ii Πώς διαβάζεται" in contents
    assert "2 Φώτα όπου χρειάζονται" in contents
    assert reader.root_object["/Lang"] == "el"
    assert all(font.startswith("Source") for page in reader.pages for font in _fonts(page))


def _fonts(page: Any) -> set[str]:  # noqa: ANN401 - pypdf's pages are untyped dictionaries
    resources: Any = page["/Resources"].get("/Font", {})
    return {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in resources.values()}
