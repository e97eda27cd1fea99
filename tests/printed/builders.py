"""Small publications with printers, built in this process, and what comes of them."""

from __future__ import annotations

import gc
import io
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from compiler.build import Built, settings_of
from compiler.cache import Cache
from compiler.compositor import Compositor
from compiler.link.print_volume import link_print
from compiler.link.volume import link
from compiler.model.diagnostics import Diagnostic
from compiler.model.galley import Ink
from compiler.model.look import Look
from compiler.model.publication import Publication
from compiler.model.volume import Edition, Inks, PressInks, PrintEdition
from compiler.proofread import proofread
from compiler.settle import Bound, Settler
from compiler.workshop import CACHE, Workshop
from compiler.world import Disk
from tests.builders import Copy
from tests.check.test_printers import PRESS, a_house
from tests.linked.builds import alone
from tests.linked.publications import Plan, publication, put

FRONT_AND_BACK = (
    "title", "how-to-read", "contents", "foreword", "map", "convergences", "matrix", "index", "sources", "colophon",
)  # fmt: skip
ALL_PARTS = Plan(2, (1, 3), cover=True, matter=FRONT_AND_BACK, roman=True, long=1)
TINY = Plan(1, (1,), cover=True, matter=("title",))

Edition_ = Literal["screen", "print", "all"]


def with_printers(root: Path, plan: Plan, default: str | None = "three", **houses: dict[str, Any]) -> Path:
    """A publication on disk, whose printers are these; `default` is the one that it names."""
    files = publication(plan)
    for path in ("front/how-to-read", "front/foreword", "back/colophon"):
        if path.partition("/")[2] not in plan.matter:
            del files[f"{path}/en.yaml"]
    frame: Copy = dict(files["publication.yaml"])  # type: ignore[arg-type]
    files["publication.yaml"] = frame | ({"printer": default} if default is not None else {})
    put(root, files)
    folder = root / "sources" / "printers"
    folder.mkdir(exist_ok=True)
    (folder / "press.icc").write_bytes(PRESS)
    for name, house in houses.items():
        write_house(root, name, house)
    return root


def write_house(root: Path, name: str, house: dict[str, Any]) -> None:
    (root / "sources" / "printers" / f"{name}.yaml").write_text(yaml.safe_dump(house), encoding="utf-8")


THREE = a_house()
FIVE = a_house(bleed={"all": "5"}, marks="yes", slug_area="10")


@dataclass(frozen=True)
class Done:
    """What a build said and wrote."""

    said: tuple[Diagnostic, ...]
    built: Built | None


def build(
    root: Path, edition: Edition_ | None = None, printer: str | None = None, release: bool = False, keep: bool = True
) -> Done:
    usual = gc.get_threshold()
    try:
        with Workshop(root, None, None, None, keep, alone()) as workshop:
            made = workshop.make(release, lambda _: None, edition, printer)
    finally:
        # A build looks for cycles rarely; other tests of this process measure memory.
        gc.set_threshold(*usual)
    if made.outcome is None:
        return Done((), None)
    return Done(made.outcome.diagnostics, made.outcome.value)


# ---- linked once more, in other inks


@dataclass(frozen=True)
class Set:
    """A publication as set, from the cache of its last build."""

    publication: Publication
    look: Look
    volume: Bound
    sheet: Bound
    world: Disk


@contextmanager
def set_again(root: Path) -> Generator[Set]:
    world = Disk(root)
    read = proofread(world, None).value
    assert read is not None
    assert read.checked is not None
    assert read.checked.publication is not None
    assert read.layouts is not None

    def nobody() -> Any:  # noqa: ANN401
        raise AssertionError("a part is set again that has been set before")

    compositor = Compositor(Cache(root / CACHE), nobody, read.layouts.look)
    try:
        made = Settler(world, read.layouts, read.checked.publication, compositor, lambda _: None).volume(())
        assert made.value is not None
        volume, sheet = made.value
        assert sheet is not None
        yield Set(read.checked.publication, read.layouts.look, volume, sheet, world)
    finally:
        compositor.close()


class BlackOnScreen:
    """Everything but paper in full black."""

    def operator(self, ink: Ink) -> bytes:
        shade = b"1 1 1" if ink.swatch == "paper" else b"0 0 0"
        return shade + (b" RG" if ink.stroke else b" rg")


class BlackOnPaper:
    """The same for a press."""

    def operator(self, ink: Ink) -> bytes:
        shade = b"0 0 0 0" if ink.swatch == "paper" else b"0 0 0 1"
        return shade + (b" K" if ink.stroke else b" k")

    def overprints(self, ink: Ink) -> bool:
        return ink.swatch != "paper"

    def spots(self, inks: object) -> dict[bytes, bytes]:
        del inks
        return {}


def on_screen(made: Set, bound: Bound, inks: Inks) -> bytes:
    faces = {face.digest: face.data for face in made.look.faces}
    edition = Edition(settings_of(made.world, made.publication), "ltr", False, inks, faces)
    out = io.BytesIO()
    link(bound.binding, bound.folios, _symbols(bound), _loads(bound), edition, out)
    return out.getvalue()


def on_paper(made: Set, bound: Bound, inks: PressInks, name: str, sheet: bool = False) -> bytes:
    printer = made.publication.printed_by(name)
    assert printer is not None
    faces = {face.digest: face.data for face in made.look.faces}
    settings = settings_of(made.world, made.publication)
    edition = PrintEdition(settings, "ltr", printer, PRESS, sheet, inks, faces, None)
    out = io.BytesIO()
    link_print(bound.binding, bound.folios, _symbols(bound), _loads(bound), edition, out)
    return out.getvalue()


def _symbols(bound: Bound) -> Sequence[Any]:
    return [each.symbols for each in bound.galleys]


def _loads(bound: Bound) -> Sequence[Any]:
    return [each.load for each in bound.galleys]
