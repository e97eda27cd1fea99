"""Prose of the copy -> HTML: paragraphs and lists with their field, notes where they are called, links with folios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from compiler.model.copy import Anchor, Prose
from compiler.model.prose import Emphasis, Inline, Link, List, Note, Paragraph, Raised, Run, Strong
from compiler.pour.bench import Bench, source_mark
from compiler.pour.language import closing
from compiler.pour.typography import NO_BREAK, no_runt, typographic


def blocks(prose: Prose, bench: Bench) -> Markup:
    """Each block an element of its own that carries the field."""
    writer = _Writer(prose, bench)
    return Markup("\n").join(writer.block(block) for block in prose.blocks)


def inline(prose: Prose, bench: Bench) -> Markup:
    """The content of a paragraph without its element; several are set apart by line breaks."""
    writer = _Writer(prose, bench)
    paragraphs: list[Paragraph] = []
    for block in prose.blocks:
        paragraphs += [block] if isinstance(block, Paragraph) else [each for item in block.items for each in item]
    return Markup("<br>").join(writer.paragraph(each) for each in paragraphs)


class _Writer:
    """Writes one prose field; its slug tells whose sources its notes mean."""

    def __init__(self, prose: Prose, bench: Bench) -> None:
        self._field, self._bench = prose.field, bench
        self._owner = prose.field.split("/")[0]
        self._mark = source_mark(prose.field)

    def block(self, block: Paragraph | List) -> Markup:
        if isinstance(block, Paragraph):
            return Markup("<p {}>{}</p>").format(self._mark, self.paragraph(block))
        tag = "ol" if block.ordered else "ul"
        start = Markup(f' start="{block.start}"') if block.ordered and block.start != 1 else Markup("")
        items = Markup("").join(Markup("<li {}>{}</li>").format(self._mark, self._item(item)) for item in block.items)
        return Markup(f"<{tag}{{}} {{}}>{{}}</{tag}>").format(start, self._mark, items)

    def paragraph(self, block: Paragraph) -> Markup:
        """The content of a paragraph, whose short last word keeps company."""
        return self._inline(_without_runt(block.children))

    def _item(self, paragraphs: Sequence[Paragraph]) -> Markup:
        if len(paragraphs) == 1:
            return self.paragraph(paragraphs[0])
        return Markup("").join(Markup("<p {}>{}</p>").format(self._mark, self.paragraph(each)) for each in paragraphs)

    def _inline(self, children: Sequence[Inline]) -> Markup:
        return Markup("").join(self._one(child) for child in _with_raised(children))

    def _one(self, child: Inline) -> Markup:
        if isinstance(child, Run):
            return escape(typographic(child.text, self._bench.language))
        if isinstance(child, Emphasis):
            return Markup("<em>{}</em>").format(self._inline(child.children))
        if isinstance(child, Strong):
            return Markup("<strong>{}</strong>").format(self._inline(child.children))
        if isinstance(child, Raised):
            return Markup("<sup>{}</sup>").format(child.text)
        if isinstance(child, Note):
            stop = closing(self._plain(child.children), self._bench.language)
            return Markup('<span class="fn" {}>{}{}</span>').format(self._mark, self._inline(child.children), stop)
        return self._link(child)

    def _plain(self, children: Sequence[Inline]) -> str:
        """The words of some children as they will be printed."""
        return self._inline(children).striptags()

    def _link(self, link: Link) -> Markup:
        words = self._inline(link.children)
        if link.scheme == "web":
            return Markup('<a href="{}">{}</a>').format(link.target, words or link.target)
        if link.scheme == "source":
            return self._source(link.target, words)
        anchor = self._bench.targets.landing(Anchor(link.target))
        words = words or escape(typographic(self._bench.targets.title(Anchor(link.target)), self._bench.language))
        if anchor is None:
            return words
        if link.scheme == "to":
            words = self._with_folio(words, anchor)
        return Markup('<a href="#{}">{}</a>').format(anchor, words)

    def _source(self, key: str, words: Markup) -> Markup:
        cited = self._bench.targets.cited(self._owner, key)
        if cited is None:
            return words or escape(key)
        words = words or escape(typographic(cited.reference.text.text, self._bench.language))
        if cited.anchor is None:
            return words
        return Markup('<a href="#{}">{}</a>').format(cited.anchor, words)

    def _with_folio(self, words: Markup, anchor: Anchor) -> Markup:
        """Words and folio as the term `reference` puts them: `{text} (page {folio})`."""
        term = self._bench.publication.terms.words.get("reference")
        pattern = typographic(term.text, self._bench.language) if term else "{text} ({folio})"
        # The folio must not be parted from the word that announces it.
        pattern = pattern.replace(" {folio}", "\u00a0{folio}")
        return Markup(str(escape(pattern)).replace("{text}", words).replace("{folio}", self._bench.folio(anchor)))


def _with_raised(children: Sequence[Inline]) -> Iterator[Inline]:
    """Children in which a raised letter that begins a note holds on to the word after it: `^a^ All days`."""
    before: Inline | None = None
    opens = False
    for child in children:
        if isinstance(child, Run) and opens and child.text.startswith(" "):
            child = Run(NO_BREAK + child.text[1:])
        starts = before is None or (isinstance(before, Run) and before.text.endswith(" "))
        opens = starts and isinstance(child, Raised)
        before = child
        yield child


def _without_runt(children: Sequence[Inline]) -> tuple[Inline, ...]:
    """Children whose last run of text, notes aside, holds on to its short last word."""
    for index in range(len(children) - 1, -1, -1):
        child = children[index]
        if isinstance(child, Note):
            continue
        if isinstance(child, Run):
            return (*children[:index], Run(no_runt(child.text)), *children[index + 1 :])
        break
    return tuple(children)
