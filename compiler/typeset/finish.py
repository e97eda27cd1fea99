"""The document's own entries: catalog, labels of the pages, metadata, intent; given to WeasyPrint as its finisher."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compiler.model.galley import Settings
from compiler.model.publication import Numerals
from compiler.typeset.tags import Tags

OPTIONS: Mapping[str, Any] = {"pdf_tags": True, "pdf_version": "1.7", "pdf_identifier": True}
"""What `write_pdf` must be called with besides the finisher; never a `pdf_variant`: metadata is ours."""


@dataclass(frozen=True, slots=True)
class PageLabel:
    """How a viewer names one page: `prefix`, then `number` in `numerals`; `number` None where the prefix is all."""

    prefix: str = ""
    numerals: Numerals = "arabic"
    number: int | None = None


def finisher(tags: Tags, settings: Settings, labels: Sequence[PageLabel]) -> Callable[[Any, Any], None]:
    """The function for `write_pdf(finisher=...)`; `labels` holds one label for each page of the PDF, in order."""

    def finish(document: Any, pdf: Any) -> None:
        """WeasyPrint calls this with its `Document` and the `pydyf.PDF`, before anything is written."""

    return finish
