"""A small publication on disk under the real look, and the command run on it, in this process or in one of its own."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from compiler.cli import main
from tests.builders import a_publication
from tests.faults.volumes import ROOT, many_files, only


@dataclass(frozen=True)
class Run:
    """What one run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        """Those that were written as JSON, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def command(root: Path | None, *arguments: str, before: str = "") -> list[str]:
    """The words of a process that runs `report` on a folder; `before` is Python to run first, in the same process."""
    code = f"import sys\n{before}\nfrom compiler.cli import main\nsys.exit(main(sys.argv[1:]))"
    return [sys.executable, "-c", code, *arguments, *(("--root", str(root)) if root else ())]


def run(root: Path | None, *arguments: str, before: str = "", traceback: bool = False, **environment: str) -> Run:
    """Run `report`; a traceback in what it says is right only where it could not be written to a file."""
    done = subprocess.run(
        command(root, *arguments, before=before),
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ("Traceback" in done.stderr + done.stdout) == traceback, done.stderr
    return Run(done.returncode, done.stdout, done.stderr)


def inside(root: Path | None, *arguments: str) -> Run:
    """The same in this process, which takes a fifth of the time; nothing is drawn for a terminal either way."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*arguments, *(("--root", str(root)) if root else ())])
    gc.enable()  # `report check` puts the collector to rest, for its process ends soon
    assert "Traceback" not in out.getvalue() + err.getvalue()
    return Run(code, out.getvalue(), err.getvalue())


def write(root: Path, files: Mapping[str, object]) -> Path:
    """Exactly these files below sources/, and the layouts of this repository."""
    held = dict(a_publication(only(dict(files))).held)
    for path in sorted((ROOT / "layouts").rglob("*")):
        if path.is_file():
            held[path.relative_to(ROOT)] = path.read_bytes()  # pyright: ignore[reportArgumentType]: any pure path does
    for path, data in held.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A publication of one report."""
    return write(tmp_path / "publication", many_files(1))


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A publication of two reports."""
    return write(tmp_path / "publication", many_files(2))


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Change one stretch of a file of the copy."""
    path = root / "sources" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
