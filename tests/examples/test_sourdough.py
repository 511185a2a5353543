"""The rulebase on sourdough: it follows its article, keeps mould out of the kitchen, and knows of nothing else."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor import Advisor
from advisor.render.blocks import as_text
from advisor.render.reply import reply_blocks
from advisor.rulebase.model import Advice
from advisor.workbench.trials import messages, try_messages

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "sourdough"
DAY = datetime.date(2026, 11, 23)
SOURDOUGH = Advisor.load(FOLDER, engine="indexed")
RULEBASE = SOURDOUGH.rulebase
ARTICLE = (FOLDER / "article.md").read_text(encoding="utf-8")
WRITTEN: dict[str, list[str]] = yaml.safe_load((FOLDER / "examples" / "messages.yaml").read_text(encoding="utf-8"))
SPOILED = ("feeding.feed", "baking.bake", "leftover.cook", "storing.fridge", "trouble.keep")

SITUATIONS = st.fixed_dictionaries(
    {},
    optional={
        "begun_on": st.dates(DAY - datetime.timedelta(40), DAY),
        "fed_on": st.dates(DAY - datetime.timedelta(12), DAY),
        "kept_in": st.just("counter"),
        "room": st.sampled_from([Decimal(degrees) for degrees in (16, 18, 20, 22, 27, 30)]),
        "surface": st.sampled_from(["clean", "spots", "streaks"]),
        "liquid": st.sampled_from(["none", "clear", "dark"]),
        "smell": st.sampled_from(["sour", "nail_varnish", "cheese"]),
        "rise": st.just("none"),
        "two_meals_tried": st.booleans(),
        "flour": st.sampled_from(["white", "wholemeal", "rye"]),
        "lid": st.sampled_from(["tight", "loose", "cloth"]),
        "away_for": st.integers(4, 30),
        "has_feeder": st.booleans(),
        "baking_on": st.dates(DAY, DAY + datetime.timedelta(5)),
    },
)
COLD = st.fixed_dictionaries({"kept_in": st.just("fridge"), "rise": st.sampled_from(["some", "doubles"])})


def test_the_sections_of_the_source_are_those_of_the_article() -> None:
    headings = re.findall(r"(?m)^## (.+)$", ARTICLE)
    assert list(RULEBASE.sources["article"].sections.values()) == headings
    assert f"# {RULEBASE.sources['article'].title}\n" in ARTICLE


def test_every_section_of_the_article_is_cited_by_a_rule() -> None:
    cited = {rule.source for rule in RULEBASE.rules.values()}
    assert cited == {f"article/{name}" for name in RULEBASE.sources["article"].sections}


def test_every_number_that_a_rule_tests_or_says_stands_in_the_article() -> None:
    words = {"two": "2", "three": "3", "four": "4", "five": "5", "seven": "7", "eight": "8", "fourteen": "14"}
    told = set(re.findall(r"\d+", ARTICLE)) | {figure for word, figure in words.items() if word in ARTICLE}
    said = [rule.then.say for rule in RULEBASE.rules.values() if isinstance(rule.then, Advice)]
    # a rule compares with one too, where the article says today, yesterday and once; and nought is today
    figures = {
        figure
        for text in (*said, *(r.when or "" for r in RULEBASE.rules.values()))
        for figure in re.findall(r"\d+", text)
    }
    assert figures - {"0", "1"} <= told


def test_it_has_most_of_what_a_rulebase_can_have() -> None:
    facts, rules = RULEBASE.facts.values(), RULEBASE.rules.values()
    assert {fact.kind for fact in facts} >= {"boolean", "choice", "number", "date", "duration"}
    assert any(fact.formula for fact in facts)
    assert any(rule.overrides for rule in rules)
    assert any(rule.otherwise for rule in rules)
    assert any(rule.safety for rule in rules)
    assert RULEBASE.plans
    assert RULEBASE.not_covered
    assert {flag.priority for flag in RULEBASE.flags.values()} == {"P0", "P1", "P2"}


@pytest.mark.parametrize("surface", ["spots", "streaks"])
@given(told=SITUATIONS | COLD)
def test_what_is_spoiled_is_never_fed_baked_cooked_or_kept(surface: str, told: dict[str, object]) -> None:
    outcome = SOURDOUGH.decide({**told, "surface": surface}, today=DAY)
    for act in SPOILED:
        assert {one.advice.verdict for one in outcome.concluded if one.advice.on == act} >= {"dont"}
        assert {one.advice.verdict for one in outcome.concluded if one.advice.on == act} <= {"dont", "wait"}


@given(told=SITUATIONS | COLD)
def test_no_situation_sets_two_rules_against_each_other(told: dict[str, object]) -> None:
    assert SOURDOUGH.decide(told, today=DAY).conflicts == ()


def test_the_examples_in_its_files_are_understood() -> None:
    assert [trial.message.text for trial in try_messages(SOURDOUGH, messages(RULEBASE)) if not trial.passed] == []


@pytest.mark.parametrize("label", WRITTEN)
def test_its_messages_raise_the_flag_that_they_stand_under_and_no_other(label: str) -> None:
    for message in WRITTEN[label]:
        raised = {one.flag for one in SOURDOUGH.understand(message, today=DAY).flags}
        assert raised == ({label} if label in RULEBASE.flags else set()), message


def test_the_two_weeks_begin_anew_when_the_starter_is_thrown_out() -> None:
    session = SOURDOUGH.tell(SOURDOUGH.begin(), {"age": 10}, today=DAY)
    session, reply = SOURDOUGH.respond(session, "I threw it out. How do I begin a new starter?", today=DAY)
    (plan,) = reply.plans
    assert (plan.start, plan.day, plan.ends) == (DAY, 0, DAY + datetime.timedelta(14))


def test_nothing_that_it_says_is_about_people_who_parted() -> None:
    foreign = re.compile(r"(?i)\b(ex|exes|break-?up|no contact|relationship|partner|dating)\b")
    for scenario in RULEBASE.scenarios:
        reply = SOURDOUGH.ask(scenario.say or "", facts=scenario.given, topics=scenario.topics, today=DAY)
        assert not foreign.search(as_text(reply_blocks(reply))), scenario.title
