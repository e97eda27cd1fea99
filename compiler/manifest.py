"""What is written beside the volume: which field stands where, and what a build was made of."""

from __future__ import annotations

import bisect
import hashlib
import importlib.metadata
import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import compiler
from compiler.model.copy import Field, Places
from compiler.model.diagnostics import Source, Span
from compiler.model.galley import Box
from compiler.model.look import Face

PACKAGES = ("weasyprint", "pydyf", "fonttools", "jinja2", "markdown-it-py", "pydantic", "pyproj", "shapely", "babel")
"""Whose versions can change a page."""


def field_map(
    boxes: Mapping[Field, Sequence[Box]],
    folios: Sequence[str | None],
    places: Places,
    sources: Mapping[PurePosixPath, Source],
) -> bytes:
    """JSON: for each field its file and line, and its boxes in micrometres from the top left corner of the trim.

    `folios` are those of all pages of the PDF, in order.
    """
    starts = {path: source.starts() for path, source in sources.items()}
    fields = {
        str(field): {**_place(places.get(field), starts), "boxes": [_box(folios, box) for box in found]}
        for field, found in sorted(boxes.items())
    }
    # For programs: on one line, which is written many times faster.
    return (json.dumps({"unit": "micrometre", "fields": fields}, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _place(span: Span | None, starts: Mapping[PurePosixPath, list[int]]) -> dict[str, str | int | None]:
    """File, line and column of a field; lines are looked up in `starts`, made once for each file."""
    if span is None or span.path not in starts:
        return {"path": str(span.path) if span else None, "line": None, "column": None}
    line = bisect.bisect_right(starts[span.path], span.start)
    return {"path": str(span.path), "line": line, "column": span.start - starts[span.path][line - 1] + 1}


def _box(folios: Sequence[str | None], box: Box) -> dict[str, str | int | None]:
    return {
        "page_index": box.page_index,
        "folio": folios[box.page_index],
        "x": box.x,
        "y": box.y,
        "width": box.width,
        "height": box.height,
    }


def manifest(read: Mapping[PurePosixPath, str], written: Mapping[PurePosixPath, bytes], faces: Sequence[Face]) -> bytes:
    """JSON: inputs, outputs and fonts by SHA-256, and the versions of what made them; no times."""
    return _json(
        {
            "compiler": compiler.__version__,
            "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
            "inputs": {str(path): digest for path, digest in sorted(read.items())},
            "fonts": {face.path: hashlib.sha256(face.data).hexdigest() for face in faces},
            "outputs": {str(path): hashlib.sha256(data).hexdigest() for path, data in sorted(written.items())},
        }
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
