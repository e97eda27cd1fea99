"""Words that lines break: which they are, and where their parts stand among the glyphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from compiler.typeset.door import Box, boxes
from compiler.typeset.tags.tree import Leaf, Node

Glyphs = Sequence[tuple[bytes, bytes]]
"""Glyph codes in hexadecimal, each with the adjustment that follows it (ISO 32000-1, 9.4.3, operator TJ)."""

_SHOWN = re.compile(rb"<([0-9a-fA-F]*)>|(-?[0-9.]+)")


@dataclass(eq=False, slots=True)
class Word:
    """A word whose parts end one run of text and begin the next; `text` is the whole of it."""

    text: str


@dataclass(slots=True)
class Broken:
    """The word that each run of text ends in, with the run it goes on in; the one it begins in; all runs of each."""

    ends: dict[Box, tuple[Word, Box]] = field(default_factory=dict[Box, tuple[Word, Box]])
    begins: dict[Box, Word] = field(default_factory=dict[Box, Word])
    parts: dict[Word, list[Box]] = field(default_factory=dict[Word, list[Box]])


def tail(text: str) -> str:
    """What stands after the last space."""
    return text[len(text) - next((i for i, each in enumerate(reversed(text)) if each.isspace()), len(text)) :]


def head(text: str) -> str:
    """What stands before the first space."""
    return text[: next((i for i, each in enumerate(text) if each.isspace()), len(text))]


def broken_words(root: Node) -> Broken:
    """All words of the tree that a line, a column or a page breaks within one element.

    A hyphen that the copy itself puts before a break is taken for one of the word, unless the element has an
    `aria-label` that writes the word without it.
    """
    found = Broken()
    for node in (root, *root.nodes()):
        label = node.get("aria-label") if node.tag else None
        for first, second in pairwise(kid for kid in node.kids if isinstance(kid, Leaf) or kid.tag != "br"):
            if isinstance(first, Leaf) and isinstance(second, Leaf):
                _pair(first.box, second.box, found, label)
    return found


def _pair(first: Box, second: Box, found: Broken, label: str | None) -> None:
    if not isinstance(first, boxes.TextBox) or not isinstance(second, boxes.TextBox):
        return
    if any(run.element is not None and run.element.get("data-folio") for run in (first, second)):
        # `38–39` is no word; its figures are not known yet.
        return
    before, after = _unhyphenated(first, tail(first.text)), head(second.text)
    if label is not None and _broken_by_hand(before, after, label):
        before = before[:-1]
    elif getattr(first, "line_break", None) != "hyphen" and not _goes_on(first, before, after):
        return
    if after == second.text:
        after = _unhyphenated(second, after)
    if not before or not after:
        return
    word = found.begins.get(first)
    if word is not None and tail(first.text) == first.text:
        # The run is the middle of a word that takes three lines.
        word.text += after
    else:
        word = Word(before + after)
    word.text = word.text.replace("\u00ad", "")
    found.ends[first], found.begins[second] = (word, second), word
    found.parts.setdefault(word, [first]).append(second)


def _broken_by_hand(before: str, after: str, label: str) -> bool:
    """Whether a line of the copy ends in a hyphen that the element's label does not have: `Partici-`, `pation`."""
    return before[-1:] in ("-", "\u2010") and bool(after) and f"{before[:-1]}{after}" in label.split()


def _unhyphenated(run: Box, part: str) -> str:
    """The end of a run without the hyphen that breaking its line has added."""
    if getattr(run, "line_break", None) != "hyphen":
        return part
    return part.removesuffix(run.style["hyphenate_character"])


def _goes_on(run: Box, before: str, after: str) -> bool:
    """Whether a line ends within a word without a hyphen of its own: after one that it has anyway, within an address.

    Scripts that put no spaces between words break lines everywhere; there is nothing to join in them.
    """
    broken = getattr(run, "line_break", None) == "none" and bool(before and after)
    return broken and unicodedata.category(before[-1]) != "Lo" and unicodedata.category(after[0]) != "Lo"


def glyphs(operation: bytes) -> list[tuple[bytes, bytes]] | None:
    """The glyphs of a TJ with two-byte codes; None when it is something else."""
    if not operation.endswith(b"] TJ") or not operation.startswith(b"["):
        return None
    out: list[tuple[bytes, bytes]] = []
    for match in _SHOWN.finditer(operation[1:-4]):
        codes, adjustment = match.groups()
        if codes is None:
            if not out:
                return None
            out[-1] = (out[-1][0], out[-1][1] + b" " + adjustment if out[-1][1] else adjustment)
        elif len(codes) % 4:
            return None
        else:
            out += [(codes[i : i + 4], b"") for i in range(0, len(codes), 4)]
    return out


def shown(run: Glyphs) -> bytes:
    """The TJ that shows the glyphs."""
    parts: list[bytes] = []
    string = b""
    for code, adjustment in run:
        string += code
        if adjustment:
            parts += [b"<" + string + b">", adjustment]
            string = b""
    if string:
        parts.append(b"<" + string + b">")
    return b"[" + b"".join(parts) + b"] TJ"


def cut(run: Glyphs, text_of: Callable[[bytes], str], wanted: str, at_end: bool) -> int | None:
    """Index of the glyph at which the run is cut so that one side reads `wanted`; None when no cut does.

    At the end of a run `wanted` is what stands after the cut, else what stands before it. Hyphens count as equal.
    """
    wanted = plain(wanted)
    said = ""
    for index in range(len(run) - 1, -1, -1) if at_end else range(1, len(run) + 1):
        text = plain(text_of(run[index if at_end else index - 1][0]))
        said = text + said if at_end else said + text
        if said == wanted:
            return index
        if len(said) > len(wanted):
            return None
    return None


def plain(text: str) -> str:
    """Text with one kind of hyphen and without soft ones, for comparing."""
    return text.replace("\u00ad", "").replace("\u2010", "-")
