"""What messages raise about safety: whose matter it is, what a denial is worth, and what was learnt."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import Position
from advisor.language.alarms import NONE, Alarms, Families, Met, flag_shares, meant
from advisor.language.english import sentences
from advisor.language.heard import Raised
from advisor.language.hints import USUAL, Hints, written
from advisor.language.reading import Understanding
from advisor.rulebase.care import Together
from advisor.rulebase.corpus import NO_FLAG
from advisor.rulebase.loading import loads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.language.heard import Heard

TODAY = datetime.date(2026, 11, 23)
SHED = """
name: shed
words:
  kin: [my brother, my neighbour, our aunt]
  kindling: [straw, shavings, paper]
topics: {mending: {title: Mending, asked: [how do i mend]}}
flags:
  gas: {urgency: emergency, said: [smell gas, gas leak, smells of gas], say: Go out., despite: [dizzy]}
  fire: {said: [it burns, on fire, lit the (kindling)], say: Go out., suspends: all}
  blast: {urgency: emergency, say: Run.}
  doubt: {urgency: boundary, say: Ask.}
  flood: {urgency: boundary, said: [broke the pipe, left it running], say: Say so.}
  draught: {urgency: adapt, said: [a draught], say: Shut the window.}
signs:
  dizzy: {said: [dizzy]}
  match: {said: [struck a match]}
voices:
  witness: [(kin), my friend]
  doer: [i broke, i left]
together:
  boom: {of: [gas, match], raises: blast, source: n/a}
  unclear: {of: [dizzy, match], raises: doubt, possible: true, source: n/a}
  remark: {of: [fire, gas], say: Both at once., source: n/a}
sources: {n: {title: Notes, sections: {a: All}}}
"""
RULEBASE = loads(SHED)
READING = Understanding(RULEBASE)

Told = dict[str, tuple[str, str]]


def heard(text: str, *standing: str) -> Heard:
    return READING.read(text, TODAY, standing=standing)


def told(text: str, *standing: str) -> Told:
    """The flags of a message, each with its status and voice."""
    return {one.flag: (one.status, one.voice) for one in heard(text, *standing).flags}


# --- by cues


def test_a_flag_has_its_urgency_and_the_words_it_was_read_from() -> None:
    text = "Help, I smell gas in here"
    (raised,) = heard(text).flags
    assert raised == Raised("gas", "affirmed", "emergency", "self", "smell gas", (8, 17))
    assert text[slice(*raised.span)] == raised.words


def test_what_is_urgent_calls_for_help_and_what_only_adapts_does_not() -> None:
    assert heard("There is a gas leak").decision == "help"
    assert heard("I left it running").decision == "help"
    assert heard("There is a draught").decision != "help"


def test_flags_come_in_the_order_of_the_rulebase() -> None:
    assert list(told("There is a draught, I broke the pipe, it burns and I smell gas")) == [
        "gas",
        "fire",
        "flood",
        "draught",
    ]


@pytest.mark.parametrize(
    ("text", "flag", "voice"),
    [
        ("I smell gas", "gas", "self"),
        ("There is a gas leak", "gas", "self"),
        ("My brother came. I smell gas", "gas", "self"),
        ("My friend says I smell gas", "gas", "self"),
        ("My brother smells of gas", "gas", "witness"),
        ("My neighbour has a gas leak.", "gas", "witness"),
        ("Our aunt rang. There is a gas leak.", "gas", "witness"),
        ("My friend rang. She has a gas leak and I am home", "gas", "witness"),
        ("My neighbour broke the pipe", "flood", "witness"),
        ("My brother left it running", "flood", "witness"),
        ("I broke the pipe", "flood", "doer"),
        ("I left it running yesterday.", "flood", "doer"),
        ("Sorry: I broke the pipe of my neighbour", "flood", "doer"),
    ],
)
def test_a_flag_is_about_the_writer_or_somebody_else_or_a_deed_of_theirs(text: str, flag: str, voice: str) -> None:
    assert told(text)[flag] == ("affirmed", voice)


def test_two_flags_of_a_message_may_be_about_two_people() -> None:
    assert told("My neighbour has a gas leak. I broke the pipe.") == {
        "gas": ("affirmed", "witness"),
        "flood": ("affirmed", "doer"),
    }


def test_without_cues_of_voices_everything_is_about_the_writer() -> None:
    plain = Understanding(
        loads(SHED.replace("voices:\n  witness: [(kin), my friend]\n  doer: [i broke, i left]\n", ""))
    )
    flags = plain.read("My brother smells of gas. I broke the pipe.", TODAY).flags
    assert [one.voice for one in flags] == ["self", "self"]


@pytest.mark.parametrize("text", ["There is no gas leak", "I don't smell gas", "No sign of a gas leak here"])
def test_what_is_plainly_denied_is_denied_and_calls_for_no_help(text: str) -> None:
    assert told(text) == {"gas": ("denied", "self")}
    assert heard(text).decision != "help"


@pytest.mark.parametrize("text", ["No gas leak. I smell gas!", "I smell gas! No gas leak."])
def test_what_is_affirmed_anywhere_in_a_message_is_not_denied(text: str) -> None:
    assert told(text)["gas"] == ("affirmed", "self")
    assert heard(text).flags[0].words == "smell gas"


# --- signs


def test_a_sign_alone_raises_nothing_and_is_kept() -> None:
    found = heard("I feel dizzy today")
    assert (found.flags, found.signs) == ((), ("dizzy",))


def test_a_sign_that_is_denied_is_none() -> None:
    assert heard("I am not dizzy").signs == ()


def test_a_denial_counts_for_nothing_beside_what_speaks_against_it() -> None:
    assert told("There is no gas leak but I feel dizzy")["gas"] == ("affirmed", "self")
    assert told("There is no gas leak", "dizzy")["gas"] == ("affirmed", "self")
    assert told("There is no gas leak, and I am not dizzy")["gas"] == ("denied", "self")
    assert told("There is no gas leak. I struck a match.")["gas"] == ("denied", "self")


def test_a_denial_of_a_flag_without_such_signs_stays_one() -> None:
    assert told("It is not on fire. I feel dizzy.")["fire"] == ("denied", "self")


# --- together


def test_what_means_more_together_raises_its_flag_besides() -> None:
    assert list(told("I smell gas. I struck a match.")) == ["gas", "blast"]
    assert "blast" not in told("I smell gas.")
    assert "blast" not in told("I struck a match.")


def test_what_is_said_now_means_more_with_what_stands() -> None:
    assert told("I struck a match", "gas") == {"blast": ("affirmed", "self")}
    assert list(told("I smell gas", "match")) == ["gas", "blast"]


def test_what_stands_alone_means_nothing_new() -> None:
    assert told("Good morning", "gas", "match") == {}


def test_what_is_only_denied_means_nothing_together() -> None:
    assert list(told("There is no gas leak. I struck a match.")) == ["gas"]


def test_a_combination_may_leave_it_possible() -> None:
    assert told("I struck a match and feel dizzy") == {"doubt": ("possible", "self")}
    assert heard("I struck a match and feel dizzy").flags[0].words == ""


def test_a_combination_that_only_adds_a_line_raises_nothing() -> None:
    assert list(told("It burns, and I smell gas")) == ["gas", "fire"]


@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd"), min_size=2))
def test_a_combination_is_meant_when_all_is_there_and_something_of_it_now(
    now: set[str], standing: set[str], of: set[str]
) -> None:
    together = Together("any", Position("", 1, 1), tuple(sorted(of)))
    assert meant(together, now, standing) == (of <= now | standing and bool(of & now))


# --- by what was learnt

LABELS = [*RULEBASE.flags, NONE]


def learnt(weights: Mapping[str, Mapping[str, float]]) -> str:
    """Alarms as they are written down: how much each feature speaks for each label."""
    return written({name: [row.get(label, 0.0) for label in LABELS] for name, row in weights.items()}, LABELS)


def possible(text: str, weights: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """The flags of a message and their status, where this was learnt."""
    reading = Understanding(replace(RULEBASE, alarms=learnt(weights)))
    return {one.flag: one.status for one in reading.read(text, TODAY).flags}


USUALLY_NONE = {USUAL: {NONE: 4.0}}


def test_the_label_of_no_flag_is_the_one_that_examples_use() -> None:
    assert NONE == NO_FLAG


def test_what_was_learnt_makes_a_flag_possible_where_no_cue_fires() -> None:
    weights = {**USUALLY_NONE, "hiss": {"gas": 12.0}}
    assert possible("The stove is hissing", weights) == {"gas": "possible"}
    assert possible("The stove is warm", weights) == {}


def test_what_is_usual_is_none() -> None:
    assert possible("The stove is hissing", {**USUALLY_NONE, "hiss": {"gas": 0.5}}) == {}


def test_what_a_cue_affirms_or_denies_is_not_made_possible() -> None:
    weights = {**USUALLY_NONE, "gas": {"gas": 40.0}}
    assert possible("I smell gas", weights) == {"gas": "affirmed"}
    assert possible("I don't smell gas", weights) == {"gas": "denied"}


def test_two_flags_that_share_the_weight_are_both_possible() -> None:
    assert possible("The stove is hissing", {**USUALLY_NONE, "hiss": {"gas": 20.0, "fire": 20.0}}) == {
        "gas": "possible",
        "fire": "possible",
    }


def test_without_alarms_cues_are_all_there_is() -> None:
    assert told("The stove is hissing") == {}


def test_what_is_possible_means_something_together_as_well() -> None:
    weights = {**USUALLY_NONE, "hiss": {"gas": 20.0}}
    assert possible("The stove is hissing and I struck a match", weights) == {"gas": "possible", "blast": "affirmed"}


@given(st.dictionaries(st.sampled_from(LABELS), st.floats(-30, 30)), st.booleans())
def test_the_shares_of_flags_leave_the_rest_to_none(row: dict[str, float], usual: bool) -> None:  # noqa: FBT001
    weights = {"hiss": row} | (USUALLY_NONE if usual else {})
    shares = flag_shares(Hints(learnt(weights)), {"hiss", "unheard"})
    assert NONE not in shares
    assert all(share >= 0 for share in shares.values())
    assert sum(shares.values()) <= 1 + 1e-9


def test_hints_that_know_of_no_flag_give_no_shares() -> None:
    assert flag_shares(Hints(""), {"hiss"}) == {}
    assert flag_shares(Hints(written({"hiss": [2.0, 1.0]}, ["mending", "off_topic"])), {"hiss"}) == {}


def test_a_word_of_a_list_says_what_its_list_says() -> None:
    families = Families({"kindling": ["straw", "shavings", "dry twigs"], "tool": ["saw"]}, ["lit the (kindling)"])
    assert families.of(sentences("Straw lay there.")) == {"(kindling)"}
    assert families.of(sentences("Only shavings.")) == {"(kindling)"}
    assert families.of(sentences("A saw, strawberries, and twigs.")) == set()


def test_lists_that_only_cues_of_flags_and_signs_use_are_features() -> None:
    assert "(kindling)" in READING.alarming(sentences("Some straw"))
    assert "(kin)" not in READING.alarming(sentences("Some straw by my brother"))


# --- laws

PARTS = [
    "I smell gas.",
    "There is no gas leak.",
    "I struck a match.",
    "I feel dizzy.",
    "I broke the pipe.",
    "It burns!",
]


@pytest.mark.parametrize("first", PARTS)
def test_the_order_of_sentences_changes_no_flag_and_no_status(first: str) -> None:
    rest = [part for part in PARTS if part != first][:3]
    found = [
        {flag: status for flag, (status, _) in told(" ".join(way)).items()} for way in permutations([first, *rest])
    ]
    assert all(one == found[0] for one in found)


@given(st.lists(st.sampled_from(PARTS), max_size=5), st.sets(st.sampled_from(["gas", "match", "dizzy", "fire"])))
def test_the_same_message_raises_the_same_each_time(parts: Sequence[str], standing: set[str]) -> None:
    text = " ".join(parts)
    fresh = Understanding(RULEBASE).read(text, TODAY, standing=standing)
    assert READING.read(text, TODAY, standing=standing) == fresh
    assert READING.read(text, TODAY, standing=sorted(standing, reverse=True)) == fresh


@given(st.lists(st.sampled_from(PARTS), max_size=5), st.sampled_from(PARTS))
def test_nothing_that_is_said_besides_takes_an_affirmed_flag_away(parts: Sequence[str], more: str) -> None:
    def affirmed(said: Sequence[str]) -> set[str]:
        return {flag for flag, (status, _) in told(" ".join(said)).items() if status == "affirmed"}

    assert affirmed(parts) <= affirmed([*parts, more])


@given(st.text(max_size=80))
def test_any_text_is_read_and_every_flag_is_one_of_the_rulebase(text: str) -> None:
    assert {one.flag for one in heard(text).flags} <= RULEBASE.flags.keys()


def test_cues_are_taken_in_one_by_one() -> None:
    said = sentences("Gas leak here")
    alarms = Alarms(RULEBASE, Hints(""))
    alarms.flag(Met("gas", (0, 0, 2), (0, 8), "Gas leak", denied=True))
    alarms.sign(Met("dizzy", (0, 2, 3), (9, 13), "here", denied=True))
    assert (alarms.signs, [one.status for one in alarms.raised(said, ())]) == ((), ["denied"])
    alarms.flag(Met("gas", (0, 0, 2), (0, 8), "Gas leak", denied=False))
    assert [one.status for one in alarms.raised(said, ())] == ["affirmed"]
