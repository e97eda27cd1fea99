"""House style: what no single file can be blamed for, and what a reader would miss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from compiler.check.desk import SOURCES
from compiler.check.faults import Faults, near, where_is
from compiler.check.figures import bodies
from compiler.check.prose_tree import links
from compiler.check.references import Names
from compiler.model.copy import Field, Prose
from compiler.model.diagnostics import Span
from compiler.model.look import Look
from compiler.model.measures import Length, mm
from compiler.model.publication import Convergence, IndexEntry, Initiative, Picture, Publication, Report
from compiler.model.tree import Copy, PictureFacts

FINE = 300
COARSE = 200
"""Dots an inch: a picture should have FINE where it is printed, and is refused below COARSE."""

BOXES = {"text": ("measure", mm(115)), "wide": ("wide", mm(175)), "margin": ("margin-measure", mm(55))}
"""For each place the measure of the layouts that bounds it, and what holds where that is not known."""

REASON = 15
"""Characters below which an excuse gives no reason."""

_INCH = 25400


def check_house(publication: Publication, copy: Copy, names: Names, look: Look | None, faults: Faults) -> None:
    """All that is house style, but for dates and lengths."""
    for report in publication.reports:
        for initiative in report.initiatives:
            _result(initiative, faults)
        _excuse(report, faults)
    _index(publication, faults)
    _map(publication, faults)
    for each in publication.convergences:
        _argued(each, publication, faults)
    _pictures(publication, copy, look, faults)
    _unlisted(publication, copy, faults)
    _partners(publication, names, faults)


def _result(initiative: Initiative, faults: Faults) -> None:
    """An initiative tells its result, or tells that none was published; not both and not neither."""
    told = [block for block in initiative.body if block.kind == "result"]
    none = [block for block in initiative.body if block.kind == "no_result"]
    if told and none:
        faults.error(
            "contradictory-result",
            f"`{initiative.title.text}` has a result and says that none was published",
            faults.spot(f"{none[0].field}/no_result"),
            also=[(faults.spot(f"{told[0].field}/result"), "the result")],
            help=("delete one of them",),
        )
    if not told and not none:
        named = f"`{initiative.title.text}`" if initiative.title.text else where_is(initiative.field)
        faults.error(
            "missing-result",
            f"{named} does not tell its result, nor that none was published",
            faults.spot(initiative.title.field),
            help=("end its body with a block `result`, or with `no_result:`",),
        )


def _excuse(report: Report, faults: Faults) -> None:
    if report.excuse is not None and 0 < len(report.excuse.text) < REASON:
        faults.error(
            "excuse-without-reason",
            f"the excuse `{report.excuse.text}` gives no reason",
            faults.spot(report.excuse.field),
            help=("write a sentence: what prevents it, and who has agreed",),
        )


def _map(publication: Publication, faults: Faults) -> None:
    """A map needs outlines."""
    for setting in publication.parts:
        if setting.kind == "map" and publication.geography is None:
            faults.error(
                "missing-geography",
                "the part `map` is listed, and there is no `geography` to draw it from",
                faults.spot(setting.field),
                "listed here",
                help=("add `geography`, or take the part out of the list",),
            )


def _entries(publication: Publication) -> Iterator[IndexEntry]:
    for each in (*publication.reports, *publication.convergences):
        yield from each.index
    if publication.matter.foreword:
        yield from publication.matter.foreword.index


def _index(publication: Publication, faults: Faults) -> None:
    seen: dict[tuple[str, str], Field] = {}
    for entry in _entries(publication):
        key = (" ".join(entry.term.text.casefold().split()), entry.to)
        if key in seen:
            faults.warning(
                "repeated-index-entry",
                f"the index has `{entry.term.text}` twice for the same place",
                faults.spot(entry.term.field),
                "given again here",
                also=[(faults.spot(seen[key]), "first given here")],
                help=("keep one of them",),
            )
        seen.setdefault(key, entry.term.field)
        heading = entry.term.text.split(">")
        if len(heading) > 2 or any(not part.strip() for part in heading):
            faults.error(
                "bad-index-entry",
                f"`{entry.term.text}` is no entry of the index: one `>` stands between heading and sub-entry",
                faults.spot(entry.term.field),
            )


def _argued(convergence: Convergence, publication: Publication, faults: Faults) -> None:
    """A convergence argues from so many reports, by cross references and notes in the margin."""
    reports = {each.slug for each in publication.reports}
    named = {block.report for block in convergence.body if block.kind == "aside" and block.report}
    for field, copy in faults.copy.items():
        if isinstance(copy, Prose) and field.startswith(f"{convergence.slug}/"):
            named |= {target for link in links(copy) if link.scheme == "to"
                      and (target := link.target.partition("/")[0]) in reports}  # fmt: skip
    for block in convergence.body:
        if block.kind == "chart":
            named |= {datum.report for datum in block.data if datum.report}
    wanted = publication.convergence_settings.reports_each
    if len(named) < wanted:
        told = ", ".join(f"`{slug}`" for slug in sorted(named))
        faults.error(
            "too-few-reports",
            f"`{convergence.slug}` argues from {len(named)} reports, and {wanted} are needed",
            faults.spot(f"{convergence.slug}/body"),
            help=("name what a report tells: `[words](to:report/anchor)`, or an aside with `report:`",),
            notes=(f"it names {told}",) if told else (),
        )


# ---- pictures ------------------------------------------------------------------------------------------------------


def _pictures(publication: Publication, copy: Copy, look: Look | None, faults: Faults) -> None:
    used: set[PurePosixPath] = set()
    for body in bodies(publication):
        for block in body:
            if block.kind == "picture":
                used.add(block.file)
                facts = copy.pictures.get(block.file)
                if facts is not None:
                    _resolution(block, facts, look, faults)
    missing = {each.slug for each in publication.reports if each.missing}
    for path in copy.pictures:
        if path not in used and path.parent.name == "pictures" and path.parent.parent.name not in missing:
            faults.warning(
                "unused-picture",
                f"no file names the picture `{path.name}`",
                _start(path),
                help=("name it in a block `picture`, or take it out of the folder",),
            )


def _resolution(block: Picture, facts: PictureFacts, look: Look | None, faults: Faults) -> None:
    name, width = BOXES[block.place]
    box: Length = look.measures.get(name, width) if look else width
    dots = facts.width * _INCH / box
    if dots >= FINE:
        return
    needed = -(-box * FINE // _INCH)
    message = (
        f"`{block.file.name}` is {facts.width:,} pixels wide: {dots:.0f} dots an inch over {box / 1000:g} mm, "
        f"and {FINE} are needed"
    )
    say = faults.error if dots < COARSE else faults.warning
    say(
        "coarse-picture",
        message,
        faults.spot(f"{block.field}/picture/file"),
        "named here",
        help=(f"ask for one of {needed:,} pixels, or give it a smaller `place`",),
        notes=(f"below {COARSE} it is not printed",) if dots < COARSE else (),
    )


def _start(path: PurePosixPath) -> Span:
    return Span(path, 0, 0)


# ---- strays --------------------------------------------------------------------------------------------------------


def _unlisted(publication: Publication, copy: Copy, faults: Faults) -> None:
    listed: Mapping[str, tuple[str, set[str]]] = {
        "cities": ("reports", {str(each.slug) for each in publication.reports}),
        "convergences": ("convergences/order", _ordered(faults)),
    }
    for folder, (field, slugs) in listed.items():
        found = {
            path.parent.name: path
            for path in sorted(copy.sources, reverse=True)
            if path.parent.parent == SOURCES / folder
        }
        for slug, path in sorted(found.items()):
            if slug not in slugs:
                faults.warning(
                    "unlisted-copy",
                    f"the folder `{path.parent}` is not listed in publication.yaml",
                    _start(path),
                    "not printed",
                    also=[(faults.spot(f"publication/{field}"), f"`{slug}` is not listed here")],
                    help=near(slug, slugs, "slug") or ("list it, or take the folder away",),
                )


def _ordered(faults: Faults) -> set[str]:
    prefix = "publication/convergences/order/"
    return {str(getattr(spot.node, "text", "")) for field, spot in faults.spots.items() if field.startswith(prefix)}


def _partners(publication: Publication, names: Names, faults: Faults) -> None:
    if any(each.missing for each in publication.reports):
        return  # the report that is missing may name them
    for key in publication.partners:
        if key not in names.partners_used:
            spot = faults.spot(f"partners/{key}")
            faults.warning(
                "unused-partner",
                f"no initiative names the partner `{key}`",
                spot.key.span if spot and spot.key else spot,
                help=("name it in `with`, or delete it",),
                field=Field(f"partners/{key}"),
            )
