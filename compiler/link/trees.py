"""Trees of names and of pages, balanced when they are large (ISO 32000-1, 7.7.3.2 and 7.9.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compiler.link.syntax import characters, reference, references, string
from compiler.link.write import Writer

FAN = 64
"""How many kids a node may have."""


def name_tree(writer: Writer, entries: Iterable[tuple[str, bytes]]) -> int:
    """Write a tree of names, each with its value; tells the number of its root."""
    pairs = sorted((characters(name), string(name), value) for name, value in entries)
    leaves = [pairs[start : start + FAN] for start in range(0, len(pairs), FAN)]
    if len(leaves) <= 1:
        return writer.add(b"<<%s>>" % _names(pairs))
    level = [
        (leaf[0][1], leaf[-1][1], writer.add(b"<</Limits[%s %s]%s>>" % (leaf[0][1], leaf[-1][1], _names(leaf))))
        for leaf in leaves
    ]
    while len(level) > FAN:
        level = [_node(writer, level[start : start + FAN]) for start in range(0, len(level), FAN)]
    return writer.add(b"<</Kids%s>>" % references(number for _, _, number in level))


def _names(pairs: Sequence[tuple[bytes, bytes, bytes]]) -> bytes:
    return b"/Names[" + b" ".join(b"%s %s" % (name, value) for _, name, value in pairs) + b"]"


def _node(writer: Writer, kids: Sequence[tuple[bytes, bytes, int]]) -> tuple[bytes, bytes, int]:
    first, last = kids[0][0], kids[-1][1]
    numbers = references(number for _, _, number in kids)
    return first, last, writer.add(b"<</Limits[%s %s]/Kids%s>>" % (first, last, numbers))


class PageTree:
    """The tree that pages hang in. All its numbers are known from the start, for pages name their parents."""

    def __init__(self, writer: Writer, count: int) -> None:
        self._writer = writer
        self.root = writer.reserve()
        self.pages = range(writer.reserve(count), writer.reserve(0))
        self._levels: list[Sequence[int]] = [self.pages]
        while len(self._levels[-1]) > FAN:
            wanted = -(-len(self._levels[-1]) // FAN)
            first = writer.reserve(wanted)
            self._levels.append(range(first, first + wanted))

    def parent(self, index: int) -> int:
        """The node that a page hangs under."""
        return self._above(0, index)

    def write(self) -> None:
        """Write all nodes."""
        counts = [1] * len(self.pages)
        for level in range(1, len(self._levels)):
            below = self._levels[level - 1]
            grouped: list[int] = []
            for index, number in enumerate(self._levels[level]):
                span = slice(index * FAN, (index + 1) * FAN)
                grouped.append(sum(counts[span]))
                self._node(number, below[span], grouped[-1], b"/Parent %s" % reference(self._above(level, index)))
            counts = grouped
        self._node(self.root, self._levels[-1], len(self.pages), b"")

    def _above(self, level: int, index: int) -> int:
        return self._levels[level + 1][index // FAN] if level + 1 < len(self._levels) else self.root

    def _node(self, number: int, kids: Sequence[int], count: int, parent: bytes) -> None:
        self._writer.plain(number, b"<</Type/Pages%s/Count %d/Kids%s>>" % (parent, count, references(kids)))
