"""The reader that golden trees are made with: what it shows, and what it refuses."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject

from tests.pdftree import drawn, read, structure
from tests.typeset.builders import a_poured, set_, settings, words


def test_a_tree_as_text() -> None:
    html = (
        '<h1>Head</h1><p>See <a href="https://example.org/">there</a>, <span lang="fr">ici</span> and '
        "<em>here</em>.</p>"
        '<svg style="display: block" width="24" height="24"><title>A square</title>'
        '<path fill="color(--red 1)" d="M0 0h9v9z"/></svg>'
    )
    outcome = set_(a_poured(html), given=settings(pdf=True))
    assert outcome.value is not None
    assert drawn(read(outcome.value.pdf).root).splitlines() == [
        "Document",
        '  Sect "One"',
        "    H1 p0: Head",
        "    P p0: See ‹Link›, ‹Span› and ‹Em›.",
        "      Link p0 →https://example.org/: there",
        "      Span @fr p0: ici",
        "      Em (Span) p0: here",
        "    Figure [A square] {BBox 14.173 89.559 32.173 107.559} p0",
    ]


def test_what_stands_on_one_page(tmp_path: Path) -> None:
    poured = a_poured(f"<h1>Head</h1><p>{words(99)}</p><p>Last.</p>")
    outcome = set_(poured, given=settings(pdf=True))
    assert outcome.value is not None
    path = tmp_path / "file.pdf"
    path.write_bytes(outcome.value.pdf)
    last = len(outcome.value.pages) - 1
    assert "H1 p0: Head" in structure(path, 0)
    assert "Last." not in structure(path, 0)
    assert "H1" not in structure(path, last)
    assert f"P p{last}: Last." in structure(path, last)
    assert structure(path, last + 1) == "Document"


def test_content_that_stands_twice_is_refused() -> None:
    outcome = set_(a_poured("<h1>Head</h1><p>text</p>"), given=settings(pdf=True))
    assert outcome.value is not None
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(outcome.value.pdf)))
    root: Any = writer.root_object
    part = root["/StructTreeRoot"]["/K"][0].get_object()["/K"][0].get_object()
    part[NameObject("/K")] = ArrayObject([*part["/K"], part["/K"][0]])
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(AssertionError, match="twice"):
        read(out.getvalue())
