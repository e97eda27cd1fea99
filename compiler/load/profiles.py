"""Colour profiles as facts, read from their headers (ICC.1:2022, 7.2)."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from compiler.model.copy import Digest
from compiler.model.diagnostics import Diagnostic, Label, Outcome, Span, error
from compiler.model.printer import ProfileFacts

SUFFIXES = frozenset({".icc", ".icm"})

HEADER = 128
"""Bytes of a header."""


def look_at_profile(path: PurePosixPath, data: bytes) -> Outcome[ProfileFacts]:
    """Facts of a profile; `unusable` ones when the file is no profile, or is not as long as it says."""
    if len(data) < HEADER or data[36:40] != b"acsp":
        return Outcome(unusable(path), (_damaged(path, "it has not got the header of one"),))
    told = int.from_bytes(data[:4])
    if told != len(data):
        why = f"it says that it has {told:,} bytes, and has {len(data):,}"
        return Outcome(unusable(path), (_damaged(path, why),))
    space, use = (data[at : at + 4].decode("ascii", "replace").strip() for at in (16, 12))
    return Outcome(ProfileFacts(path, Digest(hashlib.sha256(data).hexdigest()), space, use))


def unusable(path: PurePosixPath) -> ProfileFacts:
    """Stands for a profile that is there and cannot be used, so that nobody misses it."""
    return ProfileFacts(path, Digest(""), "", "")


def _damaged(path: PurePosixPath, why: str) -> Diagnostic:
    message = f"`{path.name}` cannot be used as a colour profile: {why}"
    return error("damaged-profile", message, Label(Span(path, 0, 0)), help=("fetch the file anew",))
