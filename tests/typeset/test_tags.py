"""The structure tree, read from the PDF alone: order, nesting, and that nothing drawn is outside of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from compiler.typeset.adapters.patch import digest
from compiler.typeset.tags import hooks
from tests.pdftree import Annotation, Element, Structure, drawn, read
from tests.typeset.builders import a_part, a_poured, galley_of, set_, settings, words
from tests.typeset.stress import CHINESE, HEBREW, galley, structure
from tests.typeset.test_adapters import named

PAINTS = frozenset((b"TJ", b"Tj", b"Do", b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"sh", b"EI"))


def tree_of(html: str, css: str = "", language: str = "en") -> Structure:
    outcome = set_(a_poured(html, css=css), given=settings(pdf=True, language=language))
    assert outcome.value is not None
    return read(outcome.value.pdf)


def lines_of(html: str, css: str = "") -> list[str]:
    """The tree of one part without its own first two lines and their indentation."""
    return [line[4:] for line in drawn(tree_of(html, css).root).splitlines()[2:]]


def operations(page: PageObject, reader: PdfReader) -> list[tuple[list[Any], bytes]]:
    return cast("list[tuple[list[Any], bytes]]", ContentStream(page["/Contents"].get_object(), reader).operations)


# ---- what this leans on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "known"), hooks.LEANS_ON, ids=[name for name, _ in hooks.LEANS_ON])
def test_what_tagging_leans_on_has_not_moved(name: str, known: str) -> None:
    assert digest(named(name)) == known, f"{name} has changed: look at compiler/typeset/tags, then write the new digest"


def test_tagging_leaves_weasyprint_as_it_was() -> None:
    watched = ("add_tags", "add_outlines", "resolve_links", "build_fonts_dictionary")
    before = [getattr(hooks.pdf, name) for name in watched]
    with suppress(ZeroDivisionError), hooks.tagging("en", {}):
        assert [getattr(hooks.pdf, name) for name in watched] != before
        raise ZeroDivisionError
    assert [getattr(hooks.pdf, name) for name in watched] == before


# ---- the whole -----------------------------------------------------------------------------------------------------


def test_every_marked_sequence_stands_in_the_tree_once() -> None:
    tree = structure()
    parents = tree.parents()
    for index in range(len(tree.reader.pages)):
        shown = tree.marked(index)
        assert sorted(shown) == list(range(len(shown)))
        assert parents[index] == [tree.owners[index, mcid].number for mcid in sorted(shown)]
    assert len(tree.owners) == sum(len(tree.marked(index)) for index in range(len(tree.reader.pages)))


def test_every_annotation_hangs_on_one_link() -> None:
    tree = structure()
    parents = tree.parents()
    hung: dict[int, int] = {}
    for link in tree.root.all("Link"):
        for kid in link.kids:
            if isinstance(kid, Annotation):
                assert kid.key not in hung
                hung[kid.key] = link.number
    drawn_ = [
        annotation.get_object()
        for page in tree.reader.pages
        for annotation in cast("list[Any]", page.get("/Annots", []))
    ]
    assert sorted(hung) == sorted(int(each["/StructParent"]) for each in drawn_)
    assert all(parents[key] == number for key, number in hung.items())


def test_all_that_is_painted_is_tagged_or_an_artifact() -> None:
    reader = structure().reader
    for page in reader.pages:
        stack: list[bool] = []
        for operands, operator in operations(page, reader):
            if operator in (b"BDC", b"BMC"):
                artifact = operands[0] == "/Artifact"
                assert not (artifact and False in stack), "an artifact stands inside tagged content"
                assert artifact or not stack, "tagged content is nested"
                stack.append(artifact)
            elif operator == b"EMC":
                stack.pop()
            elif operator in PAINTS:
                assert stack, f"{operator!r} paints outside of marked content"


def test_the_tree_reads_as_the_copy_does() -> None:
    text = structure().root.text()
    landmarks = (
        "A title",
        "Contents",
        "4 Dunkirk",
        "The index",
        "Dun kirk",
        "Report 1 of 2",
        "[Map of Dunkirk]",
        "Approach",
        "42 buses",
        "Representatives of extraordinarily",
        "A long note that takes more than one line and leads away.",
        "reforms of links that break over lines, with bold words in them, representatively,",
        "It qualifies this paragraph",
        "A margin note.",
        "First initiative",
        "A note in a list.",
        "nested, too",
        "[Three bars: 1, 2 and 3]",
        "[A red picture]",
        "A note in a caption.",
        "[A wide chart]",
        "Its source.",
        "People by city",
        "A note in a cell.",
        "Result, measured",
        HEBREW,
        CHINESE,
        "Entry 29, 4, 5–6",
        "5 The index",
    )
    at = 0
    for each in landmarks:
        at = text.find(each, at)
        assert at >= 0, f"`{each}` does not follow"


def test_folios_heads_and_signs_are_not_read() -> None:
    tree = tree_of(
        '<p><svg data-artifact="" width="9" height="9"><path fill="color(--red 1)" d="M0 0h9v9z"/></svg>'
        'Label<span class="artifact">hidden</span><img alt="" src=""></p>'
    )
    assert tree.root.text() == "Label"


def test_the_stamp_of_a_proof_is_not_read() -> None:
    poured = a_poured('<h1>Head</h1><p data-src="one/p">text</p>')
    given = settings(pdf=True, stamp="PROOF", marks=(("one/p", "too long"),))
    outcome = set_(poured, given=given)
    assert outcome.value is not None
    assert read(outcome.value.pdf).root.text() == "Head text"


# ---- over pages ----------------------------------------------------------------------------------------------------


def test_what_breaks_over_pages_is_one_element() -> None:
    rows = "".join(f'<tr><th scope="row">{n}</th><td>{n}</td></tr>' for n in range(30))
    tree = tree_of(
        f"<h1>Head</h1><section><p>{words(150)}</p><ul>{'<li>item</li>' * 20}</ul>"
        f"<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>{rows}</tbody></table></section>"
    )
    root = tree.root
    assert [len(root.all(role)) for role in ("P", "L", "LI", "Table", "THead", "TBody", "TR")] == [
        1,
        1,
        20,
        1,
        1,
        1,
        31,
    ]
    assert len(root.all("P")[0].pages) > 1
    assert len({page for item in root.all("L")[0].below() for page in item.pages}) > 1
    assert root.all("P")[0].text() == words(150)


def test_a_heading_is_one_heading() -> None:
    assert lines_of("<h1><span>One</span> <b>two</b></h1>", "h1 span { display: block } b { font-weight: 400 }") == [
        "H1 p0: One two"
    ]


# ---- notes, links, margins -----------------------------------------------------------------------------------------


def test_a_note_stands_at_its_call_and_both_lead_to_each_other() -> None:
    for note in structure().root.all("Note"):
        assert note.id
    ids = [note.id for note in structure().root.all("Note")]
    assert len(set(ids)) == len(ids) == 4
    tree = tree_of(f'<h1>Head</h1><p>One<span class="fn">Said below.</span> two {words(9)}.</p>')
    paragraph = tree.root.all("P")[0]
    assert [kid.role for kid in paragraph.kids if isinstance(kid, Element)] == ["Reference", "Note"]
    call, back = tree.root.all("Link")
    (forth,) = (kid for kid in call.kids if isinstance(kid, Annotation))
    (home,) = (kid for kid in back.kids if isinstance(kid, Annotation))
    assert forth.contents == "1: Said below."
    assert home.contents == "1.: One"
    # Each leads to the height where the other's rectangle begins.
    assert abs(float(forth.target.split()[-1]) - home.rectangle[1]) < 4
    assert float(home.target.split()[-1]) == pytest.approx(forth.rectangle[1], abs=4)
    assert forth.rectangle[1] > home.rectangle[1]


def test_a_call_says_its_note_with_the_words_of_its_links_and_the_note_only_the_words_before_its_call() -> None:
    note = '<span class="fn">See <a href="https://example.org/">the report</a>.</span>'
    tree = tree_of(f"<h1>Head</h1><p>{words(20)} end.{note} {words(3)}.</p>")
    call, back, _ = tree.root.all("Link")
    said = [kid.contents for link in (call, back) for kid in link.kids if isinstance(kid, Annotation)]
    assert said == ["1: See the report.", f"1.: … {' '.join(words(20).split()[-7:])} end."]


def test_a_link_that_is_but_a_folio_says_what_it_is_the_folio_of() -> None:
    tree = tree_of('<h1>Head</h1><p>Agur <a href="#one" title="Agur">10</a>, <a href="#one">11</a></p>')
    links = tree.root.all("Link")
    assert [kid.contents for link in links for kid in link.kids if isinstance(kid, Annotation)] == ["Agur, 10", "11"]
    assert [link.text() for link in links] == ["10", "11"]


def test_a_link_over_lines_is_one_with_a_rectangle_a_line() -> None:
    tree = tree_of(f'<h1>Head</h1><p><a href="https://example.org/">{words(3)} <b>{words(9)}</b></a> end</p>')
    (link,) = tree.root.all("Link")
    rectangles = [kid for kid in link.kids if isinstance(kid, Annotation)]
    lines = {round(kid.rectangle[1]) for kid in rectangles}
    assert len(rectangles) == len(lines) > 1
    assert {kid.contents for kid in rectangles} == {f"{words(3)} {words(9)}"}
    assert link.text() == f"{words(3)} {words(9)}"


def test_a_margin_note_is_read_after_what_it_qualifies() -> None:
    html = '<h1>Head</h1><aside class="m" data-margin=""><p>note</p></aside><p>text</p><p>more</p>'
    assert lines_of(html) == ["H1 p0: Head", "P p0: text", "Aside (Sect)", "  P p0: note", "P p0: more"]


def test_a_margin_note_that_qualifies_nothing_is_read_last_in_its_section() -> None:
    note = '<div><aside class="m" data-margin="last"><p>elsewhere</p></aside><h2>Unknown</h2></div>'
    html = f"<h1>Head</h1><section>{note}<p>text</p></section><p>more</p>"
    assert lines_of(html, "h2 { font-weight: 400 }") == [
        "H1 p0: Head",
        "Sect",
        "  H2 p0: Unknown",
        "  P p0: text",
        "  Aside (Sect)",
        "    P p0: elsewhere",
        "P p0: more",
    ]
    assert lines_of(note, "h2 { font-weight: 400 }")[-1] == "  P p0: elsewhere"


# ---- kinds of elements ---------------------------------------------------------------------------------------------


def test_contents_are_a_table_of_contents() -> None:
    html = (
        '<h1>Contents</h1><nav class="toc"><ol><li><p><a href="#one">One</a></p>'
        '<ol><li><a href="#one">Two</a></li></ol></li></ol></nav>'
    )
    lines = lines_of(html, ".toc ol { list-style: none }")
    assert [line.split(" p0")[0] for line in lines] == [
        "H1",
        "TOC",
        "  TOCI",
        "    Reference",
        "      Link",
        "    TOC",
        "      TOCI",
        "        Reference",
        "          Link",
    ]


def test_lists() -> None:
    html = "<ol><li>one<ul><li>two</li></ul></li></ol><dl><dt>Since</dt><dd>2018</dd></dl>"
    assert lines_of(html, "ul { list-style: none }") == [
        "L {ListNumbering Decimal}",
        "  LI",
        "    Lbl p0: 1.",
        "    LBody",
        "      P p0: one",
        "      L {ListNumbering None}",
        "        LI",
        "          LBody p0: two",
        "L",
        "  LI",
        "    Lbl p0: Since",
        "    LBody p0: 2018",
    ]


def test_items_set_side_by_side_are_lists_in_lists() -> None:
    steps = ((1, "app"), (2, "one"), (3, "deep"), (2, "two"), (1, "bus"))
    items = "".join(f'<li aria-level="{level}">{text}</li>' for level, text in steps)
    assert lines_of(f"<ul>{items}</ul>", "ul { list-style: none }") == [
        "L {ListNumbering None}",
        "  LI",
        "    LBody",
        "      P p0: app",
        "      L {ListNumbering None}",
        "        LI",
        "          LBody",
        "            P p0: one",
        "            L {ListNumbering None}",
        "              LI",
        "                LBody p0: deep",
        "        LI",
        "          LBody p0: two",
        "  LI",
        "    LBody p0: bus",
    ]


def test_a_group_is_one() -> None:
    html = '<div role="group"><p>Result</p><ul><li><p>65%</p></li></ul></div>'
    assert lines_of(html, "ul { list-style: none }") == [
        "Div",
        "  P p0: Result",
        "  L {ListNumbering None}",
        "    LI",
        "      LBody p0: 65%",
    ]


def test_letters_that_lead_to_notes_under_a_table_are_no_part_of_the_figure() -> None:
    html = '<table><tr><td>+40%<sup role="doc-noteref">a</sup></td><td>m<sup>2</sup></td></tr></table>'
    one, two = tree_of(f"<h1>Head</h1>{html}").root.all("TD")
    assert [kid.role for kid in one.kids if isinstance(kid, Element)] == ["Reference"]
    assert "".join(str(kid) if isinstance(kid, str) else kid.text() for kid in one.kids) == "+40% a"  # type: ignore[union-attr]
    assert two.text() == "m2"


def test_heads_of_tables_say_what_they_govern() -> None:
    table = structure().root.all("Table")[0]
    heads = {head.id: head for head in table.all("TH")}
    assert all(head.attributes["Scope"] in ("Row", "Column") for head in heads.values())
    assert len(heads) == len(table.all("TH"))
    cell = next(cell for cell in table.all("TD") if cell.text() == "26")
    assert [heads[name].text() for name in cell.attributes["Headers"]] == ["People", "now", "City 13"]
    both = next(cell for cell in table.all("TD") if cell.text() == "10 in both")
    assert both.attributes["ColSpan"] == 2


def test_plain_tables_need_no_names() -> None:
    html = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
    assert lines_of(html) == [
        "Table",
        "  THead",
        "    TR",
        "      TH {Scope Column} p0: a",
        "  TBody",
        "    TR",
        "      TD p0: b",
    ]


def test_figures_hold_their_captions_and_nothing_else() -> None:
    for figure in structure().root.all("Figure"):
        assert figure.alt
        assert {kid.role for kid in figure.kids if isinstance(kid, Element)} <= {"Caption"}
        left, bottom, right, top = figure.attributes["BBox"]
        assert 0 <= left < right <= 256
        assert 0 <= bottom < top <= 199
    captions = [each.alt for each in structure().root.all("Figure") if any(isinstance(k, Element) for k in each.kids)]
    assert captions == ["Three bars: 1, 2 and 3"]


def test_a_caption_that_the_alternative_does_not_say_stands_beside_the_picture() -> None:
    """Readers that say the alternative pass over what is in a figure."""
    picture = '<svg width="24" height="24"><title>{}</title><path fill="color(--red 1)" d="M0 0h9v9z"/></svg>'
    html = "<figure>{}<figcaption>By whom</figcaption></figure>"
    told, untold = html.format(picture.format("By whom: nobody")), html.format(picture.format("A square"))
    assert [line.split(" {")[0] for line in lines_of(told + untold)] == [
        "Figure [By whom: nobody]",
        "  Caption p0: By whom",
        "Div",
        "  Figure [A square]",
        "  Caption p0: By whom",
    ]


def test_captions_of_tables_go_into_them_and_those_of_nothing_are_paragraphs() -> None:
    table = "<table><tr><td>cell</td></tr></table>"
    assert lines_of(f"<figure>{table}<figcaption>Said below</figcaption></figure>") == [
        "Table",
        "  Caption p0: Said below",
        "  TBody",
        "    TR",
        "      TD p0: cell",
    ]
    assert lines_of("<figure><p>A plate.</p><figcaption>Its caption</figcaption></figure>") == [
        "Div",
        "  P p0: A plate.",
        "  P p0: Its caption",
    ]


def test_text_that_stands_free_becomes_a_paragraph() -> None:
    html = "<div>free <b>text</b><p>a paragraph</p>and more</div><div><span>one</span></div>"
    assert lines_of(html, "b { font-weight: 400 }") == [
        "P p0: free text",
        "P p0: a paragraph",
        "P p0: and more",
        "P p0: one",
    ]


def test_what_is_moved_by_layout_is_read_where_it_stands_in_the_source() -> None:
    css = (
        ".a { position: absolute; top: 1mm; left: 1mm } .f { float: right; width: 9mm }"
        ".x { display: flex } .y { order: 2 }"
    )
    html = (
        '<h1 class="a">Head</h1><p>one</p><div class="x"><p class="y">two</p><p>three</p></div>'
        '<p>four <span class="f">five</span> six</p>'
    )
    assert tree_of(html, css).root.text() == "Head one two three four five six"


def test_the_box_of_a_figure_is_in_points_from_the_foot() -> None:
    html = '<svg style="position: absolute; left: 3mm; top: 10mm; width: 20mm; height: 5mm"><title>x</title></svg>'
    drawing = html.replace("</svg>", '<path fill="color(--red 1)" d="M0 0h9v9z"/></svg>')
    (figure,) = tree_of(f'<h1>Head</h1><div class="full">{drawing}</div>').root.all("Figure")
    millimetres = [round(float(each) * 25.4 / 72, 2) for each in figure.attributes["BBox"]]
    assert millimetres == [3, 35, 23, 40]


def test_elements_say_their_language() -> None:
    spoken = {each.lang: each.text() for each in structure().root.below() if each.lang}
    assert spoken["fr"] == "des mots français"
    assert spoken["he"] == " ".join([HEBREW] * 4)
    assert spoken["zh"] == CHINESE * 3
    assert lines_of('<p lang="en">same</p>') == ["P p0: same"]


def test_parts_are_sections_with_titles() -> None:
    one, two = a_poured("<h1>First</h1>", a_part("one")), a_poured("<h1>Second</h1>", a_part("two", "recto"))
    tree = read(galley_of(one, two, pdf=True).pdf)
    assert [each.title for each in tree.root.kids if isinstance(each, Element)] == ["One", "Two"]


def test_blank_pages_hold_nothing() -> None:
    blank = [page.page_index for page in galley().pages if page.blank]
    assert blank == [index for index in range(len(galley().pages)) if not structure().marked(index)]
    assert blank
