"""The key to the signs in the contents: once, with every theme, however many reports there are."""

from __future__ import annotations

from collections import Counter

import pytest

from compiler.model.galley import SetVolume
from compiler.model.publication import Publication
from compiler.plan import plan
from compiler.pour import pour
from compiler.typeset import typeset
from tests.builders import GONE, a_frame, a_report
from tests.layouts.builders import SETTINGS, a_world, cities, publication_in, the_layouts


def _contents(files: dict[str, object]) -> tuple[Publication, SetVolume]:
    """The contents of all parts, which are poured and not set: the folios stay unknown."""
    world = a_world(files)
    publication = publication_in(world)
    poured = pour(the_layouts(), publication, plan(publication), None, frozenset(), world)
    assert poured.value is not None, poured.diagnostics
    contents = tuple(each for each in poured.value if each.part.kind == "contents")
    made = typeset(contents, the_layouts().look, SETTINGS)
    assert made.value is not None, made.diagnostics
    return publication, made.value


def _one_report() -> dict[str, object]:
    frame = a_frame(reports=["oulu"], convergences=GONE)
    files: dict[str, object] = {"publication.yaml": frame, "cities/oulu/en.yaml": a_report("oulu", elsewhere=GONE)}
    files |= {f"cities/{slug}/{name}.yaml": GONE for slug in ("tampere", "turku") for name in ("city", "en")}
    return {**files, "convergences/sharing/en.yaml": GONE}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "last"),
    [(_one_report(), True), (cities(3), True), (cities(12), True), (cities(30), True), (cities(60), False)],
    ids=["1", "3", "12", "30", "60"],
)
def test_the_signs_are_explained_once(files: dict[str, object], last: bool) -> None:
    """At the foot of the list, or at its head where the list runs on over pages."""
    publication, made = _contents(files)
    assert {report.name.field for report in publication.reports} <= {text.field for text in made.texts}
    pages = [page.page_index for page in made.pages]
    fields = {theme.name.field for theme in publication.themes}
    found = [text for text in made.texts if text.field in fields]
    assert {text.field for text in found} == fields
    assert {text.page_index for text in found} == {pages[-1] if last else pages[0]}
    words = Counter(text.field for text in found)
    assert max(words.values()) <= 2, "a name has two lines at most"
    foot = max(text.box.y + text.box.height for text in found)
    look = the_layouts().look
    assert foot <= look.trim.height - look.measures["foot-margin"]


@pytest.mark.slow
def test_contents_of_nothing_are_an_empty_page() -> None:
    world = a_world()
    publication = publication_in(world)
    alone = tuple(part for part in plan(publication) if part.kind == "contents")
    poured = pour(the_layouts(), publication, alone, None, frozenset(), world)
    assert "layout-fault" not in {each.name for each in poured.diagnostics}
