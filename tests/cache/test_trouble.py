"""Two builds at once, builds that are killed, and disks that will not have it."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from compiler.cache import Cache
from compiler.model.copy import Digest
from tests.cache.builders import NUMBERS, ROOT, a_build, a_galley, a_key

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

TEXT = b"a galley of forty pages"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "build" / "cache"


def asides(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".aside-")]


def test_two_builds_at_once_do_not_harm_each_other(folder: Path) -> None:
    builds = [a_build(folder, 150, seed) for seed in range(3)]
    assert [build.wait(60) for build in builds] == [0, 0, 0]
    for build in builds:
        build.communicate()
    assert asides(folder) == []


@pytest.mark.slow
def test_a_build_killed_at_any_instant_leaves_whole_entries_only(folder: Path) -> None:
    chance = random.Random(1)
    half_written = 0
    for seed in range(40):
        build = a_build(folder, 0, seed)
        # The instant of the kill, not something waited for.
        threading.Event().wait(chance.random() * 0.02)
        build.kill()
        build.communicate()
        assert build.returncode == -signal.SIGKILL
        half_written += len(asides(folder))
        cache = Cache(folder)
        for number in range(NUMBERS):
            assert cache.get("galley", a_key(number)) in (None, a_galley(number))
        assert cache.recall("last") in (None, *map(a_galley, range(NUMBERS)))
        cache.trim()
        assert cache.damaged == []
        assert cache.unwritten is None
        assert asides(folder) == []
    assert half_written > 0, "no kill met a writer, so nothing is shown"


def test_what_a_living_build_writes_is_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    living, dead = folder / ".aside-0123456789abcdef", folder / ".aside-fedcba9876543210"
    dead.write_bytes(b"half a gal")
    with living.open("wb") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        Cache(folder).trim()
        assert asides(folder) == [living.name]
    Cache(folder).trim()
    assert asides(folder) == []


def test_what_is_just_being_put_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = 0
    replace = os.replace

    def looked_at(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        nonlocal replaced
        replaced += 1
        Cache(folder).trim()
        replace(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "replace", looked_at)
    Cache(folder).put("galley", a_key(1), TEXT)
    assert replaced == 1
    assert Cache(folder).get("galley", a_key(1)) == TEXT


def test_a_file_aside_taken_for_a_dead_build_s_is_written_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another build may look between the file's making and its locking."""
    taken = 0
    replace = os.replace

    def late(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        nonlocal taken
        if taken < 3:
            taken += 1
            (folder / source).unlink()
        replace(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "replace", late)
    cache = Cache(folder)
    cache.put("galley", a_key(1), TEXT)
    assert taken == 3
    assert cache.get("galley", a_key(1)) == TEXT
    assert cache.unwritten is None


def test_the_folder_may_be_deleted_at_any_time(folder: Path) -> None:
    cache = Cache(folder)
    cache.put("galley", a_key(1), TEXT)
    shutil.rmtree(folder.parent)
    assert cache.get("galley", a_key(1)) is None
    cache.trim()
    cache.put("galley", a_key(1), TEXT)
    assert cache.get("galley", a_key(1)) == TEXT
    assert (cache.damaged, cache.unwritten) == ([], None)


# ---- disks that will not have it ----


def refused(cache: Cache, why: str) -> None:
    """Nothing can be kept, which is told once, and harms nobody."""
    cache.put("galley", a_key(1), TEXT * 1000)
    cache.put("galley", a_key(2), TEXT * 1000)
    cache.remember("last", TEXT * 1000)
    cache.trim()
    assert cache.get("galley", a_key(1)) is None
    assert cache.recall("last") is None
    assert cache.unwritten == why
    assert cache.damaged == []


@pytest.fixture
def small_disk() -> Generator[None]:
    """No file may be longer than 4096 bytes: what is written past it is refused by the system."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("small_disk")
def test_a_disk_that_takes_half_a_galley_keeps_none(folder: Path) -> None:
    cache = Cache(folder)
    refused(cache, "file too large")
    assert list(folder.iterdir()) == []
    cache.put("galley", a_key(3), b"small")
    assert cache.get("galley", a_key(3)) == b"small"


def test_a_full_disk_leaves_what_was_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system would say it, ten bytes into each file."""
    cache = Cache(folder)
    cache.put("galley", a_key(3), TEXT)

    class Full(io.FileIO):
        def write(self, data: ReadableBuffer, /) -> int:
            if self.tell():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(memoryview(data)[:10])

    def full(handle: int, mode: str, buffering: int, closefd: bool = True) -> io.FileIO:
        return Full(handle, mode, closefd) if "w" in mode else io.FileIO(handle, mode, closefd)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdopen", full)
        refused(cache, "no space left on device")
    assert [path.name for path in folder.iterdir()] == [f"galley-{a_key(3)}"]
    assert cache.get("galley", a_key(3)) == TEXT


def test_a_file_in_place_of_the_folder(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_bytes(TEXT)
    refused(Cache(folder), "not a directory")
    assert folder.read_bytes() == TEXT


def test_a_file_in_place_of_build(folder: Path) -> None:
    folder.parent.write_bytes(TEXT)
    refused(Cache(folder), "not a directory")


def test_a_folder_that_is_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    Cache(outside).put("galley", a_key(1), TEXT)
    (outside / ".aside-0123456789abcdef").write_bytes(b"")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in outside.iterdir())
    folder.parent.mkdir()
    folder.symlink_to(outside)
    refused(Cache(folder, limit=0), "not a directory")
    assert sorted((path.name, path.stat().st_mtime_ns) for path in outside.iterdir()) == before


def test_a_folder_that_is_a_link_to_nowhere(folder: Path, tmp_path: Path) -> None:
    folder.parent.mkdir()
    folder.symlink_to(tmp_path / "nowhere")
    refused(Cache(folder), "not a directory")
    assert not (tmp_path / "nowhere").exists()


READ_ONLY = """
import os, sys
from pathlib import Path
from compiler.cache import Cache
from tests.cache.builders import a_key
os.fchdir(int(sys.argv[1]))
if os.getuid() == 0:
    os.setuid(65534)  # nobody: to root no folder is read-only
cache = Cache(Path(), limit=0)
cache.put("galley", a_key(2), b"new")
cache.trim()
print(cache.get("galley", a_key(1)), cache.get("galley", a_key(2)), cache.unwritten, cache.damaged)
"""


def test_a_folder_that_may_not_be_written_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    Cache(folder).put("galley", a_key(1), TEXT)
    # Handed over as a descriptor: what is above it is for the user alone, and nobody else could reach it by its name.
    reached = os.open(folder, os.O_RDONLY)
    folder.chmod(0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(reached)],
            cwd=ROOT,
            pass_fds=(reached,),
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        folder.chmod(0o755)
        os.close(reached)
    assert done.stderr == ""
    assert done.stdout == f"{TEXT!r} None permission denied []\n"
    assert [path.name for path in folder.iterdir()] == [f"galley-{a_key(1)}"]


def test_a_stopped_build_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        Cache(folder).put("galley", Digest("0" * 64), TEXT)
    assert list(folder.iterdir()) == []
