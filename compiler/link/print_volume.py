"""Galleys -> a file for the press: what is drawn of them, in inks, on sheets with bleed (PDF/X-4, ISO 15930-7).

What is only for readers of the screen edition stays behind: tags, links, names, outline. Marked content stays in the
streams: it paints nothing, and PDF/X allows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from compiler.link.catalog import write_press_catalog, write_press_info
from compiler.link.fonts import Embedder, Lettering, Union, lettered, union
from compiler.link.pages import blank_pages
from compiler.link.painted import STATES, prepared
from compiler.link.printed import printed
from compiler.link.relocate import Base, Relocator, picture_heads
from compiler.link.separations import Separator
from compiler.link.sheets import REGISTRATION, SLUG_FONT, Sheet, marks, sheet_of, slug_line
from compiler.link.sound import look_at_symbols
from compiler.link.stamp import FONT as STAMP
from compiler.link.stamp import Stamper
from compiler.link.syntax import reference, references
from compiler.link.trees import PageTree
from compiler.link.write import Writer
from compiler.model.container import Container, DamagedGalleyError
from compiler.model.copy import Digest
from compiler.model.galley import GalleyObject, GalleyPage, Symbols
from compiler.model.part import Folios
from compiler.model.volume import Binding, Binds, Linked, PrintEdition

VERSION = "1.6"
"""Of PDF, which PDF/X-4 keeps to."""

ALL = b"[/Separation/All/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 1 1 1]/N 1>>]"
"""The colour of registration marks."""

_REFERENCE = re.compile(rb"\0r([0-9]+)\0")
_SPACES = re.compile(rb"/ColorSpace\s*(?:\0r[0-9]+\0|<<>>)")
_STATES = re.compile(rb"/ExtGState\s*<<")
_GROUP = re.compile(rb"/Group\s*<<[^<>]*>>")
_MASKED = re.compile(rb"/G\s*\0r([0-9]+)\0")
_KEY = re.compile(rb"/StructParents?\s*\0k[0-9]+\0")
_FADED = re.compile(rb"/(?:ca|CA)\s*(?!1(?:\.0*)?(?![0-9.]))[0-9.]|/SMask\s*<<|/BM\s*/(?!Normal)")
_RESOURCES = re.compile(rb"/Resources\s*\0r([0-9]+)\0")


def link_print(
    binding: Binding,
    folios: Folios,
    symbols: Sequence[Symbols],
    galleys: Sequence[Callable[[], Container]],
    edition: PrintEdition,
    out: BinaryIO,
) -> Linked:
    """Write a file for the press to `out`; `binding` begins with a recto unless it is that of a single sheet.

    As for `link`, each galley is opened once and let go. The same input gives the same bytes. Raises
    `DamagedGalleyError` for a galley that contradicts itself, `UnusableFaceError` for a font.
    """
    if not binding.pages:
        raise ValueError("there are no pages to link")
    look_at_symbols(binding, symbols)
    volume = _PrintVolume(binding, folios, symbols, edition, out)
    for part, opened in enumerate(galleys):
        volume.add(part, opened())
    return volume.end()


class _PrintVolume:
    """A file being written."""

    def __init__(
        self, binding: Binding, folios: Folios, symbols: Sequence[Symbols], edition: PrintEdition, out: BinaryIO
    ) -> None:
        self._binding, self._folios, self._symbols, self._edition = binding, folios, symbols, edition
        self._writer = writer = Writer(out, VERSION)
        self._catalog, self._info, self._fonts = writer.reserve(), writer.reserve(), writer.reserve()
        self._tree = PageTree(writer, len(binding.pages))
        self._states = b"".join(b"%s %s" % (key, reference(writer.add(state))) for key, state in STATES)
        self._spaces = b"/ColorSpace %s" % reference(writer.add(self._colour_spaces()))
        self._separator = Separator(edition.icc, edition.printer.ink)
        self._pictures: dict[Digest, int] = {}
        self._drawn: dict[bytes, int] = {}
        self._slugs = self._slug_lines()
        stamp = edition.stamp
        self._stamper = Stamper(writer, stamp, edition.faces, edition.inks) if stamp is not None else None

    def _colour_spaces(self) -> bytes:
        spots = self._edition.inks.spots(ink for each in self._symbols for ink in each.inks)
        return b"<<%s%s%s>>" % (REGISTRATION, ALL, b"".join(key + space for key, space in spots.items()))

    def _slug_lines(self) -> Lettering | None:
        """What every page says in its slug area; None without one."""
        edition = self._edition
        if not edition.printer.marks or edition.slug_face is None:
            return None
        return lettered(edition.slug_face, edition.faces, [self._told(index) for index in range(len(self._tree.pages))])

    def _told(self, index: int) -> str:
        """The title, the page in the file, the printing condition, the date: nothing that is in a language."""
        edition, count = self._edition, len(self._tree.pages)
        date = edition.settings.date.date().isoformat()
        pieces = (edition.settings.title, f"{index + 1}/{count}", edition.printer.condition.name, date)
        return "   ".join(piece for piece in pieces if piece)

    # ---- parts

    def add(self, part: int, galley: Container) -> None:
        """Write what is drawn of a galley."""
        symbols = self._symbols[part]
        objects = galley.objects()
        if len(objects) != symbols.objects:
            raise DamagedGalleyError("objects.json", "its objects are not those of its symbols")
        heads = self._heads([each.head for each in objects], symbols)
        kept = _reached(heads, symbols)
        pictures = [self._picture(digest, galley) for digest in symbols.pictures]
        base = self._base(part, kept, pictures)
        relocator = Relocator(symbols, base, self._edition.inks)
        over = [None if ink.stroke else self._edition.inks.overprints(ink) for ink in symbols.inks]
        for index, head in zip(kept, relocator.heads([heads[index] for index in kept]), strict=True):
            self._object(base.numbers[index], objects[index], head, relocator, over)
        self._pages(part, base)
        self._writer.close_group()

    def _heads(self, heads: Sequence[bytes], symbols: Symbols) -> list[bytes]:
        """Heads as a press wants them: resources with our own, groups in four inks, no keys of structure."""
        resources = {page.resources - 1 for page in symbols.pages}
        resources |= {int(each) - 1 for head in heads for each in _RESOURCES.findall(head)}
        masks = {int(each) - 1 for head in heads for each in _MASKED.findall(head)}
        faded = any(_FADED.search(head) for head in heads)
        made: list[bytes] = []
        for index, head in enumerate(heads):
            if index in resources:
                head = self._with_our_own(head)
            if b"/Group" in head and b"/S /Transparency" in head:
                head = _grouped(head, index in masks, faded)
            made.append(_KEY.sub(b"", head))
        return made

    def _with_our_own(self, head: bytes) -> bytes:
        """Resources with our graphics states and colour spaces; those of the layouts are no swatches."""
        head = _SPACES.sub(b"", head)
        if _STATES.search(head) is None:
            head = head.removesuffix(b">>") + b"/ExtGState<<>>>>"
        head = _STATES.sub(lambda found: found[0] + self._states, head, count=1)
        return head.removesuffix(b">>") + self._spaces + b">>"

    def _base(self, part: int, kept: Sequence[int], pictures: Sequence[int]) -> Base:
        symbols, first = self._symbols[part], self._binding.firsts[part]
        uses = (printed(use, part, symbols.part, self._binding, self._folios) for use in symbols.folios)
        start = self._writer.reserve(len(kept))
        numbers = [0] * symbols.objects
        for at, index in enumerate(kept, start=start):
            numbers[index] = at
        return Base(
            numbers=numbers,
            pages=self._tree.pages[first : first + len(symbols.pages)],
            keys=0,
            pictures=pictures,
            figures=tuple(use.figures for use in uses),
            document=0,
            fonts=self._fonts,
        )

    def _object(
        self, number: int, each: GalleyObject, head: bytes, relocator: Relocator, over: Sequence[bool | None]
    ) -> None:
        match each.kind:
            case "plain":
                self._writer.plain(number, head)
            case "content":
                self._writer.stream(number, head, relocator.content(prepared(each.stream, over)), deflate=True)
            case "data":
                self._writer.stream(number, head, each.stream)

    def _picture(self, digest: Digest, galley: Container) -> int:
        """The number of a picture, which is separated and written when it first occurs."""
        if digest not in self._pictures:
            objects = self._separator.picture(galley.picture(digest))
            first = self._pictures[digest] = self._writer.reserve(len(objects))
            heads = picture_heads([each.head for each in objects], first)
            for number, (each, head) in enumerate(zip(objects, heads, strict=True), start=first):
                self._writer.stream(number, head, each.stream)
        return self._pictures[digest]

    # ---- pages

    def _pages(self, part: int, base: Base) -> None:
        symbols, first = self._symbols[part], self._binding.firsts[part]
        for at, page in enumerate(symbols.pages, start=first):
            contents, resources = base.numbers[page.contents - 1], base.numbers[page.resources - 1]
            self._page(at, page, [contents] if not page.blank else [], reference(resources))

    def _page(self, index: int, page: GalleyPage, contents: Sequence[int], resources: bytes) -> None:
        """A page as a sheet: what comes before and after its own content is written once for all that are alike."""
        if self._stamper is not None:
            contents = self._stamper.streams(contents[0] if contents else None, page.width, page.height)
        sheet = sheet_of(page, self._edition.printer, self._binds(index))
        pieces = [self._once(sheet.opening()), *contents, self._once(b"Q")] if contents else []
        pieces += [self._once(each) for each in self._round(index, sheet)]
        shown = b"/Contents%s" % references(pieces) if pieces else b""
        self._writer.plain(
            self._tree.pages[index],
            b"<</Type/Page/Parent %s%s%s/Resources %s>>"
            % (reference(self._tree.parent(index)), sheet.boxes(), shown, resources),
        )

    def _binds(self, index: int) -> Binds:
        """The side of the spine: left of a recto, but right of it in a book that is read from right to left."""
        if self._edition.sheet:
            return "neither"
        recto = index % 2 == 0
        return "left" if recto != (self._edition.direction == "rtl") else "right"

    def _round(self, index: int, sheet: Sheet) -> Iterator[bytes]:
        if not self._edition.printer.marks:
            return
        yield marks(sheet)
        if self._slugs is not None:
            yield slug_line(sheet, self._slugs.codes[index])

    def _once(self, content: bytes) -> int:
        if content not in self._drawn:
            self._drawn[content] = self._writer.add_stream(b"<<>>", content, deflate=True)
        return self._drawn[content]

    def end(self) -> Linked:
        """Write what belongs to the file as a whole."""
        writer, tree, edition = self._writer, self._tree, self._edition
        plain = b"<</Font %s%s>>" % (reference(self._fonts), self._spaces)
        for index, like in blank_pages(self._binding, self._symbols):
            self._page(index, like, (), plain)
        tree.write()
        fonts = dict(union(self._symbols))
        if self._slugs is not None:
            fonts[SLUG_FONT.decode()[1:]] = self._slugs.font
        if self._stamper is not None:
            fonts[STAMP] = Union(self._stamper.use)
            fonts[STAMP].add(self._stamper.use)
        Embedder(writer, edition.faces).write(self._fonts, fonts)
        write_press_catalog(writer, self._catalog, edition, tree.root)
        write_press_info(writer, self._info, edition)
        objects, length, digest = writer.end(self._catalog, self._info)
        return Linked(len(tree.pages), objects, length, digest)


def _grouped(head: bytes, mask: bool, faded: bool) -> bytes:
    """A form whose group is in four inks, or grey where it is a mask.

    Where nothing in a galley is seen through, a group changes nothing on paper, but that type in it could not overprint
    what lies under it: so it is taken away.
    """
    if mask:
        return head.replace(b"/CS /DeviceRGB", b"/CS /DeviceGray")
    if not faded:
        return _GROUP.sub(b"", head)
    return head.replace(b"/CS /DeviceRGB", b"/CS /DeviceCMYK")


def _reached(heads: Sequence[bytes], symbols: Symbols) -> list[int]:
    """Indices of the objects that pages draw with, in order: not annotations, not elements of structure."""
    found: set[int] = set()
    waiting = [number - 1 for page in symbols.pages for number in (page.contents, page.resources)]
    while waiting:
        index = waiting.pop()
        if index in found:
            continue
        if not 0 <= index < len(heads):
            raise DamagedGalleyError("objects.json", f"there is no object {index + 1}")
        found.add(index)
        waiting += [int(each) - 1 for each in _REFERENCE.findall(heads[index])]
    return sorted(found)
