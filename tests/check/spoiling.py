"""Every field of a source, spoilt in every way, one at a time; only the file concerned is read again.

A report is taken in slices, an initiative or a few items of a list at a time, and checked in a publication that lists
no other: what is said of a field does not depend on the rest, and there are some thirty thousand texts to look at.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, cast

from compiler.check import check, schemas
from compiler.load import load
from compiler.load.yaml import read
from compiler.model.diagnostics import Diagnostic, Severity
from compiler.model.terms import COMPILER_TERMS
from compiler.model.tree import Copy, MappingNode, Node, ScalarNode, SequenceNode
from compiler.world import Disk

ROOT = Path(__file__).resolve().parents[2]
SOURCES = PurePosixPath("sources")
FRAME, WORDS, PARTNERS = (SOURCES / name for name in ("publication.yaml", "words/en.yaml", "partners/en.yaml"))
Json = dict[str, Any]

NO_LIMIT = 1500
"""Ten times this many characters for numbers, names and other texts whose schema tells no length."""


def copy_of_the_publication() -> Copy:
    found = load(Disk(ROOT), None)
    assert found.value is not None
    return found.value


COPY = copy_of_the_publication()
PATHS = sorted(COPY.trees)
REPORTS = [path for path in PATHS if path.parts[1] == "cities" and path.stem != "city"]


# ---- what there is to spoil ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slice:
    """A file, or part of it that is whole in itself.

    It is `about` some of its first fields, all if none is told; the one called `seen`, without what it holds, has been
    in a slice before. `copy` is what it is checked with, itself left out.
    """

    path: PurePosixPath
    text: str
    copy: Copy
    seen: str
    about: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """A field: its value; the key, unless it is an item of a list; its neighbours; what the schema says of it."""

    key: ScalarNode | None
    value: Node
    indent: str
    flow: bool
    """Whether it stands in braces or brackets."""
    around: MappingNode | SequenceNode
    index: int
    schema: tuple[Json, ...]
    required: bool

    @property
    def may_be_empty(self) -> bool:
        return any("null" in each.get("type", ()) for each in self.schema)

    @property
    def least(self) -> int:
        """How many items a list must have."""
        return max((int(each.get("minItems", 0)) for each in self.schema), default=0)

    @property
    def limit(self) -> int:
        """How many characters it may have."""
        found = [int(each[name]) for each in self.schema for name in ("maxLength", "x-prose") if name in each]
        return max(found, default=NO_LIMIT)


@cache
def schema_of(path: PurePosixPath) -> Json:
    """The schema of a file, which its first line names."""
    first = COPY.sources[path].text.partition("\n")[0]
    name = PurePosixPath(first.rpartition("=")[2]).name
    return cast(Json, json.loads(schemas()[SOURCES / "schema" / name]))


def options(schema: Json, root: Json) -> Iterator[Json]:
    """All that may stand in a place, references and alternatives followed."""
    if "$ref" in schema:
        yield from options(root["$defs"][str(schema["$ref"]).rpartition("/")[2]], root)
    for each in schema.get("anyOf", ()):
        yield from options(each, root)
    if "anyOf" not in schema and "$ref" not in schema:
        yield schema


def entries(node: Node, text: str, root: Json, schemas_: Iterable[Json]) -> Iterator[Entry]:
    """Every field below a node, with the schemas that it may keep to."""
    known = [option for each in schemas_ for option in options(each, root)]
    if isinstance(node, MappingNode):
        for index, (key, value) in enumerate(node.entries):
            start = text.rfind("\n", 0, key.span.start) + 1
            before = text[start : key.span.start]
            below = [
                each.get("properties", {}).get(key.text) or each.get("additionalProperties")
                for each in known
                if "properties" in each or "additionalProperties" in each
            ]
            inside = tuple(option for each in below if each for option in options(each, root))
            required = any(key.text in each.get("required", ()) for each in known)
            assert inside, f"no schema knows `{key.text}`"
            flow = before.strip(" -") != ""
            yield Entry(key, value, " " * len(before), flow, node, index, inside, required)
            yield from entries(value, text, root, inside)
    elif isinstance(node, SequenceNode):
        inside = tuple(option for each in known if "items" in each for option in options(each["items"], root))
        for index, item in enumerate(node.items):
            if isinstance(item, ScalarNode):
                yield Entry(None, item, "", text[node.span.start] == "[", node, index, inside, False)
            yield from entries(item, text, root, inside)


def whole(path: PurePosixPath) -> Slice:
    """A file as it is."""
    return Slice(path, COPY.sources[path].text, around(path), "", frozenset())


STUBS = {
    "standfirst": "standfirst: Words.\n",
    "approach": "approach:\n  - text: Words.\n",
    "initiatives": """initiatives:
  - anchor: words
    title: Words
    themes: [THEME]
    body:
      - text: Words.
""",
    "not_known": "not_known: Words.\n",
}
"""What stands for a long field of a report in the slices of others."""
MOST = 4
"""How many items of a list or mapping stand in a slice."""


def slices(path: PurePosixPath) -> Iterator[Slice]:
    """A report in slices, which together hold every field as it is written; any other file in one."""
    if path not in REPORTS:
        yield whole(path)
        return
    text, tree = COPY.sources[path].text, COPY.trees[path]
    assert isinstance(tree, MappingNode)
    starts = [*(key.span.start for key, _ in tree.entries), len(text)]
    blocks = {key.text: text[starts[index] : starts[index + 1]] for index, (key, _) in enumerate(tree.entries)}
    short = {key.text for key, value in tree.entries if isinstance(value, ScalarNode) and key.text not in STUBS}
    head = text[: starts[0]] + "".join(blocks[name] for name in blocks if name in short)
    stubs = {name: stub.replace("THEME", _theme(path)) for name, stub in STUBS.items()}
    beside = around(path)
    yield Slice(path, head + "".join(stubs.values()), beside, "", frozenset(short))
    for key, value in tree.entries:
        if key.text not in short:
            rest = "".join(stub for name, stub in stubs.items() if name != key.text)
            for number, block in enumerate(_pieces(blocks[key.text], key, value, text)):
                name = key.text if number else ""
                yield Slice(path, head + rest + block, beside, name, frozenset({key.text}))


def _theme(path: PurePosixPath) -> str:
    city = COPY.trees[path.parent / "city.yaml"]
    assert isinstance(city, MappingNode)
    themes = next(value for key, value in city.entries if key.text == "themes")
    assert isinstance(themes, SequenceNode)
    assert isinstance(themes.items[0], ScalarNode)
    return themes.items[0].text


def _pieces(block: str, key: ScalarNode, value: Node, text: str) -> Iterator[str]:
    """The block of a long field, a few of its items at a time; an initiative is a piece of its own."""
    begin = key.span.start
    items = value.items if isinstance(value, SequenceNode) else ()
    at = [each.span.start for each in items]
    if isinstance(value, MappingNode):
        at = [name.span.start for name, _ in value.entries]
    if not at or text[value.span.start] in "[{":
        yield block
        return
    lines = [text.rfind("\n", 0, each) + 1 - begin for each in at]
    most = 1 if key.text == "initiatives" else MOST
    for number in range(0, len(lines), most):
        stop = lines[number + most] if number + most < len(lines) else len(block)
        yield block[: lines[0]] + block[lines[number] : stop]


def fields(part: Slice) -> list[Entry]:
    """The fields that a slice is about."""
    tree = read(part.path, part.text.encode()).tree
    assert isinstance(tree, MappingNode)
    root = schema_of(part.path)
    if not part.about:
        return list(entries(tree, part.text, root, [root]))
    kept: list[Entry] = []
    for each in entries(tree, part.text, root, [root]):
        top = next(key.text for key, value in tree.entries if key.span.start <= each.value.span.start <= value.span.end)
        itself = each.around is tree
        if top in part.about and not (itself and each.key is not None and each.key.text == part.seen):
            kept.append(each)
    return kept


# ---- what it is checked with ---------------------------------------------------------------------------------------


def around(path: PurePosixPath) -> Copy:
    """What a file is checked with: its other half and the frame, of which no more is kept than is needed."""
    kept = {key: tree for key, tree in COPY.trees.items() if key != path and key.parent == path.parent}
    if path != FRAME:
        kept[FRAME] = COPY.trees[FRAME]
        if path.parts[1] in ("cities", "convergences"):
            kept[FRAME] = _kept(kept[FRAME], {"reports": {path.parent.name}, "order": {path.parent.name}})
    if path != WORDS:
        kept[WORDS] = _kept(COPY.trees[WORDS], {"terms": set(COMPILER_TERMS)})
    if path in REPORTS:
        kept[PARTNERS] = _kept(COPY.trees[PARTNERS], {"": set(re.findall(r"[a-z0-9-]+", COPY.sources[path].text))})
    return replace(COPY, trees=kept, sources={key: each for key, each in COPY.sources.items() if key in kept})


def _kept(node: Node, names: dict[str, set[str]], within: str = "") -> Node:
    """A tree of which some lists and mappings keep only some of what they hold, at least one."""
    if isinstance(node, MappingNode):
        held = [each for each in node.entries if within not in names or each[0].text in names[within]]
        below = ((key, _kept(value, names, key.text or "-")) for key, value in held or node.entries[:1])
        return replace(node, entries=tuple(below))
    if isinstance(node, SequenceNode) and within in names:
        held_ = tuple(each for each in node.items if isinstance(each, ScalarNode) and each.text in names[within])
        return replace(node, items=held_ or node.items[:1])
    return node


def said_of(part: Slice, text: str) -> list[Diagnostic]:
    """All that loader and checks say with one text in the place of another."""
    found = read(part.path, text.encode("utf-8", "surrogatepass"))
    trees = dict(part.copy.trees) if found.tree is None else {**part.copy.trees, part.path: found.tree}
    copy = replace(part.copy, sources={**part.copy.sources, part.path: found.source}, trees=trees)
    return [*found.diagnostics, *check(copy, None, None).diagnostics]


# ---- what is done to it --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """What was done to a field, the text that results, and whether an error must be told of it."""

    name: str
    text: str
    told: bool


def changes(entry: Entry, text: str) -> Iterator[Change]:
    """All that is done to a field."""
    value = entry.value
    if isinstance(value, ScalarNode):
        yield Change("list", _put(entry, text, "[a, b]"), True)
        yield Change("mapping", _put(entry, text, "{a: b}"), True)
        yield Change("control", _put(entry, text, '"a\\x07b"'), True)
        yield Change("raw control", _put(entry, text, "'a\x07b'"), True)
        yield Change("ten times", _put(entry, text, f"'{'0123456789' * entry.limit}'"), True)
        yield Change("alias", _put(entry, text, "*other"), True)
        yield Change("empty", _put(entry, text, "''"), entry.required and not entry.may_be_empty)
    else:
        # An aside may be a text alone.
        kind_told = entry.key is None or entry.key.text != "aside"
        yield Change("text", _put(entry, text, "words"), kind_told)
        yield Change("empty", _put(entry, text, "''"), entry.required)
        hollow = "{}" if isinstance(value, MappingNode) else "[]"
        yield Change("hollow", _put(entry, text, hollow), entry.required and entry.least > 0)
    if entry.key is None:
        return
    start, end = entry.key.span.start, value.span.end
    yield Change("deleted", _without(entry, text), entry.required)
    if entry.flow:
        yield Change("repeated", f"{text[:start]}{text[start:end]}, {text[start:]}", True)
    else:
        yield Change("repeated", f"{text[:start]}{entry.key.text}: words\n{entry.indent}{text[start:]}", True)


def _put(entry: Entry, text: str, new: str) -> str:
    """The text with another value in the place of one, on the line of its key."""
    start, end = entry.value.span.start, entry.value.span.end
    if entry.key is None:
        return f"{text[:start]}{new}{text[end:]}"
    return f"{text[: entry.key.span.start]}{entry.key.text}: {new}{text[end:]}"


def _without(entry: Entry, text: str) -> str:
    """The text without a field; a mapping that had no other is empty then."""
    assert isinstance(entry.around, MappingNode)
    assert entry.key is not None
    before, after = entry.around.entries[: entry.index], entry.around.entries[entry.index + 1 :]
    if after:
        return text[: entry.key.span.start] + text[after[0][0].span.start :]
    if before:
        return text[: before[-1][1].span.end] + text[entry.value.span.end :]
    return f"{text[: entry.around.span.start]}{{}}{text[entry.around.span.end :]}"


# ---- what is wrong with it -----------------------------------------------------------------------------------------


@contextmanager
def resting() -> Generator[None]:
    """Looks for cycles a hundred times less often: hardly any are made, and a fifth of the time goes into looking."""
    usual = gc.get_threshold()
    gc.set_threshold(usual[0] * 100, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def faults_of(part: Slice, all_: Iterable[Entry]) -> list[str]:
    """What goes wrong when each of some fields of a slice is spoilt in turn."""
    wrong: list[str] = []
    with resting():
        before = {(each.name, each.message) for each in said_of(part, part.text)}
        for entry in all_:
            for change in changes(entry, part.text):
                said = [each for each in said_of(part, change.text) if (each.name, each.message) not in before]
                where = f"{entry.key.text if entry.key else 'item'} at {entry.value.span.start}: {change.name}"
                if change.told and not any(each.severity is Severity.ERROR for each in said):
                    wrong.append(f"{where}: nothing was said")
                wrong += [f"{where}: {each.name} not located" for each in said if not _located(each)]
    return wrong


def _located(each: Diagnostic) -> bool:
    return each.primary is not None and each.primary.span.path in COPY.sources
