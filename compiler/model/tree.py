"""Copy as loaded: YAML as text with positions, and what is known of each picture and colour profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from compiler.model.copy import Digest
from compiler.model.diagnostics import Source, Span
from compiler.model.printer import ProfileFacts


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """Text, never a guess at a type. `block` is True for `|` scalars, whose lines can be told one from another.

    `span` covers the scalar as written, quotes included; `text` is its value.
    """

    text: str
    span: Span
    block: bool = False
    offsets: tuple[int, ...] = ()
    """Where each line of `text` begins in the file, for a `|` block and for text that stands on one line as it is.

    Empty for `>`, for text over several lines and text with escapes: these have no place but their span.
    """


@dataclass(frozen=True, slots=True)
class SequenceNode:
    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Order and repeats preserved; a repeated key has been reported by the loader."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    span: Span


Node = ScalarNode | SequenceNode | MappingNode


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """Pixels and colour of a picture file, read without decoding all of it."""

    path: PurePosixPath
    digest: Digest
    format: str
    width: int
    height: int
    mode: str
    profile: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """Every YAML file of the sources for one language, every picture and every printer's colour profile beside them.

    `trees` lacks the files that could not be read; their faults have been reported.
    """

    sources: Mapping[PurePosixPath, Source]
    trees: Mapping[PurePosixPath, Node]
    pictures: Mapping[PurePosixPath, PictureFacts]
    profiles: Mapping[PurePosixPath, ProfileFacts] = field(default_factory=dict[PurePosixPath, ProfileFacts])
