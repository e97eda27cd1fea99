"""Objects -> the bytes of a file, as they come: what is kept of each is where it stands (ISO 32000-1, 7.5)."""

from __future__ import annotations

import hashlib
import struct
import zlib
from array import array
from typing import BinaryIO

from compiler.link.syntax import reference
from compiler.model.copy import Digest

HEADER = b"%%PDF-%s\n%%\xf0\x9f\x96\xa4\n"
"""Version, and a comment that tells what carries files about that this one is binary (7.5.2)."""

GROUP = 250
"""How many objects without a stream share one object stream."""

LEVEL = 6
"""Of deflate, for content, object streams and fonts."""

FREE, PLACED, GROUPED = 0, 1, 2
"""Kinds of entries of a cross-reference stream (7.5.8.3)."""


class Writer:
    """Writes a PDF to `out`. Numbers are handed out from 1, without a gap; each has to be written once."""

    def __init__(self, out: BinaryIO, version: str = "1.7") -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._length = 0
        self._waiting: list[tuple[int, bytes]] = []
        # Number 0 heads the list of free objects. Kind, then offset or number of the object stream, then index in it.
        self._kinds, self._places, self._indices = bytearray([FREE]), array("Q", [0]), array("L", [0])
        self._put(HEADER % version.encode())

    def reserve(self, count: int = 1) -> int:
        """The first of `count` numbers that are taken from now on."""
        first = len(self._kinds)
        # One that is still free at the end has been forgotten.
        self._kinds.extend(bytes(count))
        self._places.extend([0] * count)
        self._indices.extend([0] * count)
        return first

    def plain(self, number: int, body: bytes) -> None:
        """Write an object without a stream; it goes into an object stream."""
        self._waiting.append((number, body))
        if len(self._waiting) == GROUP:
            self.close_group()

    def add(self, body: bytes) -> int:
        """Write an object without a stream under a number of its own, which is returned."""
        number = self.reserve()
        self.plain(number, body)
        return number

    def stream(self, number: int, dictionary: bytes, data: bytes, deflate: bool = False) -> None:
        """Write a stream; `dictionary` tells neither its length nor, with `deflate`, a filter."""
        if deflate:
            self.deflated(number, dictionary, zlib.compress(data, LEVEL))
            return
        if not (dictionary.startswith(b"<<") and dictionary.endswith(b">>")):
            raise ValueError(f"no dictionary of a stream: {dictionary[:40]!r}")
        self._place(number, b"%s/Length %d>>\nstream\n" % (dictionary[:-2], len(data)), data, b"\nendstream")

    def deflated(self, number: int, dictionary: bytes, data: bytes) -> None:
        """Write a stream that is compressed already; `dictionary` does not tell its filter."""
        self.stream(number, dictionary.removesuffix(b">>") + b"/Filter/FlateDecode>>", data)

    def add_stream(self, dictionary: bytes, data: bytes, deflate: bool = False) -> int:
        """Write a stream under a number of its own, which is returned."""
        number = self.reserve()
        self.stream(number, dictionary, data, deflate)
        return number

    def close_group(self) -> None:
        """Write the object stream that has been filling (7.5.7)."""
        if not self._waiting:
            return
        number = self.reserve()
        index: list[bytes] = []
        at = 0
        for place, (each, body) in enumerate(self._waiting):
            self._mark(each, GROUPED, number, place)
            index.append(b"%d %d" % (each, at))
            at += len(body) + 1
        head = b" ".join(index) + b"\n"
        data = head + b"\n".join(body for _, body in self._waiting)
        dictionary = b"<</Type/ObjStm/N %d/First %d>>" % (len(self._waiting), len(head))
        self._waiting.clear()
        self.stream(number, dictionary, data, deflate=True)

    @property
    def written(self) -> str:
        """The SHA-256 of all that has been written, in hexadecimal figures: what is waiting does not count."""
        return self._digest.hexdigest()

    def end(self, root: int, info: int) -> tuple[int, int, Digest]:
        """Write the cross-reference stream and the end; tells objects, length and digest of the file.

        The identifier is a digest of all that stands before it (14.4).
        """
        self.close_group()
        number = self.reserve()
        self._mark(number, PLACED, self._length, 0)
        forgotten = [each for each, kind in enumerate(self._kinds) if kind == FREE and each > 0]
        if forgotten:
            raise ValueError(f"objects were reserved and never written: {forgotten[:5]}")
        small = max(self._places) < 1 << 32 and max(self._indices) < 1 << 16
        row, widths = (">BIH", b"1 4 2") if small else (">BQL", b"1 8 4")
        rows = b"".join(map(struct.Struct(row).pack, self._kinds, self._places, self._indices))
        start, size = self._length, len(self._kinds)
        identifier = self._digest.hexdigest()[:32].encode()
        dictionary = b"<</Type/XRef/Size %d/W[%s]/Root %s/Info %s/ID[<%s><%s>]/Filter/FlateDecode>>" % (
            size,
            widths,
            reference(root),
            reference(info),
            identifier,
            identifier,
        )
        data = zlib.compress(rows, LEVEL)
        self._put(b"%d 0 obj\n%s/Length %d>>\nstream\n" % (number, dictionary[:-2], len(data)))
        self._put(data)
        self._put(b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)
        return size - 1, self._length, Digest(self._digest.hexdigest())

    def _place(self, number: int, *pieces: bytes) -> None:
        self._mark(number, PLACED, self._length, 0)
        self._put(b"%d 0 obj\n" % number)
        for piece in pieces:
            self._put(piece)
        self._put(b"\nendobj\n")

    def _mark(self, number: int, kind: int, place: int, index: int) -> None:
        if self._kinds[number] != FREE or number == 0:
            raise ValueError(f"object {number} is written twice")
        self._kinds[number], self._places[number], self._indices[number] = kind, place, index

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._length += len(data)
