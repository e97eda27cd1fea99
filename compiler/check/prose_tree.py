"""Walking prose: its links, notes and raised letters."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.model.copy import Prose
from compiler.model.prose import Emphasis, Inline, Link, List, Note, Raised, Strong


def inlines(prose: Prose) -> Iterator[Inline]:
    """Everything inline, outer before inner."""
    for block in prose.blocks:
        for paragraph in [each for item in block.items for each in item] if isinstance(block, List) else [block]:
            yield from _below(paragraph.children)


def _below(children: tuple[Inline, ...]) -> Iterator[Inline]:
    for child in children:
        yield child
        if isinstance(child, Emphasis | Strong | Note | Link):
            yield from _below(child.children)


def links(prose: Prose) -> Iterator[Link]:
    """Links, those in notes too."""
    return (each for each in inlines(prose) if isinstance(each, Link))


def notes(prose: Prose) -> Iterator[Note]:
    """Notes in the order of their calls."""
    return (each for each in inlines(prose) if isinstance(each, Note))


def raised(prose: Prose) -> frozenset[str]:
    """The raised letters, by which a table's note explains the references of its cells."""
    return frozenset(each.text for each in inlines(prose) if isinstance(each, Raised))
