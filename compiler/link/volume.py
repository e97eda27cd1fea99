"""Galleys -> the volume: one PDF, written from its first byte to its last while galleys come and go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO

from compiler.link.catalog import write_catalog, write_info
from compiler.link.fonts import Embedder, Union, union
from compiler.link.names import destinations, faults
from compiler.link.outline import Entry, destination, nested, write_outline
from compiler.link.pages import blank_page, blank_pages, page_of_part
from compiler.link.printed import printed
from compiler.link.relocate import Base, Relocator, picture_heads
from compiler.link.sound import look_at_symbols
from compiler.link.stamp import FONT as STAMP
from compiler.link.stamp import Stamper
from compiler.link.structure import Structure
from compiler.link.trees import PageTree, name_tree
from compiler.link.write import Writer
from compiler.model.container import Container, DamagedGalleyError
from compiler.model.copy import Digest
from compiler.model.diagnostics import Outcome
from compiler.model.galley import GalleyObject, GalleyPage, Symbols
from compiler.model.part import Folios
from compiler.model.volume import Binding, Edition, Linked


def link(
    binding: Binding,
    folios: Folios,
    symbols: Sequence[Symbols],
    galleys: Sequence[Callable[[], Container]],
    edition: Edition,
    out: BinaryIO,
) -> Outcome[Linked]:
    """Write the volume to `out`; say what links and folios cannot be resolved, which `faults` tells beforehand.

    `symbols` and `galleys` stand in the order in which `binding` bound them. Each galley is opened once, and let go
    before the next: memory grows with symbols and with numbers of objects only. The same input gives the same bytes.
    Raises `DamagedGalleyError` for a galley that contradicts itself, `UnusableFaceError` for a font.
    """
    if not binding.pages:
        raise ValueError("there are no pages to link")
    look_at_symbols(binding, symbols)
    volume = _Volume(binding, folios, symbols, edition, out)
    for part, opened in enumerate(galleys):
        volume.add(part, opened())
    return Outcome(volume.end(), faults(binding, folios, symbols))


class _Volume:
    """A volume being written. Numbers of objects are running sums: those of the front, then of each galley."""

    def __init__(
        self, binding: Binding, folios: Folios, symbols: Sequence[Symbols], edition: Edition, out: BinaryIO
    ) -> None:
        self._binding, self._folios, self._symbols, self._edition = binding, folios, symbols, edition
        self._writer = Writer(out)
        self._catalog = self._writer.reserve()
        self._info = self._writer.reserve()
        self._fonts = self._writer.reserve()
        self._structure = Structure(self._writer)
        self._tree = PageTree(self._writer, len(binding.pages))
        self._pictures: dict[Digest, int] = {}
        stamp = edition.stamp
        self._stamper = Stamper(self._writer, stamp, edition.faces, edition.inks) if stamp is not None else None

    def add(self, part: int, galley: Container) -> None:
        """Write what a galley holds: pictures that are new, then its objects and pages."""
        symbols = self._symbols[part]
        pictures = [self._picture(digest, galley) for digest in symbols.pictures]
        base = self._base(part, pictures)
        relocator = Relocator(symbols, base, self._edition.inks)
        objects = galley.objects()
        if len(objects) != symbols.objects:
            raise DamagedGalleyError("objects.json", "its objects are not those of its symbols")
        heads = relocator.heads([each.head for each in objects])
        for number, each, head in zip(base.numbers, objects, heads, strict=True):
            self._object(number, each, head, relocator)
        self._pages(part, base)
        self._structure.hang(symbols, base.numbers)
        self._writer.close_group()

    def _base(self, part: int, pictures: Sequence[int]) -> Base:
        symbols, first = self._symbols[part], self._binding.firsts[part]
        uses = (printed(use, part, symbols.part, self._binding, self._folios) for use in symbols.folios)
        start = self._writer.reserve(symbols.objects)
        return Base(
            numbers=range(start, start + symbols.objects),
            pages=self._tree.pages[first : first + len(symbols.pages)],
            keys=self._structure.keys,
            pictures=pictures,
            figures=tuple(use.figures for use in uses),
            document=self._structure.document,
            fonts=self._fonts,
        )

    def _object(self, number: int, each: GalleyObject, head: bytes, relocator: Relocator) -> None:
        match each.kind:
            case "plain":
                self._writer.plain(number, head)
            case "content":
                self._writer.stream(number, head, relocator.content(each.stream), deflate=True)
            case "data":
                self._writer.stream(number, head, each.stream)

    def _picture(self, digest: Digest, galley: Container) -> int:
        """The number of a picture, which is written when it first occurs; its mask has the number after it."""
        if digest not in self._pictures:
            objects = galley.picture(digest)
            first = self._pictures[digest] = self._writer.reserve(len(objects))
            heads = picture_heads([each.head for each in objects], first)
            for number, (each, head) in enumerate(zip(objects, heads, strict=True), start=first):
                self._writer.stream(number, head, each.stream)
        return self._pictures[digest]

    def _pages(self, part: int, base: Base) -> None:
        symbols, first, bled = self._symbols[part], self._binding.firsts[part], self._edition.bled
        for index, (page, number) in enumerate(zip(symbols.pages, base.pages, strict=True)):
            parent, key = self._tree.parent(first + index), base.keys + index
            contents = self._stamped(base.numbers[page.contents - 1], page)
            self._writer.plain(number, page_of_part(page, parent, base.numbers, key, bled, contents))

    def _stamped(self, own: int | None, page: GalleyPage) -> bytes | None:
        """The contents of a page of a proof; None of any other."""
        return self._stamper.contents(own, page.width, page.height) if self._stamper is not None else None

    def end(self) -> Linked:
        """Write what belongs to the volume as a whole."""
        writer, tree = self._writer, self._tree
        for index, like in blank_pages(self._binding, self._symbols):
            contents = self._stamped(None, like)
            drawn = (contents, self._fonts) if contents is not None else None
            writer.plain(tree.pages[index], blank_page(like, tree.parent(index), self._edition.bled, drawn))
        tree.write()
        self._structure.write()
        fonts = dict(union(self._symbols))
        if self._stamper is not None:
            fonts[STAMP] = Union(self._stamper.use)
            fonts[STAMP].add(self._stamper.use)
        Embedder(writer, self._edition.faces).write(self._fonts, fonts)
        labels = [page.label for page in self._binding.pages]
        names, outline = self._names(), self._outline()
        write_catalog(writer, self._catalog, self._edition, labels, tree.root, self._structure.root, names, outline)
        write_info(writer, self._info, self._edition)
        objects, length, digest = writer.end(self._catalog, self._info)
        return Linked(len(labels), objects, length, digest)

    def _names(self) -> int | None:
        entries = [
            (name, destination(self._tree.pages[index], at))
            for name, index, at in destinations(self._binding, self._symbols)
        ]
        return name_tree(self._writer, entries) if entries else None

    def _outline(self) -> int | None:
        pages = self._tree.pages
        headings = (
            (each.level, Entry(each.title, destination(pages[first + each.at.page_index], each.at)))
            for first, symbols in zip(self._binding.firsts, self._symbols, strict=True)
            for each in symbols.headings
        )
        top = nested(headings)
        return write_outline(self._writer, top) if top else None
