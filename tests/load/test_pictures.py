"""Facts of pictures, and what is said of files that are none."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import PurePosixPath
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from compiler.load.pictures import look_at
from compiler.model.diagnostics import Outcome
from compiler.model.tree import PictureFacts

PATH = PurePosixPath("sources/cities/oulu/pictures/harbour.png")


def a_picture(kind: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", turned: int = 1, **more: object) -> bytes:
    into = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = turned
    image = Image.new(mode, size, 128)
    image.save(into, kind, **({"exif": exif} if turned != 1 else {}), **more)
    return into.getvalue()


def a_png_head(width: int, height: int) -> bytes:
    """A PNG that says it is of some size, without pixels to show for it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def names(found: Outcome[PictureFacts]) -> list[str]:
    return [each.name for each in found.diagnostics]


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", "png"), ("JPEG", "jpg"), ("JPEG", "jpeg"), ("TIFF", "tif")])
def test_facts(kind: str, suffix: str) -> None:
    path = PATH.with_suffix(f".{suffix}")
    found = look_at(path, a_picture(kind))
    assert found.diagnostics == ()
    assert found.value is not None
    assert (found.value.path, found.value.format, found.value.mode) == (path, kind, "RGB")
    assert (found.value.width, found.value.height, found.value.profile) == (30, 20, None)


def test_colour_and_profile() -> None:
    made = cast("Any", ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType] (untyped C)
    profile = ImageCms.ImageCmsProfile(made).tobytes()
    found = look_at(PATH, a_picture("PNG", icc_profile=profile)).value
    assert found is not None
    assert found.profile is not None
    assert "sRGB" in found.profile
    cmyk = look_at(PATH.with_suffix(".jpg"), a_picture("JPEG", mode="CMYK")).value
    assert cmyk is not None
    assert cmyk.mode == "CMYK"


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", "jpg"), ("PNG", "png"), ("TIFF", "tif")])
def test_a_camera_held_upright(kind: str, suffix: str) -> None:
    found = look_at(PATH.with_suffix(f".{suffix}"), a_picture(kind, turned=6)).value
    assert found is not None
    assert (found.width, found.height) == (20, 30)


def test_a_suffix_of_another_format() -> None:
    found = look_at(PATH, a_picture("JPEG"))
    assert names(found) == ["picture-suffix"]
    assert found.value is not None
    assert found.diagnostics[0].help == ("name it `harbour.jpg`, here and in the copy",)


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "BMP"])
def test_formats_not_printed_from(kind: str) -> None:
    assert names(look_at(PATH.with_suffix(f".{kind.lower()}"), a_picture(kind))) == ["unsupported-picture"]


def test_a_format_that_is_not_known_here() -> None:
    assert names(look_at(PATH.with_suffix(".heic"), b"\0\0\0\x18ftypheic" + b"\0" * 40)) == ["unsupported-picture"]


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", "png"), ("JPEG", "jpg"), ("TIFF", "tif")])
def test_a_download_that_broke_off(kind: str, suffix: str) -> None:
    data = a_picture(kind, (300, 200))
    found = look_at(PATH.with_suffix(f".{suffix}"), data[: len(data) * 2 // 3])
    assert names(found) == ["damaged-picture"]
    assert found.value is None


@pytest.mark.parametrize("data", [b"", b"<!DOCTYPE html>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_no_picture_at_all(data: bytes) -> None:
    assert names(look_at(PATH, data)) == ["damaged-picture"]


@pytest.mark.parametrize("size", [(9_000, 9_000), (40_000, 10), (60_000, 60_000), (2_000_000, 2_000_000)])
def test_bombs(size: tuple[int, int]) -> None:
    found = look_at(PATH, a_png_head(*size))
    assert names(found) == ["huge-picture"]
    assert found.value is None


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["PNG", "JPEG", "TIFF"]), st.integers(0, 400))
def test_any_bytes(noise: bytes, kind: str, at: int) -> None:
    data = a_picture(kind)
    found = look_at(PATH, data[:at] + noise + data[at + len(noise) :])
    assert found.value is not None or found.diagnostics
