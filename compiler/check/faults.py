"""Gathers what the checks have to say; all of them write here, none stops at the first fault."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from compiler.check.spots import Spot
from compiler.model.copy import Field, Line, Prose
from compiler.model.diagnostics import Diagnostic, Label, Severity, Source, Span

At = Spot | Span | None


@dataclass(slots=True)
class Faults:
    """Diagnostics in the order found, and what every check needs to place them.

    `spots` knows every field of the copy, `copy` every line and prose that was read, both by field.
    """

    sources: Mapping[PurePosixPath, Source]
    spots: dict[Field, Spot] = field(default_factory=dict[Field, Spot])
    copy: dict[Field, Line | Prose] = field(default_factory=dict[Field, "Line | Prose"])
    _said: dict[Diagnostic, None] = field(default_factory=dict[Diagnostic, None])

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(self._said)

    def say(self, *diagnostics: Diagnostic) -> None:
        """Take over diagnostics made elsewhere; repeats are dropped."""
        self._said.update(dict.fromkeys(diagnostics))

    def error(
        self,
        name: str,
        message: str,
        at: At,
        label: str = "",
        *,
        help: Iterable[str] = (),
        notes: Iterable[str] = (),
        also: Iterable[tuple[At, str]] = (),
        severity: Severity = Severity.ERROR,
        field: Field | None = None,
    ) -> None:
        """Report a fault at a spot (whose field is told) or a span; `also` are secondary marks."""
        primary = _label(at, label)
        seconds = tuple(mark for each, text in also if (mark := _label(each, text)) is not None)
        where = field or (at.field if isinstance(at, Spot) else None)
        self.say(Diagnostic(name, severity, message, primary, seconds, tuple(help), tuple(notes), where))

    def warning(
        self,
        name: str,
        message: str,
        at: At,
        label: str = "",
        *,
        help: Iterable[str] = (),
        notes: Iterable[str] = (),
        also: Iterable[tuple[At, str]] = (),
        field: Field | None = None,
    ) -> None:
        """Report what only a release without an excuse may keep; see `error`."""
        self.error(name, message, at, label, help=help, notes=notes, also=also, severity=Severity.WARNING, field=field)

    def explain(self, prefix: str, about: Callable[[str], tuple[str, ...]]) -> None:
        """Add to empty fields of a file what they are for, where nothing helps yet."""
        for each in [each for each in self._said if each.name == "empty-field" and not each.help]:
            field = each.field or ""
            if field.partition("/")[0] == prefix and (help_ := about(field)):
                self._said = {(replace(each, help=help_) if one is each else one): None for one in self._said}

    def errors_below(self, field: str, names: frozenset[str] | None = None) -> bool:
        """Whether an error (of some names) has been found in a field or in what it holds."""
        return any(
            each.severity is Severity.ERROR
            and (names is None or each.name in names)
            and each.field is not None
            and f"{each.field}/".startswith(f"{field}/")
            for each in self._said
        )

    def spot(self, field: Field | str) -> Spot | None:
        """The spot of a field, or of the nearest field round it."""
        name = str(field)
        while (found := self.spots.get(Field(name))) is None:
            if "/" not in name:
                return None
            name = name.rpartition("/")[0]
        return found


def _label(at: At, text: str) -> Label | None:
    if at is None:
        return None
    return Label(at.span if isinstance(at, Spot) else at, text)


def near(name: str, known: Iterable[str], what: str = "name") -> tuple[str, ...]:
    """A help that offers names near enough to be right; none if there is none."""
    folded: dict[str, str] = {}
    for each in known:
        folded.setdefault(each.casefold(), each)
    found = [folded[each] for each in difflib.get_close_matches(name.casefold(), folded, 2, 0.72)]
    if not found:
        return ()
    return (f"there is a {what} spelled like it: {' and '.join(f'`{each}`' for each in found)}",)


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in backticks with commas, the last after `or`; a long list ends early and says so."""
    all_ = [f"`{name}`" for name in names]
    if len(all_) > most:
        return f"{', '.join(all_[:most])} and {len(all_) - most} more"
    if len(all_) < 2:
        return "".join(all_)
    return f"{', '.join(all_[:-1])} or {all_[-1]}"


def where_is(field: str) -> str:
    """A field in words: `dunkerque`, `initiatives` 2 of `dunkerque`."""
    prefix, _, rest = field.partition("/")
    if not rest:
        return f"`{prefix}`"
    steps: list[str] = []
    for part in rest.split("/"):
        if part.isdigit() and steps:
            steps[-1] += f" {int(part) + 1}"
        else:
            steps.append(f"`{part}`")
    return f"{', '.join(steps)} of `{prefix}`"
