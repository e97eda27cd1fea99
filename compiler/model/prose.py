"""The small CommonMark of the copy, as a tree of our own: checks walk it, pour renders it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scheme = Literal["web", "source", "to", "figure"]


@dataclass(frozen=True, slots=True)
class Run:
    """Plain text; soft line breaks have become spaces."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """A superior letter or figure, written `^a^`."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """`target` is an address (web), a source key, or an anchor; `offset` is where it stands in the prose text.

    Checked links of the schemes `to` and `figure` hold the full anchor.
    """

    scheme: Scheme
    target: str
    children: tuple[Inline, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Note:
    """A foot note, called where it stands."""

    children: tuple[Inline, ...]


Inline = Run | Emphasis | Strong | Raised | Link | Note


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class List:
    """Items are paragraphs of their own; an ordered list begins at `start`."""

    ordered: bool
    start: int
    items: tuple[tuple[Paragraph, ...], ...]


ProseBlock = Paragraph | List


def plain(children: tuple[Inline, ...], notes: bool = False) -> str:
    """The words of some inline content as a reader sees them; notes only when asked for."""
    words = ""
    for child in children:
        if isinstance(child, Run | Raised):
            words += child.text
        elif isinstance(child, Note):
            words += f" {plain(child.children, notes)}" if notes else ""
        else:
            words += plain(child.children, notes)
    return words
