"""Help by country: which place serves a need, and texts in which needs stand for it. A country is never guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.errors import UnknownName
from advisor.rulebase.care import ANYWHERE, NEED, Care, Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

CRISIS, EMERGENCY, OTHERWISE = "crisis", "emergency", "otherwise"
_OPTIONAL = re.compile(r"\s*\[([^\[\]]*)\]")


def country_code(care: Care, named: str) -> str:
    """Give the code of a country by its code or one of its names; raises UnknownName for what is none of them.

    >>> from advisor.rulebase.care import Country
    >>> country_code(Care(countries={"GB": Country("GB", "United Kingdom", ("UK",))}), "uk")
    'GB'
    """
    wanted = named.strip().casefold().removeprefix("the ")
    for code, country in care.countries.items():
        if wanted in {name.casefold().removeprefix("the ") for name in (code, country.name, *country.also)}:
            return code
    names = [name for country in care.countries.values() for name in (country.code, country.name, *country.also)]
    raise UnknownName("country", named, names)


def places(care: Care, need: str, country: str | None) -> tuple[Resource, ...]:
    """Give the places that serve a need, those of the country first, then of what it belongs to, then of anywhere.

    `need` may name several, with a '|' between them, the most fitting first. Without any place it is those for a
    crisis, in the same order, and then for what is left. `country` is a code, None where it is not known.
    """
    needs = need.split("|")
    own = [row for code in _codes(care, country) for one in needs for row in care.resources if _serves(row, code, one)]
    for wanted in () if own or EMERGENCY in needs else (CRISIS, OTHERWISE):
        own += [row for code in _codes(care, country) for row in care.resources if _serves(row, code, wanted)]
    return tuple(dict.fromkeys(own))


def own_places(care: Care, need: str, country: str | None) -> tuple[Resource, ...]:
    """Give the places of this very country that serve a need."""
    return tuple(row for row in care.resources if country and _serves(row, country, need))


def _serves(row: Resource, country: str, need: str) -> bool:
    return row.country == country and need in row.needs


def _codes(care: Care, country: str | None) -> Iterator[str]:
    seen = set()
    while country and country not in seen:
        seen.add(country)
        yield country
        country = care.countries[country].within if country in care.countries else ""
    yield ANYWHERE


def place_in_words(row: Resource) -> str:
    """Say a place with how it is reached.

    >>> from advisor.errors import Position
    >>> place_in_words(Resource("NZ", ("crisis",), "Need to talk?", Position("", 1, 1), call="1737", text="1737"))
    'Need to talk? (call or text 1737)'
    """
    ways = [f"call {row.call}"] * bool(row.call) + [f"text {row.text}"] * bool(row.text and row.text != row.call)
    if row.call and row.text == row.call:
        ways = [f"call or text {row.call}"]
    elif not ways:
        ways = [row.url.removeprefix("https://").removeprefix("www.") or row.email]
    return f"{row.name} ({', '.join(filter(None, ways))})" if any(ways) else row.name


def filled(text: str, care: Care, country: str | None) -> str:
    """Put the help of a country into a text where a need stands in braces.

    An emergency is its number alone. A sentence in square brackets is said only where every need in it has a place in
    this very country.

    >>> filled("Call {emergency}.", Care(), None)
    'Call {emergency}.'
    """
    text = _OPTIONAL.sub(lambda found: _optional(found[1], care, country), text)
    return NEED.sub(lambda hole: _place(hole, care, country), text)


def _optional(sentence: str, care: Care, country: str | None) -> str:
    needs = NEED.findall(sentence)
    return f" {sentence}" if all(own_places(care, need, country) for need in needs) else ""


def _place(hole: re.Match[str], care: Care, country: str | None) -> str:
    found = places(care, hole[1], country)
    if not found:
        return hole[0]
    return (found[0].call or found[0].name) if hole[1] == EMERGENCY else place_in_words(found[0])
