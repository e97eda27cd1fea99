"""The whole publication in one WeasyPrint run: the measure of volumes that are linked from parts."""

from __future__ import annotations

import datetime
from pathlib import Path

from compiler.link.endings import odd_reports
from compiler.link.folios import folios_of
from compiler.model.copy import PartId
from compiler.model.galley import Settings, SetVolume
from compiler.model.part import Folios
from compiler.plan import plan
from compiler.pour import pour
from compiler.proofread import proofread
from compiler.typeset import typeset
from compiler.world import Disk

Known = tuple[Folios, frozenset[PartId]]
"""Folios, and the reports that are closed by a plate."""

PASSES = 6
"""How often a publication may be set before its folios count as unsettled."""


class Oracle:
    """Sets one publication. What cannot be set ends the process, which says why."""

    def __init__(self, root: Path) -> None:
        self._world = Disk(root)
        read = proofread(self._world, None)
        checked = read.value.checked if read.value else None
        if read.value is None or read.value.layouts is None or checked is None or checked.publication is None:
            raise SystemExit(f"{root} cannot be set: {read.diagnostics}")
        self._layouts, self._publication = read.value.layouts, checked.publication
        self._parts = plan(self._publication)

    def set(self, known: Known | None, pdf: bool) -> SetVolume:
        """Pour and set all parts in one run."""
        folios, plates = known or (None, frozenset[PartId]())
        poured = pour(self._layouts, self._publication, self._parts, folios, plates, self._world)
        if poured.value is None:
            raise SystemExit(f"it cannot be poured: {poured.diagnostics}")
        set_ = typeset(poured.value, self._layouts.look, self._settings(pdf))
        if set_.value is None:
            raise SystemExit(f"it cannot be set: {set_.diagnostics}")
        return set_.value

    def found(self, volume: SetVolume, known: Known | None) -> Known:
        """What a volume tells of folios and plates, for the next time it is set."""
        plates = known[1] if known else frozenset[PartId]()
        return folios_of(volume, self._parts), odd_reports(volume.pages, self._parts, plates)

    def settled(self) -> Known:
        """What is printed once nothing moves any more, found from nothing."""
        known: Known | None = None
        for _ in range(PASSES):
            before, known = known, self.found(self.set(known, pdf=False), known)
            if known == before:
                return known
        raise SystemExit(f"the folios did not settle in {PASSES} runs")

    def _settings(self, pdf: bool) -> Settings:
        """As a build without faults is set."""
        publication = self._publication
        return Settings(
            language=publication.language,
            title=publication.title.text,
            author=publication.author.text,
            subject=publication.subject.text,
            keywords=publication.keywords,
            date=datetime.datetime.combine(publication.date, datetime.time(), datetime.UTC),
            stamp=None,
            marks=(),
            pdf=pdf,
        )
