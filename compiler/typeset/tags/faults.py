"""What a reader without eyes would miss or stumble over, as far as the structure shows it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from compiler.model.diagnostics import Diagnostic, error
from compiler.typeset.tags.elements import Elem
from compiler.typeset.tags.said import said
from compiler.typeset.tags.tables import ragged
from compiler.typeset.tags.tree import Tree

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


def faults(document: Elem, tree: Tree, whole: bool) -> Iterator[Diagnostic]:
    """All faults, in the order of reading; `whole` unless the document is a part of a publication."""
    level = 0
    for elem in document.below():
        if elem.role in HEADINGS:
            found = HEADINGS.index(elem.role) + 1
            if found > level + 1:
                yield _skipped(elem, level, tree)
            level = found
        elif elem.role == "Figure" and not elem.alt:
            yield error(
                "picture-without-alternative",
                f"a picture{_where(elem, tree)} says nothing to those who cannot see it",
                field=field_of(elem, tree),
                help=("give it a `title` or `alt`, or mark it as decoration with `data-artifact`",),
            )
        elif elem.role == "Table" and (widths := ragged(elem)):
            yield error(
                "ragged-table",
                f"the rows of a table{_where(elem, tree)} have unequal numbers of cells",
                field=field_of(elem, tree),
                notes=(f"cells in each row, spans counted: {', '.join(str(width) for width in widths)}",),
                help=("give every row as many cells as the first, empty ones where there is nothing to say",),
            )
        elif elem.role == "Link" and not elem.contents:
            yield error(
                "link-without-text",
                f"a link{_where(elem, tree)} has no words that say where it leads",
                field=field_of(elem, tree),
                help=("write the words of the link between its brackets",),
            )
    if level == 0 and whole:
        yield error(
            "missing-main-heading",
            "there is no heading by which a reader could find their way",
            help=("begin each part with an `h1`",),
        )


def _skipped(elem: Elem, level: int, tree: Tree) -> Diagnostic:
    words = said(elem.node, tree) if elem.node is not None else ""
    field = field_of(elem, tree)
    if level == 0:
        return error(
            "missing-main-heading",
            f"`{words}` is the first heading and is not the main one",
            field=field,
            help=("begin the part with an `h1`",),
        )
    return error(
        "skipped-heading-level",
        f"`{words}` is a heading of level {elem.role[1:]} below one of level {level}",
        field=field,
        help=(f"make it a heading of level {level + 1}",),
    )


def _where(elem: Elem, tree: Tree) -> str:
    """` in the part ...`, when the element lies in one."""
    part = tree.part(elem.node.element if elem.node is not None else None)
    return f" in the part `{part}`" if part else ""


def field_of(elem: Elem, tree: Tree) -> str | None:
    """The field that an element prints: its own, that of the first in it, or of the nearest around it."""
    element = elem.node.element if elem.node is not None else None
    if element is None:
        return None
    inner = next((each.get("data-src") for each in element.iter() if each.get("data-src")), None)
    return inner or _outer(element, tree)


def _outer(element: Element | None, tree: Tree) -> str | None:
    while element is not None:
        if source := element.get("data-src"):
            return source
        element = tree.parents.get(element)
    return None
