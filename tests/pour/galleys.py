"""What pouring needs besides layouts: parts, folios, benches; for tests that set nothing."""

from __future__ import annotations

from collections.abc import Mapping

from compiler.model.copy import Anchor, PartId
from compiler.model.diagnostics import Diagnostic
from compiler.model.part import Folio, Folios, Part, Poured
from compiler.model.publication import Publication
from compiler.plan import plan
from compiler.pour import Layouts, pour
from compiler.pour.bench import Bench
from compiler.pour.targets import Targets
from tests.builders import Folder
from tests.pour.second import as_it_is, checked, opened, publication, second


def poured(
    world: Folder | None = None,
    folios: Folios | None = None,
    copy: Publication | None = None,
    plates: frozenset[PartId] = frozenset(),
    layouts: Layouts | None = None,
    only: str | None = None,
) -> tuple[dict[str, Poured], tuple[Diagnostic, ...]]:
    """The parts of the second publication by their id, and all that pouring says; `only` one of them if it is named.

    Layouts are opened and copy is checked anew where the world is another one; what is given is taken.
    """
    copy = copy or (checked(world) if world else publication())
    layouts = layouts or (opened(world)[0] if world else as_it_is()[0])
    parts = tuple(part for part in plan(copy) if only in (None, part.id))
    outcome = pour(layouts, copy, parts, folios, plates, world or second())
    assert outcome.value is not None
    return {str(each.part.id): each for each in outcome.value}, outcome.diagnostics


def folios(of: Mapping[str, int], extent: Mapping[str, tuple[int, int]] | None = None) -> Folios:
    """Arabic folios of anchors, and first and last of parts; the page's index is one less."""
    extent = extent or {}

    def folio(number: int) -> Folio:
        return Folio(number, "arabic", number - 1)

    return Folios(
        {Anchor(anchor): folio(number) for anchor, number in of.items()},
        {PartId(part): folio(first) for part, (first, _) in extent.items()},
        {PartId(part): folio(last) for part, (_, last) in extent.items()},
    )


def a_bench(copy: Publication, known: Folios | None = None, part: Part | None = None) -> Bench:
    """A bench for pouring pieces of a publication by hand."""
    parts = plan(copy)
    return Bench(copy, as_it_is()[0].look, part or parts[0], known, Targets(copy, parts), second())
