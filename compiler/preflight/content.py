"""Content streams as operators and operands (ISO 32000-1, 7.8.2), also of damaged files; nonsense is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

OPERANDS = 64
"""Operands of an operator that are kept, the last ones; none needs as many (DeviceN has at most 32)."""
NESTED = 32
"""How deep arrays and dictionaries may be nested."""
ELEMENTS = 100_000
"""Elements of one array that are kept; `TJ` needs no more."""

_TOKEN = re.compile(
    rb"""(?:[\x00\t\n\f\r ]+|%[^\r\n]*)*
    (?: (?P<number>[+-]*(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:-[0-9]*)?)
      | /(?P<name>[^\x00\t\n\f\r ()<>\[\]{}/%]*)
      | (?P<operator>[A-Za-z'"][^\x00\t\n\f\r ()<>\[\]{}/%]*)
      | (?P<open>\(|<<|\[) | (?P<close>>>|\]) | <(?P<hex>[^>]*)>
      | (?P<other>[^\x00\t\n\f\r ])
    )""",
    re.VERBOSE,
)
_STRING = re.compile(rb"[^()\\]*(?:\\.[^()\\]*)*([()])", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_IMAGE_END = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r /]|$)")

Operand = object
"""A float, a `Name`, bytes, a list or a dict of these."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name without its slash."""

    text: str


@dataclass(frozen=True, slots=True)
class InlineImage:
    """What stands between `BI` and `EI` (8.9.7); keys as they are written, short or long."""

    entries: Mapping[str, Operand]
    data: bytes


def operations(content: bytes) -> Iterator[tuple[str, list[Operand]]]:
    """Each operator with its operands; an inline image comes as `BI` with an `InlineImage`."""
    operands: list[Operand] = []
    at, end = 0, len(content)
    while at < end:
        found = _TOKEN.match(content, at)
        if found is None:
            return
        kind = found.lastgroup
        at = found.end()
        if kind == "number":
            operands.append(_number(found["number"]))
        elif kind == "operator":
            word = found["operator"]
            if word == b"BI":
                image, at = _image(content, at)
                yield "BI", [image]
            elif word in (b"true", b"false", b"null"):
                operands.append({b"true": True, b"false": False}.get(word))
                continue
            else:
                yield word.decode("latin-1"), operands
            operands = []
        else:
            value, at = _value(content, found, at, 0)
            operands.append(value)
        if len(operands) > 2 * OPERANDS:
            del operands[:-OPERANDS]


def _number(word: bytes) -> float:
    """As readers do: `--5` is -5 to some and 5 to others, `1-2` is 1."""
    sign = -1.0 if word.startswith(b"-") else 1.0
    digits = word.lstrip(b"+-").partition(b"-")[0]
    value = float(digits[:40])
    return sign * min(value, 1e12)


def _value(content: bytes, found: re.Match[bytes], at: int, depth: int) -> tuple[Operand, int]:
    """A name, string, array or dictionary that begins with the token `found`, and where it ends."""
    kind = found.lastgroup
    if kind == "number":
        return _number(found["number"]), at
    if kind == "name":
        return Name(_name(found["name"])), at
    if kind == "hex":
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", found["hex"])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")), at
    if kind == "operator":
        return {b"true": True, b"false": False}.get(found["operator"]), at
    if kind != "open":
        return None, at
    if found["open"] == b"(":
        return _string(content, at)
    return _collection(content, found["open"] == b"[", at, depth)


def _collection(content: bytes, is_array: bool, at: int, depth: int) -> tuple[Operand, int]:
    items: list[Operand] = []
    while found := _TOKEN.match(content, at):
        at = found.end()
        if found.lastgroup == "close" or depth > NESTED:
            break
        value, at = _value(content, found, at, depth + 1)
        if len(items) < ELEMENTS:
            items.append(value)
    if is_array:
        return items, at
    pairs = zip(items[::2], items[1::2], strict=False)
    return {key.text: value for key, value in pairs if isinstance(key, Name)}, at


def _string(content: bytes, at: int) -> tuple[bytes, int]:
    """A literal string, whose parentheses are balanced (7.3.4.2); one without an end goes on to the end."""
    start, depth = at, 1
    while found := _STRING.match(content, at):
        at = found.end()
        depth += 1 if found[1] == b"(" else -1
        if depth == 0:
            return _ESCAPE.sub(_unescaped, content[start : at - 1]), at
    return content[start:], len(content)


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what[:1] in b"01234567":
        return bytes([int(what, 8) & 255])
    return _ESCAPED.get(what, what)


def _name(word: bytes) -> str:
    return _NAME.sub(lambda found: bytes([int(found[1], 16)]), word).decode("latin-1")


def _image(content: bytes, at: int) -> tuple[InlineImage, int]:
    items: list[Operand] = []
    while found := _TOKEN.match(content, at):
        at = found.end()
        if found["operator"] == b"ID":
            break
        value, at = _value(content, found, at, 0)
        if len(items) < 2 * OPERANDS:
            items.append(value)
    else:
        at = len(content)
    start = at + 1
    ended = _IMAGE_END.search(content, at)
    stop, at = (ended.start(), ended.end()) if ended else (len(content), len(content))
    pairs = zip(items[::2], items[1::2], strict=False)
    entries = {key.text: value for key, value in pairs if isinstance(key, Name)}
    return InlineImage(entries, content[start : max(start, stop)]), at
