"""The only door to PyYAML: bytes -> tree of texts with spans. No type is guessed; YAML's cleverness is kept out.

The parser's events are taken, not its tree: its composer drops the marks of keys, follows aliases, and is recursive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Protocol

import yaml

from compiler.load.syntax import Stumble, describe
from compiler.load.text import FILE_LIMIT, control_in, decode, few, without_controls
from compiler.model.diagnostics import Diagnostic, Label, Severity, Source, Span
from compiler.model.tree import MappingNode, Node, ScalarNode, SequenceNode

DEPTH_LIMIT = 40
"""How deep entries may stand in each other; the copy needs a dozen levels, and later stages are recursive."""

NODE_LIMIT = 50_000
"""Keys, texts and lists of one file; a long report has 2,000."""

RESTARTS = 20
"""How often reading begins anew behind a fault of syntax, so that one run tells them all."""

# libyaml reads fifteen reports in a tenth of the time; the parser in Python gives the same events.
_LOADER = getattr(yaml, "CLoader", yaml.Loader)
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")
_TOP_KEY = re.compile(r"(?:(?<=[\r\n])|^)[^\s#\-'\"?:{}\[\]|>&*!%@`][^\r\n:]*:(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Read:
    """A file as read. `tree` is None where the file cannot be understood as a whole; its faults are told then."""

    source: Source
    tree: Node | None
    diagnostics: tuple[Diagnostic, ...]


@lru_cache(maxsize=512)
def read(path: PurePosixPath, data: bytes) -> Read:
    """Read one YAML file; whatever the bytes, this returns. A file that has not changed is not read again."""
    if len(data) > FILE_LIMIT:
        message = f"the file is {len(data):,} bytes long, {FILE_LIMIT:,} are the limit"
        help_ = "split the copy, and see that the file is the one you mean"
        return Read(Source(path, ""), None, (_error("file-too-large", message, Label(Span(path, 0, 0)), help_),))
    decoded = decode(path, data)
    tree, found = _compose(path, decoded.clean)
    if decoded.tabbed:
        found = [each for each in found if each.name != "yaml-syntax"]
    return Read(Source(path, decoded.text), tree, (*decoded.diagnostics, *found))


def _compose(path: PurePosixPath, text: str) -> tuple[Node | None, list[Diagnostic]]:
    """Compose the file; behind a fault of syntax, begin anew at the next key of the outermost mapping."""
    said: list[Diagnostic] = []
    start, whole, tree = 0, True, None
    for _ in range(RESTARTS):
        composer = _Composer(path, text, start)
        stumble = composer.run()
        said += composer.said
        if stumble is None:
            tree = composer.root
            break
        whole = False
        said.append(describe(path, text, stumble))
        behind = stumble.at if stumble.since is None else min(stumble.at, stumble.since)
        following = _TOP_KEY.search(text, max(behind, start) + 1)
        if following is None:
            break
        start = following.start()
    alike: dict[str, list[Diagnostic]] = {}
    for each in said:
        alike.setdefault(each.name, []).append(each)
    kept = [each for found in alike.values() for each in few(found, len(found))]
    return (tree if whole else None), kept


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not closed yet. `key` waits for its value; `refused` is a key that cannot be one."""

    mapping: bool
    start: int
    flow: bool
    items: list[Node] = field(default_factory=list["Node"])
    entries: list[tuple[ScalarNode, Node]] = field(default_factory=list["tuple[ScalarNode, Node]"])
    keys: dict[str, ScalarNode] = field(default_factory=dict[str, ScalarNode])
    key: ScalarNode | None = None
    refused: bool = False


class _Mark(Protocol):
    """A place as either parser gives it; `index` counts characters."""

    index: int


class _Composer:
    """Builds the tree from events without recursion, and tells at once what it meets."""

    def __init__(self, path: PurePosixPath, text: str, base: int) -> None:
        self._path, self._text, self._base = path, text, base
        self._stack: list[_Open] = []
        self._anchored: dict[str, ScalarNode] = {}
        self._nodes = 0
        self._done = False
        self.root: Node | None = None
        self.said: list[Diagnostic] = []

    def run(self) -> Stumble | None:
        """Compose the first document; where the parser stumbles, say where."""
        documents = 0
        try:
            for event in self._events():
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._several(event)
                        return None
                    self._directives(event)
                elif not self._take(event):
                    return None
        except yaml.MarkedYAMLError as fault:
            return self._stumble(fault)
        except (yaml.YAMLError, ValueError, OverflowError):
            # The parser in Python lets an escape of no character (`\UFFFFFFFF`) fall through to `chr`.
            return Stumble("", self._base, "", None)
        if self.root is None or (isinstance(self.root, ScalarNode) and not self.root.text):
            self.root = None
            if not self.said and self._base == 0:
                help_ = "write the copy, or delete the file"
                self._say("empty-file", "the file holds no copy", Label(Span(self._path, 0, 0)), help_)
        return None

    def _events(self) -> Iterator[yaml.Event]:
        yield from yaml.parse(self._text[self._base :], Loader=_LOADER)

    def _stumble(self, fault: yaml.MarkedYAMLError) -> Stumble:
        since = fault.context_mark
        return Stumble(
            problem=fault.problem or "",
            at=self._at(fault.problem_mark or since),
            context=fault.context or "",
            since=self._at(since) if since else None,
        )

    def _take(self, event: yaml.Event) -> bool:
        """Take one event; False when the file goes beyond its limits."""
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event))
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._alias(event))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            return self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close(self._at(event.end_mark))
        return self._counted(event)

    def _counted(self, event: yaml.Event) -> bool:
        self._nodes += isinstance(event, yaml.NodeEvent)
        if self._nodes <= NODE_LIMIT:
            return True
        message = f"the file holds more than {NODE_LIMIT:,} entries"
        self._say("too-many-nodes", message, Label(self._word(event), "the limit is reached here"), "split the copy")
        self.root = None
        return False

    # ---- nodes

    def _scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        value = event.value
        marked = self._properties(event.anchor, event.tag, start)
        if event.style == "|" and not marked:
            offsets, end = self._lines(start, end, value)
            return ScalarNode(value, Span(self._path, start, end), True, offsets)
        if event.style in ("|", ">"):
            end = start + len(self._text[start:end].rstrip())
        span = Span(self._path, start, end)
        if event.style == '"' and (code := control_in(value)):
            message = f"the text holds the control character {code}"
            self._say("control-character", message, Label(span), "take the escape out")
            value = without_controls(value)
        if event.style == '"' and "\t" in value:
            self._say("tab", "the text holds a tab", Label(span), "put a space in its place")
            value = value.replace("\t", " ")
        if not event.style or event.style == "'":
            self._comment(end)
        node = ScalarNode(value, span, False, () if marked else self._literal(start, end, value))
        if event.anchor is not None:
            self._anchored[event.anchor] = node
        return node

    def _lines(self, start: int, end: int, value: str) -> tuple[tuple[int, ...], int]:
        """Where each line of a `|` block begins in the file, and where its last line that is not blank ends."""
        ends = [found.end() for found in re.compile(r"\r\n|\r|\n").finditer(self._text, start, end)]
        begins = [*ends, end]
        offsets: list[int] = []
        last = start + len(self._text[start : begins[0]].rstrip())
        for index, line in enumerate(value.split("\n")):
            begin = begins[min(index, len(begins) - 1)]
            stop = begins[index + 1] if index + 1 < len(begins) else end
            written = self._text[begin:stop].rstrip("\r\n")
            offsets.append(begin + max(len(written) - len(line), 0))
            if line.strip():
                last = begin + len(written.rstrip())
        return tuple(offsets), last

    def _literal(self, start: int, end: int, value: str) -> tuple[int, ...]:
        """Where the value begins, if it stands in the file letter by letter on one line."""
        if not value or "\n" in value:
            return ()
        if self._text[start:end] == value:
            return (start,)
        return (start + 1,) if self._text[start + 1 : end - 1] == value else ()

    def _comment(self, end: int) -> None:
        """` #` cuts a text off. A comment has a space behind its sign; text that is meant to be printed has none."""
        found = re.compile(r"[ ]+(#[^\s#!][^\r\n]*)").match(self._text, end)
        if found is None:
            return
        label = Label(Span(self._path, found.start(1), found.end(1)), "this is not printed")
        remedies = ("put the text in single quotes", "if it is a comment, write `# ` with a space behind the sign")
        message = "the text ends at ` #`, which begins a comment"
        self.said.append(Diagnostic("text-in-comment", Severity.WARNING, message, label, (), remedies))

    def _alias(self, event: yaml.AliasEvent) -> ScalarNode:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        message = f"`{self._text[start:end]}` is an alias of YAML; each text is written where it stands"
        help_ = "write the value again, or put a text that begins with `*` in single quotes"
        self._say("yaml-alias", message, Label(Span(self._path, start, end)), help_)
        same = self._anchored.get(event.anchor or "")
        return ScalarNode(same.text if same else self._text[start:end], Span(self._path, start, end))

    def _properties(self, anchor: str | None, tag: str | None, start: int) -> bool:
        """Report anchor and tag of a node; True when it has any."""
        if anchor is None and tag is None:
            return False
        found = iter(_PROPERTY.finditer(self._text, start))
        for _ in range((anchor is not None) + (tag is not None)):
            here = next(found, None)
            if here is None:
                break
            span = Span(self._path, here.start(), here.end())
            if here.group().startswith("&"):
                help_ = "take it out, or put a text that begins with `&` in single quotes"
                self._say("yaml-anchor", f"`{here.group()}` is an anchor of YAML, for aliases", Label(span), help_)
            else:
                help_ = "take it out: the schema knows the kind of each field; a text that begins with `!` needs quotes"
                self._say("yaml-tag", f"`{here.group()}` is a tag of YAML, for types", Label(span), help_)
        return True

    # ---- mappings and lists

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
        start = self._at(event.start_mark)
        self._properties(event.anchor, event.tag, start)
        if len(self._stack) >= DEPTH_LIMIT:
            message = f"entries stand more than {DEPTH_LIMIT} levels deep in each other"
            self._say("too-deep", message, Label(self._word(event)), "look for brackets or dashes that were not meant")
            self.root = None
            return False
        self._stack.append(_Open(isinstance(event, yaml.MappingStartEvent), start, bool(event.flow_style)))
        return self._counted(event)

    def _close(self, end: int) -> None:
        done = self._stack.pop()
        if not done.flow:
            # The mark of a block's end stands before the next token, beyond blank lines and comments.
            last = done.entries[-1][1] if done.entries else done.items[-1] if done.items else None
            end = max(done.start, last.span.end if last else done.start)
        span = Span(self._path, done.start, end)
        self._add(MappingNode(tuple(done.entries), span) if done.mapping else SequenceNode(tuple(done.items), span))

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        into = self._stack[-1]
        if not into.mapping:
            into.items.append(node)
        elif into.refused:
            into.refused = False
        elif into.key is None:
            self._key(into, node)
        else:
            into.entries.append((into.key, node))
            into.key = None

    def _key(self, into: _Open, node: Node) -> None:
        """A key must be a name; what cannot be one is reported and goes with its value."""
        into.refused = True
        if not isinstance(node, ScalarNode):
            help_ = "put a text that begins with a bracket or brace in single quotes"
            label = Label(self._first(node.span))
            self._say("complex-key", "a list or mapping stands where a key is needed", label, help_)
        elif not node.text.strip():
            self._say("empty-key", "a value has no key", Label(node.span), "write `key: value`")
        elif node.text == "<<":
            message = "`<<` would merge another mapping in; the copy has no merging"
            self._say("merge-key", message, Label(node.span), "write the entries themselves")
        else:
            into.refused = False
            into.key = node
            self._repeated(into, node)

    def _repeated(self, into: _Open, node: ScalarNode) -> None:
        first = into.keys.setdefault(node.text, node)
        if first is node:
            return
        before = Label(first.span, "first given here")
        message = f"`{node.text}` is given twice"
        again = Label(node.span, "given again here")
        fault = Diagnostic("duplicate-key", Severity.ERROR, message, again, (before,), ("keep one of them",))
        self.said.append(fault)

    # ---- the document

    def _directives(self, event: yaml.DocumentStartEvent) -> None:
        if event.version is None and not event.tags:
            return
        found = re.compile(r"^%[^\r\n]*", re.MULTILINE).search(self._text)
        span = Span(self._path, found.start(), found.end()) if found else self._word(event)
        message = "a line that begins with `%` is a directive of YAML; the copy needs none"
        self._say("yaml-directive", message, Label(span), "delete the line")

    def _several(self, event: yaml.DocumentStartEvent) -> None:
        label = Label(self._word(event), "a second one begins here")
        help_ = "delete the line `---`, or move what follows into a file of its own"
        self._say("several-documents", "the file holds more than one document", label, help_)

    def _say(self, name: str, message: str, label: Label, remedy: str) -> None:
        self.said.append(_error(name, message, label, remedy))

    def _at(self, mark: _Mark | None) -> int:
        return min(self._base + (mark.index if mark else 0), len(self._text))

    def _word(self, event: yaml.Event) -> Span:
        start = self._at(event.start_mark)
        return Span(self._path, start, min(start + 1, len(self._text)))

    def _first(self, span: Span) -> Span:
        return Span(span.path, span.start, min(span.start + 1, len(self._text)))


def _error(name: str, message: str, primary: Label, remedy: str) -> Diagnostic:
    return Diagnostic(name, Severity.ERROR, message, primary, help=(remedy,))
