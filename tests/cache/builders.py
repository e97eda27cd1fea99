"""Keys and data for the cache, the same in each process; run as a module it is another build that uses the cache.

`python -m tests.cache.builders FOLDER ROUNDS SEED` puts, gets and trims, and ends with 1 if it was ever given what
nobody put; with ROUNDS 0 it puts until it is killed. It says `ready` when it begins.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import subprocess
import sys
from pathlib import Path

from compiler.cache import Cache
from compiler.model.copy import Digest

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = 12


def a_key(number: int) -> Digest:
    return Digest(hashlib.sha256(b"key %d" % number).hexdigest())


def a_galley(number: int) -> bytes:
    """Data that is told from any other, of up to two and a half megabytes: a writer is often killed in its midst."""
    return hashlib.sha256(b"data %d" % number).digest() * (number**3 * 60)


def a_build(folder: Path, rounds: int, seed: int) -> subprocess.Popen[str]:
    """Another build in a process of its own, already at work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cache.builders", str(folder), str(rounds), str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def main(folder: Path, rounds: int, seed: int) -> int:
    chance = random.Random(seed)
    cache = Cache(folder, limit=4_000_000)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for _ in range(rounds) if rounds else itertools.count():
        number = chance.randrange(NUMBERS)
        if not rounds:
            # Nearly always writing, so that the kill meets a writer.
            cache.put("galley", a_key(number), a_galley(number))
            cache.remember("last", a_galley(number))
            continue
        found = cache.get("galley", a_key(number))
        if found is not None and found != a_galley(number):
            return 1
        if found is None or chance.random() < 0.5:
            cache.put("galley", a_key(number), a_galley(number))
            cache.remember("last", a_galley(number))
        if chance.random() < 0.1:
            cache.trim()
    return 2 if cache.damaged or cache.unwritten else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
