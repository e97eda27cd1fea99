"""layouts/fonts/ -> faces: full static TrueType files with their licence beside them, or a fault that says why not."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from fontTools.ttLib import TTFont, TTLibError

from compiler.model.copy import Digest
from compiler.model.diagnostics import Diagnostic, Label, Outcome, Source, Span, error
from compiler.model.look import Face

RESTRICTED = 0x0002
"""OS/2 fsType: embedding needs the owner's leave (OpenType 1.9, OS/2)."""

OTHER_FONTS = {".otf", ".woff", ".woff2", ".ttc", ".otc", ".pfb", ".eot"}


@dataclass(frozen=True, slots=True)
class Faces:
    faces: tuple[Face, ...]
    sources: Mapping[PurePosixPath, Source]


class _Unfit(Exception):  # noqa: N818  # never leaves this module
    """Name, message and remedy of a font file's fault."""


def open_faces(read: Callable[[PurePosixPath], bytes], files: Iterable[PurePosixPath]) -> Outcome[Faces]:
    """All faces of the folder; a file that cannot serve is reported and left out."""
    files = list(files)
    licences = {_stem(path) for path in files if path.suffix == ".txt" and re.search("OFL|LICEN[CS]E", path.name, re.I)}
    faces: list[Face] = []
    said: list[Diagnostic] = []
    sources: dict[PurePosixPath, Source] = {}
    for path in files:
        try:
            if path.suffix.lower() in OTHER_FONTS:
                raise _Unfit(
                    "font-format", f"`{path.name}` is no TrueType file", "put the static .ttf of the face here"
                )
            if path.suffix.lower() != ".ttf":
                continue
            if _stem(path) not in licences:
                remedy = f"put the text of its licence beside it, as `{_stem(path)}-OFL.txt`"
                raise _Unfit("missing-licence", f"`{path.name}` has no licence beside it", remedy)
            faces.append(_face(path, read(path)))
        except _Unfit as fault:
            name, message, remedy = fault.args
            sources[path] = Source(path, "")
            said.append(error(name, message, Label(Span(path, 0, 0)), help=(remedy,)))
    return Outcome(Faces(tuple(faces), MappingProxyType(sources)), tuple(said))


def _stem(path: PurePosixPath) -> str:
    """The name of the family in a file's name: what stands before the first hyphen."""
    return path.stem.split("-")[0]


def _face(path: PurePosixPath, data: bytes) -> Face:
    try:
        font = TTFont(io.BytesIO(data), lazy=True)
        names: Any = font["name"]
        os2: Any = font["OS/2"]
        family = names.getDebugName(16) or names.getDebugName(1)
        weight, restricted = int(os2.usWeightClass), bool(os2.fsType & RESTRICTED)
        italic, variable, outlines = bool(os2.fsSelection & 1), "fvar" in font, "glyf" in font
    except (TTLibError, KeyError, AttributeError, ValueError, AssertionError, OSError) as fault:
        reason = f"`{path.name}` cannot be read as a font: {type(fault).__name__}"
        raise _Unfit("unreadable-font", reason, "fetch the file again from where it is published") from None
    if variable:
        remedy = "put a static file for each weight here: fontTools.varLib.instancer makes them"
        raise _Unfit("variable-font", f"`{path.name}` is a variable font", remedy)
    if not outlines:
        raise _Unfit("font-format", f"`{path.name}` holds no TrueType outlines", "put the static .ttf of the face here")
    if restricted:
        remedy = "choose a face under a free licence"
        raise _Unfit("missing-licence", f"`{path.name}` says that it may not be embedded", remedy)
    if not family:
        raise _Unfit(
            "unreadable-font", f"`{path.name}` names no family", "fetch the file again from where it is published"
        )
    return Face(str(path), str(family), weight, italic, Digest(hashlib.sha256(data).hexdigest()), data)
