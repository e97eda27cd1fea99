"""What views are made from, gathered once for all parts of one pass; drawings are kept from pass to pass."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from markupsafe import Markup

from compiler.model.copy import PartId, Prose
from compiler.model.look import Look
from compiler.model.part import Folios, Part
from compiler.model.publication import Convergence, Matter, Publication, Report

if TYPE_CHECKING:  # the drawings bring Shapely along, which those who only check do without
    from compiler.pour.drawings.geography import Outlines

T = TypeVar("T")


class Unpourable(Exception):  # noqa: N818  # caught in parts.py, where it becomes a diagnostic
    """The copy that a part needs is not there; the message says which."""


class Shelf(Protocol):
    """Where texts are kept from one build to the next, by everything they are made of."""

    def key(self, *made_of: object) -> str:
        """The digest of ingredients, and of the code that makes something of them."""
        ...

    def find(self, key: str, name: str) -> str | None:
        """What was kept under a key and a name."""
        ...

    def keep(self, key: str, name: str, text: str) -> None: ...


def framed(publication: Publication) -> Publication:
    """The publication without what is only read: what drawings may know of it.

    So none depends on a word of text, and an edited word draws nothing again.
    """
    return replace(
        publication,
        partners={},
        printers=(),
        printer=None,
        matter=replace(publication.matter, general_sources=(), **_matter(publication.matter)),
        reports=tuple(map(_framed_report, publication.reports)),
        convergences=tuple(
            replace(each, standfirst=_bare(each.standfirst), body=(), sources=(), index=())
            for each in publication.convergences
        ),
    )


def _framed_report(report: Report) -> Report:
    return replace(
        report,
        key_figures=(),
        standfirst=_bare(report.standfirst),
        approach=(),
        initiatives=(),
        closing=(),
        not_known=_bare(report.not_known),
        since_then=(),
        elsewhere=(),
        index=(),
        sources=(),
        excuse=None,
    )


def _matter(matter: Matter) -> dict[str, object]:
    """Front matter that holds no sections and notes."""
    foreword = matter.foreword
    return {
        "foreword": foreword and replace(foreword, standfirst=_bare(foreword.standfirst), sections=(), index=()),
        "how_to_read": None,
        "colophon": None,
        "cover": matter.cover and replace(matter.cover, standfirst=_bare(matter.cover.standfirst)),
    }


def _bare(prose: Prose) -> Prose:
    return Prose("", prose.field)


@dataclass(slots=True)
class Drawn:
    """Drawings of one publication: none depends on folios, so that a second pass draws nothing again."""

    publication: Publication | None = None
    made: dict[str, object] = field(default_factory=dict[str, object])

    def keep(self, publication: Publication, name: str, draw: Callable[[], T]) -> T:
        """The drawing of that name, made when it is asked for the first time."""
        if self.publication is not publication:
            self.publication = publication
            self.made.clear()
        if name not in self.made:
            self.made[name] = draw()
        return cast("T", self.made[name])


@dataclass(frozen=True, slots=True)
class Frame:
    """What drawings are made from: the framed publication, the look, outlines that are opened when they are needed.

    `key` stands for all of it.
    """

    publication: Publication
    look: Look
    outlines: Callable[[], Outlines]
    key: str
    shelf: Shelf | None

    def report(self, slug: str) -> Report:
        return next(report for report in self.publication.reports if report.slug == slug)

    def convergence(self, slug: str) -> Convergence:
        return next(each for each in self.publication.convergences if each.slug == slug)


@dataclass(frozen=True, slots=True)
class Volume:
    publication: Publication
    parts: tuple[Part, ...]
    look: Look
    frame: Frame
    folios: Folios | None
    plates: frozenset[PartId]
    drawn: Drawn
    relocated: bool = False

    def keep(self, name: str, draw: Callable[[Frame], Markup]) -> Markup:
        """A drawing made from the frame and its name alone; kept for this publication, and on the shelf."""
        return self.drawn.keep(self.publication, name, lambda: self._from_shelf(name, draw))

    def keep_several(self, name: str, draw: Callable[[Frame], tuple[Markup | None, ...]]) -> tuple[Markup | None, ...]:
        """Several drawings or texts at once; the empty ones are None."""

        def joined(frame: Frame) -> Markup:
            return Markup(json.dumps([None if each is None else str(each) for each in draw(frame)]))

        kept = json.loads(self.keep(name, joined))
        return tuple(None if each is None else Markup(each) for each in kept)

    def _from_shelf(self, name: str, draw: Callable[[Frame], Markup]) -> Markup:
        frame = self.frame
        found = frame.shelf.find(frame.key, name) if frame.shelf is not None else None
        if found is not None:
            return Markup(found)
        made = draw(frame)
        if frame.shelf is not None:
            frame.shelf.keep(frame.key, name, str(made))
        return made

    def type_on(self, swatch: str) -> str:
        """The swatch of type printed on another; the look has reported a swatch that does not exist."""
        found = self.look.swatches.get(swatch)
        return found.type_on if found else swatch
