"""Total ink as it is printed: Ghostscript separates the pages. It has had too many holes to be shown foreign files."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, unchecked
from compiler.preflight.geometry import Box
from compiler.preflight.ink import too_much
from compiler.preflight.objects import Leaf
from compiler.preflight.pixels import SIDE, densest, separated_ink

DPI = 100
"""Dots an inch: fifteen along a side of the square that is measured."""
SECONDS = 100


def ghostscript() -> str | None:
    """The command, where it is installed."""
    return shutil.which("gs")


def check(path: Path, leaves: Sequence[Leaf], conditions: Conditions) -> Iterator[Finding]:
    """Some pages that follow one another, of a file that this compiler has made."""
    command = ghostscript()
    if command is None or not leaves:
        return
    with tempfile.TemporaryDirectory() as folder:
        first, last = leaves[0].page_index + 1, leaves[-1].page_index + 1
        arguments = ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", f"-r{DPI}"]
        pages = [f"-dFirstPage={first}", f"-dLastPage={last}", f"-sOutputFile={folder}/%d.tif"]
        try:
            subprocess.run(
                [command, *arguments, *pages, str(path)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=True,
                timeout=SECONDS,
            )
            for at, leaf in enumerate(leaves, 1):
                yield from _page(f"{folder}/{at}.tif", leaf, conditions)
        except (OSError, subprocess.SubprocessError) as fault:
            told = "did not end in time" if isinstance(fault, subprocess.TimeoutExpired) else "could not separate them"
            yield unchecked(f"total ink of pages {first} to {last}", f"Ghostscript {told}")


def _page(picture: str, leaf: Leaf, conditions: Conditions) -> Iterator[Finding]:
    media = leaf.media
    mean, (x, y) = densest(separated_ink(picture), media.width, media.height)
    middle = media.left + x * media.width, media.top - y * media.height
    box = Box(*middle, *middle).grown(SIDE / 2)
    yield from too_much(100 * mean, "a place", leaf.page_index, box, conditions, " as the mean over 15 mm2")
