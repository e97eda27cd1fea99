"""Terms as layouts see them, and whether the copy has all that are printed and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compiler.model.copy import Field, Line
from compiler.model.diagnostics import Diagnostic, Label, error, warning
from compiler.model.publication import Publication
from compiler.model.terms import COMPILER_TERMS
from compiler.pour.drawn import TERMS as DRAWN
from compiler.pour.near import offer

POURED = ("convergences",)
"""Terms that views hold, where the copy of a part has no title of its own."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "cover": ("alt_cover", "north", "south"),
    "title": ("alt_title",),
    "how-to-read": ("alt_chart_key", "key_published", "key_rounded", "key_target", "key_none"),
    "foreword": ("alt_foreword_plate",),
    "map": ("alt_map", "map_inset", "map_shared"),
    "reports": (
        "alt_opener", "alt_opener_without_area", "alt_closing_plate", "kilometres", "metres", "north", "south", "east",
        "west",
    ),
    "convergences": ("alt_convergence_plate",),
}  # fmt: skip
"""Terms of drawings by the part that holds them: a publication without the part need not have them."""

FACTS = ("since", "when", "for", "with", "mind")
"""Labels of the facts of an initiative: terms that a layout reaches as `terms[fact.label]`."""


class Words:
    """`terms` of a layout: `terms.approach` is a Line, and a name that the copy lacks prints as itself.

    Names that are lacking are reported once, before anything is poured; a part is not given up for a word.
    """

    __slots__ = ("_words",)

    def __init__(self, publication: Publication) -> None:
        self._words = publication.terms.words

    def __getitem__(self, key: str) -> Line:
        return self._words.get(key) or Line(f"[{key}]", Field(f"words/terms/{key}"))


def unmatched(used: Mapping[str, Label], publication: Publication) -> Iterator[Diagnostic]:
    """Terms that layouts use and the copy lacks, and terms of the copy that nothing prints."""
    words = publication.terms.words
    for key, label in used.items():
        if key not in words:
            spare = [each for each in words if each not in used and each not in COMPILER_TERMS]
            help_ = (f"add `{key}:` to `terms` in the words of `{publication.language}`", *offer(key, spare, "term"))
            yield error("missing-term", f"the layouts print the term `{key}`, which the copy lacks", label, help=help_)
    parts = {setting.kind for setting in publication.parts}
    for key in dict.fromkeys(key for part, keys in NEEDED.items() if part in parts for key in keys):
        if key not in words and key not in used:
            help_ = (f"add `{key}:`, which may hold {_gaps(DRAWN[key])}", *offer(key, set(words) - set(used), "term"))
            message = f"drawings say the term `{key}`, which the copy lacks"
            yield error("missing-term", message, field="words/terms", help=help_)
    known = {*used, *COMPILER_TERMS, *DRAWN, *POURED}
    for key, line in words.items():
        if key not in known:
            help_ = ("take it out of the copy, or print it: `{{ terms." + key + "|copy }}`", *offer(key, known, "term"))
            yield warning("unused-term", f"no layout prints the term `{key}`", field=str(line.field), help=help_)


def _gaps(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{{{name}}}`" for name in names) or "no placeholder"
