"""Negation, wishes, questions and who did it: what a sentence tells, in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.language.heard import Heard

WATERED, DRY = {"watered": True}, {"watered": False}
RAIN, NO_RAIN = {"rained": True}, {"rained": False}
HELPED, ALONE = {"neighbour_helped": True}, {"neighbour_helped": False}

TOLD_AS_IT_STANDS = [
    ("I watered the fern.", WATERED),
    ("i WATERED the fern", WATERED),
    ("I've watered the fern already", WATERED),
    ("I had just watered my roses", WATERED),
    ("Yesterday I finally, really watered them", WATERED),
    ("I gave my tomatoes plenty of water", WATERED),
    ("It rained!", RAIN),
    ("It's rained again", RAIN),
    ("It did rain", RAIN),
    ("it raaained all day", RAIN),
    ("We had rain, so the fern is fine", RAIN),
    ("The chain runs, but the saddle is loose", {"mended": True}),
    ("no, I watered them", WATERED),
    ("No I watered it", WATERED),
    ("I only watered them once", WATERED),
    ("I reluctantly watered them", WATERED),
    ("She has written to me", HELPED),
]
DENIED = [
    ("I didn't water the fern", DRY),
    ("I didnt water the fern", DRY),
    ("I did not water the fern", DRY),
    ("I did not even water the fern", DRY),
    ("I never watered the fern", DRY),
    ("I have never watered the fern", DRY),
    ("I have not watered it", DRY),
    ("I haven't watered it in weeks", DRY),
    ("nobody watered it", DRY),
    ("Neither of us watered them", DRY),
    ("left for a week without having watered them", DRY),
    ("I have yet to water the fern", DRY),
    ("I forgot to water them", DRY),
    ("It has not rained", NO_RAIN),
    ("it hasn't rained at all", NO_RAIN),
    ("it never rained", NO_RAIN),
    ("We haven't had rain", NO_RAIN),
    ("there was no rain", NO_RAIN),
    ("nor did it rain", NO_RAIN),
    ("I don't think it rained", NO_RAIN),
    ("I do not believe that it rained", NO_RAIN),
    ("It's not true that it rained", NO_RAIN),
    ("He did not help me", ALONE),
    ("she hasn't written to me", ALONE),
    ("He left me alone with it", ALONE),
    ("I stopped watering; bone dry it is", DRY),
    ("I quit watering the fern", DRY),
    ("I went out without watering them", DRY),
    ("I pulled weeds instead of watering them", DRY),
    ("I have not mended the tyre yet", {"mended": False}),
]
NOT_DENIED = [
    ("I'm not happy that it rained", RAIN),
    ("I'm not happy it rained", RAIN),
    ("I can't believe it rained", RAIN),
    ("No wonder it rained", RAIN),
    ("I not only watered them", WATERED),
    ("I did not sleep, but I watered them", WATERED),
    ("I did not sleep and watered them", WATERED),
    ("I don't know much, it rained", RAIN),
    ("I haven't dug because it rained", RAIN),
    ("I use no dig and watered them", WATERED),
    ("I did not wait. It rained", RAIN),
    ("I didn't see who watered the fern", WATERED),
    ("I can't stop watering them", WATERED),
    ("I couldn't help watering them", WATERED),
    ("I have not stopped watering them", WATERED),
]
WISHED_OR_POSSIBLE = [
    "I want to have watered the fern",
    "I should have watered the fern",
    "I would have watered the fern",
    "I might have watered the fern",
    "I could've watered them",
    "I almost watered them",
    "I nearly watered the fern",
    "I wish I had watered the fern",
    "I hope it rained",
    "hopefully it rained",
    "I'm afraid it rained",
    "Maybe it rained",
    "I wonder whether it rained",
    "I don't know if it rained",
    "I'm not sure if it rained",
    "unless it rained",
    "He'd have helped me",
    "I was going to have mended the tyre",
    "I wouldn't say it rained",
    "nobody said that it rained",
]
ASKED = [
    "Did it rain?",
    "Has it rained?",
    "has it rained",
    "Have I watered the fern?",
    "Is the chain rusty? Has she helped me?",
    "Have the neighbours watered it?",
    "Can I say the soil, er, has he helped me?",
]
SUPPOSED = [
    ("What if it rained?", RAIN),
    ("If it rained, do I still go out?", RAIN),
    ("what if she helped me", HELPED),
    ("when it rained I went in", RAIN),
    ("Suppose it rained", RAIN),
    ("What if it has not rained?", NO_RAIN),
    ("Why did it rain?", RAIN),
    ("Is it bad that I watered them?", WATERED),
    ("Should I worry that it rained?", RAIN),
    ("Should I tell her I watered them?", WATERED),
    ("I was fine until it rained", RAIN),
]
WHO_DID_IT = [
    ("He helped me", {"neighbour_helped": True}),
    ("I helped him", {"helped_neighbour": True}),
    ("our neighbour helped me and I helped her", {"neighbour_helped": True, "helped_neighbour": True}),
    ("He did not help me, I helped him", {"neighbour_helped": False, "helped_neighbour": True}),
    ("I did not help her", {"helped_neighbour": False}),
    ("She did help me", {"neighbour_helped": True}),
]


@pytest.mark.parametrize(("text", "facts"), TOLD_AS_IT_STANDS)
def test_what_is_told_is_read(read: Callable[[str], Heard], text: str, facts: dict[str, bool]) -> None:
    assert read(text).facts == facts


@pytest.mark.parametrize(("text", "facts"), DENIED)
def test_what_is_denied_is_read_as_false(read: Callable[[str], Heard], text: str, facts: dict[str, bool]) -> None:
    assert read(text).facts == facts


@pytest.mark.parametrize(("text", "facts"), NOT_DENIED)
def test_a_negation_ends_with_its_own_clause(read: Callable[[str], Heard], text: str, facts: dict[str, bool]) -> None:
    assert read(text).facts == facts


@pytest.mark.parametrize("text", WISHED_OR_POSSIBLE)
def test_what_is_wished_or_possible_is_not_told(read: Callable[[str], Heard], text: str) -> None:
    assert read(text).facts == {}
    assert read(text).unsure == ()


@pytest.mark.parametrize("text", ASKED)
def test_what_is_asked_is_not_told(read: Callable[[str], Heard], text: str) -> None:
    assert read(text).facts == {}


@pytest.mark.parametrize(("text", "facts"), SUPPOSED)
def test_what_is_supposed_or_taken_as_done_is_told(
    read: Callable[[str], Heard], text: str, facts: dict[str, bool]
) -> None:
    assert read(text).facts == facts


@pytest.mark.parametrize(("text", "facts"), WHO_DID_IT)
def test_who_did_it_is_read_from_the_order_of_words(
    read: Callable[[str], Heard], text: str, facts: dict[str, bool]
) -> None:
    assert read(text).facts == facts


@pytest.mark.parametrize("text", ["It's not that it stayed dry", "I don't think there was no rain"])
def test_a_denied_denial_is_unsure(read: Callable[[str], Heard], text: str) -> None:
    heard = read(text)
    assert heard.facts == {}
    assert heard.unsure == ("rained",)


REPORTED = [
    "He says that I watered it",
    "he says I watered it",
    "She told me that I watered the fern",
    "our neighbour claims I never watered it",
    "They think I watered them",
    "they say I watered them",
    "the others believe I watered them",
    "My sister swears that I watered the fern",
    "he insists I helped her",
    "she accuses me of watering them",
]
SAID_BY_THE_WRITER = [
    ("I say that I watered it", WATERED),
    ("I told him that I watered it", WATERED),
    ("We think I watered it", WATERED),
    ("I don't tell them I watered it. I watered it", WATERED),
    ("What makes me think I watered it is the wet pot", WATERED),
    ("I swear to you I watered it", WATERED),
    ("I have to say I watered it", WATERED),
    ("He says no. I watered it", WATERED),
    ("He left, I watered it", WATERED),
]
SAID_OF_OTHER_THINGS = [
    ("He says it rained", RAIN),
    ("She told me that it rained", RAIN),
    ("they claim it never rained", NO_RAIN),
    ("he says that she helped me", HELPED),
]


@pytest.mark.parametrize("text", REPORTED)
def test_what_others_say_the_writer_did_is_not_told(read: Callable[[str], Heard], text: str) -> None:
    heard = read(text)
    assert (heard.facts, heard.unsure) == ({}, ())
    assert {one.aside for one in heard.fired if one.role == "fact"} == {"reported"}


@pytest.mark.parametrize(("text", "facts"), SAID_BY_THE_WRITER)
def test_what_the_writer_says_to_have_done_is_told(
    read: Callable[[str], Heard], text: str, facts: dict[str, bool]
) -> None:
    assert read(text).facts == facts


@pytest.mark.parametrize(("text", "facts"), SAID_OF_OTHER_THINGS)
def test_what_others_say_of_anything_else_is_taken_as_told(
    read: Callable[[str], Heard], text: str, facts: dict[str, bool]
) -> None:
    assert read(text).facts == facts


def test_what_is_reported_leaves_what_the_writer_tells_otherwise(read: Callable[[str], Heard]) -> None:
    assert read("She says I watered it. I did not water it.").facts == DRY


def test_words_that_may_be_passed_over_hide_no_denial(read: Callable[[str], Heard]) -> None:
    assert read("I never ever really just simply literally watered the fern").facts == DRY


def test_a_flipped_reading_says_so_and_names_its_phrase(read: Callable[[str], Heard]) -> None:
    [reading] = read("I did not water the fern").readings
    assert (reading.negated, reading.phrase) == (True, "i watered")


def test_a_choice_that_is_denied_is_not_read(read: Callable[[str], Heard]) -> None:
    assert read("It is not clay soil").facts == {}


def test_a_choice_is_read_in_a_wish_too(read: Callable[[str], Heard]) -> None:
    assert read("Should I dig in clay soil?").facts == {"soil": "clay"}


@pytest.mark.parametrize("text", ["I want to say it has been dry for three days", "not dry for three days"])
def test_a_value_that_is_wished_or_denied_is_not_read(read: Callable[[str], Heard], text: str) -> None:
    assert read(text).facts == {}
