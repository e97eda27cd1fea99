"""Page masters: `@page front` in a layout's sheet becomes a master of its own for each part.

A part wants its own tokens in its margin boxes and its own folios, and margin boxes take tokens from `@page` only. So
the rules of named masters are cut out of a sheet and written once for each part, under the part's name for the master,
and `page: front` becomes `page: var(--master-front)`, which the wrapper of each part sets. Nothing moves to another
line, so what is said of a sheet still holds for its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import tinycss2
import tinycss2.ast

Token = tinycss2.ast.Node


@dataclass(frozen=True, slots=True)
class Word:
    """A name in a sheet, from offset `start` to `end`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet taken apart: `body` without named masters, the names of masters, and where their rules stand."""

    body: str
    masters: tuple[str, ...]
    text: str
    rules: tuple[tuple[int, int], ...]
    words: tuple[Word, ...]

    def written_for(self, rename: Callable[[str], str]) -> str:
        """The rules of the named masters alone, each on its own line still, under new names."""
        out: list[str] = []
        at = 0
        for start, end in self.rules:
            out.append(_blank(self.text[at:start]))
            at = start
            for word in self.words:
                if start <= word.start < end:
                    out += [self.text[at : word.start], rename(word.name)]
                    at = word.end
            out.append(self.text[at:end])
            at = end
        return "".join(out)


def variable(master: str) -> str:
    """The custom property that holds a part's name for a master."""
    return f"--master-{master}"


@lru_cache(maxsize=256)
def take_apart(css: str) -> Sheet:
    """Cut the named masters out of a sheet."""
    text = css.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    place = _Places(text)
    nodes = tinycss2.parse_stylesheet(text)
    starts = [*(place.of(node) for node in nodes), len(text)]
    rules: list[tuple[int, int]] = []
    words: list[Word] = []
    used: list[Word] = []
    for index, node in enumerate(nodes):
        if isinstance(node, tinycss2.ast.AtRule) and node.lower_at_keyword == "page":
            named = list(_master_names(node.prelude, place))
            if named:
                rules.append((starts[index], starts[index + 1]))
                words += named
        elif isinstance(node, tinycss2.ast.QualifiedRule | tinycss2.ast.AtRule):
            used += _used_in(node, place)
    body, at = "", 0
    cuts = [(start, end, _blank(text[start:end])) for start, end in rules]
    cuts += [(word.start, word.end, f"var({variable(word.name)})") for word in used]
    for start, end, instead in sorted(cuts):
        body, at = body + text[at:start] + instead, end
    masters = tuple(dict.fromkeys(word.name for word in (*words, *used)))
    return Sheet(body + text[at:], masters, text, tuple(rules), tuple(words))


def _master_names(prelude: Sequence[Token], place: _Places) -> Iterator[Word]:
    """Names in the selectors of an `@page` rule: `front` and `x` in `front:left, :nth(1 of x)`."""
    tokens = [token for token in prelude if token.type not in {"whitespace", "comment"}]
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        pseudo = isinstance(before, tinycss2.ast.LiteralToken) and before.value == ":"
        if isinstance(token, tinycss2.ast.IdentToken) and not pseudo:
            yield place.word(token)
        elif isinstance(token, tinycss2.ast.FunctionBlock):
            inside = [each for each in token.arguments if isinstance(each, tinycss2.ast.IdentToken)]
            for of, name in pairwise(inside):
                if of.lower_value == "of":
                    yield place.word(name)


def _used_in(rule: tinycss2.ast.QualifiedRule | tinycss2.ast.AtRule, place: _Places) -> Iterator[Word]:
    """Values of `page` in a rule and the rules inside it."""
    if rule.content is None:
        return
    if isinstance(rule, tinycss2.ast.AtRule):
        if rule.lower_at_keyword in {"media", "layer", "supports"}:
            for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                if isinstance(inner, tinycss2.ast.QualifiedRule | tinycss2.ast.AtRule):
                    yield from _used_in(inner, place)
        return
    for item in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if isinstance(item, tinycss2.ast.Declaration) and item.lower_name == "page":
            for token in item.value:
                if isinstance(token, tinycss2.ast.IdentToken) and token.lower_value != "auto":
                    yield place.word(token)
        elif isinstance(item, tinycss2.ast.QualifiedRule):
            yield from _used_in(item, place)


def _blank(text: str) -> str:
    """As many lines, and nothing on them."""
    return "".join("\n" if each == "\n" else " " for each in text)


class _Places:
    """Lines and columns of tinycss2, both from 1, as offsets."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        for index, each in enumerate(text):
            if each == "\n":
                self._starts.append(index + 1)

    def of(self, token: Token) -> int:
        return self._starts[token.source_line - 1] + token.source_column - 1

    def word(self, token: tinycss2.ast.IdentToken) -> Word:
        start = self.of(token)
        return Word(token.value, start, start + len(token.value))
