"""All drawings under one name."""

from __future__ import annotations

from compiler.pour.drawings.bands import city_band, closing_plate, press_band
from compiler.pour.drawings.charts import chart, chart_key
from compiler.pour.drawings.cover import cover, foreword_plate, title
from compiler.pour.drawings.geography import Outlines, neighbours, open_outlines
from compiler.pour.drawings.map import CitiesMap, cities_map
from compiler.pour.drawings.opener import how_to_read_example, opener
from compiler.pour.drawings.placed import report_swatches
from compiler.pour.drawings.plates import convergence_plate
from compiler.pour.drawings.signs import sign, sign_alone
from compiler.pour.drawings.type import fit_name
from compiler.pour.drawings.words import latitude, longitude
from compiler.pour.drawn import TERMS

__all__ = [
    "TERMS",
    "CitiesMap",
    "Outlines",
    "chart",
    "chart_key",
    "cities_map",
    "city_band",
    "closing_plate",
    "convergence_plate",
    "cover",
    "fit_name",
    "foreword_plate",
    "how_to_read_example",
    "latitude",
    "longitude",
    "neighbours",
    "open_outlines",
    "opener",
    "press_band",
    "report_swatches",
    "sign",
    "sign_alone",
    "title",
]
