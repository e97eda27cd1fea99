"""Files that this compiler has made: known by their SHA-256 in build/manifest.json, with a map back to the copy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, cast

from compiler.model.diagnostics import Source, Span
from compiler.model.measures import POINT
from compiler.model.world import World
from compiler.preflight.exemptions import Exemption, exemptions
from compiler.preflight.geometry import Box

MANIFEST = PurePosixPath("build/manifest.json")
TOKENS = PurePosixPath("layouts/tokens.css")


@dataclass(frozen=True, slots=True)
class Field:
    """A box of a piece of copy on a page, in micrometres from the upper left corner of the trim."""

    name: str
    path: PurePosixPath
    line: int
    column: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class House:
    """`path` is that of the file in build/, `fields` those of each of its pages, `digests` those of the copy then."""

    path: PurePosixPath
    fields: Mapping[int, tuple[Field, ...]]
    digests: Mapping[str, str]
    exemptions: tuple[Exemption, ...]

    @property
    def folder(self) -> PurePosixPath:
        """Where all of one language is."""
        return PurePosixPath(*self.path.parts[:2])

    def field_at(self, page_index: int, box: Box, trim: Box) -> Field | None:
        """The piece of copy that a place on a page belongs to: the smallest box that holds its middle."""
        x = ((box.left + box.right) / 2 - trim.left) * POINT
        y = (trim.top - (box.bottom + box.top) / 2) * POINT
        return min(
            (each for each in self.fields.get(page_index, ()) if each.holds(x, y)),
            key=lambda each: (each.area, -len(each.name), each.name),
            default=None,
        )


def house_of(world: World, digest: str) -> House | None:
    """What is known of a file; None when it is none of ours, or build/ does not say."""
    told = _json(world, MANIFEST)
    path = next((path for path, each in sorted(_entries(told, "outputs").items()) if each == digest), None)
    where = PurePosixPath(path or "")
    if where.parts[:1] != ("build",) or len(where.parts) < 3 or ".." in where.parts:
        return None
    try:
        fields = _fields(_json(world, PurePosixPath(*where.parts[:2], "map.json")), where)
    except (KeyError, TypeError, ValueError, AttributeError):
        # A map that was spoilt: then faults name their page alone.
        fields = {}
    return House(where, fields, _entries(told, "inputs"), exemptions(_text(world, TOKENS) or ""))


def _entries(told: Mapping[str, Any], key: str) -> dict[str, str]:
    found = told.get(key)
    return cast("dict[str, str]", found) if isinstance(found, dict) else {}


def _fields(told: Mapping[str, Any], path: PurePosixPath) -> dict[int, tuple[Field, ...]]:
    """Fields by page of the file. The map counts pages of the screen edition, which begins with the covers."""
    boxes = [
        (name, each, box) for name, each in told.get("fields", {}).items() for box in each["boxes"] if each["line"]
    ]
    with_folios = [box for _, _, box in boxes if str(box["folio"]).isdecimal()]
    first = min((box["page_index"] - int(box["folio"]) + 1 for box in with_folios), default=0)
    names = {"publication.pdf": 0, "interior.pdf": first}
    if path.name not in names:
        return {}
    found: dict[int, list[Field]] = {}
    for name, each, box in boxes:
        left, top = box["x"], box["y"]
        field = Field(
            name, PurePosixPath(each["path"]), each["line"], each["column"] or 1,
            left, top, left + box["width"], top + box["height"],
        )  # fmt: skip
        found.setdefault(box["page_index"] - names[path.name], []).append(field)
    return {index: tuple(fields) for index, fields in found.items()}


def span_of(field: Field, source: Source) -> Span:
    """The line of a field, from where its value begins; of a file that has become shorter, its end."""
    lines, starts = source.lines(), source.starts()
    if field.line > len(lines):
        return Span(source.path, len(source.text), len(source.text))
    start = starts[field.line - 1]
    return Span(
        source.path, start + min(field.column - 1, len(lines[field.line - 1])), start + len(lines[field.line - 1])
    )


def _json(world: World, path: PurePosixPath) -> dict[str, Any]:
    """A JSON object; an empty one where there is none that can be read."""
    text = _text(world, path)
    try:
        told: object = json.loads(text) if text else {}
    except ValueError:
        return {}
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def _text(world: World, path: PurePosixPath) -> str | None:
    try:
        return world.read(path).decode("utf-8", "replace")
    except OSError:
        return None
