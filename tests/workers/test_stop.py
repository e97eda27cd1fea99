"""However a build ends, no process of it is left, and no file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.runs import ROOT
from tests.workers.processes import PATIENCE, alive, session_of, until


def begun(folder: Path) -> subprocess.Popen[str]:
    """A build in a session of its own, whose files aside would be found in the folder."""
    (folder / "aside").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.workers.build", *(str(folder / str(number)) for number in range(4))],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder / "aside")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def stop(process: subprocess.Popen[str], whom: str, how: signal.Signals) -> tuple[str, str]:
    """What the build says at its end; nothing of it may be left then."""
    if whom == "group":
        os.killpg(process.pid, how)
    else:
        process.send_signal(how)
    said = process.communicate(timeout=PATIENCE)
    assert until(lambda: session_of(process.pid) == [])
    return said


@pytest.mark.parametrize("whom", ["group", "main"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_a_build_at_work(tmp_path: Path, whom: str, how: signal.Signals) -> None:
    process = begun(tmp_path)
    files = [tmp_path / "0", tmp_path / "1"]
    assert until(lambda: all(file.exists() and file.read_text() for file in files))
    workers = [int(file.read_text()) for file in files]
    assert all(alive(pid) for pid in workers)
    assert set(workers) < set(session_of(process.pid))
    out, err = stop(process, whom, how)
    assert not any(alive(pid) for pid in workers)
    if how == signal.SIGINT:
        assert (process.returncode, out) == (130, "stopped\n")
        # Not even as zombies: the build has cleared up before it ended.
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    assert err == ""
    assert list((tmp_path / "aside").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1", "aside"]


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_of_a_build_stopped_as_it_starts(tmp_path: Path, how: signal.Signals) -> None:
    chance = random.Random(1)
    for turn in range(12):
        folder = tmp_path / str(turn)
        folder.mkdir()
        process = begun(folder)
        # The instant of the stop, not something waited for.
        threading.Event().wait(chance.random() * 0.2)
        out, err = stop(process, "group", how)
        if how == signal.SIGINT:
            assert (process.returncode, out, err) == (130, "stopped\n", "")
        assert list((folder / "aside").iterdir()) == []
