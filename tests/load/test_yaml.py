"""Bytes of YAML become text with places, whatever they are; each fault has its name and its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.load import yaml as door
from compiler.load.yaml import DEPTH_LIMIT, NODE_LIMIT, Read, read
from compiler.model.diagnostics import Diagnostic, Span
from compiler.model.tree import MappingNode, Node, ScalarNode, SequenceNode

PATH = PurePosixPath("sources/words/en.yaml")


def reading(text: str | bytes) -> Read:
    return read(PATH, text.encode() if isinstance(text, str) else text)


def entry(found: Read, key: str) -> Node:
    assert isinstance(found.tree, MappingNode)
    return next(value for name, value in found.tree.entries if name.text == key)


def scalar(found: Read, key: str) -> ScalarNode:
    node = entry(found, key)
    assert isinstance(node, ScalarNode)
    return node


def scalars(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from scalars(item)
    else:
        for key, value in node.entries:
            yield key
            yield from scalars(value)


def spans(said: Diagnostic) -> list[Span]:
    return [label.span for label in (said.primary, *said.secondary) if label]


def marked(found: Read, said: Diagnostic) -> str:
    assert said.primary is not None
    return found.source.text[said.primary.span.start : said.primary.span.end]


# ---- what is right -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["NO", "12:30", "1.10", "0x1F", "~", "2019-11-07", "null", "1_000"])
def test_no_type_is_guessed(text: str) -> None:
    assert scalar(reading(f"key: {text}\n"), "key").text == text


def test_order_of_keys_is_kept() -> None:
    tree = reading("b: 1\na: 2\nc:\n").tree
    assert isinstance(tree, MappingNode)
    assert [(key.text, value.text) for key, value in tree.entries if isinstance(value, ScalarNode)] == [
        ("b", "1"),
        ("a", "2"),
        ("c", ""),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_block_lines_know_where_they_stand(end: str, mark: str) -> None:
    lines = [
        "# 𝄞 comment",
        "a:",
        "  - text: |  # remark",
        "      é𝄞 first",
        "",
        "        deeper  ",
        "      last",
        "",
        "b: x",
    ]
    found = reading(mark + end.join(lines) + end)
    assert found.diagnostics == ()
    outer = entry(found, "a")
    assert isinstance(outer, SequenceNode)
    block = list(scalars(outer))[1]
    assert block.text == "é𝄞 first\n\n  deeper  \nlast\n"
    assert block.block
    for line, offset in zip(block.text.split("\n"), block.offsets, strict=True):
        assert found.source.text[offset : offset + len(line)] == line
    assert [found.source.place(offset) for offset in block.offsets[:4]] == [(4, 7), (5, 1), (6, 7), (7, 7)]
    assert found.source.text[block.span.start : block.span.end].endswith("last")


def test_literal_text_knows_where_it_stands() -> None:
    found = reading("plain: some words\nquoted: 'more words'\nescaped: 'it''s'\nfolded: >\n  a\n  b\n")
    for key in ("plain", "quoted"):
        node = scalar(found, key)
        assert found.source.text[node.offsets[0] :].startswith(node.text)
    assert scalar(found, "escaped").offsets == scalar(found, "folded").offsets == ()
    assert scalar(found, "folded").text == "a b\n"
    assert found.source.text[scalar(found, "folded").span.start] == ">"


def test_both_parsers_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "a: {b: [1, 'x y'], c: |-\n    x\n   }\n".replace("|-\n    x\n   ", "z")
        + "d: |\n  é\n\n  f\n# c\ng:\n- h\n- i: >\n    j\n"
    )
    first = reading(text)
    monkeypatch.setattr(door, "_LOADER", door.yaml.Loader)
    assert reading(text) == first
    assert first.tree is not None


# ---- what is wrong -------------------------------------------------------------------------------------------------

FAULTS = [
    ("duplicate-key", "a: 1\nb: 2\na: 3\n", "a", (3, 1)),
    ("tab", "a:\n\tb: 1\n", "\t", (2, 1)),
    ("tab", "a: x\ty\n", "\t", (1, 5)),
    ("yaml-anchor", "a: &x 1\n", "&x", (1, 4)),
    ("yaml-anchor", "a: &x\n  b: 1\n", "&x", (1, 4)),
    ("yaml-alias", "a: *x\n", "*x", (1, 4)),
    ("yaml-alias", "a: *Le Voyage* in Nantes\nb: *x* y\n", "*x*", (2, 4)),
    ("yaml-tag", "a: !!int 5\n", "!!int", (1, 4)),
    ("yaml-tag", "a: !Stop\n", "!Stop", (1, 4)),
    ("yaml-tag", "a: !x!y z\n", "!x!y", (1, 4)),
    ("yaml-directive", "%YAML 1.1\n---\na: 1\n", "%YAML 1.1", (1, 1)),
    ("wrong-encoding", "a: caf\xe9\n".encode("cp1252"), "é", (1, 7)),
    ("wrong-encoding", "é: 1\na: caf".encode() + b"\xe9\n", "\ufffd", (2, 7)),
    ("wrong-encoding", "a: é\n".encode("utf-16"), "a", (1, 1)),
    ("wrong-encoding", "a: é\n".encode("utf-16-be"), "a", (1, 1)),
    ("control-character", "a: x\x07y\n", "\x07", (1, 5)),
    ("control-character", "a: |\n  x\u2028y\n", "\u2028", (2, 4)),
    ("control-character", 'a: "x\\x07y"\n', '"x\\x07y"', (1, 4)),
    ("control-character", 'a: "x\\Py"\n', '"x', (1, 4)),
    ("tab", 'a: "x\\ty"\n', '"x', (1, 4)),
    ("yaml-syntax", 'a: "\\ud800"\n', "d800", (1, 7)),
    ("file-too-large", "a: " + "x" * 1_000_000, "", (1, 1)),
    ("too-deep", "a: " + "[" * 200 + "]" * 200, "[", (1, 43)),
    ("too-many-nodes", "a: [" + "x, " * (NODE_LIMIT + 1) + "]", "x", None),
    ("several-documents", "a: 1\n---\nb: 2\n", "-", (2, 1)),
    ("empty-file", "", "", (1, 1)),
    ("empty-file", "# only a remark\n\n", "", (1, 1)),
    ("complex-key", "[a, b]: 1\n", "[", (1, 1)),
    ("complex-key", "? {a: b}\n: 1\n", "{", (1, 3)),
    ("empty-key", ": 1\n", "", (1, 1)),
    ("merge-key", "<<: {a: 1}\nb: 2\n", "<<", (1, 1)),
    ("text-in-comment", "a: 12 rue #4 b\n", "#4 b", (1, 11)),
    ("yaml-syntax", "title: Nantes: a dialogue\n", ":", (1, 14)),
    ("yaml-syntax", "a: 1\nb: 'open\n", "'open", (2, 4)),
    ("yaml-syntax", "a: 'L'énergie'\n", "énergie'", (1, 7)),
    ("yaml-syntax", "a: @x\n", "@x", (1, 4)),
    ("yaml-syntax", "a:\n  b: 1\n c: 2\n", "c", (3, 2)),
    ("yaml-syntax", "a:\n  - b\n c\n", "c", (3, 2)),
    ("yaml-syntax", "a: [b, c\nd: e\n", "[", (1, 4)),
    ("yaml-syntax", "a: {b: c\n", "{", (1, 4)),
    ("yaml-syntax", "a: 1\nno colon\nb: 2\n", "no", (2, 1)),
    ("yaml-syntax", "a: - b\n", "-", (1, 4)),
    ("yaml-syntax", 'a: "\\d"\n', "\\d", (1, 5)),
    ("yaml-syntax", "a: | text\n  b\n", "text", (1, 6)),
    ("yaml-syntax", "a: ]\n", "]", (1, 4)),
]


@pytest.mark.parametrize(("name", "text", "mark", "place"), FAULTS)
def test_fault(name: str, text: str | bytes, mark: str, place: tuple[int, int] | None) -> None:
    found = reading(text)
    said = [each for each in found.diagnostics if each.name == name]
    assert said, found.diagnostics
    assert marked(found, said[-1]).startswith(mark)
    assert all(each.help for each in found.diagnostics)
    if place and said[-1].primary:
        assert found.source.place(said[-1].primary.span.start) == place


@pytest.mark.parametrize("text", [text for _, text, _, _ in FAULTS])
def test_no_message_is_the_librarys(text: str | bytes) -> None:
    for said in reading(text).diagnostics:
        assert said.message[0] in "`" or not said.message[0].isupper()
        assert not said.message.endswith(".")
        for word in ("token", "mapping values", "block end", "scalar", "while", "stream", "node content"):
            assert word not in said.message


def test_repeated_keys_show_both_places_and_are_both_kept() -> None:
    found = reading("a: 1\nb: 2\na: 3\n")
    said = found.diagnostics[0]
    assert [found.source.place(span.start) for span in spans(said)] == [(3, 1), (1, 1)]
    assert isinstance(found.tree, MappingNode)
    assert [key.text for key, _ in found.tree.entries] == ["a", "b", "a"]


def test_a_fault_of_syntax_does_not_hide_the_next() -> None:
    found = reading("a: b: c\nd:\n  e: 1\n  e: 2\nf: 'open\ng: [1\nh: 1\n")
    assert found.tree is None
    assert [each.name for each in found.diagnostics].count("yaml-syntax") == 3
    assert "duplicate-key" in {each.name for each in found.diagnostics}


def test_an_alias_of_text_is_read_as_the_text() -> None:
    found = reading("a: &x words\nb: *x\n")
    assert scalar(found, "b").text == "words"
    assert [each.name for each in found.diagnostics] == ["yaml-anchor", "yaml-alias"]


def test_laughs_do_not_multiply() -> None:
    lines = ["a: &a [x, x]"] + [
        f"{new}: &{new} [*{old}, *{old}]" for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    ]
    found = reading("\n".join(lines))
    assert found.tree is not None
    assert len(list(scalars(found.tree))) < 60


def test_many_faults_of_one_kind_are_told_in_a_few() -> None:
    found = reading("\n".join(f"a{index}: x\x07" for index in range(500)))
    assert len(found.diagnostics) == 20
    assert found.diagnostics[-1].notes == ("480 more of the kind in this file",)


def test_depth_just_within_the_limit_is_read() -> None:
    assert reading("[" * DEPTH_LIMIT + "x" + "]" * DEPTH_LIMIT).diagnostics == ()


# ---- whatever the bytes --------------------------------------------------------------------------------------------

# Pieces that mean something to YAML meet each other more often than in bytes by chance.
PIECES = st.sampled_from(
    ["a", "b", ": ", "- ", "\n", "\r\n", "\n  ", "\n    ", "|", ">", "'", '"', "[", "]", "{", "}", ", ", "#", " #",
     "&x ", "*x", "!t ", "? ", "---", "%Y", "\t", "\x07", "é", "𝄞", "漢",
     "\u2028", "\ufeff", "<<", "\\", "\\x", "@", "`"]
)  # fmt: skip


def check_places(found: Read) -> None:
    length = len(found.source.text)
    for said in found.diagnostics:
        assert said.primary is not None
        for span in spans(said):
            assert span.path == PATH
            assert 0 <= span.start <= span.end <= length
            line, column = found.source.place(span.start)
            assert found.source.starts()[line - 1] + column - 1 == span.start
    for node in scalars(found.tree) if found.tree else ():
        assert 0 <= node.span.start <= node.span.end <= length
        assert not node.offsets or len(node.offsets) == node.text.count("\n") + 1
        for line, offset in zip(node.text.split("\n"), node.offsets, strict=False):
            written = found.source.text[offset : offset + len(line)]
            assert written.translate(BLANKED) == line.translate(BLANKED)
    assert found.tree is not None or found.diagnostics


BLANKED = dict.fromkeys((0x07, 0x09, 0x85, 0x2028, 0x2029, 0xFEFF, 0x7F, *range(0x20), *range(0x80, 0xA0)), " ")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    check_places(reading(data))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check_places(reading(text.encode(errors="replace")))


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_yaml(text: str) -> None:
    check_places(reading(text))
