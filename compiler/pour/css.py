"""The only door to tinycss2: style sheets as trees of our own, every piece with its offset in the file.

Names follow CSS Syntax 3: component values, declarations, qualified rules, at-rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2
import tinycss2.color4

from compiler.model.diagnostics import Label, Source, Span

Parsed = Any
"""A node of tinycss2, which has no types; it does not leave this module."""


@dataclass(frozen=True, slots=True)
class Value:
    """A component value. `kind` is tinycss2's (`ident`, `hash`, `function`, `dimension`, `() block`, ...).

    `name` is what identifies it: an identifier, the name of a function, the unit of a dimension, the text of a string
    or an address. `number` is that of a number, percentage or dimension.
    """

    kind: str
    name: str
    text: str
    start: int
    number: float = 0
    children: tuple[Value, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Declaration:
    name: str
    value: tuple[Value, ...]
    start: int

    @property
    def end(self) -> int:
        return self.value[-1].end if self.value else self.start + len(self.name)

    @property
    def text(self) -> str:
        return "".join(value.text for value in self.value).strip()


@dataclass(frozen=True, slots=True)
class Rule:
    """A qualified rule, or an at-rule when `keyword` is not empty; `content` is None for an at-rule without a block."""

    keyword: str
    prelude: tuple[Value, ...]
    content: tuple[Item, ...] | None
    start: int

    @property
    def selector(self) -> str:
        return "".join(value.text for value in self.prelude).strip()

    @property
    def end(self) -> int:
        return self.prelude[-1].end if self.prelude else self.start + len(self.keyword) + 1


@dataclass(frozen=True, slots=True)
class Broken:
    """What CSS drops in silence: not a rule, not a declaration."""

    message: str
    start: int


Item = Declaration | Rule | Broken


class Sheet:
    """A style sheet, or the style attribute of an element, inside a source."""

    def __init__(self, source: Source, start: int = 0, end: int | None = None) -> None:
        self.source = source
        self._text = source.text[start:end]
        self._base = start
        self._starts = Source(source.path, self._text.replace("\f", "\n")).starts()

    def rules(self) -> tuple[Item, ...]:
        """The sheet as rules."""
        parsed: Any = tinycss2.parse_stylesheet(self._text, skip_comments=True, skip_whitespace=True)
        return tuple(self._items(parsed))

    def declarations(self) -> tuple[Item, ...]:
        """The text as the content of a style attribute."""
        parsed: Any = tinycss2.parse_blocks_contents(self._text, skip_comments=True, skip_whitespace=True)
        return tuple(self._items(parsed))

    def values(self) -> tuple[Value, ...]:
        """The text as component values, as an attribute of SVG holds them."""
        parsed: Any = tinycss2.parse_component_value_list(self._text, skip_comments=True)
        return self._values(parsed)

    def label(self, piece: Value | Declaration | Rule | Broken, text: str = "") -> Label:
        """A mark under a piece of the sheet."""
        end = piece.start + 1 if isinstance(piece, Broken) else piece.end
        return Label(Span(self.source.path, piece.start, max(piece.start + 1, end)), text)

    def _items(self, nodes: Iterable[Any]) -> Iterator[Item]:
        for node in nodes:
            start = self._offset(node)
            if node.type == "error":
                yield Broken(str(node.message), start)
            elif node.type == "declaration":
                yield Declaration(str(node.name), self._values(node.value), start)
            elif node.type in ("qualified-rule", "at-rule"):
                keyword = str(node.lower_at_keyword) if node.type == "at-rule" else ""
                content = None if node.content is None else tuple(self._block(node.content))
                yield Rule(keyword, self._values(node.prelude), content, start)

    def _block(self, content: Parsed) -> Iterator[Item]:
        return self._items(tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True))

    def _values(self, nodes: Iterable[Any] | None) -> tuple[Value, ...]:
        return tuple(self._value(node) for node in nodes or () if node.type != "comment")

    def _value(self, node: Parsed) -> Value:
        kind, children, number = str(node.type), (), 0.0
        name = ""
        if kind in ("ident", "hash", "string", "url", "literal", "at-keyword"):
            name = str(node.value)
        elif kind == "function":
            name, children = str(node.lower_name), self._values(node.arguments)
        elif kind in ("number", "percentage", "dimension"):
            number = float(node.value)
            name = str(node.lower_unit) if kind == "dimension" else ""
        elif kind in ("() block", "[] block", "{} block"):
            children = self._values(node.content)
        elif kind == "error":
            name = str(node.message)
        return Value(
            kind, name, str(node.serialize()) if kind != "error" else "?", self._offset(node), number, children
        )

    def _offset(self, node: Parsed) -> int:
        line, column = int(node.source_line), int(node.source_column)
        return self._base + self._starts[min(line, len(self._starts)) - 1] + column - 1


def rules_in(items: Iterable[Item]) -> Iterator[Rule]:
    """All rules, nested ones included."""
    for item in items:
        if isinstance(item, Rule):
            yield item
            yield from rules_in(item.content or ())


def walk(values: Iterable[Value]) -> Iterator[Value]:
    """All values, those inside functions and blocks included."""
    for value in values:
        yield value
        yield from walk(value.children)


def words(values: Iterable[Value]) -> tuple[Value, ...]:
    """Values without the white space between them."""
    return tuple(value for value in values if value.kind != "whitespace")


def groups(values: Iterable[Value]) -> list[list[Value]]:
    """Values as separated by commas; white space is kept inside groups, not around them."""
    found: list[list[Value]] = [[]]
    for value in values:
        if value.kind == "literal" and value.name == ",":
            found.append([])
        elif value.kind != "whitespace" or found[-1]:
            found[-1].append(value)
    for group in found:
        while group and group[-1].kind == "whitespace":
            group.pop()
    return found


def is_colour(word: str) -> bool:
    """True for a colour by name (CSS Color 4), system colours included; `transparent` and `currentcolor` are none."""
    parsed: Any = tinycss2.color4.parse_color(word)
    return parsed is not None and parsed != "currentcolor" and word.lower() != "transparent"
