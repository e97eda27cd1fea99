"""The door to pypdf: a PDF opened, and its objects (ISO 32000-1, 7.3) as Python values, whatever they turn out to be.

Nothing here trusts the file. What is not of the type that is asked for is None; pypdf's own limits (depth, length of
what a stream is unpacked to, number of elements) raise its errors, which whoever asks is prepared for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import cast

import pypdf
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

from compiler.preflight.geometry import A4, Box

Dictionary = Mapping[str, object]

PAGES = 5000
"""Pages that are looked at; a file of more is told to be one."""
DEPTH = 64
"""How deep a page tree may be nested."""
REFERENCES = 32
"""How often a reference may lead to another one."""
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
"""What a page takes from the tree above it (7.7.3.4)."""
SIDE = 14400
"""Points that a page may measure at most (annex C)."""


class UnreadableError(Exception):
    """The file is no PDF that can be read; the message says why."""


def resolved(value: object) -> object:
    """The object itself, where a reference leads to it; None for null and for references that lead in circles."""
    for _ in range(REFERENCES):
        if not isinstance(value, IndirectObject):
            return None if isinstance(value, NullObject) else value
        value = cast(object, value.get_object())
    return None


def dictionary(value: object) -> Dictionary:
    """A dictionary, or that of a stream; an empty one for anything else."""
    value = resolved(value)
    return cast(Dictionary, value) if isinstance(value, DictionaryObject) else {}


def entry(owner: object, key: str) -> object:
    """What stands under a key, resolved; None where the owner is no dictionary."""
    owner = resolved(owner)
    # `raw_get` and not `[]`, which would resolve with pypdf's own, endless patience.
    return resolved(cast(object, owner.raw_get(key))) if isinstance(owner, DictionaryObject) and key in owner else None


def reference(owner: object, key: str) -> tuple[int, int] | None:
    """Number and generation of the object that a key refers to; None where it stands there itself."""
    owner = resolved(owner)
    raw = cast(object, owner.raw_get(key)) if isinstance(owner, DictionaryObject) and key in owner else None
    return (raw.idnum, raw.generation) if isinstance(raw, IndirectObject) else None


def array(value: object) -> list[object]:
    value = resolved(value)
    return list(value) if isinstance(value, ArrayObject) else []


def numbers(value: object) -> list[float]:
    """An array of numbers; an empty list when one of its elements is none."""
    found = [number(each) for each in array(value)]
    return [] if None in found else cast(list[float], found)


def number(value: object) -> float | None:
    value = resolved(value)
    if isinstance(value, bool | BooleanObject) or not isinstance(value, int | float):
        return None
    # pypdf's own numbers are subclasses; a whole number may be longer than a float can be.
    try:
        return float(value)
    except OverflowError:
        return None


def name(value: object) -> str:
    """A name without its slash; empty for anything else."""
    value = resolved(value)
    return str(value).removeprefix("/") if isinstance(value, NameObject) else ""


def text(value: object) -> str | None:
    value = resolved(value)
    if isinstance(value, ByteStringObject):
        return bytes(value).decode("latin-1")
    return str(value) if isinstance(value, TextStringObject) else None


def boolean(value: object) -> bool | None:
    value = resolved(value)
    if isinstance(value, BooleanObject):
        return bool(value.value)
    return value if isinstance(value, bool) else None


def is_stream(value: object) -> bool:
    return isinstance(resolved(value), StreamObject)


def data(value: object) -> bytes:
    """What a stream holds, unpacked; empty for anything else. Raises what pypdf raises."""
    value = resolved(value)
    return value.get_data() if isinstance(value, StreamObject) else b""


def packed(value: object) -> bytes:
    """What a stream holds as it stands in the file."""
    value = resolved(value)
    # There is no other way to it.
    return value._data if isinstance(value, StreamObject) else b""  # pyright: ignore[reportPrivateUsage]


def box_of(value: object) -> Box | None:
    """A rectangle (7.9.5), its corners in order; None unless it has four numbers of a size that pages have."""
    found = numbers(value)
    if len(found) != 4 or any(not abs(each) <= 100 * SIDE for each in found):
        return None
    left, bottom, right, top = found
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page with what it inherits."""

    page_index: int
    object: DictionaryObject
    inherited: Mapping[str, object]

    def get(self, key: str) -> object:
        found = entry(self.object, key)
        return found if found is not None else resolved(self.inherited.get(key))

    def box(self, key: str) -> Box | None:
        return box_of(self.get(key))

    @property
    def media(self) -> Box:
        """The MediaBox; where there is none that makes sense, A4."""
        box = self.box("/MediaBox")
        return box if box is not None and not box.empty else A4

    @property
    def trim(self) -> Box:
        """The finished page: TrimBox, else ArtBox, else what is shown (14.11.2)."""
        boxes = (self.box("/TrimBox"), self.box("/ArtBox"), self.box("/CropBox"))
        return next((box for box in boxes if box is not None and not box.empty), self.media)

    @property
    def bleed(self) -> Box:
        box = self.box("/BleedBox")
        return box if box is not None and not box.empty else self.trim


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF that could be opened; `mended` is what pypdf had to say of it, `more` that there are more pages."""

    size: int
    version: str
    catalogue: Dictionary
    trailer: Dictionary
    pages: tuple[Leaf, ...]
    more: bool
    encrypted: bool
    locked: bool
    mended: Words

    def info(self, key: str) -> str | None:
        return text(entry(entry(self.trailer, "/Info"), key))


class Words(logging.Handler):
    """What pypdf logs about a file, each thing once, in its own words."""

    MOST = 20

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        words = " ".join(record.getMessage().split())[:200]
        if words not in self.said and len(self.said) < self.MOST:
            self.said.append(words)


def opened(content: bytes) -> Document:
    """A PDF from its bytes; raises `UnreadableError`."""
    words = Words()
    log = logging.getLogger("pypdf")
    for handler in [each for each in log.handlers if isinstance(each, Words)]:
        log.removeHandler(handler)
    log.addHandler(words)
    log.propagate = False
    if b"%PDF-" not in content[:1024]:
        raise UnreadableError("it does not begin as a PDF does")
    try:
        return _opened(content, words)
    except UnreadableError:
        raise
    except MemoryError:
        raise
    except RecursionError:
        raise UnreadableError("its objects are nested too deeply") from None
    except Exception as fault:  # pypdf raises all kinds on damaged files
        raise UnreadableError(_reason(fault)) from fault


def _reason(fault: Exception) -> str:
    return f"{' '.join(str(fault).split())[:200] or type(fault).__name__}"


def _opened(content: bytes, words: Words) -> Document:
    reader = pypdf.PdfReader(BytesIO(content), strict=False)
    trailer = reader.trailer
    encrypted = reader.is_encrypted
    locked = encrypted and not _unlocked(reader)
    if locked:
        return Document(len(content), reader.pdf_header, {}, trailer, (), False, True, True, words)
    root = resolved(trailer.raw_get("/Root")) if "/Root" in trailer else None
    if not isinstance(root, DictionaryObject):
        root = reader.root_object
    leaves: list[Leaf] = []
    more = False
    for index, (page, inherited) in enumerate(_leaves(root)):
        if index >= PAGES:
            more = True
            break
        leaves.append(Leaf(index, page, inherited))
    version = max(reader.pdf_header.removeprefix("%PDF-"), name(entry(root, "/Version")))
    return Document(
        len(content), version, cast(Dictionary, root), trailer, tuple(leaves), more, encrypted, False, words
    )


def _unlocked(reader: pypdf.PdfReader) -> bool:
    """Whether the file opens without a password."""
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError, ValueError, KeyError, PyPdfError):
        return False


def _leaves(root: DictionaryObject) -> Iterator[tuple[DictionaryObject, Mapping[str, object]]]:
    """The pages in order. A branch that holds itself is passed over, or there would be no end of pages."""
    top = entry(root, "/Pages")
    if not isinstance(top, DictionaryObject):
        raise UnreadableError("it has no page tree")
    stack: list[tuple[object, Mapping[str, object], frozenset[int], int]] = [(top, {}, frozenset(), 0)]
    log = logging.getLogger("pypdf")
    seen = 0
    while stack:
        node, inherited, above, depth = stack.pop()
        seen += 1
        if seen > 4 * PAGES:
            # Branches that share their branches: so many that most of them can hold no page.
            log.warning("the page tree has more branches than pages")
            return
        if not isinstance(node, DictionaryObject):
            log.warning("an entry of the page tree is no page")
            continue
        if id(node) in above or depth > DEPTH:
            log.warning("the page tree holds itself, or is nested too deeply")
            continue
        here = {**inherited, **{key: node.raw_get(key) for key in INHERITED if key in node}}
        if "/Kids" in node and name(entry(node, "/Type")) != "Page":
            kids = array(entry(node, "/Kids"))
            below = above | {id(node)}
            stack += [(resolved(kid), here, below, depth + 1) for kid in reversed(kids)]
        else:
            yield node, inherited
