"""The publication of this repository: veraPDF accepts it, and its tree is right where veraPDF does not look."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
from pypdf import PdfReader

from tests.pdfium import Document
from tests.pdftree import Annotation, Element, Structure, read
from tests.runs import Run
from tests.vera import check

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tree(volume: Run) -> Structure:
    return read(volume.pdf.read_bytes())


def test_the_publication_conforms(volume: Run) -> None:
    verdicts = check(sorted(volume.pdf.parent.glob("*.pdf")), ("ua1", "2a"))
    assert verdicts
    assert all(verdict.passed for verdict in verdicts), "\n".join(map(str, verdicts))


def test_everything_drawn_is_in_the_tree_once(tree: Structure) -> None:
    parents = tree.parents()
    for index in range(len(tree.reader.pages)):
        drawn, key = [tree.owners[index, mcid].number for mcid in sorted(tree.marked(index))], tree.key(index)
        assert (parents[key] if key is not None else []) == drawn


def test_every_part_is_a_section_that_begins_with_its_main_heading(tree: Structure) -> None:
    parts = [part for part in tree.root.kids if isinstance(part, Element)]
    assert {part.role for part in parts} == {"Sect"}
    for part in parts:
        headings = part.all("H1", "H2", "H3")
        if headings:
            assert headings[0].role == "H1"
            assert len(part.all("H1")) == 1
            assert part.title


def test_heading_levels_have_no_gaps(tree: Structure) -> None:
    levels = [int(heading.role[1]) for heading in tree.root.all("H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_note_stands_at_its_call(tree: Structure) -> None:
    notes = tree.root.all("Note")
    assert notes
    for element in tree.root.below():
        kids = [kid for kid in element.kids if isinstance(kid, Element)]
        for before, kid in pairwise([None, *kids]):
            if kid is not None and kid.role == "Note":
                assert before is not None
                assert before.role == "Reference"
                call, back = before.all("Link")[0], kid.all("Link")[0]
                assert call.text() == back.text()
                assert _places(call) == kid.pages[:1] or _places(call) == back.pages
                assert _places(back) == call.pages
    assert len({note.id for note in notes}) == len(notes)


def _places(link: Element) -> list[int]:
    """Indices of the pages that a link leads to."""
    targets = {kid.target for kid in link.kids if isinstance(kid, Annotation)}
    return sorted({int(found[1]) for target in targets if (found := re.match(r"p(\d+) ", target))})


def test_links_say_where_they_lead(tree: Structure) -> None:
    for link in tree.root.all("Link"):
        areas = [kid for kid in link.kids if isinstance(kid, Annotation)]
        assert areas
        assert all(area.contents and area.target and not area.target.startswith("?") for area in areas)
        assert not any(area.contents.startswith(("http", "#", "note:")) for area in areas)


def test_calls_say_the_whole_of_their_notes(tree: Structure) -> None:
    """Words of links in a note too: most notes hold little else."""
    for element in tree.root.below():
        kids = [kid for kid in element.kids if isinstance(kid, Element)]
        for call, note in pairwise(kids):
            if (call.role, note.role) == ("Reference", "Note"):
                (said,) = {area.contents for area in call.all("Link")[0].kids if isinstance(area, Annotation)}
                assert letters(said) == letters(note.text())


def letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


def test_heads_of_the_matrix_are_whole_words(tree: Structure) -> None:
    matrix = tree.root.all("Table")[-1]
    heads = [head for head in matrix.all("TH") if head.attributes["Scope"] == "Column"]
    assert heads
    assert not any("-" in head.text() for head in heads)


def test_facts_are_terms_with_what_is_said_of_them(tree: Structure) -> None:
    items = [item for part in tree.root.all("Art") for item in part.all("LI")]
    facts = [item for item in items if [kid.role for kid in item.kids if isinstance(kid, Element)] == ["Lbl", "LBody"]]
    assert {item.all("Lbl")[0].text() for item in facts} >= {"Since", "For", "With"}
    assert not any(kid.role == "P" for item in facts if item.text().startswith("Since ") for kid in item.below())


def test_a_result_is_one_group_with_a_line_for_each_figure(tree: Structure) -> None:
    results = [group for group in tree.root.all("Div") if group.text().startswith("Result, measured")]
    assert results
    for result in results:
        assert [kid.role for kid in result.kids if isinstance(kid, Element)] == ["P", "L"]
        assert all(not item.all("P") for item in result.all("LI"))


def test_index_entries_below_a_head_lie_in_it(tree: Structure) -> None:
    index = next(part for part in tree.root.kids if isinstance(part, Element) and part.title == "Index")
    bare = [item for item in index.all("LI") if not item.all("Link")]
    assert not bare
    assert any(item.all("L") for item in index.all("LI"))


def test_what_is_not_known_follows_its_head(tree: Structure) -> None:
    """A list of references in the margin does not come between them."""
    for part in tree.root.all("Art"):
        for section in part.all("Sect"):
            kids = [kid for kid in section.kids if isinstance(kid, Element)]
            heads = [kid.role for kid in kids]
            if "What is not known" in [kid.text() for kid in kids]:
                assert heads[heads.index("H2") + 1] == "P"


def test_readers_see_trimmed_pages(volume: Run, tree: Structure) -> None:
    """Three millimetres of bleed, as the printers of this publication ask, at each edge."""
    for page in tree.reader.pages:
        assert page.cropbox == page.trimbox
        assert page.bleedbox == page.mediabox
        assert page.bleedbox.width - page.trimbox.width == pytest.approx(6 * 72 / 25.4, abs=0.001)
    sheet = PdfReader(volume.pdf.with_name("cover-sheet.pdf")).pages[0]
    assert sheet.cropbox == sheet.bleedbox == sheet.mediabox != sheet.trimbox


def test_poppler_and_pdfium_find_the_same_letters_on_the_same_pages(volume: Run, tree: Structure) -> None:
    told = subprocess.run(["pdftotext", str(volume.pdf), "-"], capture_output=True, text=True, check=True).stdout
    by_poppler, by_pdfium = told.split("\f")[:-1], Document(volume.pdf).texts()
    assert len(by_poppler) == len(by_pdfium) == len(tree.reader.pages)
    for one, two in zip(by_poppler, by_pdfium, strict=True):
        assert Counter(letters(unicodedata.normalize("NFKC", one))) == Counter(
            letters(unicodedata.normalize("NFKC", two))
        )


def test_pictures_speak(tree: Structure) -> None:
    figures = tree.root.all("Figure")
    assert figures
    assert all(figure.alt for figure in figures)


def test_words_stand_whole_and_apart(tree: Structure) -> None:
    for paragraph in tree.root.all("P", "LBody", "TD", "H1", "H2"):
        text = paragraph.text()
        assert "\u2010" not in text
        assert "\u00ad" not in text
        assert not re.search(r"\w- \w", text), text
