"""The reader that golden trees are made with: what it shows, and what it refuses."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject

from tests.pdftree import drawn, read
from tests.typeset.builders import a_poured, set_, settings


def test_a_tree_as_text() -> None:
    html = (
        '<h1>Head</h1><p>See <a href="https://example.org/">there</a>, <span lang="fr">ici</span> and <em>here</em>.</p>'
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


def test_content_that_stands_twice_is_refused() -> None:
    outcome = set_(a_poured("<h1>Head</h1><p>text</p>"), given=settings(pdf=True))
    assert outcome.value is not None
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(outcome.value.pdf)))
    part = writer.root_object["/StructTreeRoot"]["/K"][0]["/K"][0]  # pyright: ignore[reportIndexIssue, reportUnknownVariableType]
    part["/K"] = ArrayObject([*part["/K"], part["/K"][0]])  # pyright: ignore[reportUnknownArgumentType]
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(AssertionError, match="twice"):
        read(out.getvalue())
