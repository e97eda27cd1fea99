"""Trees -> Publication: every field has its kind, every name exists, the house style is kept.

`check` says all it can find in one run. What is at fault is left out or left blank in the value, so that a proof can be
set; a report that lacks a file is there as `missing`.
"""

from __future__ import annotations

from dataclasses import dataclass

from compiler.check.contrast import check_contrast
from compiler.check.faults import Faults
from compiler.check.newcity import new_city
from compiler.check.publication import publication
from compiler.check.published import readme_tables, schemas
from compiler.model.copy import Places
from compiler.model.diagnostics import Outcome
from compiler.model.look import Look
from compiler.model.publication import Publication
from compiler.model.tree import Copy


@dataclass(frozen=True, slots=True)
class Checked:
    """The publication as checked, None when there is nothing to set, and where each field stands in the sources."""

    publication: Publication | None
    places: Places


def check(copy: Copy, language: str | None, look: Look | None) -> Outcome[Checked]:
    """Check all copy of one language; without a language it is the first that publication.yaml lists.

    Without a `look` the names of swatches and signs are believed, and the measures of the house are taken for pictures.
    """
    faults = Faults(copy.sources)
    made = publication(copy, language, look, faults)
    if look is not None:
        check_contrast(look, faults)
    places = {field: spot.span for field, spot in faults.spots.items()}
    return Outcome(Checked(made, places), faults.diagnostics)


__all__ = ["Checked", "check", "new_city", "readme_tables", "schemas"]
