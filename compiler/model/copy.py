"""Copy as it reaches the layouts: text that knows the field it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NewType

from compiler.model.diagnostics import Span
from compiler.model.prose import ProseBlock

Slug = NewType("Slug", str)
Anchor = NewType("Anchor", str)
"""`<part>/<name>`, or `<part>` for the beginning of a part; unique in the publication."""
PartId = NewType("PartId", str)
Digest = NewType("Digest", str)
Field = NewType("Field", str)
"""Path of a piece of copy: slug of its file, then keys and indices, as in `dunkerque/initiatives/2/title`."""

Places = Mapping[Field, Span]
"""Where each field stands in the sources; only maps and diagnostics ask."""


@dataclass(frozen=True, slots=True)
class Line:
    """A single line of copy, printed as it stands (no markup)."""

    text: str
    field: Field

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs in a small CommonMark: `text` as the editor wrote it, `blocks` as understood."""

    text: str
    field: Field
    blocks: tuple[ProseBlock, ...] = ()

    def __str__(self) -> str:
        return self.text
