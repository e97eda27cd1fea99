"""How a hand and its process speak: messages of a kind and bytes, over a socket that nobody else holds."""

from __future__ import annotations

import hashlib
import pickle
import socket
from dataclasses import dataclass
from typing import Literal

from compiler.model.copy import Digest

Kind = Literal[b"s", b"c", b"t", b"r", b"b", b"d", b"f", b"m"]
SETUP: Kind = b"s"
COMMON: Kind = b"c"
TASK: Kind = b"t"
"""The work and its task, packed."""
READY: Kind = b"r"
BEGUN: Kind = b"b"
DONE: Kind = b"d"
FAILED: Kind = b"f"
"""Class, reason and traceback of an exception, packed."""
NO_MEMORY: Kind = b"m"

HEAD = 9
"""Bytes before each message: its kind, and its length."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process is told first of all. It ends by itself when nobody wants it for `idle` seconds.

    `prepare` is packed by itself, so that a function that is not to be found there can be told of.
    """

    prepare: bytes
    ceiling: int
    idle: float | None


@dataclass(frozen=True, slots=True)
class Shared:
    """What every task needs, packed once."""

    digest: Digest
    packed: bytes

    @classmethod
    def of(cls, common: object) -> Shared:
        """Raises what packing raises, when it cannot be packed."""
        packed = pickle.dumps(common, pickle.HIGHEST_PROTOCOL)
        return cls(Digest(hashlib.sha256(packed, usedforsecurity=False).hexdigest()), packed)


def send(line: socket.socket, kind: Kind, data: bytes = b"") -> None:
    """Raises `OSError` when the other side is gone."""
    line.sendall(kind + len(data).to_bytes(HEAD - 1, "big"))
    if data:
        line.sendall(data)


def size(head: bytes) -> int:
    """How many bytes follow."""
    return int.from_bytes(head[1:], "big")
