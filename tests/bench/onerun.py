"""The oracle as a process: the whole publication in one WeasyPrint run, its folios known beforehand.

    python -m tests.bench.onerun ROOT FOLIOS --settle       sets it until its folios are known, and writes them
    python -m tests.bench.onerun ROOT OUT --folios FOLIOS   reads, checks, pours, sets and draws it once, as a PDF

The second is what is timed. It fails when the pages do not print the folios that it was given.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from compiler.link.endings import odd_reports
from compiler.link.folios import folios_of
from compiler.model.copy import Anchor, PartId
from compiler.model.galley import Settings, SetVolume
from compiler.model.part import Folio, Folios
from compiler.plan import plan
from compiler.pour import pour
from compiler.proofread import proofread
from compiler.typeset import typeset
from compiler.world import Disk

Known = tuple[Folios, frozenset[PartId]]
"""Folios, and the reports that are closed by a plate."""


class Oracle:
    """Sets one publication."""

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


def main() -> int:
    options = _parser().parse_args()
    oracle = Oracle(options.root)
    if options.settle:
        known = oracle.found(oracle.set(None, pdf=False), None)
        known = oracle.found(oracle.set(known, pdf=False), known)
        options.out.write_text(as_json(known), encoding="utf-8")
        return 0
    known = from_json(options.folios.read_text(encoding="utf-8"))
    volume = oracle.set(known, pdf=True)
    options.out.write_bytes(volume.pdf)
    if oracle.found(volume, known) != known:
        sys.stderr.write("the pages do not print the folios that were given\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.onerun", description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("out", type=Path)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--settle", action="store_true")
    which.add_argument("--folios", type=Path, metavar="FOLIOS")
    return parser


# ---- folios as JSON ------------------------------------------------------------------------------------------------


def as_json(known: Known) -> str:
    return json.dumps({**asdict(known[0]), "plates": sorted(known[1])})


def from_json(text: str) -> Known:
    held = cast("dict[str, Any]", json.loads(text))

    def folios(name: str) -> dict[str, Folio]:
        return {key: Folio(**value) for key, value in held[name].items()}

    of = {Anchor(key): folio for key, folio in folios("of").items()}
    first = {PartId(key): folio for key, folio in folios("first").items()}
    last = {PartId(key): folio for key, folio in folios("last").items()}
    return Folios(of, first, last), frozenset(PartId(each) for each in held["plates"])


if __name__ == "__main__":
    sys.exit(main())
