"""Who is timed, and what each does: see README.

A contestant is set up once, untimed; then each round it is prepared, untimed, and run.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from tests.bench import corpus, document, edits
from tests.bench.timing import Sample, Server, measure

ROOT = Path(__file__).resolve().parents[2]
JOBS = 2
CHAPTERS_REAL = "real"


class Contestant(Protocol):
    """`pdf` is where a run leaves the volume."""

    pdf: Path

    def prepare(self, turn: int) -> None: ...

    def run(self) -> Sample: ...

    def close(self) -> None: ...


class Ground:
    """The publication to measure with, in a folder of its own, and copies of it that have been built once."""

    def __init__(self, work: Path, chapters: str, say: Callable[[str], None]) -> None:
        self.work, self.say = work, say
        self.root = work / "root"
        say(f"writing {chapters} chapters" if chapters != CHAPTERS_REAL else "copying the publication")
        if chapters == CHAPTERS_REAL:
            corpus.write_real(self.root)
        else:
            corpus.write(self.root, int(chapters))

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """That of this process, with a fixed date, and with our package to be found from anywhere."""
        return {**os.environ, "SOURCE_DATE_EPOCH": "1573084800", "PYTHONPATH": str(ROOT)}

    @cached_property
    def options(self) -> Sequence[str]:
        """Options of `report build`: the number of workers, once there are any."""
        from compiler.cli import parser

        known = parser().parse_known_args(["build", "--jobs", str(JOBS)])[1]
        return [] if known else ["--jobs", str(JOBS)]

    @cached_property
    def _built(self) -> Path:
        """A copy that has been built, and is left as it is."""
        root = self.work / "built"
        shutil.copytree(self.root, root)
        self.say("building once, to have something to build upon")
        self.build(root)
        return root

    @cached_property
    def folios(self) -> Path:
        """The folios of the publication as it is, for the one run."""
        path = self.work / "folios.json"
        self.say("finding the folios for the one run")
        self.python("tests.bench.onerun", str(self.root), str(path), "--settle")
        return path

    def built(self, name: str) -> Path:
        """A copy of that one for one contestant; files keep their times."""
        root = self.work / name
        shutil.copytree(self._built, root)
        return root

    def build(self, root: Path) -> Sample:
        """One build by the command, in a process of its own."""
        return self.python("compiler", "build", "--root", str(root), "--quiet", *self.options)

    def python(self, module: str, *arguments: str) -> Sample:
        return measure([sys.executable, "-m", module, *arguments], ROOT, self.environment, good=(0,))

    def server(self, module: str, *arguments: str) -> Server:
        """A process that lives on."""
        log = self.work / f"{module}.log"
        return Server([sys.executable, "-m", module, *arguments], ROOT, self.environment, log)


def _volume(root: Path) -> Path:
    """The volume that a build leaves; there is one language."""
    return root / "build" / "en" / "publication.pdf"


class OneRun:
    """All parts in one WeasyPrint run, with folios already known."""

    def __init__(self, ground: Ground, *, plain: bool = False) -> None:
        self._ground, self._options = ground, ("--plain",) if plain else ()
        self.pdf = ground.work / f"one-run{'-plain' if plain else ''}.pdf"
        self._folios = ground.folios

    def prepare(self, turn: int) -> None:
        """Nothing: what it does is the same every time."""

    def run(self) -> Sample:
        root, folios = str(self._ground.root), str(self._folios)
        return self._ground.python("tests.bench.onerun", root, str(self.pdf), "--folios", folios, *self._options)

    def close(self) -> None:
        """It holds nothing."""


class Clean:
    """`report build` where nothing has been built before."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self._root = ground, ground.work / "clean"
        shutil.copytree(ground.root, self._root)
        self.pdf = _volume(self._root)

    def prepare(self, turn: int) -> None:
        shutil.rmtree(self._root / "build", ignore_errors=True)

    def run(self) -> Sample:
        return self._ground.build(self._root)

    def close(self) -> None:
        """It holds nothing."""


class Cold:
    """An edit, then `report build` in a new process."""

    def __init__(
        self, ground: Ground, name: str, edit: Callable[[Path, int], edits.Edit] | None, *, again: bool
    ) -> None:
        self._ground, self._edit, self._again = ground, edit, again
        self._root = ground.built(name)
        self._made: edits.Edit | None = None
        self.pdf = _volume(self._root)

    def prepare(self, turn: int) -> None:
        """Edit; where each edit is to meet the publication as it was (`again`), it is built back before."""
        if self._edit is None:
            return
        if self._made is not None and self._again:
            self._made.undo()
            self._ground.build(self._root)
        self._made = self._edit(self._root, turn)

    def run(self) -> Sample:
        return self._ground.build(self._root)

    def close(self) -> None:
        """It holds nothing."""


class Warm:
    """A word is changed; a process that lives on builds."""

    def __init__(self, ground: Ground) -> None:
        self._root = ground.built("word-warm")
        self.pdf = _volume(self._root)
        ground.say("starting the process that lives on")
        self._server = ground.server("tests.bench.warm", str(self._root), *ground.options)

    def prepare(self, turn: int) -> None:
        edits.one_word(self._root, turn)

    def run(self) -> Sample:
        return self._server.ask("build")

    def close(self) -> None:
        self._server.close()


class Typst:
    """The same publication, set by Typst: cold in a new process, warm in one that lives on, a word changed."""

    def __init__(self, ground: Ground, name: str, *, warm: bool) -> None:
        self._ground, folder = ground, ground.work / name
        document.write(ground.root, folder)
        self._chapter = folder / f"{edits.edited_report(ground.root)}.typ"
        self.pdf = ground.work / f"{name}.pdf"
        self._arguments = [str(folder / "main.typ"), str(ground.root / "layouts/fonts"), str(self.pdf)]
        self._server = ground.server("tests.bench.yardstick", "on", *self._arguments) if warm else None

    def prepare(self, turn: int) -> None:
        before = self._chapter.read_text(encoding="utf-8")
        head, rest = before[: before.index("#head(")], before[before.index("#head(") :]
        self._chapter.write_text(head + edits.another_word(rest, turn), encoding="utf-8")

    def run(self) -> Sample:
        if self._server is not None:
            return self._server.ask("set")
        return self._ground.python("tests.bench.yardstick", "once", *self._arguments)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()


CONTESTANTS: Mapping[str, Callable[[Ground], Contestant]] = {
    "weasyprint": lambda ground: OneRun(ground, plain=True),
    "one-run": OneRun,
    "clean": Clean,
    "word-cold": lambda ground: Cold(ground, "word-cold", edits.one_word, again=False),
    "two-pages-cold": lambda ground: Cold(ground, "two-pages-cold", edits.two_pages, again=True),
    "nothing": lambda ground: Cold(ground, "nothing", None, again=False),
    "word-warm": Warm,
    "typst-cold": lambda ground: Typst(ground, "typst-cold", warm=False),
    "typst-warm": lambda ground: Typst(ground, "typst-warm", warm=True),
}
