"""Outlines of land and areas, read through the World and projected once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

import shapely
from shapely import MultiPolygon, Point
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from compiler.model.copy import Anchor
from compiler.model.diagnostics import Diagnostic, Outcome, error, warning
from compiler.model.publication import Geography, Publication, Report
from compiler.model.world import World
from compiler.pour.drawings.placed import placed
from compiler.pour.drawings.projection import Projection, area_only, kilometres, polygons, projection_of, unwrapped
from compiler.pour.views import Neighbour

SOURCES = PurePosixPath("sources")
OUTSIDE = 15.0
"""Kilometres that a city may lie outside its area unremarked: outlines are simplified, and some cities are harbours."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """Land and areas in kilometres on paper; `degrees` is the land in degrees east of the projection's meridian.

    Without geography all of it is empty, and the projection follows from the places themselves.
    """

    projection: Projection
    land: MultiPolygon
    degrees: MultiPolygon
    areas: Mapping[str, MultiPolygon]

    def area(self, report: Report) -> MultiPolygon | None:
        """The area a report names, if there is such a one."""
        return self.areas.get(report.area) if report.area is not None else None


@dataclass(frozen=True, slots=True)
class _Files:
    """What outlines are made from; equal when the digests are, so that a process makes them once."""

    digest: str
    geography: Geography = field(compare=False, hash=False)
    land: bytes = field(compare=False, hash=False)
    areas: bytes | None = field(compare=False, hash=False)


class _Unreadable(Exception):  # noqa: N818  # never leaves this module
    """A file that holds no outlines, and why."""


def open_outlines(publication: Publication, world: World) -> Outcome[Outlines]:
    """The outlines a publication names. Files that cannot be read are reported, and drawn without."""
    geography = publication.geography
    places = [report.position for report in placed(publication).reports]
    empty = Outlines(projection_of(geography, places), MultiPolygon(), MultiPolygon(), MappingProxyType({}))
    if geography is None:
        return Outcome(empty)
    faults: list[Diagnostic] = []
    land = _read(world, geography.land, f"{publication.field}/geography/land", faults)
    areas = _read(world, geography.areas, f"{publication.field}/geography/areas", faults) if geography.areas else None
    if land is None:
        return Outcome(empty, tuple(faults))
    try:
        outlines = _outlines(_Files(_digest(geography, land, areas), geography, land, areas))
    except _Unreadable as fault:
        path, reason = fault.args
        name = "land" if path == geography.land else "areas"
        return Outcome(empty, (*faults, _fault(path, reason, f"{publication.field}/geography/{name}")))
    faults += _unknown_areas(publication, outlines, areas is not None)
    return Outcome(outlines, (*faults, *_outside_areas(publication, outlines)))


def neighbours(publication: Publication, report: Report, count: int = 3) -> tuple[Neighbour, ...]:
    """The nearest other reports by great circle, nearest first; none where there are no others."""
    others = [
        (kilometres(report.position, other.position), other.number, other)
        for other in placed(publication).reports
        if other.slug != report.slug
    ]
    return tuple(
        Neighbour(other.name, round(distance), Anchor(other.slug)) for distance, _, other in sorted(others)[:count]
    )


def _read(world: World, path: PurePosixPath, place: str, faults: list[Diagnostic]) -> bytes | None:
    try:
        return world.read(SOURCES / path)
    except OSError as fault:
        faults.append(_fault(path, fault.strerror or type(fault).__name__, place))
        return None


def _fault(path: PurePosixPath, reason: str, place: str) -> Diagnostic:
    return error(
        "unreadable-outlines",
        f"`{path}` gives no outlines: {reason}",
        help=("name a GeoJSON file of polygons, in degrees of longitude and latitude",),
        field=place,
    )


def _unknown_areas(publication: Publication, outlines: Outlines, named: bool) -> Iterator[Diagnostic]:
    if not named:
        return
    for report in publication.reports:
        if report.area is not None and report.area not in outlines.areas:
            yield error(
                "unknown-area",
                f"no area has the code `{report.area}`",
                help=(f"the file of areas holds {len(outlines.areas)} codes: {_sample(outlines)}",),
                field=f"{report.field}/area",
            )


def _outside_areas(publication: Publication, outlines: Outlines) -> Iterator[Diagnostic]:
    """Cities that lie far from the area they name: a sign or the two coordinates may have changed places."""
    for report in placed(publication).reports:
        area = outlines.area(report)
        if area is None or area.is_empty:
            continue
        away = area.distance(Point(outlines.projection.at(report.position)))
        if not away <= OUTSIDE:
            yield warning(
                "city-outside-area",
                f"{report.name.text} lies {away:.0f} km outside its area `{report.area}`",
                help=(
                    "look for a sign (west and south are negative), for latitude and longitude in each other’s place, "
                    "or for another city’s area",
                ),
                field=f"{report.field}/position",
            )


def _sample(outlines: Outlines) -> str:
    codes = sorted(outlines.areas)
    return ", ".join(f"`{code}`" for code in codes[:6]) + (" …" if len(codes) > 6 else "")


def _digest(geography: Geography, land: bytes, areas: bytes | None) -> str:
    made_from = hashlib.sha256(land)
    made_from.update(areas or b"")
    made_from.update(repr((geography.area_key, geography.parallels, geography.meridian)).encode())
    return made_from.hexdigest()


@lru_cache(maxsize=8)
def _outlines(files: _Files) -> Outlines:
    geography = files.geography
    flat = projection_of(geography, ())
    degrees = area_only(
        shapely.union_all(
            [_valid(unwrapped(shape, flat.meridian)) for _, shape in _features(geography.land, files.land)]
        )
    )
    areas: dict[str, list[BaseGeometry]] = {}
    if files.areas is not None and geography.areas is not None:
        for properties, outline in _features(geography.areas, files.areas):
            code = properties.get(geography.area_key)
            if code is not None:
                areas.setdefault(str(code), []).append(flat.geometry(unwrapped(outline, flat.meridian)))
    return Outlines(
        flat,
        area_only(flat.geometry(degrees)),
        degrees,
        MappingProxyType({code: area_only(shapely.union_all(parts)) for code, parts in areas.items()}),
    )


def _features(path: PurePosixPath, content: bytes) -> Iterator[tuple[Mapping[str, Any], BaseGeometry]]:
    """Properties and outline of each feature (RFC 7946): of a collection, a single feature, or a bare geometry."""
    try:
        root: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise _Unreadable(path, "it is no JSON") from None
    members = _members(root)
    if members is None:
        raise _Unreadable(path, "it is no GeoJSON")
    found = False
    for index, feature in enumerate(members):
        properties, outline = _feature(path, index, feature)
        if polygons(outline):
            found = True
            yield properties, outline
    if not found:
        raise _Unreadable(path, "it holds no polygons")


def _members(root: Any) -> list[object] | None:  # noqa: ANN401  # parsed JSON
    try:
        return list(root.get("features", [root])) if "type" in root else None
    except (TypeError, AttributeError):
        return None


def _feature(path: PurePosixPath, index: int, member: object) -> tuple[Mapping[str, Any], BaseGeometry]:
    feature: Any = member
    try:
        geometry = feature["geometry"] if feature.get("type") == "Feature" else feature
        outline = _valid(shape(geometry)) if geometry is not None else MultiPolygon()
        west, south, east, north = outline.bounds if not outline.is_empty else (0, 0, 0, 0)
        properties: Mapping[str, Any] = feature.get("properties") or {}
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ShapelyError):
        raise _Unreadable(path, f"feature {index} is no GeoJSON feature") from None
    if west < -180.001 or east > 180.001 or south < -90.001 or north > 90.001:
        raise _Unreadable(path, f"feature {index} is not in degrees of longitude and latitude")
    return properties, outline


def _valid(outline: BaseGeometry) -> BaseGeometry:
    return area_only(outline if outline.is_valid else shapely.make_valid(outline))
