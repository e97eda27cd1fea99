"""The layouts of the repository with a small publication, and the pages that come of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path, PurePosixPath

from PIL import Image, ImageDraw

from compiler.link.endings import odd_reports
from compiler.link.folios import folios_of
from compiler.model.diagnostics import Diagnostic
from compiler.model.galley import Settings, SetVolume
from compiler.model.part import Folios, Part, PartId, PartKind, Poured
from compiler.model.publication import Publication
from compiler.plan import cover_sheet, plan
from compiler.pour import Layouts, open_layouts, pour
from compiler.typeset import typeset
from tests.builders import Copy, Folder, a_city, a_frame, a_publication, a_report, an_initiative, checked

ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = ROOT / "layouts"

WORDS = "Words of the report that say what the city did, for whom, how long it took and what came of it since then. "

SETTINGS = Settings(
    language="en",
    title="A trial",
    author="Nobody",
    subject="Pages",
    keywords=("trial",),
    date=datetime.datetime(2019, 11, 7, tzinfo=datetime.UTC),
    stamp=None,
    marks=(),
    pdf=False,
)


@cache
def layout_files() -> Mapping[PurePosixPath, bytes]:
    """The layouts as they stand in the repository."""
    return {
        PurePosixPath(path.relative_to(ROOT).as_posix()): path.read_bytes()
        for path in sorted(LAYOUTS.rglob("*"))
        if path.is_file()
    }


def a_world(files: Mapping[str, object] | None = None) -> Folder:
    """The publication of `tests/builders.py` in these layouts; `files` replaces some of its copy."""
    return Folder({**a_publication(files).held, **layout_files()})


@cache
def the_layouts() -> Layouts:
    """The layouts, opened once for all tests."""
    opened = open_layouts(a_world())
    assert opened.value is not None
    return opened.value


def cities(count: int) -> dict[str, object]:
    """Copy of so many reports, each with two initiatives, beside the three that the others refer to."""
    slugs = [f"city-{number}" for number in range(count - 3)]
    files: dict[str, object] = {"publication.yaml": a_frame(reports=["oulu", "tampere", "turku", *slugs])}
    for slug in slugs:
        files[f"cities/{slug}/city.yaml"] = a_city("oulu")
        initiatives = [an_initiative(), an_initiative(anchor="paths", title="Paths in winter", themes=["roads"])]
        files[f"cities/{slug}/en.yaml"] = a_report("oulu", name=slug.title(), initiatives=initiatives)
    return files


def a_full_report(blocks: list[Copy], standfirst: str = WORDS) -> dict[str, object]:
    """Copy in which the first report holds the blocks, each between two paragraphs, over several initiatives."""
    initiatives: list[Copy] = []
    for number, block in enumerate(blocks):
        text: Copy = {"text": WORDS * (4 + number % 3) + "\n\n" + WORDS * 3 + "\n"}
        body: list[Copy] = [text, block, {"text": WORDS * 3 + "\n"}]
        initiatives.append(an_initiative(anchor=f"trial-{number}", title=f"Trial {number}", body=body))
    return {
        "cities/oulu/en.yaml": a_report("oulu", initiatives=initiatives, standfirst=f"{standfirst.strip()}\n"),
        "cities/oulu/pictures/lines.png": picture_bytes(),
    }


def a_picture(place: str) -> Copy:
    """A picture of a ratio that makes no whole base lines in any measure."""
    return {
        "anchor": f"picture-{place}",
        "file": "lines.png",
        "alternative": "Two lines that cross",
        "caption": "Two lines, *crossing*\n",
        "credit": "A machine",
        "rights": "CC0",
        "place": place,
    }


@cache
def picture_bytes() -> bytes:
    """Two lines on a ground, large enough for the widest place in print."""
    picture = Image.new("RGB", (2200, 1013), (150, 190, 180))
    ImageDraw.Draw(picture).line((0, 0, 2200, 1013), fill=(30, 30, 30), width=9)
    out = BytesIO()
    picture.save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


@dataclass(frozen=True)
class Set:
    """A publication as set."""

    publication: Publication
    parts: tuple[Part, ...]
    poured: tuple[Poured, ...]
    galley: SetVolume
    said: tuple[Diagnostic, ...]

    def kinds(self) -> Mapping[PartId, PartKind]:
        return {part.id: part.kind for part in self.parts}

    def pages(self, kind: PartKind) -> tuple[int, ...]:
        """Page indices of all parts of a kind."""
        kinds = self.kinds()
        return tuple(page.page_index for page in self.galley.pages if page.part and kinds[page.part] == kind)


def publication_in(world: Folder) -> Publication:
    outcome = checked(world)
    assert outcome.value is not None
    assert outcome.value.publication is not None, outcome.diagnostics
    return outcome.value.publication


def set_pages(world: Folder, kinds: frozenset[PartKind] | None = None) -> Set:
    """Pour and typeset until folios and plates have settled, as build.py does; only parts of some kinds if asked."""
    publication = publication_in(world)
    parts = tuple(part for part in plan(publication) if kinds is None or part.kind in kinds)
    folios: Folios | None = None
    plates: frozenset[PartId] = frozenset()
    while True:
        poured = pour(the_layouts(), publication, parts, folios, plates, world)
        assert poured.value is not None, poured.diagnostics
        outcome = typeset(poured.value, the_layouts().look, SETTINGS)
        assert outcome.value is not None, outcome.diagnostics
        found, wanted = folios_of(outcome.value, parts), odd_reports(outcome.value.pages, parts, plates)
        if found == folios and wanted == plates:
            said = (*poured.diagnostics, *outcome.diagnostics)
            return Set(publication, parts, poured.value, outcome.value, said)
        folios, plates = found, wanted


def set_cover(world: Folder) -> SetVolume:
    publication = publication_in(world)
    sheet = cover_sheet(publication)
    assert sheet is not None
    poured = pour(the_layouts(), publication, (sheet,), None, frozenset(), world)
    assert poured.value is not None, poured.diagnostics
    outcome = typeset(poured.value, the_layouts().look, SETTINGS)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value
