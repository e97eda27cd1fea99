"""How many pages: sheets are folded, and each holds as many pages as it holds."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.objects import Document


def check(document: Document, conditions: Conditions) -> Iterator[Finding]:
    number = len(document.pages)
    if number == 0:
        yield error("no-pages", "the file has no pages")
    elif number % conditions.multiple and not document.more:
        told = "1 page" if number == 1 else f"{number} pages"
        lacking = -number % conditions.multiple
        yield error(
            "page-multiple",
            f"the file has {told}, and a multiple of {conditions.multiple} is needed",
            help=(f"add {lacking} blank {'page' if lacking == 1 else 'pages'} at the end",),
        )
