"""What the YAML parser stumbles over, in the words of whoever wrote the file; knows no library, only its complaints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from compiler.model.diagnostics import Diagnostic, Label, Severity, Span


@dataclass(frozen=True, slots=True)
class Stumble:
    """Where the parser gave up (`at`), and where it had begun what it could not end (`since`), as offsets."""

    problem: str
    at: int
    context: str
    since: int | None


@dataclass(frozen=True, slots=True)
class _Wording:
    """`problem` and `context` are parts of the parser's complaint. `where` names the place at which to act.

    In `message`, `{}` stands for the character found there. `mark` is the label there, `other` that at the other place.
    """

    problem: str
    context: str
    message: str
    help: tuple[str, ...]
    where: str = "at"
    mark: str = ""
    other: str = ""
    name: str = "yaml-syntax"


_QUOTE = "put the text in single quotes: '...'"
_CLOSE = "close it with the same quote; an apostrophe inside single quotes is written twice"
_INDENT = "give it the same indentation as the lines it belongs with"

# PyYAML's parser and libyaml's complain in different words; both are here. The first that fits is taken.
_WORDINGS = (
    _Wording("values are not allowed", "", "a colon with a space after it begins a value where none can stand",
             ("if the colon belongs to the text, put the text in single quotes or in a `|` block",
              "if the line begins with a key, " + _INDENT), mark="this colon"),
    _Wording("unexpected end of stream", "quoted scalar", "a quote is opened and not closed",
             (_CLOSE,), "since", "opened here"),
    _Wording("unexpected document", "quoted scalar", "a quote is opened and not closed",
             (_CLOSE,), "since", "opened here"),
    _Wording("escape code", "quoted", "a character is named by a code that no character has",
             ("type the character itself",)),
    _Wording("escape", "quoted", "after a backslash, double quotes know only a few characters",
             ("in single quotes a backslash is a backslash: '...'",)),
    _Wording("hexdecimal", "quoted", "a character is named by its code, but the code is not complete",
             ("type the character itself",)),
    _Wording("hexadecimal", "quoted", "a character is named by its code, but the code is not complete",
             ("type the character itself",)),
    _Wording("", "alias", "`*` begins an alias of YAML here, and the copy has none",
             ("if the text begins with `*`, put it in single quotes or in a `|` block",), "since", name="yaml-alias"),
    _Wording("", "scanning an anchor", "`&` begins an anchor of YAML here, and the copy has none",
             ("if the text begins with `&`, put it in single quotes",), "since", name="yaml-anchor"),
    _Wording("", "tag", "`!` begins a tag of YAML here, and the copy has none",
             ("if the text begins with `!`, put it in single quotes",), "since", name="yaml-tag"),
    _Wording("tag handle", "", "`!` begins a tag of YAML here, and the copy has none",
             ("if the text begins with `!`, put it in single quotes",), name="yaml-tag"),
    _Wording("", "directive", "`%` begins a directive of YAML here, and the copy has none",
             ("delete the line, or put the text in single quotes",), "since", name="yaml-directive"),
    _Wording("YAML document", "", "a line that begins with `%` sets the version of YAML; the copy needs none",
             ("delete the line",), name="yaml-directive"),
    _Wording("directive", "", "a directive of YAML is given twice; the copy needs none", ("delete the line",),
             name="yaml-directive"),
    _Wording("cannot start any token", "", "a text cannot begin with `{}`", (_QUOTE,)),
    _Wording("comment or", "block scalar", "text stands on the line of `|`",
             ("begin the text on the next line, indented further than its key",), mark="stands beside the sign"),
    _Wording("", "block scalar", "the sign `|` or `>` is followed by something it cannot mean",
             ("write `|` alone and begin the text on the next line",), "since"),
    _Wording("could not find expected ':'", "", "the line has no colon after its key",
             ("write `key: value`", "if the line continues the text above it, indent it further than its key"),
             "since"),
    _Wording("entries are not allowed", "", "a list begins where none can stand",
             ("begin each `- item` on a line of its own, below its key", "if the dash belongs to the text, " + _QUOTE)),
    _Wording("keys are not allowed", "", "a key begins where none can stand", (_INDENT,)),
    _Wording("',' or ']'", "", "a list in brackets lacks a comma or its `]`",
             ("close the list with `]`; put entries with brackets or commas in quotes",), "since",
             "the list is opened here", "cannot stand in it"),
    _Wording("',' or '}'", "", "an entry in braces lacks a comma or its `}`",
             ("close it with `}`; put entries with braces or commas in quotes",), "since", "it is opened here",
             "cannot stand in it"),
    _Wording("node content", "", "`{}` stands where a text is needed", (_QUOTE,)),
    _Wording("expected key", "block mapping", "", ()),
    _Wording("<block end>", "block mapping", "", ()),
    _Wording("", "block collection", "", ()),
    _Wording("", "block sequence", "", ()),
    _Wording("document start", "", "the line cannot follow what stands above it",
             ("a file is one list of `key: value`, all keys at the same indentation",)),
    _Wording("nesting", "", "entries stand too deep in each other", ("take some levels of brackets out",),
             name="too-deep"),
)  # fmt: skip


def describe(path: PurePosixPath, text: str, stumble: Stumble) -> Diagnostic:
    """A stumble as a diagnostic; what is unknown to us is told as such, never in the library's words."""
    for wording in _WORDINGS:
        if wording.problem in stumble.problem and wording.context in stumble.context:
            return _worded(path, text, stumble, wording) if wording.message else _misplaced(path, text, stumble)
    help_ = "look for a missing quote, colon or bracket here and just above"
    return _fault("yaml-syntax", "the line cannot be read as YAML", Label(_word(path, text, stumble.at)), (), (help_,))


def _worded(path: PurePosixPath, text: str, stumble: Stumble, wording: _Wording) -> Diagnostic:
    since = wording.where == "since" and stumble.since is not None
    span = _word(path, text, stumble.since if since and stumble.since is not None else stumble.at)
    if since and text[span.start] in "[{":
        span = Span(path, span.start, span.start + 1)
    secondary: tuple[Label, ...] = ()
    if wording.other and text[stumble.at :].strip():
        secondary = (Label(_word(path, text, stumble.at), wording.other),)
    message, remedies = wording.message.replace("{}", text[span.start : span.start + 1]), wording.help
    if "{}" in wording.message and not text[stumble.at :].strip():
        message = "the file ends where a value is needed"
        remedies = ("close the bracket, brace or quote that is open, or write the value",)
    return _fault(wording.name, message, Label(span, wording.mark), secondary, remedies)


def _misplaced(path: PurePosixPath, text: str, stumble: Stumble) -> Diagnostic:
    """Something stands beside a mapping or list that it does not belong to: by its indentation, or behind a value."""
    span = _word(path, text, stumble.at)
    begin = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    before = text[begin : span.start]
    if text[span.start : span.end].startswith(":") and not before.strip():
        return _fault("empty-key", "a value has no key", Label(span), (), ("write `key: value`",))
    if before.endswith(("'", '"')):
        message = "text follows behind a closing quote"
        remedies = (
            "an apostrophe inside single quotes is written twice, a quote inside double quotes with a backslash",
            "if nothing is wrong here, look above for a quote that is not closed",
        )
        return _fault("yaml-syntax", message, Label(span, "this is left over"), (), remedies)
    if before.strip():
        message = "more text follows where the value has ended"
        return _fault("yaml-syntax", message, Label(span, "this is left over"), (), ("put the whole value in quotes",))
    secondary: tuple[Label, ...] = ()
    if stumble.since is not None and stumble.since < begin:
        secondary = (Label(_word(path, text, stumble.since), "these lines begin here"),)
    message = "the line is indented unlike the lines it stands with"
    return _fault("yaml-syntax", message, Label(span), secondary, (_INDENT,))


def _word(path: PurePosixPath, text: str, at: int) -> Span:
    """The word at an offset; at the end of the file, the last thing that stands there."""
    at = min(at, len(text))
    if not text[at:].strip():
        at = max(len(text[:at].rstrip()) - 1, 0)
    found = re.compile(r"\S[^\s,\[\]{}:]*|").match(text, at)
    end = found.end() if found else at
    return Span(path, at, max(end, min(at + 1, len(text))))


def _fault(
    name: str, message: str, primary: Label, secondary: tuple[Label, ...], remedies: tuple[str, ...]
) -> Diagnostic:
    return Diagnostic(name, Severity.ERROR, message, primary, secondary, remedies)
