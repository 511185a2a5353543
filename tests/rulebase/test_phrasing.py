"""Phrases that could never be read are refused when the rulebase is loaded, each at its place."""

from __future__ import annotations

import pytest

from advisor import RulebaseError, loads

GARDEN = """
words: {plants: [roses, big (flowers)], flowers: [tulips]}
facts:
  wet: {kind: boolean, ask: Is it wet?, said: {true: [%s]}}
  days: {kind: number, ask: How long?, said: ["<value> days"]}
"""


def problem(cue: str) -> str:
    with pytest.raises(RulebaseError) as caught:
        loads(GARDEN % cue)
    (found,) = caught.value.problems
    return str(found)


@pytest.mark.parametrize("cue", ['"the (plants) are wet"', "{cue: wet, unless: [the (flowers)]}"])
def test_word_lists_that_exist_can_be_used_everywhere(cue: str) -> None:
    assert loads(GARDEN % cue).words["flowers"] == ("tulips",)


def test_a_word_list_that_is_declared_nowhere_is_named_with_the_nearest() -> None:
    assert problem('"the (plant) are wet"') == (
        "text:4:61: unknown-word-list: there is no word-list 'plant'\n"
        '      wet: {kind: boolean, ask: Is it wet?, said: {true: ["the (plant) are wet"]}}\n'
        f"    {' ' * 60}^^^^^\n"
        "    remedy: did you mean 'plants'?"
    )


def test_a_hole_in_a_phrase_that_has_no_value_is_refused() -> None:
    assert "bad-phrase: nothing can stand for <value> here" in problem('"wet for <value>"')


def test_a_hole_of_another_name_is_refused() -> None:
    assert "bad-phrase: nothing can stand for <number> here" in problem('"wet for <number>"')


def test_a_phrase_without_a_word_is_refused() -> None:
    assert "bad-phrase: there is no word in this phrase" in problem('"?!"')


def test_word_lists_in_a_circle_are_refused() -> None:
    with pytest.raises(RulebaseError, match="words-cycle: word lists hold each other in a circle: a -> b -> a"):
        loads("words: {a: [one (b)], b: [two (a)]}")
