"""Tables: rows, spans, which heads a cell stands under (ISO 32000-1, 14.8.4.3.4 and 14.8.5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from compiler.typeset.tags.elements import Elem, Item
from compiler.typeset.tags.tree import Node

SECTIONS: Mapping[str, str] = {"thead": "THead", "tbody": "TBody", "tfoot": "TFoot"}


class Filler(Protocol):
    """What shapes the contents of a table."""

    def cell(self, node: Node) -> list[Item]: ...

    def caption(self, node: Node) -> list[Item]: ...


@dataclass(eq=False, slots=True)
class Cell:
    """A cell at its place: first row and column, and how many of each it covers."""

    elem: Elem
    row: int
    column: int
    rows: int
    columns: int
    scope: str | None


def shape_table(node: Node, filler: Filler, name: str) -> Elem:
    """The element of a table, its caption first; its name keeps those of its heads apart from others."""
    table = Elem("Table", [], node)
    bodies: list[Item] = []
    rows: list[list[Elem]] = []
    for kid in node.children():
        if kid.tag == "caption":
            table.kids += filler.caption(kid)
        elif kid.tag in SECTIONS:
            lines = [_row(line, filler) for line in kid.children() if line.tag == "tr"]
            rows += [_cells(line) for line in lines]
            if lines:
                bodies.append(Elem(SECTIONS[kid.tag], list(lines), kid))
        elif kid.tag == "tr":
            line = _row(kid, filler)
            rows.append(_cells(line))
            bodies.append(line)
    table.kids += bodies
    _tell_heads(list(placed(rows)), name)
    return table


def _row(node: Node, filler: Filler) -> Elem:
    return Elem("TR", [_cell(kid, filler) for kid in node.children() if kid.tag in ("td", "th")], node)


def _cells(row: Elem) -> list[Elem]:
    return [kid for kid in row.kids if isinstance(kid, Elem)]


def _cell(node: Node, filler: Filler) -> Elem:
    made = Elem(node.tag.upper(), filler.cell(node), node, lang=node.get("lang"))
    facts = made.attributes.setdefault("Table", {})
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if _span(node, name) != 1:
            facts[key] = _span(node, name)
    if node.tag == "th":
        facts["Scope"] = {"row": "/Row", "rowgroup": "/Row"}.get(node.get("scope") or "", "/Column")
    if not facts:
        made.attributes.clear()
    return made


def _span(node: Node, name: str) -> int:
    given = node.get(name) or "1"
    return max(int(given), 1) if given.isdigit() else 1


def placed(rows: list[list[Elem]]) -> Iterator[Cell]:
    """All cells with the row and column they stand in (HTML, 4.9.12)."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for elem in cells:
            node = elem.node
            if node is None:
                continue
            while (row, column) in taken:
                column += 1
            columns, down = _span(node, "colspan"), _span(node, "rowspan")
            taken |= {(row + i, column + j) for i in range(down) for j in range(columns)}
            scope = elem.attributes.get("Table", {}).get("Scope")
            yield Cell(elem, row, column, down, columns, str(scope) if scope else None)
            column += columns


def ragged(table: Elem) -> tuple[int, ...] | None:
    """The number of columns of each row, when they differ."""
    rows = [elem for elem in table.below() if elem.role == "TR"]
    mine = [row for row in rows if _table_of(row, table)]
    widths = [0] * len(mine)
    for cell in placed([_cells(row) for row in mine]):
        for row in range(cell.row, min(cell.row + cell.rows, len(mine))):
            widths[row] += cell.columns
    return tuple(widths) if len(set(widths)) > 1 else None


def _table_of(row: Elem, table: Elem) -> bool:
    """Whether a row is the table's own, not one of a table in a cell."""
    for kid in table.kids:
        if kid is row or (isinstance(kid, Elem) and kid.role in SECTIONS.values() and row in kid.kids):
            return True
    return False


def _tell_heads(cells: list[Cell], name: str) -> None:
    """Where heads cover several columns or rows, or stand in tiers, each cell names the heads it stands under."""
    heads = [cell for cell in cells if cell.scope is not None]
    tiers = {cell.row for cell in heads if cell.scope == "/Column"}
    if len(tiers) < 2 and all(cell.rows == cell.columns == 1 for cell in heads):
        return
    for cell in cells:
        over = [head for head in heads if head is not cell and _governs(head, cell)]
        if over:
            names = tuple(_named(head, name) for head in over)
            cell.elem.attributes.setdefault("Table", {})["Headers"] = names


def _governs(head: Cell, cell: Cell) -> bool:
    if head.scope == "/Row":
        beside = head.row < cell.row + cell.rows and cell.row < head.row + head.rows
        return beside and head.column < cell.column and cell.scope != "/Column"
    over = head.column < cell.column + cell.columns and cell.column < head.column + head.columns
    return over and head.row < cell.row


def _named(head: Cell, name: str) -> str:
    if head.elem.id is None:
        head.elem.id = f"{name}-{head.row + 1}-{head.column + 1}"
    return head.elem.id
