"""Pictures in four inks: how much of them, and how smoothly they are held back."""

from __future__ import annotations

import io
import itertools
import zlib
from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from compiler.link.separations import KNEE, Separator, held
from compiler.metadata import srgb
from compiler.model.container import DamagedGalleyError
from compiler.model.galley import GalleyObject
from tests.link.builders import a_galley, a_picture
from tests.link.pressing import ICC, a_print_edition, a_printer, pressed
from tests.link.reading import Raw, reader

Inks = tuple[int, int, int, int]

DARK = {"black": (0, 0, 0), "dark brown": (38, 20, 8), "dark blue": (4, 8, 44), "dark green": (2, 30, 14)}
LIMITS = (260, 280, 300, 330)

share = st.floats(0, 1)


def a_flate(image: Image.Image) -> GalleyObject:
    """A picture as raw rows."""
    space = {"RGB": b"DeviceRGB", "L": b"DeviceGray", "CMYK": b"DeviceCMYK"}[image.mode]
    head = b"<</Type /XObject/Subtype /Image/Width %d/Height %d/ColorSpace /%s/BitsPerComponent 8" % (
        *image.size,
        space,
    )
    return GalleyObject("data", head + b"/Filter /FlateDecode>>", zlib.compress(image.tobytes()))


def a_png(image: Image.Image) -> GalleyObject:
    """A picture as WeasyPrint takes it from a PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    data, rows, at = out.getvalue(), b"", 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        rows += data[at + 8 : at + 8 + length] if data[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    colours = b"/Colors 3" if image.mode == "RGB" else b""
    head = b"<</Type /XObject/Subtype /Image/Width %d/Height %d/ColorSpace /%s/BitsPerComponent 8" % (
        *image.size,
        b"DeviceRGB" if image.mode == "RGB" else b"DeviceGray",
    )
    head += b"/Filter /FlateDecode/DecodeParms <</Predictor 15/Columns %d%s>>>>" % (image.width, colours)
    return GalleyObject("data", head, rows)


def a_jpeg(image: Image.Image) -> GalleyObject:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, subsampling=0)
    space = {"RGB": b"DeviceRGB", "L": b"DeviceGray", "CMYK": b"DeviceCMYK"}[image.mode]
    head = b"<</Type /XObject/Subtype /Image/Width %d/Height %d/ColorSpace /%s/BitsPerComponent 8" % (
        *image.size,
        space,
    )
    return GalleyObject("data", head + b"/Filter /DCTDecode>>", out.getvalue())


def dots(picture: GalleyObject) -> list[Inks]:
    """The inks of every dot."""
    assert b"/ColorSpace/DeviceCMYK" in picture.head
    data = zlib.decompress(picture.stream)
    return [cast("Inks", tuple(data[at : at + 4])) for at in range(0, len(data), 4)]


def separated(image: Image.Image, ink: float = 300) -> list[Inks]:
    return dots(Separator(ICC, ink).picture((a_flate(image),))[0])


def total(inks: Inks) -> float:
    """Of all inks, in per cent."""
    return sum(inks) / 2.55


# ---- how much


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("colour", DARK.values(), ids=DARK)
def test_dark_colours_keep_to_the_limit(colour: tuple[int, int, int], limit: float) -> None:
    (inks,) = set(separated(Image.new("RGB", (3, 3), colour), limit))
    assert total(inks) <= limit


def test_black_alone_would_be_too_much() -> None:
    """316 per cent; what is held back stays black, and is the darkest of all."""
    (free,) = set(separated(Image.new("RGB", (1, 1)), 400))
    assert 310 < total(free) < 320
    (bound,) = set(separated(Image.new("RGB", (1, 1)), 300))
    assert bound[3] >= free[3]
    assert all(one <= other for one, other in zip(bound[:3], free[:3], strict=True))


@pytest.mark.parametrize("limit", LIMITS)
def test_every_colour_keeps_to_the_limit(limit: float) -> None:
    steps = range(0, 256, 15)
    image = Image.frombytes(
        "RGB", (18, 324), bytes(each for r in steps for g in steps for b in steps for each in (r, g, b))
    )
    assert max(map(total, separated(image, limit))) <= limit


@given(st.tuples(share, share, share, share), st.floats(2, 4))
def test_the_sum_is_what_the_bend_says(inks: tuple[float, float, float, float], limit: float) -> None:
    made = held(inks, limit)
    assert all(-1e-9 <= each <= 1 + 1e-9 for each in made)
    above = sum(inks) - (limit - KNEE)
    wanted = sum(inks) if above <= 0 else limit - KNEE + above / (1 + above / KNEE)
    assert sum(made) == pytest.approx(wanted, abs=1e-9)
    assert sum(made) <= limit


@given(st.tuples(share, share, share, share))
def test_hues_stay(inks: tuple[float, float, float, float]) -> None:
    """Cyan, magenta and yellow keep their proportions."""
    made = held(inks, 2.8)
    for one in range(3):
        for other in range(3):
            assert made[one] * inks[other] == pytest.approx(made[other] * inks[one], abs=1e-9)


# ---- how smoothly


def test_no_edge_shows_where_ink_is_held_back() -> None:
    """From a middle grey into black no ink jumps, and it never gets lighter again."""
    ramp = Image.frombytes("RGB", (512, 1), bytes(round(each / 8) for each in range(511, -1, -1) for _ in range(3)))
    inks = separated(ramp, 280)
    for before, after in itertools.pairwise(inks):
        assert max(abs(one - other) for one, other in zip(before, after, strict=True)) <= 6
    press, screen = (ImageCms.ImageCmsProfile(io.BytesIO(each)) for each in (ICC, srgb()))
    back = ImageCms.profileToProfile(
        Image.frombytes("CMYK", (512, 1), bytes(each for dot in inks for each in dot)), press, screen, outputMode="RGB"
    )
    assert back is not None
    greys = list(back.convert("L").tobytes())
    assert all(after <= before + 1 for before, after in itertools.pairwise(greys))


@pytest.mark.parametrize("colour", DARK.values(), ids=DARK)
def test_what_is_held_back_looks_much_the_same(colour: tuple[int, int, int]) -> None:
    """Seen through the profile, at 300 per cent: no channel of the screen's 255 moves by more than 12."""
    press, screen = (ImageCms.ImageCmsProfile(io.BytesIO(each)) for each in (ICC, srgb()))

    def seen(limit: float) -> tuple[int, ...]:
        (inks,) = set(separated(Image.new("RGB", (2, 2), colour), limit))
        back = ImageCms.profileToProfile(Image.new("CMYK", (1, 1), inks), press, screen, outputMode="RGB")
        assert back is not None
        return cast("tuple[int, ...]", back.getpixel((0, 0)))

    assert max(abs(one - other) for one, other in zip(seen(400), seen(300), strict=True)) <= 12


def test_the_table_is_as_good_as_the_profile() -> None:
    """Between its steps, and away from the limit: within three of 255."""
    colours = [(137, 91, 61), (201, 180, 20), (19, 140, 201), (250, 249, 247), (128, 128, 128), (99, 3, 77)]
    image = Image.frombytes("RGB", (len(colours), 1), bytes(each for colour in colours for each in colour))
    press, screen = (ImageCms.ImageCmsProfile(io.BytesIO(each)) for each in (ICC, srgb()))
    exact = ImageCms.profileToProfile(
        image,
        screen,
        press,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="CMYK",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert exact is not None
    made = b"".join(bytes(dot) for dot in separated(image, 400))
    assert max(abs(one - other) for one, other in zip(exact.tobytes(), made, strict=True)) <= 3


# ---- of any kind


def test_all_ways_of_writing_a_picture_give_the_same_inks() -> None:
    image = Image.new("RGB", (5, 4), (200, 40, 90))
    separator = Separator(ICC, 300)
    ways = [dots(separator.picture((make(image),))[0]) for make in (a_flate, a_png, a_jpeg)]
    assert ways[0] == ways[1]
    assert (
        max(abs(a - b) for one, other in zip(ways[0], ways[2], strict=True) for a, b in zip(one, other, strict=True))
        <= 4
    )


@pytest.mark.parametrize("make", [a_flate, a_png, a_jpeg])
def test_grey_is_black_ink_alone(make: Callable[[Image.Image], GalleyObject]) -> None:
    image = Image.new("L", (3, 3), 55)
    assert set(dots(Separator(ICC, 300).picture((make(image),))[0])) == {(0, 0, 0, 200)}


@given(st.tuples(*[st.integers(0, 255)] * 4), st.sampled_from(LIMITS))
def test_four_inks_stay_where_they_are_few(inks: Inks, limit: int) -> None:
    (made,) = set(separated(Image.new("CMYK", (2, 1), inks), limit))
    assert total(made) <= limit
    if total(inks) < limit - 100 * KNEE - 1:
        assert made == inks
    wanted = held(cast("tuple[float, float, float, float]", tuple(each / 255 for each in inks)), limit / 100 - 2 / 255)
    assert max(abs(one - 255 * other) for one, other in zip(made, wanted, strict=True)) <= 1


def test_a_jpeg_in_four_inks_is_not_turned_inside_out() -> None:
    (made,) = set(dots(Separator(ICC, 300).picture((a_jpeg(Image.new("CMYK", (8, 8), (10, 200, 60, 20))),))[0]))
    assert max(abs(one - other) for one, other in zip(made, (10, 200, 60, 20), strict=True)) <= 4


def test_a_mask_stays_grey_and_comes_along() -> None:
    masked = a_picture(90, masked=True)
    made = Separator(ICC, 300).picture(masked)
    assert b"/SMask \0r2\0" in made[0].head
    assert made[1] is masked[1]


def test_pictures_of_a_volume_are_within_its_ink() -> None:
    black = (a_flate(Image.new("RGB", (4, 4))),)
    data = pressed(a_galley(pictures={"black": black}), edition=a_print_edition(a_printer(ink=280)))
    picture = cast("Raw", reader(data).pages[0])["/Resources"]["/XObject"]["/P0"]
    assert picture["/ColorSpace"] == "/DeviceCMYK"
    assert sum(picture.get_data()[:4]) / 2.55 <= 280


def test_what_cannot_be_read_is_damage() -> None:
    with pytest.raises(DamagedGalleyError, match="no picture that can be separated"):
        Separator(ICC, 300).picture((GalleyObject("data", b"<</Width 1/Height 1/ColorSpace /Lab>>", b""),))
