"""Values as a PDF writes them (ISO 32000-1, 7.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ESCAPED = re.compile(rb"[\x00-\x1f\x7f\\()]")
_IRREGULAR = re.compile(rb"[^!-~]|[#%()<>\[\]{}/]")


def reference(number: int) -> bytes:
    """A reference to an object."""
    return b"%d 0 R" % number


def references(numbers: Iterable[int]) -> bytes:
    """An array of references."""
    return b"[" + b" ".join(map(reference, numbers)) + b"]"


def number(value: float) -> bytes:
    """A number to six decimals, as WeasyPrint writes it."""
    if isinstance(value, int) or value.is_integer():
        return b"%d" % value
    return f"{value:f}".rstrip("0").encode()


def numbers(values: Iterable[float]) -> bytes:
    """An array of numbers."""
    return b"[" + b" ".join(map(number, values)) + b"]"


def characters(text: str) -> bytes:
    """The bytes of a text string: ASCII where that is enough, else UTF-16BE with its mark (7.9.2.2)."""
    return text.encode() if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be", "surrogatepass")


def string(text: str) -> bytes:
    """A text string: literal in ASCII, hexadecimal otherwise."""
    if text.isascii():
        return b"(" + _ESCAPED.sub(_escape, text.encode()) + b")"
    return b"<" + characters(text).hex().encode() + b">"


def name(text: str) -> bytes:
    """A name, its solidus included (7.3.5)."""
    return b"/" + _IRREGULAR.sub(lambda found: b"#%02x" % found[0][0], text.encode())


def _escape(found: re.Match[bytes]) -> bytes:
    byte = found[0]
    return b"\\" + byte if byte in b"\\()" else b"\\%03o" % byte[0]
