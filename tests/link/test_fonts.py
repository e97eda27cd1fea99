"""Fonts: each face once, with what all galleys use of it, and no face that cannot be embedded."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any, cast

import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis

from compiler.link.fonts import UnusableFaceError
from compiler.model.container import DamagedGalleyError
from compiler.model.copy import Digest
from compiler.model.galley import FontUse, Galley
from tests.link.builders import DIGEST, FACE, a_font, a_galley, an_edition, glyph, linked, width
from tests.link.reading import Raw, content, reader


def font_of(data: bytes, page_index: int = 0, key: str = "/SERIF") -> Raw:
    return cast("Raw", reader(data).pages[page_index])["/Resources"]["/Font"][key]


def file_of(font: Raw) -> bytes:
    return bytes(font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data())


def outlined(data: bytes) -> set[int]:
    """The glyphs of a font file that have an outline."""
    font: Any = TTFont(io.BytesIO(data))
    return {index for index, name in enumerate(font.getGlyphOrder()) if font["glyf"][name].numberOfContours}


def components(glyphs: set[int]) -> set[int]:
    """The glyphs that others are put together from."""
    font: Any = TTFont(io.BytesIO(FACE))
    names = [font.getGlyphName(each) for each in glyphs]
    return {
        int(font.getGlyphID(each.glyphName))
        for name in names
        if font["glyf"][name].isComposite()
        for each in font["glyf"][name].components
    }


def with_font(galley: Galley, key: str, use: FontUse) -> Galley:
    symbols = replace(galley.symbols, fonts={**galley.symbols.fonts, key: use})
    return replace(galley, symbols=symbols)


def test_a_face_is_embedded_once_with_the_glyphs_of_all_galleys() -> None:
    data = linked(a_galley("one", text="abc"), a_galley("two", text="xyz"))
    assert data.count(b"/Length1") == 1
    font = font_of(data)
    drawn, wanted = outlined(file_of(font)), {0, *map(glyph, "abcxyz0123456789")}
    assert drawn == wanted | components(wanted)
    assert glyph("d") not in drawn
    assert font_of(data, 1).indirect_reference.idnum == font.indirect_reference.idnum


def test_a_folio_has_all_figures() -> None:
    """A galley shows one figure, and any of them may come."""
    assert {glyph(figure) for figure in "0123456789"} <= outlined(file_of(font_of(linked(a_galley(text="a")))))


def test_fonts_of_one_face_share_its_file() -> None:
    other = replace(a_font("q"), name="BBBBBB+Source-Serif-4")
    data = linked(with_font(a_galley("one", text="abc"), "OTHER", other))
    first, second = font_of(data), font_of(data, key="/OTHER")
    assert data.count(b"/Length1") == 1
    assert (first["/BaseFont"], second["/BaseFont"]) == ("/AAAAAA+Source-Serif-4", "/BBBBBB+Source-Serif-4")
    assert glyph("q") in outlined(file_of(first))
    assert file_of(first) == file_of(second)


def test_glyphs_keep_numbers_widths_and_text() -> None:
    data = linked(a_galley(text="Abc"))
    assert b"[<%04x%04x%04x>] TJ" % tuple(map(glyph, "Abc")) in content(data, 0)
    font = font_of(data)
    assert (font["/Subtype"], font["/Encoding"]) == ("/Type0", "/Identity-H")
    descendant = font["/DescendantFonts"][0]
    assert (descendant["/Subtype"], descendant["/CIDToGIDMap"]) == ("/CIDFontType2", "/Identity")
    widths: dict[int, int] = {}
    for first, row in zip(descendant["/W"][::2], descendant["/W"][1::2], strict=True):
        widths |= {int(first) + at: int(each) for at, each in enumerate(row)}
    assert widths == {glyph(letter): width(letter) for letter in "Abc0123456789"}
    assert reader(data).pages[0].extract_text().splitlines()[0] == "Abc"


def test_a_glyph_may_stand_for_several_letters_of_any_plane() -> None:
    galley = a_galley(text="a")
    use = replace(galley.symbols.fonts["SERIF"], texts={**galley.symbols.fonts["SERIF"].texts, glyph("a"): "ffi𝄞"})
    data = linked(with_font(galley, "SERIF", use))
    assert reader(data).pages[0].extract_text().splitlines()[0] == "ffi𝄞"


def test_many_glyphs_are_mapped_in_blocks_of_a_hundred() -> None:
    galley = a_galley(text="a")
    use = galley.symbols.fonts["SERIF"]
    data = linked(with_font(galley, "SERIF", replace(use, texts={**dict.fromkeys(range(1, 251), "x"), **use.texts})))
    unicode = bytes(font_of(data)["/ToUnicode"].get_data())
    assert unicode.count(b"100 beginbfchar") == 2
    assert unicode.count(b"endbfchar") == 3


def test_what_the_first_galley_says_of_a_glyph_holds() -> None:
    """The same text for a hyphen, whoever is set anew."""
    first, second = a_galley("one", text="-"), a_galley("two", text="-")
    soft = replace(second.symbols.fonts["SERIF"], texts={**second.symbols.fonts["SERIF"].texts, glyph("-"): "\u00ad"})
    data = linked(first, with_font(second, "SERIF", soft))
    assert [page.extract_text().splitlines()[0] for page in reader(data).pages] == ["-", "-"]


def test_a_glyph_that_the_face_lacks_is_shown_as_missing() -> None:
    galley = a_galley(text="a")
    use = galley.symbols.fonts["SERIF"]
    lost = 60_000
    changed = replace(use, texts={**use.texts, lost: "字"}, widths={**use.widths, lost: 500})
    font = font_of(linked(with_font(galley, "SERIF", changed)))
    codes = bytes(font["/Encoding"].get_data())
    assert b"<%04x> 0\n" % lost in codes
    assert b"<%04x> %d\n" % (glyph("a"), glyph("a")) in codes
    assert 0 in outlined(file_of(font))


def test_one_name_is_one_font() -> None:
    other = replace(a_font("abc"), name="BBBBBB+Archivo")
    with pytest.raises(DamagedGalleyError, match="font `SERIF` is another one in the part `two`"):
        linked(a_galley("one"), with_font(a_galley("two"), "SERIF", other))


# ---- faces that cannot be embedded


def refused(data: bytes | None) -> str:
    edition = an_edition()
    faces = {DIGEST: data} if data is not None else {Digest("other"): FACE}
    with pytest.raises(UnusableFaceError) as caught:
        linked(a_galley(), edition=replace(edition, faces=faces))
    return str(caught.value).removesuffix(DIGEST).replace(DIGEST, "…")


def test_a_face_that_is_not_at_hand_is_refused() -> None:
    assert refused(None) == "no face has the digest "


def test_cubic_outlines_are_refused() -> None:
    assert refused(b"OTTO" + FACE[4:]) == "the face … is no TrueType"


def test_a_variable_face_is_refused() -> None:
    font: Any = TTFont(io.BytesIO(FACE))
    table: Any = newTable("fvar")
    axis: Any = Axis()
    axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue, axis.axisNameID = "wght", 100, 400, 900, 256
    table.axes, table.instances = [axis], []
    font["fvar"] = table
    out = io.BytesIO()
    font.save(out)
    assert refused(out.getvalue()) == "the face … is no static TrueType"
