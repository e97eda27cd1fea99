"""Findings as JSON, between the process that reads a file and the one that tells of it.

Not pickled: a file that takes over its reader must not be able to take over the compiler as well.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from compiler.model.diagnostics import Severity
from compiler.preflight.findings import Finding
from compiler.preflight.geometry import Box

LONGEST = 500
"""Characters of a message that are kept: names in a file may be of any length."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as a picture (PNG), faults drawn on it."""

    page_index: int
    png: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one task: `trims` (one for each page) and `claims` are those of the file."""

    findings: tuple[Finding, ...] = ()
    trims: tuple[Box, ...] = ()
    claims: tuple[str, ...] = ()
    pictures: tuple[Shown, ...] = ()


def pack(answer: Answer) -> bytes:
    told = {
        "findings": [as_json(each) for each in answer.findings],
        "trims": [list(box) for box in answer.trims],
        "claims": list(answer.claims),
        "pictures": [[each.page_index, base64.b64encode(each.png).decode("ascii")] for each in answer.pictures],
    }
    return json.dumps(told).encode("ascii")


def unpack(packed: bytes) -> Answer:
    """Raises `ValueError`, `KeyError` or `TypeError` for what `pack` has not made."""
    told = cast("dict[str, Any]", json.loads(packed))
    return Answer(
        tuple(_finding(each) for each in told["findings"]),
        tuple(_box(box) for box in told["trims"]),
        tuple(str(each) for each in told["claims"]),
        tuple(Shown(int(index), base64.b64decode(png)) for index, png in told["pictures"]),
    )


def as_json(each: Finding) -> dict[str, Any]:
    """A finding by the names of its fields; boxes are rounded to a hundredth of a point."""
    return {
        "name": each.name,
        "severity": str(each.severity),
        "message": _short(each.message),
        "page_index": each.page_index,
        "boxes": [[round(edge, 2) for edge in box] for box in each.boxes],
        "count": each.count,
        "unproven": each.unproven,
        "help": [_short(text) for text in each.help],
        "notes": [_short(text) for text in each.notes],
    }


def _finding(told: dict[str, Any]) -> Finding:
    index = told["page_index"]
    return Finding(
        str(told["name"]),
        Severity[str(told["severity"]).upper()],
        str(told["message"]),
        None if index is None else int(index),
        tuple(_box(box) for box in told["boxes"]),
        _texts(told["help"]),
        _texts(told["notes"]),
        bool(told["unproven"]),
        int(told["count"]),
    )


def _box(edges: Iterable[Any]) -> Box:
    left, bottom, right, top = (float(edge) for edge in edges)
    return Box(left, bottom, right, top)


def _texts(texts: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(text) for text in texts)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
