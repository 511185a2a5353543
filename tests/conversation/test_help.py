"""Help by country: which places serve a need, how they are said, and texts in which needs stand for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.conversation.help import country_code, filled, own_places, place_in_words, places
from advisor.errors import Position, UnknownName
from advisor.rulebase.care import Care, Resource
from tests.shelters import CARE

HERE = Position("", 1, 1)
CODES = st.sampled_from([None, *CARE.countries])


def names(need: str, country: str | None) -> list[str]:
    return [row.call or row.name for row in places(CARE, need, country)]


# --- countries


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("IE", "IE"),
        ("ie", "IE"),
        (" Ireland ", "IE"),
        ("eire", "IE"),
        ("the netherlands", "NL"),
        ("Netherlands", "NL"),
        ("HOLLAND", "NL"),
        ("European union", "EU"),
    ],
)
def test_a_country_goes_by_its_code_and_any_of_its_names(named: str, code: str) -> None:
    assert country_code(CARE, named) == code


@pytest.mark.parametrize("named", ["Irland", "", "the", "*"])
def test_what_names_no_country_is_refused_and_the_nearest_is_named(named: str) -> None:
    with pytest.raises(UnknownName) as refused:
        country_code(CARE, named)
    assert refused.value.nearest == ("Ireland" if named == "Irland" else refused.value.nearest)


# --- places


def test_a_country_comes_before_what_it_belongs_to_and_that_before_anywhere() -> None:
    assert names("emergency", "IE") == ["999", "112", "your own number"]
    assert names("emergency", "NL") == ["112", "your own number"]
    assert names("emergency", "NO") == ["your own number"]
    assert names("emergency", None) == ["your own number"]


def test_of_several_needs_the_first_is_the_most_fitting_within_a_country() -> None:
    assert names("coast|flood", "NL") == ["0900", "0800"]
    assert names("flood|coast", "NL") == ["0800", "0900"]


def test_where_no_place_serves_it_is_those_who_listen_and_then_whoever_is_left() -> None:
    assert names("flood", "IE") == ["Listeners", "a neighbour"]
    assert names("flood", "NO") == ["a neighbour"]
    assert names("flood", None) == ["a neighbour"]


@given(CODES, st.sampled_from(["emergency", "flood", "coast", "crisis", "coast|flood", "unheard-of"]))
def test_every_need_has_a_place_everywhere_and_each_is_named_once(country: str | None, need: str) -> None:
    found = places(CARE, need, country)
    assert found
    assert len(set(found)) == len(found)


def test_an_emergency_falls_back_on_nobody_who_only_listens() -> None:
    assert places(Care(resources=CARE.resources[5:]), "emergency", "IE") == ()


def test_the_places_of_a_country_itself_are_not_those_of_what_it_belongs_to() -> None:
    assert [row.call for row in own_places(CARE, "emergency", "IE")] == ["999"]
    assert own_places(CARE, "emergency", "NL") == ()
    assert own_places(CARE, "emergency", None) == ()


# --- in words


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ({"call": "1"}, "Guard (call 1)"),
        ({"text": "A to 2"}, "Guard (text A to 2)"),
        ({"call": "1", "text": "1"}, "Guard (call or text 1)"),
        ({"call": "1", "text": "2"}, "Guard (call 1, text 2)"),
        ({"url": "https://www.guard.example"}, "Guard (guard.example)"),
        ({"email": "a@guard.example"}, "Guard (a@guard.example)"),
        ({"call": "1", "url": "https://guard.example"}, "Guard (call 1)"),
        ({}, "Guard"),
    ],
)
def test_a_place_is_said_with_the_quickest_way_to_reach_it(ways: dict[str, str], said: str) -> None:
    assert place_in_words(Resource("NO", ("flood",), "Guard", HERE, **ways)) == said


def test_an_emergency_is_its_number_alone_and_any_other_need_a_place_with_its_number() -> None:
    assert filled("Call {emergency}; {flood}.", CARE, "NL") == "Call 112; Water board (call or text 0800)."
    assert filled("Call {emergency}; {flood}.", CARE, None) == "Call your own number; a neighbour."


def test_several_needs_in_braces_stand_for_the_most_fitting_place() -> None:
    assert filled("{coast|flood}", CARE, "NL") == "Coast guard (call 0900, text SEA to 1)"


def test_a_sentence_in_brackets_is_said_only_where_the_country_itself_has_the_place() -> None:
    text = "Stay. [At sea, {coast}.] Wait."
    assert filled(text, CARE, "NL") == "Stay. At sea, Coast guard (call 0900, text SEA to 1). Wait."
    for country in ("IE", "EU", "NO", None):
        assert filled(text, CARE, country) == "Stay. Wait."


def test_a_sentence_in_brackets_needs_all_of_its_places() -> None:
    assert filled("Stay. [{coast} or {crisis}.]", CARE, "NL") == "Stay."


def test_a_need_without_any_place_is_left_as_it_is_written() -> None:
    assert filled("Call {emergency}.", Care(), "IE") == "Call {emergency}."


@given(st.text(st.characters(exclude_characters="{}[]")), CODES)
def test_words_without_braces_and_brackets_are_said_as_they_are(text: str, country: str | None) -> None:
    assert filled(text, CARE, country) == text
