"""Is the type that was used the type that was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.typeset.adapters.labels import Label
from compiler.typeset.adapters.painting import Brush
from compiler.typeset.desk import Desk
from compiler.typeset.door import Untyped
from compiler.typeset.fonts import KnownFaces
from compiler.typeset.sourcemap import Seen, visible_text


def look_at_styles(walked: Sequence[Seen], known: KnownFaces, desk: Desk) -> None:
    """Each run of text asks for a face that the layouts have."""
    told: set[tuple[str, int, bool]] = set()
    for seen in walked:
        if visible_text(seen):
            _look_at_style(seen.box.style, seen.box.element, known, desk, told)


def look_at_label_styles(labels: Sequence[Label], known: KnownFaces, desk: Desk) -> None:
    """So does each label of a drawing."""
    told: set[tuple[str, int, bool]] = set()
    for label in labels:
        _look_at_style(label.style, label.box.element, known, desk, told)


def _look_at_style(
    style: Untyped, element: Untyped, known: KnownFaces, desk: Desk, told: set[tuple[str, int, bool]]
) -> None:
    family, weight, italic = asked(style)
    if (family, weight, italic) in told or known.has(family, weight, italic):
        return
    told.add((family, weight, italic))
    cut = f"{weight} italic" if italic else str(weight)
    lacking = f"weight {cut} of `{family}`" if family.lower() in known.families else f"the font `{family}`"
    desk.tell(
        "missing-font",
        f"{lacking} is asked for, but is not in layouts/fonts; another one stands in",
        element,
        help=("add the file to layouts/fonts, or ask for a face that is there",),
    )


def asked(style: Untyped) -> tuple[str, int, bool]:
    """Family, weight and whether it is italic, as a style asks."""
    return str(style["font_family"][0]), int(style["font_weight"]), style["font_style"] != "normal"


class TypeWatch:
    """Hears of each run of type while it is painted; `report` tells what was found."""

    def __init__(self, known: KnownFaces) -> None:
        self._known = known
        self._faces: dict[int, Untyped] = {}
        self._found: dict[tuple[str, Untyped], tuple[str, str, str | None]] = {}

    def hear(self, font: Untyped, brush: Brush) -> None:
        """A run is painted with a PDF font."""
        if id(font) not in self._faces:
            # The font is kept with its face, so that its id stays its own.
            self._faces[id(font)] = (font, self._known.of_file(font.file_content))
        face = self._faces[id(font)][1]
        if brush.ours or brush.box is None:
            return
        if face is None:
            self._found.setdefault(("foreign-font", brush.box.element), (str(font.family), "", None))
            return
        text, style = getattr(brush.box, "text", None), brush.style
        if style is None and text is not None:
            style = brush.box.style
        if style is not None and face.family.lower() not in {family.lower() for family in style["font_family"]}:
            found = (face.family, style["font_family"][0], text)
            self._found.setdefault(("substituted-font", brush.box.element), found)

    def report(self, desk: Desk) -> None:
        for (name, element), (family, wanted, text) in self._found.items():
            if name == "foreign-font":
                desk.tell(name, f"type was set from `{family}`, a font that is not in layouts/fonts", element)
                continue
            words = f"`{' '.join(text.split())[:60]}`" if text is not None else "a label of a drawing"
            desk.tell(
                name,
                f"`{wanted}` lacks a character of {words}; `{family}` stands in",
                element,
                help=("write it with characters that the font has", "or set it in another font"),
            )
