"""A process that lives on and builds whenever it is told to: `word warm`.

    python -m tests.bench.warm ROOT [OPTION...]

It says `done` when it is ready, and again after each build that a line on standard input asks for. `builder` is the
hook: whatever keeps more between two builds than this does is put there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from compiler.cli import CLEAN, main


def builder(root: Path, options: Sequence[str]) -> Callable[[], int]:
    """A function that builds once and returns the exit code; what it holds on to between calls is its own affair."""
    arguments = ["build", "--root", str(root), "--quiet", *options]
    return lambda: main(arguments)


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
