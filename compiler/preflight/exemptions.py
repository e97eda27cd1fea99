"""What the layouts let pass, with the reason, once: tokens such as `--exempt-raised: minimum-type 5pt "why"`.

A role is known by the size of its type: `--exempt-raised` speaks of type of the size that `--type-raised` gives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Rule = Literal["minimum-type", "safe-zone"]

_EXEMPT = re.compile(
    r"^\s*--exempt-([a-z-]+):\s*(minimum-type|safe-zone)\s+([0-9.]+)(pt|mm)\s+\"([^\"]+)\"\s*;", re.MULTILINE
)
_TYPE = re.compile(r"^\s*--type-([a-z-]+):\s*([0-9.]+)pt\b", re.MULTILINE)
_SLACK = 0.03
"""Points by which a size may differ: less than any two of a scale do."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """For type of `size` points another limit holds, in points; `reason` is the designer's."""

    role: str
    size: float
    rule: Rule
    limit: float
    reason: str


def exemptions(tokens: str) -> tuple[Exemption, ...]:
    """All exemptions of a tokens.css; one whose role has no type token says nothing of any type."""
    bare = re.sub(r"/\*.*?\*/", "", tokens, flags=re.DOTALL)
    sizes = {role: float(size) for role, size in _TYPE.findall(bare)}
    found: list[Exemption] = []
    for role, rule, value, unit, reason in _EXEMPT.findall(bare):
        limit = float(value) * (72 / 25.4 if unit == "mm" else 1)
        if role in sizes:
            found.append(Exemption(role, sizes[role], rule, limit, reason))
    return tuple(found)


def limit_for(size: float, rule: Rule, usual: float, exempt: tuple[Exemption, ...]) -> float:
    """The limit that holds for type of this size, in points."""
    found = [each.limit for each in exempt if each.rule == rule and abs(each.size - size) <= _SLACK]
    return min(found, default=usual)
