"""The verdict as a page of HTML: static, without scripts, with the pages on which faults were found."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Mapping, Sequence

from compiler.model.diagnostics import Severity
from compiler.model.measures import Size
from compiler.preflight.conditions import Conditions, Edges
from compiler.preflight.verdict import Located, Verdict

STYLE = """
:root { color-scheme: light; --ink: #1f1f1d; --rule: #b9c3c8; --fault: #b0003a; --warning: #6b4e00 }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: #fff; max-width: 75rem; margin: 0 auto;
  padding: 1.5rem }
h1 { font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere }
h2 { font-size: 1.25rem; margin-top: 2.5rem; border-top: 1px solid var(--rule); padding-top: 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--rule) }
caption { text-align: left; font-weight: 600; padding: .5rem 0 }
code { overflow-wrap: anywhere }
th code { white-space: nowrap }
.error { color: var(--fault); font-weight: 600 }
.warning { color: var(--warning); font-weight: 600 }
.page { display: grid; grid-template-columns: minmax(16rem, 1fr) minmax(0, 1.4fr); gap: 2rem; align-items: start }
img { max-width: 100%; height: auto; border: 1px solid var(--rule) }
ol { padding-left: 0; list-style: none }
li { margin: 0 0 .9rem }
.number { display: inline-block; min-width: 1.4rem; text-align: center; background: var(--fault); color: #fff;
  font-weight: 600; padding: 0 .3rem; margin-right: .4rem }
.note { display: block; color: #454543 }
@media (max-width: 50rem) { .page { display: block } }
"""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page(verdict: Verdict, meanings: Mapping[str, str]) -> bytes:
    """`meanings` says of each name in a sentence what it means. The same verdict gives the same bytes."""
    name = html.escape(verdict.name)
    parts = [
        "<!doctype html>",
        '<html lang="en">',
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Preflight of {name}</title><style>{STYLE}</style></head>",
        f"<body><header><h1>Preflight of {name}</h1></header><main>",
        *_summary(verdict),
        *_names(verdict, meanings),
        *_whole(verdict),
        *_pages(verdict),
        "</main></body></html>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _summary(verdict: Verdict) -> Iterator[str]:
    kind = "error" if verdict.errors else "warning" if verdict.found else "good"
    counts = f"{_count(verdict.errors, 'error')}, {_count(verdict.warnings, 'warning')}"
    told = html.escape(verdict.told())
    yield f'<p><strong class="{kind}">{told}</strong> {counts} on {_count(verdict.pages, "page")}.</p>'
    rows = [
        ("claims", ", ".join(verdict.claims) or "no standard"),
        ("SHA-256", verdict.digest),
        *_conditions(verdict.conditions),
    ]
    yield "<table><caption>The file, and what was asked of it</caption><tbody>"
    yield from (
        f'<tr><th scope="row">{html.escape(key)}</th><td><code>{html.escape(value)}</code></td></tr>'
        for key, value in rows
    )
    yield "</tbody></table>"


def _conditions(conditions: Conditions) -> Iterator[tuple[str, str]]:
    yield "standard", conditions.standard or "any"
    yield "output condition", conditions.output or "any"
    yield "trim", _size(conditions.trim) if conditions.trim else "any, the same on all pages"
    yield "bleed", _edges(conditions.bleed)
    yield "safe zone", f"{conditions.safe / 1000:g} mm"
    yield "pages", f"a multiple of {conditions.multiple}"
    yield "total ink", f"{conditions.ink:g} %"
    yield "lines, type", f"from {conditions.line:g} pt, from {conditions.type:g} pt"
    yield "pictures", f"{conditions.picture_ppi:g} ppi, and not under {conditions.least_picture_ppi:g}"
    yield "spot colours", ", ".join(conditions.spots) or "none"


def _size(size: Size) -> str:
    return f"{size.width / 1000:g} x {size.height / 1000:g} mm"


def _edges(edges: Edges) -> str:
    all_ = (edges.top, edges.outer, edges.bottom, edges.inner)
    if len(set(all_)) == 1:
        return f"{edges.top / 1000:g} mm"
    return f"{', '.join(f'{each / 1000:g}' for each in all_)} mm (top, outer, bottom, inner)"


def _names(verdict: Verdict, meanings: Mapping[str, str]) -> Iterator[str]:
    """Each kind of fault once, with what it means."""
    counts: dict[tuple[Severity, str], int] = {}
    for each in verdict.found:
        key = each.finding.severity, each.finding.name
        counts[key] = counts.get(key, 0) + each.finding.count
    if not counts:
        return
    yield "<h2>What was found</h2><table><thead><tr>"
    yield "".join(f'<th scope="col">{head}</th>' for head in ("Fault", "Severity", "Times", "What it means"))
    yield "</tr></thead><tbody>"
    for (severity, name), count in sorted(counts.items()):
        meaning = html.escape(meanings.get(name, ""))
        yield (
            f'<tr><th scope="row"><code>{html.escape(name)}</code></th>'
            f'<td class="{severity}">{severity}</td><td>{count}</td><td>{meaning}</td></tr>'
        )
    yield "</tbody></table>"


def _whole(verdict: Verdict) -> Iterator[str]:
    found = [each for each in verdict.found if each.finding.page_index is None]
    if found:
        yield "<h2>Of the whole file</h2>"
        yield from _list(found)


def _pages(verdict: Verdict) -> Iterator[str]:
    pictures = {each.page_index: each.png for each in verdict.pictures}
    by_page: dict[int, list[Located]] = {}
    for each in verdict.found:
        if each.finding.page_index is not None:
            by_page.setdefault(each.finding.page_index, []).append(each)
    for index, found in sorted(by_page.items()):
        anchor = f"page-{index + 1}"
        yield f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">Page {index + 1}</h2>'
        yield '<div class="page"><div>'
        yield from _list(found)
        yield "</div>"
        png = pictures.get(index)
        if png is not None:
            numbers = ", ".join(str(each.number) for each in found if each.finding.boxes)
            alt = f"Page {index + 1}, reduced; framed on it: {numbers}" if numbers else f"Page {index + 1}, reduced"
            yield f'<img alt="{alt}" src="data:image/png;base64,{base64.b64encode(png).decode("ascii")}">'
        else:
            yield "<p>There is no picture of this page.</p>"
        yield "</div></section>"


def _list(found: Sequence[Located]) -> Iterator[str]:
    yield "<ol>"
    for each in found:
        finding = each.finding
        times = f" ({finding.count} times)" if finding.count > 1 else ""
        where = f"{each.label.span.path}:{each.line}" if each.label and each.line else each.field
        notes = [*([where] if where else []), *finding.notes, *(f"help: {text}" for text in finding.help)]
        told = "".join(f'<span class="note">{html.escape(note)}</span>' for note in notes)
        yield (
            f'<li><span class="number">{each.number}</span><span class="{finding.severity}">{finding.severity}</span> '
            f"<code>{html.escape(finding.name)}</code>: {html.escape(finding.message)}{times}{told}</li>"
        )
    yield "</ol>"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
