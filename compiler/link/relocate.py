"""Tokens of a galley -> what they stand for in the volume.

NUL bytes occur around tokens and nowhere else, so that text which looks like a reference is never one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from compiler.link.printed import operator
from compiler.link.syntax import reference
from compiler.model.container import DamagedGalleyError
from compiler.model.galley import Symbols
from compiler.model.volume import Inks

BOUND = b"|"
"""A token of our own, that parts one head from the next."""


@dataclass(frozen=True, slots=True)
class Base:
    """Where a galley comes to stand: object n has number `numbers`[n - 1], page n `pages`[n], key n `keys` + n.

    An object that is left behind has number 0. `pictures` are the numbers of its pictures, `figures` those of its
    folios.
    """

    numbers: Sequence[int]
    pages: Sequence[int]
    keys: int
    pictures: Sequence[int]
    figures: Sequence[str]
    document: int
    fonts: int


class _Table(dict[bytes, bytes]):
    """What tokens stand for, made when they first occur."""

    def __init__(self, make: Callable[[bytes, int], bytes], words: dict[bytes, bytes]) -> None:
        super().__init__(words)
        self._make = make

    def __missing__(self, token: bytes) -> bytes:
        try:
            made = self[token] = self._make(token[:1], int(token[1:]) if token[1:].isdigit() else -1)
        except LookupError as fault:
            raise DamagedGalleyError("objects.json", f"there is no `{token!r}`") from fault
        return made


class Relocator:
    """Relocates the objects of one galley."""

    def __init__(self, symbols: Symbols, base: Base, inks: Inks) -> None:
        self._symbols, self._base, self._inks = symbols, base, inks
        words = {b"document": reference(base.document), b"fonts": reference(base.fonts), BOUND: b"\0"}
        self._in_heads = _Table(self._head, words)
        self._in_streams = _Table(self._operator, {})

    def heads(self, heads: Sequence[bytes]) -> list[bytes]:
        """Heads with their tokens replaced, all at once: there are many, and they are short."""
        if not heads:
            return []
        found = _replaced((b"\0%s\0" % BOUND).join(heads), self._in_heads).split(b"\0")
        if len(found) != len(heads):
            raise DamagedGalleyError("heads", "tokens run over the end of objects")
        return found

    def content(self, stream: bytes) -> bytes:
        """A content stream with its tokens replaced."""
        return _replaced(stream, self._in_streams)

    def _head(self, letter: bytes, index: int) -> bytes:
        base = self._base
        match letter:
            case b"r" if 1 <= index <= self._symbols.objects:
                return reference(base.numbers[index - 1])
            case b"g" if index >= 0:
                return reference(base.pages[index])
            case b"k" if 0 <= index < self._symbols.keys:
                return b"%d" % (base.keys + index)
            case b"p" if index >= 0:
                return reference(base.pictures[index])
            case b"f" if index >= 0:
                return base.figures[index].encode()
            case b"h" if index >= 0:
                return base.figures[index].encode("utf-16-be").hex().encode()
            case _:
                raise LookupError(letter)

    def _operator(self, letter: bytes, index: int) -> bytes:
        match letter:
            case b"f" if index >= 0:
                return operator(self._symbols.folios[index], self._base.figures[index])
            case b"s" if index >= 0:
                return self._inks.operator(self._symbols.inks[index])
            case _:
                raise LookupError(letter)


def picture_heads(heads: Sequence[bytes], first: int) -> list[bytes]:
    """The heads of a picture and its mask, which may refer to each other and to nothing else; `first` is its number."""
    table = _Table(_nothing, {b"r%d" % index: reference(first + index - 1) for index in range(1, len(heads) + 1)})
    return [_replaced(head, table) for head in heads]


def _nothing(letter: bytes, index: int) -> bytes:
    raise LookupError(letter, index)


def _replaced(data: bytes, table: _Table) -> bytes:
    pieces = data.split(b"\0")
    if len(pieces) % 2 == 0:
        raise DamagedGalleyError("objects.json", "a token has no end")
    pieces[1::2] = map(table.__getitem__, pieces[1::2])
    return b"".join(pieces)
