"""Text as it is searched, copied and read aloud: whole words, spaces between them, the right order."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.typeset.tags.words import cut, glyphs, head, shown, tail
from tests.pdftree import read
from tests.typeset.builders import a_poured, set_
from tests.typeset.stress import CHINESE, HEBREW, a_look_for_all, drawn

NARROW = "p { width: 14mm; hyphens: auto }"


def pdf_of(html: str, css: str = NARROW) -> bytes:
    outcome = set_(a_poured(f"<h1>H</h1>{html}", css=css), pdf=True, look=a_look_for_all())
    assert outcome.value is not None
    return outcome.value.pdf


def by_poppler(data: bytes, folder: Path) -> str:
    path = folder / "file.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def by_pdfium(data: bytes) -> str:
    document: Any = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def found_by_pdfium(data: bytes, wanted: str) -> bool:
    document: Any = pypdfium2.PdfDocument(data)
    return any(page.get_textpage().search(wanted).get_next() is not None for page in document)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>and representatively so</p>", "representatively"),
        ("<p>and extraordinarily incomprehensibilities so</p>", "incomprehensibilities"),
        ("<p>in Saint-Herblain-sur-Loire, it is</p>", "Saint-Herblain-sur-Loire,"),
        (
            '<p class="m">Donau\u00addampf\u00adschiff\u00adfahrts\u00adgesellschaft</p>',
            "Donaudampfschifffahrtsgesellschaft",
        ),
        ("<p>at example.org/one/two/three/four.html now</p>", "example.org/one/two/three/four.html"),
        ("<p>said (representatively), so</p>", "(representatively),"),
        ('<p lang="fr">des expérimentations là</p>', "expérimentations"),
        ("<ul><li><p>representatively</p></li></ul>", "representatively"),
        ("<table><tr><td><p>representatively</p></td></tr></table>", "representatively"),
    ],
)
def test_broken_words_are_found_and_copied_whole(html: str, wanted: str, tmp_path: Path) -> None:
    css = f"{NARROW} .m {{ hyphens: manual }} p {{ overflow-wrap: anywhere }} ul {{ padding: 0; list-style: none }}"
    data = pdf_of(html, css)
    tree = read(data)
    lines = {line for line, *_ in [each.split() for each in by_poppler(data, tmp_path).splitlines() if each.strip()]}
    assert lines
    assert wanted in by_poppler(data, tmp_path)
    assert wanted in by_pdfium(data)
    assert found_by_pdfium(data, wanted)
    assert wanted in tree.root.text()
    assert any(span.actual == wanted for span in tree.root.all("Span")), "the word was not broken at all"


def test_a_word_over_two_pages_is_whole_in_the_tree() -> None:
    html = f"<p>{'a<br>' * 7}representatively</p>"
    tree = read(pdf_of(html, "p { width: 12mm; hyphens: auto; orphans: 1; widows: 1 }"))
    (word,) = (each for each in tree.root.all("Span") if each.actual)
    assert word.actual == "representatively"
    assert len(word.pages) == 2


def test_words_broken_over_elements_keep_their_parts_in_order() -> None:
    tree = read(pdf_of("<p>a <em>representa</em>tively b</p>"))
    assert "representatively" not in [each.actual for each in tree.root.all("Span")]
    assert "".join(tree.root.text().split()).replace("-", "") == "Harepresentativelyb"


def test_a_word_that_the_copy_breaks_is_whole_where_its_element_says_so(tmp_path: Path) -> None:
    data = pdf_of('<p><span aria-label="Participation again">Partici-<br>pation again</span></p>')
    assert read(data).root.text() == "H Participation again"
    assert "Participation" in by_poppler(data, tmp_path)
    assert found_by_pdfium(data, "Participation")
    name = pdf_of('<p><span aria-label="Saint-Herblain">Saint-<br>Herblain</span></p>')
    assert read(name).root.text() == "H Saint-Herblain"


def test_hyphens_of_words_stay_hyphens(tmp_path: Path) -> None:
    """A font draws both kinds of hyphen with one glyph."""
    data = pdf_of("<p>representatively</p><div>Ille-et-Vilaine</div>")
    for text in (by_poppler(data, tmp_path), by_pdfium(data), read(data).root.text()):
        assert "Ille-et-Vilaine" in text
        assert "\u2010" not in text


def test_spaces_stay_spaces(tmp_path: Path) -> None:
    data = pdf_of("<div>1\u00a0000 euros in all</div>")
    for text in (by_poppler(data, tmp_path), by_pdfium(data), read(data).root.text()):
        assert "1 000 euros in all" in text


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>one two three four</p>", "one two three four"),
        ("<p><b>one</b> <i>two</i> <b>three four</b></p>", "one two three four"),
        ("<p>one<br>two</p>", "one two"),
        ("<p>one two <a href='#one'>three</a> <a href='#one'>four</a></p>", "one two three four"),
        ("<div><span>one</span><span>two</span></div>", "one two"),
        ("<p><span>Issy-les-</span><span>Moulineaux</span></p>", "Issy-les-Moulineaux"),
        ("<p>Partici-<br>pation</p>", "Partici-pation"),
        ("<p><u>one two three</u> four</p>", "one two three four"),
    ],
)
def test_words_are_parted_by_spaces_also_at_ends_of_lines(html: str, wanted: str) -> None:
    css = "p { width: 8mm } b, i { font-weight: 400 } span { display: block } u { text-decoration: underline }"
    assert read(pdf_of(html, css)).root.text() == f"H {wanted}"


def test_scripts_without_spaces_get_none() -> None:
    tree = read(pdf_of(f'<p lang="zh" class="z">{CHINESE}</p>', ".z { font-family: Squares; width: 8mm }"))
    assert tree.root.text() == f"H {CHINESE}"


def test_text_from_the_right_is_read_in_its_order(tmp_path: Path) -> None:
    data = pdf_of(f'<div dir="rtl" lang="he" class="z">{HEBREW}</div>', ".z { font-family: Squares }")
    assert read(data).root.text() == f"H {HEBREW}"
    assert HEBREW in by_poppler(data, tmp_path)
    assert HEBREW in by_pdfium(data)


def test_underlines_do_not_belong_to_the_text() -> None:
    data = pdf_of("<p><u>representatively underlined</u></p>", f"{NARROW} u {{ text-decoration: underline }}")
    assert read(data).root.text() == "H representatively underlined"


def test_all_words_of_the_stress_document_are_whole_for_search() -> None:
    for word in ("Representatives", "extraordinarily", "communicative", "municipalities", "Ille-et-Vilaine"):
        assert found_by_pdfium(drawn(), word)


# ---- glyphs --------------------------------------------------------------------------------------------------------

CODES = st.lists(st.tuples(st.binary(min_size=2, max_size=2), st.sampled_from((b"", b"-12", b"0", b"3.5"))), min_size=1)


@given(CODES)
def test_glyphs_survive_being_taken_apart(codes: list[tuple[bytes, bytes]]) -> None:
    run = [(code.hex().encode(), adjustment) for code, adjustment in codes]
    assert glyphs(shown(run)) == run


@given(st.text(alphabet="ab -", min_size=1, max_size=12))
def test_a_run_is_cut_where_its_last_and_first_words_are(text: str) -> None:
    run = [(f"{ord(each):04x}".encode(), b"") for each in text]

    def text_of(code: bytes) -> str:
        return chr(int(code, 16))

    for wanted, at_end in ((tail(text), True), (head(text), False)):
        if not wanted:
            continue
        index = cut(run, text_of, wanted, at_end)
        assert index is not None
        part = run[index:] if at_end else run[:index]
        assert "".join(text_of(code) for code, _ in part) == wanted


def test_what_does_not_say_the_word_is_not_cut() -> None:
    run = [(b"0001", b""), (b"0002", b"")]
    assert cut(run, lambda code: "x", "ab", True) is None
    assert glyphs(b"[<000>] TJ") is None
    assert glyphs(b"(text) Tj") is None
