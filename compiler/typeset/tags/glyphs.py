"""What the fonts of a PDF say of their glyphs, mended where text is searched and copied."""

from __future__ import annotations

import io
from collections.abc import Mapping

from fontTools.ttLib import TTFont

from compiler.typeset.door import Untyped

SPACE, HYPHEN = " ", "-"


class Fonts:
    """The fonts a document has been drawn with, under the names that content streams call them by."""

    def __init__(self) -> None:
        self._faces: dict[str, Untyped] = {}

    def text(self, fonts: Mapping[Untyped, Untyped], name: str, code: bytes) -> str:
        """The characters that a glyph code stands for in the font `name`; nothing when unknown."""
        glyph = int(code, 16)
        for font in fonts.values():
            if font.hash == name and glyph in font.to_unicode:
                return font.to_unicode[glyph]
        return ""

    def space(self, fonts: Mapping[Untyped, Untyped], name: str) -> bytes | None:
        """The code of the font's space, which is then among the glyphs used; None when the font has none."""
        font = next((font for font in fonts.values() if font.hash == name and not font.bitmap), None)
        if font is None:
            return None
        face = self._face(font)
        glyph_name = _characters(face).get(ord(SPACE))
        if glyph_name is None:
            return None
        glyph = face.getGlyphID(glyph_name)
        font.to_unicode.setdefault(glyph, SPACE)
        font.widths.setdefault(glyph, round(face["hmtx"][glyph_name][0] * 1000 / face["head"].unitsPerEm))
        return b"%04x" % glyph

    def mend(self, font: Untyped) -> None:
        """Let glyphs that several characters share stand for the plain one, hyphens of line ends for `-`.

        A font draws `-` and the hyphen of a broken word with one glyph, space and no-break space with another; the PDF
        would take whatever came first. Readers join `exam-` and `ple` only where the hyphen is `-`.
        """
        if font.bitmap or not any(text in ("\u00a0", "\u2010", "\u00ad") for text in font.to_unicode.values()):
            return
        face = self._face(font)
        space = _characters(face).get(ord(SPACE))
        spaces = face.getGlyphID(space) if space else None
        for glyph, text in font.to_unicode.items():
            if text in ("\u2010", "\u00ad"):
                font.to_unicode[glyph] = HYPHEN
            elif text == "\u00a0" and glyph == spaces:
                font.to_unicode[glyph] = SPACE

    def _face(self, font: Untyped) -> Untyped:
        if font.hash not in self._faces:
            self._faces[font.hash] = TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        return self._faces[font.hash]


def _characters(face: Untyped) -> Mapping[int, str]:
    """The glyph of each character, by name; of symbol fonts nothing is known."""
    return face.getBestCmap() or {}
