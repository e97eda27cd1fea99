"""Typst in a process of its own: once, or living on.

    python -m tests.bench.yardstick once MAIN FONTS OUT      compile, and end
    python -m tests.bench.yardstick on MAIN FONTS OUT        compile, say `done`, and again at every line

Fonts are those of the layouts and no others; the PDF is PDF/UA-1, as ours. A warning is a failure: the document is to
be the same work.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typst

EPOCH = 1573084800
"""7 November 2019: the PDF is the same whenever it is made."""


class Typesetter:
    """Keeps Typst's compiler, and with it what Typst remembers."""

    def __init__(self, main: Path, fonts: Path, out: Path) -> None:
        self._compiler = typst.Compiler(main, main.parent, font_paths=[fonts], ignore_system_fonts=True)
        self._out = out

    def set(self) -> None:
        """Compile and write the PDF; raises `typst.TypstError`, or `RuntimeError` for a warning."""
        _, warnings = self._compiler.compile_with_warnings(
            output=self._out, format="pdf", pdf_standards="ua-1", timestamp=EPOCH
        )
        if warnings:
            raise RuntimeError("; ".join(each.message for each in warnings))


def main() -> None:
    mode, *paths = sys.argv[1:]
    typesetter = Typesetter(*map(Path, paths))
    typesetter.set()
    while mode == "on":
        sys.stdout.write("done\n")
        sys.stdout.flush()
        if not sys.stdin.readline():
            return
        typesetter.set()


if __name__ == "__main__":
    main()
