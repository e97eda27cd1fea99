"""How charts are drawn, for the page that explains the book."""

from __future__ import annotations

from markupsafe import Markup

from compiler.model.copy import Anchor, Field, Line
from compiler.model.look import Look
from compiler.model.publication import Chart, Mark, Publication
from compiler.pour.drawings.charts.canvas import LABEL, LEAD, Canvas
from compiler.pour.drawings.frame import exact, frame
from compiler.pour.drawings.palette import palette
from compiler.pour.drawings.type import wrap
from compiler.pour.drawings.words import say, term

ROWS: tuple[tuple[Mark, str], ...] = (
    ("published", "key_published"),
    ("rounded", "key_rounded"),
    ("target", "key_target"),
    ("none", "key_none"),
)


def chart_key(look: Look, publication: Publication, width: float | None = None) -> Markup:
    """Solid, striped, outline, dashed, each with its meaning; `width` in points, half the wide measure when None."""
    measures = frame(look)
    half = look.measures.get("half")
    across = width if width is not None else exact(half) - 0.08 if half else measures.wide * 85 / 175
    canvas = Canvas(look, _empty(), "", publication.language, {}, round(across, 2), measures.base, palette(look))
    u, y = canvas.base, 0.0
    for mark, key in ROWS:
        words = term(publication, key)
        canvas.area(0, y + u * 0.11, 54, u, "", mark)
        lines = wrap(words.text, canvas.width - 66, canvas.type(500), LABEL) if words else []
        if words:
            canvas.stacked(66, y + u * 0.85, words, lines, size=LABEL)
        y += max(1.5 * u, (len(lines) - 1) * LEAD + 1.5 * u)
    drawn, _ = canvas.finish(y, say(publication, "alt_chart_key"))
    return drawn


def _empty() -> Chart:
    nothing = Line("", Field(""))
    return Chart("chart", "bars", Anchor(""), nothing, nothing, None, (), (), None, (), "text", Field(""))
