"""Plain values of results: what JSON can hold, nothing lost that a reader could branch on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from advisor.rulebase.kinds import Range


def record(thing: object) -> Any:  # noqa: ANN401 - JSON is of any type
    """Turn a result into dicts, lists, text and numbers; dates become ISO text, decimals and ranges become text.

    >>> record({"planted": datetime.date(2026, 11, 23), "height": Decimal("2.5"), "days": Range(20, None)})
    {'planted': '2026-11-23', 'height': '2.5', 'days': '20..'}
    """
    if thing is None or isinstance(thing, (bool, int, str)):
        return thing
    if isinstance(thing, datetime.date):
        return thing.isoformat()
    if isinstance(thing, Decimal):
        return format(thing, "f")
    if isinstance(thing, Range):
        return "..".join("" if bound is None else str(record(bound)) for bound in thing)
    if isinstance(thing, Mapping):
        return {str(key): record(value) for key, value in thing.items()}
    if isinstance(thing, tuple) and hasattr(thing, "_asdict"):
        return record(thing._asdict())
    if is_dataclass(thing):
        return {field.name: record(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, (tuple, list, frozenset, set)):
        return [record(item) for item in (sorted(thing) if isinstance(thing, (set, frozenset)) else thing)]
    return str(thing)


class Recorded:
    """A result that can be written down as plain values."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the result as plain values for JSON: each field by its name.

        >>> from advisor import Conflict
        >>> Conflict("watering.water", ("rain-waters", "water-dry-soil")).to_dict()["rules"]
        ['rain-waters', 'water-dry-soil']
        """
        return record(self)  # type: ignore[no-any-return]  # a dataclass becomes a dict
