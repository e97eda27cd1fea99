"""The PDF of one part as WeasyPrint leaves it -> objects of a galley, with tokens for what the linker fills in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from compiler.model.copy import Digest, PartId
from compiler.model.galley import (
    Destination,
    FolioUse,
    FontUse,
    GalleyObject,
    GalleyPage,
    Heading,
    Ink,
    SetPage,
    Symbols,
)
from compiler.typeset.door import Untyped, pydyf
from compiler.typeset.tags import FOLIO

POINTS = 0.75
"""Points in a CSS pixel."""

PRINTED = 4
"""Flag of annotations that are printed with the page (ISO 32000-1, table 165); PDF/A wants it on each."""

_REFERENCE = re.compile(rb"(?<![\d.])(\d+) 0 R\b")
_FOLIO = re.compile(f"{FOLIO[0]}([0-9]+){FOLIO[1]}")
_CONTROLS = re.compile(rb"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Left:
    """What a run leaves beside the PDF itself."""

    part: PartId
    pages: Sequence[SetPage]
    bleeds: Sequence[Mapping[str, float]]
    fonts: Mapping[str, FontUse]
    folios: Sequence[FolioUse]
    inks: Sequence[Ink]
    headings: Sequence[Heading]
    links: Sequence[str]


@dataclass(frozen=True, slots=True)
class Taken:
    """The PDF taken apart."""

    symbols: Symbols
    objects: tuple[GalleyObject, ...]
    pictures: dict[Digest, tuple[GalleyObject, ...]]


def take_apart(pdf: Untyped, left: Left) -> Taken:
    """All that a galley keeps of a drawn PDF: pages, catalog, outline, fonts and the tree's roots are the linker's."""
    return _Taker(pdf, left).take()


class _Taker:
    """Numbers the objects that are kept from 1, in their order, and writes them with tokens."""

    def __init__(self, pdf: Untyped, left: Left) -> None:
        self._pdf, self._left = pdf, left
        objects: list[Untyped] = pdf.objects
        self._page_numbers = [int(number) for number in pdf.pages["Kids"][::3]]
        self._root = objects[_number(pdf.catalog["StructTreeRoot"])]
        self._leaf = objects[_number(self._root["ParentTree"])]
        self._document = objects[_number(self._root["K"][0])]
        self._pictures: dict[int, Digest] = {}
        self._masks: set[int] = set()
        for each in objects:
            if _is_picture(each) and each.number not in self._masks:
                self._find_picture(each)
        fonts = {_number(each) for each in self._fonts_dictionaries()}
        gone = {0, pdf.pages.number, pdf.catalog.number, self._root.number, self._document.number, *fonts}
        gone |= {*self._page_numbers, *self._pictures, *self._masks}
        kept = [each for each in objects if each.number not in gone and each.free != "f"]
        self._tokens: dict[int, bytes] = {each.number: b"\0r%d\0" % at for at, each in enumerate(kept, start=1)}
        self._numbers = {each.number: at for at, each in enumerate(kept, start=1)}
        self._digests = list(dict.fromkeys(self._pictures.values()))
        self._tokens |= {number: b"\0p%d\0" % self._digests.index(each) for number, each in self._pictures.items()}
        self._tokens |= dict.fromkeys(fonts, b"\0fonts\0") | {self._document.number: b"\0document\0"}
        self._tokens |= {each: b"\0g%d\0" % at for at, each in enumerate(self._page_numbers)}
        self._kept = kept

    def _fonts_dictionaries(self) -> Iterator[bytes]:
        for each in self._pdf.objects:
            held = _entries(each) or _entries(getattr(each, "extra", {}).get("Resources"))
            if isinstance(held.get("Font"), bytes) and "XObject" in held:
                yield held["Font"]

    def _find_picture(self, each: Untyped) -> None:
        content = hashlib.sha256(each.data)
        mask = each.extra.get("SMask")
        if mask is not None:
            under = self._pdf.objects[_number(mask)]
            self._masks.add(under.number)
            content = hashlib.sha256(_without(each, "SMask") + under.data)
        self._pictures[each.number] = Digest(content.hexdigest())

    def take(self) -> Taken:
        leaf = self._parents()
        objects = [self._object(each) if each is not self._leaf else leaf for each in self._kept]
        pictures = {digest: self._picture(number) for number, digest in reversed(self._pictures.items())}
        return Taken(self._symbols(len(objects)), tuple(objects), {each: pictures[each] for each in self._digests})

    def _symbols(self, count: int) -> Symbols:
        left, root = self._left, self._root
        names = self._pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        pages = {number: index for index, number in enumerate(self._page_numbers)}
        ids = root.get("IDTree", {}).get("Names", [])
        return Symbols(
            part=left.part,
            pages=tuple(self._pages()),
            destinations={
                name.string: Destination(pages[_number(at[0])], float(at[2]), float(at[3]))
                for name, at in zip(names[::2], names[1::2], strict=True)
            },
            headings=tuple(left.headings),
            refers=tuple(dict.fromkeys(use.anchor for use in left.folios if use.anchor is not None)),
            links=tuple(left.links),
            fonts=left.fonts,
            folios=tuple(left.folios),
            inks=tuple(left.inks),
            pictures=tuple(self._digests),
            keys=int(root["ParentTreeNextKey"]),
            kids=tuple(self._numbers[_number(kid)] for kid in self._document.get("K", [])),
            parents=self._numbers[self._leaf.number],
            ids={name.string: self._numbers[_number(at)] for name, at in zip(ids[::2], ids[1::2], strict=True)},
            roles={name: str(role)[1:] for name, role in root.get("RoleMap", {}).items()},
            objects=count,
        )

    def _pages(self) -> Iterator[GalleyPage]:
        for number, seen, bleed in zip(self._page_numbers, self._left.pages, self._left.bleeds, strict=True):
            page = self._pdf.objects[number]
            left, bottom, right, top = (float(edge) for edge in page["TrimBox"])
            yield GalleyPage(
                width=right - left,
                height=top - bottom,
                bleed=_edges(bleed),
                contents=self._numbers[_number(page["Contents"])],
                resources=self._numbers[_number(page["Resources"])],
                annotations=tuple(self._numbers[_number(each)] for each in page.get("Annots", ())),
                blank=seen.blank,
                depth=seen.depth,
            )

    # ---- objects

    def _object(self, each: Untyped) -> GalleyObject:
        if isinstance(each, pydyf.Stream):
            extra = {key: value for key, value in each.extra.items() if key not in ("Length", "Filter")}
            if each.extra.get("Type") == "/XObject" and each.extra.get("Subtype") == "/Image":
                raise LookupError("a picture was not found among the pictures")
            content = b"\n".join(_written(item) for item in each.stream)
            if "Filter" in each.extra:
                return GalleyObject("data", self._dictionary(each.extra), content)
            return GalleyObject("content", self._dictionary(extra), content)
        if _entries(each).get("Type") == "/Annot":
            each["F"] = PRINTED
        return GalleyObject("plain", self._value(each), b"")

    def _picture(self, number: int) -> tuple[GalleyObject, ...]:
        """A picture, and its mask: only these two refer to each other."""
        picture = self._pdf.objects[number]
        made: list[GalleyObject] = []
        for each in (picture, self._pdf.objects[_number(picture.extra["SMask"])] if "SMask" in picture.extra else None):
            if each is None:
                continue
            data = each.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
            # PDF/A wants pictures unsmoothed (ISO 19005-2, 6.2.8).
            extra = {**each.extra, "Interpolate": "false"}
            extra.pop("Length", None)
            mask = b"/SMask \0r2\0" if extra.pop("SMask", None) is not None else b""
            if each.compress:
                extra["Filter"] = "/FlateDecode"
            made.append(GalleyObject("data", self._dictionary(extra)[:-2] + mask + b">>", data))
        return tuple(made)

    def _parents(self) -> GalleyObject:
        """The leaf of the parent tree, with keys as tokens."""
        numbers = self._leaf["Nums"]
        entries = [
            b"\0k%d\0 %s" % (key, self._value(value)) for key, value in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        keys = numbers[::2] or [0]
        limits = b"\0k%d\0 \0k%d\0" % (keys[0], keys[-1])
        return GalleyObject("plain", b"<</Limits[" + limits + b"]/Nums[" + b" ".join(entries) + b"]>>", b"")

    # ---- values

    def _value(self, value: Untyped) -> bytes:
        if isinstance(value, pydyf.String):
            return _string(value.string)
        if isinstance(value, dict):
            return self._dictionary(_entries(value))
        if isinstance(value, list | tuple):
            return b"[" + b" ".join(map(self._value, cast("Sequence[Untyped]", value))) + b"]"
        return _REFERENCE.sub(self._reference, _written(value))

    def _dictionary(self, entries: Mapping[str, Untyped]) -> bytes:
        return b"<<" + b"".join(self._entry(key, value) for key, value in entries.items()) + b">>"

    def _entry(self, key: str, value: Untyped) -> bytes:
        if key in ("StructParent", "StructParents"):
            return b"/%s \0k%d\0" % (key.encode(), value)
        return b"/%s %s" % (_written(key), self._value(value))

    def _reference(self, found: re.Match[bytes]) -> bytes:
        return self._tokens[int(found[1])]


def _edges(bleed: Mapping[str, float]) -> tuple[float, float, float, float]:
    left, bottom, right, top = (round(bleed[side] * POINTS, 6) for side in ("left", "bottom", "right", "top"))
    return left, bottom, right, top


def _entries(value: Untyped) -> Mapping[str, Untyped]:
    """The entries of a dictionary; of anything else, none."""
    return cast("Mapping[str, Untyped]", value) if isinstance(value, dict) else {}


def _written(value: Untyped) -> bytes:
    """A plain value as pydyf writes it."""
    return pydyf._to_bytes(value)


def _string(text: Untyped) -> bytes:
    """A text string, literal where it is ASCII; the figures of folios are tokens in it."""
    text = text.decode("latin-1") if isinstance(text, bytes) else str(text)
    pieces = _FOLIO.split(text)
    if all(piece.isascii() for piece in pieces):
        return b"(" + b"".join(_alternating(pieces, _literal, b"\0f%s\0")) + b")"
    return b"<feff" + b"".join(_alternating(pieces, _hexadecimal, b"\0h%s\0")) + b">"


def _alternating(pieces: Sequence[str], encode: Untyped, token: bytes) -> Iterator[bytes]:
    """Pieces of text and, in every second place, numbers of folios."""
    for index, piece in enumerate(pieces):
        yield token % piece.encode() if index % 2 else encode(piece)


def _literal(text: str) -> bytes:
    escaped = re.sub(rb"([\\()])", rb"\\\1", text.encode("ascii"))
    return _CONTROLS.sub(lambda found: b"\\%03o" % found[0][0], escaped)


def _hexadecimal(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def _is_picture(each: Untyped) -> bool:
    return isinstance(each, pydyf.Stream) and each.extra.get("Subtype") == "/Image"


def _without(each: Untyped, key: str) -> bytes:
    """A stream's bytes as they would be without an entry of its dictionary."""
    extra, each.extra = each.extra, {name: value for name, value in each.extra.items() if name != key}
    data: bytes = each.data
    each.extra = extra
    return data


def _number(reference: Untyped) -> int:
    return int(bytes(reference).split()[0])
