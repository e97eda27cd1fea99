"""The oracle as a process: the whole publication in one WeasyPrint run, its folios known beforehand.

    python -m tests.bench.onerun ROOT FOLIOS --settle       sets it until its folios are known, and writes them
    python -m tests.bench.onerun ROOT OUT --folios FOLIOS   reads, checks, pours, sets and draws it once, as a PDF

The second is what is timed. It fails when the pages do not print the folios that it was given.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from compiler.model.copy import Anchor, PartId
from compiler.model.part import Folio, Folios
from tests.oracle import Known, Oracle


def main() -> int:
    options = _parser().parse_args()
    oracle = Oracle(options.root)
    if options.settle:
        options.out.write_text(as_json(oracle.settled()), encoding="utf-8")
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
