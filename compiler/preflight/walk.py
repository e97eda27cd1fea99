"""Content of a page -> marks: forms, patterns, groups, masks and inline images included, within a budget."""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from compiler.preflight.colour import BLACK, GREY, PATTERN, UNKNOWN, Colour, Space, space_of
from compiler.preflight.content import InlineImage, Name, operations
from compiler.preflight.faces import NO_FACE, Face, face_of
from compiler.preflight.geometry import EVERYWHERE, SAME, Box, Matrix, Point, around, moved
from compiler.preflight.marks import Kind, Mark, Picture
from compiler.preflight.objects import (
    Leaf,
    array,
    boolean,
    box_of,
    data,
    dictionary,
    entry,
    is_stream,
    name,
    number,
    numbers,
    resolved,
)

OPERATIONS = 1_000_000
"""Operators of one page, those of its forms included each time they are drawn."""
FORM_COST = 50
"""Operators that the drawing of a form counts for."""
CONTENT = 150_000_000
"""Bytes of one page's content, forms included each time."""
DEPTH = 24
"""How deep forms, patterns and masks may be nested."""
SAVED = 2000
"""How often graphics states may be saved inside one another."""
ASCENT, DESCENT = 0.72, -0.21
"""How far type reaches from its base line, in sizes: ascenders and descenders of most faces."""

_LONG = {
    "BPC": "BitsPerComponent",
    "CS": "ColorSpace",
    "D": "Decode",
    "DP": "DecodeParms",
    "F": "Filter",
    "H": "Height",
    "IM": "ImageMask",
    "W": "Width",
}


class TooMuchError(Exception):
    """The page wants more than anyone should spend on a page."""


@dataclass(slots=True)
class _State:
    """The graphics state (8.4.1), as far as checks ask for it."""

    matrix: Matrix
    clip: Box
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_pattern: object = None
    stroke_pattern: object = None
    width: float = 1
    face: Face = NO_FACE
    size: float = 0
    spacing: float = 0
    words: float = 0
    scale: float = 1
    leading: float = 0
    rise: float = 0
    render: int = 0
    fill_over: bool = False
    stroke_over: bool = False
    over_mode: int = 0
    fill_alpha: float = 1
    stroke_alpha: float = 1
    blend: str = "Normal"
    faded: bool = False


@dataclass(slots=True)
class _Path:
    """Subpaths as corners on the page; `curved` ones are no rectangles."""

    corners: list[list[Point]] = field(default_factory=list[list[Point]])
    curved: bool = False
    clips: bool = False


@dataclass(slots=True)
class _Place:
    """Where the content that is read belongs: its resources, and all it is nested in."""

    resources: object
    origin: Matrix
    above: frozenset[int] = frozenset()
    mask: bool = False
    area: Box | None = None
    own_colour: bool = True


def marks_of(page: Leaf) -> tuple[list[Mark], list[str]]:
    """All marks of a page in the order of painting, and what could not be read of it; raises `TooMuchError`."""
    walker = Walker()
    group = page.get("/Group")
    if group is not None:
        walker.group(group, page.media, page.get("/Resources"))
    streams = array(page.get("/Contents")) or [page.get("/Contents")]
    parts: list[bytes] = []
    for stream in streams[:OPERATIONS]:
        with_fault = walker.attempt("content of the page", lambda stream=stream: data(stream))
        parts.append(with_fault or b"")
        if sum(map(len, parts[-1:])) > CONTENT or len(parts) > 10_000:
            raise TooMuchError
    # Streams of one page are one content (7.8.2).
    walker.run(b"\n".join(parts), _Place(page.get("/Resources"), SAME), _State(SAME, page.media))
    return walker.marks, walker.troubles


class Walker:
    """One page's marks, as they come."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.troubles: list[str] = []
        self._operations = self._bytes = 0
        self._faces: dict[int, Face] = {}
        self._spaces: dict[tuple[int, str], Space] = {}
        self._kept: list[object] = []
        self._walked: set[int] = set()

    def attempt(self, what: str, work: Callable[[], bytes]) -> bytes | None:
        """What a stream holds; one that cannot be read is told, and passed over."""
        try:
            return work()
        except (MemoryError, TooMuchError):
            raise
        except Exception as fault:  # pypdf raises all kinds on damaged files
            self.trouble(f"{what}: {' '.join(str(fault).split())[:120] or type(fault).__name__}")
            return None

    def trouble(self, told: str) -> None:
        if told not in self.troubles and len(self.troubles) < 20:
            self.troubles.append(told)

    def group(self, group: object, box: Box, resources: object, mask: bool = False) -> None:
        """The space in which a transparency group blends (11.4.7)."""
        if name(entry(group, "/S")) == "Transparency":
            told = entry(group, "/CS")
            space = space_of(told, resources) if told is not None else UNKNOWN
            self.marks.append(Mark("group", box, space, mask=mask))

    # ---- content ----

    def run(self, content: bytes, place: _Place, state: _State) -> None:
        self._bytes += len(content)
        self._operations += FORM_COST
        if self._bytes > CONTENT:
            raise TooMuchError
        reading = _Reading(self, place, state)
        for operator, operands in operations(content):
            self._operations += 1
            if self._operations > OPERATIONS:
                raise TooMuchError
            does = _DOES.get(operator)
            if does is None:
                continue
            try:
                does(reading, operands)
            except (MemoryError, TooMuchError):
                raise
            except (IndexError, TypeError, AttributeError):
                self.trouble(f"operator `{operator[:20]}` without what it needs")
            except Exception as fault:  # whatever pypdf raises for a resource
                self.trouble(
                    f"operator `{operator[:20]}`: {' '.join(str(fault).split())[:120] or type(fault).__name__}"
                )

    def face(self, resources: object, word: str) -> Face:
        font = entry(entry(resources, "/Font"), f"/{word}")
        if font is None:
            self.trouble(f"there is no font `{word[:40]}`")
            return NO_FACE
        key = id(font)
        if key not in self._faces:
            self._faces[key] = face_of(font)
            self._kept.append(font)  # an id is of use only as long as its object lives
        return self._faces[key]

    def space(self, resources: object, word: str) -> Space:
        key = id(resources), word
        if key not in self._spaces:
            self._spaces[key] = space_of(Name(word), resources)
            self._kept.append(resources)
        return self._spaces[key]

    def once(self, thing: object) -> bool:
        """Whether this is met for the first time on the page."""
        if id(thing) in self._walked:
            return False
        self._walked.add(id(thing))
        self._kept.append(thing)
        return True


class _Reading:
    """One content stream on its way: the operators of annex A, each as a method."""

    def __init__(self, walker: Walker, place: _Place, state: _State) -> None:
        self.walker, self.place, self.state = walker, place, state
        self._saved: list[_State] = []
        self._path = _Path()
        self._text = self._line = SAME

    # ---- state ----

    def save(self, _: list[object]) -> None:
        if len(self._saved) >= SAVED:
            raise TooMuchError
        self._saved.append(copy.copy(self.state))

    def restore(self, _: list[object]) -> None:
        if self._saved:
            self.state = self._saved.pop()

    def transform(self, operands: list[object]) -> None:
        self.state.matrix = _matrix(operands).then(self.state.matrix)

    def width(self, operands: list[object]) -> None:
        self.state.width = abs(_float(operands[-1]))

    def external(self, operands: list[object]) -> None:
        """`gs` (8.4.5)."""
        given = entry(entry(self.place.resources, "/ExtGState"), f"/{_word(operands[-1])}")
        keys, state = dictionary(given), self.state
        if "/LW" in keys:
            state.width = abs(number(entry(given, "/LW")) or 0)
        both, fills = boolean(entry(given, "/OP")), boolean(entry(given, "/op"))
        if both is not None:
            state.stroke_over = both
        if fills is not None or both is not None:
            state.fill_over = bool(fills if fills is not None else both)
        if "/OPM" in keys:
            state.over_mode = int(number(entry(given, "/OPM")) or 0)
        for key, attribute in (("/CA", "stroke_alpha"), ("/ca", "fill_alpha")):
            value = number(entry(given, key))
            if value is not None:
                setattr(state, attribute, value)
        if "/BM" in keys:
            modes = [name(each) for each in array(entry(given, "/BM"))] or [name(entry(given, "/BM"))]
            state.blend = "Normal" if modes[0] in ("Normal", "Compatible") else modes[0]
        font = array(entry(given, "/Font"))
        if len(font) == 2:
            state.face, state.size = face_of(resolved(font[0])), number(font[1]) or 0
        if "/SMask" in keys:
            mask = entry(given, "/SMask")
            state.faded = bool(dictionary(mask))
            if state.faded:
                self._form(entry(mask, "/G"), mask=True)

    # ---- colour ----

    def _set(self, stroke: bool, colour: Colour, pattern: object = None) -> None:
        if not self.place.own_colour:
            return
        if stroke:
            self.state.stroke, self.state.stroke_pattern = colour, pattern
        else:
            self.state.fill, self.state.fill_pattern = colour, pattern

    def space(self, stroke: bool, operands: list[object]) -> None:
        space = self.walker.space(self.place.resources, _word(operands[-1]))
        self._set(stroke, Colour(space, space.first()))

    def colour(self, stroke: bool, operands: list[object]) -> None:
        space = (self.state.stroke if stroke else self.state.fill).space
        values = tuple(each for each in operands if isinstance(each, float))
        pattern: object = None
        if operands and isinstance(operands[-1], Name):
            pattern = entry(entry(self.place.resources, "/Pattern"), f"/{operands[-1].text}")
            if space.family != "Pattern":
                space = PATTERN
        else:
            values = values[-space.components :] if space.components else ()
        self._set(stroke, Colour(space, values), pattern)

    def device(self, stroke: bool, word: str, operands: list[object]) -> None:
        space = self.walker.space(self.place.resources, word)
        components = {"DeviceGray": 1, "DeviceRGB": 3}.get(word, 4)
        values = tuple(_float(each) for each in operands[-components:])
        if len(values) != components:
            raise IndexError
        self._set(stroke, Colour(space, values))

    # ---- paths ----

    def move(self, operands: list[object]) -> None:
        self._path.corners.append([self._at(operands, -2)])

    def line(self, operands: list[object]) -> None:
        self._here().append(self._at(operands, -2))

    def curve(self, operands: list[object]) -> None:
        points = [self._at(operands, at) for at in range(-len(operands) // 2 * 2, 0, 2)]
        self._here().extend(points[-3:])
        self._path.curved = True

    def close(self, _: list[object]) -> None:
        """A closed subpath ends where it began; what follows begins there as well."""
        if self._path.corners and len(self._path.corners[-1]) > 1:
            self._path.corners[-1].append(self._path.corners[-1][0])

    def rectangle(self, operands: list[object]) -> None:
        x, y, width, height = (_float(each) for each in operands[-4:])
        at = self.state.matrix.at
        first = at(x, y)
        self._path.corners.append([first, at(x + width, y), at(x + width, y + height), at(x, y + height), first])

    def clip(self, _: list[object]) -> None:
        self._path.clips = True

    def _here(self) -> list[Point]:
        if not self._path.corners:
            raise IndexError
        return self._path.corners[-1]

    def _at(self, operands: list[object], index: int) -> Point:
        return self.state.matrix.at(_float(operands[index]), _float(operands[index + 1]))

    def paint(self, fills: bool, strokes: bool) -> None:
        path, self._path = self._path, _Path()
        corners = [corner for subpath in path.corners for corner in subpath]
        if not corners:
            return
        box = around(corners)
        if fills:
            self._paint_fill(path, box)
        if strokes:
            # Without a width a line is as thin as the device can draw it.
            width = self.state.width * self.state.matrix.least()
            length = max(box.width, box.height)
            self._paint("stroke", box.grown(max(width / 2, 0.01)), size=width, length=length, stroke=True)
        if path.clips:
            self.state.clip = self.state.clip.cut(box)

    def _paint_fill(self, path: _Path, box: Box) -> None:
        rectangles = [] if path.curved else [sides for each in path.corners if (sides := _sides(each)) is not None]
        thin = min(rectangles, default=(math.inf, math.inf))
        upright = len(path.corners) == 1 and bool(rectangles) and _upright(path.corners[0])
        # A fill without area still marks the dots that it touches (8.5.3.3.1).
        shown = Box(box.left, box.bottom, max(box.right, box.left + 0.01), max(box.top, box.bottom + 0.01))
        self._paint("fill", shown, size=thin[0], length=thin[1], solid=upright)

    # ---- type ----

    def begin(self, _: list[object]) -> None:
        self._text = self._line = SAME

    def font(self, operands: list[object]) -> None:
        self.state.face = self.walker.face(self.place.resources, _word(operands[-2]))
        self.state.size = _float(operands[-1])

    def text_matrix(self, operands: list[object]) -> None:
        self._text = self._line = _matrix(operands)

    def next_line(self, operands: list[object]) -> None:
        x, y = _float(operands[-2]), _float(operands[-1])
        self._text = self._line = Matrix(1, 0, 0, 1, x, y).then(self._line)

    def next_line_leading(self, operands: list[object]) -> None:
        self.state.leading = -_float(operands[-1])
        self.next_line(operands)

    def new_line(self, _: list[object]) -> None:
        self.next_line([0.0, -self.state.leading])

    def number_of(self, attribute: str, operands: list[object]) -> None:
        value = _float(operands[-1])
        setattr(self.state, attribute, value / 100 if attribute == "scale" else value)

    def render(self, operands: list[object]) -> None:
        self.state.render = int(_float(operands[-1]))

    def show(self, operands: list[object]) -> None:
        self._show([operands[-1]])

    def show_several(self, operands: list[object]) -> None:
        self._show(cast(list[object], operands[-1]) if isinstance(operands[-1], list) else [])

    def show_line(self, operands: list[object]) -> None:
        self.new_line([])
        self.show(operands)

    def show_spaced(self, operands: list[object]) -> None:
        self.state.words, self.state.spacing = _float(operands[-3]), _float(operands[-2])
        self.show_line(operands)

    def _show(self, items: Sequence[object]) -> None:
        state, face = self.state, self.state.face
        along, letters = 0.0, 0
        for item in items:
            if isinstance(item, float):
                along -= item / 1000 * state.size * state.scale
            elif isinstance(item, bytes):
                advances = face.advances(item)
                letters += len(advances)
                spaces = 0 if face.wide else item.count(b" ")
                width = sum(advances) / 1000 * state.size + len(advances) * state.spacing + spaces * state.words
                along += width * state.scale
        whole = self._text.then(state.matrix)
        if letters and state.render not in (3, 7) and not _blank(items, face):
            high = Box(0, DESCENT * state.size + state.rise, along, ASCENT * state.size + state.rise)
            high = Box(min(0.0, along), min(high[1], high[3]), max(0.0, along), max(high[1], high[3]))
            size = abs(state.size) * whole.widths()[1]
            box = moved(high, whole)
            if state.render in (0, 2, 4, 6):
                self._paint("type", box, size=size, face=face, stroked=state.render in (2, 6))
            if state.render in (1, 2, 5, 6):
                self._paint("type", box, size=size, face=face, stroke=True, stroked=True)
        self._text = Matrix(1, 0, 0, 1, along, 0).then(self._text)

    # ---- objects ----

    def draw(self, operands: list[object]) -> None:
        thing = entry(entry(self.place.resources, "/XObject"), f"/{_word(operands[-1])}")
        kind = name(entry(thing, "/Subtype"))
        if kind == "Form":
            self._form(thing)
        elif kind == "Image":
            entries = {key.removeprefix("/"): entry(thing, key) for key in dictionary(thing)}
            self._picture(entries, thing)
        else:
            self.walker.trouble(f"there is no form and no image `{_word(operands[-1])[:40]}`")

    def inline(self, operands: list[object]) -> None:
        image = cast(InlineImage, operands[0])
        self._picture({_LONG.get(key, key): value for key, value in image.entries.items()}, image)

    def shade(self, operands: list[object]) -> None:
        shading = entry(entry(self.place.resources, "/Shading"), f"/{_word(operands[-1])}")
        self._shading(shading, self.state.clip)

    def _shading(self, shading: object, box: Box) -> None:
        space = space_of(entry(shading, "/ColorSpace"), self.place.resources)
        self._mark("shading", box, space, None)

    def _form(self, form: object, mask: bool = False) -> None:
        place, state = self.place, self.state
        if not is_stream(form):
            return
        if id(form) in place.above or len(place.above) > DEPTH:
            self.walker.trouble("a form draws itself, or forms are nested too deeply")
            return
        matrix = numbers(entry(form, "/Matrix"))
        inside = copy.copy(state)
        inside.matrix = (Matrix(*matrix) if len(matrix) == 6 else SAME).then(state.matrix)
        box = box_of(entry(form, "/BBox"))
        if box is not None:
            inside.clip = inside.clip.cut(moved(box, inside.matrix))
        resources = entry(form, "/Resources")
        resources = resources if resources is not None else place.resources
        group = entry(form, "/Group")
        if group is not None:
            self.walker.group(group, inside.clip, resources, mask or place.mask)
            inside.fill_alpha = inside.stroke_alpha = 1
            inside.blend = "Normal"
        nested = _Place(
            resources, place.origin, place.above | {id(form)}, mask or place.mask, place.area, place.own_colour
        )
        content = self.walker.attempt("a form", lambda: data(form))
        if content is not None:
            self.walker.run(content, nested, inside)

    def _picture(self, entries: Mapping[str, object], source: object) -> None:
        across, down = self.state.matrix.widths()
        stencil = entries.get("ImageMask") in (True,) or boolean(entries.get("ImageMask")) is True
        box = moved(Box(0, 0, 1, 1), self.state.matrix)
        size = [number(entries.get(key)) or 0 for key in ("Width", "Height", "BitsPerComponent")]
        picture = Picture(
            int(size[0]), int(size[1]), 1 if stencil else int(size[2]) or 8, stencil, across, down, entries, source
        )
        if stencil:
            self._paint("picture", box, picture=picture)
            return
        told = entries.get("ColorSpace")
        # Only JPEG 2000 may leave its space to the data.
        space = space_of(told, self.place.resources) if told is not None else UNKNOWN
        self._mark("picture", box, space, None, picture=picture)
        for key in ("SMask", "Mask"):
            mask = entries.get(key)
            if is_stream(mask):
                inside = space_of(entry(mask, "/ColorSpace"), None) if key == "SMask" else GREY
                self._mark("picture", box, inside, None, mask=True)

    # ---- marks ----

    def _paint(
        self,
        kind: Kind,
        box: Box,
        size: float = 0,
        length: float = 0,
        solid: bool = False,
        stroke: bool = False,
        stroked: bool = False,
        face: Face | None = None,
        picture: Picture | None = None,
    ) -> None:
        """A mark in the current colour, or what its pattern is made of."""
        state = self.state
        colour = state.stroke if stroke else state.fill
        pattern = state.stroke_pattern if stroke else state.fill_pattern
        if colour.space.family == "Pattern":
            shown = box.cut(state.clip)
            if pattern is not None and not shown.empty:
                self._pattern(pattern, colour, shown)
            # The shape itself matters too: how thin it is, how small.
        self._mark(
            kind, box, colour.space, colour, stroke, size, length, solid, stroked, face=face, picture=picture
        )  # fmt: skip

    def _mark(
        self,
        kind: Kind,
        box: Box,
        space: Space,
        colour: Colour | None,
        stroke: bool = False,
        size: float = 0,
        length: float = 0,
        solid: bool = False,
        stroked: bool = False,
        mask: bool = False,
        face: Face | None = None,
        picture: Picture | None = None,
    ) -> None:
        state, place = self.state, self.place
        shown = box.cut(state.clip)
        if place.area is not None:
            shown = place.area
        if shown.empty:
            return
        self.walker.marks.append(
            Mark(
                kind,
                shown,
                space,
                colour,
                state.stroke_over if stroke else state.fill_over,
                state.over_mode,
                state.stroke_alpha if stroke else state.fill_alpha,
                state.blend,
                state.faded,
                mask or place.mask,
                size,
                length,
                solid and shown == box,
                stroked,
                face,
                picture,
            )
        )

    def _pattern(self, pattern: object, colour: Colour, shown: Box) -> None:
        """What a pattern is made of (8.7.3), once for a page: the tile is the same wherever it is laid."""
        place = self.place
        if number(entry(pattern, "/PatternType")) == 2:
            self._shading(entry(pattern, "/Shading"), shown)
            return
        if not is_stream(pattern) or id(pattern) in place.above or len(place.above) > DEPTH:
            return
        coloured = number(entry(pattern, "/PaintType")) != 2
        if not self.walker.once(pattern) and coloured:
            return
        matrix = numbers(entry(pattern, "/Matrix"))
        whole = (Matrix(*matrix) if len(matrix) == 6 else SAME).then(place.origin)
        inside = _State(whole, EVERYWHERE)
        if not coloured and colour.space.base is not None:
            inside.fill = inside.stroke = Colour(colour.space.base, colour.values)
        nested = _Place(
            entry(pattern, "/Resources"), whole, place.above | {id(pattern)}, place.mask, shown, coloured
        )  # fmt: skip
        content = self.walker.attempt("a pattern", lambda: data(pattern))
        if content is not None:
            self.walker.run(content, nested, inside)


def _float(value: object) -> float:
    if isinstance(value, float):
        return value
    raise TypeError


def _word(value: object) -> str:
    if isinstance(value, Name):
        return value.text
    raise TypeError


def _matrix(operands: list[object]) -> Matrix:
    if len(operands) < 6:
        raise IndexError
    return Matrix(*(_float(each) for each in operands[-6:]))


def _sides(corners: list[Point]) -> tuple[float, float] | None:
    """The short and the long side of a rectangle, or of whatever a transformation has made of it; None for others."""
    points = corners[:-1] if len(corners) > 2 and corners[0] == corners[-1] else corners
    if len(points) == 2:
        return 0.0, math.dist(*points)
    if len(points) != 4:
        return None
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    if abs(ax + cx - bx - dx) > 0.01 or abs(ay + cy - by - dy) > 0.01:
        return None
    one, other = math.hypot(bx - ax, by - ay), math.hypot(cx - bx, cy - by)
    area = abs((bx - ax) * (cy - by) - (by - ay) * (cx - bx))
    long = max(one, other)
    # Of a slanted one the distance between its long sides is what is seen.
    return (area / long if long else 0.0), long


def _upright(corners: list[Point]) -> bool:
    return all(
        abs(one[0] - other[0]) < 0.01 or abs(one[1] - other[1]) < 0.01 for one, other in itertools.pairwise(corners)
    )


def _blank(items: Sequence[object], face: Face) -> bool:
    """Whether nothing but spaces is shown, as far as the codes tell."""
    return not face.wide and all(not item.strip(b" ") for item in items if isinstance(item, bytes))


_Does = Callable[[_Reading, list[object]], None]


def _painting(fills: bool, strokes: bool, closes: bool = False) -> _Does:
    def does(reading: _Reading, operands: list[object]) -> None:
        if closes:
            reading.close(operands)
        reading.paint(fills, strokes)

    return does


def _numbering(attribute: str) -> _Does:
    return lambda reading, operands: reading.number_of(attribute, operands)


def _device(word: str) -> tuple[_Does, _Does]:
    return (
        lambda reading, operands: reading.device(True, word, operands),
        lambda reading, operands: reading.device(False, word, operands),
    )


_DOES: dict[str, _Does] = {
    "q": _Reading.save,
    "Q": _Reading.restore,
    "cm": _Reading.transform,
    "w": _Reading.width,
    "gs": _Reading.external,
    "CS": lambda reading, operands: reading.space(True, operands),
    "cs": lambda reading, operands: reading.space(False, operands),
    "m": _Reading.move,
    "l": _Reading.line,
    "c": _Reading.curve,
    "v": _Reading.curve,
    "y": _Reading.curve,
    "h": _Reading.close,
    "re": _Reading.rectangle,
    "W": _Reading.clip,
    "W*": _Reading.clip,
    "n": _painting(False, False),
    "S": _painting(False, True),
    "s": _painting(False, True, True),
    "f": _painting(True, False),
    "F": _painting(True, False),
    "f*": _painting(True, False),
    "B": _painting(True, True),
    "B*": _painting(True, True),
    "b": _painting(True, True, True),
    "b*": _painting(True, True, True),
    "BT": _Reading.begin,
    "Tf": _Reading.font,
    "Tm": _Reading.text_matrix,
    "Td": _Reading.next_line,
    "TD": _Reading.next_line_leading,
    "T*": _Reading.new_line,
    "Tc": _numbering("spacing"),
    "Tw": _numbering("words"),
    "Tz": _numbering("scale"),
    "TL": _numbering("leading"),
    "Ts": _numbering("rise"),
    "Tr": _Reading.render,
    "Tj": _Reading.show,
    "TJ": _Reading.show_several,
    "'": _Reading.show_line,
    '"': _Reading.show_spaced,
    "Do": _Reading.draw,
    "BI": _Reading.inline,
    "sh": _Reading.shade,
}
for _operator in ("SC", "SCN"):
    _DOES[_operator] = lambda reading, operands: reading.colour(True, operands)
    _DOES[_operator.lower()] = lambda reading, operands: reading.colour(False, operands)
for _stroke, _fill, _word_of in (("G", "g", "DeviceGray"), ("RG", "rg", "DeviceRGB"), ("K", "k", "DeviceCMYK")):
    _DOES[_stroke], _DOES[_fill] = _device(_word_of)
