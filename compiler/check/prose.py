"""The only door to markdown-it-py: prose fields as a tree of our own (`model/prose.py`).

    parse(node, field) -> Outcome[Prose]   blocks; everything refused is reported at its line; the value is never None
    locate(node, start, end) -> Span       a stretch of `node.text` (as in `Link.offset`) as a place in the YAML file
    link_span(node, link) -> Span          the target of a link, for whoever finds that it leads nowhere

markdown-it knows lines, not columns. Its rules for inline matter are therefore wrapped: each tells where it began and
ended, and the tree is built from tokens that carry their places. What is refused keeps its words where it can, so that
a proof shows them.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_inline

from compiler.model.copy import Field, Prose
from compiler.model.diagnostics import Diagnostic, Label, Outcome, Severity, Span
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
    Scheme,
    Strong,
)
from compiler.model.tree import ScalarNode

_RAISED = re.compile(r"\^([^\s^\[\]*_`<>\\]{1,12})\^")
_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_SCHEMES: tuple[tuple[str, Scheme], ...] = (("source:", "source"), ("to:", "to"), ("figure:", "figure"))

LENGTH_LIMIT = 50_000
"""Characters of one field, five times the longest text of a report; reading pathological ones takes time squared."""

EMPHASIS_LIMIT = 4
"""Emphasis in emphasis, deeper than which nobody can see; also keeps the tree shallow enough to walk."""


ALIKE_LIMIT = 10
"""Faults of one name told one by one in a field."""

SHOWN_LIMIT = 60
"""Characters of a find that a message repeats."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What is said of markup that the copy does not have; `{}` stands for what was found."""

    name: str
    message: str
    help: str
    severity: Severity = Severity.ERROR


_HEADING = _Refusal(
    "heading-in-prose", "a heading stands in the text", "end the text before it and use the field for heads"
)
_UNDERLINED = _Refusal(
    "heading-in-prose",
    "a line of `=` or `-` makes the line above it a heading",
    "leave an empty line between, or delete it",
)
_CODE = _Refusal(
    "code-in-prose",
    "the line is indented by four spaces or more, which makes it code",
    "indent it like the lines above it",
)
_FENCE = _Refusal("code-in-prose", "a fence of backticks or tildes makes the lines code", "delete the fence")
_BACKTICKS = _Refusal("code-in-prose", "backticks make the words code", "write *emphasis* or quotation marks")
_QUOTATION = _Refusal("quotation-in-prose", "`>` makes the line a quotation", "delete the `>`; write quotation marks")
_RULE = _Refusal("rule-in-prose", "the line draws a rule", "leave an empty line to begin a new paragraph")
_TABLE = _Refusal("table-in-prose", "bars and dashes make the lines a table", "use a block of its own, `table:`")
_NESTED = _Refusal("nested-list", "a list stands in an item of a list", "make it one list, or sentences")
_EMPTY_ITEM = _Refusal("empty-list-item", "an item of the list is empty", "write it, or delete its line")
_PICTURE = _Refusal("picture-in-prose", "a picture stands in the text", "use a block of its own, `picture:`")
_HTML = _Refusal(
    "html-in-prose", "`{}` is HTML, which is not printed", "write *emphasis*, **strong**, ^raised^ or a block"
)
_COMMENT = _Refusal(
    "html-in-prose", "`<!--` is HTML, which is not printed", "put remarks into YAML comments, outside the text"
)
_ENTITY = _Refusal("character-reference", "`{}` names a character as HTML does", "type the character itself")
_BACKSLASH = _Refusal(
    "hard-break", "a backslash breaks the line", "delete it, or leave an empty line for a new paragraph"
)
_SPACES = _Refusal(
    "hard-break",
    "two spaces at the end would break the line",
    "delete them; lines of a paragraph run on",
    Severity.WARNING,
)
_ADDRESS = _Refusal("bare-address", "an address stands in the text without words", "write `[words](address)`")
_TITLE = _Refusal("link-title", "the link has a title, which is nowhere printed", "delete the quoted title")
_NOWHERE = _Refusal("unknown-link", "the link has no target", "write `[words](target)`")
_UNKNOWN = _Refusal(
    "unknown-link",
    "the link leads to `{}`, which is neither an address nor a place",
    "begin with `https://`, `source:` (a source's key), `to:` (a part or anchor) or `figure:` (an anchor)",
)
_WORDLESS = _Refusal("link-without-text", "the link has no words", "put words between `[` and `]`")
_BROKEN = _Refusal("broken-link", "the link is not closed, or its target holds spaces", "write `[words](target)`")
_DEFINITION = _Refusal(
    "link-definition", "a link is defined apart from its words", "write `[words](target)` in its place"
)
_REFERENCE = _Refusal(
    "note-reference", "`{}` refers to a note written elsewhere", "write the note in its place: `^[text]`"
)
_EMPTY_NOTE = _Refusal("empty-note", "the note has no text", "write it between `^[` and `]`, or delete it")
_NESTED_NOTE = _Refusal(
    "nested-note", "a note stands in a note or a link", "put it behind, or make it part of the text"
)
_OPEN_NOTE = _Refusal("unclosed-mark", "a note is opened and not closed", "close it with `]` in the same paragraph")
_OPEN_STAR = _Refusal(
    "unclosed-mark", "`*` is opened and not closed", "close it, or write `\\*` for an asterisk", Severity.WARNING
)
_OPEN_RAISED = _Refusal(
    "unclosed-mark", "`^` is opened and not closed", "write `^2^`; `\\^` is a caret", Severity.WARNING
)
_DEEP = _Refusal(
    "nested-emphasis", "emphasis stands in emphasis, too deep to be seen", "look for a `*` that is not meant"
)
# Marks that were meant and not understood: they would be printed as they stand.
_LEFTOVERS = (
    (re.compile(r"(?m)^\[[^\]^\n][^\]\n]*\]:(?=\s)"), _DEFINITION),
    (re.compile(r"\[\^[^\]\s]+\]"), _REFERENCE),
    (re.compile(r"\]\([^\s)]*\)?"), _BROKEN),
    (re.compile(r"\^\["), _OPEN_NOTE),
    (re.compile(r"(?<!\[)\^(?=[^\s\[])"), _OPEN_RAISED),
    (re.compile(r"<!--"), _COMMENT),
)
_BARE = re.compile(r"(?<!\]\()(?<!\]: )https?://[^\s\0]*[^\s\0.,;:!?)»”’\"']", re.IGNORECASE)


def parse(node: ScalarNode, field: Field) -> Outcome[Prose]:
    """Read a scalar as prose. The value is always there; what was refused is reported, its words kept if they can be.

    Diagnostics carry both `field` and a primary span. Lengths, emptiness and where links lead are checked elsewhere;
    `Link.target` is the address (web), the key (source) or the anchor as written (to, figure).
    """
    reader = _Reader(node.text)
    blocks = reader.read()
    return Outcome(Prose(node.text, field, blocks), tuple(_diagnostics(reader.found, node, field)))


def locate(node: ScalarNode, start: int, end: int | None = None) -> Span:
    """Where a stretch of `node.text` stands in its file; the whole scalar where that cannot be told (`>`).

    The stretch is one character long when `end` is left out.
    """
    if not node.offsets:
        return node.span
    begin = _at(node, start)
    close = _at(node, end - 1) + 1 if end is not None else begin + 1
    return Span(node.span.path, begin, max(begin, min(close, node.span.end)))


def link_span(node: ScalarNode, link: Link) -> Span:
    """The target of a link as written, else the link's beginning; `node` is the scalar that the prose was read from."""
    found = node.text.find(f"{link.target})", node.text.find("](", link.offset))
    start = link.offset if found < 0 else found
    return locate(node, start, start + (len(link.target) if found >= 0 else 1))


def _at(node: ScalarNode, offset: int) -> int:
    """The offset in the file of an offset in the text; never beyond the scalar."""
    before = node.text[: max(offset, 0)]
    line = min(before.count("\n"), len(node.offsets) - 1)
    column = len(before) - (before.rfind("\n") + 1)
    return max(min(node.offsets[line] + column, node.span.end - 1), node.span.start)


# ---- markdown-it, taught to tell places ------------------------------------------------------------------------------

_InlineRule = Callable[[StateInline, bool], bool]


class _Rule(Protocol):
    """A rule as markdown-it keeps it."""

    name: str
    fn: _InlineRule


class _Engine(MarkdownIt):
    """Which addresses may be linked is ours to say, and they are kept as written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (markdown-it's name)
        del url
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


def _raised(state: StateInline, silent: bool) -> bool:
    """`^a^`; the note's `^[` is tried first."""
    found = _RAISED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("raised", "sup", 0).content = found[1]
    state.pos = found.end()
    return True


def _placed(rule: _InlineRule) -> _InlineRule:
    """The rule, with its tokens saying where in the text they begin and end."""

    def told(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[count:]:
            token.meta.setdefault("start", start)
            token.meta.setdefault("end", state.pos)
        return True

    return told


def _delimiters(rule: _InlineRule) -> _InlineRule:
    """The rule for `*` and `_`, which pushes a token for each of them before anyone knows whether they pair."""

    def told(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        own = state.tokens[max(count, len(state.tokens) - (state.pos - start)) :]
        for index, token in enumerate(own):
            token.meta |= {"start": start + index, "end": start + index + 1, "delimiter": True}
        return True

    return told


def _engine() -> MarkdownIt:
    # HTML blocks would swallow the words around a tag; tags are found one by one instead.
    markdown = _Engine("commonmark").enable("table").disable(["reference", "html_block"])
    # Both join neighbouring texts, after which nobody knows where they stood.
    markdown.disable(["fragments_join", "text_join"])
    markdown.inline.ruler.before("link", "note", footnote_inline)
    markdown.inline.ruler.after("note", "raised", _raised)
    for rule in cast("list[_Rule]", markdown.inline.ruler.__rules__):
        if rule.name != "text":
            rule.fn = (_delimiters if rule.name == "emphasis" else _placed)(rule.fn)
    return markdown


_MARKDOWN = _engine()


# ---- from tokens to the tree -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Passage:
    """Text of a paragraph or note. `starts` tells where each of its lines begins in the prose; `base` what precedes."""

    content: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    base: int = 0

    def offset(self, position: int) -> int:
        """The offset in the prose of a position in this text."""
        at = self.base + position
        line = bisect.bisect_right(self.lines, at) - 1
        return self.starts[line] + at - self.lines[line]

    def inner(self, start: int, content: str) -> _Passage:
        """A stretch of this text that was read on its own."""
        return _Passage(content, self.starts, self.lines, self.base + start)


@dataclass(slots=True)
class _Frame:
    """An element that is open: what closes it and what it holds so far."""

    token: Token | None
    children: list[Inline] = field(default_factory=list["Inline"])


@dataclass(frozen=True, slots=True)
class _Found:
    """Something refused, by its offsets in the prose, and the text that the message repeats."""

    start: int
    refusal: _Refusal
    end: int
    text: str


class _Reader:
    """Reads one field."""

    def __init__(self, text: str) -> None:
        # Characters that markdown-it would replace or count as several; the length stays.
        self._text = re.sub(r"[\t\r\0]", " ", text)
        self._lines = self._text.split("\n")
        self._begins = [0]
        for line in self._lines:
            self._begins.append(self._begins[-1] + len(line) + 1)
        self._notes: dict[int, dict[str, object]] = {}
        self._tagged = False
        self.found: list[_Found] = []

    def read(self) -> tuple[ProseBlock, ...]:
        if len(self._text) > LENGTH_LIMIT:
            message = f"the text has {len(self._text):,} characters, {LENGTH_LIMIT:,} are the limit"
            self._refuse(_Refusal("prose-too-long", message, "divide it into several blocks"), 0, 1)
            return (Paragraph((Run(" ".join(self._text.split())),)),)
        environment: dict[str, dict[str, dict[int, dict[str, object]]]] = {}
        tokens = _MARKDOWN.parse(self._text, environment)
        self._notes = environment.get("footnotes", {}).get("list", {})
        return tuple(self._blocks(tokens, False))

    # ---- blocks

    def _blocks(self, tokens: Sequence[Token], quoted: bool) -> Iterator[ProseBlock]:
        """Blocks of some tokens; `quoted` is True in a quotation, which is told once."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = _closing(tokens, at)
            inner = tokens[at + 1 : end]
            if token.type == "blockquote_open":
                if not quoted:
                    self._refuse_lines(_QUOTATION, token)
                yield from self._blocks(inner, True)
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield from self._list(token, inner)
            else:
                yield from self._paragraph(token, inner)
            at = end + 1

    def _paragraph(self, token: Token, inner: Sequence[Token]) -> Iterator[Paragraph]:
        """A paragraph, or what is refused and shown as one."""
        if token.type == "hr":
            self._refuse_lines(_RULE, token)
        elif token.type in ("fence", "code_block"):
            self._refuse_lines(_FENCE if token.type == "fence" else _CODE, token)
            yield from _words(f"{token.info} {token.content}")
        elif token.type == "table_open":
            self._refuse_lines(_TABLE, token)
            yield from _words(" ".join(each.content for each in inner if each.type == "inline"))
        else:
            if token.type == "heading_open":
                self._refuse_lines(_HEADING if token.markup.startswith("#") else _UNDERLINED, token)
            for each in inner:
                if each.type == "inline" and (children := self._text_of(each)):
                    yield Paragraph(children)

    def _list(self, token: Token, inner: Sequence[Token]) -> Iterator[List]:
        ordered = token.type == "ordered_list_open"
        start = int(token.attrs.get("start", 1)) if ordered else 1
        items: list[tuple[Paragraph, ...]] = []
        at = 0
        while at < len(inner):
            end = _closing(inner, at)
            item = tuple(self._item(inner[at + 1 : end]))
            if item:
                items.append(item)
            else:
                self._refuse_lines(_EMPTY_ITEM, inner[at])
            at = end + 1
        if ordered and start != 1 and len(items) == 1:
            self._accident(token)
        if items:
            yield List(ordered, start, tuple(items))

    def _item(self, tokens: Sequence[Token]) -> Iterator[Paragraph]:
        """Paragraphs of an item; those of lists in it are told and kept as its own."""
        at = 0
        while at < len(tokens):
            end = _closing(tokens, at)
            if tokens[at].type in ("bullet_list_open", "ordered_list_open"):
                self._refuse_lines(_NESTED, tokens[at])
            for block in self._blocks(tokens[at : end + 1], False):
                if isinstance(block, Paragraph):
                    yield block
                else:
                    yield from (paragraph for item in block.items for paragraph in item)
            at = end + 1

    def _accident(self, token: Token) -> None:
        """`2019. A year` at the beginning of a paragraph."""
        span = self._extent(token)
        found = re.compile(r"\s*(?:[>*+-]\s+)*(\d+)([.)])").match(self._text, span[0])
        if found:
            written, escaped = found[1] + found[2], f"{found[1]}\\{found[2]}"
            message = f"`{written}` at the beginning of the line makes it a list of one"
            help_ = f"write `{escaped}` if no list is meant"
            self._refuse(_Refusal("accidental-list", message, help_, Severity.WARNING), *found.span(1))

    # ---- text

    def _text_of(self, token: Token) -> tuple[Inline, ...]:
        """The content of a paragraph or heading."""
        first = token.map[0] if token.map else 0
        lines, starts, at = [0], list[int](), 0
        for index, line in enumerate(token.content.split("\n")):
            number = min(first + index, len(self._lines) - 1)
            starts.append(self._begins[number] + _column(self._lines[number], line))
            at += len(line) + 1
            lines.append(at)
        passage = _Passage(token.content, tuple(starts), tuple(lines[:-1]))
        return self._inline(token.children or [], passage, frozenset())

    def _inline(self, tokens: Sequence[Token], passage: _Passage, inside: frozenset[str]) -> tuple[Inline, ...]:
        """Inline content. `inside` names what it stands in: note, link."""
        literal = _Literal(passage.content)
        stack = [_Frame(None)]
        for token in tokens:
            literal.take(token)
            if token.nesting > 0:
                stack.append(_Frame(token))
            elif token.nesting < 0:
                frame = stack.pop()
                stack[-1].children += self._element(frame, passage, len(stack), inside)
            elif token.type == "footnote_ref":
                linked = any(each.token is not None and each.token.type == "link_open" for each in stack)
                stack[-1].children += self._note(token, passage, inside | {"link"} if linked else inside)
            else:
                stack[-1].children += self._leaf(token, passage)
        self._leftovers(literal, passage, "link" in inside)
        return _joined(stack[0].children)

    def _element(self, frame: _Frame, passage: _Passage, depth: int, inside: frozenset[str]) -> tuple[Inline, ...]:
        token, children = frame.token, _joined(frame.children)
        if token is None or (token.type != "link_open" and not children):
            return children
        if token.type == "link_open":
            return self._link(token, children, passage, inside)
        if depth > EMPHASIS_LIMIT:
            self._refuse_token(_DEEP, token, passage)
            return children
        return (Strong(children) if token.type == "strong_open" else Emphasis(children),)

    def _link(
        self, token: Token, children: tuple[Inline, ...], passage: _Passage, inside: frozenset[str]
    ) -> tuple[Inline, ...]:
        """A link; where its scheme is none of ours, its words."""
        if token.markup == "autolink":
            self._refuse_token(_ADDRESS, token, passage)
            return children
        target = str(token.attrs.get("href", ""))
        if "title" in token.attrs:
            self._refuse_token(_TITLE, token, passage)
        found = _scheme(target)
        if found is None:
            self._refuse_token(_UNKNOWN if target.strip() else _NOWHERE, token, passage, target)
            return children
        if "link" in inside:
            return children
        if not children and found[0] in ("web", "figure"):
            self._refuse_token(_WORDLESS, token, passage)
        return (Link(*found, children, passage.offset(token.meta["start"])),)

    def _note(self, token: Token, passage: _Passage, inside: frozenset[str]) -> tuple[Inline, ...]:
        """A note; in a note or link, only its words."""
        kept = self._notes[token.meta["id"]]
        content, tokens = str(kept["content"]), cast("list[Token]", kept["tokens"])
        children = self._inline(tokens, passage.inner(token.meta["start"] + 2, content), inside | {"note"})
        if inside:
            self._refuse_token(_NESTED_NOTE, token, passage)
            return (Run(" "), *children)
        if all(isinstance(child, Run) and not child.text.strip() for child in children):
            self._refuse_token(_EMPTY_NOTE, token, passage)
            return ()
        return (Note(children),)

    def _leaf(self, token: Token, passage: _Passage) -> tuple[Inline, ...]:
        """A token without an end: text, a break, something raised, or what is refused."""
        match token.type:
            case "softbreak":
                return (Run(_between(passage.content, token.meta["start"])),)
            case "hardbreak":
                self._break(token, passage)
                return (Run(" "),)
            case "raised":
                return (Raised(token.content),)
            case "html_inline":
                # A closing tag is only said to be HTML when no opening one was.
                if not token.content.startswith("</") or not self._tagged:
                    self._refuse_token(_HTML, token, passage, token.content)
                self._tagged = True
                return ()
            case "code_inline":
                self._refuse_token(_BACKTICKS, token, passage)
            case "image":
                self._refuse_token(_PICTURE, token, passage)
            case "text_special":
                if token.info == "entity":
                    self._refuse_token(_ENTITY, token, passage, token.markup)
            case _:
                pass
        return (Run(token.content),) if token.content else ()

    def _break(self, token: Token, passage: _Passage) -> None:
        """A line broken by force; markdown-it marks the line's end, the spaces stand before it."""
        end = token.meta["start"]
        if passage.content[end] == "\\":
            self._refuse(_BACKSLASH, passage.offset(end), passage.offset(end) + 1)
            return
        start = len(passage.content[:end].rstrip(" "))
        self._refuse(_SPACES, passage.offset(start), passage.offset(end))

    def _leftovers(self, literal: _Literal, passage: _Passage, linked: bool) -> None:
        """Marks that were meant and not understood; bare addresses."""
        text = literal.text()
        for pattern, refusal in _LEFTOVERS:
            for found in pattern.finditer(text):
                self._refuse(refusal, passage.offset(found.start()), passage.offset(found.end() - 1) + 1, found.group())
        for at in literal.stars:
            if at - 1 not in literal.stars and not text[at + 1 : at + 2].isspace() and at + 1 < len(text):
                self._refuse(_OPEN_STAR, passage.offset(at), passage.offset(at) + 1)
        for found in _BARE.finditer(text):
            if not linked and not any(start <= found.start() < end for start, end in literal.links):
                self._refuse(_ADDRESS, passage.offset(found.start()), passage.offset(found.end() - 1) + 1)

    # ---- what is said

    def _refuse_token(self, refusal: _Refusal, token: Token, passage: _Passage, found: str = "") -> None:
        start = passage.offset(token.meta.get("start", 0))
        self._refuse(refusal, start, passage.offset(max(token.meta.get("end", 1) - 1, 0)) + 1, found)

    def _refuse_lines(self, refusal: _Refusal, token: Token) -> None:
        self._refuse(refusal, *self._extent(token))

    def _extent(self, token: Token) -> tuple[int, int]:
        """From the first letter of a block's lines to their last."""
        first, end = token.map or (0, len(self._lines))
        end = min(max(end, first + 1), len(self._lines))
        text = "\n".join(self._lines[first:end])
        start = self._begins[first] + len(text) - len(text.lstrip())
        return start, max(self._begins[first] + len(text.rstrip()), start + 1)

    def _refuse(self, refusal: _Refusal, start: int, end: int, found: str = "") -> None:
        self.found.append(_Found(start, refusal, end, found))


def _diagnostics(found: list[_Found], node: ScalarNode, field: Field) -> Iterator[Diagnostic]:
    """In the order of the text; of many faults of one name, the first: they have one cause."""
    totals = Counter(each.refusal.name for each in found)
    told: Counter[str] = Counter()
    for each in sorted(found, key=lambda each: (each.start, each.refusal.name)):
        name = each.refusal.name
        told[name] += 1
        if told[name] <= ALIKE_LIMIT:
            more = totals[name] - ALIKE_LIMIT if told[name] == ALIKE_LIMIT else 0
            yield _diagnostic(each, node, field, (f"{more} more `{name}` in this text",) if more > 0 else ())


def _diagnostic(found: _Found, node: ScalarNode, field: Field, notes: tuple[str, ...]) -> Diagnostic:
    shown = found.text if len(found.text) <= SHOWN_LIMIT else f"{found.text[:SHOWN_LIMIT]}…"
    shown = shown.replace("\n", " ")
    return Diagnostic(
        name=found.refusal.name,
        severity=found.refusal.severity,
        message=found.refusal.message.replace("{}", shown),
        primary=Label(locate(node, found.start, found.end)),
        help=(found.refusal.help.replace("{}", shown),),
        notes=notes,
        field=field,
    )


class _Literal:
    """The text of a passage as it will be printed, in its place: markup that was understood is blotted out.

    What still looks like markup in it was meant and not understood.
    """

    def __init__(self, content: str) -> None:
        self._content, self._letters = content, list(content)
        self.stars: list[int] = []
        self.links: list[tuple[int, int]] = []

    def take(self, token: Token) -> None:
        """Blot out what a token stands for, if it is not text."""
        start, end = token.meta.get("start", 0), token.meta.get("end", 0)
        if token.type == "link_open" and token.markup != "autolink":
            self.links.append((start, end))
            self._blot(start, start + 1)
            self._blot(max(self._content.rfind("](", start, end), start + 1), end)
        elif token.type == "text" and token.meta.get("delimiter"):
            if token.content == "*":
                self.stars.append(start)
            elif not token.content:
                self._blot(start, end)
        elif token.type not in ("text", "softbreak", "link_close"):
            self._blot(start, end)

    def _blot(self, start: int, end: int) -> None:
        self._letters[start:end] = "\0" * max(min(end, len(self._letters)) - start, 0)

    def text(self) -> str:
        return "".join(self._letters)


def _closing(tokens: Sequence[Token], at: int) -> int:
    """The index of the token that closes the one at `at`; itself when it stands alone."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _column(line: str, content: str) -> int:
    """Where a line of a paragraph begins in its line of the source: its end is the same, but for spaces and `#`."""
    bare, wanted = line.rstrip(), content.rstrip()
    if bare.endswith(wanted):
        return len(bare) - len(wanted)
    return max(line.find(content.strip()), 0)


def _words(text: str) -> Iterator[Paragraph]:
    """A paragraph of the words of some refused text."""
    if words := " ".join(text.split()):
        yield Paragraph((Run(words),))


def _scheme(target: str) -> tuple[Scheme, str] | None:
    if _WEB.fullmatch(target):
        return "web", target
    for prefix, scheme in _SCHEMES:
        if target.startswith(prefix) and (rest := target.removeprefix(prefix).strip()):
            return scheme, rest
    return None


def _between(content: str, at: int) -> str:
    """What a soft line break becomes: a space; nothing between Chinese or Japanese letters (CSS Text 3, 4.1.3)."""
    before, after = content[:at].rstrip(" *_")[-1:], content[at:].lstrip(" *_\n")[:1]
    return "" if _wide(before) and _wide(after) else " "


def _wide(character: str) -> bool:
    """Whether a letter is one of those that are set without spaces; Korean is wide too, but has spaces."""
    if not character or unicodedata.east_asian_width(character) not in "WF":
        return False
    return not unicodedata.name(character, "").startswith("HANGUL")


def _joined(children: Sequence[Inline]) -> tuple[Inline, ...]:
    """The children, with neighbouring runs made one and empty ones left out."""
    joined: list[Inline] = []
    for child in children:
        if isinstance(child, Run) and joined and isinstance(last := joined[-1], Run):
            joined[-1] = Run(last.text + child.text)
        else:
            joined.append(child)
    return tuple(child for child in joined if not isinstance(child, Run) or child.text)
