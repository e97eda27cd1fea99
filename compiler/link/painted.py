"""Content streams of a galley, made ready for a press before their tokens are replaced.

Black type overprints; whatever colour is no swatch, which has been reported at its box, becomes one of four inks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from compiler.link.syntax import number

OVER, KNOCKOUT = b"/OverprintOn", b"/OverprintOff"
"""Names of the graphics states among the resources."""

STATES = (
    (OVER, b"<</Type/ExtGState/OP false/op true/OPM 1>>"),
    (KNOCKOUT, b"<</Type/ExtGState/OP false/op false/OPM 1>>"),
)
"""Only fills overprint: type is filled. With mode 1 black alone is laid down, the other inks stay (11.7.4.5)."""

_NUMBER = rb"[-+]?[0-9]*\.?[0-9]+"
_STRING = rb"\((?:\\.|[^\\()])*\)"
"""Text between brackets, which may look like anything."""

_INK = rb"\0s(?P<ink>[0-9]+)\0"

# All alternatives begin with a letter of their own, or looking for them would take three times as long.
_STATES = re.compile(rb"|".join((_STRING, _INK, rb"(?P<word>BT|ET|q|Q)(?!\S)")), re.DOTALL)

_FOREIGN = frozenset({b"rg", b"RG", b"g", b"G", b"sc", b"SC", b"scn", b"SCN", b"cs", b"CS"})
"""Operators that set a colour, and are not written by a token."""

_OPERATORS = re.compile(
    rb"|".join(
        (
            *(_STRING, _INK),
            rb"(?<!\S)(?:(?P<word>BT|ET|q|Q)"
            rb"|(?P<device>(?:" + _NUMBER + rb"\s+){3}(?:rg|RG)|" + _NUMBER + rb"\s+[gG]"
            rb"|(?:" + _NUMBER + rb"\s+){1,4}(?:scn?|SCN?))"
            rb"|(?P<space>/\S+\s+(?:cs|CS)))(?!\S)",
        )
    ),
    re.DOTALL,
)


def prepared(stream: bytes, over: Sequence[bool | None]) -> bytes:
    """A stream whose type in overprinting inks overprints.

    `over` tells of each ink whether it does; None for inks of strokes, which leave the state of fills as it is.
    """
    return _Painter(over).painted(stream)


class _Painter:
    """Follows the colour of fills through the saved states (8.4.2)."""

    def __init__(self, over: Sequence[bool | None]) -> None:
        self._over = over
        self._black = False
        self._saved: list[bool] = []
        self._in_text = False
        self._on = False

    def painted(self, stream: bytes) -> bytes:
        if _FOREIGN.isdisjoint(stream.split()):
            return _STATES.sub(self._state, stream)
        return _OPERATORS.sub(self._operator, stream)

    def _state(self, found: re.Match[bytes]) -> bytes:
        """A token or a word, where it is one of its own and not the end of a name or number."""
        if found["ink"] is not None:
            return self._ink(found)
        start = found.start()
        if found["word"] is None or (start > 0 and not found.string[start - 1 : start].isspace()):
            return found[0]
        return self._word(found[0])

    def _ink(self, found: re.Match[bytes]) -> bytes:
        black = self._over[int(found["ink"])]
        if black is None:
            return found[0]
        self._black = black
        return found[0] + self._switched()

    def _operator(self, found: re.Match[bytes]) -> bytes:
        whole = found[0]
        if found["ink"] is not None:
            return self._ink(found)
        if found["word"] is not None:
            return self._word(whole)
        if found["device"] is not None:
            return self._device(whole)
        return b"" if found["space"] is not None else whole

    def _word(self, word: bytes) -> bytes:
        match word:
            case b"q":
                self._saved.append(self._black)
            case b"Q":
                self._black = self._saved.pop() if self._saved else False
            case b"BT":
                self._in_text = True
                return word + self._switched()
            case _:
                self._in_text = False
                return word + self._switched()
        return word

    def _switched(self) -> bytes:
        """The operator that turns overprint on or off, where it is not as it should be."""
        wanted = self._in_text and self._black
        if wanted == self._on:
            return b""
        self._on = wanted
        return b"\n%s gs" % (OVER if wanted else KNOCKOUT)

    def _device(self, operator: bytes) -> bytes:
        *operands, word = operator.split()
        stroke = word.isupper()
        if not stroke:
            self._black = False
        values = [float(each) for each in operands]
        inks = four_inks(values) if word in (b"rg", b"RG", b"g", b"G") else (0.0, 0.0, 0.0, 1.0)
        made = b" ".join(number(round(each, 6)) for each in inks) + (b" K" if stroke else b" k")
        return made + (b"" if stroke else self._switched())


def four_inks(values: Sequence[float]) -> tuple[float, float, float, float]:
    """Grey, or red, green and blue, in four inks: their grey is black alone."""
    red, green, blue = (max(0.0, min(1.0, each)) for each in (values if len(values) == 3 else [values[0]] * 3))
    light = max(red, green, blue)
    if light == 0:
        return 0.0, 0.0, 0.0, 1.0
    return 1 - red / light, 1 - green / light, 1 - blue / light, 1 - light
