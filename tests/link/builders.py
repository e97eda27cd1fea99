"""Galleys made by hand: a page is a line of text, a tinted rectangle's ink and a folio, all marked as tags want it.

galley = a_galley("one", pages=2, links=("two",))
data = linked(galley, a_galley("two"))
"""

from __future__ import annotations

import datetime
import hashlib
import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from compiler.link.binding import bind, blanks_of, folios
from compiler.link.inks import ScreenInks
from compiler.link.volume import link
from compiler.model.container import Container, packed
from compiler.model.copy import Anchor, Digest, PartId
from compiler.model.diagnostics import Outcome
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
    Settings,
    Symbols,
)
from compiler.model.look import Swatch
from compiler.model.measures import Length
from compiler.model.part import Part
from compiler.model.publication import Numerals, Side
from compiler.model.volume import Edition, Linked

FONTS = Path(__file__).resolve().parents[2] / "layouts" / "fonts"
FACE = (FONTS / "SourceSerif4-Regular.ttf").read_bytes()
DIGEST = Digest(hashlib.sha256(FACE).hexdigest())
ADVANCE = 500.0

Untyped = Any
"""A value of fontTools', whose types say little."""


@cache
def _font() -> Untyped:
    return TTFont(io.BytesIO(FACE))


@cache
def glyph(letter: str) -> int:
    """The number that the face has for the glyph of a letter."""
    font = _font()
    return int(font.getGlyphID(font.getBestCmap()[ord(letter)]))


@cache
def width(letter: str) -> int:
    font = _font()
    return round(font["hmtx"].metrics[font.getBestCmap()[ord(letter)]][0] * 1000 / font["head"].unitsPerEm)


def a_font(letters: str) -> FontUse:
    used = dict.fromkeys(letters + "0123456789")
    texts = {glyph(letter): letter for letter in used}
    widths = {glyph(letter): width(letter) for letter in used}
    return FontUse(DIGEST, "AAAAAA+Source-Serif-4", 6, 1036, -335, texts, widths)


def a_folio(anchor: str | None = None, page_index: int = 0, align: Align = "end", shown: int = 1) -> FolioUse:
    digits = tuple(f"<{glyph(figure):04x}>" for figure in "0123456789")
    return FolioUse(Anchor(anchor) if anchor is not None else None, page_index, digits, ADVANCE, align, shown)


def a_picture(value: int = 200, masked: bool = False) -> tuple[GalleyObject, ...]:
    """A picture of four dots in one grey, masked or not."""
    about = b"<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/Filter/FlateDecode/Interpolate false"
    grey = zlib.compress(bytes([value] * 4))
    image = about + b"/ColorSpace/DeviceGray" + (b"/SMask \0r2\0>>" if masked else b">>")
    mask = GalleyObject("data", about + b"/ColorSpace/DeviceGray>>", zlib.compress(bytes([0, 255] * 2)))
    return (GalleyObject("data", image, grey), *((mask,) if masked else ()))


@dataclass
class _Objects:
    """Objects as they are numbered."""

    made: list[GalleyObject | None] = field(default_factory=list["GalleyObject | None"])

    def reserve(self) -> int:
        self.made.append(None)
        return len(self.made)

    def fill(self, number: int, head: bytes, stream: bytes | None = None) -> int:
        kind = "plain" if stream is None else "content"
        self.made[number - 1] = GalleyObject(kind, head, stream or b"")
        return number

    def add(self, head: bytes, stream: bytes | None = None) -> int:
        return self.fill(self.reserve(), head, stream)


def shown(text: str) -> bytes:
    return b"[<" + b"".join(b"%04x" % glyph(letter) for letter in text) + b">] TJ"


def a_galley(
    id_: str = "one",
    *,
    pages: int = 1,
    text: str = "Abc",
    title: bytes = b"(title)",
    links: Sequence[str] = (),
    refers: Sequence[str] = (),
    shown_figures: int = 1,
    align: Align = "end",
    inks: Sequence[Ink] = (Ink("red", 0.5, False),),
    pictures: Mapping[str, tuple[GalleyObject, ...]] | None = None,
    headings: Sequence[tuple[str, int]] = (),
    ids: Sequence[str] = (),
    roles: Mapping[str, str] | None = None,
    blanks: Sequence[int] = (),
    counted: bool = True,
    width: float = 200,
    anchors: Sequence[str] = (),
) -> Galley:
    """A part with a destination of its own name; its links and references stand on its first page."""
    objects, pictures = _Objects(), pictures or {}
    uses = [a_folio(None, index, align, shown_figures) for index in range(pages) if counted and index not in blanks]
    uses += [a_folio(anchor, 0, align, shown_figures) for anchor in refers]
    drawn = b"".join(b"/P%d \0p%d\0" % (index, index) for index in range(len(pictures)))
    resources = objects.add(b"<</Font \0fonts\0/XObject<<%s>>>>" % drawn)
    kids: list[int] = []
    keyed: list[bytes] = []
    annotated: list[bytes] = []
    made: list[GalleyPage] = []
    of_page = {use.page_index: index for index, use in enumerate(uses) if use.anchor is None}
    for index in range(pages):
        blank = index in blanks
        stream = [b"" if blank else b"/P <</MCID 0>> BDC"]
        if not blank:
            stream += [b"\0s%d\0" % number for number in range(len(inks))]
            stream += [b"BT /SERIF 10 Tf 1 0 0 1 20 100 Tm " + shown(text)]
            if index == 0:
                stream += [b" \0f%d\0" % (number + len(of_page)) for number in range(len(refers))]
            stream += [b"ET EMC"]
            if index in of_page:
                stream.append(b"/Artifact BMC BT /SERIF 8 Tf 1 0 0 1 50 10 Tm \0f%d\0 ET EMC" % of_page[index])
            stream += [b"q 20 0 0 20 10 10 cm /P%d Do Q" % number for number in range(len(pictures))]
        contents = objects.add(b"<<>>", b"\n".join(stream))
        annotations: list[int] = []
        if blank:
            keyed.append(b"\0k%d\0 []" % index)
        else:
            paragraph = objects.reserve()
            below = [b"0"]
            for name in links if index == 0 else ():
                annotation, element = objects.reserve(), objects.reserve()
                key = pages + len(annotated)
                annotated.append(b"\0k%d\0 \0r%d\0" % (key, element))
                about = (
                    b"<</Type/Annot/Subtype/Link/Rect[10 10 50 50]/F 4/Contents(a link)/Dest(%s)/StructParent \0k%d\0>>"
                )
                objects.fill(annotation, about % (name.encode(), key))
                kid = b"<</Type/OBJR/Obj \0r%d\0/Pg \0g%d\0>>" % (annotation, index)
                objects.fill(element, b"<</Type/StructElem/S/Link/P \0r%d\0/K[%s]>>" % (paragraph, kid))
                below.append(b"\0r%d\0" % element)
                annotations.append(annotation)
            role = next(iter(roles or {}), "P").encode()
            name = b"/ID(%s)" % ids[index].encode() if index < len(ids) else b""
            objects.fill(
                paragraph,
                b"<</Type/StructElem/S/%s/P \0document\0/Pg \0g%d\0/T %s%s/K[%s]>>"
                % (role, index, title, name, b" ".join(below)),
            )
            kids.append(paragraph)
            keyed.append(b"\0k%d\0 [\0r%d\0]" % (index, paragraph))
        made.append(
            GalleyPage(width, 300, (10, 10, 10, 10), contents, resources, tuple(annotations), blank, Length(1000))
        )
    keys = pages + len(annotated)
    leaf = objects.add(b"<</Limits[\0k0\0 \0k%d\0]/Nums[%s]>>" % (keys - 1, b" ".join(keyed + annotated)))
    finished = [each for each in objects.made if each is not None]
    symbols = Symbols(
        part=PartId(id_),
        pages=tuple(made),
        destinations={name: Destination(0, 20, 110) for name in (id_, *anchors)},
        headings=tuple(Heading(text, level, Destination(0, 20, 110)) for text, level in headings),
        refers=tuple(map(Anchor, refers)),
        links=tuple(links),
        fonts={"SERIF": a_font(text)},
        folios=tuple(uses),
        inks=tuple(inks),
        pictures=tuple(map(Digest, pictures)),
        keys=keys,
        kids=tuple(kids),
        parents=leaf,
        ids={name: kids[index] for index, name in enumerate(ids)},
        roles=dict(roles or {}),
        objects=len(finished),
    )
    standing = {Anchor(name): Box(0, Length(0), Length(0), Length(1), Length(1)) for name in (id_, *anchors)}
    held = {Digest(name): objects for name, objects in pictures.items()}
    return Galley(symbols, tuple(finished), held, standing, {}, (), ())


def a_part(
    id_: str = "one",
    opens: Side = "either",
    *,
    numerals: Numerals = "arabic",
    restart: bool = False,
    counted: bool = True,
    label: str | None = None,
) -> Part:
    return Part(PartId(id_), "report", None, id_.title(), opens, numerals, restart, counted, label)


def a_swatch(name: str, srgb: tuple[int, int, int]) -> Swatch:
    return Swatch(name, srgb, (0, 0, 0, 100), None, "paper", True, "tests")


SWATCHES = {"red": a_swatch("red", (200, 40, 20)), "paper": a_swatch("paper", (250, 250, 240))}


def an_edition(*, language: str = "en", bled: bool = False, backwards: bool = False) -> Edition:
    date = datetime.datetime(2019, 11, 7, tzinfo=datetime.UTC)
    settings = Settings(language, "A title", "An author", "A subject", ("one", "two"), date, None, (), pdf=True)
    return Edition(settings, "rtl" if backwards else "ltr", bled, ScreenInks(SWATCHES), {DIGEST: FACE})


def opened(galley: Galley) -> Callable[[], Container]:
    data = packed(galley)
    return lambda: Container(data)


def outcome(
    *galleys: Galley, parts: Sequence[Part] | None = None, edition: Edition | None = None
) -> tuple[bytes, Outcome[Linked]]:
    """The volume of galleys, and what was said; parts open on either side unless told."""
    symbols = [each.symbols for each in galleys]
    parts = parts or [a_part(each.part) for each in symbols]
    binding = bind(parts, blanks_of(symbols))
    found = folios(binding, parts, [each.anchors for each in galleys])
    out = io.BytesIO()
    said = link(binding, found, symbols, [opened(each) for each in galleys], edition or an_edition(), out)
    return out.getvalue(), said


def linked(*galleys: Galley, parts: Sequence[Part] | None = None, edition: Edition | None = None) -> bytes:
    """The volume of galleys that have no faults."""
    data, said = outcome(*galleys, parts=parts, edition=edition)
    assert said.diagnostics == (), said.diagnostics
    return data
