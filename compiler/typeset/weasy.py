"""Parts as poured -> the publication as set in one WeasyPrint run, or one part as a galley."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from threading import Lock

from compiler.model.diagnostics import Diagnostic, Outcome, error
from compiler.model.galley import Destination, FontUse, Galley, Heading, Ink, Settings, SetVolume
from compiler.model.look import Look
from compiler.model.part import Poured
from compiler.typeset.adapters.breaks import heads_closed
from compiler.typeset.adapters.folios import folios_relocated, own_folios
from compiler.typeset.adapters.heads import heads_of
from compiler.typeset.adapters.kept import fonts_gathered, generate_pdf, links_kept
from compiler.typeset.adapters.labels import labels_followed
from compiler.typeset.adapters.lines import lines_kept
from compiler.typeset.adapters.loops import Loops, loops_watched
from compiler.typeset.adapters.margins import Crowded, margins_settled
from compiler.typeset.adapters.notes import notes_stay
from compiler.typeset.adapters.painting import painting_followed
from compiler.typeset.adapters.parsing import patterns_kept
from compiler.typeset.adapters.pseudo import pseudo_styles_deferred
from compiler.typeset.adapters.references import references_kept
from compiler.typeset.adapters.swatches import swatches_painted
from compiler.typeset.assets import Fetcher
from compiler.typeset.bound import frames, parts_of_pages, whole
from compiler.typeset.collector import collector_resting
from compiler.typeset.desk import Desk
from compiler.typeset.door import Box, Untyped, weasyprint
from compiler.typeset.finish import OPTIONS, PageLabel, finisher
from compiler.typeset.folios import Numbering
from compiler.typeset.fonts import KnownFaces, configured
from compiler.typeset.listening import Ear, listening
from compiler.typeset.messages import of_run, of_sheets
from compiler.typeset.objects import Left, Taken, take_apart
from compiler.typeset.overset import look_at_containers, look_at_labels, look_at_pages
from compiler.typeset.proof import overlay, painted_over
from compiler.typeset.sheets import Sheets, sheets_of
from compiler.typeset.sourcemap import Origins, Seen, anchors_of, boxes_of, set_pages, texts, walk
from compiler.typeset.tags import Entry, Tags, place, tagging
from compiler.typeset.type_used import TypeWatch, look_at_label_styles, look_at_styles
from compiler.typeset.whereabouts import (
    look_at_links,
    look_at_margins,
    look_at_names,
    look_at_notes,
    look_at_remains,
)

_one_at_a_time = Lock()
"""Adapters stand in WeasyPrint's modules while a run lasts, so two runs in one process would meet."""


def typeset(poured: tuple[Poured, ...], look: Look, settings: Settings) -> Outcome[SetVolume]:
    """Set all parts in one run, and say what is wrong with the pages. Nothing is drawn unless `settings.pdf`."""
    if not poured:
        return Outcome(SetVolume(b"", (), {}, {}, ()))
    with _one_at_a_time, collector_resting():
        try:
            return _Run(poured, look, settings).set()
        except _Breakdown as crash:
            return Outcome(None, _told(crash, poured, look, settings))


def set_galley(poured: Poured, look: Look, settings: Settings, first: int) -> Outcome[Galley]:
    """Set one part alone, its first page on the side it opens on (`either` is a recto), as object file.

    Figures of folios are relocations; `first` is the number of its first page, which is printed only where it cannot be
    one, in roman numerals.
    """
    with _one_at_a_time, collector_resting():
        try:
            return _Run((poured,), look, settings, first).galley()
        except _Breakdown as crash:
            return Outcome(None, _told(crash, (poured,), look, settings))


class _Breakdown(Exception):  # noqa: N818  # it becomes a diagnostic
    """WeasyPrint broke down over the layout."""


def _told(crash: _Breakdown, poured: Sequence[Poured], look: Look, settings: Settings) -> tuple[Diagnostic, ...]:
    """Which parts it breaks down over, each set alone; all of them together when none does so by itself."""
    told = f"{type(crash.__cause__).__name__}: {crash.__cause__}"
    guilty = [each.part.id for each in poured if len(poured) > 1 and _crashes(_Run((each,), look, settings))]
    parts = guilty or [each.part.id for each in poured]
    named = ", ".join(f"`{part}`" for part in parts)
    message = f"the typesetter broke down over {'the part' if len(parts) == 1 else 'one of the parts'} {named}"
    return (error("typesetter-crash", message, notes=(told,)),)


def _crashes(run: _Run) -> bool:
    try:
        run.set()
    except _Breakdown:
        return True
    return False


@dataclass(frozen=True, slots=True)
class _Laid:
    """The document as laid out, and what the adapters saw."""

    html: Untyped
    document: Untyped
    numbering: Numbering
    crowded: Sequence[Crowded]
    loops: Loops


class _Run:
    """One run over all parts."""

    def __init__(self, poured: tuple[Poured, ...], look: Look, settings: Settings, first: int = 1) -> None:
        self._poured, self._look, self._settings, self._first = poured, look, settings, first
        self._parts = [each.part for each in poured]
        self._known = KnownFaces(look.faces)
        self._fonts = configured(look.faces)
        self._fetcher = Fetcher((asset for each in poured for asset in each.assets), look.faces)

    def set(self) -> Outcome[SetVolume]:
        sheets = sheets_of(self._poured, self._look)
        titles = {part.id: part.title for part in self._parts}
        with listening() as ear, tagging(self._settings.language, titles) as tags:
            laid = self._lay_out(sheets)
            origins = Origins(laid.html.etree_element, self._parts)
            desk = Desk(origins, self._parts, laid.numbering.pages)
            desk.take(*of_sheets(sheets.remarks))
            walked = list(walk(laid.document.pages))
            volume = self._volume(laid, walked, origins)
            look_at_links(laid.document.pages, volume.anchors, desk)
            self._inspect(laid, walked, desk)
            pdf = self._draw(laid, walked, volume, tags, ear, desk) if self._settings.pdf else b""
            desk.take(*tags.faults)
        of_run(ear.heard, sheets.files, self._poured, desk)
        return Outcome(replace(volume, pdf=pdf) if pdf is not None else None, desk.found)

    def galley(self) -> Outcome[Galley]:
        sheets = sheets_of(self._poured, self._look)
        part = self._parts[0]
        fonts: dict[str, FontUse] = {}
        with (
            listening() as ear,
            links_kept(),
            fonts_gathered(fonts, self._known),
            tagging(self._settings.language, {part.id: part.title}, alone=True) as tags,
        ):
            laid = self._lay_out(sheets)
            origins = Origins(laid.html.etree_element, self._parts)
            desk = Desk(origins, self._parts, laid.numbering.pages, alone=True)
            desk.take(*of_sheets(sheets.remarks))
            walked = list(walk(laid.document.pages))
            volume = self._volume(laid, walked, origins)
            self._inspect(laid, walked, desk)
            taken = self._objects(laid, walked, volume, tags, ear, desk, fonts)
            desk.take(*tags.faults)
        of_run(ear.heard, sheets.files, self._poured, desk)
        if taken is None:
            return Outcome(None, desk.found)
        made = Galley(
            taken.symbols, taken.objects, taken.pictures, volume.anchors, volume.boxes, volume.texts, desk.found
        )
        return Outcome(made, desk.found)

    def _lay_out(self, sheets: Sheets) -> _Laid:
        with patterns_kept():
            html = weasyprint.HTML(string=whole(self._poured, self._settings), url_fetcher=self._fetcher)
        numbering = Numbering(self._parts, self._first)
        names = parts_of_pages(frames(self._poured))

        def number(page: Box) -> tuple[int | None, bool]:
            kind = page.page_type
            turned = numbering.turn(None if kind.blank else names.get(kind.name))
            return (turned.folio.number if turned.folio is not None else None), turned.begins

        config, faces = self._fonts
        with (
            pseudo_styles_deferred(),
            lines_kept(),
            notes_stay(),
            heads_closed(),
            margins_settled() as crowded,
            heads_of(number),
            loops_watched() as loops,
        ):
            try:
                document = html.render(font_config=config, stylesheets=[faces, sheets.parsed], **OPTIONS)
            except Exception as fault:
                raise _Breakdown from fault
        return _Laid(html, document, numbering, crowded, loops)

    def _volume(self, laid: _Laid, walked: Sequence[Seen], origins: Origins) -> SetVolume:
        numbered = laid.numbering.pages
        return SetVolume(
            b"",
            set_pages(walked, numbered, self._parts),
            anchors_of(laid.document.pages),
            boxes_of(walked, origins),
            tuple(texts(walked, origins, numbered, self._parts)),
        )

    def _inspect(self, laid: _Laid, walked: Sequence[Seen], desk: Desk) -> None:
        pages = laid.document.pages
        look_at_names(laid.html.etree_element, desk)
        look_at_notes(walked, desk)
        look_at_margins(walked, laid.crowded, desk)
        look_at_remains(walked, laid.numbering.pages, laid.loops.left_over, desk)
        overset = look_at_containers(pages, desk)
        crowded = [each for note in laid.crowded for each in note.element.iter()]
        overset |= {(each, index) for each in crowded for index in range(len(pages))}
        look_at_pages(walked, pages, desk, overset)
        look_at_styles(walked, self._known, desk)
        if not laid.loops.settled:
            desk.tell("unsettled-layout", f"the pages did not settle in {laid.loops.turns} turns")

    def _draw(
        self, laid: _Laid, walked: Sequence[Seen], volume: SetVolume, tags: Tags, ear: Ear, desk: Desk
    ) -> bytes | None:
        """The PDF; None when something could not be painted, which is told."""
        labels = tuple(self._labels(laid.numbering))
        bled = any(part.kind == "cover-sheet" for part in self._parts)
        with self._painted(laid, walked, volume, ear, desk, None):
            return laid.document.write_pdf(finisher=finisher(tags, self._settings, labels, bled), **OPTIONS)
        return None

    def _objects(
        self,
        laid: _Laid,
        walked: Sequence[Seen],
        volume: SetVolume,
        tags: Tags,
        ear: Ear,
        desk: Desk,
        fonts: Mapping[str, FontUse],
    ) -> Taken | None:
        """The PDF taken apart; None when something could not be painted, which is told."""
        document, pages, part = laid.document, laid.document.pages, self._parts[0]
        own, mixed = own_folios(pages)
        for _ in mixed:
            message = f"the folio of the part `{part.id}` stands in one margin box with other words"
            desk.take(error("joined-folio", message, help=("give the folio a margin box of its own",)))
        relocated = part.counted and part.numerals == "arabic"
        inks: dict[Ink, int] = {}
        with (
            self._painted(laid, walked, volume, ear, desk, inks),
            folios_relocated(own if relocated else {}, tags.folios) as folios,
        ):
            pdf = generate_pdf(document)
            for box in folios.uneven:
                message = f"the folio `{box.text}` is set in figures of unequal width"
                remedy = 'set `.folio` with `font-feature-settings: "tnum"` and `font-kerning: none`'
                desk.tell("uneven-folio", message, box.element, help=(remedy,))
            known = {name for page in pages for name in page.anchors}
            links = [target for page in pages for kind, target, *_ in page.links if kind == "internal"]
            left = Left(
                part=part.id,
                pages=volume.pages,
                bleeds=[page.bleed for page in pages],
                fonts=fonts,
                folios=folios.uses,
                inks=tuple(inks),
                headings=[_heading(pages, each) for top in tags.outline for each in (top, *top.below)],
                links=[each for each in dict.fromkeys(links) if each not in known],
            )
            return take_apart(pdf, left)
        return None

    @contextmanager
    def _painted(
        self,
        laid: _Laid,
        walked: Sequence[Seen],
        volume: SetVolume,
        ear: Ear,
        desk: Desk,
        inks: dict[Ink, int] | None,
    ) -> Generator[None]:
        """Watch over what is painted inside; swatches become colours, or `inks`. What cannot be painted ends it."""
        pages = laid.document.pages
        over = overlay(pages, volume.boxes, self._look, self._settings, self._fonts)
        watch = TypeWatch(self._known)
        with ExitStack() as stack:
            brush = stack.enter_context(painting_followed(watch.hear))
            ear.where = lambda: brush.box
            words = stack.enter_context(labels_followed(brush))
            unnamed = stack.enter_context(swatches_painted(self._look.swatches, brush, inks))
            stack.enter_context(painted_over(over, pages, brush))
            stack.enter_context(references_kept())
            try:
                yield
            except (AttributeError, IndexError, NotImplementedError) as fault:
                # What it raises where it mixes colours of borders and gradients: it can mix none that is a swatch.
                if brush.box is None:
                    raise
                told = str(fault) or type(fault).__name__
                desk.tell("undrawable", f"something cannot be painted: {told}", brush.box.element)
        watch.report(desk)
        look_at_labels(words, pages, walked, desk)
        look_at_label_styles(words, self._known, desk)
        for each in unnamed:
            element = each.box.element if each.box is not None else None
            desk.tell(
                "unnamed-colour",
                f"something is painted in `{each.colour}`, which is no swatch",
                element,
                help=("name a swatch: `color(--NAME 1)`",),
            )

    def _labels(self, numbering: Numbering) -> Iterator[PageLabel]:
        """How viewers name each page; a blank page goes with the part before it."""
        label = ""
        for page in numbering.pages:
            if page.part is not None:
                label = self._parts[page.part].label or ""
            folio = page.folio
            yield PageLabel(label) if folio is None else PageLabel("", folio.numerals, folio.number)


def _heading(pages: Sequence[Untyped], entry: Entry) -> Heading:
    x, y = place(pages, entry.target)
    return Heading(entry.title, entry.level, Destination(entry.target.page_index, x, y))
