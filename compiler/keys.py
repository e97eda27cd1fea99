"""Keys: digests of everything that a result depends on. No file times, no paths of this machine, no line numbers."""

from __future__ import annotations

import ctypes
import dataclasses
import datetime
import hashlib
import importlib.metadata
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path, PurePath
from typing import cast

from compiler.model.copy import Digest

CODE = Path(__file__).resolve().parent

ENGINE = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "fonttools", "pillow")
"""Packages whose versions can change a set page."""

LIBRARIES = (
    ("libpango-1.0.so.0", "pango_version_string"),
    ("libharfbuzz.so.0", "hb_version_string"),
)
"""Libraries of the system that break lines and shape letters, and the function that tells their version."""


Feed = Callable[[bytes], None]


WORKING = frozenset({".py", ".conf", ".icc"})
"""Suffixes of files of the package that results depend on; the rest is to be read."""


class Unkeyable(TypeError):  # noqa: N818  # a bug of the compiler, never met by a user
    """A value of which no key can be made."""


def digest(*values: object) -> Digest:
    """The SHA-256 of values, by their content alone: tuples, mappings, sets, dataclasses, paths, dates, plain values.

    Raises `Unkeyable` for anything else.
    """
    made = hashlib.sha256()
    for value in values:
        _feed(made.update, value)
    return Digest(made.hexdigest())


def _feed(feed: Feed, value: object) -> None:
    """Every value with its kind and length, so that two different values never give the same bytes."""
    if isinstance(value, str):
        data = value.encode("utf-8", "surrogatepass")
        feed(b"s%d:" % len(data) + data)
    elif isinstance(value, bytes):
        feed(b"b%d:" % len(value) + value)
    elif value is None or isinstance(value, bool | int | float):
        feed(f"{type(value).__name__}:{value!r};".encode())
    elif isinstance(value, Enum):
        _feed(feed, (type(value).__name__, value.name))
    elif isinstance(value, PurePath):
        _feed(feed, value.as_posix())
    elif isinstance(value, datetime.date | datetime.datetime):
        _feed(feed, value.isoformat())
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        feed(f"d{type(value).__name__}{len(fields)}:".encode())
        for field in fields:
            _feed(feed, field.name)
            _feed(feed, getattr(value, field.name))
    elif isinstance(value, Mapping):
        _feed_all(feed, b"m", sorted(cast("Mapping[object, object]", value).items(), key=_first))
    elif isinstance(value, tuple | list):
        _feed_all(feed, b"t", cast("Iterable[object]", value))
    elif isinstance(value, set | frozenset):
        _feed_all(feed, b"f", sorted(cast("Iterable[object]", value), key=repr))
    else:
        raise Unkeyable(f"no key can be made of a {type(value).__name__}")


def _first(entry: tuple[object, object]) -> str:
    return repr(entry[0])


def _feed_all(feed: Feed, kind: bytes, values: Iterable[object]) -> None:
    held = list(values)
    feed(kind + b"%d:" % len(held))
    for each in held:
        _feed(feed, each)


@lru_cache(maxsize=8)
def code(*folders: str) -> Digest:
    """The digest of the compiler's own files below these folders of the package; of all of them without any."""
    found = [path for folder in folders or ("",) for path in (CODE / folder).rglob("*") if path.suffix in WORKING]
    return digest([(path.relative_to(CODE), path.read_bytes()) for path in sorted(found)])


@lru_cache(maxsize=1)
def engine() -> tuple[str, ...]:
    """What sets pages: Python, packages and libraries with their versions."""
    libraries = [f"{name} {_version(name, function)}" for name, function in LIBRARIES]
    return (f"python {sys.version_info.major}.{sys.version_info.minor}", *versions(ENGINE), *libraries)


@lru_cache(maxsize=8)
def versions(packages: tuple[str, ...]) -> tuple[str, ...]:
    """Packages with their versions."""
    return tuple(f"{name} {_installed(name)}" for name in packages)


@lru_cache(maxsize=64)
def _installed(package: str) -> str:
    """The version of a package, which takes a while to find."""
    return importlib.metadata.version(package)


def _version(name: str, function: str) -> str:
    """The version of a library; nothing where it goes by another name: then the typesetter finds it its own way."""
    try:
        asked = getattr(ctypes.CDLL(name), function)
    except OSError:
        return ""
    asked.restype = ctypes.c_char_p
    return bytes(asked()).decode()
