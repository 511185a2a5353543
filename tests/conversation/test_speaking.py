"""What is said about safety in a reply: the most urgent speaks, others add a line, and what was denied keeps one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.conversation.help import filled
from advisor.conversation.speaking import spoken, stays
from advisor.conversation.standing import Standing, by_urgency
from advisor.language.heard import AFFIRMED, DENIED, POSSIBLE
from advisor.rulebase.care import ADAPT, DOER, EMERGENCY, SELF, VOICES, WITNESS
from tests.shelters import CARE, DAY, FLAGS, RULEBASE, raised, say

WATER = "Go upstairs. a neighbour helps."
STANDING = st.lists(
    st.builds(
        Standing,
        st.sampled_from(FLAGS),
        st.sampled_from((AFFIRMED, POSSIBLE, DENIED)),
        st.sampled_from(VOICES),
        st.just(DAY),
    ),
    unique_by=lambda one: one.flag,
)
SIGNS = st.sets(st.sampled_from(["hissing", "candle"]))
COUNTRIES = st.sampled_from([None, *CARE.countries])


def said(*names: str, voice: str = SELF, status: str = AFFIRMED, signs: tuple[str, ...] = ()) -> tuple[str, ...]:
    standing = by_urgency(RULEBASE, [Standing(name, status, voice, DAY) for name in names])
    return spoken(RULEBASE, standing, signs, None)


def test_an_emergency_speaks_alone() -> None:
    assert said("flood", "gas", "cracks", "shared", signs=("candle",)) == ("Go out and call your own number.",)


def test_others_add_a_line_each_to_what_the_most_urgent_says() -> None:
    assert said("cracks", "flood")[:2] == (WATER, "The wall too.")


def test_what_adapts_advice_is_silent_where_there_is_none_and_speaks_beside_a_boundary() -> None:
    assert said("flood", "shared") == (WATER,)
    assert said("cracks", "shared") == ("Leave the wall alone.", "Ask the neighbour first.")
    assert said("shared") == ("Ask the neighbour first.",)


def test_what_means_more_together_adds_its_line_once_all_of_it_is_there() -> None:
    assert said("flood", "cracks")[-1] == "A wall in water may fall."
    assert "A wall in water may fall." not in said("flood", signs=("candle",))


@pytest.mark.parametrize(
    ("voice", "words"),
    [(SELF, "Go out and"), (WITNESS, "Get them out and"), (DOER, "Turn it off and")],
)
def test_each_voice_hears_its_own_text(voice: str, words: str) -> None:
    assert said("gas", voice=voice) == (f"{words} call your own number.",)


def test_a_voice_without_a_text_of_its_own_hears_that_of_the_writer() -> None:
    assert said("flood", voice=DOER) == (WATER,)


def test_what_was_denied_says_only_the_line_that_stays() -> None:
    assert said("flood", status=DENIED) == ()
    denied = [Standing("flood", DENIED, SELF, DAY), Standing("gas", AFFIRMED, SELF, DAY)]
    assert stays(RULEBASE, denied, None) == ("If the water comes back: a neighbour.",)


@given(STANDING, SIGNS, COUNTRIES)
def test_every_flag_that_stands_is_heard_of_or_something_more_urgent_is(
    standing: list[Standing], signs: set[str], country: str | None
) -> None:
    ordered = by_urgency(RULEBASE, standing)
    lines = spoken(RULEBASE, ordered, signs, country)
    up = [one for one in ordered if one.status != DENIED]
    assert bool(lines) is bool(up)
    assert len(set(lines)) == len(lines)
    assert not any("{" in line or "[" in line for line in lines)
    if up:
        lead = RULEBASE.flags[up[0].flag]
        assert lines[0] == filled(lead.says(up[0].voice), CARE, country)
        assert len(lines) == 1 or lead.urgency != EMERGENCY
        for one in up[1:] if lead.urgency != EMERGENCY else ():
            flag = RULEBASE.flags[one.flag]
            assert flag.urgency == ADAPT or not flag.brief or filled(flag.brief, CARE, country) in lines


def test_an_emergency_silences_what_stays_of_others_and_nothing_else_does() -> None:
    denied = raised("flood", status=DENIED, session=raised("flood"))
    _, reply = say("The wall is cracked.", session=denied)
    assert reply.help[-1] == "If the water comes back: a neighbour."
    _, reply = say("I smell gas.", session=denied)
    assert reply.help == ("Go out and call your own number.",)


def test_help_is_that_of_the_country_that_was_named() -> None:
    _, reply = say("I smell gas.", country="holland")
    assert reply.help == ("Go out and call 112.",)
    assert reply.country == "NL"
    _, reply = say("The cellar is flooded!", country="NL")
    assert reply.help == (
        "Go upstairs. Water board (call or text 0800) helps. At sea, Coast guard (call 0900, text SEA to 1).",
    )


def test_the_notice_is_one_line_where_help_comes_first() -> None:
    assert say("I smell gas.")[1].caution == "Only a program."
    assert say("The wall is cracked.")[1].caution == "A program that knows about houses."
