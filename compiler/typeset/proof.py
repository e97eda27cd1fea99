"""What is printed over the pages of a proof: a stamp, and frames round what is at fault, with what is wrong.

It is a document of its own, with as many pages of the same sizes, painted over the pages as artifacts: the layout
cannot move. Fields that are nowhere on the pages are told at the head of the first page.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from html import escape

from compiler.model.copy import Field
from compiler.model.galley import Box, Settings
from compiler.model.look import Look
from compiler.typeset.adapters.painting import Brush
from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Untyped, document, weasyprint

LEANS_ON: Leaning = (
    ("weasyprint.document.Page.paint", "bb108552ee70"),
    ("weasyprint.pdf.stream.Stream.artifact", "3e2130a0431c"),
)

MOST = 40
"""How many messages are printed on one page."""


def loudest(look: Look, alpha: float = 1) -> str:
    """The CSS colour of the swatch for text that shows most; black when the layouts name none."""
    swatch = look.loudest
    return f"color(--{swatch.name} 1 / {alpha:g})" if swatch is not None else f"rgb(0 0 0 / {alpha:g})"


def overlay(
    pages: Sequence[Untyped],
    boxes: Mapping[Field, tuple[Box, ...]],
    look: Look,
    settings: Settings,
    fonts: tuple[Untyped, Untyped],
) -> Untyped:
    """The pages to be painted over the others, or None when there is nothing to print on them."""
    if settings.stamp is None and not settings.marks:
        return None
    marked: list[list[tuple[Box, str]]] = [[] for _ in pages]
    nowhere: list[str] = []
    for field, message in dict.fromkeys(settings.marks):
        placed = _boxes(field, boxes)
        told: set[int] = set()
        for box in placed:
            # Once on each page: a field may be printed in the contents too.
            marked[box.page_index].append((box, "" if box.page_index in told else message))
            told.add(box.page_index)
        if not placed:
            nowhere.append(f"{field}: {message}")
    css = [_sheet(look)]
    body: list[str] = []
    for index, page in enumerate(pages):
        css.append(f"@page o{index} {{ size: {page.width}px {page.height}px; margin: 0; bleed: 0 }}")
        body.append(_page(index, page, settings.stamp, marked[index], nowhere if index == 0 else []))
    config, faces = fonts
    html = weasyprint.HTML(string=f"<!DOCTYPE html><html><body>{''.join(body)}</body></html>")
    return html.render(font_config=config, stylesheets=[faces, weasyprint.CSS(string="".join(css))])


@contextmanager
def painted_over(over: Untyped, pages: Sequence[Untyped], brush: Brush) -> Generator[None]:
    """Paint the overlay's pages after those they belong to."""
    if over is None:
        yield
        return
    paint = document.Page.paint
    above = {id(page): other for page, other in zip(pages, over.pages, strict=True)}

    def painted(self: Untyped, stream: Untyped, scale: float = 1) -> None:
        paint(self, stream, scale)
        other = above.get(id(self))
        if other is None:
            return
        # Inside an artifact nothing is tagged.
        with stream.artifact():
            tags, stream._tags, brush.ours = stream._tags, None, True
            try:
                paint(other, stream, scale)
            finally:
                stream._tags, brush.ours = tags, False

    with replaced((document.Page, "paint", painted)):
        yield


def _boxes(field: str, boxes: Mapping[Field, tuple[Box, ...]]) -> tuple[Box, ...]:
    """Where a field is printed, or what lies in it, or else the nearest field around it."""
    if exact := boxes.get(Field(field)):
        return exact
    inside = tuple(box for each, found in boxes.items() if each.startswith(f"{field}/") for box in found)
    if inside:
        return inside[:1]
    outer = field.rpartition("/")[0]
    return _boxes(outer, boxes)[:1] if outer else ()


def _sheet(look: Look) -> str:
    family = next((name for key, name in sorted(look.families.items()) if "serif" not in key.lower()), None)
    family = family or next((face.family for face in look.faces), "sans-serif")
    weights = sorted({face.weight for face in look.faces if face.family == family}) or [400]
    colour = loudest(look)
    paper = "color(--paper 1)" if "paper" in look.swatches else "white"
    return f"""
        html {{ font: {weights[0]} 7pt/9pt "{family}"; color: {colour}; hyphens: none }} body {{ margin: 0 }}
        section {{ position: relative; overflow: hidden }}
        .stamp {{ position: absolute; left: 0; right: 0; text-align: center; font-weight: {weights[-1]};
          transform: rotate(-30deg); white-space: nowrap; line-height: 1; color: {loudest(look, 0.2)} }}
        .mark {{ position: absolute; box-sizing: border-box; border: 1.5pt solid {colour} }}
        .flag {{ position: absolute; width: 52mm; box-sizing: border-box; padding: 1pt 2pt; background: {paper};
          border: .75pt solid {colour} }}
        .list {{ position: absolute; left: 8mm; right: 8mm; top: 8mm; padding: 2pt; background: {paper};
          border: .75pt solid {colour} }} .list p {{ margin: 0 }}
    """


def _page(
    index: int, page: Untyped, stamp: str | None, marks: Sequence[tuple[Box, str]], nowhere: Sequence[str]
) -> str:
    """The overlay of one page."""
    out = [f'<section style="page: o{index}; width: {page.width}px; height: {page.height}px">']
    if stamp is not None:
        size = min(page.width / max(4, len(stamp)) * 1.1, page.height / 4)
        out.append(
            f'<div class="stamp" style="top: {page.height / 2 - size / 2}px; font-size: {size}px">{escape(stamp)}</div>'
        )
    free = 0.0
    for box, message in sorted(marks, key=lambda each: (each[0].y, each[0].x))[:MOST]:
        x, y, width, height = (value * 96 / 25400 for value in (box.x, box.y, box.width, box.height))
        out.append(
            f'<div class="mark" style="left: {x - 3}px; top: {y - 3}px; width: {width + 6}px; height: {height + 6}px">'
            "</div>"
        )
        if message:
            # Flags of neighbours must not hide each other.
            top = max(y - 3, free)
            lines = 1 + len(message) // 34
            left = max(4.0, min(x + width + 8, page.width - 200))
            out.append(f'<div class="flag" style="left: {left}px; top: {top}px">{escape(message)}</div>')
            free = top + lines * 12 + 6
    if nowhere:
        out.append(f'<div class="list">{"".join(f"<p>{escape(each)}</p>" for each in nowhere[:MOST])}</div>')
    return "".join(out) + "</section>"
