"""Declaring: what the keys of facts and flags mean for each kind, and what makes no sense there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from advisor.errors import FactError, Position
from advisor.rulebase.declaring import ONLY, check_bounds
from advisor.rulebase.kinds import KINDS, Range
from advisor.rulebase.model import Fact
from tests.gardens import codes, garden, problems

KEYS = {
    "choices": "[a, b]",
    "unit": "mm",
    "min": "1",
    "max": "9",
    "past": "true",
    "compute": "base + 1",
}
NEEDED = {"choice": "choices: [a, b], "}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_for_the_kinds_that_know_what_to_make_of_it(kind: str, key: str) -> None:
    base = "date" if kind == "date" else "number"
    own = "" if key == "choices" else NEEDED.get(kind, "")
    text = f"""
    facts:
      base: {{kind: {base}, ask: What is it?}}
      fact: {{kind: {kind}, {own}{key}: {KEYS[key]}{"" if key == "compute" else ", ask: What is it?"}}}
    """
    if kind in ONLY[key]:
        assert garden(text).facts["fact"].kind == kind
    else:
        found = [problem for problem in problems(text) if problem.code == "wrong-kind"]
        assert found[0].message == f"`{key}` is for facts of kind {' or '.join(ONLY[key])}; 'fact' is a {kind}"


def test_a_choice_without_choices_is_told_so_once() -> None:
    assert codes("facts: {soil: {kind: choice, ask: Which?}}") == ["bad-choices"]
    text = "facts: {soil: {kind: choice, choices: [clay], ask: Which?, said: {clay: [clay]}, shown: {clay: clay}}}"
    assert codes(text) == ["bad-choices"]
    assert codes("facts: {soil: {kind: choice, choices: [clay, clay], ask: Which?}}") == ["bad-choices"]
    assert codes("facts: {soil: {kind: choice, ask: Which?, said: {clay: [clay]}, shown: {clay: clay}}}") == [
        "bad-choices"
    ]


@pytest.mark.parametrize(
    "fact",
    [
        "kind: boolean, presume: perhaps",
        "kind: choice, choices: [a, b], presume: c",
        "kind: number, presume: many",
        "kind: number, presume: 1..3",
        "kind: number, min: 1..3",
        "kind: number, min: many",
        "kind: number, max: 3, presume: 4",
        "kind: number, min: 3, presume: 2",
        "kind: number, min: 3, max: 2",
        "kind: duration, max: 2 weeks, presume: 15 days",
        "kind: duration, presume: 2 weeks..",
        f"kind: text, presume: {'x' * 501}",
    ],
)
def test_a_value_that_does_not_fit_its_fact_is_told(fact: str) -> None:
    assert codes(f"facts: {{fact: {{{fact}, ask: What is it?}}}}") == ["bad-value"]


@pytest.mark.parametrize("text", ["null", "~", "''"])
def test_a_value_that_stands_for_nothing_is_told_once(text: str) -> None:
    found = codes(f"facts: {{fact: {{kind: number, presume: {text}, ask: What is it?}}}}")
    assert found == (["bad-value"] if text == "''" else ["no-value"])


def test_bounds_may_meet_and_values_on_them_fit() -> None:
    facts = garden("""
    facts:
      wind: {kind: number, ask: How strong?, min: -1.5, max: 12, presume: 12}
      one: {kind: number, ask: How many?, min: 1, max: 1, presume: 1}
      dry: {kind: duration, ask: How long?, min: 1 week, presume: 7 days}
    """).facts
    assert [(fact.minimum, fact.maximum, fact.presume) for fact in facts.values()] == [
        (Decimal("-1.5"), 12, 12),
        (1, 1, 1),
        (7, None, 7),
    ]


def test_a_range_fits_the_bounds_of_its_fact_when_both_its_ends_do() -> None:
    fact = Fact("wind", "number", Position("garden.yaml", 1, 1), minimum=0, maximum=12)
    for value in (0, 12, Range(0, 12), Range(None, 3), Range(3, None)):
        assert check_bounds(fact, value) == value
    for value in (-1, 13, Range(-1, 3), Range(3, 13), Range(None, -1), Range(13, None)):
        with pytest.raises(FactError, match="at least 0 and at most 12"):
            check_bounds(fact, value)
    only_low = Fact("wind", "number", Position("garden.yaml", 1, 1), minimum=0)
    with pytest.raises(FactError, match=r"2\.5, at least 0$"):
        check_bounds(only_low, -1)


@pytest.mark.parametrize(
    ("fact", "found"),
    [
        ("kind: boolean, said: [it rains]", ["wrong-shape"]),
        ("kind: boolean, said: {true: [it rains], maybe: [it may]}", ["unknown-value"]),
        ("kind: boolean, shown: it rains", ["wrong-shape"]),
        ("kind: boolean, shown: {maybe: it may}", ["unknown-value"]),
        ("kind: choice, choices: [a, b], said: {a: [an a], c: [a c]}", ["unknown-value"]),
        ("kind: number, said: {true: [many]}", ["wrong-shape"]),
        ("kind: number, said: [many]", ["no-hole"]),
        ("kind: date, said: [{cue: lately}, {cue: on <value>, unless: [paint]}]", ["no-hole"]),
        ("kind: number, shown: {true: many}", ["wrong-shape"]),
    ],
)
def test_phrases_and_clauses_fit_the_kind_of_their_fact(fact: str, found: list[str]) -> None:
    assert codes(f"facts: {{fact: {{{fact}, ask: What is it?}}}}") == found


@pytest.mark.parametrize(
    "key",
    [
        "applies: rain",
        "ask: Is it wet?",
        "help: Feel it.",
        "said: {true: [it is wet]}",
        "weights: {true: 2}",
        "fixed: true",
    ],
)
def test_what_rules_conclude_has_no_keys_of_told_facts(key: str) -> None:
    found = problems(f"""
    facts:
      rain: {{kind: boolean, ask: Does it rain?}}
      wet: {{kind: boolean, {key}}}
    rules:
      wets: {{when: rain, conclude: {{wet: true}}, source: notes/all}}
    """)
    assert [problem.message for problem in found] == [
        f"`{key.partition(':')[0]}` has no meaning: 'wet' is concluded by rules"
    ]


@pytest.mark.parametrize("key", ["applies: rain", "presume: 3", "min: 0", "max: 9", "fixed: false"])
def test_what_is_computed_has_no_keys_that_need_a_telling(key: str) -> None:
    found = problems(f"""
    facts:
      rain: {{kind: boolean, ask: Does it rain?}}
      height: {{kind: number, ask: How high?}}
      double: {{kind: number, compute: height * 2, {key}}}
    """)
    assert [problem.message for problem in found] == [
        f"`{key.partition(':')[0]}` has no meaning: 'double' is computed from other facts"
    ]


def test_what_is_computed_may_be_asked_for_and_said_in_its_own_words() -> None:
    fact = garden("""
    facts:
      planted: {kind: date, ask: When?}
      age: {kind: number, compute: days_since(planted), ask: How old is it?, said: [day <value>]}
    """).facts["age"]
    assert fact.ask == "How old is it?"
    assert fact.said["value"][0].cue == "day <value>"


def test_answers_weigh_what_is_written_and_those_left_out_have_no_entry() -> None:
    facts = garden("""
    facts:
      rain: {kind: boolean, ask: Does it rain?, weights: {true: 1, false: 2.50}}
      soil: {kind: choice, choices: [clay, sand, peat], ask: What soil?, weights: {sand: 0.1, clay: 30}}
      frost: {kind: boolean, ask: Does it freeze?}
    """).facts
    assert [dict(fact.weights) for fact in facts.values()] == [
        {"true": 1, "false": Decimal("2.5")},
        {"sand": Decimal("0.1"), "clay": 30},
        {},
    ]


@pytest.mark.parametrize(
    ("fact", "found"),
    [
        ("kind: boolean, weights: {maybe: 1}", ["unknown-value"]),
        ("kind: boolean, weights: {yes: 1}", ["unknown-value"]),
        ("kind: choice, choices: [a, b], weights: {a: 1, c: 1}", ["unknown-value"]),
        ("kind: choice, choices: [a], weights: {c: 1}", ["bad-choices", "unknown-value"]),
        ("kind: choice, weights: {c: 1}", ["bad-choices"]),
        ("kind: boolean, weights: {true: 0}", ["bad-value"]),
        ("kind: boolean, weights: {true: 0.00}", ["bad-value"]),
        ("kind: boolean, weights: {true: -1}", ["bad-value"]),
        ("kind: boolean, weights: {true: often}", ["bad-value"]),
        ("kind: boolean, weights: {true: 1..2}", ["bad-value"]),
        ("kind: boolean, weights: {true: .inf}", ["bad-value"]),
        ("kind: boolean, weights: {true: 0, false: 0}", ["bad-value", "bad-value"]),
        ("kind: boolean, weights: {true: [1]}", ["wrong-shape"]),
        ("kind: boolean, weights: {true: }", ["no-value"]),
        ("kind: boolean, weights: {}", ["no-value"]),
        ("kind: boolean, weights: [1, 2]", ["wrong-shape"]),
        ("kind: boolean, weights: 2", ["wrong-shape"]),
    ],
)
def test_weights_are_numbers_above_zero_for_answers_that_there_are(fact: str, found: list[str]) -> None:
    assert codes(f"facts: {{fact: {{{fact}, ask: What is it?}}}}") == found


@pytest.mark.parametrize("kind", ["number", "date", "duration", "text"])
def test_only_answers_that_can_be_named_have_weights(kind: str) -> None:
    (found,) = problems(f"facts: {{fact: {{kind: {kind}, weights: {{true: 2}}, ask: What is it?}}}}")
    assert (found.code, found.message) == (
        "wrong-kind",
        f"`weights` is for facts of kind boolean or choice; 'fact' is a {kind}",
    )


def test_a_fact_can_be_changed_unless_it_is_fixed() -> None:
    facts = garden("""
    facts:
      rain: {kind: boolean, ask: Does it rain?, fixed: true}
      planted: {kind: date, ask: When?, fixed: true}
      wind: {kind: number, ask: How strong?, fixed: false}
      depth: {kind: number, ask: How deep?}
    """).facts
    assert [fact.fixed for fact in facts.values()] == [True, True, False, False]
    assert codes("facts: {rain: {kind: boolean, ask: Does it rain?, fixed: sometimes}}") == ["unknown-value"]


def test_flags_name_rules_that_are_there() -> None:
    text = """
    topics: {dig: {title: Digging}}
    rules:
      rest: {advise: {topic: dig, verdict: dont, say: No.}, source: notes/all}
    flags:
      gale: {said: [a gale], say: Go in., suspends: [rests], keeps: [rust]}
    """
    assert [(problem.code, problem.remedy) for problem in problems(text)] == [
        ("unknown-rule", "did you mean 'rest'?"),
        ("unknown-rule", "did you mean 'rest'?"),
    ]


def test_a_name_that_is_no_name_is_told_as_such_and_not_as_an_unknown_one() -> None:
    text = """
    topics: {dig: {title: Digging}}
    rules:
      rest: {advise: {topic: Dig it, verdict: dont, say: No.}, overrides: [No Rule], source: notes}
    flags:
      gale: {said: [a gale], say: Go in., suspends: [No Rule]}
    scenarios:
      any: {given: {Rain: true}, topics: [Dig It], flags: [No Flag], advises: {dig: {Dig It: do}}, open: [dig]}
    """
    assert set(codes(text)) == {"bad-name"}


def test_a_thousand_unknown_names_are_told_without_looking_for_a_near_one_each_time() -> None:
    rules = "".join(f"  r{n}: {{when: no_{n}, conclude: {{no_{n}: true}}, source: notes/all}}\n" for n in range(1_000))
    facts = "".join(f"  fact_{n}: {{kind: boolean, ask: Is it?}}\n" for n in range(1_000))
    found = problems(f"facts:\n{facts}rules:\n{rules}")
    assert found[-1].code == "more-problems"
