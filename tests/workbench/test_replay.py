"""A replay decides the same on the same rulebase, and on a changed one says what differs and which rule made it so."""

from __future__ import annotations

import datetime
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, RulebaseError, loads
from advisor.conversation.record import Record
from advisor.engines import available
from advisor.render.blocks import as_text
from advisor.render.replay import replayed_blocks
from advisor.workbench.replay import Replayed, replay
from tests.drawing import DAY, advisor_of, drawn, states

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CAMP = """
name: camp
version: "1"
sources: {book: {title: The book of camps, sections: {all: All of it}}}
facts:
  rain: {kind: boolean, ask: Does it rain?}
  wind: {kind: number, ask: How strong is the wind?}
  ground: {kind: choice, choices: [sand, grass, rock], ask: What ground?}
  tent: {kind: boolean, ask: Do you have a tent?, presume: true}
  dug: {kind: date, past: true, ask: When was the trench dug?}
  age: {kind: number, unit: days, compute: days_since(dug)}
  wet: {kind: boolean}
topics:
  sleep: {title: Sleeping out}
  fire: {title: A fire}
rules:
  rain-wets: {when: rain, conclude: {wet: true}, source: book/all}
  old-trench: {when: age > 10, advise: {topic: sleep, act: trench, verdict: do, say: Dig it anew.}, source: book/all}
  out:
    when: not wet and tent
    advise: {topic: sleep, verdict: do, say: Sleep out., because: Air is good.}
    source: book/all
  storm:
    when: wind >= 50
    overrides: [out]
    advise: {topic: sleep, verdict: dont, say: Go inside.}
    source: book/all
  no-fire: {when: wind >= 30, advise: {topic: fire, verdict: dont, say: Light no fire.}, source: book/all}
  fire: {when: ground == sand, advise: {topic: fire, verdict: may, say: Sand is safe.}, source: book/all}
flags:
  ill: {said: ["i am ill"], suspends: [old-trench], say: See a doctor.}
  lost: {said: ["i am lost"], suspends: all, say: Stay where you are.}
"""
DRY = {"rain": False, "wind": 10}


def camp(*changes: tuple[str, str], engine: str = "indexed") -> Advisor:
    text = CAMP
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return Advisor(loads(text), engine)


def record_of(facts: Mapping[str, object], *topics: str, text: str = "", advisor: Advisor | None = None) -> Record:
    reply = (advisor or camp()).ask(text, facts=facts, topics=topics or "sleep", today=DAY)
    return Record.from_json(json.dumps(Record.of_reply(reply).to_dict()))


def replayed(record: Record, *changes: tuple[str, str]) -> Replayed:
    found = replay(camp(*changes), record)
    page = as_text(replayed_blocks(found, record))  # whatever differs, there are words for it
    assert ("The same is advised." in page) is found.same
    return found


def told(found: Replayed) -> list[tuple[str, str]]:
    return [(one.sort, one.on) for one in found.divergences]


def causes(found: Replayed) -> list[tuple[str, str, str]]:
    return [(cause.sort, cause.name, cause.by) for one in found.divergences for cause in one.causes]


@pytest.mark.parametrize("engine", available())
@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_on_the_same_rulebase_nothing_ever_differs_whatever_the_engine(engine: str, seed: int) -> None:
    world, drawing = drawn(seed)
    advisor = Advisor(drawing.rulebase, engine)
    for facts in states(world, random.Random(seed), 2):  # noqa: S311 - drawn from a seed on purpose
        reply = advisor.ask("", facts=facts, topics=["t0", "t1"], today=DAY)
        record = Record.from_json(json.dumps(Record.of_reply(reply).to_dict()))
        found = replay(advisor, record)
        assert found.same, found
        assert not found.changed


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40)
def test_another_order_of_facts_and_rules_in_the_files_makes_no_difference(seed: int) -> None:
    world, advisor = drawn(seed)
    other = Advisor(loads(world.yaml(random.Random(seed + 1))), "indexed")  # noqa: S311 - drawn from a seed
    for facts in states(world, random.Random(seed), 2):  # noqa: S311 - drawn from a seed
        record = Record.of_reply(advisor.ask("", facts=facts, topics=["t0", "t1"], today=DAY))
        assert replay(other, record).same


@given(seed=st.integers(0, 3_000), other=st.integers(0, 3_000))
@settings(max_examples=40)
def test_on_another_rulebase_each_difference_in_verdict_rule_or_words_is_told_once_with_a_cause(
    seed: int, other: int
) -> None:
    world, advisor = drawn(seed)
    _, changed = drawn(other)
    for facts in states(world, random.Random(seed), 2):  # noqa: S311 - drawn from a seed
        record = Record.of_reply(advisor.ask("", facts=facts, topics=["t0", "t1"], today=DAY))
        found = replay(changed, record)
        usable = {t.fact: t.value for t in record.told if t.fact not in {lost.name for lost in found.lost}}
        outcome = changed.decide(usable, topics=["t0", "t1"], today=DAY)
        before = {(a.on, a.verdict, a.rule, a.say) for a in record.advice}
        now = {(c.advice.on, c.advice.verdict, c.rule, c.advice.say) for c in outcome.concluded}
        gone = {(a.on, a.verdict, a.rule, a.say) for one in found.divergences if (a := one.before)}
        come = {(a.on, a.verdict, a.rule, a.say) for one in found.divergences if (a := one.now)}
        assert before - now <= gone <= before
        assert now - before <= come <= now
        assert all(one.causes for one in found.divergences)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60)
def test_where_one_rule_has_changed_it_is_among_the_causes_of_each_difference(seed: int) -> None:
    rnd = random.Random(seed)  # noqa: S311 - drawn from a seed on purpose
    world, advisor = drawn(seed)
    name = rnd.choice(list(world.rules))
    if rnd.random() < 0.5:
        del world.rules[name]
        for rule in world.rules.values():
            rule["overrides"] = [other for other in rule["overrides"] if other != name]
    else:
        others = list(drawn(seed + 50_000)[0].rules.values())
        world.rules[name] = {**world.rules[name], "when": rnd.choice(others)["when"]}
    try:
        changed = advisor_of(world)
    except RulebaseError:
        return  # a condition drawn by chance may always or never hold, which is refused
    for facts in states(world, rnd, 3):
        found = replay(changed, Record.of_reply(advisor.ask("", facts=facts, topics=["t0", "t1"], today=DAY)))
        for one in found.divergences:
            assert name in {part for cause in one.causes for part in (cause.name, cause.by)}, one


FACTS: list[tuple[dict[str, Any], str]] = [
    ({"wind": "10..20", "dug": "2026-11-01"}, ""),
    ({"age": 12}, ""),
    ({"dug": "2026-11-01", "age": 3}, ""),
    ({"ground": "sand", "wind": "35"}, ""),
    ({"rain": True}, "I am lost."),
    ({"age": 12}, "I am ill."),
]


@pytest.mark.parametrize(("facts", "text"), FACTS)
def test_ranges_dates_flags_conflicts_and_facts_at_odds_replay_to_the_same(facts: dict[str, Any], text: str) -> None:
    assert replayed(record_of(facts, "sleep", "fire", text=text)).same


def test_a_talk_of_several_days_replays_to_the_same() -> None:
    advisor = camp()
    session = advisor.tell(advisor.turn(advisor.begin(), "sleep", today=DAY), {"dug": "2026-11-15"}, today=DAY)
    later = DAY + datetime.timedelta(days=5)
    session = advisor.decline(advisor.tell(session, DRY, today=later), "tent", today=later)
    record = Record.of_reply(advisor.reply(session, today=later)[1])
    assert [one.rule for one in record.advice] == ["old-trench", "out"]
    assert replayed(record).same


def test_a_text_that_was_left_out_replays_to_the_same() -> None:
    text = CAMP.replace("  wet: {kind: boolean}", "  wet: {kind: boolean}\n  place: {kind: text, ask: Where?}")
    text = text.replace("when: age > 10", 'when: place != "here"').replace("Dig it anew.", '"Dig at <place>."')
    advisor = Advisor(loads(text), "indexed")
    record = record_of({"place": "heron pond"}, advisor=advisor)
    assert [one.say for one in record.advice] == ["Dig at …."]
    assert replay(advisor, record).same


def test_a_rule_that_is_gone_makes_its_advice_disappear() -> None:
    start, end = CAMP.index("  old-trench:"), CAMP.index("  out:")
    record = record_of({**DRY, "age": 12})
    found = replayed(record, (CAMP[start:end], ""), ("suspends: [old-trench]", "suspends: [out]"))
    assert told(found) == [("disappeared", "sleep.trench")]
    assert causes(found) == [("gone", "old-trench", "")]
    assert found.changed
    assert not found.same


def test_a_rule_that_was_retired_is_gone_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "camp.yaml").write_text(CAMP, encoding="utf-8")
    more = "name: more\nretires: {old-trench: Nobody digs any more.}\n"
    (tmp_path / "more.yaml").write_text(more, encoding="utf-8")
    advisor = Advisor.load(tmp_path / "camp.yaml", tmp_path / "more.yaml", engine="plain")
    found = replay(advisor, record_of({**DRY, "age": 12}))
    assert [(c.sort, c.name, c.now) for c in found.divergences[0].causes] == [
        ("gone", "old-trench", "Nobody digs any more.")
    ]


def test_a_new_rule_makes_its_advice_appear() -> None:
    new = "  pegs: {when: wind < 20, advise: {topic: sleep, act: pegs, verdict: know, say: Few.}, source: book/all}\n"
    found = replayed(record_of(DRY), ("rules:\n", f"rules:\n{new}"))
    assert told(found) == [("appeared", "sleep.pegs")]
    assert causes(found) == [("new", "pegs", "")]


def test_a_changed_condition_is_named_as_it_was_and_as_it_is() -> None:
    found = replayed(record_of({**DRY, "age": 12}), ("when: age > 10", "when: age > 20"))
    assert told(found) == [("disappeared", "sleep.trench")]
    (cause,) = found.divergences[0].causes
    assert (cause.sort, cause.name, cause.before, cause.now) == ("condition", "old-trench", "age > 10", "age > 20")


def test_a_changed_verdict_reverses_the_advice() -> None:
    found = replayed(
        record_of({"age": 12, "wind": 60, "rain": False}), ("verdict: dont, say: Go inside.", "verdict: may, say: Go.")
    )
    assert told(found) == [("reversed", "sleep.sleep")]
    (cause,) = found.divergences[0].causes
    assert (cause.sort, cause.name, cause.before, cause.now) == ("verdict", "storm", "dont", "may")


def test_other_words_or_another_reason_are_told_with_both() -> None:
    found = replayed(record_of(DRY), ("say: Sleep out.", "say: Sleep in the open."), ("Air is good", "Stars are fine"))
    assert told(found) == [("worded", "sleep.sleep")]
    assert causes(found) == [("words", "out", ""), ("words", "out", "because")]
    assert [c.now for c in found.divergences[0].causes] == ["Sleep in the open.", "Stars are fine."]


def test_a_rule_that_overrides_now_is_named_and_so_is_what_became_of_it() -> None:
    found = replayed(record_of(DRY), ("when: wind >= 50", "when: wind >= 5"))
    assert told(found) == [("reversed", "sleep.sleep")]
    assert causes(found) == [("overridden", "out", "storm"), ("condition", "storm", "")]


def test_an_override_that_is_new_is_named() -> None:
    rule = "  old-trench: {when: age > 10, advise: {topic: sleep, act: trench"
    found = replayed(
        record_of({**DRY, "age": 12}), (rule, rule.replace("when: age > 10", "when: age > 10, overrides: [out]"))
    )
    assert told(found) == [("disappeared", "sleep.sleep")]
    assert causes(found) == [("overridden", "out", "old-trench")]


def test_an_override_that_is_no_more_lets_advice_appear() -> None:
    record = record_of({"rain": False, "wind": 60})
    found = replayed(
        record, ("    overrides: [out]\n", ""), ("verdict: dont, say: Go inside.", "verdict: know, say: Go inside.")
    )
    assert ("appeared", "sleep.sleep") in told(found)
    assert ("no longer overridden", "out", "storm") in causes(found)


def test_a_rule_that_a_flag_silences_now_is_told_with_the_flag() -> None:
    record = record_of(DRY, text="I am ill.")
    found = replayed(record, ("suspends: [old-trench]", "suspends: [old-trench, out]"))
    assert told(found) == [("disappeared", "sleep.sleep")]
    assert causes(found) == [("silenced", "out", "ill")]


def test_rules_that_contradict_each_other_now_are_told_by_the_one_that_changed() -> None:
    found = replayed(record_of({"ground": "sand", "wind": 20}, "fire"), ("when: wind >= 30", "when: wind >= 15"))
    assert told(found) == [("disappeared", "fire.fire")]
    assert causes(found) == [("condition", "no-fire", "")]


def test_the_same_verdict_by_another_rule_is_told_as_such() -> None:
    new = "  sandy: {when: ground == sand, advise: {topic: fire, verdict: may, say: Sand is safe.}, source: book/all}\n"
    old = CAMP[CAMP.index("  fire: {when") : CAMP.index("flags:")]
    found = replayed(record_of({"ground": "sand", "wind": 5}, "fire"), (old, new))
    assert told(found) == [("other rule", "fire.fire")]
    assert set(causes(found)) == {("gone", "fire", ""), ("new", "sandy", "")}


def test_a_change_behind_a_derived_fact_is_found() -> None:
    found = replayed(record_of(DRY), ("rain-wets: {when: rain", "rain-wets: {when: wind < 20"))
    assert told(found) == [("disappeared", "sleep.sleep")]
    assert causes(found) == [("condition", "rain-wets", "")]


def test_a_presumption_that_has_changed_is_told_of_its_fact() -> None:
    record = record_of(DRY)
    assert record.advice[0].assuming == ("tent",)
    found = replayed(record, ("ask: Do you have a tent?, presume: true", "ask: Do you have a tent?, presume: false"))
    assert told(found) == [("disappeared", "sleep.sleep")]
    assert causes(found) == [("fact", "tent", "presumed")]


def test_advice_that_takes_other_things_for_granted_is_told() -> None:
    text = ("ask: Does it rain?", "ask: Does it rain?, presume: false")
    record = record_of({"wind": 10}, advisor=camp(text))
    found = replayed(record, text, ("not wet and tent", "not wet"))
    assert told(found) == [("assumed", "sleep.sleep")]
    assert causes(found) == [("condition", "out", "")]


def test_another_formula_of_a_fact_is_told_of_the_fact() -> None:
    found = replayed(record_of({**DRY, "dug": "2026-11-11"}), ("days_since(dug)", "days_since(dug) - 5"))
    assert told(found) == [("disappeared", "sleep.trench")]
    assert [cause for cause in causes(found) if cause[0] == "fact"] == [("fact", "age", "computed")]


def test_a_topic_that_no_longer_applies_is_told() -> None:
    record = record_of({**DRY, "ground": "rock"})
    found = replayed(record, ("sleep: {title: Sleeping out", "sleep: {title: Sleeping out, applies: ground != rock"))
    assert told(found) == [("disappeared", "sleep.sleep")]
    assert ("topic", "sleep", "") in causes(found)


def test_facts_that_may_not_go_together_now_are_told_with_the_combination() -> None:
    found = replayed(record_of(DRY), ("rules:\n", "never: [not rain and wind < 20]\nrules:\n"))
    assert told(found) == [("at odds", ""), ("disappeared", "sleep.sleep")]
    assert found.divergences[0].causes[0].now == "not rain and wind < 20"


def test_facts_that_may_go_together_now_are_told_with_what_they_broke() -> None:
    never = ("rules:\n", "never: [not rain and wind < 20]\nrules:\n")
    found = replayed(record_of(DRY, advisor=camp(never)))
    assert told(found) == [("no longer at odds", ""), ("appeared", "sleep.sleep")]
    assert found.divergences[0].causes[0].before == "not rain and wind < 20"


def test_a_fact_that_is_no_more_is_lost_with_the_nearest_name_and_is_the_cause() -> None:
    found = replayed(record_of({"ground": "sand", "wind": 5}, "fire"), ("ground", "grounds"))
    assert [(lost.kind, lost.name, lost.nearest) for lost in found.lost] == [("fact", "ground", "grounds")]
    assert told(found) == [("disappeared", "fire.fire")]
    assert causes(found) == [("condition", "fire", "")]


def test_a_fact_that_takes_no_telling_any_more_is_the_cause() -> None:
    change = ("rain: {kind: boolean, ask: Does it rain?}", "rain: {kind: choice, choices: [rain, none], ask: Rain?}")
    found = replayed(record_of(DRY), change, ("when: rain,", "when: rain == rain,"))
    assert [lost.name for lost in found.lost] == ["rain"]
    assert told(found) == [("disappeared", "sleep.sleep")]
    assert ("lost", "rain", "") in causes(found)


def test_a_value_that_is_no_more_is_lost_with_what_fits() -> None:
    found = replayed(record_of({"ground": "rock", **DRY}), ("[sand, grass, rock]", "[sand, grass]"))
    assert [(lost.name, lost.why) for lost in found.lost] == [
        ("ground", "what was told does not fit any more: expected one of sand, grass")
    ]
    assert found.divergences == ()
    assert not found.same


def test_topics_and_flags_that_are_no_more_are_lost() -> None:
    record = record_of({"ground": "sand", "wind": 5}, "fire", text="I am ill.")
    found = replayed(
        record, ("fire: {title", "blaze: {title"), ("topic: fire", "topic: blaze"), ("  ill:", "  unwell:")
    )
    assert [(lost.kind, lost.name) for lost in found.lost] == [("topic", "fire"), ("flag", "ill")]
    assert told(found) == [("disappeared", "fire.fire")]


def test_a_change_that_has_no_part_in_the_advice_is_a_changed_rulebase_and_no_difference() -> None:
    found = replayed(record_of(DRY), ("Light no fire.", "Light none."))
    assert found.same
    assert found.changed


def test_a_replay_is_plain_values_too() -> None:
    found = replayed(record_of(DRY), ("say: Sleep out.", "say: Sleep.")).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["divergences"][0]["sort"] == "worded"
