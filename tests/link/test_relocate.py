"""Tokens: each kind, and text that looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.link.printed import operator
from compiler.link.relocate import Base, Relocator, picture_heads
from compiler.model.container import DamagedGalleyError
from compiler.model.galley import Align, Ink, Symbols
from tests.link.builders import a_folio, a_galley, an_edition, glyph

BASE = Base(numbers=range(101, 200), pages=(11, 12), keys=40, pictures=(77,), figures=("7", "12"), document=3, fonts=4)


def symbols() -> Symbols:
    made = a_galley(pages=2, refers=("two",), inks=(Ink("red", 1, False), Ink("red", 1, True)))
    return made.symbols


def relocator() -> Relocator:
    return Relocator(symbols(), BASE, an_edition().inks)


HEADS = {
    b"\0r1\0": b"101 0 R",
    b"\0r5\0": b"105 0 R",
    b"\0g0\0": b"11 0 R",
    b"\0g1\0": b"12 0 R",
    b"\0k0\0": b"40",
    b"\0k1\0": b"41",
    b"\0p0\0": b"77 0 R",
    b"\0f0\0": b"7",
    b"\0f1\0": b"12",
    b"\0h0\0": b"0037",
    b"\0h1\0": b"00310032",
    b"\0document\0": b"3 0 R",
    b"\0fonts\0": b"4 0 R",
}
STREAMS = {
    b"\0f0\0": b"[<%04x>] TJ" % glyph("7"),
    b"\0s0\0": b"0.784314 0.156863 0.078431 rg",
    b"\0s1\0": b"0.784314 0.156863 0.078431 RG",
}

TEXT = st.binary(max_size=20).map(lambda data: data.replace(b"\0", b""))
HOSTILE = st.sampled_from(
    [b"5 0 R", b"r1", b"(\\(5 0 R\\))", b"|", b"f0", b"endobj", b"<feff00350020003000200052>", b""]
)


@given(st.lists(st.lists(st.one_of(TEXT, HOSTILE, st.sampled_from(sorted(HEADS))), max_size=8), max_size=6))
def test_tokens_of_heads_are_replaced_and_nothing_else_is(heads: list[list[bytes]]) -> None:
    wanted = [b"".join(HEADS.get(piece, piece) for piece in head) for head in heads]
    assert relocator().heads([b"".join(head) for head in heads]) == wanted


@given(st.lists(st.one_of(TEXT, HOSTILE, st.sampled_from(sorted(STREAMS))), max_size=8))
def test_tokens_of_contents_are_replaced_and_nothing_else_is(pieces: list[bytes]) -> None:
    assert relocator().content(b"".join(pieces)) == b"".join(STREAMS.get(piece, piece) for piece in pieces)


@pytest.mark.parametrize("token", [b"\0r1\0", b"\0h0\0", b"\0k0\0", b"\0document\0", b"\0s9\0", b"\0f9\0", b"\0"])
def test_a_token_where_it_has_no_business_is_damage(token: bytes) -> None:
    with pytest.raises(DamagedGalleyError):
        relocator().content(b"q " + token + b" Q")


def test_pictures_refer_to_themselves_only() -> None:
    assert picture_heads([b"<</SMask \0r2\0>>", b"<</Of \0r1\0>>"], 50) == [b"<</SMask 51 0 R>>", b"<</Of 50 0 R>>"]
    for token in (b"\0r3\0", b"\0p0\0", b"\0g0\0", b"\0document\0"):
        with pytest.raises(DamagedGalleyError):
            picture_heads([b"<</A %s>>" % token, b"<<>>"], 50)


# ---- folios


def shown(figures: str) -> bytes:
    return b"".join(b"<%04x>" % glyph(figure) for figure in figures)


@pytest.mark.parametrize(
    ("align", "set_with", "figures", "moved"),
    [
        ("start", 1, "100", b""),
        ("center", 1, "100", b"500"),
        ("end", 1, "100", b"1000"),
        ("end", 3, "100", b""),
        ("center", 2, "100", b"250"),
        ("end", 3, "9", b"-1000"),
        ("center", 2, "9", b"-250"),
    ],
)
def test_a_folio_that_gains_figures_grows_by_its_alignment(
    align: Align, set_with: int, figures: str, moved: bytes
) -> None:
    use = a_folio(None, 0, align, set_with)
    assert operator(use, figures) == b"[" + moved + shown(figures) + b"] TJ"


def test_a_folio_in_running_text_is_never_moved() -> None:
    assert operator(a_folio("two", 0, "end", 1), "100") == b"[" + shown("100") + b"] TJ"


@given(st.integers(0, 10**6))
def test_all_figures_of_a_folio_are_shown(number: int) -> None:
    assert operator(a_folio(None, 0, "start", 1), str(number)) == b"[" + shown(str(number)) + b"] TJ"
