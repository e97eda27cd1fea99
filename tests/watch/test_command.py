"""The command that watches: from a save to the volume, what is told of it, and how it ends."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import pytest

import compiler.watch
from compiler.watch import Changes
from compiler.workshop import NoClusterError, Workshop
from tests.faults.conftest import Run, command, edit, inside, write
from tests.faults.volumes import ROOT, many_files
from tests.pdfium import Document
from tests.workers.processes import PATIENCE, session_of, until, workers_of

REPORT = "cities/town-1/en.yaml"


class Watching:
    """The command at work in a session of its own, at a terminal that hears what it says."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: list[str] = []
        self.faults: list[dict[str, Any]] = []
        terminal, its_end = os.openpty()
        self.process = subprocess.Popen(
            command(root, "watch", "--message-format", "json", "--jobs", "2"),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=its_end,
            start_new_session=True,
        )
        os.close(its_end)
        assert self.process.stdout is not None
        said, faults = os.fdopen(terminal, "rb"), self.process.stdout
        self._ears = [
            threading.Thread(target=self._hear, args=(said, self.said.append), daemon=True),
            threading.Thread(target=self._hear, args=(faults, self._told), daemon=True),
        ]
        for each in self._ears:
            each.start()

    def _told(self, line: str) -> None:
        self.faults.append(json.loads(line))

    def _hear(self, stream: BinaryIO, told: Callable[[str], None]) -> None:
        with stream, contextlib.suppress(OSError):
            # A terminal ends with an error, when nobody is left at its other end.
            for line in stream:
                told(line.decode().strip())

    def pages(self) -> list[str]:
        """The line of each build that is done."""
        return [line for line in self.said if " pages" in line]

    def changes(self) -> list[str]:
        return [line for line in self.said if line.endswith(" changed")]

    def shows(self, text: str) -> bool:
        """Whether the volume has a text; whenever one looks, it is whole."""
        return any(text in page for page in Document(self.root / "build/en/publication.pdf").texts())

    def end(self) -> int:
        """Ctrl-C, as a terminal sends it: to all processes."""
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(PATIENCE)
        for each in self._ears:
            each.join(PATIENCE)
        return code


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    made = Watching(write(tmp_path / "publication", many_files(1)))
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.process.kill()
            made.process.wait()


def test_a_day_with_it(watching: Watching) -> None:
    """One process for all, as it is meant to be, and because it takes some seconds to start."""
    root, copy = watching.root, watching.root / "sources" / REPORT
    assert until(lambda: len(watching.pages()) == 1)
    assert watching.shows("People marked places")
    text = copy.read_text(encoding="utf-8")

    # A save, and only one build.
    edit(root, REPORT, "People marked", "People counted")
    assert until(lambda: len(watching.pages()) == 2)
    assert watching.shows("People counted places")
    assert watching.changes() == [f"sources/{REPORT} changed"]
    crew = workers_of(watching.process.pid)
    assert crew

    # As an editor saves: aside, then in place, with a backup that stays.
    copy.with_name("en.yaml~").write_text(text, encoding="utf-8")
    aside = copy.with_name(".en.yaml.swp")
    aside.write_text(text.replace("People marked", "People drew"), encoding="utf-8")
    aside.replace(copy)
    assert until(lambda: len(watching.pages()) == 3)
    assert watching.shows("People drew places")
    copy.with_name("en.yaml~").unlink()

    # A burst: the last of it is what is built.
    for number in range(20):
        copy.write_text(text.replace("People marked", f"People shared {number}"), encoding="utf-8")
    assert until(lambda: watching.shows("People shared 19 places"))
    # Another save, after which nothing can come that the burst set off.
    edit(root, REPORT, "Town 1", "Township 1")
    assert until(lambda: watching.shows("Township 1"))
    assert until(lambda: len(watching.pages()) == 3 + len(watching.changes()) - 2)
    assert len(watching.changes()) - 3 <= 2, watching.said
    assert watching.faults == []

    # A fault comes and goes.
    edit(root, REPORT, "'Benches'", "''")
    assert until(lambda: "PROOF" in watching.pages()[-1])
    assert until(lambda: [each["name"] for each in watching.faults] == ["empty-field"])
    assert watching.shows("Proof")
    edit(root, REPORT, "title: ''", "title: 'Benches'")
    assert until(lambda: "PROOF" not in watching.pages()[-1])
    assert not watching.shows("Proof")
    assert len(watching.faults) == 1

    # Saved again when a build has just begun.
    number = len(watching.changes())
    edit(root, REPORT, "People shared 19", "People kept")
    assert until(lambda: len(watching.changes()) > number)
    edit(root, REPORT, "People kept", "People found")
    assert until(lambda: watching.shows("People found places"))

    # A checkout takes the copy away and puts it back.
    (root / "sources").rename(root / "away")
    assert until(lambda: watching.said[-1] == "nothing was written")
    (root / "away").rename(root / "sources")
    assert until(lambda: watching.said[-1] in watching.pages())
    assert workers_of(watching.process.pid) == crew, "the workers have stayed"
    assert watching.end() == 130
    assert until(lambda: session_of(watching.process.pid) == [])
    assert watching.said[-1].startswith("stopped")


# ---- what comes of a build, without building -----------------------------------------------------------------------


@pytest.fixture
def bursts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that sees one change, and then nobody cares any more."""

    class Once:
        def __init__(self, root: Path, tell: object) -> None:
            pass

        def bursts(self) -> Iterator[Changes]:
            yield ()
            yield (PurePosixPath("sources/publication.yaml"),)

    monkeypatch.setattr(compiler.watch, "Watch", Once)


def failing(patch: pytest.MonkeyPatch, fault: BaseException) -> None:
    def make(*_: object) -> None:
        raise fault

    patch.setattr(Workshop, "make", make)


@pytest.mark.usefixtures("bursts")
def test_a_bug_is_told_and_watching_goes_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, RuntimeError("a bug"))
    done = inside(root, "watch")
    assert done.code == 0
    assert done.err.count("this is a bug in the compiler, not in your copy (RuntimeError)") == 2
    assert "RuntimeError: a bug" in (root / "build/bug.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("bursts")
def test_a_full_disk_is_told_and_watching_goes_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, OSError(28, "No space left on device", "publication.pdf"))
    assert inside(root, "watch") == Run(0, "", "report: no space left on device: `publication.pdf`\n" * 2)


@pytest.mark.usefixtures("bursts")
def test_no_cluster_is_misuse(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, NoClusterError("nobody is there"))
    assert inside(root, "watch", "--cluster", "tcp://nowhere:1") == Run(2, "", "report: nobody is there\n")


@pytest.mark.usefixtures("bursts")
def test_a_bad_date_is_misuse(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    done = inside(root, "watch")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("SOURCE_DATE_EPOCH is `yesterday`") == 1


def test_a_folder_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    done = inside(tmp_path / "nowhere", "watch")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("report: there is no folder")
