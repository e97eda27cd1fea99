"""Pictures as facts: size, colour and profile, read from their heads; no pixel is decoded."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from pathlib import PurePosixPath
from typing import cast

from PIL import Image, ImageCms, UnidentifiedImageError
from PIL.ExifTags import Base

from compiler.model.copy import Digest
from compiler.model.diagnostics import Diagnostic, Label, Outcome, Severity, Span
from compiler.model.tree import PictureFacts

FORMATS = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg"), "TIFF": (".tif", ".tiff")}
"""What is printed from. WebP is left out: it comes as saved from web sites, too small and twice compressed."""

SUFFIXES = frozenset(
    suffix for known in FORMATS.values() for suffix in known
) | {".webp", ".gif", ".bmp", ".avif", ".heic", ".heif", ".jp2", ".psd", ".jpe", ".jfif"}  # fmt: skip
"""Names that say their file is a picture; those beyond FORMATS are reported."""

PIXEL_LIMIT = 80_000_000
"""A spread with bleed at 400 dots an inch takes 32 million; beyond, a file is a mistake or an attack."""

SIDE_LIMIT = 30_000
"""Pixels; JPEG cannot hold more than 65,535, and decoders take a whole row at a time."""


def look_at(path: PurePosixPath, data: bytes) -> Outcome[PictureFacts]:
    """Facts of a picture. There are none when it is damaged, too large, or of a format that is not printed from."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of a picture beyond its own limit, and of oddities in metadata that do no harm.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _facts(path, data)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return Outcome(None, (_huge(path, f"the picture has more than {PIXEL_LIMIT:,} pixels"),))
    except UnidentifiedImageError:
        if not any(path.suffix.lower() in known for known in FORMATS.values()):
            return Outcome(None, (_unsupported(path, path.suffix[1:].upper()),))
        help_ = "save it anew as PNG, JPEG or TIFF"
        return Outcome(None, (_error("damaged-picture", path, "the file cannot be understood as a picture", help_),))
    except Exception:
        # A damaged file makes Pillow's readers fail in any way: struct.error, SyntaxError, KeyError, OverflowError...
        return Outcome(None, (_damaged(path, "its beginning cannot be understood"),))


def _facts(path: PurePosixPath, data: bytes) -> Outcome[PictureFacts]:
    with Image.open(io.BytesIO(data)) as image:
        kind = image.format or "?"
        if kind not in FORMATS:
            return Outcome(None, (_unsupported(path, kind),))
        width, height = _upright(image)
        if width * height > PIXEL_LIMIT or max(width, height) > SIDE_LIMIT:
            return Outcome(None, (_huge(path, f"the picture has {width:,} × {height:,} pixels"),))
        if trouble := _broken(kind, data, image):
            return Outcome(None, (_damaged(path, trouble),))
        profile = image.info.get("icc_profile")
        facts = PictureFacts(
            path=path,
            digest=Digest(hashlib.sha256(data).hexdigest()),
            format=kind,
            width=width,
            height=height,
            mode=image.mode,
            profile=_profile(profile) if isinstance(profile, bytes) and profile else None,
        )
    return Outcome(facts, _named(path, kind))


def _upright(image: Image.Image) -> tuple[int, int]:
    """Width and height as the picture is shown; cameras write which way they were held (Exif 2.32, tag 0x0112)."""
    width, height = image.size
    exif = Image.Exif()
    raw = image.info.get("exif")
    if image.format == "TIFF" or not isinstance(raw, bytes):
        return width, height  # Pillow turns TIFF by itself
    exif.load(raw)
    return (height, width) if exif.get(Base.Orientation.value) in (5, 6, 7, 8) else (width, height)


def _broken(kind: str, data: bytes, image: Image.Image) -> str | None:
    """What is missing from a file whose head is whole, as far as can be seen without decoding."""
    if kind == "PNG":
        return _broken_png(data)
    if kind == "JPEG":
        return None if b"\xff\xd9" in data[-65536:] else "its end is missing"
    tags: dict[int, object] = dict(getattr(image, "tag_v2", {}))
    for offsets, counts in ((273, 279), (324, 325)):  # strips and tiles, TIFF 6.0, sections 3 and 15
        ends = [at + count for at, count in zip(_numbers(tags.get(offsets)), _numbers(tags.get(counts)), strict=False)]
        if any(end > len(data) for end in ends):
            return "its end is missing"
    return None


def _broken_png(data: bytes) -> str | None:
    """Walk the chunks (PNG, third edition, clause 5.3); their checksums are left to the decoder."""
    at = 8
    while at + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        at += 12 + length
        if name == b"IEND" and at <= len(data):
            return None
    return "its end is missing"


def _numbers(value: object) -> tuple[int, ...]:
    items = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
    return tuple(item for item in items if isinstance(item, int))


def _profile(data: bytes) -> str:
    """The description of an ICC profile, for messages; a profile that cannot be read has the name `unknown`."""
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(data))).strip() or "unknown"
    except (ImageCms.PyCMSError, OSError, ValueError):
        return "unknown"


def _named(path: PurePosixPath, kind: str) -> tuple[Diagnostic, ...]:
    if path.suffix.lower() in FORMATS[kind]:
        return ()
    message = f"`{path.name}` holds a {kind} picture, but its name ends in `{path.suffix}`"
    return (
        _warning("picture-suffix", path, message, f"name it `{path.stem}{FORMATS[kind][0]}`, here and in the copy"),
    )


def _unsupported(path: PurePosixPath, kind: str) -> Diagnostic:
    message = f"`{path.name}` is a {kind} picture, which is not printed from"
    return _warning("unsupported-picture", path, message, "ask for the original, or save it as PNG, JPEG or TIFF")


def _huge(path: PurePosixPath, message: str) -> Diagnostic:
    return _error("huge-picture", path, message, "scale it down: 300 dots an inch in the size it is printed are enough")


def _damaged(path: PurePosixPath, trouble: str) -> Diagnostic:
    message = f"the picture is damaged: {trouble}"
    return _error("damaged-picture", path, message, "ask for the file again; it may have been cut off on its way")


def _error(name: str, path: PurePosixPath, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(name, Severity.ERROR, message, Label(Span(path, 0, 0)), help=(remedy,))


def _warning(name: str, path: PurePosixPath, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(name, Severity.WARNING, message, Label(Span(path, 0, 0)), help=(remedy,))
