"""What layouts are given, as a list for designers: made from the views, so that it cannot go stale.

`python -m compiler.pour.given` prints the section of layouts/README.md that stands between its marks.
"""

from __future__ import annotations

import dataclasses
import sys
import types
from collections.abc import Iterator
from typing import Literal, NewType, Union, get_args, get_origin

from compiler.model.look import Look
from compiler.model.part import Part
from compiler.model.publication import Publication
from compiler.pour import hints
from compiler.pour.filters import OWN
from compiler.pour.hints import Hint
from compiler.pour.views import VIEWS

BEGIN, END = "<!-- names: begin -->", "<!-- names: end -->"

HIDDEN = (
    "ConvergenceSettings", "Emphasis", "Face", "Geography", "IndexEntry", "Link", "List", "Note", "Paragraph",
    "PartSetting", "Raised", "Run", "Span", "Strong", "Terms",
)  # fmt: skip
"""Types that layouts can see and have no use for: prose is printed by its filter, terms by their names."""

NESTED = {str: "text", int: "number", float: "number", bool: "yes or no"}


def section() -> str:
    """The list in Markdown: views by kind of part, then every type in them, then the filters."""
    rows = [BEGIN, "| part | `view` |", "|---|---|"]
    by_view: dict[type, list[str]] = {}
    for kind, view in VIEWS.items():
        by_view.setdefault(view, []).append(f"`{kind}`")
    rows += [f"| {', '.join(kinds)} | {view.__name__} |" for view, kinds in by_view.items()]
    rows += ["", "| type | has |", "|---|---|"]
    rows += [f"| {owner.__name__} | {_fields(owner)} |" for owner in _types([*by_view, Part, Publication, Look])]
    rows += ["", "| filter | does |", "|---|---|"]
    for function in OWN.values():
        use, _, does = (function.__doc__ or "").strip().partition(": ")
        rows.append(f"| {use.replace('|', chr(92) + '|')} | {does.rstrip('.')} |")
    return "\n".join([*rows, END])


def _types(owners: list[type]) -> Iterator[type]:
    """Dataclasses reachable from some, each once: first the views, then what they hold, by name."""
    found: dict[type, None] = dict.fromkeys(owners)
    waiting = list(owners)
    while waiting:
        for hint in hints.fields(waiting.pop()).values():
            for each in _inside(hint):
                if dataclasses.is_dataclass(each) and isinstance(each, type) and each not in found:
                    found[each] = None
                    waiting.append(each)
    rest = sorted((owner for owner in found if owner not in owners), key=lambda owner: owner.__name__)
    yield from (owner for owner in (*owners, *rest) if owner.__name__ not in HIDDEN)


def _inside(hint: Hint) -> Iterator[Hint]:
    yield hint
    for each in get_args(hint):
        yield from _inside(each)


def _fields(owner: type) -> str:
    return ", ".join(f"`{name}` {_told(hint)}".strip() for name, hint in hints.fields(owner).items())


def _told(hint: Hint, nested: bool = False) -> str:
    """A type in a few words; text and numbers say nothing unless they stand in something else."""
    if isinstance(hint, NewType):
        return hint.__name__
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        named = [_told(each) for each in arguments if each is not type(None)]
        several = " or ".join(name for name in named if name) if len(named) < 5 else "one of the blocks"
        return f"{several} or none".strip() if type(None) in arguments else several
    if origin is Literal:
        return "(" + ", ".join(str(each) for each in arguments) + ")"
    if origin is tuple:
        inside = [_told(each, nested=True) for each in arguments if each is not Ellipsis]
        return f"[{', '.join(inside)}]" if Ellipsis not in arguments else f"[{inside[0]} …]"
    if hints.is_mapping(hint) and arguments:
        return f"{{{_told(arguments[1], nested=True)}}} by name"
    if hint is hints.UNKNOWN or hint in (str, int, float, bool):
        return NESTED.get(hint, "") if nested else ""
    return str(getattr(hint, "__name__", hint))


def main() -> None:
    """Print the section."""
    sys.stdout.write(section() + "\n")


if __name__ == "__main__":
    main()
