"""What links lead to: the title of every anchor, the reference behind every source key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compiler.model.copy import Anchor, Line
from compiler.model.part import Part
from compiler.model.publication import Block, Chart, Picture, Publication, Reference, Section, Table

END = "$end"
"""Name of the pseudo-anchor `<part>/$end`: the last page of a part."""

GENERAL = "general"
"""Stands for the slug in anchors of sources that belong to no report."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference, and where it is printed; None when the publication has no part for sources."""

    reference: Reference
    anchor: Anchor | None


def source_anchor(owner: str, key: str) -> Anchor:
    """The anchor of a source in the part that lists them."""
    return Anchor(f"sources/{owner}-{key}")


def shared(publication: Publication) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Sources of convergences that are printed elsewhere already, by slug and key: under a report, or another head.

    Two are one where they have the same address, or the same words if neither has an address. What a report names
    stands under that report whoever else names it: a report can be sent to its city by itself.
    """
    first: dict[str, tuple[str, str]] = {}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for report in publication.reports:
        if not report.missing:
            for each in report.sources:
                first.setdefault(_identity(each), (report.slug, each.key))
    for _, group in publication.matter.general_sources:
        for each in group:
            first.setdefault(_identity(each), (GENERAL, each.key))
    for convergence in publication.convergences:
        for each in convergence.sources:
            own = (convergence.slug, each.key)
            where = first.setdefault(_identity(each), own)
            if where != own:
                found[own] = where
    return found


def _identity(reference: Reference) -> str:
    if not reference.address:
        return reference.text.text.casefold()
    return re.sub(r"^https?://(?:www\.)?", "", reference.address).rstrip("/")


class Targets:
    """Looked up while prose is poured."""

    def __init__(self, publication: Publication, parts: Sequence[Part]) -> None:
        self._titles: dict[Anchor, str] = {Anchor(part.id): part.title for part in parts}
        self._titles.update((anchor, line.text) for anchor, line in _titles(publication))
        self._held = {part.id for part in parts if part.kind == "placeholder"}
        self._printed = any(part.kind == "sources" for part in parts)
        self._parts = {str(part.id) for part in parts}
        self._references: dict[tuple[str, str], Reference] = {}
        for owner in (*publication.reports, *publication.convergences):
            self._references.update(((owner.slug, each.key), each) for each in owner.sources)
        for _, group in publication.matter.general_sources:
            self._references.update(((GENERAL, each.key), each) for each in group)
        self._shared = shared(publication)

    def title(self, anchor: Anchor) -> str:
        """The title of what stands at an anchor; of its part when it has none of its own."""
        return self._titles.get(anchor) or self._titles.get(Anchor(anchor.split("/")[0]), "")

    def landing(self, anchor: Anchor) -> Anchor | None:
        """The anchor to lead to: the beginning of a part that waits for its copy; None for a part that is not set."""
        part = anchor.split("/")[0]
        if part not in self._parts:
            return None
        return Anchor(part) if part in self._held else anchor

    def cited(self, owner: str, key: str) -> Cited | None:
        """The source of a key in the copy of `owner`: its own, else a general one."""
        for where in (owner, GENERAL):
            found = self._references.get((where, key))
            if found is not None:
                printed = self._shared.get((where, key), (where, key))
                return Cited(found, source_anchor(*printed) if self._printed else None)
        return None


def _titles(publication: Publication) -> Iterator[tuple[Anchor, Line]]:
    matter = publication.matter
    for report in publication.reports:
        yield Anchor(report.slug), report.name
        yield from _captions((*report.approach, *report.closing))
        for initiative in report.initiatives:
            yield initiative.anchor, initiative.title
            yield from _captions(initiative.body)
    for convergence in publication.convergences:
        yield from _captions(convergence.body)
    sections: list[Section] = [*matter.foreword.sections] if matter.foreword else []
    if matter.colophon:
        sections += [*matter.colophon.left, *matter.colophon.right]
    for section in sections:
        if section.anchor is not None and section.head is not None:
            yield section.anchor, section.head
        yield from _captions(section.body)


def _captions(blocks: Iterable[Block]) -> Iterator[tuple[Anchor, Line]]:
    for block in blocks:
        if isinstance(block, Table):
            yield block.anchor, block.caption
        elif isinstance(block, Chart):
            yield block.anchor, block.title
        elif isinstance(block, Picture):
            yield block.anchor, block.alternative
