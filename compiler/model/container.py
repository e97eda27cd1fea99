"""Galleys as bytes: a zip of JSON and of what streams hold. It is data only, so reading one runs nothing.

Members: `symbols.json`, `anchors.json`, `boxes.json`, `texts.json`, `said.json`; `objects.json` with the kinds and
lengths of objects, whose heads and streams stand end to end in `heads`, `contents` and `data`; `pictures.json` with the
same for each picture, which is a member of its own.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any, cast, get_args

from compiler.model.copy import Anchor, Digest, Field, PartId
from compiler.model.diagnostics import Diagnostic, Label, Severity, Span
from compiler.model.galley import (
    Align,
    Box,
    Destination,
    FolioUse,
    FontUse,
    Galley,
    GalleyObject,
    GalleyPage,
    Heading,
    Ink,
    ObjectKind,
    SetText,
    Symbols,
)
from compiler.model.measures import Length

FORMAT = 1
"""Which arrangement of members this is; another number is another format."""

LEVEL = 1
"""Of deflate: a galley is written once and read often, and bytes on disk are cheap."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member, so that the same galley gives the same bytes."""

KINDS: Mapping[ObjectKind, str] = {"plain": "p", "content": "c", "data": "d"}
KINDS_READ: Mapping[str, ObjectKind] = {letter: kind for kind, letter in KINDS.items()}
Json = Any
"""A value as JSON gives it: of any type until it has been looked at."""

ALIGNS: tuple[Align, ...] = get_args(Align)


class DamagedGalleyError(ValueError):
    """A galley that cannot be read, or contradicts itself; `member` is what is at fault."""

    def __init__(self, member: str, why: object) -> None:
        super().__init__(f"`{member}` of a galley is damaged: {why}")
        self.member = member


# ---- writing ----


def packed(galley: Galley) -> bytes:
    """The galley as a container; the same galley gives the same bytes.

    Raises `ValueError` for one that contradicts itself: numbers that are not finite, objects that its symbols miscount.
    """
    if galley.symbols.objects != len(galley.objects):
        raise ValueError(f"symbols count {galley.symbols.objects} objects, there are {len(galley.objects)}")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, "symbols.json", _json(_symbols_out(galley.symbols)))
        _put(archive, "anchors.json", _json({anchor: _box_out(box) for anchor, box in galley.anchors.items()}))
        _put(archive, "said.json", _json([_diagnostic_out(each) for each in galley.said]))
        _put(archive, "objects.json", _json(_lengths(galley.objects)))
        _put(archive, "heads", b"".join(each.head for each in galley.objects))
        _put(archive, "contents", b"".join(each.stream for each in galley.objects if each.kind == "content"))
        _put(archive, "data", b"".join(each.stream for each in galley.objects if each.kind == "data"), stored=True)
        pictures = {digest: _lengths(objects) for digest, objects in galley.pictures.items()}
        _put(archive, "pictures.json", _json(pictures))
        for index, objects in enumerate(galley.pictures.values()):
            data = b"".join((*(each.head for each in objects), *(each.stream for each in objects)))
            _put(archive, f"pictures/{index}", data, stored=True)
        boxes = {field: [number for box in all_ for number in _box_out(box)] for field, all_ in galley.boxes.items()}
        _put(archive, "boxes.json", _json(boxes))
        _put(archive, "texts.json", _json([_text_out(each) for each in galley.texts]))
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, stored: bool = False) -> None:
    about = zipfile.ZipInfo(name, EPOCH)
    # Else it says which system wrote it.
    about.create_system = 3
    about.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    archive.writestr(about, data, compresslevel=LEVEL)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _lengths(objects: Sequence[GalleyObject]) -> dict[str, Json]:
    for each in objects:
        if each.kind == "plain" and each.stream:
            raise ValueError("a plain object has no stream")
    return {
        "kinds": "".join(KINDS[each.kind] for each in objects),
        "heads": [len(each.head) for each in objects],
        "streams": [len(each.stream) for each in objects],
    }


def _symbols_out(symbols: Symbols) -> dict[str, Json]:
    return {
        "format": FORMAT,
        "part": symbols.part,
        "pages": [
            [p.width, p.height, p.bleed, p.contents, p.resources, p.annotations, p.blank, p.depth]
            for p in symbols.pages
        ],
        "destinations": {name: _destination_out(at) for name, at in symbols.destinations.items()},
        "headings": [[each.title, each.level, _destination_out(each.at)] for each in symbols.headings],
        "refers": symbols.refers,
        "links": symbols.links,
        "fonts": {name: _font_out(font) for name, font in symbols.fonts.items()},
        "folios": [[f.anchor, f.page_index, f.digits, f.advance, f.align, f.shown] for f in symbols.folios],
        "inks": [[ink.swatch, ink.tint, ink.stroke] for ink in symbols.inks],
        "pictures": symbols.pictures,
        "keys": symbols.keys,
        "kids": symbols.kids,
        "parents": symbols.parents,
        "ids": dict(symbols.ids),
        "roles": dict(symbols.roles),
        "objects": symbols.objects,
    }


def _destination_out(at: Destination) -> list[float]:
    return [at.page_index, at.x, at.y]


def _font_out(font: FontUse) -> list[Json]:
    texts, widths = font.texts, font.widths
    about: list[Json] = [font.face, font.name, font.flags, font.ascent, font.descent]
    return [*about, list(texts), list(texts.values()), list(widths), list(widths.values())]


def _box_out(box: Box) -> list[int]:
    return [box.page_index, box.x, box.y, box.width, box.height]


def _text_out(text: SetText) -> list[Json]:
    return [text.page_index, text.part, text.field, text.text, *_box_out(text.box)]


def _diagnostic_out(said: Diagnostic) -> list[Json]:
    primary = _label_out(said.primary) if said.primary is not None else None
    secondary = [_label_out(label) for label in said.secondary]
    return [said.name, int(said.severity), said.message, primary, secondary, said.help, said.notes, said.field]


def _label_out(label: Label) -> list[Json]:
    return [str(label.span.path), label.span.start, label.span.end, label.text]


# ---- reading ----


class Container:
    """A galley as bytes, or in a file that can seek and stays open as long as it is read; members are read when asked.

    Whatever is wrong with it raises `DamagedGalleyError`, in the constructor or in a member.
    """

    def __init__(self, source: bytes | IO[bytes]) -> None:
        with _reading("container"):
            self._archive = zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)

    @cached_property
    def symbols(self) -> Symbols:
        """What the linker has to know before it reads objects; kept once read."""
        with _reading("symbols.json"):
            return _symbols_in(self._json("symbols.json"))

    def objects(self) -> tuple[GalleyObject, ...]:
        """All objects of the part, in the order of their numbers."""
        symbols = self.symbols
        with _reading("objects.json"):
            kinds, heads, streams = _lengths_in(self._json("objects.json"))
            _same(len(kinds), symbols.objects)
        slices = {
            "content": _Slices("contents", self._bytes("contents")),
            "data": _Slices("data", self._bytes("data")),
        }
        own = _Slices("heads", self._bytes("heads"))
        found: list[GalleyObject] = []
        for kind, head, stream in zip(kinds, heads, streams, strict=True):
            found.append(GalleyObject(kind, own.take(head), b"" if kind == "plain" else slices[kind].take(stream)))
        for each in (own, *slices.values()):
            each.end()
        return tuple(found)

    @cached_property
    def _pictures(self) -> Mapping[Digest, tuple[int, Json]]:
        """For each picture the index of its member, and its lengths as written."""
        with _reading("pictures.json"):
            listed = _table(self._json("pictures.json"))
            return {Digest(digest): (index, lengths) for index, (digest, lengths) in enumerate(listed.items())}

    def picture(self, digest: Digest) -> tuple[GalleyObject, ...]:
        """One picture: its image and, if it has one, its mask."""
        with _reading("pictures.json"):
            index, lengths = self._pictures[digest]
            kinds, heads, streams = _lengths_in(lengths)
        member = f"pictures/{index}"
        slices = _Slices(member, self._bytes(member))
        read = [slices.take(length) for length in (*heads, *streams)]
        slices.end()
        return tuple(map(GalleyObject, kinds, read[: len(kinds)], read[len(kinds) :]))

    def pictures(self) -> Mapping[Digest, tuple[GalleyObject, ...]]:
        """All pictures by their digests."""
        return {digest: self.picture(digest) for digest in self._pictures}

    def anchors(self) -> Mapping[Anchor, Box]:
        """Where each anchor stands, pages counted within the galley."""
        with _reading("anchors.json"):
            return {Anchor(name): _box_in(row) for name, row in _table(self._json("anchors.json")).items()}

    def boxes(self) -> Mapping[Field, tuple[Box, ...]]:
        """The boxes of each field, pages counted within the galley."""
        with _reading("boxes.json"):
            return {Field(name): _boxes_in(row) for name, row in _table(self._json("boxes.json")).items()}

    def texts(self) -> tuple[SetText, ...]:
        """Text as set, pages counted within the galley."""
        with _reading("texts.json"):
            return tuple(_text_in(row) for row in _list(self._json("texts.json")))

    def said(self) -> tuple[Diagnostic, ...]:
        """What was said of the part when it was set."""
        with _reading("said.json"):
            return tuple(_diagnostic_in(row) for row in _list(self._json("said.json")))

    def galley(self) -> Galley:
        """All of it."""
        return Galley(
            self.symbols, self.objects(), self.pictures(), self.anchors(), self.boxes(), self.texts(), self.said()
        )

    def _bytes(self, member: str) -> bytes:
        with _reading(member):
            return self._archive.read(member)

    def _json(self, member: str) -> Json:
        return json.loads(self._bytes(member))


@contextmanager
def _reading(member: str) -> Generator[None]:
    """Whatever goes wrong while a member is read is damage: zipfile alone has eight ways of saying so."""
    try:
        yield
    except DamagedGalleyError:
        raise
    except Exception as fault:
        raise DamagedGalleyError(member, fault or type(fault).__name__) from fault


class _Slices:
    """A member cut into pieces from its beginning to its end."""

    def __init__(self, member: str, data: bytes) -> None:
        self._member, self._data, self._at = member, data, 0

    def take(self, length: int) -> bytes:
        end = self._at + length
        if length < 0 or end > len(self._data):
            raise DamagedGalleyError(self._member, "it is shorter than its pieces")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def end(self) -> None:
        """All of it has been taken."""
        if self._at != len(self._data):
            raise DamagedGalleyError(self._member, "it is longer than its pieces")


# What JSON gives is of any type: each value is looked at once, here.


def _text(value: Json) -> str:
    if type(value) is not str:
        raise TypeError(f"{value!r} is no text")
    return value


def _whole(value: Json) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no whole number")
    return value


def _index(value: Json) -> int:
    if _whole(value) < 0:
        raise ValueError(f"{value} is below 0")
    return value


def _number(value: Json) -> float:
    if type(value) is not int and type(value) is not float:
        raise TypeError(f"{value!r} is no number")
    return value


def _bool(value: Json) -> bool:
    if type(value) is not bool:
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _list(value: Json) -> list[Json]:
    if type(value) is not list:
        raise TypeError(f"{value!r} is no list")
    return cast("list[Json]", value)


def _table(value: Json) -> dict[str, Json]:
    if type(value) is not dict:
        raise TypeError(f"{value!r} is no table")
    return cast("dict[str, Json]", value)


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _wholes(value: Json) -> tuple[int, ...]:
    return tuple(map(_whole, _list(value)))


def _same(found: int, wanted: int) -> None:
    if found != wanted:
        raise ValueError(f"{found} where {wanted} are told")


def _lengths_in(value: Json) -> tuple[list[ObjectKind], tuple[int, ...], tuple[int, ...]]:
    kinds: list[ObjectKind] = [KINDS_READ[letter] for letter in _text(value["kinds"])]
    heads, streams = _wholes(value["heads"]), _wholes(value["streams"])
    _same(len(heads), len(kinds))
    _same(len(streams), len(kinds))
    if any(length for kind, length in zip(kinds, streams, strict=True) if kind == "plain"):
        raise ValueError("a plain object has no stream")
    return kinds, heads, streams


def _symbols_in(value: Json) -> Symbols:
    if value["format"] != FORMAT:
        raise ValueError(f"its format is {value['format']!r}")
    return Symbols(
        part=PartId(_text(value["part"])),
        pages=tuple(_page_in(row) for row in _list(value["pages"])),
        destinations={name: _destination_in(row) for name, row in _table(value["destinations"]).items()},
        headings=tuple(
            Heading(_text(title), _whole(level), _destination_in(at)) for title, level, at in _list(value["headings"])
        ),
        refers=tuple(map(Anchor, _texts(value["refers"]))),
        links=_texts(value["links"]),
        fonts={name: _font_in(row) for name, row in _table(value["fonts"]).items()},
        folios=tuple(_folio_in(row) for row in _list(value["folios"])),
        inks=tuple(Ink(_text(name), _number(tint), _bool(stroke)) for name, tint, stroke in _list(value["inks"])),
        pictures=tuple(map(Digest, _texts(value["pictures"]))),
        keys=_index(value["keys"]),
        kids=_wholes(value["kids"]),
        parents=_index(value["parents"]),
        ids={name: _whole(number) for name, number in _table(value["ids"]).items()},
        roles={name: _text(role) for name, role in _table(value["roles"]).items()},
        objects=_index(value["objects"]),
    )


def _page_in(row: Json) -> GalleyPage:
    width, height, bleed, contents, resources, annotations, blank, depth = _list(row)
    left, bottom, right, top = map(_number, _list(bleed))
    return GalleyPage(
        _number(width),
        _number(height),
        (left, bottom, right, top),
        _whole(contents),
        _whole(resources),
        _wholes(annotations),
        _bool(blank),
        Length(_whole(depth)),
    )


def _destination_in(row: Json) -> Destination:
    page_index, x, y = _list(row)
    return Destination(_index(page_index), _number(x), _number(y))


def _font_in(row: Json) -> FontUse:
    face, name, flags, ascent, descent, glyphs, texts, wide, widths = _list(row)
    return FontUse(
        Digest(_text(face)),
        _text(name),
        _whole(flags),
        _whole(ascent),
        _whole(descent),
        dict(zip(_wholes(glyphs), _texts(texts), strict=True)),
        dict(zip(_wholes(wide), _wholes(widths), strict=True)),
    )


def _folio_in(row: Json) -> FolioUse:
    anchor, page_index, digits, advance, align, shown = _list(row)
    named = None if anchor is None else Anchor(_text(anchor))
    how = ALIGNS[ALIGNS.index(align)]
    return FolioUse(named, _index(page_index), _texts(digits), _number(advance), how, _index(shown))


def _box_in(row: Json) -> Box:
    page_index, x, y, width, height = _wholes(row)
    return Box(_index(page_index), Length(x), Length(y), Length(width), Length(height))


def _boxes_in(row: Json) -> tuple[Box, ...]:
    flat = _list(row)
    _same(len(flat) % 5, 0)
    return tuple(_box_in(flat[start : start + 5]) for start in range(0, len(flat), 5))


def _text_in(row: Json) -> SetText:
    page_index, part, field, text, *box = _list(row)
    of = None if field is None else Field(_text(field))
    return SetText(_index(page_index), PartId(_text(part)), of, _text(text), _box_in(box))


def _diagnostic_in(row: Json) -> Diagnostic:
    name, severity, message, primary, secondary, helps, notes, field = _list(row)
    return Diagnostic(
        _text(name),
        Severity(_whole(severity)),
        _text(message),
        None if primary is None else _label_in(primary),
        tuple(map(_label_in, _list(secondary))),
        _texts(helps),
        _texts(notes),
        None if field is None else _text(field),
    )


def _label_in(row: Json) -> Label:
    path, start, end, text = _list(row)
    return Label(Span(PurePosixPath(_text(path)), _whole(start), _whole(end)), _text(text))
