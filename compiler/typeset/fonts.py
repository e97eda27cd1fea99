"""The faces of the layouts, and no others: one font configuration for all runs with the same faces."""

from __future__ import annotations

import atexit
import hashlib
from collections.abc import Sequence
from functools import lru_cache

from compiler.model.look import Face
from compiler.typeset.assets import Fetcher, face_asset
from compiler.typeset.door import Untyped, text_fonts, weasyprint


@lru_cache(maxsize=4)
def configured(faces: tuple[Face, ...]) -> tuple[Untyped, Untyped]:
    """A font configuration with these faces, and the sheet that declares them."""
    fonts = text_fonts.FontConfiguration()
    sheet = weasyprint.CSS(string=face_rules(faces), font_config=fonts, url_fetcher=Fetcher((), faces))
    return fonts, sheet


# A configuration keeps copies of its fonts in a temporary folder, and removes it when it is let go.
atexit.register(configured.cache_clear)


def face_rules(faces: Sequence[Face]) -> str:
    """An @font-face rule for each face, by the address of its file."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {"italic" if face.italic else "normal"}; src: url("{face_asset(face).address}") }}'
        for face in faces
    )


class KnownFaces:
    """Answers what was really used: faces by the digest of their bytes, and by what a style asks for."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self._by_content = {hashlib.sha256(face.data).digest(): face for face in faces}
        self._asked = {(face.family.lower(), face.weight, face.italic) for face in faces}
        self.families = frozenset(face.family.lower() for face in faces)

    def of_file(self, content: bytes) -> Face | None:
        return self._by_content.get(hashlib.sha256(content).digest())

    def has(self, family: str, weight: int, italic: bool) -> bool:
        return (family.lower(), weight, italic) in self._asked
