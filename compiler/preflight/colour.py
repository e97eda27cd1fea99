"""Colour spaces (ISO 32000-1, 8.6), and the inks that a colour lays on the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from compiler.preflight.content import Name
from compiler.preflight.objects import array, data, dictionary, entry, name, number, resolved

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
NESTED = 8
"""How deep spaces may be built on one another: Pattern on Indexed on DeviceN on ICCBased is four."""

Nature = Literal["grey", "cmyk", "rgb", "lab", "spot", "none"]

_SHORT = {
    "G": "DeviceGray",
    "CalCMYK": "DeviceCMYK",
    "RGB": "DeviceRGB",
    "CMYK": "DeviceCMYK",
    "I": "Indexed",
}


@dataclass(frozen=True, slots=True)
class Space:
    """`names` are the colorants of Separation and DeviceN; `base` the alternate, or what Indexed and Pattern stand on.

    `table` holds the colours of an Indexed space; `defaulted` is True for a Device space that a Default space replaces.
    """

    family: str
    components: int
    names: tuple[str, ...] = ()
    base: Space | None = None
    table: bytes = b""

    @property
    def nature(self) -> Nature:
        """What it comes to on the press. Named process inks are CMYK, other names spots."""
        family = self.family
        if family in ("Separation", "DeviceN"):
            return "cmyk" if all(each in (*PROCESS, "None", "All") for each in self.names) else "spot"
        if family in ("Indexed", "Pattern"):
            return self.base.nature if self.base else "none"
        if family == "ICCBased":
            return {1: "grey", 3: "rgb", 4: "cmyk"}.get(self.components, "none")  # type: ignore[return-value]
        found: dict[str, Nature] = {
            "DeviceGray": "grey",
            "CalGray": "grey",
            "DeviceRGB": "rgb",
            "CalRGB": "rgb",
            "DeviceCMYK": "cmyk",
            "Lab": "lab",
        }
        return found.get(family, "none")

    def spots(self) -> tuple[str, ...]:
        """Separations that are no process inks."""
        own = tuple(each for each in self.names if each not in (*PROCESS, "None", "All"))
        return own or (self.base.spots() if self.base and self.family in ("Indexed", "Pattern") else ())

    def registers(self) -> bool:
        """Whether it prints on every separation, as only marks outside the trim may (8.6.6.4)."""
        return "All" in self.names or (
            self.family in ("Indexed", "Pattern") and bool(self.base and self.base.registers())
        )

    def told(self) -> str:
        """The space as a message names it."""
        if self.names:
            return ", ".join(self.names)
        if self.family in ("Indexed", "Pattern") and self.base:
            return f"{self.base.told()} ({self.family})"
        return f"{self.family} of {self.components} components" if self.family == "ICCBased" else self.family

    def first(self) -> tuple[float, ...]:
        """The colour that a space begins with (8.6.3)."""
        if self.family == "DeviceCMYK" or (self.family == "ICCBased" and self.components == 4):
            return (0.0, 0.0, 0.0, 1.0)
        return (1.0 if self.names else 0.0,) * self.components


GREY, RGB, CMYK = Space("DeviceGray", 1), Space("DeviceRGB", 3), Space("DeviceCMYK", 4)
PATTERN = Space("Pattern", 0)
UNKNOWN = Space("unknown", 0)
DEVICE = {"DeviceGray": GREY, "DeviceRGB": RGB, "DeviceCMYK": CMYK}


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as it is set; a pattern has no values of its own unless it is uncoloured."""

    space: Space
    values: tuple[float, ...]

    def inks(self) -> Mapping[str, float] | None:
        """Each ink that is printed, from 0 to 1; None for what only colour management turns into inks."""
        return inks(self.space, self.values)

    @property
    def white(self) -> bool:
        found = self.inks()
        if found is not None:
            return not any(share > 0.001 for share in found.values())
        return self.space.nature == "rgb" and min(self.values, default=0) > 0.999


BLACK = Colour(GREY, (0.0,))


def inks(space: Space, values: tuple[float, ...]) -> Mapping[str, float] | None:
    """See `Colour.inks`."""
    if space.family == "Indexed" and space.base is not None:
        at = int(values[0]) if values else 0
        size = space.base.components
        entry_ = space.table[at * size : (at + 1) * size]
        return inks(space.base, tuple(each / 255 for each in entry_)) if len(entry_) == size and size else None
    if space.family == "Pattern":
        return inks(space.base, values) if space.base is not None and values else None
    if len(values) != space.components:
        return None
    if space.names:
        return _named(space.names, values)
    if space.nature == "grey":
        return {"Black": _share(1 - values[0])}
    if space.nature == "cmyk":
        return dict(zip(PROCESS, map(_share, values), strict=True))
    return None


def _named(names: tuple[str, ...], values: tuple[float, ...]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for ink, tint in zip(names, values, strict=True):
        for each in PROCESS if ink == "All" else () if ink == "None" else (ink,):
            found[each] = max(found.get(each, 0.0), _share(tint))
    return found


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def space_of(value: object, resources: object = None, depth: int = 0) -> Space:
    """A colour space as it stands in a PDF: a name, one of the page's resources, or an array."""
    if depth > NESTED:
        return UNKNOWN
    value = resolved(value)
    word = value.text if isinstance(value, Name) else name(value)
    if word:
        return _by_name(_SHORT.get(word, word), resources, depth)
    items = _items(value)
    first = items[0] if items else None
    family = first.text if isinstance(first, Name) else name(first)
    family = _SHORT.get(family, family)
    rest: list[object] = [*items[1:], None, None, None]
    if family in DEVICE or len(items) == 1:
        return _by_name(family, resources, depth)
    if family in ("CalGray", "CalRGB", "Lab"):
        return Space(family, 1 if family == "CalGray" else 3)
    if family == "ICCBased":
        count = number(entry(rest[0], "/N"))
        return Space(family, int(count)) if count in (1, 3, 4) else UNKNOWN
    if family == "Separation":
        return Space(family, 1, (name(rest[0]),), space_of(rest[1], resources, depth + 1))
    if family == "DeviceN":
        names = tuple(name(each) for each in array(rest[0])[:32])
        return Space(family, len(names), names, space_of(rest[1], resources, depth + 1))
    if family == "Indexed":
        return Space(family, 1, (), space_of(rest[0], resources, depth + 1), _table(rest[2]))
    if family == "Pattern":
        return Space(family, 0, (), space_of(rest[0], resources, depth + 1) if rest[0] is not None else None)
    return UNKNOWN


def _items(value: object) -> list[object]:
    """An array of the file, or one of an inline image."""
    return cast(list[object], value) if type(value) is list else array(value)


def _by_name(word: str, resources: object, depth: int) -> Space:
    """A device space, which a Default space of the resources replaces (8.6.5.6), or one of the resources."""
    spaces = dictionary(entry(resources, "/ColorSpace"))
    if word in DEVICE:
        instead = spaces.get(f"/Default{word.removeprefix('Device')}")
        return space_of(instead, None, depth + 1) if instead is not None else DEVICE[word]
    if word == "Pattern":
        return PATTERN
    return space_of(spaces[f"/{word}"], resources, depth + 1) if f"/{word}" in spaces else UNKNOWN


def _table(value: object) -> bytes:
    value = resolved(value)
    if isinstance(value, bytes):
        return bytes(value)
    if isinstance(value, str):
        # A string that pypdf took for text is one of its own, with the bytes it was made of.
        original = getattr(value, "original_bytes", None)
        return original if isinstance(original, bytes) else value.encode("latin-1", "replace")
    return data(value)
