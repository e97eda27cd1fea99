"""What the typesetter draws wrong, drops in silence or cannot know of: refused in layouts, each at its place.

The reasons stand in the explanation of each name.
"""

from __future__ import annotations

from collections.abc import Iterable

from compiler.model.diagnostics import Label, Source, Span
from compiler.model.look import Look
from compiler.pour.css import Declaration, Item, Sheet, groups, rules_in, words
from compiler.pour.lint.findings import Findings, Known
from compiler.pour.lint.markup import inline_tokens, lint_template
from compiler.pour.lint.sheets import SHEET, SheetLint

__all__ = ["PART_TOKENS", "SHEET", "Findings", "blanked", "inline_tokens", "lint_sheets", "lint_template"]

PART_TOKENS = ("--c", "--on", "--tab-top", "--tab-height", "--tab-label", "--folio", "--numerals", "--spine")
"""Custom properties that every part brings of itself."""


def lint_sheets(sources: Iterable[Source], look: Look, inline: Iterable[str], found: Findings) -> Known:
    """Check all style sheets; `inline` are tokens that style attributes of templates declare."""
    read = [(Sheet(source), Sheet(source).rules()) for source in sources]
    known = _known(read, look, inline)
    for sheet, rules in read:
        SheetLint(sheet, known, found).check(rules)
    _defaults(read, found)
    return known


def blanked(source: Source, found: Findings) -> str:
    """A sheet without the declarations that would stop the typesetter; lines keep their numbers."""
    text = source.text
    for span in found.blank.get(source.path, []):
        text = (
            text[: span.start]
            + "".join(char if char in "\r\n" else " " for char in text[span.start : span.end])
            + text[span.end :]
        )
    return text


def _known(read: list[tuple[Sheet, tuple[Item, ...]]], look: Look, inline: Iterable[str]) -> Known:
    tokens = {*PART_TOKENS, *(f"--{name}" for name in look.swatches), *inline}
    masters: set[str] = set()
    for _, rules in read:
        for rule in rules_in(rules):
            tokens |= {
                item.name for item in rule.content or () if isinstance(item, Declaration) and item.name[:2] == "--"
            }
            if rule.keyword == "page" and words(rule.prelude) and words(rule.prelude)[0].kind == "ident":
                masters.add(words(rule.prelude)[0].name)
    families = frozenset(face.family for face in look.faces)
    return Known(frozenset(look.swatches), frozenset(tokens), families, frozenset(masters))


def _defaults(read: list[tuple[Sheet, tuple[Item, ...]]], found: Findings) -> None:
    """Links, rules and the page itself have colours of their own, no swatches, until a sheet gives them one."""
    coloured: set[str] = set()
    for _, rules in read:
        for rule in rules_in(rules):
            if any(isinstance(item, Declaration) and item.name == "color" for item in rule.content or ()):
                coloured |= {words(group)[0].name for group in groups(rule.prelude) if len(words(group)) == 1}
    sheet = next((sheet for sheet, _ in read if sheet.source.path == SHEET), None)
    if sheet is None:
        return
    at = Label(Span(SHEET, 0, min(1, len(sheet.source.text))))
    for name, what in (("html", "the page"), ("a", "links"), ("hr", "rules")):
        if name not in coloured:
            remedy = "html { color: var(--ink) }" if name == "html" else f"{name} {{ color: inherit }}"
            found.add("default-colour", f"{what} would be drawn in a colour that is no swatch", at, f"add `{remedy}`")
