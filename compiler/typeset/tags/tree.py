"""Pages -> the logical tree: the document's elements in the order of the source, and what is drawn of each.

Boxes tell what is drawn and where; the order and the nesting come from the elements. So a paragraph that breaks over
two pages is one node, a note hangs where it is called, and a box that was moved by layout is read in its place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal
from xml.etree.ElementTree import Element

from compiler.typeset.door import Box, Untyped, boxes

Break = Literal["space", "hyphen", "none"]
"""How the text of a line goes on in the next: after a space, within a hyphenated word, or right away."""

NOTE_REFERENCE = "doc-noteref"
"""The role of a letter that leads to a note under a table."""

SVG = "{http://www.w3.org/2000/svg}svg"
ALWAYS_INLINE = frozenset(("abbr", "sub", "sup"))
INLINE_TAGS = ALWAYS_INLINE | {
    "a",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "em",
    "i",
    "kbd",
    "label",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "time",
    "u",
}


@dataclass(eq=False, slots=True)
class Leaf:
    """A run of text on one line, or a picture. `matrix` is the transformation it is drawn with, or None."""

    box: Box
    page_index: int
    matrix: Untyped
    slot: float


@dataclass(eq=False, slots=True)
class Area:
    """A rectangle on a page that leads somewhere; the annotation is the box's, once links have been written."""

    box: Box
    page_index: int


@dataclass(eq=False, slots=True)
class Node:
    """An element, or something that a style sheet put into it (`pseudo`: marker, before, after, footnote-call ...).

    `block` is True once one of its boxes is not inline. `slot` is its place among its siblings.
    """

    element: Element | None
    pseudo: str
    slot: float
    parent: Node | None = None
    block: bool = False
    level: int | None = None
    first: Leaf | None = None
    kids: list[Node | Leaf] = field(default_factory=list["Node | Leaf"])
    areas: list[Area] = field(default_factory=list[Area])
    reached: float = -1

    @property
    def tag(self) -> str:
        """The name of the element in HTML; empty for the document and for what a style sheet added."""
        return "" if self.element is None or self.pseudo else self.element.tag

    def get(self, name: str) -> str | None:
        return None if self.element is None else self.element.get(name)

    def add(self, kid: Node | Leaf) -> None:
        """Hang a kid in the order of the source; what layout has displaced goes back to its place."""
        at = len(self.kids)
        while at and self.kids[at - 1].slot > kid.slot:
            at -= 1
        self.kids.insert(at, kid)

    def leaves(self) -> Iterator[Leaf]:
        for kid in self.kids:
            if isinstance(kid, Leaf):
                yield kid
            else:
                yield from kid.leaves()

    def children(self) -> Iterator[Node]:
        return (kid for kid in self.kids if isinstance(kid, Node))

    def nodes(self) -> Iterator[Node]:
        for kid in self.kids:
            if isinstance(kid, Node):
                yield kid
                yield from kid.nodes()


def decorative(element: Element) -> bool:
    """Whether an element says of itself that it is not to be read."""
    return (
        "artifact" in (element.get("class") or "").split()
        or element.get("data-artifact") is not None
        or element.get("aria-hidden") == "true"
        or (element.tag in ("img", SVG) and element.get("role") in ("presentation", "none"))
        or (element.tag == "img" and element.get("alt") == "")
    )


class Tree:
    """Grown page by page; afterwards `root` holds everything that is read."""

    def __init__(self, pages: Iterable[Untyped]) -> None:
        self.root = Node(None, "", 0)
        self.artifacts: set[Box] = set()
        self.line_ends: set[Box] = set()
        self.calls: dict[Element, Area] = {}
        self.markers: dict[Element, Area] = {}
        self.notes: dict[Element, Area] = {}
        self.folios: Mapping[Box, int] = {}
        self._nodes: dict[tuple[Element, str], Node] = {}
        self.parents: dict[Element, Element] = {}
        self._index: dict[Element, int] = {}
        self._groups: dict[Element, Box] = {}
        self._in_notes = False
        for number, page in enumerate(pages):
            self._walk(page._page_box, number, None, False)

    # ---- elements

    def know(self, root: Element) -> None:
        """Learn the parents of all elements of the document."""
        for parent in root.iter():
            for index, child in enumerate(parent):
                self.parents[child] = parent
                self._index[child] = index

    def node(self, element: Element, pseudo: str = "") -> Node:
        """The node of an element, hung into the tree at its place."""
        known = self._nodes.get((element, pseudo))
        if known is not None:
            return known
        if element.tag in ("html", "body") and not pseudo:
            return self.root
        parent, slot = self._place(element, pseudo)
        made = self._nodes[element, pseudo] = Node(element, pseudo, slot, parent)
        parent.add(made)
        if not math.isinf(slot):
            parent.reached = max(parent.reached, slot)
        if pseudo == "footnote-call":
            self.node(element)
        return made

    def _place(self, element: Element, pseudo: str) -> tuple[Node, float]:
        if pseudo and pseudo != "footnote-call":
            return self.node(element), math.inf if pseudo == "after" else -math.inf
        outer = self.parents.get(element)
        # An element that the document does not hold cannot be read in any place but the last.
        return (self.root if outer is None else self.node(outer)), self._index.get(element, 0)

    def part(self, element: Element | None) -> str:
        """The id of the part that an element lies in; nothing when it lies in none."""
        while element is not None:
            if "part" in (element.get("class") or "").split() and (name := element.get("id")):
                return name
            element = self.parents.get(element)
        return ""

    # ---- boxes

    def _walk(self, box: Box, page_index: int, matrix: Untyped, hidden: bool) -> None:
        box = getattr(box, "_box", box)
        element, pseudo = box.element, _pseudo(box)
        if box.is_for_root_element and not self.parents:
            self.know(element)
        hidden = hidden or self._hides(box)
        own = box.transformation_matrix
        if own is not None:
            matrix = own if matrix is None else own @ matrix
        if hidden:
            self.artifacts.add(box)
        elif element is not None:
            self._meet(box, element, pseudo, page_index, matrix)
        in_notes, self._in_notes = self._in_notes, self._in_notes or isinstance(box, boxes.FootnoteAreaBox)
        for child in box.children:
            self._walk(child, page_index, matrix, hidden)
        self._in_notes = in_notes
        self._end_lines(box)

    def _hides(self, box: Box) -> bool:
        if isinstance(box, boxes.MarginBox) or box.is_leader:
            return True
        if box.element is None or _pseudo(box) == "footnote-call":
            return False
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            # Heads and feet that a table repeats on its further pages are read once.
            return self._groups.setdefault(box.element, box) is not box
        replaced = isinstance(box, boxes.ReplacedBox) and _pseudo(box) != ""
        return replaced or decorative(box.element)

    def _meet(self, box: Box, element: Element, pseudo: str, page_index: int, matrix: Untyped) -> None:
        node = self.node(element, pseudo)
        if isinstance(box, boxes.TextBox | boxes.LineBox):
            pass
        elif pseudo == "footnote-call":
            self.calls.setdefault(element, Area(box, page_index))
        elif pseudo == "footnote-marker":
            self.markers.setdefault(element, Area(box, page_index))
        elif self._in_notes and not pseudo:
            self.notes.setdefault(element, Area(box, page_index))
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            leaf = Leaf(box, page_index, matrix, node.reached + 0.5)
            node.add(leaf)
        elif not isinstance(box, boxes.InlineBox | boxes.LineBox):
            node.block = element.tag not in ALWAYS_INLINE
            if not pseudo and box.style["bookmark_level"] != "none" and node.level is None:
                node.level = box.style["bookmark_level"]
        if node.first is None:
            node.first = Leaf(box, page_index, matrix, 0)

    def _end_lines(self, block: Box) -> None:
        """Find the texts at ends of lines after which a reader needs a space."""
        last: Box = None
        for line in block.children:
            if not isinstance(line, boxes.LineBox):
                continue
            shown = list(_runs(line))
            runs = [run for run in shown if run.text]
            if not any(run.text.strip() for run in runs):
                # Nothing but spaces between pictures or blocks.
                self.artifacts.update(runs)
                continue
            # A raised letter is no part of the figure before it: `65% a`, not `65%a`.
            self.line_ends.update(
                one for one, two in pairwise(runs) if self._refers(two) and not one.text[-1:].isspace()
            )
            if last is not None and getattr(runs[0], "after_space", False):
                self.line_ends.add(last)
            last = runs[-1]
            broken: Break | None = getattr(shown[-1], "line_break", None)
            inner = block.element is not None and block.element.tag in INLINE_TAGS
            turned = line.children[-1].element_tag == "br" if line.children else False
            # Where somebody breaks a name after its hyphen, the name goes on.
            apart = (turned or (broken is None and inner)) and not last.text.endswith(("-", "\u2010", "\u00ad"))
            if broken == "space" or apart:
                self.line_ends.add(last)

    @staticmethod
    def _refers(run: Box) -> bool:
        return run.element is not None and run.element.get("role") == NOTE_REFERENCE


def _runs(box: Box) -> Iterator[Box]:
    """The texts of a line itself, without what floats or is a block in it; also those emptied by its end."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _runs(child)


def _pseudo(box: Box) -> str:
    """What a style sheet put into the element; its first line and letter are the element's own."""
    name = (box.element_tag or "").partition("::")[2].split("::")[-1]
    return "" if name in ("first-line", "first-letter") else name
