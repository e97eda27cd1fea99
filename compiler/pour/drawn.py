"""Terms that drawings use; they stand apart, so that names can be compared before anything that draws is loaded."""

from __future__ import annotations

from collections.abc import Mapping

TERMS: Mapping[str, tuple[str, ...]] = {
    "north": (),
    "south": (),
    "east": (),
    "west": (),
    "kilometres": (),
    "metres": (),
    "alt_cover": ("cities",),
    "alt_title": ("cities",),
    "alt_foreword_plate": ("cities",),
    "alt_map": ("cities",),
    "alt_opener": ("city", "area"),
    "alt_opener_without_area": ("city",),
    "alt_closing_plate": ("city",),
    "alt_convergence_plate": ("cities",),
    "alt_chart_key": (),
    "alt_band": ("cities",),
    "map_inset": ("cities", "times"),
    "map_shared": ("cities", "area"),
    "key_published": (),
    "key_rounded": (),
    "key_target": (),
    "key_none": (),
}
"""Terms that drawings use, with the placeholders each may hold."""
