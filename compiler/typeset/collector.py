"""Python's collector of cycles rests while pages are set: nearly all that a run makes lives to its end.

It would look through all boxes and styles again and again, a seventh of the time, to free next to nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def collector_resting() -> Generator[None]:
    """No cycles are collected while the context lasts."""
    worked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if worked:
            gc.enable()
