"""Times builds of a publication of any size against one WeasyPrint run and against Typst.

python -m tests.bench [--chapters 15|60|300|real] [--runs N] [--json] [--only NAME,...]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from pypdf import PdfReader

from tests.bench.contestants import CHAPTERS_REAL, CONTESTANTS, JOBS, Contestant, Ground
from tests.bench.corpus import MOST
from tests.bench.timing import FailedError, Sample

ORACLE = "weasyprint"
ADDED = {"two-pages-cold": 2}
"""Pages that an edit adds."""

COLUMNS = (("", 16), ("wall s", 9), ("from", 8), ("to", 8), ("faster", 8), ("CPU s", 9), ("less", 8), ("MiB", 7),
           ("all MiB", 9), ("pages", 7))  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What a contestant needed in each round, and the pages of the volume it left."""

    name: str
    samples: tuple[Sample, ...]
    pages: int

    @property
    def wall(self) -> float:
        return median(each.wall for each in self.samples)

    @property
    def cpu(self) -> float:
        return median(each.cpu for each in self.samples)

    @property
    def peak(self) -> float:
        return max(each.peak for each in self.samples)

    @property
    def together(self) -> float:
        return max(each.together for each in self.samples)


def main() -> int:
    options = _parser().parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        try:
            results = race(Path(folder), options.chapters, options.only, options.runs or runs_for(options.chapters))
        except FailedError as fault:
            sys.stderr.write(f"{fault}\n")
            return 1
    facts = {
        "chapters": options.chapters,
        "rounds": len(results[0].samples),
        "processors": os.cpu_count(),
        "load": [load, os.getloadavg()[0]],
        "python": platform.python_version(),
        "weasyprint": version("weasyprint"),
        "typst": version("typst"),
    }
    remarks = tuple(remarks_on({each.name: each for each in results}))
    if options.json:
        sys.stdout.write(json.dumps(as_data(facts, results, remarks), indent=1) + "\n")
    (sys.stderr if options.json else sys.stdout).write(table(facts, results, remarks))
    return 0


def race(work: Path, chapters: str, names: Sequence[str], rounds: int) -> tuple[Result, ...]:
    """Set every contestant up, then run all of them in each round, another one first each time."""
    ground = Ground(work, chapters, _say)
    samples: dict[str, list[Sample]] = {name: [] for name in names}
    with ExitStack() as stack:
        racers: dict[str, Contestant] = {}
        for name in names:
            racers[name] = CONTESTANTS[name](ground)
            stack.callback(racers[name].close)
        for turn in range(rounds):
            first = turn % len(names)
            for name in (*names[first:], *names[:first]):
                racers[name].prepare(turn + 1)
                samples[name].append(racers[name].run())
                _say(f"round {turn + 1} of {rounds}: {name} {samples[name][-1].wall:.2f} s")
        return tuple(Result(name, tuple(samples[name]), pages_of(racers[name].pdf)) for name in names)


def runs_for(chapters: str) -> int:
    """Rounds enough for a median, and no more than one has patience for."""
    number = 15 if chapters == CHAPTERS_REAL else int(chapters)
    return 5 if number <= 15 else 3 if number <= 60 else 1


def pages_of(pdf: Path) -> int:
    return len(PdfReader(pdf).pages)


def remarks_on(results: Mapping[str, Result]) -> Sequence[str]:
    """What makes the figures doubtful: volumes that are not of the length they should be."""
    lengths = {name: each.pages - ADDED.get(name, 0) for name, each in results.items() if not name.startswith("typst")}
    if len(set(lengths.values())) < 2:
        return ()
    told = ", ".join(f"{name} {pages}" for name, pages in lengths.items())
    return (f"the volumes differ in length, without what was added: {told}",)


# ---- telling -------------------------------------------------------------------------------------------------------


def table(facts: Mapping[str, Any], results: Sequence[Result], remarks: Sequence[str]) -> str:
    """Medians of wall clock and CPU, and the most memory of all rounds."""
    oracle = next((each for each in results if each.name == ORACLE), None)
    lines = [
        f"{facts['chapters']} chapters, {facts['rounds']} rounds, {facts['processors']} processors, "
        f"load {facts['load'][0]:.1f} before and {facts['load'][1]:.1f} after",
        "".join(f"{head:>{width}}" for head, width in COLUMNS),
    ]
    for each in results:
        walls = [sample.wall for sample in each.samples]
        cells = (
            f"{each.wall:.2f}",
            f"{min(walls):.2f}",
            f"{max(walls):.2f}",
            f"{oracle.wall / each.wall:.1f}" if oracle else "-",
            f"{each.cpu:.2f}",
            f"{oracle.cpu / each.cpu:.1f}" if oracle else "-",
            f"{each.peak:.0f}",
            f"{each.together:.0f}",
            str(each.pages),
        )
        widths = [width for _, width in COLUMNS[1:]]
        shown = "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        lines.append(f"{each.name:{COLUMNS[0][1]}}{shown}")
    return "\n".join([*lines, *remarks]) + "\n"


def as_data(facts: Mapping[str, Any], results: Sequence[Result], remarks: Sequence[str]) -> Mapping[str, Any]:
    """The same for machines, with every sample."""
    oracle = next((each for each in results if each.name == ORACLE), None)
    contestants = {
        each.name: {
            "wall": each.wall,
            "cpu": each.cpu,
            "peak_mib": each.peak,
            "together_mib": each.together,
            "pages": each.pages,
            "times_faster": oracle.wall / each.wall if oracle else None,
            "times_less_cpu": oracle.cpu / each.cpu if oracle else None,
            "samples": [asdict(sample) for sample in each.samples],
        }
        for each in results
    }
    return {**facts, "contestants": contestants, "remarks": list(remarks)}


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


# ---- arguments -----------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=f"Times builds of a publication, with {JOBS} workers."
    )
    parser.add_argument(
        "--chapters", type=_chapters, default="15", help="so many generated reports, or `real` for those of sources/"
    )
    parser.add_argument("--runs", type=int, metavar="N", help="rounds; else 5, with many chapters 3 or 1")
    parser.add_argument("--json", action="store_true", help="JSON to standard output; the table goes to standard error")
    parser.add_argument(
        "--only", type=_names, default=tuple(CONTESTANTS), metavar="NAME,...", help=f"of {', '.join(CONTESTANTS)}"
    )
    return parser


def _chapters(text: str) -> str:
    if text != CHAPTERS_REAL and not (text.isdecimal() and 1 <= int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"`{text}` is neither `{CHAPTERS_REAL}` nor a number from 1 to {MOST}")
    return text


def _names(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(text.split(",")))
    for name in names:
        if name not in CONTESTANTS:
            raise argparse.ArgumentTypeError(f"`{name}` is none of {', '.join(CONTESTANTS)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
