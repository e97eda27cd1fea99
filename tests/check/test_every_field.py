"""Every field of every source, one at a time: whatever is done to it, something is said, and never a traceback.

The real copy is taken. A field is given another kind, repeated, written as an alias, filled with a control character or
ten times its limit, emptied and deleted; only the file concerned is read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from compiler.check import check, schemas
from compiler.load import load
from compiler.load.yaml import read
from compiler.model.diagnostics import Diagnostic, Severity, Source
from compiler.model.tree import Copy, MappingNode, Node, ScalarNode, SequenceNode
from compiler.world import Disk

ROOT = Path(__file__).resolve().parents[2]
TEN_TIMES = "0123456789" * 1500


@dataclass(frozen=True)
class Entry:
    """A field: its key, its value, and how deep it stands."""

    key: ScalarNode
    value: Node
    indent: str
    flow: bool


def copy_of_the_publication() -> Copy:
    found = load(Disk(ROOT), None)
    assert found.value is not None
    return found.value


COPY = copy_of_the_publication()
FRAME = ("publication.yaml", "words", "partners", "sources")
"""What every file is checked against; other chapters are left out, or each check would read them all again."""


@cache
def around(path: PurePosixPath) -> tuple[Copy, frozenset[tuple[str, str]]]:
    """The copy without other chapters, and what is said of it as it stands."""
    kept = {key: tree for key, tree in COPY.trees.items() if key.parent == path.parent or key.parts[-2:][0] in FRAME
            or key.name in FRAME}  # fmt: skip
    copy = replace(COPY, trees=kept, sources={key: source for key, source in COPY.sources.items() if key in kept})
    return copy, frozenset((each.name, each.message) for each in check(copy, None, None).diagnostics)


def entries(node: Node, source: Source) -> Iterator[Entry]:
    """Every field below a node."""
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            start = source.text.rfind("\n", 0, key.span.start) + 1
            before = source.text[start : key.span.start]
            yield Entry(key, value, " " * len(before), before.strip(" -") != "")
            yield from entries(value, source)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from entries(item, source)


def said_of(path: PurePosixPath, text: str) -> list[Diagnostic]:
    """What loader and checks say with one file changed, besides what they said before."""
    found = read(path, text.encode("utf-8", "surrogatepass"))
    whole, before = around(path)
    trees = {key: tree for key, tree in whole.trees.items() if key != path}
    if found.tree is not None:
        trees[path] = found.tree
    copy = replace(whole, sources={**whole.sources, path: found.source}, trees=trees)
    said = [*found.diagnostics, *check(copy, None, None).diagnostics]
    return [each for each in said if (each.name, each.message) not in before]


def located(said: list[Diagnostic], sources: Copy) -> bool:
    return all(each.primary is not None and each.primary.span.path in sources.sources for each in said)


def mutations(entry: Entry, text: str) -> Iterator[tuple[str, str, bool]]:
    """Name of what was done, the text that results, and whether something must be said of it."""
    key, value = entry.key, entry.value
    head, tail = text[: value.span.start], text[value.span.end :]
    whole = text[key.span.start : value.span.end]
    is_text = isinstance(value, ScalarNode)
    block = is_text and value.block
    if is_text and not block:
        yield "list", f"{head}[a, b]{tail}", True
        yield "mapping", f"{head}{{a: b}}{tail}", True
        yield "control", f'{head}"a\\x07b"{tail}', True
        yield "raw control", f"{head}a\x07b{tail}", True
        yield "ten times", f"{head}'{TEN_TIMES}'{tail}", True
        yield "alias", f"{head}*other{tail}", True
        yield "empty", f"{head}''{tail}", False
    elif block:
        indent = entry.indent
        yield "list", f"{text[: key.span.start]}{key.text}: [a, b]\n{_rest(tail)}", True
        yield "ten times", f"{text[: key.span.start]}{key.text}: |\n{indent}  {TEN_TIMES}\n{_rest(tail)}", True
        yield "control", f'{text[: key.span.start]}{key.text}: "a\\x07b"\n{_rest(tail)}', True
        yield "alias", f"{text[: key.span.start]}{key.text}: *other\n{_rest(tail)}", True
        yield "empty", f"{text[: key.span.start]}{key.text}: ''\n{_rest(tail)}", False
    else:
        flat = f"{text[: key.span.start]}{key.text}: words{'' if _flow(value, text) else chr(10)}"
        # An aside may be a text alone.
        yield "text", f"{flat}{tail if _flow(value, text) else _rest(tail)}", key.text != "aside"
    if entry.flow:
        yield "repeated", f"{text[: key.span.start]}{whole}, {whole}{tail}", True
    elif not is_text and not _flow(value, text):
        yield "repeated", f"{text[: key.span.start]}{key.text}: words\n{entry.indent}{text[key.span.start :]}", True
    else:
        yield "repeated", f"{text[: key.span.start]}{key.text}: words\n{entry.indent}{whole}{tail}", True


def _flow(value: Node, text: str) -> bool:
    return text[value.span.start : value.span.start + 1] in "[{"


def _rest(tail: str) -> str:
    """What follows a block: its own last line end may belong to it."""
    return tail.removeprefix("\n")


PATHS = sorted(path for path in COPY.trees)


def faults_of(path: PurePosixPath, all_: Iterable[Entry]) -> list[str]:
    """What goes wrong when each of some fields of a file is spoilt in turn."""
    text = COPY.sources[path].text
    wrong: list[str] = []
    for entry in all_:
        for name, changed, must in mutations(entry, text):
            where = f"{entry.key.text} at {entry.key.span.start}: {name}"
            said = said_of(path, changed)
            if must and not any(each.severity is Severity.ERROR for each in said):
                wrong.append(f"{where}: nothing was said")
            if not located(said, COPY):
                wrong.append(f"{where}: not located")
    return wrong


def one_of_a_kind(all_: Iterable[Entry]) -> list[Entry]:
    """The first field of each name and kind of value."""
    return list({(each.key.text, type(each.value)): each for each in reversed(list(all_))}.values())


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_every_kind_of_field(path: PurePosixPath) -> None:
    assert faults_of(path, one_of_a_kind(entries(COPY.trees[path], COPY.sources[path]))) == []


REPORTS = [path for path in PATHS if path.parts[1] == "cities" and path.stem != "city"]
WHOLE = [path for path in PATHS if path not in REPORTS[3:]]
"""All files, and of the reports three: the others have the same fields, and a minute each is too much for a gate."""


@pytest.mark.slow
@pytest.mark.parametrize("path", WHOLE, ids=str)
def test_every_field(path: PurePosixPath) -> None:
    assert faults_of(path, entries(COPY.trees[path], COPY.sources[path])) == []


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_required_fields_are_missed(path: PurePosixPath) -> None:
    """Top-level fields, deleted: something is said of those that are required, and of all others nothing breaks."""
    tree, text = COPY.trees[path], COPY.sources[path].text
    assert isinstance(tree, MappingNode)
    needed = set(required(path))
    for index, (key, _) in enumerate(tree.entries):
        following = [each for each, _ in tree.entries[index + 1 :]]
        end = following[0].span.start if following else len(text)
        said = said_of(path, text[: key.span.start] + text[end:])
        if key.text in needed:
            assert any(each.severity is Severity.ERROR and f"`{key.text}`" in each.message for each in said), key.text


def required(path: PurePosixPath) -> list[str]:
    """The required fields of a file, as its schema tells them."""
    first = COPY.sources[path].text.partition("\n")[0]
    name = PurePosixPath(first.rpartition("=")[2]).name
    found: list[str] = json.loads(schemas()[PurePosixPath("sources/schema") / name]).get("required", [])
    return found
