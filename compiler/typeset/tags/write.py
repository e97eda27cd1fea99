"""Structure elements -> objects of the PDF (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compiler.model.copy import PartId
from compiler.typeset.door import Untyped, boxes, pydyf
from compiler.typeset.tags.elements import ROLES, Attribute, Elem
from compiler.typeset.tags.marks import Content, Marks
from compiler.typeset.tags.outline import POINTS
from compiler.typeset.tags.shape import Shaper
from compiler.typeset.tags.tree import Area, Leaf, Tree


def write(
    pdf: Untyped, document: Untyped, tree: Tree, marks: Marks, language: str, titles: Mapping[PartId, str]
) -> Elem:
    """Write structure tree and parent tree; returns the tree."""
    shaped = Shaper(tree, marks.contents, language, titles).document()
    _measure(shaped, document.pages)
    _Writer(pdf, len(document.pages)).write(shaped)
    return shaped


def _measure(document: Elem, pages: Sequence[Untyped]) -> None:
    """Give each figure the rectangle it is drawn in, in points from the bottom left corner of the trim."""
    for elem in document.below():
        if elem.role != "Figure" or elem.node is None:
            continue
        drawn = [leaf for leaf in elem.node.leaves() if isinstance(leaf.box, boxes.ReplacedBox)]
        if drawn:
            elem.attributes["Layout"] = {"BBox": _bounds(drawn[0], pages[drawn[0].page_index].height)}


def _bounds(leaf: Leaf, page_height: float) -> tuple[float, ...]:
    box = leaf.box
    left, top = box.content_box_x(), box.content_box_y()
    corners = [(left, top), (left + box.width, top), (left, top + box.height), (left + box.width, top + box.height)]
    if leaf.matrix is not None:
        corners = [leaf.matrix.transform_point(*corner) for corner in corners]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    edges = (min(across), page_height - max(down), max(across), page_height - min(down))
    return tuple(round(edge * POINTS, 3) for edge in edges)


class _Writer:
    """Writes one tree. Parent tree: pages have the keys of their index, groups and annotations those that follow."""

    def __init__(self, pdf: Untyped, page_count: int) -> None:
        self._pdf = pdf
        self._pages: Sequence[bytes] = tuple(pdf.page_references)
        self._streams: dict[Untyped, int] = {}
        self._parents: dict[int, dict[int, bytes]] = {index: {} for index in range(page_count)}
        self._annotations: list[tuple[int, bytes]] = []
        self._ids: dict[str, bytes] = {}
        self._next = page_count
        self._roles: set[str] = set()
        self._page_streams = {
            _number(page["Contents"]): index
            for index, page in enumerate(pdf.objects[_number(reference)] for reference in self._pages)
        }

    def write(self, document: Elem) -> None:
        pdf = self._pdf
        parents = pydyf.Dictionary()
        pdf.add_object(parents)
        root = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": parents.reference})
        pdf.add_object(root)
        root["K"] = pydyf.Array([self._element(document, root)])
        if self._roles:
            root["RoleMap"] = pydyf.Dictionary({role: f"/{ROLES[role]}" for role in sorted(self._roles)})
        if self._ids:
            names = pydyf.Array()
            for name, reference in sorted(self._ids.items()):
                names.extend((pydyf.String(name), reference))
            root["IDTree"] = pydyf.Dictionary({"Names": names})
        self._parent_tree(parents)
        root["ParentTreeNextKey"] = self._next
        pdf.catalog["StructTreeRoot"] = root.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _parent_tree(self, parents: Untyped) -> None:
        numbers = pydyf.Array()
        single = dict(self._annotations)
        for key in sorted({*self._parents, *single}):
            numbers.append(key)
            if key in single:
                numbers.append(single[key])
            else:
                numbers.append(pydyf.Array(reference for _, reference in sorted(self._parents[key].items())))
        parents["Nums"] = numbers

    def _element(self, elem: Elem, parent: Untyped) -> bytes:
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{elem.role}", "P": parent.reference})
        self._pdf.add_object(made)
        if elem.role in ROLES:
            self._roles.add(elem.role)
        for key, text in (("T", elem.title), ("Lang", elem.lang), ("Alt", elem.alt), ("E", elem.expansion)):
            if text:
                made[key] = pydyf.String(text)
        if elem.actual is not None:
            made["ActualText"] = pydyf.String(elem.actual)
        if elem.id is not None:
            made["ID"] = pydyf.String(elem.id)
            self._ids[elem.id] = made.reference
        self._attributes(elem, made)
        page = next((kid.page_index for kid in elem.kids if isinstance(kid, Content)), None)
        if page is not None:
            made["Pg"] = self._pages[page]
        kids = [self._kid(kid, made, page) for kid in elem.kids]
        if kids:
            made["K"] = pydyf.Array(kids)
        return made.reference

    def _attributes(self, elem: Elem, made: Untyped) -> None:
        owned = [
            pydyf.Dictionary({"O": f"/{owner}", **{key: _value(value) for key, value in facts.items()}})
            for owner, facts in elem.attributes.items()
            if facts
        ]
        if owned:
            made["A"] = owned[0] if len(owned) == 1 else pydyf.Array(owned)

    def _kid(self, kid: Elem | Content | Area, parent: Untyped, page: int | None) -> bytes | int | Untyped:
        if isinstance(kid, Elem):
            if kid.role == "Link":
                _describe(kid)
            return self._element(kid, parent)
        if isinstance(kid, Content):
            return self._content(kid, parent, page)
        annotation = kid.box.link_annotation
        annotation["StructParent"] = self._next
        self._annotations.append((self._next, parent.reference))
        self._next += 1
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self._pages[kid.page_index]})

    def _content(self, content: Content, parent: Untyped, page: int | None) -> int | Untyped:
        reference = pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[content.page_index], "MCID": content.mcid})
        if self._page_streams.get(content.stream.number) == content.page_index:
            self._parents[content.page_index][content.mcid] = parent.reference
            return content.mcid if content.page_index == page else reference
        if content.stream not in self._streams:
            self._streams[content.stream] = content.stream.extra["StructParents"] = self._next
            self._parents[self._next] = {}
            self._next += 1
        self._parents[self._streams[content.stream]][content.mcid] = parent.reference
        reference["Stm"] = content.stream.reference
        return reference


def _describe(link: Elem) -> None:
    """Let each of a link's annotations say in words where it leads (ISO 14289-1, 7.18.5)."""
    for kid in link.kids:
        if isinstance(kid, Area) and link.contents:
            kid.box.link_annotation["Contents"] = pydyf.String(link.contents)


def _value(value: Attribute) -> Untyped:
    if isinstance(value, tuple):
        return pydyf.Array(_value(each) for each in value)
    if isinstance(value, str) and not value.startswith("/"):
        return pydyf.String(value)
    return value


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
