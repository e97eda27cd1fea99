"""Builds that are killed, stopped, crowded, given a bad cache or a part that cannot be set: the next one is right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from compiler.compositor import prepare, set_part
from compiler.model.diagnostics import Severity
from compiler.workers import Hands, Limits
from tests.faults.conftest import command, run
from tests.linked.builds import PDF, build, results
from tests.linked.editing import Desk, a_title
from tests.pdfium import Document
from tests.runs import ROOT
from tests.workers.processes import session_of, until


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, 9)


def started(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A build in a session of its own."""
    return subprocess.Popen(
        command(root, "build", *arguments),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def left_aside(root: Path) -> list[str]:
    """Files that a build writes before they are put in place, results only."""
    return [path.name for path in (root / "build").rglob(".*") if path.is_file() and "cache" not in path.parts]


# ---- killed and stopped --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_killed_at_any_moment(desk: Desk) -> None:
    """The whole group at once. What was set until then is used; what stood in build/ is whole, old or new."""
    chance = random.Random(3)
    old = build(desk.kept).results
    for _ in range(4):
        desk.edit()
        new = build(desk.clean, keep=False).results
        process = started(desk.kept)
        threading.Event().wait(chance.uniform(0.1, 2.5))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert until(lambda pid=process.pid: session_of(pid) == [])
        for name, data in results(desk.kept).items():
            assert data in (old.get(name), new[name]), name
        assert build(desk.kept).results == new
        old = new


@pytest.mark.slow
def test_stopped_at_any_moment(desk: Desk) -> None:
    """Ctrl-C leaves no process, nothing half written, and a cache that is good."""
    chance = random.Random(4)
    new = build(desk.clean, keep=False).results
    for _ in range(3):
        process = started(desk.kept, "--jobs", "2")
        threading.Event().wait(chance.uniform(0.4, 2.0))
        os.killpg(process.pid, signal.SIGINT)
        code = process.wait()
        assert until(lambda pid=process.pid: session_of(pid) == [])
        assert code in (0, 130)
        assert left_aside(desk.kept) == []
        assert results(desk.kept) in ({}, new)
    assert build(desk.kept).results == new


@pytest.mark.slow
def test_two_builds_of_a_folder_that_is_edited_meanwhile(desk: Desk) -> None:
    """Which of them is the last is anybody's guess; the next one is right."""
    build(desk.kept)
    desk.edit()
    first = started(desk.kept)
    desk.edit()
    second = started(desk.kept)
    assert {first.wait(), second.wait()} <= {0, 1}
    assert left_aside(desk.kept) == []
    assert build(desk.kept).results == build(desk.clean, keep=False).results


# ---- the cache -----------------------------------------------------------------------------------------------------


def flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def longer(data: bytes, chance: random.Random) -> bytes:
    return data + chance.randbytes(3)


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (flip, cut, longer)


def test_damaged_entries_are_made_again(desk: Desk) -> None:
    """Half of all entries, each in some way, and two exchanged: records, drawings and galleys."""
    chance = random.Random(5)
    first = build(desk.kept).results
    for _ in range(2):
        entries = sorted(path for path in (desk.kept / "build/cache").iterdir() if path.is_file())
        kinds = {path.name.partition("-")[0] for path in entries}
        assert kinds >= {"galley", "drawing"}
        for path in chance.sample(entries, len(entries) // 2):
            path.write_bytes(chance.choice(DAMAGES)(path.read_bytes(), chance))
        one, other = chance.sample([path for path in entries if path.name.startswith("galley")], 2)
        held = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(held)
        shutil.rmtree(desk.kept / "build/en")
        done = build(desk.kept)
        assert done.built is not None
        assert done.results == first


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_cache_that_cannot_be_used(desk: Desk, kind: str) -> None:
    """It costs time, and nothing is read or written elsewhere."""
    wanted = build(desk.clean, keep=False).results
    cache, elsewhere = desk.kept / "build/cache", desk.kept.parent / "elsewhere"
    cache.parent.mkdir()
    elsewhere.mkdir()
    if kind == "file":
        cache.write_text("mine")
    else:
        cache.symlink_to(elsewhere)
    assert build(desk.kept).results == wanted
    assert list(elsewhere.iterdir()) == []


READ_ONLY = """
import os
from compiler import cache
def refused(path, flags, *rest, **more):
    if flags & os.O_CREAT:
        raise OSError(30, "Read-only file system")
    return opened(path, flags, *rest, **more)
opened = os.open
cache.os = type("Os", (), {**vars(os), "open": staticmethod(refused)})
"""
"""A cache on a disk that cannot be written, for the superuser too."""


@pytest.mark.slow
def test_a_cache_that_can_only_be_read(desk: Desk) -> None:
    build(desk.kept)
    a_title(desk)
    desk.save()
    wanted = build(desk.clean, keep=False).results
    before = sorted(path.name for path in (desk.kept / "build/cache").iterdir())
    done = run(desk.kept, "build", before=READ_ONLY)
    assert done.code == 0, done.err
    assert "nothing more could be kept in the cache: read-only file system" in done.err
    assert results(desk.kept) == wanted
    assert sorted(path.name for path in (desk.kept / "build/cache").iterdir()) == before


def test_an_empty_build_folder_is_filled_again(desk: Desk) -> None:
    first = build(desk.kept).results
    shutil.rmtree(desk.kept / "build")
    assert build(desk.kept).results == first


# ---- parts that cannot be set --------------------------------------------------------------------------------------

NESTED = '<div style="display: flex">' * 40 + "x" + "</div>" * 40
"""Each box is laid out twice for the one around it: 2 to the power of 40."""

HUGE = '<div style="display: grid; grid-template-columns: repeat(900000000, 1pt)">x</div>'
"""Tracks that fit into no memory."""


def given_up(desk: Desk, spoilt: str, limits: Limits) -> list[str]:
    """Build with something in the layout of one report; what is said of it, less warnings."""
    path = desk.kept / "layouts/parts/report.html.j2"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + f'{{% if part.id == "town-2" %}}{spoilt}{{% endif %}}', encoding="utf-8")
    done = build(desk.kept, Hands(set_part, 2, limits, prepare=prepare))
    assert done.built is not None
    assert done.built.proof
    assert "town-2" in done.built.parts
    with Document(desk.kept / PDF) as document:
        texts = document.texts()
    (placeholder,) = [text for text in texts if "was given up" in text]
    assert "town-2" in placeholder
    others = [text for text in texts if "Town council 1" in text or "Town council 2" in text]
    assert len(others) == 2
    path.write_text(whole, encoding="utf-8")
    mended = build(desk.kept)
    assert mended.results == build(desk.clean, keep=False).results
    return [f"{each.name}: {each.message}" for each in done.said if each.severity is Severity.ERROR]


@pytest.mark.slow
def test_a_part_that_never_ends_is_tried_once(desk: Desk) -> None:
    began = time.monotonic()
    limit = 5
    said = given_up(desk, NESTED, Limits(seconds=limit))
    assert said == [f"unset-part: the part `town-2` was given up: `town-2` took longer than {limit} s"]
    assert time.monotonic() - began < 10 * limit


@pytest.mark.slow
def test_a_part_that_takes_all_memory(desk: Desk) -> None:
    said = given_up(desk, HUGE, Limits(seconds=120, memory=300 << 20))
    assert said == ["unset-part: the part `town-2` was given up: `town-2` needed more than 300 MiB of memory"]


def test_a_report_that_cannot_be_poured_settles(desk: Desk) -> None:
    """A page stands in its place, with no plate beside it; nothing else is said."""
    path = desk.kept / "layouts/parts/report.html.j2"
    path.write_text(path.read_text(encoding="utf-8") + '{% if part.id == "town-2" %}{{ 1 / 0 }}{% endif %}')
    done = build(desk.kept)
    assert done.built is not None
    assert done.built.proof
    assert [each.name for each in done.said if each.severity is Severity.ERROR] == ["layout-fault"]


LIMITED = """
from compiler import workers
hands = workers.Hands
workers.Hands = lambda *given, **more: hands(*given, limits=workers.Limits(seconds=4), **more)
"""


@pytest.mark.slow
def test_the_command_tells_of_a_part_that_was_given_up(desk: Desk) -> None:
    path = desk.kept / "layouts/parts/report.html.j2"
    path.write_text(path.read_text(encoding="utf-8") + f'{{% if part.id == "town-2" %}}{NESTED}{{% endif %}}')
    done = run(desk.kept, "build", "--message-format", "json", before=LIMITED)
    assert done.code == 1
    assert [each["name"] for each in done.diagnostics if each["severity"] == "error"] == ["unset-part"]
    assert "a PROOF" in done.err
