"""The outline: headings in the order of reading, two levels deep (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from compiler.typeset.door import Untyped, pydyf
from compiler.typeset.tags.said import said
from compiler.typeset.tags.tree import Leaf, Node, Tree

DEEPEST = 2
POINTS = 0.75
"""Points in a CSS pixel."""


@dataclass(eq=False, slots=True)
class Entry:
    """A heading in the outline; `number` is that of its object once it is written."""

    title: str
    target: Leaf
    level: int
    below: list[Entry] = field(default_factory=list["Entry"])

    @property
    def size(self) -> int:
        """How many entries show below it when it is open."""
        return sum(1 + entry.size for entry in self.below)


def entries(tree: Tree) -> list[Entry]:
    """Entries by level: those that style sheets give a `bookmark-level` of 1 or 2."""
    top: list[Entry] = []
    for node in tree.root.nodes():
        made = _entry(node, tree)
        if made is None:
            continue
        if made.level > 1 and top:
            top[-1].below.append(made)
        else:
            top.append(made)
    return top


def _entry(node: Node, tree: Tree) -> Entry | None:
    if node.pseudo or node.level is None or node.level > DEEPEST or node.first is None:
        return None
    title = node.get("data-label") or said(node, tree)
    return Entry(title, node.first, node.level) if title else None


def write_outline(pdf: Untyped, pages: Sequence[Untyped], top: Sequence[Entry]) -> None:
    """Add the outline to the catalog; no entry of an empty one."""
    if not top:
        return
    root = pydyf.Dictionary({"Type": "/Outlines", "Count": sum(1 + entry.size for entry in top)})
    pdf.add_object(root)
    _hang(pdf, pages, root, top)
    pdf.catalog["Outlines"] = root.reference


def _hang(pdf: Untyped, pages: Sequence[Untyped], parent: Untyped, below: Sequence[Entry]) -> None:
    made: list[Untyped] = []
    for entry in below:
        item = pydyf.Dictionary(
            {
                "Title": pydyf.String(entry.title),
                "Parent": parent.reference,
                "Dest": destination(pdf, pages, entry.target),
            }
        )
        pdf.add_object(item)
        if made:
            item["Prev"] = made[-1].reference
            made[-1]["Next"] = item.reference
        if entry.below:
            item["Count"] = entry.size
            _hang(pdf, pages, item, entry.below)
        made.append(item)
    parent["First"], parent["Last"] = made[0].reference, made[-1].reference


def destination(pdf: Untyped, pages: Sequence[Untyped], target: Leaf) -> Untyped:
    """The head of a box as a destination that keeps the viewer's magnification."""
    return pydyf.Array([pdf.page_references[target.page_index], "/XYZ", *place(pages, target), 0])


def place(pages: Sequence[Untyped], target: Leaf) -> tuple[float, float]:
    """The head of a box in points from the lower left corner of the trim."""
    x, y = target.box.border_box_x(), target.box.border_box_y()
    if target.matrix is not None:
        x, y = target.matrix.transform_point(x, y)
    top = (pages[target.page_index].height - y) * POINTS
    return round(x * POINTS, 3), round(top, 3)
