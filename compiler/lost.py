"""Whether every word of the copy is on the pages.

What was set of a field are pieces of its text, line by line, with hyphens at the ends of lines, calls of notes and
folios in between, and its notes somewhere else. So the pieces are laid over the copy; words left uncovered, and not
found among the pieces in another order either, are lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate

from compiler.model.copy import Field, Line, Prose
from compiler.model.diagnostics import Diagnostic, error
from compiler.model.galley import SetText
from compiler.model.prose import Paragraph, plain

MOST = 12
"""How many lost words are named."""

SURE = 4
"""Letters from which on a piece found further on in the copy is taken for being there in its order."""


def lost(
    expected: Sequence[Line | Prose], texts: Sequence[SetText], page: Callable[[int], str]
) -> tuple[Diagnostic, ...]:
    """An error for each field with words that are not among the texts; `page` says how a page is told."""
    pieces: dict[Field, list[SetText]] = {}
    for text in texts:
        if text.field is not None:
            pieces.setdefault(text.field, []).append(text)
    whole = {letters(text.text) for text in texts}
    said: list[Diagnostic] = []
    for copy in dict.fromkeys(expected):
        words = _words(copy)
        found = pieces.get(copy.field, [])
        missing = _missing(words, [piece.text for piece in found])
        # Entries of an index share their heading: it is printed under the field of one of them.
        shared = bool(found) and isinstance(copy, Line) and letters(copy.text) in whole
        if missing and not shared:
            said.append(_diagnostic(copy.field, missing, len([w for w in words if letters(w)]), found, page))
    return tuple(said)


def letters(text: str) -> str:
    """A text without what setting may change: case, accents, spaces, hyphens, marks of direction, soft hyphens."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if _counts(each))


def _counts(character: str) -> bool:
    return unicodedata.category(character) not in {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me", "Pd"}


def _words(copy: Line | Prose) -> list[str]:
    if isinstance(copy, Line):
        return copy.text.split()
    paragraphs: list[Paragraph] = []
    for block in copy.blocks:
        paragraphs += [block] if isinstance(block, Paragraph) else [each for item in block.items for each in item]
    return [word for each in paragraphs for word in plain(each.children, notes=True).split()]


def _missing(words: Sequence[str], pieces: Sequence[str]) -> list[str]:
    """The words that no piece holds."""
    wanted = [letters(word) for word in words]
    whole = "".join(wanted)
    covered = _cover(whole, frozenset(accumulate((len(word) for word in wanted), initial=0)), pieces)
    if all(covered):
        return []
    together = "".join(letters(piece) for piece in pieces)
    needed: Counter[str] = Counter(wanted)
    missing: list[str] = []
    at = 0
    for word, each in zip(words, wanted, strict=True):
        bare = not all(covered[at : at + len(each)])
        at += len(each)
        # A word may be there although its piece was laid elsewhere: then it occurs often enough.
        if bare and together.count(each) < max(needed[each], _occurs(whole, each)):
            missing.append(word)
    return missing


def _occurs(whole: str, word: str) -> int:
    return whole.count(word) if word else 0


def _cover(whole: str, starts: frozenset[int], pieces: Sequence[str]) -> bytearray:
    """Lay the pieces over the text: in order where they follow each other, the rest wherever there is room.

    A piece that has no room as a whole holds something the layout put in, a folio: then its words are laid, one by one.
    Long pieces come first and what has no letters last, or the full stop after a folio would take that of a word.
    `starts` are the places where words begin: `on` is looked for there before it is found in `nation`.
    """
    covered = bytearray(len(whole))
    loose: list[str] = []
    at = 0
    for written in pieces:
        piece = letters(written)
        start = at if whole.startswith(piece, at) else whole.find(piece, at) if len(piece) >= SURE else -1
        if start < 0 or any(covered[start : start + len(piece)]):
            loose.append(written)
        else:
            covered[start : start + len(piece)] = b"\1" * len(piece)
            at = start + len(piece)
    loose.sort(key=len, reverse=True)
    wordy = [written for written in loose if any(map(str.isalnum, written))]
    unplaced = [written for written in wordy if not _lay(whole, starts, letters(written), covered)]
    parts = sorted((letters(word) for word in " ".join(unplaced).split()), key=len, reverse=True)
    for part in [*parts, *(letters(written) for written in loose if written not in wordy)]:
        _lay(whole, starts, part, covered)
    return covered


def _lay(whole: str, starts: frozenset[int], piece: str, covered: bytearray) -> bool:
    """Cover the best room for a piece; False when there is none."""
    start = _room(whole, starts, piece, covered)
    if start >= 0:
        covered[start : start + len(piece)] = b"\1" * len(piece)
    return start >= 0


def _room(whole: str, starts: frozenset[int], piece: str, covered: bytearray) -> int:
    """Where the piece stands in the text with nothing over it yet, at the start of a word if it can; -1 for nowhere."""
    found = (match.start() for match in re.finditer(f"(?={re.escape(piece)})", whole))
    free = [start for start in found if not any(covered[start : start + len(piece)])]
    return next((start for start in free if start in starts), free[0] if free else -1)


def _diagnostic(
    field: Field, missing: Sequence[str], total: int, found: Sequence[SetText], page: Callable[[int], str]
) -> Diagnostic:
    if not found:
        return error(
            "lost-copy",
            "this copy is not on any page",
            field=field,
            help=("print it in the layout with `|copy` or `|prose`, or take it out of the copy",),
        )
    named = " ".join(missing[:MOST]) + (" …" if len(missing) > MOST else "")
    words = "word is" if len(missing) == 1 else "words are"
    where = ", ".join(page(index) for index in sorted({piece.page_index for piece in found}))
    return error(
        "lost-copy",
        f"{len(missing)} of {total} {words} not on the pages: `{named}`",
        field=field,
        notes=(f"the rest stands {where}",),
    )
