"""Whatever the copy names must exist, once: this keeps the names, looks them up, and tells which were never used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from compiler.check.faults import Faults, listed, near
from compiler.check.prose import link_span
from compiler.check.spots import Spot, Words
from compiler.model.copy import Anchor, Field, PartId, Prose, Slug
from compiler.model.diagnostics import Span
from compiler.model.prose import Emphasis, Inline, Link, Note, Paragraph, ProseBlock, Strong
from compiler.model.publication import Reference, Theme
from compiler.model.tree import ScalarNode

FIGURES = frozenset({"table", "chart", "picture"})

_ENTER: Mapping[str, tuple[str, ...]] = {
    "partner": ("a new one is written in `sources/partners/`, once for all reports",),
    "source": ("a new one is written under `sources:` at the end of this file",),
}
"""Where a name that is not there yet has to be entered."""


@dataclass(slots=True)
class Scope:
    """What a file may name without saying where: the anchors of its part and its own sources."""

    part: PartId
    sources: Mapping[str, Reference]
    used: set[str] = field(default_factory=set[str])


@dataclass(frozen=True, slots=True)
class Use:
    """A source named somewhere in the copy."""

    reference: Reference
    at: Spot | Span
    field: Field


@dataclass(slots=True)
class Names:
    """All names of the publication. `anchors` tells of each what stands there: `part`, `initiative`, `table`..."""

    faults: Faults
    reports: Mapping[Slug, Spot]
    themes: Mapping[str, Theme] = field(default_factory=dict[str, Theme])
    general: Mapping[str, Reference] = field(default_factory=dict[str, Reference])
    anchors: dict[Anchor, str] = field(default_factory=dict[Anchor, str])
    silent: set[PartId] = field(default_factory=set[PartId])
    """Parts whose copy is not there: what they would hold is not known, and links into them are left in peace."""
    uses: list[Use] = field(default_factory=list[Use])
    partners_used: set[str] = field(default_factory=set[str])
    places: dict[Anchor, Spot | None] = field(default_factory=dict[Anchor, "Spot | None"])

    # ---- giving names ----------------------------------------------------------------------------------------------

    def anchor(self, part: PartId, name: Words | None, kind: str) -> None:
        """Enter an anchor of a part; a second one of the same name is a fault."""
        if name is None or name.blank:
            return
        anchor = Anchor(f"{part}/{name}")
        if name in self.anchors:
            self.faults.error(
                "reserved-name",
                f"the anchor `{name}` is the name of a part",
                name.spot,
                help=("give it another name: `to:` could not tell which is meant",),
            )
        if anchor in self.anchors:
            self.faults.error(
                "duplicate-anchor",
                f"the anchor `{name}` is given twice in `{part}`",
                name.spot,
                "given again here",
                also=[(self.places[anchor], "first given here")],
                help=("give one of them another name",),
            )
            return
        self.anchors[anchor] = kind
        self.places[anchor] = name.spot

    # ---- looking up ------------------------------------------------------------------------------------------------

    def unknown(
        self, what: str, words: str, known: Iterable[str], at: Spot | Span, field_: Field | None = None
    ) -> None:
        """Report a name that nothing bears."""
        names = list(known)
        help_ = near(words, names, what) or (
            (f"known are {listed(names)}",) if names else (f"there is no {what} at all",)
        )
        help_ += _ENTER.get(what, ())
        name = f"unknown-{what.replace(' ', '-')}"
        self.faults.error(name, f"no {what} has the name `{words}`", at, "named here", help=help_, field=field_)

    def theme(self, words: Words) -> Theme | None:
        if words.blank:
            return None
        found = self.themes.get(words)
        if found is None:
            self.unknown("theme", words, self.themes, words.spot)
        return found

    def report(self, words: Words | None) -> Slug | None:
        """The slug of a report that is listed."""
        if words is None or words.blank:
            return None
        if Slug(words) in self.reports:
            return Slug(str(words))
        self.unknown("report", words, self.reports, words.spot)
        return None

    def source(self, words: Words, scope: Scope) -> str | None:
        """The key of a source: of the file's own, else of the general ones."""
        if words.blank:
            return None
        return self._source(words, scope, words.spot, words.spot.field)

    def sources(self, all_: Iterable[Words], scope: Scope) -> tuple[str, ...]:
        found = [self.source(words, scope) for words in all_]
        return tuple(dict.fromkeys(key for key in found if key is not None))

    def _source(self, key: str, scope: Scope, at: Spot | Span, field_: Field) -> str | None:
        found = scope.sources.get(key) or self.general.get(key)
        if found is not None:
            scope.used.add(key)
            self.uses.append(Use(found, at, field_))
            return str(key)
        self.unknown("source", key, [*scope.sources, *self.general], at, field_)
        return None

    def target(self, words: Words, scope: Scope) -> Anchor | None:
        """The full anchor of a name written in a field: of this part, or `part/anchor`, or a part."""
        if words.blank:
            return None
        found = self._target(str(words), scope)
        if found is None:
            self.unknown("anchor", words, self._reachable(scope), words.spot)
        return found

    def _target(self, name: str, scope: Scope) -> Anchor | None:
        own, full = Anchor(f"{scope.part}/{name}"), Anchor(name)
        if own in self.anchors or full in self.anchors:
            return own if own in self.anchors else full
        part = PartId(name.partition("/")[0])
        return Anchor(part) if part in self.silent else None

    def _reachable(self, scope: Scope) -> list[str]:
        own = [anchor.partition("/")[2] for anchor in self.anchors if anchor.startswith(f"{scope.part}/")]
        return [*own, *self.anchors]

    # ---- prose -----------------------------------------------------------------------------------------------------

    def prose(self, prose: Prose, scope: Scope) -> Prose:
        """The prose with its links resolved: `to` and `figure` hold the full anchor."""
        if "](" not in prose.text:
            return prose
        spot = self.faults.spots[prose.field]

        def mend(link: Link) -> Link:
            node = spot.node
            at = link_span(node, link) if isinstance(node, ScalarNode) else spot.span
            return self._link(link, scope, at, prose.field)

        return replace(prose, blocks=tuple(_block(block, mend) for block in prose.blocks))

    def _link(self, link: Link, scope: Scope, at: Span, field_: Field) -> Link:
        if link.scheme == "web":
            return link
        if link.scheme == "source":
            self._source(link.target, scope, at, field_)
            return link
        found = self._target(link.target, scope)
        if found is None:
            known = self._reachable(scope)
            if link.scheme == "figure":
                known = [name for name in known if self.anchors.get(self._target(name, scope) or Anchor("")) in FIGURES]
            self.unknown("figure" if link.scheme == "figure" else "anchor", link.target, known, at, field_)
            return link
        if link.scheme == "figure" and self.anchors[found] not in FIGURES and found not in self.silent:
            self.faults.error(
                "unknown-figure",
                f"`{link.target}` is no table, chart or picture",
                at,
                f"is {'a part' if self.anchors[found] == 'part' else 'an ' + self.anchors[found]}",
                help=(f"write `to:{link.target}`",),
                field=field_,
            )
        return replace(link, target=str(found))


def _block(block: ProseBlock, mend: Callable[[Link], Link]) -> ProseBlock:
    if isinstance(block, Paragraph):
        return replace(block, children=_inline(block.children, mend))
    return replace(
        block,
        items=tuple(
            tuple(replace(each, children=_inline(each.children, mend)) for each in item) for item in block.items
        ),
    )


def _inline(children: tuple[Inline, ...], mend: Callable[[Link], Link]) -> tuple[Inline, ...]:
    return tuple(_child(child, mend) for child in children)


def _child(child: Inline, mend: Callable[[Link], Link]) -> Inline:
    if isinstance(child, Link):
        return mend(replace(child, children=_inline(child.children, mend)))
    if isinstance(child, Emphasis | Strong | Note):
        return replace(child, children=_inline(child.children, mend))
    return child
