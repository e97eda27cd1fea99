"""The parser of HTML keeps its patterns under the wrong key, and so makes each anew; here it finds them again."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache

from compiler.typeset.adapters.patch import Leaning, altered, replaced
from compiler.typeset.door import Untyped, html_stream

LEANS_ON: Leaning = (("tinyhtml5.inputstream.HTMLUnicodeInputStream.chars_until", "1f7efeb0a0a9"),)

# Python assigns from the left, so that the key holds the pattern, not the characters.
_LOST = "characters = characters_until_regex[(characters, opposite)] = regex"
_KEPT = "characters_until_regex[(characters, opposite)] = characters = regex"


@cache
def _mended() -> Untyped:
    return altered(html_stream.HTMLUnicodeInputStream.chars_until, html_stream.__dict__, (_LOST, _KEPT))


@contextmanager
def patterns_kept() -> Generator[None]:
    """Keep the parser's patterns while the context lasts."""
    with replaced((html_stream.HTMLUnicodeInputStream, "chars_until", _mended())):
        yield
