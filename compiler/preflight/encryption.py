"""Whether the file is locked, or was damaged before it came here."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error
from compiler.preflight.objects import Document


def check(document: Document, conditions: Conditions) -> Iterator[Finding]:
    del conditions
    if document.locked:
        yield error("encrypted", "the file is encrypted, and cannot be looked into")
    elif document.encrypted:
        yield error("encrypted", "the file is encrypted, although it opens without a password")
