"""Types of what layouts are given, as far as their hints tell: attributes, items, elements."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NewType, Union, get_args, get_origin

from compiler.pour.terms import Words

Hint = Any
"""A type hint; `UNKNOWN` where nothing is known, and nothing is held against a layout."""


class Unknown:
    """The type of what cannot be told."""


UNKNOWN: Hint = Unknown


@dataclasses.dataclass(frozen=True, slots=True)
class Module:
    """The type of an imported template: its macros are its attributes."""

    template: str


@dataclasses.dataclass(frozen=True, slots=True)
class MacroOf:
    """The type of a macro."""

    template: str
    name: str


class Loop:
    """`loop` inside a `for`."""

    NAMES = (
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "cycle", "changed",
        "previtem", "nextitem",
    )  # fmt: skip


class Namespace:
    """What `namespace()` gives: any attribute may be set on it."""


def alternatives(hint: Hint) -> Iterator[Hint]:
    """The members of a union without None; new types and literals as what they are made of."""
    if isinstance(hint, NewType):
        yield from alternatives(hint.__supertype__)
    elif get_origin(hint) in (Union, types.UnionType):
        for each in get_args(hint):
            if each is not type(None):
                yield from alternatives(each)
    elif get_origin(hint) is Literal:
        values: tuple[object, ...] = get_args(hint)
        yield from dict.fromkeys(type(value) for value in values)
    else:
        yield hint


def union(*hints: Hint) -> Hint:
    """One of several types; unknown when one of them is."""
    found = list(dict.fromkeys(each for hint in hints for each in alternatives(hint)))
    if not found or UNKNOWN in found:
        return UNKNOWN
    return found[0] if len(found) == 1 else Union[tuple(found)]  # noqa: UP007 - made at run time


@lru_cache(maxsize=256)
def fields(owner: type) -> Mapping[str, Hint]:
    """Fields and properties of a dataclass with their types."""
    try:
        hints = typing.get_type_hints(owner)
    except NameError:  # a hint that only type checkers can see
        hints = {}
    found = {field.name: hints.get(field.name, UNKNOWN) for field in dataclasses.fields(owner)}
    for name, value in vars(owner).items():
        if isinstance(value, property) and not name.startswith("_"):
            found[name] = UNKNOWN
    return found


def is_mapping(hint: Hint) -> bool:
    origin = get_origin(hint) or hint
    return isinstance(origin, type) and issubclass(origin, Mapping)


def attribute(hint: Hint, name: str) -> Hint | None:
    """The type of an attribute; None when no alternative of the owner has it."""
    found = [each for one in alternatives(hint) if (each := _attribute(one, name)) is not None]
    return union(*found) if found else None


def _attribute(one: Hint, name: str) -> Hint | None:
    if one in (UNKNOWN, Namespace, Words) or isinstance(one, Module):
        return UNKNOWN
    if one is Loop:
        return {"first": bool, "last": bool}.get(name, int) if name in Loop.NAMES else None
    if dataclasses.is_dataclass(one) and isinstance(one, type):
        return fields(one).get(name)
    if is_mapping(one):
        return _of_mapping(one, name)
    owner = get_origin(one) or one
    if isinstance(owner, type) and owner.__module__ in ("builtins", "datetime", "markupsafe", "pathlib"):
        return UNKNOWN if hasattr(owner, name) and not name.startswith("_") else None
    return UNKNOWN


def _of_mapping(one: Hint, name: str) -> Hint:
    key, value = get_args(one) or (UNKNOWN, UNKNOWN)
    return {"items": tuple[tuple[key, value], ...], "keys": tuple[key, ...], "values": tuple[value, ...]}.get(
        name, value
    )


def attributes(hint: Hint) -> tuple[str, ...]:
    """Names that a type has, for offering near ones."""
    names: set[str] = set()
    for one in alternatives(hint):
        if one is Loop:
            names.update(Loop.NAMES)
        elif dataclasses.is_dataclass(one) and isinstance(one, type):
            names.update(fields(one))
    return tuple(sorted(names))


def element(hint: Hint) -> Hint:
    """The type of what a loop over something gives."""
    return union(*(_element(one) for one in alternatives(hint)))


def _element(one: Hint) -> Hint:
    if get_origin(one) in (tuple, list, frozenset, set):
        inside = [each for each in get_args(one) if each is not Ellipsis]
        return union(*inside)
    if is_mapping(one):
        return (get_args(one) or (UNKNOWN,))[0]
    return str if one is str else UNKNOWN


def item(hint: Hint, index: object) -> Hint:
    """The type of `hint[index]`; `index` is None where it is not written out."""
    return union(*(_item(one, index) for one in alternatives(hint)))


def _item(one: Hint, index: object) -> Hint:
    if is_mapping(one):
        return (get_args(one) or (UNKNOWN, UNKNOWN))[1]
    arguments = get_args(one)
    if get_origin(one) is tuple and Ellipsis not in arguments and isinstance(index, int) and index < len(arguments):
        return arguments[index]
    return _element(one)


def unpacked(hint: Hint, count: int) -> list[Hint]:
    """The types of the names that a tuple is taken apart into."""
    arguments = get_args(hint)
    if get_origin(hint) is tuple and len(arguments) == count and Ellipsis not in arguments:
        return list(arguments)
    return [element(hint)] * count


def described(hint: Hint) -> str:
    """A type in a message: its name, or those of its alternatives."""
    names = [getattr(one, "__name__", str(one)) for one in alternatives(hint)]
    return " or ".join(names[:3]) + (" …" if len(names) > 3 else "")
