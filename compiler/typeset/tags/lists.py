"""Lists: items that lie in items, and terms with what is said of them (ISO 32000-1, 14.8.4.3.3)."""

from __future__ import annotations

from compiler.typeset.tags.elements import Elem, Item, grouped
from compiler.typeset.tags.tree import Node


def level_of(node: Node) -> int:
    """How deep an item says it lies in its list, 1 being the list itself."""
    given = node.get("aria-level") or "1"
    return int(given) if given.isdigit() else 1


def stepped(entries: list[tuple[int, Item]], numbering: str, node: Node | None) -> Elem:
    """A list whose deeper items are lists in the item before them, although they are set side by side."""
    made = Elem("L", [], node, attributes={"List": {"ListNumbering": numbering}})
    top = min((level for level, _ in entries), default=1)
    while entries:
        (_, first), *rest = entries
        end = next((at for at, (level, _) in enumerate(rest) if level <= top), len(rest))
        if end and isinstance(first, Elem):
            _hang(first, stepped(rest[:end], numbering, None))
        made.kids.append(first)
        entries = rest[end:]
    return made


def _hang(entry: Elem, below: Elem) -> None:
    """Put a list into the body of an item."""
    body = next((kid for kid in entry.kids if isinstance(kid, Elem) and kid.role == "LBody"), None)
    if body is None:
        body = Elem("LBody", [])
        entry.kids.append(body)
    body.kids = [*grouped(body.kids), below]


def terms(node: Node) -> list[Node]:
    """`dt` and `dd` of a list, also those that a `div` groups."""
    out: list[Node] = []
    for kid in node.children():
        out += [kid] if kid.tag in ("dt", "dd") else terms(kid)
    return out
