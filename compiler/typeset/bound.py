"""All parts as one HTML document, each in a wrapper that gives it what it would have alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from compiler.model.galley import Settings
from compiler.model.part import Part, Poured
from compiler.model.publication import Side
from compiler.model.script import direction
from compiler.typeset.masters import take_apart, variable

BREAKS: Mapping[Side, str] = {"verso": "verso", "recto": "recto", "either": "page"}

MARGIN_BOXES = tuple(
    f"@{side}-{place}"
    for side, places in (
        ("top", ("left-corner", "left", "center", "right", "right-corner")),
        ("bottom", ("left-corner", "left", "center", "right", "right-corner")),
        ("left", ("top", "middle", "bottom")),
        ("right", ("top", "middle", "bottom")),
    )
    for place in places
)

NOTHING = "content: none !important; background: none !important; border: 0 !important"

BLANK = (
    "body { margin: 0 } @page :blank { background: none !important; "
    + " ".join(f"{box} {{ {NOTHING} }}" for box in MARGIN_BOXES)
    + " }"
)
"""What stands before the sheets of the layouts: a page that only turns the side carries nothing."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The names that a part's page masters have in the document; its index keeps them apart."""

    index: int
    masters: tuple[str, ...]

    @property
    def page(self) -> str:
        """Name of the pages without a named master."""
        return f"p{self.index}"

    def master(self, name: str) -> str:
        """Name of the pages with the layouts' master `name`."""
        return f"p{self.index}-{name}"

    @property
    def pages(self) -> tuple[str, ...]:
        """All names of this part's pages."""
        return (self.page, *(self.master(name) for name in self.masters))


def frames(poured: Sequence[Poured]) -> tuple[Frame, ...]:
    """The frame of each part, with the masters that its sheets know."""
    found: list[Frame] = []
    for index, each in enumerate(poured):
        names = [name for sheet in each.styles for name in take_apart(sheet.css).masters]
        found.append(Frame(index, tuple(dict.fromkeys(names))))
    return tuple(found)


def whole(poured: Sequence[Poured], settings: Settings) -> str:
    """The document. Sheets are not in it: they are parsed apart, so that what is said of them can name their file."""
    date = settings.date.isoformat(timespec="seconds")
    meta = [
        ("author", settings.author),
        ("description", settings.subject),
        ("keywords", ", ".join(settings.keywords)),
        ("dcterms.created", date),
        ("dcterms.modified", date),
    ]
    head = "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in meta if text)
    body = "".join(_wrapped(each, frame) for each, frame in zip(poured, frames(poured), strict=True))
    language = escape(settings.language)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction(settings.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(settings.title)}</title>{head}</head>\n<body>{body}</body></html>"
    )


def _wrapped(poured: Poured, frame: Frame) -> str:
    """A part with its page name, side and tokens; its notes are counted from 1."""
    style = [
        f"page: {frame.page}",
        f"break-before: {BREAKS[poured.part.opens]}",
        "counter-reset: footnote",
        *(f"{variable(name)}: {frame.master(name)}" for name in frame.masters),
        *declarations(poured),
    ]
    return f'<div data-part="{frame.index}" style="{escape("; ".join(style))}">{poured.html}</div>\n'


def declarations(poured: Poured) -> tuple[str, ...]:
    """A part's tokens, and how its folio is written."""
    given = ((name if name.startswith("--") else f"--{name}", value) for name, value in poured.tokens.items())
    return (*(f"{name}: {value}" for name, value in given), f"--folio: {folio(poured.part)}")


def folio(part: Part) -> str:
    """The folio as content of a margin box; nothing on pages that are not counted."""
    if not part.counted:
        return '""'
    return "counter(page, lower-roman)" if part.numerals == "roman" else "counter(page)"


def first_side(parts: Sequence[Part]) -> str:
    """A rule for the root: the side of the first page."""
    side = "verso" if parts and parts[0].opens == "verso" else "recto"
    return f"html {{ break-before: {side} }}"


def tokens_of_pages(poured: Poured, frame: Frame) -> str:
    """Tokens once more for the pages: margin boxes do not take them from the wrapper."""
    block = "; ".join(declarations(poured))
    return " ".join(f"@page {name} {{ {block} }}" for name in frame.pages)


def parts_of_pages(found: Iterable[Frame]) -> dict[str, int]:
    """Page name -> index of the part."""
    return {name: frame.index for frame in found for name in frame.pages}
