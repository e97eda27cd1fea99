"""The cities in a cylindrical projection, where meridians and parallels are straight lines at right angles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from compiler.model.publication import Position, Report
from compiler.pour.drawings.projection import Coordinates, circular_mean
from compiler.pour.drawings.view import Bounds

STRETCH = 2.2
"""A cylinder may touch the sphere at any parallel: how far the picture may depart from true shape to fill its room."""
ALONE = (0.38, 0.42)
"""Where a single crossing stands in its room."""
AROUND = 4.0
"""Degrees of latitude shown where all cities are one place."""


@dataclass(frozen=True, slots=True)
class Flat:
    """Millimetres a degree to the east and to the north, and where the middle of all lies on the page."""

    meridian: float
    parallel: float
    x: float
    y: float
    east: float
    north: float

    def at(self, position: Position) -> tuple[float, float]:
        return (
            self.x + self._relative(position.longitude) * self.east,
            self.y - (position.latitude - self.parallel) * self.north,
        )

    def geometry(self, degrees: BaseGeometry, meridian: float) -> BaseGeometry:
        """Outlines in degrees relative to a meridian, on the page."""
        turn = self._relative(meridian)

        def move(coordinates: Coordinates) -> Coordinates:
            x = self.x + (coordinates[:, 0] + turn) * self.east
            return np.column_stack([x, self.y - (coordinates[:, 1] - self.parallel) * self.north])

        return shapely.transform(degrees, move)

    def _relative(self, longitude: float) -> float:
        return (longitude - self.meridian + 180) % 360 - 180


def flat(reports: Sequence[Report], room: Bounds, squeezed: bool = False) -> Flat:
    """The projection that shows all cities in a room of the page; `squeezed` to fill it whatever its shape."""
    positions = [report.position for report in reports]
    left, top, right, bottom = room
    middle = circular_mean([position.longitude for position in positions])
    plain = Flat(middle, 0, 0, 0, 1, 1)
    eastings = [plain.at(position)[0] for position in positions] or [0.0]
    latitudes = [position.latitude for position in positions] or [0.0]
    wide, tall = max(eastings) - min(eastings), max(latitudes) - min(latitudes)
    parallel, shift = (max(latitudes) + min(latitudes)) / 2, (max(eastings) + min(eastings)) / 2
    squeeze = max(0.1, math.cos(math.radians(parallel)))
    least = AROUND if wide + tall < 1e-4 else 1e-4
    across, down = (right - left) / max(wide * squeeze, least), (bottom - top) / max(tall, least)
    scale = min(across, down, 1e4)
    most = 1e4 if squeezed else scale * STRETCH
    east, north = min(across, most) * squeeze, min(down, most)
    share_x = ALONE[0] if wide * east < 1 else 0.5
    share_y = ALONE[1] if tall * north < 1 else 0.5
    x, y = left + (right - left) * share_x - shift * east, top + (bottom - top) * share_y
    return Flat(middle, parallel, x, y, east, north)


def points(projection: Flat, reports: Sequence[Report]) -> Mapping[str, tuple[float, float]]:
    """Where each report's city lies on the page."""
    return {report.slug: projection.at(report.position) for report in reports}
