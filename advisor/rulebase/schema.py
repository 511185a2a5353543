"""A JSON Schema of a rulebase's files, made of their declared shape, so that editors complete and check them.

Editors type what YAML leaves without quotes: `no` may arrive as a boolean, 12 as a number. Where the loader reads text,
the schema lets such values pass.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from advisor.rulebase.combinators import ListOf, MapOf, OneOf, Record
from advisor.rulebase.shape import SINGLE
from advisor.rulebase.texts import Choice, Flag, Name, Shape, Text

_SWITCHES = ("true", "false", "yes", "no", "on", "off")


def json_schema(shape: Shape = SINGLE) -> dict[str, Any]:
    """Give a shape as JSON Schema, draft 2020-12; the default fits every file of a rulebase.

    >>> json_schema()["properties"]["facts"]["description"]
    'What is known or not: the facts, by name.'
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A rulebase", **_schema(shape)}


@singledispatch
def _schema(shape: object) -> dict[str, Any]:
    """Write one shape as a schema."""
    raise TypeError(shape)


@_schema.register
def _text(shape: Text) -> dict[str, Any]:
    written: dict[str, Any] = {"type": ["string", "number", "boolean"], "maxLength": shape.limit}
    return written if shape.blank else written | {"pattern": r"\S"}


@_schema.register
def _flag(_shape: Flag) -> dict[str, Any]:
    return {"type": "boolean"}


@_schema.register
def _choice(shape: Choice) -> dict[str, Any]:
    return {"enum": list(shape.values)}


@_schema.register
def _name(shape: Name) -> dict[str, Any]:
    types = ["string"]
    if any(shape.fits(word) for word in _SWITCHES):
        types.append("boolean")
    written = _spelling(shape)
    if shape.fits("1"):
        types.append("number" if shape.fits("0.5") else "integer")
        if not shape.fits("0"):
            written["exclusiveMinimum"] = 0
    return {"type": types[0] if len(types) == 1 else types, **written}


def _spelling(shape: Name) -> dict[str, Any]:
    spelling: dict[str, Any] = {"pattern": f"^(?:{shape.pattern})$", "maxLength": shape.limit}
    return spelling | {"not": {"enum": sorted(shape.reserved)}} if shape.reserved else spelling


@_schema.register
def _list(shape: ListOf) -> dict[str, Any]:
    return {"type": "array", "items": _schema(shape.item), "minItems": shape.least}


@_schema.register
def _map(shape: MapOf) -> dict[str, Any]:
    # the keys of an object are always strings
    names = _spelling(shape.key) if isinstance(shape.key, Name) else _schema(shape.key)
    return {
        "type": "object",
        "propertyNames": names,
        "additionalProperties": _schema(shape.value),
        "minProperties": shape.least,
    }


@_schema.register
def _one_of(shape: OneOf) -> dict[str, Any]:
    return {"anyOf": [_schema(part) for part in shape.shapes]}


@_schema.register
def _record(shape: Record) -> dict[str, Any]:
    written: dict[str, Any] = {
        "type": "object",
        "properties": {name: {"description": key.doc, **_schema(key.shape)} for name, key in shape.keys.items()},
        "required": [name for name, key in shape.keys.items() if key.required],
        "additionalProperties": False,
    }
    if shape.either:
        written["oneOf"] = [{"required": [name]} for name in shape.either]
    if shape.needs:
        written["dependentRequired"] = {name: [other] for name, other in shape.needs.items()}
    return written
