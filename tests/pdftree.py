"""The structure tree of a PDF as readable text, read from the file alone.

    Document
      Sect "Dunkirk"
        H1 p18: Dunkirk
        P p18: The city opened its data in 2012‹Reference›‹Note›.
          Reference
            Link p18 →p18 56.7 82.9: 1
          Note #note-1 p18: ‹Lbl›Open data of the City.
            Lbl
              Link p18 →p18 140.2 310.0: 1

Each line: the role (a nonstandard one with what it stands for), title in quotes, name after `#`, language after `@`,
`[alternative text]`, `=text` where an actual text stands for what is drawn, what an abbreviation stands for in
parentheses, attributes in braces, page indices after `p`, targets of links after `→`, then the text that the element
itself shows. Broken words stand whole in it.

`python -m tests.pdftree FILE.pdf [PAGE_INDEX]` prints it.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

Raw = Any
"""A value of pypdf's, whose types say little."""


@dataclass(eq=False)
class Element:
    """A structure element; `number` is its object's. `kids`: elements, texts shown, annotations, in reading order."""

    role: str
    standard: str
    number: int = 0
    kids: list[Element | str | Annotation] = field(default_factory=list["Element | str | Annotation"])
    pages: list[int] = field(default_factory=list[int])
    title: str | None = None
    id: str | None = None
    lang: str | None = None
    alt: str | None = None
    actual: str | None = None
    expansion: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict[str, Any])

    def below(self) -> Iterator[Element]:
        """The element and all in it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.below()

    def all(self, *roles: str) -> list[Element]:
        """The elements of these roles, in the order of reading."""
        return [each for each in self.below() if each.role in roles]

    def text(self) -> str:
        """All that is read of it on one line: actual text for what is drawn, alternatives in brackets."""
        return " ".join("".join(self._said()).split())

    def _said(self) -> Iterator[str]:
        if self.actual is not None:
            yield self.actual
            return
        if self.alt is not None:
            yield f" [{self.alt}] "
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from (" ", *kid._said(), " ") if kid.role in _APART else kid._said()
            elif isinstance(kid, str) and self.alt is None:
                yield kid


_APART = frozenset(
    {"P", "LI", "L", "LBody", "Lbl", "TR", "TH", "TD", "Sect", "Caption", "TOCI", "TOC", "Table", "Note", "Reference"}
    | {f"H{level}" for level in range(1, 7)}
)


@dataclass(frozen=True)
class Annotation:
    """A link's rectangle: what it says, and where it leads: an address, or page index and point."""

    contents: str
    target: str
    rectangle: tuple[float, ...]
    page_index: int
    key: int
    """Its key in the parent tree."""


class Shown(str):
    """A text that a marked sequence shows, on the page with the index `page_index`."""

    __slots__ = ("page_index",)
    page_index: int

    @classmethod
    def on(cls, page_index: int, text: str) -> Shown:
        made = cls(text)
        made.page_index = page_index
        return made


class Structure:
    """The structure of one file; `root` is its document element."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(data))
        catalog = _dictionary(self.reader.trailer["/Root"])
        self._tree = _dictionary(catalog["/StructTreeRoot"])
        self._roles = {str(key): str(value) for key, value in _dictionary(_get(self._tree, "/RoleMap")).items()}
        self._page_of = {_number(page.indirect_reference): index for index, page in enumerate(self.reader.pages)}
        self._shown: dict[int, dict[int, str]] = {}
        self._names = self._destinations(catalog)
        self.owners: dict[tuple[int, int], Element] = {}
        self.root = next(kid for kid in self._kids(self._tree, None, None) if isinstance(kid, Element))

    def parents(self) -> dict[int, int | list[int]]:
        """The parent tree: for each key the number of an element, or of those of all marked sequences of a page."""
        found: dict[int, int | list[int]] = {}
        for key, value in _entries(_dictionary(self._tree["/ParentTree"]), "/Nums"):
            held = value.get_object()
            found[int(key)] = (
                [_number(_raw(held, at)) for at in range(len(held))]
                if isinstance(held, ArrayObject)
                else _number(value)
            )
        return found

    def key(self, page_index: int) -> int | None:
        """The key of a page in the parent tree; None for a page on which there is nothing to tag."""
        key = _get(self.reader.pages[page_index], "/StructParents")
        return None if key is None else int(key)

    def marked(self, page_index: int) -> dict[int, str]:
        """What each marked sequence of a page shows; nothing on a blank one."""
        if page_index not in self._shown:
            page = self.reader.pages[page_index]
            if "/Contents" not in page:
                return self._shown.setdefault(page_index, {})
            stream = ContentStream(page["/Contents"].get_object(), self.reader)
            fonts = _dictionary(_get(_dictionary(page["/Resources"]), "/Font"))
            self._shown[page_index] = _texts(stream, fonts)
        return self._shown[page_index]

    def _destinations(self, catalog: DictionaryObject) -> Mapping[str, str]:
        root = _dictionary(_get(_dictionary(_get(catalog, "/Names")), "/Dests"))
        return {str(name): self._place(target) for name, target in _entries(root, "/Names")}

    def _place(self, target: Raw) -> str:
        where = cast("list[Any]", target.get_object())
        page = self._page_of.get(_number(target.get_object().raw_get(0) if hasattr(where, "raw_get") else where[0]))
        return f"p{page} {float(where[2]):.1f} {float(where[3]):.1f}"

    def _element(self, raw: DictionaryObject, page: int | None) -> Element:
        role = str(raw["/S"])[1:]
        made = Element(role, self._roles.get(f"/{role}", f"/{role}")[1:])
        made.title, made.id, made.lang = _text(raw, "/T"), _text(raw, "/ID"), _text(raw, "/Lang")
        made.alt, made.actual = _text(raw, "/Alt"), _text(raw, "/ActualText")
        made.expansion = _text(raw, "/E")
        owned = _get(raw, "/A")
        for each in cast("list[Any]", owned if isinstance(owned, ArrayObject) else [owned] if owned else []):
            facts = each.get_object()
            made.attributes |= {str(key)[1:]: _plain(value) for key, value in facts.items() if key != "/O"}
        own = raw.raw_get("/Pg") if "/Pg" in raw else None
        made.kids = list(self._kids(raw, self._page_of.get(_number(own), page) if own else page, made))
        return made

    def _kids(
        self, raw: DictionaryObject, page: int | None, owner: Element | None
    ) -> Iterator[Element | str | Annotation]:
        kids = _get(raw, "/K")
        listed = kids if isinstance(kids, ArrayObject) else ArrayObject([] if kids is None else [kids])
        for index in range(len(listed)):
            kid = _raw(listed, index)
            found = kid.get_object()
            if isinstance(found, int):
                yield self._content(page, int(found), owner)
            elif isinstance(found, DictionaryObject) and _get(found, "/Type") == "/MCR":
                at = self._page_of.get(_number(found.raw_get("/Pg"))) if "/Pg" in found else page
                mcid = int(cast("int", found["/MCID"]))
                yield self._grouped(found, mcid, at) if "/Stm" in found else self._content(at, mcid, owner)
            elif isinstance(found, DictionaryObject) and _get(found, "/Type") == "/OBJR":
                yield self._annotation(found, page)
            elif isinstance(found, DictionaryObject):
                made = self._element(found, page)
                made.number = _number(kid)
                yield made

    def _grouped(self, found: DictionaryObject, mcid: int, page: int | None) -> str:
        """What a marked sequence of a group drawn on a page shows."""
        stream = found["/Stm"].get_object()
        fonts = _dictionary(_get(_dictionary(_get(_dictionary(stream), "/Resources")), "/Font"))
        return Shown.on(-1 if page is None else page, _texts(ContentStream(stream, self.reader), fonts)[mcid])

    def _content(self, page: int | None, mcid: int, owner: Element | None) -> str:
        assert page is not None
        assert owner is not None
        if (page, mcid) in self.owners:
            raise AssertionError(f"marked content {mcid} of page {page} stands in the tree twice")
        self.owners[page, mcid] = owner
        if page not in owner.pages:
            owner.pages.append(page)
        return Shown.on(page, self.marked(page)[mcid])

    def _annotation(self, found: DictionaryObject, page: int | None) -> Annotation:
        link = _dictionary(found["/Obj"])
        at = self._page_of.get(_number(found.raw_get("/Pg"))) if "/Pg" in found else page
        target = ""
        if "/A" in link:
            target = str(_get(_dictionary(link["/A"]), "/URI") or "")
        elif "/Dest" in link:
            name = link["/Dest"]
            target = self._names.get(str(name), f"? {name}")
        rectangle = tuple(float(each) for each in cast("list[Any]", link["/Rect"]))
        key = int(cast("int", _get(link, "/StructParent")))
        return Annotation(str(_get(link, "/Contents") or ""), target, rectangle, -1 if at is None else at, key)


@lru_cache(maxsize=2)
def read(data: bytes) -> Structure:
    return Structure(data)


def structure(pdf: Path, page_index: int | None = None) -> str:
    """The tree of a file as text, or what of it stands on one page."""
    root = read(pdf.read_bytes()).root
    return drawn(root if page_index is None else on_page(root, page_index) or Element("Document", "Document"))


def on_page(element: Element, page_index: int) -> Element | None:
    """The element with what of it stands on a page; None when nothing does."""
    kids: list[Element | str | Annotation] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            inner = on_page(kid, page_index)
            kids += [inner] if inner is not None else []
        elif isinstance(kid, Annotation):
            kids += [kid] if kid.page_index == page_index else []
        elif isinstance(kid, Shown) and kid.page_index == page_index:
            kids.append(kid)
    pages = [page for page in element.pages if page == page_index]
    return replace(element, kids=kids, pages=pages) if kids else None


def drawn(element: Element, depth: int = 0) -> str:
    """The element and all in it as indented lines; `‹Link›` in running text says where the next inner one stands."""
    line = "  " * depth + (element.role if element.role == element.standard else f"{element.role} ({element.standard})")
    line += f' "{element.title}"' if element.title else ""
    line += f" #{element.id}" if element.id else ""
    line += f" @{element.lang}" if element.lang else ""
    line += f" [{element.alt}]" if element.alt is not None else ""
    line += f" ={element.actual}" if element.actual is not None else ""
    line += f" ({element.expansion})" if element.expansion else ""
    line += "".join(f" {{{key} {_shown(value)}}}" for key, value in sorted(element.attributes.items()))
    line += f" p{','.join(str(page) for page in element.pages)}" if element.pages else ""
    line += "".join(f" →{kid.target}" for kid in element.kids if isinstance(kid, Annotation))
    own = " ".join("".join(_own(element)).split())
    if (
        any(isinstance(kid, str) or _is_word(kid) for kid in element.kids)
        and element.actual is None
        and element.alt is None
    ):
        line += f": {own}"
    below = [drawn(kid, depth + 1) for kid in element.kids if isinstance(kid, Element) and not _is_word(kid)]
    return "\n".join([line, *below])


def _own(element: Element) -> Iterator[str]:
    for kid in element.kids:
        if isinstance(kid, str):
            yield kid
        elif isinstance(kid, Element):
            yield kid.actual or "" if _is_word(kid) else f"‹{kid.role}›"


def _is_word(kid: Element | str | Annotation) -> bool:
    """Whether it only says what broken or reversed text reads like."""
    return isinstance(kid, Element) and kid.role == "Span" and kid.actual is not None and kid.lang is None


def _shown(value: Raw) -> str:
    return " ".join(str(each) for each in cast("list[Any]", value)) if isinstance(value, list) else str(value)


def _texts(stream: ContentStream, fonts: DictionaryObject) -> dict[int, str]:
    found: dict[int, str] = {}
    stack: list[int | None] = []
    font: Mapping[int, str] = {}
    maps: dict[str, Mapping[int, str]] = {}
    for operands, operator in cast("list[tuple[list[Any], bytes]]", stream.operations):
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if len(operands) > 1 else None
            mcid = properties.get("/MCID") if isinstance(properties, DictionaryObject) else None
            if mcid is not None:
                if int(mcid) in found:
                    raise AssertionError(f"two marked sequences of a page are called {mcid}")
                found[int(mcid)] = ""
            stack.append(None if mcid is None else int(mcid))
        elif operator == b"EMC":
            stack.pop()
        elif operator == b"Tf":
            name = str(operands[0])
            font = maps.setdefault(name, _characters(fonts, name))
        elif operator in (b"TJ", b"Tj"):
            inner = next((each for each in reversed(stack) if each is not None), None)
            if inner is not None:
                for part in operands[0] if operator == b"TJ" else operands:
                    found[inner] += _decoded(part, font)
    return found


def _decoded(part: Raw, font: Mapping[int, str]) -> str:
    if isinstance(part, TextStringObject):
        raw = part.original_bytes
    elif isinstance(part, ByteStringObject):
        raw = bytes(part)
    else:
        return ""
    return "".join(font.get(int.from_bytes(raw[i : i + 2], "big"), "\ufffd") for i in range(0, len(raw), 2))


def _characters(fonts: DictionaryObject, name: str) -> Mapping[int, str]:
    table = _get(_dictionary(fonts[name]), "/ToUnicode")
    if not isinstance(table, StreamObject):
        return {}
    pairs = re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", table.get_data())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _plain(value: Raw) -> Raw:
    found = value.get_object() if isinstance(value, IndirectObject) else value
    if isinstance(found, ArrayObject):
        return [_plain(each) for each in cast("list[Any]", found)]
    if isinstance(found, NameObject):
        return str(found)[1:]
    return found


def _entries(node: DictionaryObject, kind: str) -> Iterator[tuple[Raw, Raw]]:
    """What a tree of names or of numbers holds, leaf after leaf (ISO 32000-1, 7.9.6 and 7.9.7)."""
    for kid in cast("list[Any]", _get(node, "/Kids") or []):
        yield from _entries(_dictionary(kid), kind)
    listed = cast("list[Any]", _get(node, kind) or [])
    for at in range(0, len(listed), 2):
        yield listed[at], _raw(listed, at + 1)


def _text(raw: DictionaryObject, key: str) -> str | None:
    value = _get(raw, key)
    return None if value is None or isinstance(value, NullObject) else str(value)


def _raw(array: Raw, index: int) -> Raw:
    """A member of an array as it is stored: a reference where it is one."""
    return cast("Callable[[Raw, int], Raw]", list.__getitem__)(array, index)


def _get(raw: DictionaryObject, key: str) -> Raw:
    """The value itself, wherever it is stored; None when there is none."""
    value = raw.get(key)
    return None if value is None else value.get_object()


def _dictionary(value: Raw) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _number(reference: Raw) -> int:
    return reference.idnum if isinstance(reference, IndirectObject) else -1


if __name__ == "__main__":
    sys.stdout.write(structure(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None) + "\n")
