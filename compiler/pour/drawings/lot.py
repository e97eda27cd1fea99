"""Drawing lots, the same ones for the same seed on every machine and in every Python."""

from __future__ import annotations

import zlib

MULTIPLIER, INCREMENT, MODULUS = 6364136223846793005, 1442695040888963407, 2**64
"""Knuth's linear congruence (MMIX)."""


class Lot:
    """Shares and orders drawn from a seed."""

    def __init__(self, seed: str) -> None:
        self._state = zlib.crc32(seed.encode())
        self.share()

    def share(self) -> float:
        """The next number from 0 up to 1."""
        self._state = (self._state * MULTIPLIER + INCREMENT) % MODULUS
        return (self._state >> 11) / 2**53

    def order(self, count: int) -> list[int]:
        """The numbers below `count`, mixed."""
        return sorted(range(count), key=[self.share() for _ in range(count)].__getitem__)
