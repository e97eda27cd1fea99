"""Terms that the compiler prints of itself; layouts name more of them (`terms.key`)."""

from __future__ import annotations

from collections.abc import Mapping

COMPILER_TERMS: Mapping[str, tuple[str, ...]] = {
    "cover_label": (),
    "inside_cover_label": (),
    "back_cover_label": (),
    "contents": (),
    "map_title": (),
    "matrix_title": (),
    "index_title": (),
    "sources_title": (),
    "proof": (),
    "reference": ("text", "folio"),
}
"""Key of each term and the placeholders it must hold, as `{text}`."""
