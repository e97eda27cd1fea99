"""The same input gives the same bytes: in another process, another directory, with other hash seeds."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from tests.typeset.builders import a_part, a_poured, galley_of, set_, words
from tests.typeset.test_faults import a_picture

ROOT = Path(__file__).resolve().parents[2]


def made() -> bytes:
    """A publication with notes, links, a picture, a drawing."""
    picture = a_picture()
    drawing = '<svg width="20" height="9"><title>t</title><path fill="color(--red 0.5)" d="M0 0h9v9z"/></svg>'
    html = (
        f'<h1 id="one/x">Head</h1><p>{words(60)}<span class="fn">a note</span></p>'
        f'<img alt="red" src="{picture.address}">{drawing}<a href="#two">on</a>'
    )
    one = a_poured(html, a_part("one"), assets=(picture,), tokens={"--b": "2", "--a": "1"})
    two = a_poured('<p>text <a href="https://example.org/">out</a></p>', a_part("two", "recto"))
    return galley_of(one, two, pdf=True).pdf


def digest() -> str:
    return hashlib.sha256(made()).hexdigest()


@pytest.mark.slow
def test_same_bytes_in_another_process_and_directory(tmp_path: Path) -> None:
    script = "from tests.typeset.test_bytes import digest; print(digest())"
    seen = {digest()}
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": seed,
            "HOME": str(tmp_path),
            "TZ": f"X-{seed}",
        }
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout.strip())
    assert len(seen) == 1


def test_same_bytes_again_in_one_process() -> None:
    assert made() == made()


def test_other_runs_leave_no_trace() -> None:
    before = made()
    set_(a_poured('<p style="colour: red">other</p><a href="#x">x</a>'), pdf=True)
    assert made() == before


def test_the_identifier_follows_the_content() -> None:
    one, two = (galley_of(a_poured(f"<p>{text}</p>"), pdf=True).pdf for text in ("one", "two"))
    ids = [pypdf.PdfReader(io.BytesIO(pdf)).trailer["/ID"] for pdf in (one, two)]
    assert ids[0] != ids[1]
