"""Names of the whole volume: what links lead to, and what is wrong with names and folios across parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from compiler.link.printed import printed
from compiler.model.diagnostics import Diagnostic, error
from compiler.model.galley import Destination, Symbols
from compiler.model.part import Folios
from compiler.model.volume import Binding


def destinations(binding: Binding, symbols: Sequence[Symbols]) -> Iterator[tuple[str, int, Destination]]:
    """Every destination: its name, the index of its page in the PDF, and where it stands on the page.

    Of a name given twice, which is a fault, the first counts.
    """
    given: set[str] = set()
    for part, each in enumerate(symbols):
        for name, at in each.destinations.items():
            if name not in given:
                given.add(name)
                yield name, binding.firsts[part] + at.page_index, at


def faults(binding: Binding, folios: Folios, symbols: Sequence[Symbols]) -> tuple[Diagnostic, ...]:
    """What can be wrong between galleys that are right: links that lead nowhere, names given twice, folios that moved.

    It looks at symbols only, so that it can be asked before any page is written.
    """
    given = Counter(name for each in symbols for name in {**each.destinations, **each.ids})
    found: dict[Diagnostic, None] = {}
    for part, each in enumerate(symbols):
        for name in each.links:
            if name not in given:
                message = f"a link goes to `{name}`, which is nowhere in the publication"
                found[error("dangling-link", message, notes=(f"in the part `{each.part}`",))] = None
        for use in each.folios:
            fault = printed(use, part, each.part, binding, folios).fault
            if fault is not None:
                found[fault] = None
    for name, times in given.items():
        if times > 1:
            message = f"the anchor `{name}` is given {times} times; it has to be given once"
            found[error("duplicate-anchor", message)] = None
    return tuple(found)
