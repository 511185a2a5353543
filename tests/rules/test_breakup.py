"""The first rulebase: what it must advise in everyday situations, and how it speaks."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from advisor import Advisor
from advisor.rulebase.model import Advice
from advisor.workbench.trials import coverage, try_all

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = datetime.date(2026, 11, 23)
SITUATIONS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "situations.yaml").read_text(encoding="utf-8")
)
FORBIDDEN = re.compile(
    r"guarantee|irresistib|magnetic|will come back|always works|never works|all men|calm down|just ignore"
    r"|at least he|you should have|promise me|trust me|make him jealous|i understand|\b(he|him|his|she|her)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def breakup() -> Advisor:
    return Advisor.load("breakup", engine="indexed")


def identity(situation: dict[str, Any]) -> str:
    return str(situation["say"])


@pytest.mark.parametrize("situation", SITUATIONS, ids=identity)
def test_a_situation_of_one_sentence_gets_its_verdict(breakup: Advisor, situation: dict[str, Any]) -> None:
    outcome = breakup.decide(situation["given"], topics=situation["topic"], today=DAY)
    on = f"{situation['topic']}.{situation['act']}"
    found = outcome.advice_on(on)
    if situation["firmness"] == "open":
        assert found is None or found.advice.verdict in {"know", "silent"}
        assert on in {one.advice.on for one in outcome.open}
    else:
        assert found is not None
        assert found.advice.verdict == situation["verdict"]
        assert ("firm" if found.firm else "assuming") == situation["firmness"]


def test_of_the_situations_85_in_100_get_advice_at_once_and_none_leaves_more_than_six_acts_open(
    breakup: Advisor,
) -> None:
    assert len(SITUATIONS) >= 40
    answered = 0
    for situation in SITUATIONS:
        outcome = breakup.decide(situation["given"], topics=situation["topic"], today=DAY)
        answered += outcome.advice_on(f"{situation['topic']}.{situation['act']}") is not None
        assert len({one.advice.on for one in outcome.open}) <= 6, situation["say"]
    assert answered >= 0.85 * len(SITUATIONS)


def test_what_the_sentences_say_is_what_was_written_down_for_most_of_them(breakup: Advisor) -> None:
    right = Counter[str]()
    for situation in SITUATIONS:
        heard = breakup.understand(situation["say"], today=DAY)
        right["topic"] += heard.topic == situation["topic"]
    assert right["topic"] >= 0.8 * len(SITUATIONS)


def test_every_topic_has_situations(breakup: Advisor) -> None:
    assert {situation["topic"] for situation in SITUATIONS} == set(breakup.rulebase.topics)


def test_every_scenario_passes_and_every_rule_is_shown_both_ways(breakup: Advisor) -> None:
    trials = try_all(breakup)
    assert [trial.scenario.title for trial in trials if not trial.passed] == []
    assert coverage(breakup, trials).full


def spoken(advisor: Advisor) -> Iterator[tuple[str, str]]:
    """Walk everything the rulebase can say to a person."""
    rulebase = advisor.rulebase
    yield "notice", rulebase.notice
    for rule in rulebase.rules.values():
        if isinstance(rule.then, Advice):
            yield rule.name, rule.then.say
            yield rule.name, rule.then.because
    for fact in rulebase.facts.values():
        yield fact.name, fact.ask
        yield from ((fact.name, words) for words in fact.shown.values())
    for flag in rulebase.flags.values():
        yield flag.name, flag.say
    for plan in rulebase.plans.values():
        yield from ((plan.name, words) for words in (plan.title, plan.because, plan.done))


def test_nothing_is_promised_commanded_to_feel_or_said_of_he_or_she(breakup: Advisor) -> None:
    found = [(name, words) for name, words in spoken(breakup) if FORBIDDEN.search(words)]
    assert found == []


def test_what_is_claimed_is_attributed(breakup: Advisor) -> None:
    for rule in breakup.rulebase.rules.values():
        if isinstance(rule.then, Advice) and rule.source.startswith("article/"):
            assert re.search(r"article|author", rule.then.say + rule.then.because, re.IGNORECASE), rule.name

    for plan in breakup.rulebase.plans.values():
        assert re.search(r"article|author", plan.because, re.IGNORECASE), plan.name


def test_the_four_weeks_are_as_long_as_the_rules_say(breakup: Advisor) -> None:
    (plan,) = breakup.rulebase.plans.values()
    ended = DAY - datetime.timedelta(days=plan.length)
    for start, over in ((ended, True), (ended + datetime.timedelta(days=1), False)):
        outcome = breakup.decide({plan.start: start}, today=DAY)
        assert outcome.derived["four_weeks_over"].value is over


@pytest.mark.parametrize("told", list(product((False, True), repeat=4)))
def test_what_restarts_the_four_weeks_is_what_the_rules_take_for_broken_contact(
    breakup: Advisor, told: tuple[bool, ...]
) -> None:
    facts = dict(zip(("made_contact", "answered", "emergency", "practical_matter"), told, strict=True))
    (plan,) = breakup.rulebase.plans.values()
    restarted = any(
        facts[name] and not any(facts[kept] for kept in plan.unless.get(name, ())) for name in plan.restarts
    )
    outcome = breakup.decide({"ex_reached_out": True, **facts}, today=DAY)
    assert outcome.derived["contact_broken"].value is restarted


def test_nobody_is_told_to_change_what_has_happened_or_what_the_other_does(breakup: Advisor) -> None:
    fixed = {fact.name for fact in breakup.rulebase.facts.values() if fact.fixed}
    assert fixed >= {"ex_reached_out", "asks_to_meet", "ex_wants_back", "new_partner", "blocked_by_ex", "ex_watches"}
    assert fixed >= {"answered", "made_contact", "begged", "showed_jealousy", "broke_before", "emergency"}
    assert not fixed & {"last_contact", "planned_length", "channel", "follows_ex", "bad_behaviour", "sleeping_together"}


def test_where_the_source_is_silent_the_verdict_says_so(breakup: Advisor) -> None:
    silent = [r for r in breakup.rulebase.rules.values() if isinstance(r.then, Advice) and r.then.verdict == "silent"]
    assert len(silent) >= 4
    assert all(rule.source.startswith("limits/") for rule in silent)


@pytest.mark.parametrize(
    "text",
    ["I want to kill myself, she left me.", "I want to die.", "My ex is at the door with a knife."],
)
def test_someone_in_danger_hears_nothing_of_the_article(breakup: Advisor, text: str) -> None:
    reply = breakup.ask(text, today=DAY)
    assert reply.help
    assert reply.verdict is None
    assert reply.outcome.concluded == ()
    assert reply.outcome.open == ()
    assert reply.questions == ()
    assert len(" ".join(reply.help).split()) <= 130


@pytest.mark.parametrize("text", ["These shoes kill me.", "I'm dying of curiosity, did he text?", "My battery died."])
def test_an_idiom_raises_no_flag(breakup: Advisor, text: str) -> None:
    assert breakup.ask(text, today=DAY).flags == ()


def test_the_day_of_28_is_counted_from_the_last_contact(breakup: Advisor) -> None:
    facts = {"last_contact": "2026-11-11"}
    outcome = breakup.decide(facts, topics="duration", today=DAY)
    words = " ".join(c.advice.say for c in outcome.concluded)
    assert "12" in words
    assert "9 December 2026" in words


def test_danger_in_an_answer_is_heard_as_in_any_message(breakup: Advisor) -> None:
    said = "No. Nobody would notice if I were gone."
    assert breakup.understand(said, today=DAY).decision == "help"
    assert breakup.understand(said, expecting="emergency", today=DAY).decision == "help"
