"""What a node says in words: for names of links and entries of the outline."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from compiler.typeset.door import boxes
from compiler.typeset.tags.tree import INLINE_TAGS, SVG, Leaf, Node, Tree

JOINER = "\u2060"
"""Keeps a call at the word before it; says nothing."""

_END = "\0"
"""What no text holds: here the words end."""

FOLIO = ("\ue000", "\ue001")
"""What stands round the index of a folio that is not known yet."""

_TITLE = SVG.replace("}svg", "}title")


def said(node: Node, tree: Tree, before: Node | None = None) -> str:
    """The words of a node on one line; pictures by their alternative text, notes and their calls left out.

    With `before`, what comes after that node is left out.
    """
    parts = _parts(node, tree, node, before)
    return " ".join("".join(takewhile(lambda part: part != _END, parts)).replace(JOINER, "").split())


def _parts(node: Node, tree: Tree, top: Node, end: Node | None) -> Iterator[str]:
    if node is end:
        yield _END
        return
    if node.tag in ("img", SVG):
        yield f" {alternative(node)} "
        return
    if node is not top and (node.pseudo == "footnote-call" or node.element in tree.calls):
        return
    if node.pseudo == "footnote-marker" and node is not top:
        return
    # Parts of a line that are set as blocks have their spaces at the ends of lines.
    apart = node.block and node.tag not in INLINE_TAGS
    if apart:
        yield " "
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _parts(kid, tree, top, end)
        elif isinstance(kid.box, boxes.TextBox):
            yield _run(kid, tree)
    if apart:
        yield " "


def _run(leaf: Leaf, tree: Tree) -> str:
    text: str = leaf.box.text
    if leaf.box in tree.folios:
        text = f"{FOLIO[0]}{tree.folios[leaf.box]}{FOLIO[1]}"
    if getattr(leaf.box, "line_break", None) == "hyphen":
        return text.removesuffix(leaf.box.style["hyphenate_character"]).replace("\u00ad", "")
    return text.replace("\u00ad", "") + (" " if leaf.box in tree.line_ends else "")


def alternative(node: Node) -> str:
    """What a picture is said to show: the title of a drawing, its label, the alternative text of an image."""
    element = node.element
    if element is None:
        return ""
    title = element.find(_TITLE) if element.tag == SVG else None
    words = "".join(title.itertext()) if title is not None else ""
    return " ".join((words or element.get("aria-label") or element.get("alt") or "").split())
