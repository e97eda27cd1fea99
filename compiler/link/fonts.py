"""Fonts: each face once, with the glyphs that all galleys use together (ISO 32000-1, 9.6 to 9.10).

Galleys show glyphs by their numbers in the face, and subsets keep these numbers: so any subset with at least these
glyphs serves, and the union is subset once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from compiler.link.syntax import name, reference
from compiler.link.write import Writer
from compiler.model.container import DamagedGalleyError
from compiler.model.copy import Digest
from compiler.model.galley import FontUse, Symbols

uharfbuzz: Any = import_module("uharfbuzz")
"""HarfBuzz, whose Python package has no types."""

Face = Any
"""A face as HarfBuzz reads it."""

TRUETYPE = (b"\0\1\0\0", b"true")
"""How the file of a font with quadratic outlines begins."""

DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
"""Tables for setting type, which has been set."""

FIXED_PITCH = 1
"""Flag of fonts whose glyphs are all of one width (table 123)."""

STEM = 80
"""Thickness of stems, which a viewer asks for only when it has to replace the font."""

BATCH = 100
"""How many lines a block of a character map may have (Adobe technical note 5014)."""

SYSTEM = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(%s)/Supplement 0>>"


class UnusableFaceError(ValueError):
    """A face that cannot be embedded: it is not at hand, or no static TrueType."""


@dataclass
class Union:
    """A font as all galleys use it: what the first says of a glyph holds for all."""

    first: FontUse
    texts: dict[int, str] = field(default_factory=dict[int, str])
    widths: dict[int, int] = field(default_factory=dict[int, int])

    def add(self, use: FontUse) -> None:
        """Add the glyphs of one galley."""
        self.texts = {**use.texts, **self.texts}
        self.widths = {**use.widths, **self.widths}


def union(symbols: Iterable[Symbols]) -> Mapping[str, Union]:
    """Fonts by their names as resources, sorted."""
    found: dict[str, Union] = {}
    for each in symbols:
        for key, use in each.fonts.items():
            whole = found.setdefault(key, Union(use))
            if (use.face, use.name, use.flags) != (whole.first.face, whole.first.name, whole.first.flags):
                raise DamagedGalleyError("symbols.json", f"font `{key}` is another one in the part `{each.part}`")
            whole.add(use)
    return dict(sorted(found.items()))


class Embedder:
    """Writes fonts; a face that several fonts share is embedded once."""

    def __init__(self, writer: Writer, faces: Mapping[Digest, bytes]) -> None:
        self._writer, self._faces = writer, faces

    def write(self, number: int, fonts: Mapping[str, Union]) -> None:
        """Write all fonts, and the dictionary of them under `number`."""
        glyphs: dict[Digest, set[int]] = {}
        for font in fonts.values():
            glyphs.setdefault(font.first.face, set()).update(font.texts)
        files = {face: self._file(face, used) for face, used in glyphs.items()}
        entries = [b"%s %s" % (name(key), reference(self._font(font, files))) for key, font in fonts.items()]
        self._writer.plain(number, b"<<" + b"".join(entries) + b">>")

    def _file(self, digest: Digest, used: set[int]) -> _Embedded:
        face = _opened(digest, self._faces.get(digest))
        data = _subset(face, {glyph for glyph in used if glyph < face.glyph_count})
        number = self._writer.add_stream(b"<</Length1 %d>>" % len(data), data, deflate=True)
        return _Embedded(number, face.glyph_count)

    def _font(self, font: Union, files: Mapping[Digest, _Embedded]) -> int:
        """A composite font over one descendant (9.7.6)."""
        add, first, file = self._writer.add, font.first, files[font.first.face]
        base = name(first.name)
        widest = max(font.widths.values(), default=0)
        fixed = FIXED_PITCH if len(font.widths) > 1 and len(set(font.widths.values())) == 1 else 0
        descriptor = add(
            b"<</Type/FontDescriptor/FontName %s/Flags %d/FontBBox[0 %d %d %d]/ItalicAngle 0"
            b"/Ascent %d/Descent %d/CapHeight %d/StemV %d/StemH %d/FontFile2 %s>>"
            % (
                *(base, first.flags | fixed, first.descent, widest, first.ascent),
                *(first.ascent, first.descent, first.ascent, STEM, STEM, reference(file.number)),
            )
        )
        descendant = add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont %s%s/CIDToGIDMap/Identity/W[%s]/FontDescriptor %s>>"
            % (base, SYSTEM % b"Identity", _widths(font.widths), reference(descriptor))
        )
        lost = [glyph for glyph in font.texts if glyph >= file.glyphs]
        encoding = reference(self._encoding(font, file)) if lost else b"/Identity-H"
        unicode = self._writer.add_stream(b"<<>>", _to_unicode(font.texts), deflate=True)
        return add(
            b"<</Type/Font/Subtype/Type0/BaseFont %s/Encoding %s/DescendantFonts[%s]/ToUnicode %s>>"
            % (base, encoding, reference(descendant), reference(unicode))
        )

    def _encoding(self, font: Union, file: _Embedded) -> int:
        """A map of codes in which the glyphs that the face lacks are its glyph 0: seen by whoever proofreads."""
        lines = [(glyph, b"%d" % (glyph if glyph < file.glyphs else 0)) for glyph in sorted(font.texts)]
        system = SYSTEM % b"Identity"
        data = _character_map(b"/ReportCodes", system, b"1", "cidchar", lines)
        head = b"<</Type/CMap/CMapName/ReportCodes%s>>" % system
        return self._writer.add_stream(head, data, deflate=True)


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines of type that no galley has set: their font, and for each line the string that shows it."""

    font: Union
    codes: tuple[bytes, ...]


def lettered(digest: Digest, faces: Mapping[Digest, bytes], lines: Sequence[str]) -> Lettering:
    """Lines in a face, a glyph for each character and no kerning; what the face lacks is its glyph 0."""
    face = _opened(digest, faces.get(digest))
    font = uharfbuzz.Font(face)
    scale = 1000 / face.upem
    extents = font.get_font_extents("ltr")
    glyphs = {letter: font.get_nominal_glyph(ord(letter)) or 0 for letter in sorted({*"".join(lines)})}
    widths = {glyph: round(font.get_glyph_h_advance(glyph) * scale) for glyph in glyphs.values()}
    use = FontUse(
        face=digest,
        name="SLUGAA+Slug-Line",
        flags=4,
        ascent=round(extents.ascender * scale),
        descent=round(extents.descender * scale),
        texts={glyph: letter for letter, glyph in glyphs.items()},
        widths=widths,
    )
    codes = tuple(b"<%s>" % b"".join(b"%04x" % glyphs[letter] for letter in line) for line in lines)
    return Lettering(Union(use, dict(use.texts), dict(use.widths)), codes)


@dataclass(frozen=True, slots=True)
class _Embedded:
    """The stream that holds a face, and how many glyphs the face has when it is whole."""

    number: int
    glyphs: int


def _opened(digest: Digest, data: bytes | None) -> Face:
    if data is None:
        raise UnusableFaceError(f"no face has the digest {digest}")
    if not data.startswith(TRUETYPE):
        raise UnusableFaceError(f"the face {digest} is no TrueType")
    face = uharfbuzz.Face(data)
    if "glyf" not in face.table_tags or face.has_var_data:
        raise UnusableFaceError(f"the face {digest} is no static TrueType")
    return face


def _subset(face: Face, glyphs: set[int]) -> bytes:
    """The file of a face with these glyphs only, under the numbers they had, without hints."""
    wanted = uharfbuzz.SubsetInput()
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NOTDEF_OUTLINE
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in DROPPED)
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def _widths(widths: Mapping[int, int]) -> bytes:
    """Widths by glyph, those of neighbours in one array (9.7.4.3)."""
    pieces: list[bytes] = []
    for glyph in sorted(widths):
        if pieces and glyph - 1 in widths:
            pieces.append(b" %d" % widths[glyph])
        else:
            pieces.append(b"%s%d[%d" % (b"]" if pieces else b"", glyph, widths[glyph]))
    return b"".join(pieces) + (b"]" if pieces else b"")


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    """The text of each glyph (9.10.3)."""
    lines = [(glyph, b"<%s>" % texts[glyph].encode("utf-16-be").hex().encode()) for glyph in sorted(texts)]
    return _character_map(b"/Adobe-Identity-UCS", SYSTEM % b"UCS", b"2", "bfchar", lines)


def _character_map(title: bytes, system: bytes, kind: bytes, block: str, lines: list[tuple[int, bytes]]) -> bytes:
    """A CMap over codes of two bytes (9.7.5)."""
    out = [
        b"/CIDInit/ProcSet findresource begin",
        b"12 dict begin",
        b"begincmap",
        system.replace(b"<<", b" <<", 1) + b" def",
        b"/CMapName %s def" % title,
        b"/CMapType %s def" % kind,
        b"1 begincodespacerange",
        b"<0000> <ffff>",
        b"endcodespacerange",
    ]
    for start in range(0, len(lines), BATCH):
        batch = lines[start : start + BATCH]
        out.append(f"{len(batch)} begin{block}".encode())
        out += [b"<%04x> %s" % line for line in batch]
        out.append(f"end{block}".encode())
    out += [b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end"]
    return b"\n".join(out)
