"""Prose: what is understood, what is refused and where, and that no word is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.check.prose import LENGTH_LIMIT, link_span, locate, parse
from compiler.load.yaml import read
from compiler.model.copy import Field, Prose
from compiler.model.diagnostics import Diagnostic, Span
from compiler.model.prose import (
    Emphasis,
    Inline,
    Link,
    List,
    Note,
    Paragraph,
    ProseBlock,
    Raised,
    Run,
    Strong,
    plain,
)
from compiler.model.tree import MappingNode, ScalarNode

PATH = PurePosixPath("sources/cities/oulu/en.yaml")
FIELD = Field("oulu/standfirst")


def a_file(text: str) -> str:
    """A YAML file whose one field is a block of some text."""
    return "name: Oulu\nstandfirst: |\n" + "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))


def a_node(text: str) -> ScalarNode:
    """The text as the scalar that a loader makes of it."""
    return ScalarNode(text, Span(PATH, 0, len(text)), False, (0,)) if "\n" not in text else loaded(a_file(text))


def loaded(file: str) -> ScalarNode:
    tree = read(PATH, file.encode()).tree
    assert isinstance(tree, MappingNode)
    node = tree.entries[-1][1]
    assert isinstance(node, ScalarNode)
    return node


def reading(text: str) -> tuple[Prose, tuple[Diagnostic, ...]]:
    found = parse(a_node(text), FIELD)
    assert found.value is not None
    return found.value, found.diagnostics


def blocks(text: str) -> tuple[ProseBlock, ...]:
    prose, said = reading(text)
    assert said == ()
    return prose.blocks


def inline(text: str) -> tuple[Inline, ...]:
    (block,) = blocks(text)
    assert isinstance(block, Paragraph)
    return block.children


def run(text: str) -> tuple[Run]:
    return (Run(text),)


# ---- what is understood --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "children"),
    [
        ("one\ntwo  three", run("one two  three")),
        ("*a* b", (Emphasis(run("a")), Run(" b"))),
        ("**a *b* c**", (Strong((Run("a "), Emphasis(run("b")), Run(" c"))),)),
        ("1^er^ mai", (Run("1"), Raised("er"), Run(" mai"))),
        ("M^me^ X", (Run("M"), Raised("me"), Run(" X"))),
        ("^a^ All days.", (Raised("a"), Run(" All days."))),
        ("a^[n *o* p] b", (Run("a"), Note((Run("n "), Emphasis(run("o")), Run(" p"))), Run(" b"))),
        ("[a](https://x.org/?b=c&d)", (Link("web", "https://x.org/?b=c&d", run("a"), 0),)),
        ("see [](source:insee).", (Run("see "), Link("source", "insee", (), 4), Run("."))),
        ("[](to:nantes/debates)", (Link("to", "nantes/debates", (), 0),)),
        ("[a *b*](figure:growth)", (Link("figure", "growth", (Run("a "), Emphasis(run("b"))), 0),)),
        ("a^[b [](source:c)]", (Run("a"), Note((Run("b "), Link("source", "c", (), 5))))),
        (r"3 \* 4 \[5\] 2019\. 25 %* snake_case_name", run("3 * 4 [5] 2019. 25 %* snake_case_name")),
        ("a < b & c > d, 2 * 3", run("a < b & c > d, 2 * 3")),
        ("[brackets] and (these)", run("[brackets] and (these)")),
        ("[https://x.org](https://x.org)", (Link("web", "https://x.org", run("https://x.org"), 0),)),
        ("漢字\n仮名\nlatin\n漢字", run("漢字仮名 latin 漢字")),
        ("한국어\n한국어", run("한국어 한국어")),
        ("«\u00a0mot\u00a0» 25\u202f%", run("«\u00a0mot\u00a0» 25\u202f%")),
    ],
)
def test_understood(text: str, children: tuple[Inline, ...]) -> None:
    assert inline(text) == children


def test_paragraphs_and_lists() -> None:
    assert blocks("one\n\n- a\n  b\n- c\n\n  d\n\n3. e\n4. f\n\ntwo") == (
        Paragraph(run("one")),
        List(False, 1, ((Paragraph(run("a b")),), (Paragraph(run("c")), Paragraph(run("d"))))),
        List(True, 3, ((Paragraph(run("e")),), (Paragraph(run("f")),))),
        Paragraph(run("two")),
    )


@pytest.mark.parametrize("text", ["", "  ", "\n\n"])
def test_nothing(text: str) -> None:
    assert blocks(text) == ()


# ---- what is refused -----------------------------------------------------------------------------------------------

REFUSED = [
    ("heading-in-prose", "a\n\n## Head\n\nb", "## Head", (5, 3)),
    ("heading-in-prose", "a\n---\n\nb", "a\n  ---", (3, 3)),
    ("code-in-prose", "a\n\n    b c", "b c", (5, 7)),
    ("code-in-prose", "a\n\n```\nb\n```", "```\n  b\n  ```", (5, 3)),
    ("code-in-prose", "a `b` c", "`b`", (3, 5)),
    ("picture-in-prose", "a ![b](c.jpg)", "![b](c.jpg)", (3, 5)),
    ("html-in-prose", "a\nb <br> c", "<br>", (4, 5)),
    ("html-in-prose", "<div>words</div>\n", "<div>", (3, 3)),
    ("html-in-prose", "<!-- a\n\nb -->", "<!--", (3, 3)),
    ("html-in-prose", "<script>alert(1)</script>", "<script>", (3, 3)),
    ("table-in-prose", "| a | b |\n|---|---|\n| c | d |", "| a | b |", (3, 3)),
    ("quotation-in-prose", "a\n\n> b\n> c", "> b\n  > c", (5, 3)),
    ("rule-in-prose", "a\n\n***\n\nb", "***", (5, 3)),
    ("hard-break", "a\\\nb", "\\", (3, 4)),
    ("hard-break", "a  \nb", "  ", (3, 4)),
    ("character-reference", "a&nbsp;b &#233;", "&nbsp;", (3, 4)),
    ("bare-address", "see https://x.org/y.", "https://x.org/y", (3, 7)),
    ("bare-address", "see <https://x.org>", "<https://x.org>", (3, 7)),
    ("bare-address", "see <a@x.org>", "<a@x.org>", (3, 7)),
    ("link-definition", "a\n\n[b]: https://x.org", "[b]:", (5, 3)),
    ("link-title", "[a](https://x.org 'T')", "[a](", (3, 3)),
    ("link-without-text", "[](https://x.org)", "[](", (3, 3)),
    ("unknown-link", "a [b](www.x.org) c", "[b](www.x.org)", (3, 5)),
    ("unknown-link", "[b](mailto:a@x.org)", "[b](", (3, 3)),
    ("unknown-link", "[b](javascript:alert)", "[b](", (3, 3)),
    ("unknown-link", "[b](source:)", "[b](source:)", (3, 3)),
    ("unknown-link", "[b]()", "[b]()", (3, 3)),
    ("broken-link", "[b](https://x.org/a b)", "](https://x.org/a", (3, 5)),
    ("note-reference", "a[^1]", "[^1]", (3, 4)),
    ("nested-note", "a^[b^[c]]", "^[c]", (3, 7)),
    ("nested-note", "[a^[b]](https://x.org)", "^[b]", (3, 5)),
    ("empty-note", "a^[ ] b", "^[ ]", (3, 4)),
    ("unclosed-mark", "a\nb *c d", "*", (4, 5)),
    ("unclosed-mark", "a **b c", "*", (3, 5)),
    ("unclosed-mark", "a^[b c", "^[", (3, 4)),
    ("unclosed-mark", "1^er mai", "^", (3, 4)),
    ("nested-list", "- a\n  - b\n", "- b", (4, 5)),
    ("empty-list-item", "- a\n-\n- b", "-", (4, 3)),
    ("accidental-list", "2019. A year.\n", "2019", (3, 3)),
    ("nested-emphasis", "*a **b *c **d *e f* g** h* i** j*", "*", None),
]


@pytest.mark.parametrize(("name", "text", "mark", "place"), REFUSED)
def test_refused_in_its_place(name: str, text: str, mark: str, place: tuple[int, int] | None) -> None:
    file = a_file(text)
    found = parse(loaded(file), FIELD)
    source = read(PATH, file.encode()).source
    said = [each for each in found.diagnostics if each.name == name]
    assert said, found.diagnostics
    assert len({each.name for each in found.diagnostics}) == 1
    primary = said[0].primary
    assert primary is not None
    assert source.text[primary.span.start : primary.span.end].startswith(mark)
    assert place is None or source.place(primary.span.start) == place
    assert all(each.field == FIELD and each.help for each in said)


def test_words_of_what_is_refused_are_kept() -> None:
    prose, _ = reading(
        "# Head\n\n> *quoted*\n\n    indented\n\n`code` <b>bold</b> [x](y)\n\n| a |\n|---|\n| b |\n\n- c\n  - d"
    )
    assert words(prose.blocks) == ["Head", "quoted", "indented", "code", "bold", "x", "a", "b", "c", "d"]


def test_many_faults_of_a_kind_are_told_in_a_few() -> None:
    _, said = reading("<b> " * 500)
    assert len(said) == 10
    assert said[-1].notes == ("490 more `html-in-prose` in this text",)


def test_a_text_too_long_is_kept_and_told() -> None:
    prose, said = reading("word " * LENGTH_LIMIT)
    assert [each.name for each in said] == ["prose-too-long"]
    assert len(words(prose.blocks)) == LENGTH_LIMIT


# ---- places --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["|", ">", "'", ""])
def test_places_in_every_style_of_scalar(style: str) -> None:
    text = "words [b](to:x) 𝄞 <i>"
    written = {"|": f"|\n  {text}\n", ">": f">\n  {text}\n", "'": f"'{text}'\n", "": f"{text}\n"}[style]
    file = f"a: {written}"
    node = loaded(file)
    found = parse(node, FIELD)
    assert found.value is not None
    primary = found.diagnostics[0].primary
    link = next(each for block in found.value.blocks for each in links(block))
    assert primary is not None
    tag, target = primary.span, link_span(node, link)
    if style == ">":
        assert tag == target == node.span
    else:
        assert (file[tag.start : tag.end], file[target.start : target.end]) == ("<i>", "x")


def test_link_offsets_lead_to_the_file() -> None:
    text = "a\n\n- b\n  c [d](source:e)\n  and^[note\n  [f](to:g/h)]"
    file = a_file(text)
    node = loaded(file)
    found = parse(node, FIELD)
    assert found.value is not None
    shown = [
        (file[locate(node, link.offset).start :].split("]")[0], file[(at := link_span(node, link)).start : at.end])
        for block in found.value.blocks
        for link in links(block)
    ]
    assert shown == [("[d", "e"), ("[f", "g/h")]


def links(block: ProseBlock) -> Iterator[Link]:
    paragraphs = (block,) if isinstance(block, Paragraph) else (each for item in block.items for each in item)
    for paragraph in paragraphs:
        yield from _links(paragraph.children)


def _links(children: tuple[Inline, ...]) -> Iterator[Link]:
    for child in children:
        if isinstance(child, Link):
            yield child
        if not isinstance(child, Run | Raised):
            yield from _links(child.children)


# ---- whatever the text ---------------------------------------------------------------------------------------------


def words(found: tuple[ProseBlock, ...]) -> list[str]:
    paragraphs: list[Paragraph] = []
    for block in found:
        paragraphs += (block,) if isinstance(block, Paragraph) else [each for item in block.items for each in item]
    return " ".join(plain(paragraph.children, notes=True) for paragraph in paragraphs).split()


PIECES = st.sampled_from(
    ["wa", "wb", "wc", " ", " ", "\n", "\n\n", "\n    ", "*", "**", "_", "^", "^[", "[", "]", "](", ")", "(to:x)",
     "](source:k)", "- ", "\n- ", "\n  - ", "1. ", "\n7) ", "> ", "# ", "`", "```\n", "<", "<b>", "</b>", "<!--",
     "-->", "&amp;", "&#9;", "!", "![", "\\", "|", "\n|---|\n", "---\n", "===\n", ":", "https://x.yz", "<https://x.yz>",
     "漢", "é", "  \n", "\t", "\x0b", "\u00a0", "[^1]", "]: ", "'t'", '"t"']
)  # fmt: skip


def check(text: str) -> None:
    node = ScalarNode(text, Span(PATH, 0, len(text)), False, offsets(text))
    found = parse(node, FIELD)
    assert found.value is not None
    for block in found.value.blocks:
        assert not isinstance(block, List) or all(block.items)
    kept = "".join(words(found.value.blocks))
    told = ""
    for said in found.diagnostics:
        assert said.primary is not None
        span = said.primary.span
        assert 0 <= span.start <= span.end <= len(text)
        told += text[span.start : span.end]
    targets = "".join(link.target for block in found.value.blocks for link in links(block))
    for word in re.findall(r"w[abc]", text):
        assert word in kept + told + targets, (word, found)


def offsets(text: str) -> tuple[int, ...]:
    return (0, *(index + 1 for index, character in enumerate(text) if character == "\n"))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(text)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markup(text: str) -> None:
    check(text)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=15), st.integers(0, 15))
def test_every_single_word_is_kept_or_told(pieces: list[str], at: int) -> None:
    pieces = [piece for piece in pieces if not piece.startswith("w")]
    pieces.insert(at, "wa")
    check("".join(pieces))
