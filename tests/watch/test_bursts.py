"""When something is saved, and what of it is told: over a folder, with nobody who builds."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

import compiler.watch
from compiler.watch import Changes, Watch
from tests.workers.processes import PATIENCE

COPY = PurePosixPath("sources/cities/oulu/en.yaml")
FRAME = PurePosixPath("sources/publication.yaml")
SHEET = PurePosixPath("layouts/sheet.css")


class Desk:
    """A folder that is watched. `change` waits until it really is, then does something, and says what was told."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.told: list[str] = []
        self.polling: list[bool | None] = []
        self._watched = threading.Event()
        self._real = compiler.watch.watch
        patch.setattr(compiler.watch, "watch", self._watch)
        patch.setattr(compiler.watch, "TICK", 60)
        # On a machine that has much else to do a save may take its time.
        patch.setattr(compiler.watch, "STEP", 250)
        self._bursts = Watch(root, self.told.append).bursts()
        assert next(self._bursts) == ()

    def path(self, name: PurePosixPath) -> Path:
        return self.root / name

    def save(self, name: PurePosixPath, text: str) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text)

    def change(self, deed: Callable[[], object]) -> Changes:
        """What is told after a deed that is done while the folder is watched."""
        self._watched.clear()
        return self._next(lambda: (self._watched.wait(PATIENCE), deed()))

    def next(self) -> Changes:
        """What is told of what was done before."""
        return self._next(lambda: None)

    def _next(self, deed: Callable[[], object]) -> Changes:
        heard: list[Changes] = []
        waiting = threading.Thread(target=lambda: heard.append(next(self._bursts)), daemon=True)
        waiting.start()
        deed()
        waiting.join(PATIENCE)
        assert heard, "nothing was told"
        return heard[0]

    def _watch(self, *paths: str, **options: Any) -> Iterator[Any]:  # noqa: ANN401  # those of watchfiles
        self.polling.append(options["force_polling"])
        for changes in self._real(*paths, **options):
            self._watched.set()
            yield changes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / ".hidden" / "publication"
    for name in (COPY, FRAME, SHEET):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("before")
    (root / "build").mkdir()
    return root


@pytest.fixture
def desk(root: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(root, monkeypatch)


def test_a_save_is_told_once(desk: Desk) -> None:
    assert desk.change(lambda: desk.save(COPY, "one")) == (COPY,)
    assert desk.change(lambda: desk.save(SHEET, "two")) == (SHEET,)


def test_saves_at_once_are_one_burst(desk: Desk) -> None:
    def save_all() -> None:
        for number in range(20):
            desk.save(COPY, f"one {number}")
            desk.save(SHEET, f"two {number}")

    assert desk.change(save_all) == (SHEET, COPY)
    assert desk.change(lambda: desk.save(COPY, "three")) == (COPY,)


def test_new_files_and_those_that_go_are_told(desk: Desk) -> None:
    new = PurePosixPath("sources/cities/turku/en.yaml")
    assert desk.change(lambda: desk.save(new, "a city")) == (new,)
    assert desk.change(lambda: desk.save(new, "the same city")) == (new,), "a new folder is watched too"
    assert desk.change(desk.path(new).unlink) == (new,)


def written_aside(path: Path, text: str) -> None:
    """As Kate, gedit and many others save."""
    aside = path.with_name(f".{path.name}.x7Fq2")
    aside.write_text(text)
    aside.replace(path)


def after_a_backup(path: Path, text: str) -> None:
    """As Vim saves with a backup."""
    trial = path.with_name("4913")
    trial.touch()
    trial.unlink()
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_text(text)
    backup.unlink()


def after_a_lock(path: Path, text: str) -> None:
    """As Emacs saves."""
    lock, own = path.with_name(f".#{path.name}"), path.with_name(f"#{path.name}#")
    lock.symlink_to("someone@somewhere.4711")
    own.write_text(text)
    path.with_name(f"{path.name}~").write_bytes(path.read_bytes())
    path.write_text(text)
    own.unlink()
    lock.unlink()


@pytest.mark.parametrize("save", [written_aside, after_a_backup, after_a_lock])
def test_an_editor_saves(desk: Desk, save: Callable[[Path, str], None]) -> None:
    assert desk.change(lambda: save(desk.path(COPY), "one")) == (COPY,)
    assert desk.change(lambda: save(desk.path(COPY), "two")) == (COPY,)


def test_what_is_not_copy_is_not_told(desk: Desk) -> None:
    names = [".en.yaml.swp", "en.yaml~", "4913", "#en.yaml#", ".DS_Store", "en.yaml.tmp", ".git/HEAD", "en.yaml.bak"]

    def litter() -> None:
        for name in names:
            desk.save(COPY.parent / name, "litter")
        desk.save(PurePosixPath("build/en/publication.pdf"), "a PDF")
        desk.save(PurePosixPath("notes.txt"), "elsewhere")

    def litter_and_copy() -> None:
        litter()
        desk.path(COPY).touch()
        desk.path(SHEET).write_text("before")
        desk.save(FRAME, "one")

    assert desk.change(litter_and_copy) == (FRAME,)
    litter()
    assert desk.change(lambda: desk.save(FRAME, "two")) == (FRAME,)


def test_a_change_during_a_build_is_not_lost(desk: Desk) -> None:
    """What is done between two calls is done while the caller builds."""
    desk.save(COPY, "one")
    assert desk.next() == (COPY,)
    desk.save(COPY, "two")
    desk.save(COPY, "one")
    assert desk.next() == (COPY,), "who read in between has read what no longer stands there"
    assert desk.change(lambda: desk.save(SHEET, "three")) == (SHEET,)


def test_folders_that_go_and_come_back(desk: Desk) -> None:
    sources, aside = desk.root / "sources", desk.root / "aside"
    assert desk.change(lambda: sources.rename(aside)) == (COPY, FRAME)
    assert desk.change(lambda: shutil.copytree(aside, sources)) == (COPY, FRAME)
    assert desk.change(lambda: desk.save(COPY, "one")) == (COPY,)

    def exchange() -> None:
        sources.rename(desk.root / "older")
        aside.rename(sources)

    assert desk.change(exchange) == (COPY,), "what stands there now is what counts"
    assert desk.change(lambda: desk.save(COPY, "two")) == (COPY,)


def test_the_whole_publication_goes_and_comes_back(desk: Desk) -> None:
    away = desk.root.with_name("away")
    assert desk.change(lambda: desk.root.rename(away)) == (SHEET, COPY, FRAME)
    away.rename(desk.root)
    assert desk.next() == (SHEET, COPY, FRAME)
    assert desk.change(lambda: desk.save(COPY, "one")) == (COPY,)


def test_links_are_followed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "sources").rename(root / "copy")
    (root / "sources").symlink_to("copy")
    sheet = root / "drafts.css"
    (root / SHEET).rename(sheet)
    (root / SHEET).symlink_to(sheet)
    desk = Desk(root, monkeypatch)
    assert desk.change(lambda: (root / "copy/cities/oulu/en.yaml").write_text("one")) == (COPY,)
    assert desk.change(lambda: sheet.write_text("two")) == (SHEET,)
    assert desk.change(lambda: written_aside(sheet, "three")) == (SHEET,)
    assert desk.change(lambda: sheet.write_text("four")) == (SHEET,)

    def led_elsewhere() -> None:
        shutil.copytree(root / "copy", root / "other")
        (root / "other/publication.yaml").write_text("five")
        (root / "new").symlink_to("other")
        (root / "new").replace(root / "sources")

    assert desk.change(led_elsewhere) == (FRAME,)
    assert desk.change(lambda: (root / "other/publication.yaml").write_text("six")) == (FRAME,)


def test_what_cannot_be_read_is_no_end(desk: Desk) -> None:
    path = desk.path(COPY)
    assert desk.change(lambda: (path.unlink(), path.symlink_to(path.name))) == (COPY,), "a link to itself"
    assert desk.change(lambda: (path.unlink(), desk.save(COPY, "one"))) == (COPY,)
    assert desk.change(lambda: (path.unlink(), os.mkfifo(path))) == (COPY,), "a pipe"
    assert desk.change(lambda: (path.unlink(), desk.save(COPY, "two"))) == (COPY,)


@pytest.mark.parametrize("form", ["watches", "instances"])
def test_where_the_system_tells_nothing_files_are_looked_at(
    root: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    real = compiler.watch.watch

    def exhausted(*paths: str, force_polling: bool | None, **options: Any) -> Iterator[Any]:  # noqa: ANN401
        if not force_polling:
            raise OSError("too many watches") if form == "watches" else RuntimeError("too many open files")
        return real(*paths, force_polling=True, poll_delay_ms=20, **options)

    monkeypatch.setattr(compiler.watch, "watch", exhausted)
    desk = Desk(root, monkeypatch)
    assert desk.change(lambda: desk.save(COPY, "one")) == (COPY,)
    assert desk.change(lambda: desk.save(COPY, "two, and longer")) == (COPY,)
    assert len(desk.told) == 1
    assert desk.told[0].endswith("too many watches" if form == "watches" else "too many open files")
    assert desk.polling[0] is None
    assert set(desk.polling[1:]) == {True}


def test_on_network_folders_files_are_looked_at_when_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "true")
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "20")
    desk = Desk(root, monkeypatch)
    assert desk.change(lambda: desk.save(COPY, "one, and longer")) == (COPY,)
    assert desk.change(lambda: written_aside(desk.path(COPY), "two")) == (COPY,)
    assert desk.told == []
