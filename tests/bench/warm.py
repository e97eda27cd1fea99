"""A process that lives on and builds whenever it is told to: `word warm`.

    python -m tests.bench.warm ROOT [OPTION...]

It says `done` when it is ready, and again after each build that a line on standard input asks for.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from compiler.cli import CLEAN, FAULTS, parser
from compiler.workshop import Workshop


def builder(root: Path, options: Sequence[str]) -> Callable[[], int]:
    """A function that builds once and returns the exit code, as `report watch` does: one workshop for all builds."""
    given = parser().parse_args(["build", "--root", str(root), *options])
    workshop = Workshop(given.root, given.language, given.jobs, given.cluster, keep=True)

    def build() -> int:
        made = workshop.make(False, lambda _: None)
        if made.record is not None:
            workshop.warm()
            return CLEAN
        gc.collect()
        built = made.outcome.value if made.outcome is not None else None
        return FAULTS if built is None or built.proof else CLEAN

    return build


def serve(root: Path, options: Sequence[str]) -> None:
    """Build once to be warm, then at every line."""
    build = builder(root, options)
    code = build()
    while True:
        sys.stdout.write("done\n" if code == CLEAN else f"the build ended with {code}\n")
        sys.stdout.flush()
        if not sys.stdin.readline():
            return
        code = build()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2:])
