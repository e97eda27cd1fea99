"""What a part may fetch: assets it declared, by their address, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.model.look import Face
from compiler.model.part import Asset
from compiler.typeset.door import Untyped, urls

MIME = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "otf": "font/otf",
}


class Fetcher(urls.URLFetcher):
    """Serves declared assets from memory."""

    def __init__(self, assets: Iterable[Asset], faces: Iterable[Face]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)  # pyright: ignore[reportUnknownMemberType]: untyped
        self._known: dict[str, tuple[bytes, str]] = {each.address: (each.data, each.suffix) for each in assets}
        self._known |= {face_asset(face).address: (face.data, "ttf") for face in faces}

    def fetch(self, url: str, headers: Untyped = None) -> Untyped:
        """The asset at an address; `ValueError` for any other, which WeasyPrint logs and survives."""
        known = self._known.get(url)
        if known is None:
            raise ValueError("no declared asset")
        data, suffix = known
        mime = MIME.get(suffix.lower(), "application/octet-stream")
        return urls.URLFetcherResponse(url, data, {"Content-Type": mime})


def face_asset(face: Face) -> Asset:
    """The font file under its address."""
    return Asset(face.digest, face.path.rpartition(".")[2] or "ttf", face.data)
