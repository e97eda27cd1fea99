"""The oracle as a process: the whole publication in one WeasyPrint run, its folios known beforehand.

    python -m tests.bench.onerun ROOT FOLIOS --settle       sets it until its folios are known, and writes them
    python -m tests.bench.onerun ROOT OUT --folios FOLIOS   reads, checks, pours, sets and draws it once, as a PDF

The second is what is timed. It fails when the pages do not print the folios that it was given. With `--plain`
WeasyPrint goes at its own speed: without our adapters that make it faster and change no page.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from compiler.model.copy import Anchor, PartId
from compiler.model.part import Folio, Folios
from compiler.typeset import weasy
from tests.oracle import Known, Oracle

FOR_SPEED = ("lines_kept", "references_kept", "pseudo_styles_deferred", "patterns_kept", "collector_resting")
"""Context managers of `compiler/typeset/weasy.py` that change no page."""


def main() -> int:
    options = _parser().parse_args()
    oracle = Oracle(options.root)
    if options.settle:
        options.out.write_text(as_json(oracle.settled()), encoding="utf-8")
        return 0
    if options.plain:
        slow_down()
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
    parser.add_argument("--plain", action="store_true")
    return parser


def slow_down() -> None:
    """Leave out what `compiler/typeset` does for speed alone."""
    for name in FOR_SPEED:
        assert callable(getattr(weasy, name))
        setattr(weasy, name, nullcontext)


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
