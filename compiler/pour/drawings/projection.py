"""From degrees to kilometres on paper: x to the right, y downward.

Longitudes are taken relative to the middle meridian, so that the 180th is a meridian like others.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Proj
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from compiler.model.publication import Geography, Position

Coordinates = NDArray[np.float64]
EARTH = Geod(ellps="WGS84")
KILOMETRES_A_DEGREE = 111.2
FARTHEST_LATITUDE = 84.0


class Projection:
    """Lambert conformal conic between two standard parallels (EPSG method 9802).

    Parallels that mirror each other at the equator give its limit, Mercator (9805).
    """

    def __init__(self, meridian: float, parallels: tuple[float, float]) -> None:
        self.meridian = meridian
        south, north = sorted(max(-FARTHEST_LATITUDE, min(FARTHEST_LATITUDE, value)) for value in parallels)
        middle = (south + north) / 2
        if abs(middle) < 0.5:
            self._plane = Proj(proj="merc", lon_0=0, lat_ts=max(abs(south), abs(north)), ellps="GRS80")
            self._limits = -FARTHEST_LATITUDE, FARTHEST_LATITUDE
        else:
            self._plane = Proj(proj="lcc", lon_0=0, lat_0=middle, lat_1=south, lat_2=north, ellps="GRS80")
            self._limits = max(-FARTHEST_LATITUDE, middle - 90), min(FARTHEST_LATITUDE, middle + 90)

    def relative(self, longitude: float) -> float:
        """Degrees east of the middle meridian, from -180 up to 180."""
        return (longitude - self.meridian + 180) % 360 - 180

    def at(self, position: Position) -> tuple[float, float]:
        degrees = [[self.relative(position.longitude), self._kept(position.latitude)]]
        x, y = self._project(np.array(degrees))[0]
        return float(x), float(y)

    def _kept(self, latitude: float) -> float:
        """The latitude, or the nearest that the projection can show: a pole lies at infinity."""
        return max(self._limits[0], min(self._limits[1], latitude))

    def meridian_at(self, position: Position, reach: float, steps: int = 96) -> LineString:
        """The meridian of a place, so many degrees to either side."""
        south, north = self._kept(position.latitude - reach), self._kept(position.latitude + reach)
        latitudes = np.linspace(south, north, steps + 1)
        return self._line(np.full_like(latitudes, self.relative(position.longitude)), latitudes)

    def parallel_at(self, position: Position, reach: float, steps: int = 96) -> LineString:
        """The parallel of a place, so many degrees to either side."""
        longitudes = self.relative(position.longitude) + np.linspace(-reach, reach, steps + 1)
        return self._line(longitudes, np.full_like(longitudes, self._kept(position.latitude)))

    def quadrant(self, position: Position, east: int, north: int, reach: float, steps: int = 64) -> Polygon:
        """The quarter of the neighbourhood north-east of a place, or another: `east` and `north` are 1 or -1."""
        latitude, here = self._kept(position.latitude), self.relative(position.longitude)
        far_latitude = self._kept(latitude + north * reach)
        far = here + east * min(170.0, reach / max(0.05, math.cos(math.radians(latitude))))
        corners = [(here, latitude), (far, latitude), (far, far_latitude), (here, far_latitude), (here, latitude)]
        share = np.linspace(0, 1, steps, endpoint=False)[:, None]
        edges = [
            np.array(one) + share * (np.array(other) - np.array(one)) for one, other in itertools.pairwise(corners)
        ]
        return Polygon(self._project(np.concatenate(edges)))

    def geometry(self, degrees: BaseGeometry) -> BaseGeometry:
        """Outlines in relative degrees (see `unwrapped`), on paper."""
        south, north = self._limits
        west, low, east, high = degrees.bounds if not degrees.is_empty else (0.0, 0.0, 0.0, 0.0)
        if low < south or high > north:
            degrees = degrees.intersection(shapely.box(west - 1, south, east + 1, north))
        return shapely.make_valid(shapely.transform(degrees, self._project))

    def _line(self, longitudes: Coordinates, latitudes: Coordinates) -> LineString:
        return LineString(self._project(np.column_stack([longitudes, latitudes])))

    def _project(self, degrees: Coordinates) -> Coordinates:
        x, y = self._plane(degrees[:, 0], degrees[:, 1])
        return np.column_stack([np.asarray(x), -np.asarray(y)]) / 1000


def unwrapped(geometry: BaseGeometry, meridian: float) -> BaseGeometry:
    """Outlines with longitudes relative to a meridian; what crosses the far side is cut there."""
    seam = (meridian + 360) % 360 - 180
    west, _, east, _ = geometry.bounds if not geometry.is_empty else (0.0, 0.0, 0.0, 0.0)
    if west < seam < east:
        halves = [
            geometry.intersection(shapely.box(-181, -91, seam, 91)),
            geometry.intersection(shapely.box(seam, -91, 181, 91)),
        ]
    else:
        halves = [geometry]
    return shapely.union_all([_shifted(half, meridian) for half in halves if not half.is_empty])


def _shifted(geometry: BaseGeometry, meridian: float) -> BaseGeometry:
    west, _, east, _ = geometry.bounds
    middle = (west + east) / 2
    turn = (middle - meridian + 180) % 360 - 180 - middle

    def move(degrees: Coordinates) -> Coordinates:
        return degrees + np.array([turn, 0.0])

    return shapely.transform(geometry, move)


def polygons(geometry: BaseGeometry) -> list[Polygon]:
    """The areas in a geometry, whatever else it holds."""
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    parts: Iterable[Any] = getattr(geometry, "geoms", ())
    return [polygon for part in parts for polygon in polygons(part)]


def area_only(geometry: BaseGeometry) -> MultiPolygon:
    return MultiPolygon(polygons(geometry))


@lru_cache(maxsize=16)
def projection(meridian: float, parallels: tuple[float, float]) -> Projection:
    return Projection(meridian, parallels)


def projection_of(geography: Geography | None, positions: Iterable[Position]) -> Projection:
    """The projection a publication names; without one, a cone through its own places."""
    if geography is not None:
        return projection(geography.meridian, geography.parallels)
    places = list(positions)
    middle = circular_mean([place.longitude for place in places])
    latitudes = [place.latitude for place in places] or [0.0]
    south, north = min(latitudes), max(latitudes)
    inset = max(0.5, (north - south) / 6)
    return projection(middle, (south + inset, north - inset) if north - south > 3 * inset else (south - 1, north + 1))


def circular_mean(longitudes: list[float]) -> float:
    """The middle of some longitudes on the circle, to a ten-thousandth of a degree."""
    east = sum(math.cos(math.radians(value)) for value in longitudes)
    north = sum(math.sin(math.radians(value)) for value in longitudes)
    return round(math.degrees(math.atan2(north, east)), 4) if longitudes else 0.0


def kilometres(one: Position, other: Position) -> float:
    """Great-circle distance on the ellipsoid (the geodesic, Karney 2013)."""
    _, _, metres = EARTH.inv(one.longitude, one.latitude, other.longitude, other.latitude)
    return float(metres) / 1000
