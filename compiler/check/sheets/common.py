"""What all copy sheets share: no unknown fields, a spot of their own, shorthands."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic import Field as About
from pydantic_core import CoreSchema, core_schema

from compiler.check.spots import Entries, Spot, Words

HIDDEN = "\0"
"""The entry under which a mapping's own spot reaches its sheet; no YAML text can hold it."""


class _AsItIs:
    """Lets a value through that pydantic need not know."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()


class Sheet(BaseModel):
    """A mapping of the copy. `shorthand` names the field that a plain text in its place stands for."""

    model_config = ConfigDict(extra="forbid", defer_build=True, arbitrary_types_allowed=True)
    shorthand: ClassVar[str | None] = None

    spot: Annotated[Spot, _AsItIs(), About(alias=HIDDEN)]

    @model_validator(mode="before")
    @classmethod
    def _take_spot(cls, value: object) -> object:
        if isinstance(value, Entries):
            return {**value, HIDDEN: value.spot}
        if isinstance(value, Words) and cls.shorthand and not value.blank:
            return {cls.shorthand: value, HIDDEN: value.spot}
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        made = handler(schema)
        if cls.shorthand is None:
            return made
        inside = handler.resolve_ref_schema(made)
        short = {key: value for key, value in inside["properties"][cls.shorthand].items() if key != "title"}
        return {"anyOf": [short, made]}

    def field_of(self, name: str) -> str:
        """The field of one of this sheet's entries."""
        return f"{self.spot.field}/{name}"
