"""Is the type that was used the type that was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.typeset.adapters.painting import Brush
from compiler.typeset.desk import Desk
from compiler.typeset.door import Untyped
from compiler.typeset.fonts import KnownFaces
from compiler.typeset.sourcemap import Seen, visible_text


def look_at_styles(walked: Sequence[Seen], known: KnownFaces, desk: Desk) -> None:
    """Each run of text asks for a face that the layouts have."""
    told: set[tuple[str, int, bool]] = set()
    for seen in walked:
        if not visible_text(seen):
            continue
        family, weight, italic = asked(seen.box.style)
        if (family, weight, italic) in told or known.has(family, weight, italic):
            continue
        told.add((family, weight, italic))
        cut = f"{weight} italic" if italic else str(weight)
        lacking = f"weight {cut} of `{family}`" if family.lower() in known.families else f"the font `{family}`"
        desk.tell(
            "missing-font",
            f"{lacking} is asked for, but is not in layouts/fonts; another one stands in",
            seen.box.element,
            seen.page_index,
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
        self._found: dict[tuple[str, Untyped], tuple[str, Untyped]] = {}

    def hear(self, font: Untyped, brush: Brush) -> None:
        """A run is painted with a PDF font."""
        if id(font) not in self._faces:
            # The font is kept with its face, so that its id stays its own.
            self._faces[id(font)] = (font, self._known.of_file(font.file_content))
        face = self._faces[id(font)][1]
        if brush.ours or brush.box is None:
            return
        if face is None:
            self._found.setdefault(("foreign-font", brush.box.element), (str(font.family), brush.box))
            return
        wanted = brush.box.style["font_family"]
        if hasattr(brush.box, "text") and face.family.lower() not in {family.lower() for family in wanted}:
            self._found.setdefault(("substituted-font", brush.box.element), (face.family, brush.box))

    def report(self, desk: Desk) -> None:
        for (name, element), (family, box) in self._found.items():
            if name == "foreign-font":
                desk.tell(name, f"type was set from `{family}`, a font that is not in layouts/fonts", element)
                continue
            wanted, text = box.style["font_family"][0], " ".join(box.text.split())[:60]
            desk.tell(
                name,
                f"`{wanted}` lacks a character of `{text}`; `{family}` stands in",
                element,
                help=("write it with characters that the font has", "or set it in another font"),
            )
