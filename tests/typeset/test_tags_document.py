"""The document's own entries: outline, labels of pages, metadata."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import pypdfium2
import pytest
from pypdf import PdfReader

from compiler.metadata import info, pdf_date, xmp
from compiler.model.copy import PartId
from compiler.model.part import PartKind
from compiler.model.volume import PageLabel, ranges
from compiler.typeset import weasy
from compiler.typeset.finish import OPTIONS
from compiler.typeset.tags import Tags
from tests.pdftree import read
from tests.typeset.builders import a_part, a_poured, galley_of, set_, settings
from tests.typeset.stress import a_look_for_all, drawn, everything, structure


def reader_of(*html: str, language: str = "en") -> PdfReader:
    parts = [a_poured(text, a_part(f"part{index}", "recto")) for index, text in enumerate(html)]
    outcome = set_(*parts, given=settings(pdf=True, language=language))
    assert outcome.value is not None
    return read(outcome.value.pdf).reader


def outlined(reader: PdfReader) -> list[tuple[int, str, int]]:
    """Depth, title and page index of each entry."""
    found: list[tuple[int, str, int]] = []

    def go(entries: list[Any], depth: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                go(cast("list[Any]", entry), depth + 1)
            else:
                found.append((depth, entry.title, cast("int", reader.get_destination_page_number(entry))))

    go(cast("list[Any]", reader.outline), 1)
    return found


# ---- outline -------------------------------------------------------------------------------------------------------


def test_the_outline_holds_the_headings() -> None:
    assert outlined(structure().reader) == [
        (1, "A title", 0),
        (1, "Contents", 2),
        (1, "Dun kirk", 3),
        (2, "Approach", 4),
        (2, "First initiative", 5),
        (2, "Other scripts", 9),
        (1, "Index", 10),
        (2, "A", 10),
        (2, "Sources", 11),
        (1, "Elsewhere", 12),
    ]


def test_titles_of_the_outline_are_plain() -> None:
    html = (
        '<h1>One<br>two <em>three</em><span class="fn">a note</span></h1>'
        '<h2 data-label="Short" style="font-weight: 400">A long heading</h2>'
        '<h2 style="bookmark-level: none; font-weight: 400">Not in it</h2>'
        '<h3 style="font-weight: 400">Too deep</h3>'
    )
    assert [(depth, title) for depth, title, _ in outlined(reader_of(html))] == [(1, "One two three"), (2, "Short")]


def test_entries_lead_to_their_headings() -> None:
    reader = reader_of(
        "<h1>Head</h1><div style='height: 20mm'></div><h2 style='font-weight: 400; margin: 0'>Below</h2>"
    )
    root = cast("Any", reader.trailer["/Root"])
    below = root["/Outlines"]["/First"]["/First"]
    page, kind, left, top, zoom = below["/Dest"]
    # The foot of the page is 50 mm below its head; the heading stands 10 points and 20 mm below a margin of 5 mm.
    assert (page.get_object(), kind, zoom) == (reader.pages[0], "/XYZ", 0)
    assert float(left) == pytest.approx(5 * 72 / 25.4, abs=0.01)
    assert float(top) == pytest.approx(25 * 72 / 25.4 - 10, abs=0.01)
    assert "/Count" not in below
    assert root["/Outlines"]["/Count"] == 2


def test_a_publication_without_headings_has_no_outline() -> None:
    root = cast("Any", reader_of("<p>text</p>").trailer["/Root"])
    assert "/Outlines" not in root
    assert root["/PageMode"] == "/UseNone"


# ---- pages ---------------------------------------------------------------------------------------------------------


def test_labels_become_ranges() -> None:
    roman = [PageLabel("", "roman", number) for number in (1, 2)]
    arabic = [PageLabel("", "arabic", number) for number in (1, 2, 4)]
    found = ranges([PageLabel("Cover"), PageLabel("Cover"), *roman, *arabic, PageLabel("A-", "arabic", 5)])
    assert found == (
        (0, PageLabel("Cover")),
        (2, roman[0]),
        (4, arabic[0]),
        (6, arabic[2]),
        (7, PageLabel("A-", "arabic", 5)),
    )


def test_pages_are_labelled_by_their_folios() -> None:
    labels = structure().reader.page_labels
    assert labels[0] == "Cover"
    assert labels[2:5] == ["1", "2", "3"]


MILLIMETRE = 72 / 25.4


def boxes_of(kind: PartKind) -> dict[str, list[float]]:
    """The boxes of a page of 60 by 50 mm with a bleed of 5 mm, in millimetres."""
    poured = a_poured("<h1>x</h1>", a_part(kind=kind), css="@page { size: 60mm 50mm; bleed: 5mm }")
    page = read(galley_of(poured, pdf=True).pdf).reader.pages[0]
    names = ("MediaBox", "BleedBox", "CropBox", "TrimBox")
    return {name: [round(float(edge) / MILLIMETRE, 2) for edge in cast("Any", page)[f"/{name}"]] for name in names}


def test_readers_see_trimmed_pages_and_the_printer_the_bleed() -> None:
    trim, bleed = [0, 0, 60, 50], [-5, -5, 65, 55]
    assert boxes_of("report") == {"MediaBox": bleed, "BleedBox": bleed, "CropBox": trim, "TrimBox": trim}
    assert boxes_of("cover-sheet") == {"MediaBox": bleed, "BleedBox": bleed, "CropBox": bleed, "TrimBox": trim}


def test_a_single_page_is_shown_alone() -> None:
    assert cast("Any", reader_of("<h1>x</h1>").trailer["/Root"])["/PageLayout"] == "/SinglePage"


# ---- catalog -------------------------------------------------------------------------------------------------------


def test_the_catalog_says_how_to_show_the_publication() -> None:
    root = cast("Any", structure().reader.trailer["/Root"])
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/ViewerPreferences"] == {"/DisplayDocTitle": True}
    assert (root["/PageMode"], root["/PageLayout"]) == ("/UseOutlines", "/TwoPageRight")
    assert all(page["/Tabs"] == "/S" for page in structure().reader.pages)


def test_a_book_bound_on_the_right_is_shown_so() -> None:
    root = cast("Any", reader_of("<h1>x</h1>", "<h1>y</h1>", language="he").trailer["/Root"])
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert root["/PageLayout"] == "/TwoPageLeft"


# ---- metadata ------------------------------------------------------------------------------------------------------


def test_packet_and_dictionary_say_the_same() -> None:
    given = dataclasses.replace(settings(), title="Ends & <means>", keywords=("a", 'b"c'))
    packet, entries = xmp(given).decode(), info(given)
    assert "Ends &amp; &lt;means&gt;" in packet
    assert entries["Title"] == "Ends & <means>"
    assert entries["Keywords"] == 'a, b"c'
    assert '<rdf:li>a</rdf:li><rdf:li>b"c</rdf:li>' in packet
    assert 'xmp:ModifyDate="2019-11-07T00:00:00+00:00"' in packet
    assert entries["CreationDate"] == entries["ModDate"] == "D:20191107000000Z"
    assert 'pdfuaid:part="1"' in packet
    assert 'pdfaid:part="2" pdfaid:conformance="A"' in packet


def test_what_is_not_said_is_left_out() -> None:
    given = dataclasses.replace(settings(), author="", subject="", keywords=())
    assert {"Author", "Subject", "Keywords"}.isdisjoint(info(given))
    for name in ("dc:creator", "dc:description", "dc:subject", "pdf:Keywords"):
        assert name not in xmp(given).decode()


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        (None, "D:20191107081500"),
        (0, "D:20191107081500Z"),
        (1, "D:20191107081500+01'00"),
        (-3.5, "D:20191107081500-03'30"),
    ],
)
def test_dates_keep_their_zone(hours: float | None, written: str) -> None:
    zone = None if hours is None else datetime.timezone(datetime.timedelta(hours=hours))
    assert pdf_date(datetime.datetime(2019, 11, 7, 8, 15, tzinfo=zone)) == written


def test_the_file_is_named_by_its_content() -> None:
    def identifier(html: str) -> bytes:
        data = galley_of(a_poured(html), pdf=True).pdf
        found = re.search(rb"/ID \[?(.*?)\]", data)
        assert found is not None
        return found[1]

    assert identifier("<h1>a</h1>") == identifier("<h1>a</h1>") != identifier("<h1>b</h1>")


def test_no_picture_is_smoothed() -> None:
    assert b"/Interpolate true" not in drawn()


# ---- the picture ---------------------------------------------------------------------------------------------------


def test_tags_change_nothing_to_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page of the stress document, dot by dot, with its tags and without."""

    @contextmanager
    def untagged(language: str, titles: Mapping[PartId, str]) -> Generator[Tags]:
        yield Tags(language, titles)

    tagged = drawn()
    monkeypatch.setattr(weasy, "tagging", untagged)
    monkeypatch.setattr(weasy, "OPTIONS", {**OPTIONS, "pdf_tags": False})
    plain = set_(*everything(), pdf=True, look=a_look_for_all()).value
    assert plain is not None
    assert b"/StructTreeRoot" not in plain.pdf
    assert rendered(tagged) == rendered(plain.pdf)


def rendered(data: bytes) -> list[bytes]:
    document: Any = pypdfium2.PdfDocument(data)
    return [page.render(scale=2).to_pil().tobytes() for page in document]
