"""Which cues fire is the same whether a message is read whole or only for its cues; lists begin as their texts do."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import load, loads
from advisor.errors import AdvisorError
from advisor.language.cues import HINT
from advisor.language.english import sentences
from advisor.language.phrases import WordLists
from advisor.language.reading import LONGEST, Understanding

DAY = datetime.date(2026, 11, 23)
GARDEN = Understanding(load("examples/garden"))
SAID = "it will rain there be frost no not should I water the plants in 3 days ago my garden ? . , and"


@given(st.lists(st.sampled_from(SAID.split()), max_size=12).map(" ".join))
def test_the_cues_that_fire_are_those_of_the_whole_reading(text: str) -> None:
    read = GARDEN.read(text, DAY)
    assert GARDEN.fired(text, DAY) == tuple(one for one in read.fired if one.role != HINT)


def test_a_message_that_is_too_long_to_be_read_is_refused() -> None:
    with pytest.raises(AdvisorError, match="tell it in fewer words"):
        GARDEN.fired("a" * (LONGEST + 1), DAY)


LISTS = {
    "frog": ["toad", "green frog", "tadpol*"],
    "newt": ["(frog)", "eft"],
    "pond": ["(newt) pool", "basin"],
    "leapt": ["jump~", "leap"],
}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("a toad pool", True),
        ("a green frog pool", True),
        ("some tadpoles pool here", True),
        ("an eft pool", True),
        ("the basin", True),
        ("a green pool", False),
        ("a pool", False),
        ("a tad pool", False),
    ],
)
def test_a_list_of_lists_begins_with_every_text_of_theirs(text: str, matches: bool) -> None:  # noqa: FBT001 - expected
    lists = WordLists({**LISTS, "pond": ["(newt) pool", "basin"]})
    [sentence] = sentences(text)
    assert bool(list(lists.compile("(pond)").find(sentence))) == matches


@pytest.mark.parametrize(
    ("text", "matches"),
    [("toads jumped", False), ("the toad jumped", True), ("a toad sat", False), ("it jumped", False)],
)
def test_a_phrase_of_two_lists_needs_a_word_of_each(text: str, matches: bool) -> None:  # noqa: FBT001 - expected
    [sentence] = sentences(text)
    assert bool(list(WordLists(LISTS).compile("(frog) (leapt)").find(sentence))) == matches


def test_a_list_that_begins_with_any_form_of_a_verb_does_so() -> None:
    rulebase = loads("name: pond\nwords: {leapt: [jump~]}\ntopics: {a: {title: A, asked: [it (leapt)]}}\n")
    fired = Understanding(rulebase).fired("It was jumping.", DAY)
    assert [one.phrase for one in Understanding(rulebase).fired("It jumped.", DAY)] == ["it (leapt)"]
    assert fired == ()
