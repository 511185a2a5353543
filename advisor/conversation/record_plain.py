"""Reading a record from plain values: each piece by the types of its fields, and whatever does not fit is refused."""

from __future__ import annotations

import datetime
import types
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from advisor.errors import AdvisorError, FactError
from advisor.rulebase.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.conversation.record import Record
    from advisor.conversation.record_notes import Condition, Plain

_LARGEST = 10**30


def damaged(at: str, why: str) -> AdvisorError:
    """Give the error of a record that cannot be used, with the place in it and never what stands there."""
    return AdvisorError(f"this record is damaged: '{at[:100]}' {why}")


def read(hint: Any, given: object, at: str) -> Any:  # noqa: ANN401 - as many types as there are hints
    """Read a value by the type that is hinted at; raises AdvisorError.

    >>> read(tuple[str, ...], ["rain", "wind"], "weather")
    ('rain', 'wind')
    """
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return None if given is None and type(None) in inner else _either(inner, given, at)
    if origin is tuple:
        if not isinstance(given, list):
            raise damaged(at, "is not a list")
        return tuple(read(inner[0], one, f"{at}[{number}]") for number, one in enumerate(given))
    if origin is dict:
        entries = _entries(given, at).items()
        return {read(str, key, at): read(inner[1], one, f"{at}.{key}") for key, one in entries}
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        return hint(**_fields(hint, given, at))
    return _scalar(hint, given, at)


def _either(choices: tuple[Any, ...], given: object, at: str) -> Any:  # noqa: ANN401 - one of the types
    for choice in choices:
        if choice is type(given) or (choice is datetime.date and isinstance(given, str)):
            return _scalar(choice, given, at)
    for choice in choices:
        if hasattr(choice, "_fields"):
            return read(choice, given, at)
    raise damaged(at, "is of no kind that it can be")


def _entries(given: object, at: str) -> dict[str, Any]:
    if not isinstance(given, dict) or not all(isinstance(key, str) for key in given):
        raise damaged(at, "is not an object")
    return given


def _fields(hint: Any, given: object, at: str) -> dict[str, Any]:  # noqa: ANN401 - a class with fields
    entries = _entries(given, at)
    names = [one.name for one in fields(hint)] if is_dataclass(hint) else list(hint._fields)
    inside = f"{at}." if at else ""
    for name in names:
        if name not in entries:
            raise damaged(inside + name, "is missing")
    for name in entries:
        if name not in names:
            raise damaged(inside + name, "does not belong there")
    hints = get_type_hints(hint)
    return {name: read(hints[name], entries[name], inside + name) for name in names}


def _scalar(hint: object, given: object, at: str) -> Any:  # noqa: ANN401 - text, a number, true, false or a day
    if hint is datetime.date:
        try:
            return datetime.date.fromisoformat(given)  # type: ignore[arg-type]  # what is no text is refused as well
        except (TypeError, ValueError):
            raise damaged(at, "is no day such as 2026-11-23") from None
    if type(given) is not hint:
        raise damaged(at, {str: "is no text", int: "is no whole number"}.get(hint, "is neither true nor false"))  # type: ignore[call-overload]
    if isinstance(given, int) and abs(given) >= _LARGEST:
        raise damaged(at, "is too large a number")
    if isinstance(given, str) and any("\ud800" <= char <= "\udfff" for char in given):
        raise damaged(at, "holds half a character")
    return given


def check(record: Record) -> None:
    """Refuse a record whose pieces do not fit each other: every fact and source named is noted, every value fits."""
    for name, note in record.facts.items():
        if note.kind not in KINDS:
            raise damaged(f"facts.{name}.kind", "is no kind of fact")
    for at, fact, value in named(record):
        if fact not in record.facts:
            raise damaged(at, "names a fact that is not among its facts")
        try:
            _ = value is None or KINDS[record.facts[fact].kind].read(fact, value, (str(value),))
        except FactError:
            raise damaged(at, "holds a value that does not fit") from None
    for source in cited(record):
        if source not in record.sources:
            raise damaged("sources", "lacks one that is cited")


def named(record: Record) -> Iterator[tuple[str, str, Plain | None]]:
    """Go through every fact that a record names, each with its place and the value that it is given there, or None."""
    yield from (("told", told.fact, told.value) for told in record.told)
    yield from (("presumed", name, value) for name, value in record.presumed.items())
    for advice in record.advice:
        yield from (("advice", name, None) for name in (*advice.assuming, *advice.rests_on))
        yield from _conditions("advice", (condition for case in advice.cases for condition in case.when))
    for one in record.open:
        yield from (("open", name, None) for name in one.needs)
        yield from _conditions("open", (condition for clause in (one.when, *one.unless) for condition in clause))
    yield from (("conflicts", name, None) for clash in record.conflicts for name in clash.assuming)
    yield from (("plans", begun.cause, None) for plan in record.plans for begun in plan.restarts)
    asked = {"declined": record.declined, "to_find_out": record.to_find_out}
    asked["contradiction"] = record.contradiction.facts if record.contradiction else ()
    yield from ((at, name, None) for at, names in asked.items() for name in names)


def _conditions(at: str, conditions: Iterable[Condition]) -> Iterator[tuple[str, str, Plain | None]]:
    for condition in conditions:
        yield at, condition.fact, None
        yield from ((at, condition.fact, value) for value in condition.values)


def cited(record: Record) -> dict[str, None]:
    """Name the sections of sources that a record cites."""
    advice = [source for one in record.advice for source in (one.source, *(case.source for case in one.cases))]
    others = [one.source for one in record.open] + [plan.source for plan in record.plans]
    return dict.fromkeys([*advice, *others])
