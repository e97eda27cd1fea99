"""Tree -> sheet: every fault of a file at once, each at its place and in the author's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from compiler.check.faults import Faults, listed, near, where_is
from compiler.check.sheets.common import HIDDEN
from compiler.check.spots import Entries, Items, Spot, Value, Words, below, value_of
from compiler.model.copy import Field
from compiler.model.diagnostics import Span
from compiler.model.tree import Node, ScalarNode

T = TypeVar("T")
Location = tuple[int | str, ...]
Fault = Any
"""One of pydantic's error details; its `type` and `loc` are all we use."""

_ROUNDS = 8
"""How often a sheet is mended and looked at again; mends uncover at most a few faults that hid behind others."""

_SPECIAL = {"alternative": "missing-alt-text", "source": "missing-source", "sources": "missing-source"}
"""Required fields whose absence is a fault of its own name."""


def read_sheet(model: type[T], tree: Node, prefix: str, faults: Faults) -> T | None:
    """A file's tree as its sheet; None when it is no mapping at all.

    What is at fault is reported and mended (left out, or left blank), so that the rest of the file is checked too and
    can be set as a proof.
    """
    value = value_of(tree, prefix, None, faults.spots)
    if not isinstance(value, Entries):
        if not (isinstance(value, Words) and not value.strip()):
            faults.error("wrong-kind", f"the file of `{prefix}` is {_kind(value)}, and fields are needed", value.spot)
        else:
            faults.error("empty-file", "the file holds no copy", value.spot)
        return None
    sheet = _mended(model, value, faults)
    faults.explain(prefix, lambda field: _about(model, _location(field)))
    return sheet


def _location(field: str) -> Location:
    return tuple(int(step) if step.isdigit() else step for step in field.split("/")[1:])


def _mended(model: type[T], value: Entries, faults: Faults) -> T | None:
    """The sheet once it validates; None if mending does not get it there."""
    told: set[str] = set()
    for _ in range(_ROUNDS):
        try:
            return _validate(model, value, faults)
        except ValidationError as found:
            for fault in found.errors(include_url=False, include_context=False, include_input=False):
                _report(model, value, fault, told, faults)
                _mend(value, fault, told)
            _clear(value)
    return None


def _validate(model: type[T], value: Entries, faults: Faults) -> T:
    if _is_sheet(model):
        return cast(T, model.model_validate(value, context=faults))
    return adapter(model).validate_python(value, context=faults)


def _is_sheet(model: object) -> TypeGuard[type[BaseModel]]:
    # A dict of sheets is an instance of `type` for isinstance, but not for issubclass.
    return isinstance(model, type) and get_origin(model) is None and issubclass(model, BaseModel)


_ADAPTERS: dict[object, TypeAdapter[Any]] = {}


def adapter(model: type[T]) -> TypeAdapter[T]:
    """The validator of a type that is no sheet of its own, made once."""
    found = _ADAPTERS.get(model)
    if found is None:
        found = _ADAPTERS[model] = TypeAdapter(model)
    return found


# ---- telling -------------------------------------------------------------------------------------------------------


def _report(model: object, root: Entries, fault: Fault, told: set[str], faults: Faults) -> None:
    location: Location = fault["loc"]
    way = list(below(root, location))
    there = way[-1]
    assert isinstance(there, Words | Entries | Items)
    if any(isinstance(each, Words | Entries | Items) and each.blank for each in way):
        return  # told when the blank was put there
    if fault["type"] == "missing" and f"{there.spot.field}/{location[-1]}" in told:
        return
    match fault["type"]:
        case "missing":
            _missing(model, there, location, faults)
        case "extra_forbidden":
            _unknown(model, there, location, faults)
        case "one_entry":
            _one_entry(there, faults)
        case _:
            _wrong_kind(there, fault["type"], model, location, faults)


def _missing(model: object, there: Value, location: Location, faults: Faults) -> None:
    name = str(location[-1])
    spot = there.spot
    mark: Spot | Span = spot
    if spot.key is None and isinstance(there, Entries) and there.values():
        first = next(iter(there.values()))
        mark = first.spot.key.span if isinstance(first, Words | Entries | Items) and first.spot.key else spot
    words = _missing_words(name, spot)
    about = _about(model, location)
    faults.error(
        _SPECIAL.get(name, "missing-field"), words, mark, f"`{name}:` is wanted here", help=about, field=spot.field
    )


def _missing_words(name: str, spot: Spot) -> str:
    where = where_is(spot.field)
    if name == "alternative":
        return f"{where} has no `alternative`, the same in words for those who do not see it"
    if name in ("source", "sources"):
        return f"{where} does not say where its figures come from: `{name}` is missing"
    return f"`{name}` is missing in {where}"


def _unknown(model: object, there: Value, location: Location, faults: Faults) -> None:
    spot = there.spot
    name = str(location[-1])
    known = _names(_model_at(model, location[:-1]))
    help_ = near(name, known, "field") or (f"the fields here are {listed(known, 20)}",)
    mark = spot.key.span if spot.key else spot.span
    where = where_is(spot.field.rpartition("/")[0])
    faults.error("unknown-field", f"{where} has no field `{name}`", mark, "not read", help=help_, field=spot.field)


def _one_entry(there: Value, faults: Faults) -> None:
    known = "`text`, `aside`, `result`, `no_result`, `table`, `chart` or `picture`"
    names = list(there) if isinstance(there, Entries) else []
    message = (
        f"a block holds {listed(names).replace(' or ', ' and ')}, and one of them is needed"
        if names
        else "a block is empty"
    )
    marks = [
        (child.spot.key.span, "")
        for child in (there.values() if isinstance(there, Entries) else ())
        if isinstance(child, Words | Entries | Items) and child.spot.key
    ]
    faults.error(
        "crowded-block" if names else "empty-field",
        message,
        there.spot if not marks else marks[-1][0],
        "begin a block of its own with a dash" if names else "",
        help=(f"a block is {known}",),
        also=[(mark, text) for mark, text in marks[:-1]],
        field=there.spot.field,
    )


def _wrong_kind(there: Value, type_: str, model: object, location: Location, faults: Faults) -> None:
    spot = there.spot
    if isinstance(there, Words) and not there.strip():
        faults.error(
            "empty-field", f"`{spot.name}` is empty", spot, "nothing is given here", help=_about(model, location)
        )
        return
    needed = {"list_type": "a list", "text_type": "text"}.get(type_, "fields")
    help_: tuple[str, ...] = ()
    if needed == "a list":
        help_ = ("write each item on a line of its own, after `- `, or all in brackets: `[one, two]`",)
    elif needed == "fields":
        names = _names(_model_at(model, location))
        help_ = (f"its fields are {listed(names, 20)}, each on a line of its own",) if names else ()
    elif isinstance(there, Entries):
        help_ = ("if the text holds a colon or begins with a bracket, put it in single quotes",)
    message = f"`{spot.name}` is {_kind(there)}, and {needed} {'are' if needed == 'fields' else 'is'} needed"
    faults.error("wrong-kind", message, spot, help=help_)


def _kind(value: Value) -> str:
    return {Words: "text", Entries: "fields", Items: "a list"}[type(value)]


# ---- what a sheet says of its fields -------------------------------------------------------------------------------


def _model_at(model: object, location: Location) -> object:
    """The type that stands at a location below a model; None beyond what is known."""
    for step in location:
        model = next(_sheets(model), model)
        if _is_sheet(model):
            found = next((info for name, info in model.model_fields.items() if (info.alias or name) == step), None)
            model = found.annotation if found else None
        else:
            arguments = get_args(model)
            model = arguments[-1] if arguments else None
    return next(_sheets(model), model)


def _sheets(type_: object) -> Iterator[type[BaseModel]]:
    """The sheet that a type is or allows, but not one inside a list or mapping."""
    if _is_sheet(type_):
        yield type_
    elif get_origin(type_) not in (list, dict):
        for each in get_args(type_):
            yield from _sheets(each)


def _names(model: object) -> list[str]:
    if _is_sheet(model):
        return [info.alias or name for name, info in model.model_fields.items() if info.alias != HIDDEN]
    return []


def _about(model: object, location: Location) -> tuple[str, ...]:
    """The description of the field at a location, as a help."""
    parent = _model_at(model, location[:-1])
    if not _is_sheet(parent):
        return ()
    for name, info in parent.model_fields.items():
        if (info.alias or name) == location[-1] and info.description:
            example = f" Example: `{location[-1]}: {info.examples[0]}`" if info.examples else ""
            text = info.description.rstrip(".")
            return (f"`{location[-1]}`: {text[0].lower() + text[1:]}{'.' + example if example else ''}",)
    return ()


# ---- mending -------------------------------------------------------------------------------------------------------


def _mend(root: Entries, fault: Fault, told: set[str]) -> None:
    """Take out what is at fault, or put a blank in the place of what is missing.

    `told` are the fields that were taken out because a blank text could not stand in for them; a sheet that needs one
    all the same gets blank fields.
    """
    location: Location = fault["loc"]
    if not location:
        return
    holder: Entries | Items = root
    way: list[tuple[Entries | Items, int | str]] = []
    for step in location:
        way.append((holder, step))
        child = _item(holder, step)
        if not isinstance(child, Entries | Items):
            break
        holder = child
    holder, step = way[-1]
    there = _item(holder, step)
    if fault["type"] in ("extra_forbidden", "one_entry"):
        _put(holder, step, None)
    elif isinstance(there, Words) and there.blank:
        _put(holder, step, _empty(there, fault["type"], told))
    else:
        _put(holder, step, Words("", _spot_of(holder, step, there), blank=True))


def _empty(blank: Words, type_: str, told: set[str]) -> Entries | Items | None:
    """What stands in for a list or for fields that are missing; None to do without them first."""
    if type_ == "list_type":
        return Items(blank.spot, blank=True)
    if type_ == "dict_type" or blank.spot.field in told:
        return Entries(blank.spot, blank=True)
    told.add(blank.spot.field)
    return None


def _spot_of(holder: Entries | Items, step: int | str, there: object) -> Spot:
    if isinstance(there, Words | Entries | Items):
        return there.spot
    place = holder.spot.span
    return Spot(Field(f"{holder.spot.field}/{step}"), ScalarNode("", Span(place.path, place.start, place.start)), None)


def _item(holder: Entries | Items, step: int | str) -> object:
    if isinstance(holder, Entries):
        return holder.get(str(step))
    return holder[step] if isinstance(step, int) and step < len(holder) else None


def _put(holder: Entries | Items, step: int | str, value: object) -> None:
    """Put a value in place; None takes the entry out, or leaves a gap that `_clear` closes."""
    if isinstance(holder, Items):
        holder[int(step)] = value
    elif value is None:
        holder.pop(str(step), None)
        # What is empty now has been told by what was in it.
        holder.blank = holder.blank or not holder
    else:
        holder[str(step)] = value


def _clear(value: object) -> None:
    """Close the gaps that taken-out items have left; not before all faults of a round are dealt with."""
    if isinstance(value, Items):
        value[:] = [item for item in value if item is not None]
        for item in value:
            _clear(item)
    elif isinstance(value, Entries):
        for item in value.values():
            _clear(item)
