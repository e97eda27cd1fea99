"""The structure tree: those of all parts side by side under one document (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.link.syntax import name, reference, references
from compiler.link.trees import name_tree
from compiler.link.write import Writer
from compiler.model.container import DamagedGalleyError
from compiler.model.galley import Symbols


class Structure:
    """Hangs one part after the other; `document` is the number of the document's element.

    Keys of the parent tree run on from part to part, and each part's leaf is one of the tree.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.root, self.document = writer.reserve(), writer.reserve()
        self.keys = 0
        self._kids: list[int] = []
        self._leaves: list[int] = []
        self._ids: dict[str, int] = {}
        self._roles: dict[str, str] = {}

    def hang(self, symbols: Symbols, numbers: Sequence[int]) -> None:
        """Hang a part whose object 1 has the first of `numbers`."""
        self._kids += [numbers[kid - 1] for kid in symbols.kids]
        self._leaves.append(numbers[symbols.parents - 1])
        self.keys += symbols.keys
        self._ids |= {id_: numbers[number - 1] for id_, number in symbols.ids.items()}
        for role, standard in symbols.roles.items():
            if self._roles.setdefault(role, standard) != standard:
                raise DamagedGalleyError("symbols.json", f"role `{role}` is another one in the part `{symbols.part}`")

    def write(self) -> None:
        """Write the root and the document's element."""
        add = self._writer.add
        leaves = add(b"<</Kids%s>>" % references(self._leaves))
        body = [b"/ParentTree %s/ParentTreeNextKey %d" % (reference(leaves), self.keys)]
        if self._roles:
            roles = b"".join(name(role) + name(standard) for role, standard in sorted(self._roles.items()))
            body.append(b"/RoleMap<<%s>>" % roles)
        if self._ids:
            ids = name_tree(self._writer, ((id_, reference(number)) for id_, number in self._ids.items()))
            body.append(b"/IDTree %s" % reference(ids))
        kids = references((self.document,))
        self._writer.plain(self.root, b"<</Type/StructTreeRoot/K%s%s>>" % (kids, b"".join(body)))
        kids, root = references(self._kids), reference(self.root)
        self._writer.plain(self.document, b"<</Type/StructElem/S/Document/P %s/K%s>>" % (root, kids))
