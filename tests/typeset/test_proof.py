"""Stamp and marks of a proof: printed over the pages, in nobody's way."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf

from compiler.model.galley import Settings, SetVolume
from tests.typeset.builders import a_look, a_part, a_poured, set_, settings, told, words

PARTS = (
    a_poured(f'<p data-src="one/p">{words(60)}</p><p data-src="one/q">a faulty line</p>', a_part("one")),
    a_poured('<h1 data-src="two/title">Title</h1>', a_part("two", "recto")),
)
MARKS = (("one/q", "the line is faulty"), ("two/missing", "no such thing"), ("three/x", "nowhere at all"))


def made(wanted: Settings) -> SetVolume:
    outcome = set_(*PARTS, given=wanted)
    assert outcome.diagnostics == (), told(outcome.diagnostics)
    assert outcome.value is not None
    return outcome.value


def page_words(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_the_stamp_is_on_every_page() -> None:
    galley = made(settings(pdf=True, stamp="PROOF"))
    assert len(galley.pages) == len(page_words(galley.pdf))
    assert all("PROOF" in text for text in page_words(galley.pdf))


def test_marks_say_what_is_wrong_where_it_stands() -> None:
    galley = made(settings(pdf=True, stamp="PROOF", marks=MARKS))
    texts = page_words(galley.pdf)
    faulty = next(text.page_index for text in galley.texts if text.field == "one/q")
    title = next(text.page_index for text in galley.texts if text.field == "two/title")
    assert ["the line is faulty" in text for text in texts] == [index == faulty for index in range(len(texts))]
    assert "no such thing" in texts[title]
    assert "three/x: nowhere at all" in texts[0]


def test_nothing_moves() -> None:
    plain, proof = made(settings(pdf=True)), made(settings(pdf=True, stamp="PROOF", marks=MARKS))
    assert replace(plain, pdf=b"") == replace(proof, pdf=b"")


def test_marks_are_artifacts() -> None:
    galley = made(settings(pdf=True, stamp="PROOF", marks=MARKS))
    reader = pypdf.PdfReader(io.BytesIO(galley.pdf))
    contents = reader.pages[0].get_contents()
    assert contents is not None
    data = contents.get_data()
    last = data.rindex(b"/Artifact")
    assert b"MCID" not in data[last:]
    assert data.count(b"BDC") + data.count(b"BMC") == data.count(b"EMC")


def test_a_look_without_swatches_has_marks_too() -> None:
    outcome = set_(
        a_poured('<p data-src="one/p" style="color: color(--ink 1)">text</p>'),
        look=replace(a_look(), swatches={}),
        given=settings(pdf=True, stamp="PROOF", marks=(("one/p", "wrong"),)),
    )
    assert outcome.value is not None
    assert "wrong" in page_words(outcome.value.pdf)[0]
