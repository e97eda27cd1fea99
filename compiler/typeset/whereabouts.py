"""Is everything where it belongs: notes with their calls, marginalia beside their blocks, links, names, left-overs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from compiler.model.diagnostics import Severity
from compiler.typeset.adapters.margins import Crowded, in_margin
from compiler.typeset.desk import Desk
from compiler.typeset.door import Untyped
from compiler.typeset.folios import Numbered
from compiler.typeset.sourcemap import PIXEL, Seen, visible_text


def look_at_notes(walked: Sequence[Seen], desk: Desk) -> None:
    """Each note stands on the page of its call, and ends there."""
    calls: dict[Element, int] = {}
    notes: dict[Element, list[int]] = {}
    for seen in walked:
        tag = seen.box.element_tag or ""
        if tag.endswith("::footnote-call"):
            calls.setdefault(seen.box.element, seen.page_index)
        elif tag.endswith("::footnote-marker") or (seen.note and seen.box.element in calls):
            notes.setdefault(seen.box.element, []).append(seen.page_index)
    for element, page_index in calls.items():
        pages = notes.get(element)
        if not pages:
            desk.tell("lost-note", "a note is called but was not set", element, page_index)
        elif set(pages) != {page_index}:
            away = desk.page(max(pages))
            desk.tell(
                "note-away",
                f"a note stands {away}, its call {desk.page(page_index)}",
                element,
                page_index,
                help=("shorten the note, or move its call a few lines up",),
            )


def look_at_margins(walked: Sequence[Seen], crowded: Sequence[Crowded], desk: Desk) -> None:
    """Each margin note stands on the page of what it qualifies, inside the type area."""
    stands: dict[Element, int] = {}
    first: dict[Element, int] = {}
    for seen in walked:
        if in_margin(seen.box) and seen.box.is_floated():
            stands.setdefault(seen.box.element, seen.page_index)
        elif visible_text(seen) and seen.box.element is not None:
            first.setdefault(seen.box.element, seen.page_index)
    for note, page_index in stands.items():
        beside = next(
            (first[each] for block in _after(note, desk) for each in block.iter() if each in first),
            page_index,
        )
        if beside != page_index:
            desk.tell(
                "margin-note-away",
                f"a margin note stands {desk.page(page_index)}, what it belongs to {desk.page(beside)}",
                note,
                page_index,
                help=("move the note one paragraph up",),
                severity=Severity.WARNING,
            )
    for each in crowded:
        over = each.over * PIXEL / 1000
        desk.tell(
            "crowded-margin",
            f"the margin is full: its notes are {over:.1f} mm longer than the page",
            each.element,
            stands.get(each.element),
            help=("shorten the notes on this page, or move one to another paragraph",),
        )


def _after(note: Element, desk: Desk) -> Iterator[Element]:
    """What follows a margin note in the block around it, other margin notes left out."""
    parent = desk.origins.parents.get(note)
    siblings = list(parent) if parent is not None else []
    if note in siblings:
        yield from (each for each in siblings[siblings.index(note) + 1 :] if each.get("data-margin") is None)


def look_at_links(pages: Sequence[Untyped], anchors: Iterable[str], desk: Desk) -> None:
    """Each link inside the document arrives."""
    known = set(anchors)
    for index, page in enumerate(pages):
        for kind, target, _, box in page.links:
            if kind == "internal" and target not in known:
                desk.tell(
                    "dangling-link",
                    f"a link goes to `{target}`, which is nowhere in the publication",
                    box.element,
                    index,
                )


def look_at_names(root: Element, desk: Desk) -> None:
    """Each id is given once in the publication."""
    given = Counter(element.get("id") for element in root.iter() if element.get("id"))
    told: set[str] = set()
    for element in root.iter():
        name = element.get("id")
        if name and given[name] > 1:
            if name in told:
                desk.tell(
                    "duplicate-anchor",
                    f"the anchor `{name}` is given {given[name]} times; it has to be given once",
                    element,
                )
            told.add(name)


def look_at_remains(walked: Sequence[Seen], pages: Sequence[Numbered], left: Sequence[Element], desk: Desk) -> None:
    """Floats and absolute boxes end within their part: what was left over is lost, or stands in the part after it."""
    parts = desk.origins
    strays: dict[Element, int] = {}
    for seen in walked:
        part = parts.part(seen.box.element)
        if part is not None and visible_text(seen) and not desk.holds(seen.page_index, part):
            strays.setdefault(seen.box.element, seen.page_index)
    for element, page_index in strays.items():
        desk.tell("stray-matter", "something did not fit its part and stands in the next one", element, page_index)
    for element in left:
        desk.tell(
            "stray-matter",
            "something did not fit the last page and is lost",
            element,
            len(pages) - 1,
            help=("shorten it, or move it up",),
        )
