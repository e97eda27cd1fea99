"""Names near enough to a misspelt one to be worth offering."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """At most three similar names, the nearest first."""
    return tuple(difflib.get_close_matches(name, sorted(set(names)), n=3, cutoff=0.6))


def offer(name: str, names: Iterable[str], kind: str) -> tuple[str, ...]:
    """A line of help that offers similar names, or lists a short choice; nothing when there is nothing to offer."""
    choice = sorted(set(names))
    similar = near(name, choice)
    if similar:
        return (f"there is a similar {kind}: {', '.join(f'`{each}`' for each in similar)}",)
    if 0 < len(choice) <= 12:
        return (f"there are: {', '.join(f'`{each}`' for each in choice)}",)
    return ()
