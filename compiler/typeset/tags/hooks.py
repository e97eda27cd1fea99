"""What is changed in WeasyPrint while a publication is laid out and drawn."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from compiler.model.copy import PartId
from compiler.model.diagnostics import Diagnostic
from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Box, Untyped, boxes, document, draw_text, inline, stream
from compiler.typeset.tags.faults import faults
from compiler.typeset.tags.glyphs import Fonts
from compiler.typeset.tags.links import Links
from compiler.typeset.tags.marks import Marks
from compiler.typeset.tags.outline import Entry, entries, write_outline
from compiler.typeset.tags.tree import Tree
from compiler.typeset.tags.words import broken_words
from compiler.typeset.tags.write import write

pdf: Any = import_module("weasyprint.pdf")

LEANS_ON: Leaning = (
    ("weasyprint.layout.inline.split_text_box", "8c564329599e"),
    ("weasyprint.layout.inline.remove_last_whitespace", "53f0c79c9fbb"),
    ("weasyprint.draw.text.draw_first_line", "1bb8eae6d88e"),
    ("weasyprint.draw.text.draw_text", "ebaf96239c6c"),
    ("weasyprint.draw.draw_inline_level", "068162a401d0"),
    ("weasyprint.draw.draw_block_level", "3de9ec3ad4aa"),
    ("weasyprint.document.Page.paint", "bb108552ee70"),
    ("weasyprint.pdf.generate_pdf", "626343ef25c3"),
    ("weasyprint.pdf.resolve_links", "f95937bb4e4f"),
    ("weasyprint.pdf.add_links", "262e8b9b2998"),
    ("weasyprint.pdf.add_outlines", "9f5d6afde789"),
    ("weasyprint.pdf.add_tags", "f0e74575b0ba"),
    ("weasyprint.pdf.build_fonts_dictionary", "fc551bef35d0"),
    ("weasyprint.pdf.stream.Stream.marked", "63ad2e4d99aa"),
    ("weasyprint.pdf.stream.Stream.artifact", "3e2130a0431c"),
)


@dataclass(slots=True)
class Tags:
    """What one run leaves behind; `faults` and `outline` are complete once the PDF has been drawn.

    With `alone` the run sets one part of a volume: what only a whole publication has to have is not asked for, and no
    outline is written. `folios` are then the runs of figures that stand for a folio, with its index.
    """

    language: str
    titles: Mapping[PartId, str]
    alone: bool = False
    folios: dict[Box, int] = field(default_factory=dict[Box, int])
    faults: list[Diagnostic] = field(default_factory=list[Diagnostic])
    outline: list[Entry] = field(default_factory=list[Entry])


@contextmanager
def tagging(language: str, titles: Mapping[PartId, str], alone: bool = False) -> Generator[Tags]:
    """Wrap WeasyPrint for one run: enclose both `render` and `write_pdf` of one document.

    `titles` gives each part (the id of its element of class `part`) the title its section carries. Raises
    `AttributeError` when a function of WeasyPrint that this leans on is not where it was.
    """
    tags = Tags(language, titles, alone)
    run = _Run(tags)
    with replaced(
        (inline, "split_text_box", _breaks_told(inline.split_text_box)),
        (inline, "remove_last_whitespace", _spaces_told(inline.remove_last_whitespace)),
        (draw_text, "draw_first_line", _spaces_drawn(draw_text.draw_first_line)),
        (document.Page, "paint", run.paint(document.Page.paint)),
        (pdf, "resolve_links", run.resolve_links(pdf.resolve_links)),
        (pdf, "build_fonts_dictionary", run.build_fonts(pdf.build_fonts_dictionary)),
        (pdf, "add_outlines", run.add_outlines()),
        (pdf, "add_tags", run.add_tags()),
        (stream.Stream, "marked", run.marked(stream.Stream.marked)),
    ):
        yield tags


class _Run:
    """One document: its tree, once it is laid out, and what has been drawn of it."""

    def __init__(self, tags: Tags) -> None:
        self._tags = tags
        self._fonts = Fonts()
        self._pages: dict[int, int] = {}
        self._tree: Tree | None = None
        self._marks: Marks | None = None
        self._links: Links | None = None

    def resolve_links(self, original: Untyped) -> Untyped:
        """The first that `generate_pdf` does with the pages: here the tree is grown and links are chosen."""

        def resolve_links(pages: Sequence[Untyped]) -> Iterator[tuple[list[Untyped], list[Untyped]]]:
            self._pages = {id(page): index for index, page in enumerate(pages)}
            self._tree = Tree(pages)
            self._tree.folios = self._tags.folios
            self._marks = Marks(self._tree, broken_words(self._tree.root), self._fonts)
            self._links = Links(self._tree)
            for index, (links, anchors) in enumerate(original(pages)):
                chosen, added = self._links.of_page(index, links)
                yield chosen, [*anchors, *added]

        return resolve_links

    def paint(self, original: Untyped) -> Untyped:
        def paint(page: Untyped, target: Untyped, scale: float = 1) -> None:
            original(page, target, scale)
            if target._tags is not None and self._marks is not None:
                self._marks.settle(self._pages[id(page)])

        return paint

    def marked(self, original: Untyped) -> Untyped:
        @contextmanager
        def marked(target: Untyped, box: Box, tag: str) -> Generator[None]:
            if target._tags is None or self._marks is None:
                with original(target, box, tag):
                    yield
            else:
                with self._marks.marked(target, box, tag):
                    yield

        return marked

    def build_fonts(self, original: Untyped) -> Untyped:
        def build_fonts_dictionary(
            target: Untyped, fonts: Mapping[Untyped, Untyped], *rest: Untyped, **more: Untyped
        ) -> Untyped:
            for font in fonts.values():
                self._fonts.mend(font)
            return original(target, fonts, *rest, **more)

        return build_fonts_dictionary

    def add_outlines(self) -> Untyped:
        def add_outlines(target: Untyped, bookmarks: Untyped, parent: Untyped = None) -> tuple[list[Untyped], int]:
            """The outline is made of the structure, by `add_tags`."""
            return [], 0

        return add_outlines

    def add_tags(self) -> Untyped:
        def add_tags(target: Untyped, laid: Untyped, version: Untyped, page_streams: Iterable[Untyped]) -> None:
            if self._tree is None or self._marks is None:
                raise RuntimeError("WeasyPrint no longer resolves links before it adds tags")
            tags, shaped = (
                self._tags,
                write(target, laid, self._tree, self._marks, self._tags.language, self._tags.titles),
            )
            tags.outline = entries(self._tree)
            if not tags.alone:
                write_outline(target, laid.pages, tags.outline)
            tags.faults += faults(shaped, self._tree, whole=not tags.alone)

        return add_tags


def _breaks_told(original: Untyped) -> Untyped:
    """Let runs of text remember how their line was broken, which the text itself no longer shows."""

    def split_text_box(
        context: Untyped, box: Box, available_width: Untyped, skip: int, *rest: Untyped, **more: Untyped
    ) -> Untyped:
        run, resume, preserved = original(context, box, available_width, skip, *rest, **more)
        if run is not None:
            raw = box.text.encode()
            run.after_space = bool(skip) and raw[:skip].isspace()
            if resume is not None:
                said = raw[skip:resume].decode()
                hyphen = run.style["hyphenate_character"]
                if preserved or said[-1:].isspace():
                    run.line_break = "space"
                elif said.endswith("\u00ad") or (run.text.endswith(hyphen) and not said.endswith(hyphen)):
                    run.line_break = "hyphen"
                else:
                    run.line_break = "none"
        return run, resume, preserved

    return split_text_box


def _spaces_told(original: Untyped) -> Untyped:
    """Let runs of text remember the space that the end of their line has swallowed."""

    def remove_last_whitespace(context: Untyped, line: Box) -> None:
        last = line
        while isinstance(last, boxes.LineBox | boxes.InlineBox) and last.children:
            last = last.children[-1]
        before = getattr(last, "text", None)
        original(context, line)
        if before is not None and before != last.text:
            last.line_break = "space"

    return remove_last_whitespace


@dataclass(slots=True)
class _Shown:
    """A run of spaces that is to be drawn like any other text."""

    style: Untyped
    pango_layout: Untyped
    text: str = "x"


def _spaces_drawn(original: Untyped) -> Untyped:
    """Draw spaces that stand alone between elements: in tagged text they part words (ISO 32000-1, 14.8.2.5)."""

    def draw_first_line(target: Untyped, box: Box, *rest: Untyped, **more: Untyped) -> Untyped:
        if isinstance(box, boxes.TextBox) and box.text and not box.text.strip() and target._tags is not None:
            box = _Shown(box.style, box.pango_layout)
        return original(target, box, *rest, **more)

    return draw_first_line
