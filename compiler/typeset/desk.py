"""Where findings become diagnostics: with the field they concern, or the part, and the page they show on."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from compiler.model.copy import PartId
from compiler.model.diagnostics import Diagnostic, Severity
from compiler.model.galley import page_mark
from compiler.model.part import Part, on_page
from compiler.typeset.folios import Numbered
from compiler.typeset.sourcemap import Origins


class Desk:
    """Gathers what is found in a run; equal findings are told once.

    In a part set `alone` pages have no folio yet: marks stand for them.
    """

    def __init__(self, origins: Origins, parts: Sequence[Part], pages: Sequence[Numbered], alone: bool = False) -> None:
        self.origins = origins
        self._alone = alone
        self._parts = parts
        self._pages = pages
        self._found: dict[Diagnostic, None] = {}

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        return tuple(self._found)

    def take(self, *diagnostics: Diagnostic) -> None:
        """Take what was written elsewhere."""
        self._found.update(dict.fromkeys(diagnostics))

    def tell(
        self,
        name: str,
        message: str,
        element: Element | None = None,
        page_index: int | None = None,
        help: tuple[str, ...] = (),
        severity: Severity = Severity.ERROR,
    ) -> None:
        """A finding about an element, which names field and part, or about a page."""
        field, part = self.origins.field(element), self.origins.part(element)
        notes: list[str] = []
        if part is None and page_index is not None:
            index = self._pages[page_index].part
            part = self._parts[index].id if index is not None else None
        if field is None and part is not None:
            notes.append(f"in the part `{part}`")
        if page_index is not None:
            notes.append(self.page(page_index))
        self.take(Diagnostic(name, severity, message, help=help, notes=tuple(notes), field=field))

    def page(self, page_index: int) -> str:
        """How a page is told: by its folio, or its place in the PDF where it has none."""
        return page_mark(page_index) if self._alone else on_page(self._pages[page_index].folio, page_index)

    def holds(self, page_index: int, part: PartId) -> bool:
        """Whether a page belongs to a part; a blank page belongs to nobody."""
        index = self._pages[page_index].part
        return index is not None and self._parts[index].id == part
