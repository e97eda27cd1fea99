"""Putting functions in the place of others, for a while."""

from __future__ import annotations

import hashlib
import inspect
import textwrap
from collections.abc import Generator
from contextlib import contextmanager

from compiler.typeset.door import Untyped

Leaning = tuple[tuple[str, str], ...]
"""Dotted names of functions, each with the digest of the source it was written against."""


@contextmanager
def replaced(*changes: tuple[Untyped, str, Untyped]) -> Generator[None]:
    """Set attributes (owner, name, value), and set them back at the end, whatever happens."""
    before = [(owner, name, inspect.getattr_static(owner, name)) for owner, name, _ in changes]
    for owner, name, value in changes:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, value in reversed(before):
            setattr(owner, name, value)


def source(function: Untyped) -> str:
    """The source of a function or method, from its first column."""
    return textwrap.dedent(inspect.getsource(function))


def digest(function: Untyped) -> str:
    """Twelve digits of the digest of a function's source."""
    return hashlib.sha256(source(function).encode()).hexdigest()[:12]


def altered(function: Untyped, namespace: dict[str, Untyped], *changes: tuple[str, str]) -> Untyped:
    """The function with pieces of its source (old, new) exchanged; `LookupError` when one stands there no longer."""
    text = source(function)
    for old, new in changes:
        if text.count(old) != 1:
            raise LookupError(f"{function.__qualname__} no longer holds `{old}`")
        text = text.replace(old, new)
    made: dict[str, Untyped] = {}
    exec(compile(text, f"<altered {function.__qualname__}>", "exec"), namespace, made)
    return made[function.__name__]
