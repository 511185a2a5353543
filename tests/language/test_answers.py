"""Answers to a question that was just asked: by kind, declined, beside other things, and for every text."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import AdvisorError, UnknownName
from advisor.language.heard import DONT_KNOW, FIND_OUT, NOT_APPLYING, RATHER_NOT, Raised
from advisor.language.reading import LONGEST, Understanding
from advisor.rulebase.kinds import KINDS, Range
from advisor.rulebase.loading import loads

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.language.heard import Heard
    from advisor.rulebase.kinds import Value

    Read = Callable[[str, str], Heard]

TODAY = datetime.date(2026, 11, 23)
RIDE = """
name: ride
version: "1"
title: A bicycle ride
words: {bike: [it, the bicycle, my bike]}
facts:
  locked:
    kind: boolean
    ask: Have you locked the bicycle?
    shown: {"true": you have locked the bicycle, "false": the bicycle is not locked}
    said: {"true": [i locked (bike), locked (bike)], "false": [left (bike) open]}
  raining:
    kind: boolean
    ask: Is it raining?
    said: {"true": [it will rain, it is raining], "false": [it stays dry]}
  route:
    kind: choice
    choices: [by_river, main_road, over_the_hill]
    ask: Which way?
    shown:
      by_river: you take the quiet path beside the water
      main_road: you take the busy road
      over_the_hill: you take the steep path
    said: {by_river: [along the canal], main_road: [past the station]}
  tyre:
    kind: choice
    choices: [clincher, tubeless]
    ask: Which tyre?
  gears:
    kind: number
    unit: gears
    min: 1
    max: 40
    ask: How many gears?
  days_owned:
    kind: number
    unit: days
    ask: For how many days?
    said: [owned it for <value>]
  serviced:
    kind: date
    past: true
    ask: When was it last serviced?
    said: [it was serviced <value>]
  race:
    kind: date
    ask: When is the race?
    said: [the race is <value>]
  ride_time:
    kind: duration
    max: 400 days
    ask: How long is the ride?
  maker:
    kind: text
    ask: Who made it?
topics:
  repair: {title: Repair, asked: [how do i mend, river bank]}
  weather: {title: Weather, asked: [should i wait]}
flags: {crash: {said: [had a crash], say: Call for help., suspends: all}}
sources: {book: {title: A book, sections: {all: All of it}}}
rules:
  wait:
    when: raining
    advise: {topic: weather, verdict: wait, say: Wait., because: Roads are slippery.}
    source: book/all
"""


@pytest.fixture(scope="module")
def hear() -> Read:
    understanding = Understanding(loads(RIDE), {"raining": frozenset({"weather"})})
    return lambda text, fact: understanding.read(text, TODAY, fact)


def day(month: int, number: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, number)


YES = """yes/y/Yeah!/yep/yup/sure/Sure thing/of course/of course I did/definitely/absolutely/I do/I have/he did/it is/
true/That's right/correct/right/mhm/👍/👍🏽/👍👍/kind of/kinda/sort of/a bit/I think so/I guess so/probably/
more or less/yesss/yes, he did/Well, yes/oh yes/hmm yeah/I'd say yes/I think he did/he probably did/yes please/YES!!!/
"yes"/1/1./(1)/#1/first"""
NO = """no/n/Nope/nah/never/not at all/not really/not that I know of/I don't/he hasn't/I haven’t yet/not yet/false/👎/
I don't think so/I don't think he did/I doubt it/probably not/definitely not/of course not/hardly/no he didn't/it's not/
no way/nooo/he never did/No, not really/No. I have not/not quite/2/2)/the second"""
NEITHER = """yes and no/yes or no?/yes, no/yes but no/yeah no/no, wait, yes/no, I do/yes, I have not/yes, I don't know/
no I don't know/maybe/perhaps/it depends/maybe yes/both/no problem/no doubt/no more/right now he is away/
right now, he is away/sure thing is I don't know/Is it true?/was that right?/why/why?/what do you mean?/0/3/12/ok/hello/
The shop was closed and yes it was/He asked me and I said yes/I don't know him/
I don't know what to do/dunno why/the former of them is better"""


@pytest.mark.parametrize("text", [text.strip() for text in YES.split("/")])
def test_what_means_yes_is_true(hear: Read, text: str) -> None:
    heard = hear(text, "raining")
    assert (heard.facts, heard.decision) == ({"raining": True}, "answer")


@pytest.mark.parametrize("text", [text.strip() for text in NO.split("/")])
def test_what_means_no_is_false(hear: Read, text: str) -> None:
    heard = hear(text, "raining")
    assert (heard.facts, heard.decision) == ({"raining": False}, "answer")


@pytest.mark.parametrize("text", ["", " \t\n", "🌧️", *(text.strip() for text in NEITHER.split("/"))])
def test_what_means_neither_is_no_answer(hear: Read, text: str) -> None:
    heard = hear(text, "raining")
    assert (heard.answer, heard.facts) == (None, {})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I locked it", True),
        ("No, I locked it", True),
        ("Yes, I left it open", False),
        ("I don't know, I think I left it open", False),
        ("The bicycle is not locked", False),
        ("Yes, and it will rain", True),
    ],
)
def test_what_the_facts_own_words_tell_wins_over_yes_and_no(hear: Read, text: str, *, value: bool) -> None:
    heard = hear(text, "locked")
    assert heard.answer is not None
    assert (heard.answer.value, heard.facts["locked"]) == (value, value)


def test_what_else_is_told_beside_the_answer_stays(hear: Read) -> None:
    heard = hear("Yes, and it will rain. I had a crash.", "locked")
    assert heard.facts == {"locked": True, "raining": True}
    assert heard.flags == (Raised("crash", "affirmed", words="had a crash", span=(25, 36)),)


def test_a_fact_told_both_ways_is_unsure_whatever_the_answer_begins_with(hear: Read) -> None:
    heard = hear("Yes. I locked it. I left it open.", "locked")
    assert (heard.answer, heard.unsure) == (None, ("locked",))


ROUTES = [
    ("by river", "by_river"),
    ("by_river", "by_river"),
    ("By River!", "by_river"),
    ("by rivver", "by_river"),
    ("by rivr", "by_river"),
    ("It was by river, I think", "by_river"),
    ("main road", "main_road"),
    ("mainroad", "main_road"),
    ("mian raod", "main_road"),
    ("I would take the main road", "main_road"),
    ("yes, by river", "by_river"),
    ("main road?", "main_road"),
    ("the quiet path", "by_river"),
    ("the quiet path beside the water", "by_river"),
    ("a steep path", "over_the_hill"),
    ("I take the busy road", "main_road"),
    ("1", "by_river"),
    ("2", "main_road"),
    ("#2", "main_road"),
    ("(2)", "main_road"),
    ("2 please", "main_road"),
    ("number two", "main_road"),
    ("option 2", "main_road"),
    ("option b", "main_road"),
    ("a", "by_river"),
    ("b)", "main_road"),
    ("B.", "main_road"),
    ("the second", "main_road"),
    ("second one", "main_road"),
    ("the 2nd option", "main_road"),
    ("I'd say the third", "over_the_hill"),
    ("the last one", "over_the_hill"),
    ("along the canal", "by_river"),
    ("we went past the station", "main_road"),
]


@pytest.mark.parametrize(("text", "value"), ROUTES)
def test_a_choice_is_picked_by_name_words_place_or_phrase(hear: Read, text: str, value: str) -> None:
    heard = hear(text, "route")
    assert (heard.facts, heard.decision) == ({"route": value}, "answer")


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no",
        "by river or main road",
        "main road, no, by river",
        "not by river",
        "not by river, main road",
        "path",
        "1 or 2",
        "0",
        "4",
        "d",
        "2.5",
        "the former",
        "both",
        "neither",
        "maybe",
        "Is it by river?",
        "Should I take the main road?",
        "2 kilometres",
        "the rain",
        "A friend of mine told me a long story about how he once went down the main road",
    ],
)
def test_what_picks_none_or_two_of_the_choices_is_no_answer(hear: Read, text: str) -> None:
    assert hear(text, "route").answer is None


@pytest.mark.parametrize(("text", "value"), [("the former", "clincher"), ("the latter", "tubeless"), ("b", "tubeless")])
def test_of_two_choices_there_is_a_former_and_a_latter(hear: Read, text: str, value: str) -> None:
    assert hear(text, "tyre").facts == {"tyre": value}


VALUES = [
    ("gears", "12", 12),
    ("gears", "twelve", 12),
    ("gears", "12 gears", 12),
    ("gears", "I have 12, I think", 12),
    ("gears", "40ish", Range(36, 40)),
    ("gears", "about 20", Range(18, 22)),
    ("gears", "between 10 and 12", Range(10, 12)),
    ("gears", "2.5", Decimal("2.5")),
    ("gears", "a dozen of them", 12),
    ("gears", "I don't know, maybe 20", Range(18, 22)),
    ("days_owned", "12", 12),
    ("days_owned", "day 12", 12),
    ("days_owned", "about three weeks", Range(19, 23)),
    ("days_owned", "since Friday", 3),
    ("days_owned", "yesterday", 1),
    ("days_owned", "-5", -5),
    ("serviced", "yesterday", day(11, 22)),
    ("serviced", "since Friday", day(11, 20)),
    ("serviced", "Friday", day(11, 20)),
    ("serviced", "on Friday night", day(11, 20)),
    ("serviced", "on May 2nd", day(5, 2)),
    ("serviced", "May 2nd, 2025", day(5, 2, 2025)),
    ("serviced", "2026-11-11.", day(11, 11)),
    ("serviced", "3 weeks ago", day(11, 2)),
    ("serviced", "3 weeks", day(11, 2)),
    ("serviced", "day 12", day(11, 11)),
    ("serviced", "It's been about three weeks", Range(day(10, 31), day(11, 4))),
    ("serviced", "a couple of months ago", Range(day(8, 25), day(9, 24))),
    ("serviced", "between 2 and 3 weeks ago", Range(day(11, 2), day(11, 9))),
    ("serviced", "half a year", Range(day(5, 24), day(5, 25))),
    ("serviced", "Hmm... 3 weeks?", day(11, 2)),
    ("serviced", "Friday, November 20th", day(11, 20)),
    ("serviced", "yesterday, before it rained", day(11, 22)),
    ("serviced", "day before yesterday", day(11, 21)),
    ("serviced", "no, yesterday", day(11, 22)),
    ("race", "tomorrow", day(11, 24)),
    ("race", "in 3 days", day(11, 26)),
    ("race", "next Friday", day(11, 27)),
    ("ride_time", "30 days", 30),
    ("ride_time", "30", 30),
    ("ride_time", "four weeks or so", Range(25, 31)),
    ("ride_time", "at least 60 days", Range(60, 400)),
    ("maker", "  Rosa \n Wheels ", "Rosa Wheels"),
    ("maker", "\x1b[31mRosa\x1b[0m", "Rosa"),
    ("maker", "Skip Wheels", "Skip Wheels"),
    ("maker", "No idea but Rosa", "No idea but Rosa"),
    ("maker", "x" * 500, "x" * 500),
]


@pytest.mark.parametrize(("fact", "text", "value"), VALUES)
def test_a_bare_value_is_read_as_its_fact_wants_it(hear: Read, fact: str, text: str, value: Value) -> None:
    assert hear(text, fact).facts[fact] == value


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("gears", "41"),
        ("gears", "0"),
        ("gears", "-3"),
        ("gears", "about -3"),
        ("gears", "3 cats"),
        ("gears", "3 weeks"),
        ("gears", "3, no, 4"),
        ("gears", "3:30"),
        ("gears", "1/2"),
        ("gears", "the second"),
        ("gears", "many"),
        ("gears", "How many?"),
        ("days_owned", "2 days a week"),
        ("days_owned", "in 3 days"),
        ("serviced", "tomorrow"),
        ("serviced", "2027-01-01"),
        ("serviced", "in 3 days"),
        ("serviced", "3 days from now"),
        ("serviced", "two weeks after Christmas"),
        ("serviced", "Friday or Saturday"),
        ("serviced", "yesterday, no, 3 weeks ago"),
        ("serviced", "12"),
        ("serviced", "never"),
        ("serviced", "Was it Friday?"),
        ("race", "Friday"),
        ("race", "on Friday"),
        ("ride_time", "500 days"),
        ("ride_time", "as long as it takes"),
        ("maker", " "),
        ("maker", "\ud800\x00\u202e"),
        ("maker", "x" * 501),
    ],
)
def test_a_value_that_does_not_fit_or_does_not_stand_alone_is_no_answer(hear: Read, fact: str, text: str) -> None:
    heard = hear(text, fact)
    assert (heard.answer, heard.facts.get(fact)) == (None, None)


DECLINED = {
    DONT_KNOW: """don't know/I dont know/I really don't know, sorry/dunno/idk/no idea/I have no idea/not sure/
        I'm not really sure/not entirely sure/no clue/?/???/🤷/hard to say/can't tell/can't remember""",
    RATHER_NOT: """rather not say/I'd rather not say/prefer not to/I'd prefer not to say/none of your business/
        That's none of your business!/skip/skip this one/pass/private/next question/no comment/
        don't want to talk about it""",
    NOT_APPLYING: "doesn't apply/not applicable/it's irrelevant/makes no sense here/that makes no sense/na",
    FIND_OUT: """I'll find out/I'll ask/let me check/will check/have to look it up/I have to look it up/later/
        I'll get back to you/need to ask her first/gonna ask""",
}
WAYS = [(text.strip(), way) for way, texts in DECLINED.items() for text in texts.split("/")]


@pytest.mark.parametrize("fact", ["raining", "route", "gears", "days_owned", "serviced", "ride_time", "maker"])
@pytest.mark.parametrize(("text", "way"), [*WAYS, ("n/a", NOT_APPLYING), ("N/A", NOT_APPLYING)])
def test_the_four_ways_not_to_answer_are_kept_apart_for_every_kind(hear: Read, fact: str, text: str, way: str) -> None:
    heard = hear(text, fact)
    assert heard.answer is not None
    assert (heard.answer.declined, heard.answer.value) == (way, None)
    assert (heard.facts, heard.decision) == ({}, "answer")


@pytest.mark.parametrize(
    "text",
    ["not sure whether it rains", "I don't know if it is raining", "no idea about that", "not sure how wet it is"],
)
def test_what_is_not_known_may_be_said(hear: Read, text: str) -> None:
    heard = hear(text, "raining")
    assert heard.answer is not None
    assert (heard.answer.declined, heard.facts) == (DONT_KNOW, {})


def test_a_guess_after_not_knowing_is_the_answer(hear: Read) -> None:
    assert hear("dunno, probably not", "raining").facts == {"raining": False}
    assert hear("I don't know. By river?", "route").facts == {"route": "by_river"}


def test_a_declined_answer_leaves_what_else_is_said(hear: Read) -> None:
    heard = hear("No idea. How do I mend it?", "raining")
    assert heard.answer is not None
    assert (heard.answer.declined, heard.decision, heard.topic) == (DONT_KNOW, "answer", "repair")
    assert hear("No idea, but I locked it", "raining").decision == "answer"


def test_a_bare_answer_asks_for_no_topic(hear: Read) -> None:
    assert hear("the river bank", "maker").decision == "answer"
    assert hear("it will rain", "raining").topic is None
    assert hear("it will rain", "locked").topic == "weather"


def test_a_question_in_return_keeps_its_topic(hear: Read) -> None:
    assert hear("How do I mend it?", "maker").topic == "repair"
    assert hear("Yes. How do I mend it?", "raining").topic == "repair"


def test_nothing_is_an_answer_when_nothing_was_asked() -> None:
    understanding = Understanding(loads(RIDE))
    for text in ("yes", "2", "by river", "12", "idk"):
        heard = understanding.read(text, TODAY)
        assert (heard.answer, heard.facts, heard.decision) == (None, {}, "off_topic")


def test_a_fact_that_does_not_exist_cannot_be_asked_for(hear: Read) -> None:
    with pytest.raises(UnknownName, match="rainin"):
        hear("yes", "rainin")


@pytest.mark.parametrize(
    "text", ["\x1b[31myes\x1b[0m", "\x1b]0;title\x07yes", "\u200fyes\u200f", "y\u200bes", "\ud800 yes\x00", "\u202eyes"]
)
def test_what_cannot_be_printed_does_not_hide_an_answer(hear: Read, text: str) -> None:
    heard = hear(text, "raining")
    assert heard.facts == {"raining": True}
    assert heard.answer is not None
    assert text[slice(*heard.answer.span)].replace("\u200b", "") == "yes"


@pytest.mark.parametrize(
    ("fact", "text", "words"),
    [
        ("raining", "Well, of course, sir.", "of course"),
        ("raining", "I'm not really sure.", "not really sure"),
        ("route", "It is the second one, I think", "second one"),
        ("route", "it was by river", "by river"),
        ("serviced", "Oh, about three weeks ago I think", "about three weeks ago"),
        ("gears", " 12 ", "12"),
        ("maker", " Rosa Wheels\n", "Rosa Wheels"),
        ("locked", "Well, I locked it today", "I locked it"),
    ],
)
def test_the_span_of_an_answer_holds_its_words(hear: Read, fact: str, text: str, words: str) -> None:
    answer = hear(text, fact).answer
    assert answer is not None
    assert text[slice(*answer.span)] == words


FACTS = ["raining", "locked", "route", "tyre", "gears", "days_owned", "serviced", "race", "ride_time", "maker"]
WORDS = """yes no y n not never maybe i do have he did it is the a 1 2 2.5 first last one option b by river main road
path don't know idk skip pass later will ask n/a ? , . … - 3 weeks ago day about friday since yesterday or and 👍 👎 🤷
sure right so think \x1b[31m \u202e \ud800 \x00"""


def check(heard: Heard, text: str, fact: str, kind: str) -> None:
    """Hold an answer to what is promised of every one."""
    if heard.answer is None:
        return
    start, end = heard.answer.span
    assert 0 <= start < end <= len(text)
    assert (heard.answer.value is None) != (heard.answer.declined is None)
    assert heard.answer.declined in {None, DONT_KNOW, RATHER_NOT, NOT_APPLYING, FIND_OUT}
    assert heard.facts.get(fact) == heard.answer.value
    assert heard.decision != "off_topic"
    if heard.answer.value is not None:
        choices = loads(RIDE).facts[fact].choices if kind == "choice" else ()
        assert KINDS[kind].read(fact, heard.answer.value, choices) == heard.answer.value


KIND = {name: fact.kind for name, fact in loads(RIDE).facts.items()}


@given(st.sampled_from(FACTS), st.text(max_size=200))
def test_any_text_is_read_without_an_error_and_an_answer_fits_its_fact(hear: Read, fact: str, text: str) -> None:
    check(hear(text, fact), text, fact, KIND[fact])


@given(st.sampled_from(FACTS), st.lists(st.sampled_from(WORDS.split()), max_size=12))
def test_any_jumble_of_words_of_answers_is_read_and_an_answer_fits_its_fact(
    hear: Read, fact: str, words: list[str]
) -> None:
    text = " ".join(words)
    check(hear(text, fact), text, fact, KIND[fact])


@given(st.sampled_from(["raining", "route", "gears", "serviced"]), st.sampled_from([text for text, _ in WAYS]))
def test_case_space_and_full_stops_around_change_no_answer(hear: Read, fact: str, text: str) -> None:
    declined = hear(text, fact).answer
    for other in (text.upper(), f"  {text}\n", f"{text}.", text.replace("'", "’")):
        answer = hear(other, fact).answer
        assert answer is not None
        assert declined is not None
        assert answer[:3] == declined[:3]


@given(st.integers(1, 40))
def test_a_number_in_figures_is_itself(hear: Read, number: int) -> None:
    assert hear(f"{number}", "gears").facts == {"gears": number}


@given(st.integers(0, 5_000))
def test_days_ago_and_a_date_are_the_same_day(hear: Read, days: int) -> None:
    then = TODAY - datetime.timedelta(days)
    for text in (f"{days} days ago", f"{days} days", f"{then}", f"on {then}"):
        assert hear(text, "serviced").facts == {"serviced": then}


UNITS = ["i ", "yes ", "not sure if ", "3 weeks ", "no, ", "👍", "\x1b[31m"]


@pytest.mark.parametrize(("fact", "unit"), list(zip(FACTS, UNITS))[1:4])
def test_the_longest_text_is_read_and_a_longer_one_is_refused(hear: Read, fact: str, unit: str) -> None:
    text = (unit * LONGEST)[:LONGEST]
    check(hear(text, fact), text, fact, KIND[fact])
    with pytest.raises(AdvisorError, match="characters"):
        hear(text + ".", fact)
