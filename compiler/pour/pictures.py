"""Pictures of the copy as assets of a part: bytes by digest, and their size in pixels."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath

from compiler.model.copy import Digest
from compiler.model.part import Asset

START_OF_FRAME = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
"""Markers of JPEG that carry the size (ITU-T T.81, table B.1)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What a layout is told of a picture: its address, and width and height in pixels."""

    address: str
    width: int
    height: int


def asset(path: PurePosixPath, data: bytes) -> Asset:
    """The bytes of a file under the address that a part may name."""
    return Asset(Digest(hashlib.sha256(data).hexdigest()), path.suffix.lower().lstrip("."), data)


def pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG file; None for what is neither."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data[:2] == b"\xff\xd8":
        return _jpeg(data)
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in START_OF_FRAME:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
