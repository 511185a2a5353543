"""A rulebase that loads can be checked, and one that was checked is what the engines decide by."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, RulebaseError, loads
from advisor.rulebase.rereading import Conditions
from advisor.workbench.bench import Bench
from advisor.workbench.checks import run
from tests.drawing import DAY, drawn, left

if TYPE_CHECKING:
    import pytest

seeds = st.integers(0, 1_000_000)
ENGINES = ("plain", "indexed")


@settings(max_examples=60)
@given(seeds, st.integers(1, 3))
def test_whatever_is_changed_in_a_text_it_is_refused_with_problems_or_it_loads_and_is_checked(
    seed: int, changes: int
) -> None:
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    text = drawn(seed)[0].yaml()
    for _ in range(changes):
        text = _changed(text, rnd)
    try:
        rulebase = loads(text)
    except RulebaseError as error:
        assert error.problems  # noqa: PT017 - one of two ways to end
        return
    assert Conditions(rulebase).rulebase == rulebase
    for found in run(Bench(Advisor(rulebase), today=DAY)):
        assert found.position.file == "text"
        assert found.message
        assert found.remedy


def _changed(text: str, rnd: random.Random) -> str:
    """Do what a slip of the hand does: swap words, drop or repeat a line, turn a sign round."""
    lines = text.splitlines()
    at = rnd.randrange(len(lines))
    kind = rnd.randrange(5)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[at])
    elif kind == 2:
        lines[at] = lines[at].replace(" and ", " or ", 1)
    elif kind == 3:
        words = lines[at].split(" ")
        a, b = rnd.randrange(len(words)), rnd.randrange(len(words))
        words[a], words[b] = words[b], words[a]
        lines[at] = " ".join(words)
    else:
        lines[at] = lines[at].replace(">=", "<", 1).replace("not ", "", 1)
    return "\n".join(lines) + "\n"


@settings(max_examples=30)
@given(seeds)
def test_what_the_checks_show_in_an_example_the_engines_decide_in_it(seed: int) -> None:
    world, advisor = drawn(seed)
    advisors = [Advisor(advisor.rulebase, engine) for engine in ENGINES]
    for found in run(Bench(advisor, today=DAY)):
        names = found.message.split("'")[1::2]
        # told in full: by a part of it three-valued logic may not be sure of every rule
        full = next(left(world, dict(found.example)))
        for one in advisors:
            outcome = one.decide(full, today=DAY)
            stands = {c.rule for c in outcome.concluded if c.firm}
            if found.code == "contradictory-advice":
                assert any(set(names) <= set(conflict.rules) for conflict in outcome.conflicts)
            elif found.code in {"never-fires", "always-beaten"}:
                assert names[0] not in stands
            elif found.code == "no-advice":
                assert not any(c.advice.topic == names[0] and c.firm for c in outcome.concluded)


def test_a_topic_whose_rules_are_too_many_together_is_left_undecided_and_nothing_breaks_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rnd = random.Random(7)  # noqa: S311 - repeatable
    names = [f"f{number}" for number in range(40)]
    lines = ["name: big", "sources: {notes: {title: Notes, sections: {all: All}}}", "topics: {t: {title: All of it}}"]
    lines += ["facts:", *(f"  {name}: {{kind: boolean, ask: Is it {name}?}}" for name in names), "rules:"]
    for number in range(60):
        when = " and ".join(rnd.choice(["", "not "]) + name for name in rnd.sample(names, 3))
        advise = f"{{topic: t, act: a{number}, verdict: do, say: Do it.}}"
        lines.append(f"  r{number}: {{when: {when}, advise: {advise}, source: notes/all}}")
    monkeypatch.setattr("advisor.workbench.bench.installed", lambda: False)
    found = run(Bench(Advisor(loads("\n".join(lines))), today=DAY, budget=3_000))
    assert [one.code for one in found] == ["not-decided"]
