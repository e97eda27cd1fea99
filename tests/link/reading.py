"""What a linked volume holds, as pypdf reads it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, cast

from pypdf import PdfReader

Raw = Any
"""A value of pypdf's, whose types say little."""


def reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data), strict=True)


def catalog(data: bytes) -> Raw:
    return cast("Raw", reader(data).trailer["/Root"])


def entries(node: Raw, key: str) -> Iterator[tuple[Raw, Raw]]:
    """What a tree of names (`/Names`) or numbers (`/Nums`) holds, leaf after leaf; limits are held against it."""
    node = node.get_object()
    if "/Kids" in node:
        for kid in node["/Kids"]:
            held = list(entries(kid, key))
            assert list(kid.get_object()["/Limits"]) == [held[0][0], held[-1][0]]
            yield from held
        return
    listed = node[key]
    for at in range(0, len(listed), 2):
        yield listed[at], listed[at + 1]


def content(data: bytes, page_index: int) -> bytes:
    return bytes(cast("Raw", reader(data).pages[page_index])["/Contents"].get_object().get_data())
