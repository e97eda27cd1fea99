"""Marked content: which stretches of a content stream show what (ISO 32000-1, 14.6).

WeasyPrint wraps every run of text and every picture into a sequence of its own. Once a page has been painted, these
are gone over: what is not read becomes an artifact, lines of decoration leave the text they belong to, spaces that
line ends have swallowed come back, and the parts of a broken word become one sequence that says the whole word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from compiler.typeset.door import Box, Untyped, boxes, pydyf
from compiler.typeset.tags.glyphs import Fonts
from compiler.typeset.tags.tree import Tree
from compiler.typeset.tags.words import Broken, Word, cut, glyphs, head, shown, tail

Operations = list[Untyped]

NEUTRAL = frozenset(b"gs rg RG g G k K cs CS sc SC scn SCN".split())
"""Operators that may stand within a text object as well as before it (ISO 32000-1, figure 9)."""

FOLIO = b"\0f"
"""How the token begins that stands for the operator of a folio (`compiler.model.galley`)."""

PAINTS = frozenset(b"TJ Tj ' \" Do f F f* S s B B* b b* sh EI".split())


@dataclass(eq=False, slots=True)
class Content:
    """A marked sequence, to be found by `mcid` in `stream` (the page's own, or a group drawn on it)."""

    stream: Untyped
    page_index: int
    mcid: int
    word: Word | None


@dataclass(slots=True)
class _Mark:
    """Where a sequence begins and ends among the operations, its own three and one operations included."""

    box: Box
    start: int
    end: int


@dataclass(slots=True)
class _Run:
    """A run of text: operations before and after its text object, and that object in segments."""

    before: Operations
    segments: list[tuple[Word | None, Operations]]
    after: Operations


@dataclass(slots=True)
class Marks:
    """All marks of one document; `contents` says what was drawn of each box, in order."""

    tree: Tree
    broken: Broken
    fonts: Fonts
    contents: dict[Box, list[Content]] = field(default_factory=dict[Box, list[Content]])
    _page: dict[Untyped, list[_Mark]] = field(default_factory=dict[Untyped, list[_Mark]])

    @contextmanager
    def marked(self, stream: Untyped, box: Box, tag: str) -> Generator[None]:
        """Stands for `Stream.marked`."""
        mark = _Mark(box, len(stream.stream), 0)
        pydyf.Stream.begin_marked_content(stream, tag, pydyf.Dictionary())
        self._page.setdefault(stream, []).append(mark)
        try:
            yield
        finally:
            pydyf.Stream.end_marked_content(stream)
            mark.end = len(stream.stream)

    def settle(self, page_index: int) -> None:
        """Go over what has been painted on a page."""
        for stream, marks in self._page.items():
            _Pen(self, stream, page_index).rewrite(marks)
        self._page.clear()


class _Pen:
    """Writes the operations of one stream anew."""

    def __init__(self, marks: Marks, stream: Untyped, page_index: int) -> None:
        self._marks, self._stream, self._page_index = marks, stream, page_index
        self._out: Operations = []
        self._mcid = 0

    def rewrite(self, marks: Sequence[_Mark]) -> None:
        old: Operations = self._stream.stream
        at = index = 0
        while index < len(marks):
            mark = marks[index]
            self._out += old[at : mark.start]
            chain = self._chain(marks[index:], old)
            if chain is None:
                self._single(mark, old[mark.start + 3 : mark.end - 1])
                at, index = mark.end, index + 1
            else:
                self._together(chain)
                at, index = marks[index + len(chain) - 1].end, index + len(chain)
        self._out += old[at:]
        old[:] = self._out

    # ---- one box

    def _single(self, mark: _Mark, body: Operations) -> None:
        """A box on its own: what is painted in it, without the decoration drawn in between."""
        tree, read = self._marks.tree, right_to_left(mark.box)
        space = mark.box in tree.line_ends
        if space and not read:
            self._add_space(body)
        # Glyphs stand in the order of the page there, so the structure says how they are read.
        word = Word(f"{mark.box.text} " if space else mark.box.text) if read else None
        pieces = _pieces(body) if isinstance(mark.box, boxes.TextBox) else [(True, body)]
        for is_content, piece in pieces:
            if not _paints(piece):
                self._out += piece
            elif is_content and mark.box not in tree.artifacts:
                self._open(mark.box, word, None)
                self._out += [*piece, b"EMC"]
            else:
                self._out += _artifact(piece)

    def _open(self, box: Box, word: Word | None, actual: str | None) -> None:
        properties = pydyf.Dictionary({"MCID": self._mcid})
        if actual is not None:
            properties["ActualText"] = pydyf.String(actual)
        content = Content(self._stream, self._page_index, self._mcid, word)
        self._marks.contents.setdefault(box, []).append(content)
        self._mcid += 1
        picture = isinstance(box, boxes.ReplacedBox)
        self._out += [b"/Figure" if picture else b"/Span", properties, b"BDC"]

    # ---- broken words

    def _chain(self, marks: Sequence[_Mark], old: Operations) -> list[tuple[Box, _Run]] | None:
        """The runs that broken words tie together from the first one on; None when it holds no part of such a word."""
        broken, tree = self._marks.broken, self._marks.tree
        chain: list[tuple[Box, _Run]] = []
        for number, mark in enumerate(marks):
            if mark.box in tree.artifacts or (mark.box not in broken.ends and mark.box not in broken.begins):
                break
            if chain:
                word, follower = broken.ends.get(chain[-1][0], (None, None))
                between = old[marks[number - 1].end : mark.start]
                if follower is not mark.box or word is None or not _neutral([*chain[-1][1].after, *between]):
                    break
                chain[-1][1].after.extend(between)
            run = self._run(mark.box, old[mark.start + 3 : mark.end - 1])
            if run is None or (chain and not _neutral(run.before)):
                break
            chain.append((mark.box, run))
        return chain or None

    def _run(self, box: Box, body: Operations) -> _Run | None:
        """A run with its parts of broken words cut out; None when it is not plain text, or cannot be cut."""
        if body.count(b"BT") != 1 or right_to_left(box):
            return None
        begin, end = body.index(b"BT"), body.index(b"ET")
        inside = list(body[begin + 1 : end])
        if box in self._marks.tree.line_ends:
            self._add_space(inside)
        broken = self._marks.broken
        first, last = broken.begins.get(box), broken.ends.get(box, (None, box))[0]
        if first is not None and first is last:
            return _Run(_artifact(body[:begin]), [(first, inside)], _artifact(body[end + 1 :]))
        segments: list[tuple[Word | None, Operations]] = [(None, inside)]
        if first is not None:
            parted = self._part(inside, head(box.text), at_end=False)
            if parted is None:
                return None
            segments = [(first, parted[0]), (None, parted[1])]
        if last is not None:
            parted = self._part(segments[-1][1], tail(box.text), at_end=True, before=segments[0][1])
            if parted is None:
                return None
            segments = [*segments[:-1], (None, parted[0]), (last, parted[1])]
        return _Run(_artifact(body[:begin]), _settled(segments), _artifact(body[end + 1 :]))

    def _part(
        self, inside: Operations, wanted: str, at_end: bool, before: Operations | None = None
    ) -> tuple[Operations, Operations] | None:
        """Cut a text object in two where `wanted` begins or ends."""
        showing = [index for index, each in enumerate(inside) if isinstance(each, bytes) and each.endswith(b"TJ")]
        if not showing:
            return None
        at = showing[-1] if at_end else showing[0]
        run = glyphs(inside[at])
        font = _font([*(before or []), *inside[:at]])
        if run is None or font is None:
            return None
        index = cut(run, lambda code: self._marks.fonts.text(self._stream._fonts, font, code), wanted, at_end)
        if index is None:
            return None
        left: Operations = [shown(run[:index])] if index else []
        right: Operations = [shown(run[index:])] if index < len(run) else []
        return [*inside[:at], *left], [*right, *inside[at + 1 :]]

    def _together(self, chain: Sequence[tuple[Box, _Run]]) -> None:
        """Runs in one text object, the parts of each word in one sequence."""
        said: Word | None = None
        is_open = False
        self._out += [*chain[0][1].before, b"BT"]
        for number, (box, run) in enumerate(chain):
            if number:
                self._out += [*chain[number - 1][1].after, *run.before]
            for word, operations in run.segments:
                if not is_open or word is None or word is not said:
                    if is_open:
                        self._out.append(b"EMC")
                    whole = word is not None and self._complete(word, chain)
                    self._open(box, word, word.text if word is not None and whole else None)
                    is_open, said = True, word
                self._out += operations
        self._out += [b"EMC", b"ET", *chain[-1][1].after]

    def _complete(self, word: Word, chain: Sequence[tuple[Box, _Run]]) -> bool:
        """Whether all parts of a word are drawn in this chain."""
        here = {box for box, _ in chain}
        return all(box in here for box in self._marks.broken.parts[word])

    # ---- spaces

    def _add_space(self, operations: Operations) -> None:
        """Let the last text shown end with a space."""
        for index in range(len(operations) - 1, -1, -1):
            operation = operations[index]
            if _operator(operation) != b"TJ":
                continue
            font = _font(operations[:index])
            if operation.startswith(FOLIO):
                space = self._marks.fonts.space(self._stream._fonts, font) if font else None
                operations[index + 1 : index + 1] = [shown([(space, b"")])] if space else []
                return
            run = glyphs(operation)
            space = self._marks.fonts.space(self._stream._fonts, font) if run and font else None
            if run and space:
                operations[index] = shown([*run, (space, b"")])
            return


def _settled(segments: Sequence[tuple[Word | None, Operations]]) -> list[tuple[Word | None, Operations]]:
    """Segments that all show something; what only prepares goes to the one that follows."""
    out: list[tuple[Word | None, Operations]] = []
    waiting: Operations = []
    for word, operations in segments:
        if _paints(operations):
            out.append((word, [*waiting, *operations]))
            waiting = []
        else:
            waiting += operations
    if waiting and out:
        out[-1][1].extend(waiting)
    return out


def _pieces(body: Operations) -> Iterator[tuple[bool, Operations]]:
    """Text objects, and what stands between them: lines above, below and through the text."""
    piece: Operations = []
    for operation in body:
        if operation == b"BT":
            yield False, piece
            piece = []
        piece.append(operation)
        if operation == b"ET":
            yield True, piece
            piece = []
    yield False, piece


def _artifact(operations: Operations) -> Operations:
    """Operations as an artifact, when they paint anything that is not one already."""
    if not _paints(operations) or operations[0] in ("/Artifact", b"/Artifact"):
        return operations
    return [b"/Artifact", b"BMC", *operations, b"EMC"]


def _operator(operation: Untyped) -> bytes:
    if isinstance(operation, bytes) and operation.startswith(b"\0"):
        return b"TJ" if operation.startswith(FOLIO) else b"rg"
    return operation.rpartition(b" ")[2] if isinstance(operation, bytes) else b""


def _paints(operations: Operations) -> bool:
    return any(_operator(each) in PAINTS for each in operations)


def _neutral(operations: Operations) -> bool:
    return all(_operator(each) in NEUTRAL for each in operations)


def _font(operations: Operations) -> str | None:
    """Name of the font that is set last."""
    for operation in reversed(operations):
        if isinstance(operation, bytes) and operation.endswith(b" Tf"):
            return operation.split()[0][1:].decode()
    return None


def right_to_left(box: Box) -> bool:
    """Whether a run holds anything that is written from right to left."""
    if not isinstance(box, boxes.TextBox) or box.text.isascii():
        return False
    return any(unicodedata.bidirectional(each) in ("R", "AL") for each in box.text)
