"""The outline: headings in the order of reading, two levels deep (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from compiler.link.syntax import number, reference, string
from compiler.link.write import Writer
from compiler.model.galley import Destination


@dataclass(slots=True)
class Entry:
    """A heading, and where it leads as an array of the PDF."""

    title: str
    leads: bytes
    below: list[Entry] = field(default_factory=list["Entry"])

    @property
    def size(self) -> int:
        """How many entries show below it when it is open."""
        return sum(1 + entry.size for entry in self.below)


def destination(page: int, at: Destination) -> bytes:
    """A point of a page, by the page's number, that keeps the viewer's magnification (12.3.2.2)."""
    return b"[%s/XYZ %s %s 0]" % (reference(page), number(at.x), number(at.y))


def nested(headings: Iterable[tuple[int, Entry]]) -> list[Entry]:
    """Entries with those of a deeper level under the one before them."""
    top: list[Entry] = []
    for level, entry in headings:
        if level > 1 and top:
            top[-1].below.append(entry)
        else:
            top.append(entry)
    return top


def write_outline(writer: Writer, top: Sequence[Entry]) -> int:
    """Write an outline that is not empty, all of it open; tells the number of its root."""
    root = writer.reserve()
    hung = _hang(writer, root, top)
    writer.plain(root, b"<</Type/Outlines%s/Count %d>>" % (hung, sum(1 + entry.size for entry in top)))
    return root


def _hang(writer: Writer, parent: int, entries: Sequence[Entry]) -> bytes:
    """Write what is below a node; tells what the node has to say of it."""
    first = writer.reserve(len(entries))
    last = first + len(entries) - 1
    for at, entry in enumerate(entries, start=first):
        body = [b"/Title %s/Parent %s/Dest%s" % (string(entry.title), reference(parent), entry.leads)]
        if at > first:
            body.append(b"/Prev %s" % reference(at - 1))
        if at < last:
            body.append(b"/Next %s" % reference(at + 1))
        if entry.below:
            body.append(b"%s/Count %d" % (_hang(writer, at, entry.below), entry.size))
        writer.plain(at, b"<<%s>>" % b"".join(body))
    return b"/First %s/Last %s" % (reference(first), reference(last))
