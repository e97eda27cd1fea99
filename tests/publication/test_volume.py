"""What a reader holds in hand: folios, references and words, all read from the PDF alone."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from compiler.model.copy import Line, Prose
from compiler.model.prose import List, Paragraph, plain
from compiler.plan import plan
from compiler.pour import expected
from compiler.proofread import proofread
from compiler.world import Disk
from tests.pdfium import Document
from tests.runs import ROOT, Run, copied, report

pytestmark = pytest.mark.slow

FOLIO = re.compile(r"[0-9]+|[ivxlc]+")


@dataclass(frozen=True)
class Reference:
    """A link inside the volume: what is printed in its box, and where it leads."""

    page_index: int
    text: str
    target: str
    target_index: int


@dataclass(frozen=True)
class Book:
    """The PDF as read by two libraries that share no code."""

    labels: list[str]
    texts: list[str]
    references: list[Reference]
    starts: dict[str, int]


@pytest.fixture(scope="session")
def book(volume: Run) -> Book:
    reader, document = PdfReader(volume.pdf), Document(volume.pdf)
    places = {name: reader.get_destination_page_number(target) for name, target in reader.named_destinations.items()}
    parts = [each for each in reader.outline if not isinstance(each, list)]
    starts = {str(each.title): reader.get_destination_page_number(each) or 0 for each in parts}
    return Book(reader.page_labels, document.texts(), list(_references(reader, document, places)), starts)


def _references(reader: PdfReader, document: Document, places: dict[str, int | None]) -> Iterator[Reference]:
    for page_index, page in enumerate(reader.pages):
        annotations = page.get("/Annots", ArrayObject()).get_object()
        assert isinstance(annotations, ArrayObject)
        for each in annotations:
            link = each.get_object()
            assert isinstance(link, DictionaryObject)
            name = link.get("/Dest")
            if name is None:
                continue
            left, bottom, right, top = (float(str(edge)) for edge in cast("ArrayObject", link["/Rect"]))
            target = places[str(name)]
            assert target is not None, f"{name} leads nowhere"
            printed = document.text_in(page_index, (left, bottom, right, top))
            yield Reference(page_index, printed, str(name), target)


def pages_of(book: Book, title: str) -> set[int]:
    """Page indices of a part of front or back matter, by the titles of the outline."""
    starts = sorted(book.starts.values())
    start = book.starts[title]
    end = next((each for each in starts if each > start), len(book.labels))
    return set(range(start, end))


def test_builds_without_a_word(volume: Run) -> None:
    assert volume.code == 0, volume.said
    assert re.search(r"(error|warning)\[", volume.said) is None, volume.said
    assert "PROOF" not in volume.said


def test_pages_are_labelled_with_the_folio_printed_on_them(book: Book) -> None:
    inside = [index for index, label in enumerate(book.labels) if FOLIO.fullmatch(label)]
    assert [book.labels[index] for index in inside] == [str(number) for number in range(1, len(inside) + 1)]
    printed = [index for index in inside if re.search(rf"(?<!\d){book.labels[index]}(?!\d)", book.texts[index])]
    # Blind: title, plates that fill their page with a drawing alone, blank pages.
    assert len(printed) >= len(inside) * 3 // 4


def test_every_printed_folio_is_that_of_the_page_it_leads_to(book: Book) -> None:
    # The list beside the map prints the number of the report before its name; that one is no folio.
    beside_map = pages_of(book, "The cities on one map")
    numbers = [
        each
        for each in book.references
        if FOLIO.fullmatch(each.text)
        # The words of a source may be a year.
        and not each.target.startswith("sources/")
        and not (each.page_index in beside_map and int(each.text) <= len(_slugs()))
    ]
    inside = [(each, found) for each in book.references for found in re.findall(r"\(page (\d+)\)", each.text)]
    wrong = [each for each in numbers if each.text != book.labels[each.target_index] and ":" not in each.target]
    wrong += [each for each, found in inside if found != book.labels[each.target_index]]
    assert wrong == []
    assert len(numbers) > 100


def test_contents_name_every_part_and_initiative(book: Book, volume: Run) -> None:
    publication = proofread(Disk(volume.root), None).value
    assert publication is not None
    assert publication.checked is not None
    assert publication.checked.publication is not None
    contents = pages_of(book, "Contents")
    targets = {each.target for each in book.references if each.page_index in contents and FOLIO.fullmatch(each.text)}
    for each in publication.checked.publication.reports:
        assert {each.slug, *(initiative.anchor for initiative in each.initiatives)} <= targets
    assert {"foreword", "map", "matrix", "index", "sources"} <= targets


def test_matrix_and_index_lead_somewhere(book: Book) -> None:
    for title, least in (("Cities and themes", 10), ("Index", 40)):
        pages = pages_of(book, title)
        assert pages, title
        assert sum(each.page_index in pages and bool(FOLIO.fullmatch(each.text)) for each in book.references) >= least


def test_reports_begin_on_a_verso_and_have_even_pages(book: Book) -> None:
    starts = sorted(
        {each.target_index for each in book.references if "/" not in each.target and each.target in _slugs()}
    )
    assert starts
    assert all(int(book.labels[index]) % 2 == 0 for index in starts)


def _slugs() -> set[str]:
    return {folder.name for folder in (ROOT / "sources" / "cities").iterdir() if folder.is_dir()}


def test_notes_stand_on_the_page_of_their_call(book: Book) -> None:
    calls = [each for each in book.references if each.target.startswith(("call:", "note:"))]
    assert len(calls) >= 20
    assert [each for each in calls if each.page_index != each.target_index] == []


def test_every_word_of_the_copy_is_in_the_volume(volume: Run) -> None:
    read = proofread(Disk(volume.root), None).value
    assert read is not None
    assert read.checked is not None
    publication = read.checked.publication
    assert publication is not None
    done = subprocess.run(["pdftotext", "-raw", str(volume.pdf), "-"], capture_output=True, text=True, check=True)
    printed = set(words(done.stdout))
    # The no-break space between a figure and its unit is narrow enough for the reader to overlook it.
    printed |= {piece for word in printed for piece in re.findall(r"\d+|[^\W\d]\w*", word)}
    copy = expected(publication, plan(publication))
    # A figure with its unit may stand beside a letter that calls a note, without a space in between.
    missing = Counter(
        word
        for each in copy
        for word in words(_text(each))
        if word not in printed and not (word[0].isdigit() and word in done.stdout)
    )
    assert len(copy) > 300
    assert missing == Counter()


def words(text: str) -> list[str]:
    """Words in letters and digits alone: breaks, quotation marks and spaces are the typesetter's."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text.replace("\u00ad", "").replace("\u2060", "")))


def _text(copy: Line | Prose) -> str:
    if isinstance(copy, Line):
        return copy.text
    found: list[str] = []
    for block in copy.blocks:
        paragraphs = [block] if isinstance(block, Paragraph) else [each for item in block.items for each in item]
        assert isinstance(block, Paragraph | List)
        found += [plain(each.children, notes=True) for each in paragraphs]
    return " ".join(found)


def test_the_map_tells_the_line_of_every_field(volume: Run) -> None:
    fields = json.loads((volume.root / "build/en/map.json").read_text(encoding="utf-8"))["fields"]
    title = fields["dunkerque/initiatives/0/title"]
    source = (volume.root / title["path"]).read_text(encoding="utf-8").splitlines()
    assert "title:" in source[title["line"] - 1]
    assert title["boxes"][0]["page_index"] > 0
    unplaced = [field for field, where in fields.items() if where["line"] is None]
    assert unplaced == []


def test_the_manifest_is_true(volume: Run) -> None:
    import hashlib

    manifest = json.loads((volume.root / "build/manifest.json").read_text(encoding="utf-8"))
    for path, digest in {**manifest["inputs"], **manifest["outputs"]}.items():
        assert hashlib.sha256((volume.root / path).read_bytes()).hexdigest() == digest, path
    assert PurePosixPath("build/en/publication.pdf").as_posix() in manifest["outputs"]


def test_same_copy_same_bytes_elsewhere(volume: Run, tmp_path: Path) -> None:
    """Another folder, another process, another order of hashing, another place for temporary files, another zone."""
    other = tmp_path / "another folder"
    aside = tmp_path / "aside"
    aside.mkdir()
    again = report(copied(other), "build", PYTHONHASHSEED="77", TMPDIR=str(aside), TZ="Pacific/Auckland")
    assert again.code == 0, again.said
    for name in ("build/en/publication.pdf", "build/en/cover-sheet.pdf", "build/en/map.json", "build/manifest.json"):
        assert (other / name).read_bytes() == (volume.root / name).read_bytes(), name
    assert list(aside.iterdir()) == []


def test_qpdf_finds_nothing(volume: Run) -> None:
    done = subprocess.run(["qpdf", "--check", str(volume.pdf)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
