"""Structure elements as they will be written (ISO 32000-1, 14.7.2 and 14.8.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compiler.typeset.tags.marks import Content
from compiler.typeset.tags.tree import Area, Node
from compiler.typeset.tags.words import Word

ROLES: Mapping[str, str] = {"Aside": "Sect", "Em": "Span", "Strong": "Span"}
"""Names of PDF 2.0 that say more than those of PDF 1.7, each with the standard one it stands for."""

INLINE = frozenset(("Code", "Em", "Lbl", "Link", "Note", "Quote", "Reference", "Span", "Strong"))

LOOSE = frozenset(("P", "Div", "Sect", "Aside", "NonStruct"))
"""Elements that may be opened where only running text is allowed."""

Attribute = str | int | float | tuple["Attribute", ...]
"""A name when it begins with a slash, else a text; numbers and arrays as they are."""


@dataclass(eq=False, slots=True)
class Elem:
    """`node` is what the element was made of; `attributes` stand under their owner (`Table`, `Layout`, `List`)."""

    role: str
    kids: list[Item]
    node: Node | None = None
    title: str | None = None
    lang: str | None = None
    alt: str | None = None
    actual: str | None = None
    expansion: str | None = None
    id: str | None = None
    attributes: dict[str, dict[str, Attribute]] = field(default_factory=dict[str, dict[str, Attribute]])
    contents: str | None = None

    @property
    def block(self) -> bool:
        return self.role not in INLINE

    def below(self) -> Iterator[Elem]:
        """The element and all in it, each before what is in it."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Elem):
                yield from kid.below()


Item = Elem | Content | Area


def is_block(item: Item) -> bool:
    return isinstance(item, Elem) and item.block


def running(items: Iterable[Item]) -> list[Item]:
    """Items as running text: paragraphs and groups among them are opened."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Elem) and item.role in LOOSE and item.lang is None:
            out += running(item.kids)
        elif isinstance(item, Elem) and item.role in LOOSE:
            item.role, item.kids = "Span", running(item.kids)
            out.append(item)
        else:
            out.append(item)
    return out


def grouped(items: Iterable[Item]) -> list[Item]:
    """Items as blocks: running text among them becomes paragraphs."""
    out: list[Item] = []
    run: list[Item] = []

    def close() -> None:
        if run:
            out.append(Elem("P", list(run)))
            run.clear()

    for item in items:
        if is_block(item):
            close()
            out.append(item)
        else:
            run.append(item)
    close()
    return out


def filled(items: list[Item]) -> list[Item]:
    """Items of a cell, an item of a list, a caption: text alone stands in it directly, more than that as blocks."""
    if not any(is_block(item) and not _picture(item) for item in items):
        return items
    blocks = grouped(items)
    only = blocks[0]
    if len(blocks) == 1 and isinstance(only, Elem) and only.role == "P" and only.lang is None:
        return only.kids
    return blocks


def _picture(item: Item) -> bool:
    return isinstance(item, Elem) and item.role == "Figure"


def words_joined(items: Iterable[Item]) -> list[Item]:
    """The parts of each broken word in one element that says the whole of it."""
    out: list[Item] = []
    word: Word | None = None
    for item in items:
        found = item.word if isinstance(item, Content) else None
        last = out[-1] if out else None
        if found is not None and found is word and isinstance(last, Elem):
            last.kids.append(item)
        elif found is not None:
            out.append(Elem("Span", [item], actual=found.text))
        else:
            out.append(item)
        word = found
    return out
