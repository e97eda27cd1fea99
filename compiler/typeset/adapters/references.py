"""pydyf rebuilds the tuple of page references at each access, which makes tagging quadratic; here it is kept."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Untyped, pydyf

LEANS_ON: Leaning = (("pydyf.PDF.page_references", "3175bae9885c"),)


@contextmanager
def references_kept() -> Generator[None]:
    """Keep page references while the context lasts, as long as no page is added."""
    kept: dict[int, tuple[int, Untyped]] = {}
    build = pydyf.PDF.page_references.fget

    def page_references(self: Untyped) -> Untyped:
        count = len(self.pages["Kids"])
        known = kept.get(id(self))
        if known is None or known[0] != count:
            known = kept[id(self)] = (count, build(self))
        return known[1]

    with replaced((pydyf.PDF, "page_references", property(page_references))):
        yield
