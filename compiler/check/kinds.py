"""What a text of the copy may be: a line, prose, a number, a date, a name. Values are text until these ask for more.

A kind stands in the annotation of a field: `Annotated[Line, line(34)]`. It makes pydantic hand the text over as it is,
and returns the value of the model. What is only too long or not tidy is reported and kept; what cannot be understood is
reported too and leaves a blank value, so that the rest can still be checked and set.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import Field as About
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from compiler.check.faults import Faults, listed, near
from compiler.check.prose import locate, parse
from compiler.check.spots import Entries, Items, Spot, Words
from compiler.model.copy import Field, Line, Prose
from compiler.model.diagnostics import Outcome, Span
from compiler.model.prose import List, ProseBlock, plain
from compiler.model.tree import ScalarNode

Json = dict[str, Any]
Factory = type[list[Any]] | type[dict[str, Any]]

SLUGS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_KEY_LENGTH = 60
_SHORT_NAME = "a short name of small letters, digits and hyphens"
_LARGEST = 1e12
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+")
LANGUAGES = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_YES = {"yes": True, "no": False, "true": True, "false": False}
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Controls, and signs that turn the direction of writing: nobody sees them, and a print must not hang on them."""
_PRINTS_NOTHING = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""General categories of Unicode."""
# A straight quote after a figure measures feet, inches or minutes; it may stay.
_STRAIGHT = re.compile(r"(?<!\d)[\"']")


def says(text: str, *examples: str, alias: str | None = None, default_factory: Factory | None = None) -> object:
    """What a field is for, in the words that editors read in schema, README and copy sheets.

    `alias` is its name in the copy where that is a word of Python; `default_factory` makes a list or mapping optional.
    """
    if default_factory is not None:
        return About(description=text, examples=list(examples) or None, alias=alias, default_factory=default_factory)
    return About(description=text, examples=list(examples) or None, alias=alias)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a text is read; `json` is what the JSON Schema says of it, `blank` stands where there is none."""

    read: Callable[[Words, Faults], object]
    json: Json
    blank: Callable[[Words], object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            self._validate, metadata={"pydantic_js_functions": [self._json]}
        )

    def _json(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return dict(self.json)

    def _validate(self, value: object, info: core_schema.ValidationInfo) -> object:
        if not isinstance(value, Words):
            raise PydanticCustomError("text_type", "text is needed")
        if value.blank:
            return self.blank(value)
        return self.read(value, _faults(info))


def _faults(info: core_schema.ValidationInfo) -> Faults:
    """Where a validation writes what it finds: the context that every sheet is read with."""
    assert isinstance(info.context, Faults)
    return info.context


@dataclass(frozen=True, slots=True)
class Count:
    """How many items a list must and may have."""

    least: int
    most: int | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(
            self._validate, handler(source), metadata={"pydantic_js_updates": self._json()}
        )

    def _json(self) -> Json:
        low: Json = {"minItems": self.least} if self.least else {}
        return low | ({"maxItems": self.most} if self.most is not None else {})

    def _validate(self, value: object, info: core_schema.ValidationInfo) -> object:
        if not isinstance(value, Items) or value.blank:
            return value
        faults = _faults(info)
        found, spot = len(value), value.spot
        if found == 0 and self.least:
            _empty(spot, faults)
        elif found < self.least:
            faults.error("too-few", f"`{spot.name}` has {found}, and {self._words()} needed", spot, f"{found} here")
        elif self.most is not None and found > self.most:
            extra = value[self.most]
            at = extra.spot if isinstance(extra, Words | Entries | Items) else spot
            faults.error(
                "too-many",
                f"`{spot.name}` has {found}, and {self._words()} allowed",
                at,
                f"number {self.most + 1}",
                also=[(spot.key.span, f"{found} below")] if spot.key else (),
            )
        return value

    def _words(self) -> str:
        if self.least == self.most:
            return f"exactly {self.least} are"
        return f"at least {self.least} are" if self.most is None else f"{self.least} to {self.most} are"


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of a mapping that the copy chooses itself; an entry whose key is no short name is reported and left out."""

    what: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self._validate, handler(source))

    def _validate(self, value: object, info: core_schema.ValidationInfo) -> object:
        if isinstance(value, Entries):
            for key in [key for key in value if not _KEY.fullmatch(key) or len(key) > _KEY_LENGTH]:
                self._refuse(key, value.pop(key), _faults(info))
        return value

    def _refuse(self, key: str, entry: object, faults: Faults) -> None:
        assert isinstance(entry, Words | Entries | Items)
        faults.error(
            "bad-key",
            f"the key of a {self.what} is `{_short(key)}`, and {_SHORT_NAME} is needed",
            entry.spot.key.span if entry.spot.key else entry.spot,
            help=(f"at most {_KEY_LENGTH} characters",) if len(key) > _KEY_LENGTH else (),
            field=entry.spot.field,
        )


def _empty(spot: Spot, faults: Faults) -> None:
    faults.error("empty-field", f"`{spot.name}` is empty", spot, "nothing is given here")


# ---- texts ---------------------------------------------------------------------------------------------------------


def line(limit: int = 160, *, may_be_empty: bool = False, rough: bool = False) -> Kind:
    """A single line, printed as it stands. Nobody minds the quotes in `rough` texts: addresses and the like."""

    def read(words: Words, faults: Faults) -> Line:
        spot = words.spot
        text = _single(words, faults)
        if not visible(text):
            text = ""
        made = Line(text, spot.field)
        faults.copy[spot.field] = made
        if not text:
            if not may_be_empty:
                _empty(spot, faults)
            return made
        tidy(words, text, faults, rough)
        too_long(spot, text, limit, faults)
        return made

    # Editors read an unquoted 24 as a number and nothing as null; the compiler reads both as text.
    types = ["string", "number", "null"] if may_be_empty else ["string", "number"]
    return Kind(read, {"type": types, "maxLength": limit, **({} if may_be_empty else {"minLength": 1})}, _blank_line)


def prose(limit: int = 4000) -> Kind:
    """Paragraphs in the small CommonMark; the limit counts the words as read, with spaces, without notes."""

    def read(words: Words, faults: Faults) -> Prose:
        spot, node = words.spot, words.spot.node
        assert isinstance(node, ScalarNode)
        if not visible(words):
            _empty(spot, faults)
            return Prose("", spot.field)
        outcome = _parsed(node, spot.field)
        faults.say(*outcome.diagnostics)
        made = outcome.value or Prose(str(words), spot.field)
        faults.copy[spot.field] = made
        tidy(words, str(words), faults, rough=True)
        tidy_quotes(spot, prose_text(made), faults)
        too_long_prose((made,), limit, faults)
        return made

    return Kind(read, {"type": "string", "minLength": 1, "x-prose": limit}, lambda words: Prose("", words.spot.field))


def visible(text: str) -> bool:
    """Whether there is anything to see: not spaces, soft hyphens and joiners alone, which print as nothing."""
    return any(unicodedata.category(each) not in _PRINTS_NOTHING for each in text)


@lru_cache(maxsize=4096)
def _parsed(node: ScalarNode, field: Field) -> Outcome[Prose]:
    """Prose that has not changed since the last check in this process is not parsed again."""
    return parse(node, field)


def prose_text(given: Prose) -> str:
    """The words of a prose as a reader sees them, notes left out; a space between paragraphs."""
    return " ".join(_block_text(block) for block in given.blocks)


def _block_text(block: ProseBlock) -> str:
    if isinstance(block, List):
        return " ".join(plain(each.children) for item in block.items for each in item)
    return plain(block.children)


def _blank_line(words: Words) -> Line:
    return Line("", words.spot.field)


def _single(words: Words, faults: Faults) -> str:
    text = str(words).strip()
    if "\n" not in text:
        return text
    faults.error(
        "line-break",
        f"`{words.spot.name}` runs over several lines, and a single line is needed",
        words.spot,
        "one line only",
        help=("paragraphs can only be written in fields of prose",),
    )
    return " ".join(text.split())


def tidy(words: Words, text: str, faults: Faults, rough: bool) -> None:
    """Characters that nobody can see or set, and spaces that were typed twice."""
    spot = words.spot
    found = _UNSEEN.search(text)
    if found is not None:
        faults.error(
            "control-character",
            f"`{spot.name}` holds a character that cannot be printed, U+{ord(found.group()):04X}",
            spot,
            help=("delete it; it has often come along from a word processor",),
        )
    if "  " in text and not rough:
        at = text.index("  ")
        faults.warning(
            "double-space",
            f"`{spot.name}` has two spaces in a row",
            stretch(spot, at, at + 2, faults),
            field=spot.field,
        )
    if not rough:
        tidy_quotes(spot, text, faults)


def tidy_quotes(spot: Spot, text: str, faults: Faults) -> None:
    found = _STRAIGHT.search(text)
    if found is None:
        return
    kind = "apostrophe" if found.group() == "'" else "quotation mark"
    raw = str(getattr(spot.node, "text", ""))
    around = text[max(0, found.start() - 6) : found.end() + 6]
    at = raw.find(around)
    at = at + min(6, found.start()) if at >= 0 else raw.find(found.group())
    faults.warning(
        "straight-quote",
        f"`{spot.name}` has a straight {kind} where a typographic one is needed",
        stretch(spot, at, at + 1, faults) if at >= 0 else spot,
        help=("write ’ for an apostrophe, and the quotation marks of the language: “ ” or « »",),
        field=spot.field,
    )


def stretch(spot: Spot, start: int, end: int, faults: Faults) -> Span:
    """Part of a text as it stands in the file; all of it where its writing (escapes, folding) hides the part."""
    node = spot.node
    if not isinstance(node, ScalarNode):
        return spot.span
    if node.block:
        return locate(node, start, end)
    source = faults.sources.get(node.span.path)
    if source is None:
        return spot.span
    written = source.text[node.span.start : node.span.end]
    for before in (0, 1):
        if written[before : before + len(node.text)] == node.text:
            begin = node.span.start + before
            return Span(node.span.path, begin + start, begin + end)
    return spot.span


def too_long(spot: Spot, text: str, limit: int, faults: Faults, why: str = "") -> None:
    """Report a line that is longer than its place; the part that does not fit is marked."""
    if len(text) <= limit:
        return
    raw = str(getattr(spot.node, "text", text))
    lead = len(raw) - len(raw.lstrip())
    _say_too_long(spot, len(text), limit, stretch(spot, lead + limit, lead + len(text), faults), faults, why)


def too_long_prose(all_: tuple[Prose, ...], limit: int, faults: Faults, name: str = "", why: str = "") -> None:
    """The same for prose, and for several proses that share their place; the tail of the last is marked."""
    found = sum(len(prose_text(each)) for each in all_)
    if found <= limit or not all_:
        return
    spot = faults.spots[all_[-1].field]
    raw = str(getattr(spot.node, "text", "")).rstrip()
    mark = stretch(spot, max(0, len(raw) - (found - limit)), len(raw), faults)
    _say_too_long(spot, found, limit, mark, faults, why, name)


def locate_notes(text: str) -> list[int]:
    """Where the notes of a prose begin, in the order of the text."""
    return [match.start() for match in re.finditer(r"(?<!\\)\^\[", text)]


def _say_too_long(spot: Spot, found: int, limit: int, mark: Span, faults: Faults, why: str, name: str = "") -> None:
    faults.error(
        "too-long",
        f"`{name or spot.name}` has {found:,} characters, and {limit:,} fit",
        mark,
        f"{found - limit:,} too many",
        help=(why or "the block has no more room: say it in fewer words",),
        field=spot.field,
    )


# ---- values --------------------------------------------------------------------------------------------------------


def _bad(name: str, words: Words, needed: str, faults: Faults, *helps: str) -> None:
    if not words.strip():
        _empty(words.spot, faults)
        return
    faults.error(name, f"`{words.spot.name}` is `{_short(words)}`, and {needed} is needed", words.spot, help=helps)


def _short(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def _number(words: Words, faults: Faults) -> float:
    if _NUMBER.fullmatch(words):
        value = float(words)
        if abs(value) <= _LARGEST:
            return value
        faults.error("out-of-range", f"`{words.spot.name}` is larger than {_LARGEST:,.0f}", words.spot)
        return 0.0
    _bad("bad-number", words, "a number such as `1234` or `0.5`", faults, "write it without spaces, commas and units")
    return 0.0


def _year(words: Words, faults: Faults) -> int:
    if re.fullmatch(r"\d{4}", words, re.ASCII):
        return int(words)
    _bad("bad-year", words, "a year of four digits", faults)
    return 0


def _date(words: Words, faults: Faults) -> datetime.date | None:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", words, re.ASCII):
            return datetime.date.fromisoformat(words)
    except ValueError:
        pass
    _bad("bad-date", words, "a day of the calendar as year-month-day", faults, "write it like `2019-11-07`")
    return None


def _yes_no(words: Words, faults: Faults) -> bool:
    if words.casefold() in _YES:
        return _YES[words.casefold()]
    _bad("bad-yes-no", words, "`yes` or `no`", faults)
    return False


def between(low: float, high: float, *, whole: bool = False) -> Kind:
    """A number inside a range, ends included."""

    def read(words: Words, faults: Faults) -> float:
        value = _number(words, faults)
        if whole and value != int(value):
            _bad("bad-number", words, "a whole number", faults)
        elif _NUMBER.fullmatch(words) and abs(value) <= _LARGEST and not low <= value <= high:
            faults.error("out-of-range", f"`{words.spot.name}` is {words}, outside {low:g} to {high:g}", words.spot)
        kept = min(max(value, low), high)
        return int(kept) if whole else kept

    kind = "integer" if whole else "number"
    return Kind(read, {"type": kind, "minimum": low, "maximum": high}, lambda _: int(low) if whole else low)


def choice(*known: str) -> Kind:
    """One of a few words."""

    def read(words: Words, faults: Faults) -> str:
        if words in known:
            return str(words)
        if not words.strip():
            _empty(words.spot, faults)
        else:
            faults.error(
                "unknown-value",
                f"`{words.spot.name}` is `{_short(words)}`, which is none of its values",
                words.spot,
                help=near(words, known, "value") or (f"write {listed(known)}",),
            )
        return known[0]

    return Kind(read, {"type": "string", "enum": list(known)}, lambda _: known[0])


def pattern(expression: re.Pattern[str], name: str, needed: str, *helps: str, most: int = _KEY_LENGTH) -> Kind:
    """A name that keeps to a pattern; comes back as it stands, so that whoever looks it up can mark it."""

    def read(words: Words, faults: Faults) -> Words:
        too_long(words.spot, words, most, faults, "it is a name, not a text")
        if expression.fullmatch(words):
            return words
        _bad(name, words, needed, faults, *helps)
        return Words(str(words), words.spot, blank=True)

    return Kind(read, {"type": "string", "maxLength": most, "pattern": f"^(?:{expression.pattern})$"}, _same)


def _file(words: Words, faults: Faults) -> Words:
    too_long(words.spot, words, 160, faults, "it is a path, not a text")
    if words.strip() and not words.startswith("/") and ".." not in words.split("/") and "\\" not in words:
        return words
    _bad("bad-path", words, "a path inside the folder of this file", faults, "write it with `/`, without `..`")
    return Words(str(words), words.spot, blank=True)


def _keep(words: Words, faults: Faults) -> Words:
    if not words.strip():
        _empty(words.spot, faults)
        return Words("", words.spot, blank=True)
    return words


def _same(words: Words) -> Words:
    return words


NUMBER = Kind(_number, {"type": "number"}, lambda _: 0.0)
YEAR = Kind(_year, {"type": "integer", "minimum": 1000, "maximum": 9999}, lambda _: 0)
YES_NO = Kind(_yes_no, {"enum": ["yes", "no", True, False]}, lambda _: False)
DATE = Kind(_date, {"type": "string", "format": "date"}, lambda _: None)
KEY = pattern(_KEY, "bad-key", _SHORT_NAME)
SLUG = pattern(SLUGS, "bad-slug", "a slug of small letters, digits and hyphens")
ADDRESS = pattern(_ADDRESS, "bad-address", "a web address", "write all of it, from `https://`", most=500)
LANGUAGE = pattern(LANGUAGES, "bad-language", "a language tag such as `en` or `fr`")
LINK = Kind(_keep, {"type": "string", "minLength": 1}, _same)
"""The name of something else in the copy, looked up later."""
FILE = Kind(_file, {"type": "string", "minLength": 1, "maxLength": 160}, _same)
