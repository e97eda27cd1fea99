"""What a build writes: parts are set and bound (`settle.py`), linked here, and put in place all at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Literal

from compiler import manifest
from compiler.compositor import Compositor
from compiler.link.inks import ScreenInks
from compiler.link.print_inks import PrintInks
from compiler.link.print_volume import link_print
from compiler.link.volume import link
from compiler.model.copy import Digest, PartId
from compiler.model.diagnostics import Diagnostic, Outcome, error
from compiler.model.galley import Ink, Settings
from compiler.model.look import Look
from compiler.model.printer import Printer
from compiler.model.publication import Publication
from compiler.model.script import Direction, direction
from compiler.model.volume import Edition, PrintEdition, Stamp
from compiler.model.world import World
from compiler.output import write_together
from compiler.pour import Shelf
from compiler.proofread import Proofread
from compiler.settle import Bound, Progress, Settler, faulty
from compiler.world import Disk

SOURCES = PurePosixPath("sources")

INTERIOR, COVER = "print/interior.pdf", "print/cover.pdf"
"""What goes to the printer, below the folder of the language."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which editions are wanted, and whose press: None leaves it to the publication.

    Without an `edition` a build makes the screen edition, a release the print edition too if there is a printer.
    """

    edition: Literal["screen", "print", "all"] | None = None
    printer: str | None = None

    def screen(self) -> bool:
        return self.edition != "print"

    def press(self, release: bool, publication: Publication) -> bool:
        if self.edition is None:
            return release and (self.printer or publication.printer) is not None
        return self.edition != "screen"


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
    asked: Asked = Asked(),
) -> Outcome[Built]:
    """Pour, set, link and write the editions asked for: with faults they are stamped, and as a release not written.

    A release that is refused takes away what stands in print/, or an older file could be sent in its place.
    """
    made = _build(world, root, read, compositor, release, progress, shelf, asked)
    checked = read.value.checked if read.value is not None else None
    if release and made.value is None and checked is not None and checked.publication is not None:
        for name in (INTERIOR, COVER):
            (root / "build" / checked.publication.language / name).unlink(missing_ok=True)
    return made


def _build(
    world: Disk,
    root: Path,
    read: Outcome[Proofread],
    compositor: Callable[[Look], Compositor],
    release: bool,
    progress: Progress,
    shelf: Shelf | None,
    asked: Asked,
) -> Outcome[Built]:
    said = list(read.diagnostics)
    if read.value is None or read.value.checked is None or read.value.layouts is None:
        return Outcome(None, tuple(said))
    publication, layouts = read.value.checked.publication, read.value.layouts
    if publication is None or (release and said):
        return Outcome(None, tuple(said))
    press = asked.press(release, publication)
    chosen = _printer(publication, asked, press)
    said += chosen.diagnostics
    if chosen.diagnostics:
        return Outcome(None, tuple(said))
    hand = compositor(layouts.look)
    try:
        made = Settler(world, layouts, publication, hand, progress, shelf, chosen.value).volume(said)
        said += made.diagnostics
        if made.value is None or (release and said):
            return Outcome(None, tuple(said))
        progress("linking")
        volume, sheet = made.value
        stamp = _stamp(publication, layouts.look, said)
        linker = _Linker(world, publication, layouts.look, volume, sheet, stamp)
        results = linker.screen() if asked.screen() else {}
        if press and chosen.value is not None:
            results |= linker.press(chosen.value)
        files = _write(world, root, publication, read.value, volume, results)
    finally:
        hand.close()
    parts = tuple(part.id for part in volume.parts)
    told = volume if asked.screen() or chosen.value is None else volume.interior(chosen.value.page_multiple)
    pages = len(told.binding.pages)
    return Outcome(Built(files, pages, faulty(said), parts, hand.reasons), tuple(said))


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


def _printer(publication: Publication, asked: Asked, press: bool) -> Outcome[Printer]:
    """Who prints; None where it does not matter. A name that somebody asks for has to be that of an enabled printer."""
    chosen = publication.printed_by(asked.printer)
    if asked.printer is not None and (chosen is None or not chosen.enabled):
        return Outcome(None, (_no_such_printer(publication, asked.printer, chosen),))
    if press and chosen is None:
        message = "the print edition needs a printer, and none is named"
        help_ = "name one with `--printer`, or as `printer:` in sources/publication.yaml"
        return Outcome(None, (error("no-printer", message, help=(help_,)),))
    return Outcome(chosen)


def _no_such_printer(publication: Publication, name: str, known: Printer | None) -> Diagnostic:
    enabled = ", ".join(f"`{each.name}`" for each in publication.printers if each.enabled) or "none"
    help_ = (f"enabled are {enabled}",)
    if known is None:
        return error("unknown-printer", f"no printer has the name `{name}`", help=help_)
    return error("disabled-printer", f"the printer `{name}` is not enabled", field=f"{known.field}/enabled", help=help_)


def _write(
    world: Disk,
    root: Path,
    publication: Publication,
    read: Proofread,
    volume: Bound,
    results: dict[PurePosixPath, bytes],
) -> tuple[PurePosixPath, ...]:
    """Write what has been linked, map and manifest; each appears whole, or none of them, the manifest last."""
    assert read.layouts is not None
    look = read.layouts.look
    folder = PurePosixPath("build", publication.language)
    folios = [str(page.folio) if page.folio is not None else None for page in volume.binding.pages]
    results[folder / "map.json"] = manifest.field_map(volume.boxes(), folios, read.places, read.sources)
    results[PurePosixPath("build/manifest.json")] = manifest.manifest(world.read_digests, results, look.faces)
    write_together({root / path: data for path, data in results.items()})
    return tuple(results)


class _Linker:
    """Links the editions of one volume and its cover sheet."""

    def __init__(
        self,
        world: Disk,
        publication: Publication,
        look: Look,
        volume: Bound,
        sheet: Bound | None,
        stamp: Stamp | None,
    ) -> None:
        self._stamp = stamp
        self._world, self._look, self._volume, self._sheet = world, look, volume, sheet
        self._folder = PurePosixPath("build", publication.language)
        self._settings = settings_of(world, publication)
        self._direction: Direction = direction(publication.language)
        self._faces = {face.digest: face.data for face in look.faces}

    def screen(self) -> dict[PurePosixPath, bytes]:
        """The volume as read, covers included, and the sheet that its covers are parts of."""
        results = {self._folder / "publication.pdf": self._linked(self._volume, bled=False)}
        if self._sheet is not None:
            results[self._folder / "cover-sheet.pdf"] = self._linked(self._sheet, bled=True)
        return results

    def press(self, printer: Printer) -> dict[PurePosixPath, bytes]:
        """Interior and cover after a printer's profile; none without its colour profile, which has been missed."""
        if printer.condition.icc is None:
            return {}
        icc = self._world.read(SOURCES / printer.condition.icc)
        inside = self._volume.interior(printer.page_multiple)
        results = {self._folder / INTERIOR: self._printed(inside, printer, icc, sheet=False)}
        if self._sheet is not None:
            results[self._folder / COVER] = self._printed(self._sheet, printer, icc, sheet=True)
        return results

    def _linked(self, bound: Bound, bled: bool) -> bytes:
        inks = ScreenInks(self._look.swatches)
        edition = Edition(self._settings, self._direction, bled, inks, self._faces, self._stamp)
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

    def _printed(self, bound: Bound, printer: Printer, icc: bytes, sheet: bool) -> bytes:
        edition = PrintEdition(
            settings=self._settings,
            direction=self._direction,
            printer=printer,
            icc=icc,
            sheet=sheet,
            inks=PrintInks(self._look.swatches),
            faces=self._faces,
            slug_face=_slug_face(self._look),
            stamp=self._stamp,
        )
        out = BytesIO()
        link_print(
            bound.binding,
            bound.folios,
            [each.symbols for each in bound.galleys],
            [each.load for each in bound.galleys],
            edition,
            out,
        )
        return out.getvalue()


def _slug_face(look: Look) -> Digest | None:
    """An upright face near the regular weight, of the sans where there is one."""
    upright = [face for face in look.faces if not face.italic]
    sans = look.families.get("sans")
    faces = sorted(upright, key=lambda face: (face.family != sans, abs(face.weight - 400), face.path))
    return faces[0].digest if faces else None


def _stamp(publication: Publication, look: Look, said: Sequence[Diagnostic]) -> Stamp | None:
    """The stamp of a proof; none where nothing is at fault."""
    swatch, face = look.loudest, look.heaviest
    if not faulty(said) or face is None:
        return None
    ink = Ink(swatch.name if swatch is not None else "", 1, stroke=True)
    return Stamp(publication.terms["proof"].text, face.digest, ink, under=replace(ink, tint=0))
