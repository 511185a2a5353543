"""Building rules: what they conclude and advise, what they override, and where they come from."""

from __future__ import annotations

import pytest

from advisor.rulebase.deriving import TOO_MANY
from advisor.rulebase.model import Conclusion
from tests.gardens import codes, garden, problems

FACTS = """
facts:
  rain: {kind: boolean, ask: Does it rain?}
  wind: {kind: number, ask: How strong?}
  wet: {kind: boolean}
  level: {kind: choice, choices: [low, high], otherwise: low}
  share: {kind: number, otherwise: 0}
  label: {kind: text, otherwise: none at all}
  spell: {kind: duration, otherwise: 0}
topics:
  dig: {title: Digging}
rules:
  wets: {when: rain, conclude: {wet: true}, source: notes/all}
  lifts: {when: rain, conclude: {level: high}, source: notes/all}
  shares: {when: rain, conclude: {share: 2.50}, source: notes/all}
  labels: {when: rain, conclude: {label: no}, source: notes/all}
  spells: {when: rain, conclude: {spell: 2 weeks}, source: notes/all}
"""


def test_a_rule_concludes_a_value_as_the_fact_reads_it() -> None:
    rules = garden(FACTS).rules
    found = {rule.then.fact: rule.then.value for rule in rules.values() if isinstance(rule.then, Conclusion)}
    assert {name: str(value) for name, value in found.items()} == {
        "wet": "True",
        "level": "high",
        "share": "2.5",
        "label": "no",
        "spell": "14",
    }


@pytest.mark.parametrize(
    ("then", "found"),
    [
        ("conclude: {level: hihg}", ["bad-value"]),
        ("conclude: {share: 1..3}", ["bad-value"]),
        ("conclude: {lvel: high}", ["unknown-fact"]),
        ("conclude: {wet: true, level: high}", ["one-of"]),
        ("conclude: {}", ["no-value"]),
        ("conclude: wet", ["wrong-shape"]),
        ("conclude: {wet: [true]}", ["wrong-shape"]),
        ("conclude: {wet: true}, advise: {topic: dig, verdict: do, say: Dig.}", ["either-or"]),
        ("safety: false", ["missing-key"]),
        ("advise: {topic: digg, verdict: do, say: Dig.}", ["unknown-topic"]),
        ("advise: {verdict: do, say: Dig.}", ["missing-key"]),
        ("advise: {topic: [dig], verdict: do, say: Dig.}", ["wrong-shape"]),
        ("advise: dig", ["wrong-shape"]),
    ],
)
def test_a_rule_that_concludes_or_advises_nothing_that_can_be_is_told_so_once(then: str, found: list[str]) -> None:
    text = FACTS + f"  more: {{when: rain, source: notes/all, {then}}}\n"
    assert codes(text) == found


def test_the_act_of_advice_is_the_topic_where_nothing_else_is_said() -> None:
    text = FACTS + "  more: {source: notes/all, advise: {topic: dig, verdict: do, say: Dig.}}\n"
    then = garden(text).rules["more"].then
    assert getattr(then, "on", None) == "dig.dig"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("notes/all", []),
        ("notes/al", ["unknown-section"]),
        ("note/all", ["unknown-source"]),
        ("notes", ["bad-name"]),
        ("notes/", ["bad-name"]),
        ("[notes/all]", ["wrong-shape"]),
    ],
)
def test_a_rule_names_a_section_of_a_source(source: str, found: list[str]) -> None:
    text = FACTS + f"  more: {{source: {source}, advise: {{topic: dig, verdict: do, say: Dig.}}}}\n"
    assert (codes(text) if found else list(garden(text).retired)) == found


def test_a_rule_overrides_each_rule_once_and_never_itself() -> None:
    more = "source: notes/all, advise: {topic: dig, verdict: do, say: Dig.}"
    assert garden(FACTS + f"  more: {{overrides: [wets, lifts, wets], {more}}}\n").rules["more"].overrides == (
        "wets",
        "lifts",
    )
    (problem,) = problems(FACTS + f"  more: {{overrides: [wets, more], {more}}}\n")
    assert (problem.code, problem.message) == ("override-cycle", "'more' overrides itself")


def test_a_condition_may_grow_too_large_within_that_of_its_topic() -> None:
    letters = [f"{letter}{n}" for letter in "ab" for n in range(15)]
    facts = "".join(f"  {name}: {{kind: boolean, ask: Is it?}}\n" for name in letters)
    text = FACTS.replace("topics:", facts + "topics:").replace(
        "{title: Digging}", "{title: Digging, applies: " + " or ".join(letters[:15]) + "}"
    )
    when = " or ".join(letters[15:])
    (problem,) = problems(
        text + f"  more: {{when: {when}, source: notes/all, advise: {{topic: dig, verdict: do, say: Dig.}}}}\n"
    )
    assert (problem.code, problem.message) == TOO_MANY


def test_a_topic_may_say_something_otherwise_on_several_acts_and_on_each_once() -> None:
    otherwise = (
        "otherwise: [{verdict: may, say: A., source: notes/all}, {act: b, verdict: do, say: B., source: notes/all}]"
    )
    rules = garden(FACTS.replace("{title: Digging}", f"{{title: Digging, {otherwise}}}")).rules
    assert {name for name, rule in rules.items() if rule.otherwise} == {"dig.dig.otherwise", "dig.b.otherwise"}
    twice = otherwise.replace("act: b", "act: dig")
    (problem,) = problems(FACTS.replace("{title: Digging}", f"{{title: Digging, {twice}}}"))
    assert (problem.code, problem.message) == ("duplicate-name", "the act 'dig' has two otherwise")


@pytest.mark.parametrize("otherwise", ["[nothing]", "nothing", "[[nothing]]"])
def test_an_otherwise_of_another_shape_is_told_once(otherwise: str) -> None:
    text = FACTS.replace("{title: Digging}", f"{{title: Digging, otherwise: {otherwise}}}")
    assert codes(text) == ["wrong-shape"]
