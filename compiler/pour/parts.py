"""Part + copy + folios -> HTML: the view is made, the layout poured; what cannot be poured becomes a placeholder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from compiler.model.copy import Field
from compiler.model.diagnostics import Diagnostic, error
from compiler.model.part import Part, Poured
from compiler.model.world import World
from compiler.pour import contents, front, indexing, reports
from compiler.pour.bench import Bench
from compiler.pour.jinja import located, render
from compiler.pour.layouts import Layouts, layout_name
from compiler.pour.targets import Targets
from compiler.pour.terms import Words
from compiler.pour.views import CoverView, ReportView, View
from compiler.pour.volume import Unpourable, Volume


@dataclass(frozen=True, slots=True)
class Made:
    """A part as HTML, and what is to be said of it; `held` when a placeholder stands in its place."""

    poured: Poured
    said: tuple[Diagnostic, ...]
    held: bool


def pour_part(layouts: Layouts, volume: Volume, part: Part, world: World) -> Made:
    """A part as HTML; there is always a page."""
    bench = _bench(volume, part, world)
    field = contents.field_of(volume.publication, part)
    try:
        view = view_of(volume, part)
        inside = _pour(layouts, volume, part, view, bench)
    except Unpourable as fault:
        said = error("unpoured-part", f"`{part.title or part.id}` cannot be poured: {fault}", field=str(field))
        return placeholder(layouts, volume, part, world, (said,))
    except Exception as fault:
        said = located(fault, layouts.sources)
        if said is None:
            raise
        return placeholder(layouts, volume, part, world, (said,))
    poured = _poured(layouts, part, part.kind, field, view, inside, bench)
    return Made(poured, tuple(bench.said), part.kind == "placeholder")


def view_of(volume: Volume, part: Part) -> View:
    """What the layout of a part is given as `view`; raises `Unpourable` when its copy is not there."""
    match part.kind:
        case "cover-front" | "cover-back" | "cover-sheet":
            return front.cover_view(volume, part)
        case "inside-cover":
            return front.inside_cover_view(volume)
        case "title":
            return front.title_view(volume)
        case "how-to-read":
            return front.how_to_read_view(volume)
        case "contents":
            return contents.contents_view(volume)
        case "foreword":
            return front.foreword_view(volume)
        case "map":
            return front.map_view(volume)
        case "report":
            return reports.report_view(volume, part)
        case "convergence":
            return reports.convergence_view(volume, part)
        case "matrix":
            return contents.matrix_view(volume)
        case "index":
            return indexing.index_view(volume)
        case "sources":
            return contents.sources_view(volume)
        case "colophon":
            return front.colophon_view(volume)
        case "placeholder":
            return front.placeholder_view(volume, part, ())


def _bench(volume: Volume, part: Part, world: World) -> Bench:
    targets = Targets(volume.publication, volume.parts)
    return Bench(volume.publication, volume.look, part, volume.folios, targets, world, volume.relocated, volume.frame)


def _pour(layouts: Layouts, volume: Volume, part: Part, view: View, bench: Bench) -> Markup:
    name = layout_name(part.kind)
    if name not in layouts.names:
        raise Unpourable(f"the look has no `layouts/{name}`")
    return render(layouts.environment, name, _names(volume, part, view), bench)


def _names(volume: Volume, part: Part, view: View) -> Mapping[str, object]:
    """What a layout is given."""
    publication = volume.publication
    return {"part": part, "publication": publication, "terms": Words(publication), "look": volume.look, "view": view}


def placeholder(layouts: Layouts, volume: Volume, part: Part, world: World, said: tuple[Diagnostic, ...]) -> Made:
    """A placeholder that names the faults; bare words when even its layout fails."""
    bench = _bench(volume, part, world)
    view = front.placeholder_view(volume, part, tuple(each.message for each in said))
    field = contents.field_of(volume.publication, part)
    try:
        inside = render(layouts.environment, layout_name("placeholder"), _names(volume, part, view), bench)
    except Exception as fault:
        other = located(fault, layouts.sources)
        if other is not None:
            said = (*said, other)
        faults = Markup("").join(Markup("<p>{}</p>").format(each) for each in view.faults)
        inside = Markup("<h1>{}</h1>{}").format(view.title, faults)
    return Made(_poured(layouts, part, "placeholder", field, view, inside, bench), said, True)


def _poured(layouts: Layouts, part: Part, kind: str, field: Field, view: View, inside: Markup, bench: Bench) -> Poured:
    html = f'<div class="part {kind}" id="{escape(part.id)}" data-src="{escape(field)}">\n{inside}\n</div>'
    return Poured(
        part=part,
        html=html,
        tokens=_tokens(view),
        styles=layouts.styles(kind),
        assets=tuple(bench.assets.values()),
        refers=tuple(bench.refers),
    )


def _tokens(view: View) -> Mapping[str, str]:
    """Custom properties that change from part to part; margin boxes read them too."""
    if isinstance(view, ReportView):
        tokens = {"--c": f"color(--{view.swatch} 1)", "--on": f"color(--{view.type_on} 1)"}
        if view.tab is not None:
            tokens["--tab-top"] = f"{view.tab.top:g}pt"
            tokens["--tab-height"] = f"{view.tab.height:g}pt"
            tokens["--tab-label"] = f"'{view.tab.label}'"
        return tokens
    if isinstance(view, CoverView):
        return {"--c": f"color(--{view.ground} 1)", "--on": f"color(--{view.type_on} 1)"}
    return {}
