"""Trees as plain values for pydantic, each of which knows where it stands in the copy.

Texts become `Words`, mappings `Entries`, sequences `Items`: a str, a dict and a list that carry their `Spot`. So a
check that holds a value can mark it, and pydantic's locations are only needed for what is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compiler.model.copy import Field
from compiler.model.diagnostics import Span
from compiler.model.tree import MappingNode, Node, ScalarNode, SequenceNode


@dataclass(frozen=True, slots=True)
class Spot:
    """A field, its node, and the key that names it (none for items of a list and for a whole file)."""

    field: Field
    node: Node
    key: ScalarNode | None

    @property
    def name(self) -> str:
        """The field's last name that an editor has written, without the indices after it."""
        parts = self.field.split("/")
        return next((part for part in reversed(parts) if not part.isdigit()), parts[0])

    @property
    def span(self) -> Span:
        """Where to point: the value of a text, the key of anything longer, the first words of an item."""
        node = self.node
        if isinstance(node, ScalarNode) and (node.text or self.key is None):
            return node.span
        if self.key is not None:
            return self.key.span
        return first_words(node)


class Words(str):
    """A text of the copy. Blank ones stand where something is missing, which has been reported."""

    __slots__ = ("blank", "spot")
    spot: Spot
    blank: bool

    def __new__(cls, text: str, spot: Spot, blank: bool = False) -> Words:
        """Text and where it stands."""
        words = super().__new__(cls, text)
        words.spot, words.blank = spot, blank
        return words


class Entries(dict[str, object]):
    """A mapping of the copy, in its order; of repeated keys the first counts."""

    __slots__ = ("blank", "spot")

    def __init__(self, spot: Spot, blank: bool = False) -> None:
        super().__init__()
        self.spot, self.blank = spot, blank


class Items(list[object]):
    """A list of the copy."""

    __slots__ = ("blank", "spot")

    def __init__(self, spot: Spot, blank: bool = False) -> None:
        super().__init__()
        self.spot, self.blank = spot, blank


Value = Words | Entries | Items


def first_words(node: Node) -> Span:
    """The first text inside a node, for lists and mappings would mark many lines."""
    if isinstance(node, MappingNode) and node.entries:
        return node.entries[0][0].span
    if isinstance(node, SequenceNode) and node.items:
        return first_words(node.items[0])
    return node.span


def value_of(node: Node, field: str, key: ScalarNode | None, spots: dict[Field, Spot]) -> Value:
    """A node as plain value; every spot below it is written into `spots`."""
    spot = Spot(Field(field), node, key)
    spots.setdefault(spot.field, spot)
    if isinstance(node, ScalarNode):
        return Words(node.text, spot)
    if isinstance(node, SequenceNode):
        items = Items(spot)
        items.extend(value_of(item, f"{field}/{index}", None, spots) for index, item in enumerate(node.items))
        return items
    entries = Entries(spot)
    for name, child in node.entries:
        if name.text not in entries:
            entries[name.text] = value_of(child, f"{field}/{name.text}", name, spots)
    return entries


def below(value: object, location: tuple[int | str, ...]) -> Iterator[object]:
    """The values on the way to a location, as far as the copy goes."""
    yield value
    for step in location:
        if isinstance(value, Entries) and step in value:
            value = value[str(step)]
        elif isinstance(value, Items) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return
        yield value
