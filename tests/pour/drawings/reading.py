"""Reading a drawing back: its box, its texts, its paints."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from compiler.model.look import Look
from compiler.pour.drawings.type import typeface

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Words:
    """A text of a drawing and the box of its letters, from about cap height to the foot of descenders."""

    text: str
    box: Box
    field: str | None


def parsed(drawing: Markup) -> ET.Element:
    return ET.fromstring(str(drawing))


def view_box(root: ET.Element) -> Box:
    x, y, width, height = (float(value) for value in root.attrib["viewBox"].split())
    return x, y, x + width, y + height


def words(look: Look, root: ET.Element) -> list[Words]:
    """All texts with their boxes; turned ones are not looked at."""
    return [_words(look, element) for element in root.iter("text")]


def paints(root: ET.Element) -> Iterator[str]:
    """The swatch of every paint; an element that paints without a swatch gives itself away."""
    for element in root.iter():
        for attribute in ("fill", "stroke"):
            value = element.attrib.get(attribute)
            if value is not None and value != "none":
                found = re.fullmatch(r"color\(--([a-z]+) (0|1|0?\.\d+)\)", value)
                yield found[1] if found else value


def unpainted(root: ET.Element) -> list[str]:
    """Shapes and texts without a fill of their own, which would print black."""
    return [ET.tostring(element, "unicode") for tag in ("path", "circle", "text") for element in root.iter(tag)
            if "fill" not in element.attrib]  # fmt: skip


def inside(box: Box, frame: Box, play: float = 0.05) -> bool:
    over = frame[0] - box[0], frame[1] - box[1], box[2] - frame[2], box[3] - frame[3]
    return max(over) <= play


def collisions(found: list[Words], play: float = 0.05) -> list[tuple[str, str]]:
    """Pairs of texts whose letters meet."""
    return [
        (one.text, other.text)
        for index, one in enumerate(found)
        for other in found[:index]
        if one.box[0] < other.box[2] - play and other.box[0] < one.box[2] - play
        and one.box[1] < other.box[3] - play and other.box[1] < one.box[3] - play
    ]  # fmt: skip


def _words(look: Look, element: ET.Element) -> Words:
    text = "".join(element.itertext())
    size, weight = float(element.attrib["font-size"]), int(element.attrib["font-weight"])
    letters = typeface(look, weight)
    assert element.attrib["font-family"] == letters.family
    width = letters.width(text, size) + float(element.attrib.get("letter-spacing", 0)) * len(text)
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    x -= {"start": 0.0, "middle": width / 2, "end": width}[element.attrib["text-anchor"]]
    return Words(text, (x, y - 0.7 * size, x + width, y + 0.2 * size), element.attrib.get("data-src"))
