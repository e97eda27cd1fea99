"""The command as its users run it: in a process of its own, over a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Run:
    """What one run of the command left behind."""

    root: Path
    code: int
    said: str

    @property
    def pdf(self) -> Path:
        return self.root / "build" / "en" / "publication.pdf"


def report(root: Path, *arguments: str, **environment: str) -> Run:
    """Run `report` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "compiler", *arguments, "--root", str(root)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(root, done.returncode, done.stdout + done.stderr)


def copied(target: Path) -> Path:
    """A folder with the copy and the layouts of this repository, and nothing else of it."""
    for name in ("sources", "layouts"):
        shutil.copytree(ROOT / name, target / name)
    return target
