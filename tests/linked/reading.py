"""A volume as its readers find it, and where two volumes differ.

Everything is turned into facts: what something is, which has to be equal, and lengths in points, which have to be equal
but for `NEARLY`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PIL import ImageChops

from tests.pdfium import Character, Document, Numbers
from tests.pdftree import Annotation, Element, Shown, Structure

NEARLY = 0.01

NAMED = 8
"""How many differences of one kind are named."""

SHADES = 1
"""By how many shades of 256 a dot of a picture may differ, from the rounding of lengths."""

Raw = Any
"""An attribute of an element, of any kind."""

_PAGE = re.compile(r"p(\d+) ")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a reader finds in a volume."""

    what: tuple[object, ...]
    at: Numbers = ()

    def equals(self, other: Fact) -> bool:
        """Whether a reader would find the same."""
        near = all(abs(one - two) <= NEARLY for one, two in zip(self.at, other.at, strict=False))
        return self.what == other.what and len(self.at) == len(other.at) and near


def facts(pdf: Path) -> Mapping[str, Sequence[Fact]]:
    """All that is compared, kind by kind."""
    with Document(pdf) as document:
        return _facts(document, Structure(pdf.read_bytes()))


def _facts(document: Document, structure: Structure) -> Mapping[str, Sequence[Fact]]:
    pages = range(len(document))
    elements = list(structure.root.below())
    places = {id(each): index for index, each in enumerate(elements)}
    return {
        "pages": [Fact((index,), boxes) for index, boxes in enumerate(document.boxes())],
        "labels": [Fact((index, label)) for index, label in enumerate(document.labels())],
        "characters": [Fact((index, each.text), each.place) for index in pages for each in _inked(document, index)],
        "outline": [Fact((each.level, each.title, each.page_index), each.place) for each in document.outline()],
        "links": [
            Fact((each.page_index, each.target_index, each.address), (*each.rectangle, *each.place))
            for each in document.links()
        ],
        "structure": [fact for each in elements for fact in _element(each)],
        "marked text": [
            Fact((index, mcid, text, places[id(structure.owners[index, mcid])]))
            for index in pages
            for mcid, text in sorted(structure.marked(index).items())
        ],
    }


def _inked(document: Document, page_index: int) -> Iterator[Character]:
    """What is not white: pdfium keeps or drops spaces at the ends of what is drawn at once. The tree tells them."""
    return (each for each in document.characters(page_index) if not each.text.isspace())


def _element(element: Element) -> Iterator[Fact]:
    """The element, and what stands in it in the order of reading; inner elements follow as facts of their own."""
    plain = {key: value for key, value in element.attributes.items() if not _is_numbers(value)}
    lengths = [each for _, value in sorted(element.attributes.items()) if _is_numbers(value) for each in _listed(value)]
    yield Fact(
        (
            "element",
            *(element.role, element.standard, element.title, element.id, element.lang, element.alt, element.actual),
            *(element.expansion, tuple(element.pages), len(element.kids), str(sorted(plain.items()))),
        ),
        tuple(float(each) for each in lengths),
    )
    for kid in element.kids:
        if isinstance(kid, Annotation):
            found = _PAGE.match(kid.target)
            yield Fact(("link", kid.contents, found[1] if found else kid.target, kid.page_index), kid.rectangle)
        elif isinstance(kid, Element):
            yield Fact(("inner", kid.role))
        else:
            yield Fact(("text", cast("Shown", kid).page_index, str(kid)))


def _is_numbers(value: Raw) -> bool:
    return all(isinstance(each, int | float) and not isinstance(each, bool) for each in _listed(value))


def _listed(value: Raw) -> list[Raw]:
    return cast("list[Raw]", value) if isinstance(value, list) else [value]


def differences(one: Path, other: Path) -> list[str]:
    """Where two volumes differ, the first few of each kind; none when a reader cannot tell them apart."""
    found: list[str] = []
    before, after = facts(one), facts(other)
    for kind, expected in before.items():
        there = after[kind]
        unlike = [
            f"{kind}: {left} became {right}"
            for left, right in zip(expected, there, strict=False)
            if not left.equals(right)
        ]
        if len(expected) != len(there):
            found.append(f"{kind}: there were {len(expected)}, and there are {len(there)}")
        found += unlike[:NAMED]
        if len(unlike) > NAMED:
            found.append(f"{kind}: {len(unlike)} differences in all")
    return found


def unlike_pictures(one: Path, other: Path, scale: float) -> list[int]:
    """Indices of the pages that both have and that do not look alike, at `scale` dots a point."""
    with Document(one) as left, Document(other) as right:
        pages = range(min(len(left), len(right)))
        return [index for index in pages if _worst(left, right, index, scale) > SHADES]


def _worst(left: Document, right: Document, index: int, scale: float) -> int:
    one, other = left.picture(index, scale), right.picture(index, scale)
    if one.size != other.size:
        return 256
    extrema = cast("Sequence[tuple[int, int]]", ImageChops.difference(one, other).getextrema())
    return max(high for _, high in extrema)
