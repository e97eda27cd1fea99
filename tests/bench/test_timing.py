"""What is measured of a process and its children."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.bench.timing import FailedError, Server, measure

SPIN = "import time\nend = time.process_time() + .2\nwhile time.process_time() < end: pass\n"
PARENT = f"""
import subprocess, sys
held = b'x' * (60 << 20)
subprocess.run([sys.executable, '-c', {SPIN + "held = b'x' * (90 << 20); time.sleep(.2)"!r}], check=True)
"""
ECHO = f"""
import sys
print('done', flush=True)
for line in sys.stdin:
    if 'fail' in line:
        print('no paper left', flush=True)
        continue
    exec({SPIN!r})
    print('done', flush=True)
"""


def test_children_count(tmp_path: Path) -> None:
    sample = measure([sys.executable, "-c", PARENT], tmp_path, os.environ, good=(0,))
    assert sample.cpu >= 0.2
    assert sample.wall >= 0.4
    assert 90 <= sample.peak < 140  # the child is the larger of the two
    assert sample.together >= 150


def test_a_failure_is_told_with_what_was_said(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match=r"ended with 3\nnobody knows"):
        measure([sys.executable, "-c", "print('nobody knows'); raise SystemExit(3)"], tmp_path, os.environ, good=(0,))


def test_a_process_that_lives_on_is_measured_by_the_question(tmp_path: Path) -> None:
    server = Server([sys.executable, "-c", ECHO], tmp_path, os.environ, tmp_path / "log")
    sample = server.ask("work")
    assert 0.15 <= sample.cpu < 0.4
    assert sample.peak > 1
    with pytest.raises(FailedError, match="no paper left"):
        server.ask("fail")
