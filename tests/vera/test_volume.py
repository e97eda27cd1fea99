"""The publication of this repository: veraPDF accepts it, and its tree is right where veraPDF does not look."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.pdftree import Annotation, Element, Structure, read
from tests.publication.conftest import Run, volume
from tests.vera import check

__all__ = ["volume"]

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
        assert parents[index] == [tree.owners[index, mcid].number for mcid in sorted(tree.marked(index))]


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
