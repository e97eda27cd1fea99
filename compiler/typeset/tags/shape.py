"""Logical tree -> structure elements: what each element of HTML is to a reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import chain

from compiler.model.copy import PartId
from compiler.typeset.door import Box
from compiler.typeset.tags.elements import (
    Elem,
    Item,
    filled,
    grouped,
    is_block,
    running,
    words_joined,
)
from compiler.typeset.tags.links import note_names
from compiler.typeset.tags.lists import level_of, stepped, terms
from compiler.typeset.tags.marks import Content
from compiler.typeset.tags.said import alternative, said
from compiler.typeset.tags.tables import shape_table
from compiler.typeset.tags.tree import NOTE_REFERENCE, SVG, Leaf, Node, Tree

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
GROUPS: Mapping[str, str] = {
    "article": "Art",
    "aside": "Aside",
    "blockquote": "BlockQuote",
    "nav": "Sect",
    "section": "Sect",
}
PHRASES: Mapping[str, str] = {"em": "Em", "strong": "Strong", "q": "Quote", "code": "Code"}
NUMBERING: Mapping[str, str] = {
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
    "decimal": "/Decimal",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
    "lower-alpha": "/LowerAlpha",
    "lower-latin": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
    "upper-latin": "/UpperAlpha",
}
LONGEST_LABEL = 3
"""Characters that a style sheet may put before an item and that are still its label."""

WORDS_BEFORE = 8
"""How many words before its call the way back from a note repeats."""


class Shaper:
    """Shapes one tree; `contents` says what was drawn of each box."""

    def __init__(
        self, tree: Tree, contents: Mapping[Box, list[Content]], language: str, titles: Mapping[PartId, str]
    ) -> None:
        self._tree, self._contents, self._titles = tree, contents, titles
        self._language = language
        self._in_contents = False
        self._tables: Counter[str] = Counter()
        self._last: list[list[Item]] = [[]]
        self._notes = note_names(tree)

    def document(self) -> Elem:
        items = self.items(self._tree.root)
        return Elem("Document", grouped([*items, *self._last[0]]))

    # ---- any element

    def items(self, node: Node, leave_out: frozenset[Node] = frozenset()) -> list[Item]:
        """What is in a node. A margin note stands before the block that it qualifies, and is read after it."""
        out: list[Item] = []
        waiting: list[Item] = []
        for kid in node.kids:
            if isinstance(kid, Leaf):
                out += self._contents.get(kid.box, [])
                continue
            if kid in leave_out:
                continue
            if kid.tag == "aside" and kid.get("data-margin") is not None:
                # One that qualifies no block, a list of references, would part a head from its text.
                (self._last[-1] if kid.get("data-margin") == "last" else waiting).extend(self.shape(kid))
                continue
            shaped = self.shape(kid)
            out += shaped
            if shaped and waiting:
                out += waiting
                waiting = []
        return words_joined([*out, *waiting])

    def shape(self, node: Node) -> list[Item]:
        """The structure of one node: one element, or several, or none where nothing of it is read."""
        own = node.get("lang") if not node.pseudo else None
        if own is None or own.lower() == self._language.lower():
            return self._shape(node)
        outer, self._language = self._language, own
        shaped = self._shape(node)
        self._language = outer
        return _in_language(shaped, own)

    def _shape(self, node: Node) -> list[Item]:
        if node.pseudo:
            return self._added(node)
        if node.element in self._notes:
            return self._note(node)
        classes = (node.get("class") or "").split()
        tag = node.tag
        if tag in HEADINGS:
            return _unless_empty(Elem(tag.upper(), running(self.items(node)), node))
        if tag == "a" and node.get("href") is not None:
            return self._link(node)
        if tag in ("img", SVG):
            return self._picture(node)
        if tag == "nav" and "toc" in classes:
            return self._contents_list(node)
        if tag in GROUPS:
            return _unless_empty(Elem(GROUPS[tag], self._whole(node), node))
        if tag in PHRASES:
            return _unless_empty(Elem(PHRASES[tag], running(self.items(node)), node))
        special: dict[str, Callable[[Node], list[Item]]] = {
            "p": self._paragraph,
            "ul": self._list,
            "ol": self._list,
            "dl": self._pairs,
            "table": self._table,
            "figure": self._figure,
            "figcaption": self._caption,
            "caption": self._caption,
            "abbr": self._abbreviation,
        }
        if tag in special:
            return special[tag](node)
        if "part" in classes:
            title = self._titles.get(PartId(node.get("id") or ""))
            return _unless_empty(Elem("Sect", self._whole(node), node, title=title))
        if node.get("role") == "group":
            return _unless_empty(Elem("Div", grouped(self.items(node)), node))
        if node.get("role") == NOTE_REFERENCE:
            return _unless_empty(Elem("Reference", running(self.items(node)), node))
        return self._plain(node)

    def _whole(self, node: Node) -> list[Item]:
        """What is in a section, with what is to be read last in it."""
        self._last.append([])
        items = self.items(node)
        return grouped([*items, *self._last.pop()])

    def _plain(self, node: Node) -> list[Item]:
        """An element that means nothing by itself: what is in it, as a paragraph when it is a block of text."""
        items = self.items(node)
        if not node.block or not items:
            return items
        return grouped(items)

    def _paragraph(self, node: Node) -> list[Item]:
        return _unless_empty(Elem("P", running(self.items(node)), node))

    def _abbreviation(self, node: Node) -> list[Item]:
        items = running(self.items(node))
        return _unless_empty(Elem("Span", items, node, expansion=node.get("title"))) if node.get("title") else items

    # ---- what style sheets add; notes; links

    def _added(self, node: Node) -> list[Item]:
        items: list[Item] = running(self.items(node))
        if node.pseudo == "footnote-call":
            link = Elem("Link", [*items, *node.areas], node, contents=self._says_note(node))
            return _unless_empty(Elem("Reference", _unless_empty(link), node))
        if node.pseudo == "footnote-marker":
            if node.areas:
                items = [Elem("Link", [*items, *node.areas], node, contents=self._says_call(node))]
            return _unless_empty(Elem("Lbl", items, node))
        return _unless_empty(Elem("Lbl", items, node)) if node.pseudo == "marker" else items

    def _note(self, node: Node) -> list[Item]:
        assert node.element is not None
        name = f"note:{self._notes[node.element]}"
        return _unless_empty(Elem("Note", running(self.items(node)), node, id=name))

    def _says_note(self, call: Node) -> str:
        """The call's number and what the note says: what a reader learns before following it."""
        assert call.element is not None
        return f"{said(call, self._tree)}: {said(self._tree.node(call.element), self._tree)}".strip(": ")

    def _says_call(self, marker: Node) -> str:
        """The note's number and the words it is called after."""
        assert marker.element is not None
        note = self._tree.node(marker.element)
        outer = note.parent
        while outer is not None and not outer.block and outer.parent is not None:
            outer = outer.parent
        words = said(outer, self._tree, before=note).split() if outer else []
        cut = "… " if len(words) > WORDS_BEFORE else ""
        return f"{said(marker, self._tree)}: {cut}{' '.join(words[-WORDS_BEFORE:])}".strip(": ")

    def _link(self, node: Node) -> list[Item]:
        items = self.items(node)
        shaped = running(items)
        if not shaped and not node.areas:
            return []
        contents = ", ".join(each for each in (node.get("title"), said(node, self._tree)) if each)
        link = Elem("Link", [*shaped, *node.areas], node, contents=contents or None)
        return [Elem("P", [link])] if node.block and any(is_block(item) for item in items) else [link]

    # ---- pictures

    def _picture(self, node: Node) -> list[Item]:
        return _unless_empty(Elem("Figure", self.items(node), node, alt=alternative(node) or None))

    def _figure(self, node: Node) -> list[Item]:
        """A figure is one with its only picture, or a table's frame; its caption goes into either.

        Many readers say a picture's alternative text and pass over all that is in it. So a caption that says more, a
        credit, stands beside the picture.
        """
        inner = list(node.nodes())
        pictures = [each for each in inner if each.tag in ("img", SVG)]
        tables = [each for each in inner if each.tag == "table"]
        captions = [each for each in inner if each.tag == "figcaption"]
        if len(pictures) + len(tables) != 1 or len(captions) > 1:
            return _unless_empty(Elem("Div", grouped(self._uncaptioned(self.items(node))), node))
        items = grouped(self.items(node))
        target = next((each for each in _elements(items) if each.role in ("Figure", "Table")), None)
        caption = next((each for each in items if isinstance(each, Elem) and each.role == "Caption"), None)
        if target is None or caption is None:
            return self._uncaptioned(items)
        if target.role == "Figure" and not (target.alt or "").startswith(said(captions[0], self._tree)):
            return [Elem("Div", [_unwrapped(item) for item in items], node)]
        before = items.index(caption) < _index(items, target)
        rest = [_unwrapped(item) for item in items if item is not caption]
        if target.role == "Table" or before:
            if not any(isinstance(each, Elem) and each.role == "Caption" for each in target.kids):
                target.kids.insert(0, caption)
        else:
            target.kids.append(caption)
        return rest

    @staticmethod
    def _uncaptioned(items: list[Item]) -> list[Item]:
        """Captions of nothing are paragraphs."""
        out: list[Item] = []
        for item in items:
            if isinstance(item, Elem) and item.role == "Caption":
                out += grouped(item.kids)
            else:
                out.append(item)
        return out

    def _caption(self, node: Node) -> list[Item]:
        return _unless_empty(Elem("Caption", filled(self.items(node)), node))

    # ---- lists

    def _list(self, node: Node) -> list[Item]:
        if self._in_contents:
            return self._entries(node)
        entries: list[tuple[int, Item]] = []
        for kid in node.children():
            level = level_of(kid)
            entries += [(level, each) for each in (self._list_item(kid) if kid.tag == "li" else self._stray(kid))]
        style = str(node.first.box.style["list_style_type"]) if node.first is not None else "none"
        return _unless_empty(stepped(entries, NUMBERING.get(style, "/None"), node))

    def _list_item(self, node: Node) -> list[Item]:
        labels = [kid for kid in node.children() if kid.pseudo == "marker" or self._is_label(kid)]
        label = list(chain.from_iterable(self._label(kid) for kid in labels))
        body = filled(self.items(node, frozenset(labels)))
        kids: list[Item] = [*label, *_unless_empty(Elem("LBody", body))]
        return _unless_empty(_speaking(Elem("LI", kids, node), self._language_of(node)))

    def _label(self, node: Node) -> list[Item]:
        items = running(self.items(node))
        return _unless_empty(Elem("Lbl", items, node))

    def _is_label(self, node: Node) -> bool:
        return node.pseudo == "before" and 0 < len(said(node, self._tree)) <= LONGEST_LABEL

    def _stray(self, node: Node) -> list[Item]:
        """Something in a list that is no item of it."""
        items = self.shape(node)
        return [Elem("LI", [Elem("LBody", filled(items))])] if items else []

    def _pairs(self, node: Node) -> list[Item]:
        """A list of terms, each with what is said of it."""
        entries: list[tuple[list[Item], list[Item]]] = []
        for kid in terms(node):
            if not entries or (kid.tag == "dt" and entries[-1][1]):
                entries.append(([], []))
            entries[-1][kid.tag == "dd"].extend(grouped(self.items(kid)))
        made: list[Item] = []
        for term, about in entries:
            parts = (Elem("Lbl", running(term)), Elem("LBody", filled(about)))
            made += _unless_empty(Elem("LI", [part for part in parts if part.kids]))
        return _unless_empty(Elem("L", made, node))

    # ---- contents

    def _contents_list(self, node: Node) -> list[Item]:
        self._in_contents = True
        items = grouped(self.items(node))
        self._in_contents = False
        return items

    def _entries(self, node: Node) -> list[Item]:
        return _unless_empty(Elem("TOC", [item for kid in node.children() for item in self._entry(kid)], node))

    def _entry(self, node: Node) -> list[Item]:
        kids: list[Item] = []
        for item in running(self.items(node)):
            if isinstance(item, Elem) and item.role == "Link":
                kids.append(Elem("Reference", [item]))
            elif isinstance(item, Elem) and item.role in ("TOC", "Lbl"):
                kids.append(item)
            else:
                last = kids[-1] if kids else None
                if not isinstance(last, Elem) or last.role != "P":
                    last = Elem("P", [])
                    kids.append(last)
                last.kids.append(item)
        return _unless_empty(_speaking(Elem("TOCI", kids, node), self._language_of(node)))

    # ---- tables

    def _table(self, node: Node) -> list[Item]:
        part = self._tree.part(node.element)
        self._tables[part] += 1
        return [shape_table(node, self, f"table:{part}/{self._tables[part]}")]

    def cell(self, node: Node) -> list[Item]:
        """What is in a cell of a table."""
        return filled(self.items(node))

    def caption(self, node: Node) -> list[Item]:
        return self.shape(node)

    def _language_of(self, node: Node) -> str | None:
        own = node.get("lang")
        return own if own is not None and own.lower() != self._language.lower() else None


def _unless_empty(made: Elem) -> list[Item]:
    return [made] if made.kids else []


def _speaking(made: Elem, language: str | None) -> Elem:
    made.lang = language or made.lang
    return made


def _in_language(items: list[Item], language: str) -> list[Item]:
    if not items:
        return []
    only = items[0]
    if len(items) == 1 and isinstance(only, Elem) and only.lang is None:
        only.lang = language
        return items
    return [Elem("Div" if any(is_block(item) for item in items) else "Span", items, lang=language)]


def _elements(items: list[Item]) -> list[Elem]:
    return [each for item in items if isinstance(item, Elem) for each in item.below()]


def _index(items: list[Item], wanted: Elem) -> int:
    return next(i for i, item in enumerate(items) if isinstance(item, Elem) and wanted in item.below())


def _unwrapped(item: Item) -> Item:
    """A picture that a paragraph was made for stands by itself."""
    if isinstance(item, Elem) and item.role == "P" and len(item.kids) == 1 and item.node is None:
        only = item.kids[0]
        if isinstance(only, Elem) and only.role == "Figure":
            return only
    return item
