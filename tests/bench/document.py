"""The same publication as a Typst document: for a yardstick outside of our own house.

    python -m tests.bench.document ROOT FOLDER      writes FOLDER/main.typ, one file a chapter, and the style

What it holds: contents, openers, headings, justified and hyphenated text of the same size on the same measure, foot
notes, notes in the margin, tables, bars, running heads, links, cross references with their pages, index, sources, tags.
It holds no maps, no cover and no drawings but bars.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from compiler.model.copy import Prose
from compiler.model.prose import Emphasis, Inline, List, Note, Paragraph, ProseBlock, Raised, Run, Strong
from compiler.model.publication import Block, Chart, Convergence, Foreword, Publication, Reference, Report, Table
from compiler.proofread import proofread
from compiler.world import Disk

STYLE = Path(__file__).with_name("style.typ")


def write(root: Path, folder: Path) -> None:
    """Write the document of the publication below `root`."""
    read = proofread(Disk(root), None)
    checked = read.value.checked if read.value else None
    if checked is None or checked.publication is None:
        raise SystemExit(f"{root} cannot be read: {read.diagnostics}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "style.typ").write_text(STYLE.read_text(encoding="utf-8"), encoding="utf-8")
    for name, text in document(checked.publication).items():
        (folder / name).write_text(text, encoding="utf-8")


def document(publication: Publication) -> Mapping[str, str]:
    """Files of the document by name; `main.typ` includes the others."""
    writer = _Writer(publication)
    foreword = publication.matter.foreword
    files = {
        **({"foreword.typ": writer.foreword(foreword)} if foreword else {}),
        **{f"{report.slug}.typ": writer.report(report) for report in publication.reports},
        **{f"{each.slug}.typ": writer.convergence(each) for each in publication.convergences},
        "index.typ": writer.index(),
        "sources.typ": writer.sources(),
    }
    included = "\n".join(f'#include "{name}"' for name in files)
    title, author = _string(publication.title.text), _string(publication.author.text)
    head = (
        '#import "style.typ": *\n'
        f"#set document(title: {title}, author: {author}, date: none)\n"
        f'#show: publication.with("{publication.language}")\n'
        f"#title-page({title}, {author})\n#contents()\n"
    )
    return {**files, "main.typ": head + included + "\n"}


class _Writer:
    """Writes the chapters of one publication."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._general = {each.key: each for _, group in publication.matter.general_sources for each in group}
        self._known = self._general
        self._anchors = frozenset(self._places())

    def _places(self) -> Iterator[str]:
        """Every anchor that the document sets."""
        for report in self._publication.reports:
            yield report.slug
            yield from (each.anchor for each in report.initiatives)
            yield from _figures((*report.approach, *(b for each in report.initiatives for b in each.body)))
            yield from _figures(report.closing)
        for each in self._publication.convergences:
            yield each.slug
            yield from _figures(each.body)
        foreword = self._publication.matter.foreword
        if foreword:
            yield "foreword"
            for section in foreword.sections:
                yield from (section.anchor,) if section.anchor else ()
                yield from _figures(section.body)

    # ---- chapters --------------------------------------------------------------------------------------------------

    def report(self, report: Report) -> str:
        self._known = {**self._general, **{each.key: each for each in report.sources}}
        lines = [
            '#import "style.typ": *',
            f"#show: chapter.with({_string(report.name.text)}, {_string(report.slug)}, opener: "
            f"[{_text(f'{report.authority}, {report.size}, {report.region}')}])",
            *(
                f"#key-figure[{_text(each.figure.text)}][{_text(each.text.text)}][{_text(each.credit.text)}]"
                for each in report.key_figures
            ),
            f"#standfirst[{self._prose(report.standfirst)}]",
            self._body(report.approach),
        ]
        for each in report.initiatives:
            facts = ", ".join(f"[{_text(fact.label)}], [{_text(fact.text.text)}]" for fact in each.facts)
            lines += [_heading(each.title.text, each.anchor), f"#facts({facts})", self._body(each.body)]
        lines += [
            self._body(report.closing),
            _heading(self._publication.terms["not_known"].text, None),
            self._prose(report.not_known),
            *(f"#later[{_text(each.date.text)}][{self._prose(each.prose)}]" for each in report.since_then),
            *(f"#item[{_text(each.text.text)}{self._page(each.to)}]" for each in report.elsewhere),
        ]
        return "\n\n".join(lines) + "\n"

    def convergence(self, each: Convergence) -> str:
        self._known = {**self._general, **{source.key: source for source in each.sources}}
        title = " ".join(line.text for line in each.title)
        return "\n\n".join(
            (
                '#import "style.typ": *',
                f"#show: chapter.with({_string(title)}, {_string(each.slug)}, opener: [])",
                f"#standfirst[{self._prose(each.standfirst)}]",
                self._body(each.body),
            )
        )

    def foreword(self, foreword: Foreword) -> str:
        self._known = self._general
        lines = [
            '#import "style.typ": *',
            f'#show: chapter.with({_string(foreword.title.text)}, "foreword", opener: [])',
            f"#standfirst[{self._prose(foreword.standfirst)}]",
        ]
        for section in foreword.sections:
            lines += [_heading(section.head.text, section.anchor)] if section.head else []
            lines.append(self._body(section.body))
        return "\n\n".join(lines) + "\n"

    def index(self) -> str:
        chapters = (*self._publication.reports, *self._publication.convergences)
        entries = sorted((entry.term.text, entry.to) for each in chapters for entry in each.index)
        lines: list[str] = []
        for term, group in groupby(entries, key=lambda entry: entry[0]):
            pages = ", ".join(f"#folio({_string(to)})" for _, to in group if to in self._anchors)
            lines.append(f"#item[{_text(term)} {pages}]")
        return self._list("index", lines, 3)

    def sources(self) -> str:
        lines: list[str] = []
        for each in (*self._publication.reports, *self._publication.convergences):
            title = each.name.text if isinstance(each, Report) else " ".join(line.text for line in each.title)
            lines += [f"#item[*{_text(title)}*]", *(f"#item[{_source(source)}]" for source in each.sources)]
        lines += [f"#item[{_source(each)}]" for each in self._general.values()]
        return self._list("sources", lines, 2)

    def _list(self, name: str, lines: Sequence[str], columns: int) -> str:
        title = self._publication.terms[f"{name}_title"].text
        head = f'#import "style.typ": *\n#show: listing.with({_string(title)}, {columns})\n\n'
        return head + "\n".join(lines) + "\n"

    # ---- blocks ----------------------------------------------------------------------------------------------------

    def _body(self, body: Iterable[Block]) -> str:
        return "\n\n".join(self._block(block) for block in body)

    def _block(self, block: Block) -> str:
        match block.kind:
            case "text":
                return self._prose(block.prose)
            case "aside":
                return f"#aside[{self._prose(block.prose)}]"
            case "result":
                figures = ", ".join(
                    f"([{_text(each.figure.text)}], [{_text(each.caption.text)}])" for each in block.figures
                )
                return f"#result([{_text(block.credit.text)}], {figures})"
            case "no_result":
                words = self._publication.terms["result_none"].text
                return f"#no-result[{_text(words)} {_text(block.text.text if block.text else '')}]"
            case "table":
                return self._table(block)
            case "chart":
                return self._chart(block)
            case "picture":
                return f"#no-result[{_text(block.alternative.text)}]"

    def _table(self, table: Table) -> str:
        aligned = ", ".join("right" if column.numeric else "left" for column in table.columns)
        heads = ", ".join(f"[{_text(column.name.text)}]" for column in table.columns)
        cells = ", ".join(
            f"table.cell(colspan: {cell.span})[{_text(cell.text.text)}{f'#super[{cell.ref}]' if cell.ref else ''}]"
            for row in table.rows
            for cell in row
        )
        note = f"\n#aside[{self._prose(table.note)}]" if table.note else ""
        return (
            f"#figures([{_text(table.caption.text)}], {_string(table.anchor)}, none, table("
            f"columns: ({'auto, ' * len(table.columns)}), align: ({aligned},), table.header({heads}), {cells})){note}"
        )

    def _chart(self, chart: Chart) -> str:
        rows: list[str] = []
        for datum in chart.data:
            values = [value for value, _ in datum.points] or [datum.value or datum.high or datum.at or 0]
            shown = datum.shown or datum.detail
            marks = ", ".join(f"{value:g}" for value in values)
            rows.append(f"([{_text(datum.name.text)}], ({marks},), [{_text(shown.text if shown else '')}])")
        note = f"\n#aside[{self._prose(chart.note)}]" if chart.note else ""
        alternative = _string(chart.alternative.text)
        drawn = f"bars({', '.join(rows)})"
        return f"#figures([{_text(chart.title.text)}], {_string(chart.anchor)}, {alternative}, {drawn}){note}"

    # ---- prose -----------------------------------------------------------------------------------------------------

    def _prose(self, prose: Prose) -> str:
        return "\n\n".join(self._paragraphs(prose.blocks))

    def _paragraphs(self, blocks: Iterable[ProseBlock]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, List):
                call = "enum" if block.ordered else "list"
                items = (" ".join(self._paragraphs(item)) for item in block.items)
                yield f"#{call}({', '.join(f'[{item}]' for item in items)})"
            else:
                yield self._paragraph(block)

    def _paragraph(self, paragraph: Paragraph) -> str:
        return re.sub(r"^(\d+)\.", r"\1\\.", self._inline(paragraph.children))

    def _inline(self, children: Iterable[Inline]) -> str:
        return "".join(self._child(child) for child in children)

    def _child(self, child: Inline) -> str:
        match child:
            case Run(text):
                return _text(text)
            case Raised(text):
                return f"#super[{_text(text)}]"
            case Emphasis(children):
                return f"#emph[{self._inline(children)}]"
            case Strong(children):
                return f"#strong[{self._inline(children)}]"
            case Note(children):
                return f"#footnote[{self._inline(children)}]"
            case _:
                return self._link(child.scheme, child.target, self._inline(child.children))

    def _link(self, scheme: str, target: str, words: str) -> str:
        if scheme == "web":
            return f"#link({_string(target)})[{words}]"
        if scheme == "source":
            source = self._known[target]
            words = words or _text(source.text.text)
            return f"#link({_string(source.address)})[{words}]" if source.address else words
        if target not in self._anchors:
            return words
        return f"#link(label({_string(target)}))[{words or _text(target)}]{self._page(target)}"

    def _page(self, target: str) -> str:
        return f" (page #folio({_string(target)}))" if target in self._anchors else ""


def _figures(body: Iterable[Block]) -> Iterator[str]:
    for block in body:
        if isinstance(block, Table | Chart):
            yield block.anchor


def _source(source: Reference) -> str:
    words = _text(source.text.text)
    return f"#link({_string(source.address)})[{words}]" if source.address else words


def _heading(words: str, anchor: str | None) -> str:
    return f"#head([{_text(words)}], {_string(anchor) if anchor else 'none'})"


def _string(text: str) -> str:
    """A literal of Typst; its escapes are among those of JSON, but for signs beyond ASCII, which stand as they are."""
    return json.dumps(text, ensure_ascii=False)


def _text(text: str) -> str:
    """Plain words as markup; what would begin a list or a heading at the start of a line is no longer there."""
    escaped = re.sub(r"""([\\#*_`$<>@~/\[\]"'])""", r"\\\1", text)
    return re.sub(r"^[=+-](?= )", r"\\\g<0>", escaped)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
