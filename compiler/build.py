"""What a build writes: parts are set and bound (`settle.py`), linked here, and put in place all at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath

from compiler import manifest
from compiler.compositor import Compositor
from compiler.link.inks import ScreenInks
from compiler.link.volume import link
from compiler.model.copy import PartId
from compiler.model.diagnostics import Diagnostic, Outcome
from compiler.model.galley import Ink, Settings
from compiler.model.look import Look
from compiler.model.publication import Publication
from compiler.model.script import direction
from compiler.model.volume import Edition, Stamp
from compiler.model.world import World
from compiler.output import write_together
from compiler.pour import Shelf
from compiler.proofread import Proofread
from compiler.settle import Bound, Progress, Settler, faulty
from compiler.world import Disk


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, relative to the publication's folder, and how the volume turned out.

    `parts` are those of the volume in order, `reasons` tells of those that were set anew why they were.
    """

    files: tuple[PurePosixPath, ...]
    pages: int
    proof: bool
    parts: tuple[PartId, ...]
    reasons: Mapping[PartId, str]


def build(
    world: Disk,
    root: Path,
    read: Outcome[Proofread],
    compositor: Callable[[Look], Compositor],
    release: bool,
    progress: Progress,
    shelf: Shelf | None = None,
) -> Outcome[Built]:
    """Pour, set, link and write the screen edition: with faults it is stamped, and as a release not written."""
    said = list(read.diagnostics)
    if read.value is None or read.value.checked is None or read.value.layouts is None:
        return Outcome(None, tuple(said))
    publication, layouts = read.value.checked.publication, read.value.layouts
    if publication is None or (release and said):
        return Outcome(None, tuple(said))
    hand = compositor(layouts.look)
    try:
        made = Settler(world, layouts, publication, hand, progress, shelf).volume(said)
        said += made.diagnostics
        if made.value is None or (release and said):
            return Outcome(None, tuple(said))
        progress("linking")
        volume, sheet = made.value
        files = _write(world, root, publication, read.value, volume, sheet, _stamp(publication, layouts.look, said))
    finally:
        hand.close()
    parts = tuple(part.id for part in volume.parts)
    return Outcome(Built(files, len(volume.binding.pages), faulty(said), parts, hand.reasons), tuple(said))


def settings_of(world: World, publication: Publication) -> Settings:
    """What a file says of itself; its date is that of SOURCE_DATE_EPOCH, or else of the edition."""
    midnight = datetime.datetime.combine(publication.date, datetime.time(), datetime.UTC)
    return Settings(
        language=publication.language,
        title=publication.title.text,
        author=publication.author.text,
        subject=publication.subject.text,
        keywords=publication.keywords,
        date=world.date() or midnight,
        stamp=None,
        marks=(),
        pdf=False,
    )


def _write(
    world: Disk,
    root: Path,
    publication: Publication,
    read: Proofread,
    volume: Bound,
    sheet: Bound | None,
    stamp: Stamp | None,
) -> tuple[PurePosixPath, ...]:
    """Write volume, cover sheet, map and manifest; each appears whole, or none of them, the manifest last."""
    assert read.layouts is not None
    look, settings = read.layouts.look, settings_of(world, publication)
    folder = PurePosixPath("build", publication.language)
    results = {folder / "publication.pdf": _linked(volume, look, settings, stamp, bled=False)}
    if sheet is not None:
        results[folder / "cover-sheet.pdf"] = _linked(sheet, look, settings, stamp, bled=True)
    folios = [str(page.folio) if page.folio is not None else None for page in volume.binding.pages]
    results[folder / "map.json"] = manifest.field_map(volume.boxes(), folios, read.places, read.sources)
    results[PurePosixPath("build/manifest.json")] = manifest.manifest(world.read_digests, results, look.faces)
    write_together({root / path: data for path, data in results.items()})
    return tuple(results)


def _stamp(publication: Publication, look: Look, said: Sequence[Diagnostic]) -> Stamp | None:
    """The stamp of a proof; none where nothing is at fault."""
    swatch, face = look.loudest, look.heaviest
    if not faulty(said) or face is None:
        return None
    ink = Ink(swatch.name if swatch is not None else "", 1, stroke=True)
    return Stamp(publication.terms["proof"].text, face.digest, ink, under=replace(ink, tint=0))


def _linked(bound: Bound, look: Look, settings: Settings, stamp: Stamp | None, bled: bool) -> bytes:
    faces = {face.digest: face.data for face in look.faces}
    edition = Edition(settings, direction(settings.language), bled, ScreenInks(look.swatches), faces, stamp)
    out = BytesIO()
    link(
        bound.binding,
        bound.folios,
        [each.symbols for each in bound.galleys],
        [each.load for each in bound.galleys],
        edition,
        out,
    )
    return out.getvalue()
