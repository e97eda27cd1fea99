"""The stamp of a proof: across every page, in outline, so that nothing under it is hidden.

It is set in a face that the volume embeds anyway, as an artifact. Since it is put on here, a fault sets no part again
but those in which it is marked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

from compiler.link.syntax import number, references
from compiler.link.write import Writer
from compiler.model.copy import Digest
from compiler.model.galley import FontUse
from compiler.model.volume import Inks, Stamp

uharfbuzz: Any = import_module("uharfbuzz")
"""HarfBuzz, whose Python package has no types."""

FONT = "Stamp"
"""What the font is called in resources; fonts of galleys have names of six capitals."""

THOUSAND = 1000
ANGLE = math.radians(30)
THICK, UNDER = 1.2, 3.6
"""Points of the outline, and of the paler one under it, which shows where a page has the colour of the stamp."""

SYMBOLIC = 4
"""Flag of fonts that show glyphs by number (ISO 32000-1, table 123)."""


class Stamper:
    """Stamps pages; what is the same on several pages is written once."""

    def __init__(self, writer: Writer, stamp: Stamp, faces: Mapping[Digest, bytes], inks: Inks) -> None:
        self._writer, self._stamp, self._inks = writer, stamp, inks
        self.use, self._codes, self._width = _shaped(stamp.text, stamp.face, faces[stamp.face])
        self._saved: int | None = None
        self._made: dict[tuple[float, float], int] = {}

    def contents(self, own: int | None, width: float, height: float) -> bytes:
        """The contents of a page of this size: its own, if it has any, and the stamp."""
        return references(self.streams(own, width, height))

    def streams(self, own: int | None, width: float, height: float) -> tuple[int, ...]:
        """The numbers of these contents."""
        if self._saved is None:
            self._saved = self._writer.add_stream(b"<<>>", b"q", deflate=False)
        if (width, height) not in self._made:
            self._made[width, height] = self._writer.add_stream(b"<<>>", self._drawn(width, height), deflate=True)
        return (self._saved, *((own,) if own is not None else ()), self._made[width, height])

    def _drawn(self, width: float, height: float) -> bytes:
        """The state as it was before the page was drawn; then the text, rising, over the middle of the page."""
        size = min(0.8 * math.hypot(width, height) * THOUSAND / max(self._width, 1), height / 4)
        along, rise = self._width * size / THOUSAND / 2, 0.35 * size
        cosine, sine = math.cos(ANGLE), math.sin(ANGLE)
        x = width / 2 - along * cosine + rise * sine
        y = height / 2 - along * sine - rise * cosine
        matrix = b" ".join(number(round(each, 4)) for each in (cosine, sine, -sine, cosine, x, y))
        text = b"1 j BT 1 Tr /%s %s Tf %s Tm <%s> Tj ET" % (
            *(FONT.encode(), number(round(size, 3)), matrix, self._codes),
        )
        outlines = ((self._stamp.under, UNDER), (self._stamp.ink, THICK))
        drawn = [b"%s %s w\n%s" % (self._inks.operator(ink), number(thick), text) for ink, thick in outlines]
        return b"\n".join((b"Q /Artifact BMC q", *drawn, b"Q EMC"))


@lru_cache(maxsize=4)
def _shaped(text: str, digest: Digest, data: bytes) -> tuple[FontUse, bytes, float]:
    """The text in glyphs of a face: how the font is used, the codes in hexadecimal, the width in thousandths."""
    face = uharfbuzz.Face(data)
    font = uharfbuzz.Font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    # Advances have to be the widths of the glyphs: the text is shown without adjustments.
    uharfbuzz.shape(font, buffer, {"kern": False})
    scale = THOUSAND / face.upem
    glyphs = [each.codepoint for each in buffer.glyph_infos]
    widths = {glyph: round(font.get_glyph_h_advance(glyph) * scale) for glyph in glyphs}
    texts: dict[int, str] = {}
    for each in buffer.glyph_infos:
        texts.setdefault(each.codepoint, text[each.cluster])
    extents = font.get_font_extents("ltr")
    ascent, descent = round(extents.ascender * scale), round(extents.descender * scale)
    use = FontUse(digest, f"STAMPS+{FONT}", SYMBOLIC, ascent, descent, texts, widths)
    return use, b"".join(b"%04x" % glyph for glyph in glyphs), float(sum(widths[glyph] for glyph in glyphs))
