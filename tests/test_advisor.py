"""The facade: understanding, deciding and explaining put together, and what a caller can rely on."""

from __future__ import annotations

import datetime
import json
import pickle
from types import MappingProxyType

import pytest

import advisor
from advisor import Advisor, EngineUnavailable, FactError, Range, RulebaseError, UnknownName, loads

DAY = datetime.date(2026, 11, 23)
WATCH = """
name: watch
notice: Nobody reads this.
sources: {notes: {title: Notes, sections: {boat: On boats}}}
words: {boat: [boat, dinghy, ship]}
facts:
  wind:
    kind: number
    unit: knots
    min: 0
    ask: How strong is the wind?
    said: ["<value> knots"]
  crew: {kind: boolean, ask: Do you have a crew?, presume: true}
  departed: {kind: date, past: true, ask: When did you leave?}
  days_at_sea: {kind: number, unit: days, compute: days_since(departed)}
  rough: {kind: boolean, presume: false}
topics:
  sailing: {title: Going out, asked: ["take the (boat) out", "sail"]}
  stores: {title: Stores, asked: ["buy water", "enough water"]}
rules:
  rough-from-twenty: {when: wind >= 20, conclude: {rough: true}, source: notes/boat}
  go: {when: not rough and crew, advise: {topic: sailing, act: go, verdict: do, say: Go out.}, source: notes/boat}
  stay:
    {when: rough, overrides: [go], advise: {topic: sailing, act: go, verdict: dont, say: Stay in.}, source: notes/boat}
  alone: {when: not crew, advise: {topic: sailing, act: go, verdict: wait, say: Wait for a crew.}, source: notes/boat}
  vests: {advise: {topic: sailing, act: vests, verdict: do, say: Wear a vest.}, source: notes/boat}
  water: {when: days_at_sea >= 3, advise: {topic: stores, act: water, verdict: do,
          say: "Buy water, after <days_at_sea> days since <departed>."}, source: notes/boat}
flags:
  sinking:
    said: ["we are sinking", "taking on water"]
    suspends: all
    say: Call the coast guard now.
  storm:
    said: ["a storm is coming"]
    suspends: [go]
    say: A storm was named.
"""


@pytest.fixture(scope="module")
def watch() -> Advisor:
    return Advisor(loads(WATCH), engine="indexed")


def test_a_verdict_can_be_branched_on_in_one_line(watch: Advisor) -> None:
    reply = watch.ask("It blows 25 knots. Can I take the dinghy out?", today=DAY)
    assert reply.verdict == "dont"
    assert reply.say == "Stay in."
    assert reply.assuming == ()
    assert reply.settled
    assert not reply.help
    assert repr(reply) == "<Reply dont: 'Stay in.'>"


def test_what_is_presumed_is_named_ranks_lower_and_is_asked_first(watch: Advisor) -> None:
    reply = watch.ask("Can I take the boat out?", today=DAY)
    assert [(c.advice.say, c.assuming) for c in reply.outcome.concluded] == [
        ("Wear a vest.", ()),
        ("Go out.", ("crew", "rough")),
    ]
    assert [question.fact for question in reply.questions] == ["crew", "wind"]
    assert reply.questions[0].choices == ("yes", "no")
    assert "sailing.go" in reply.questions[0].because


def test_told_facts_are_not_asked_again(watch: Advisor) -> None:
    reply = watch.ask("Can I take the boat out?", facts={"crew": True}, today=DAY)
    assert [question.fact for question in reply.questions] == ["wind"]


def test_a_range_within_one_cell_is_known_and_one_across_cells_is_not(watch: Advisor) -> None:
    inside = watch.decide({"wind": Range(21, 30), "crew": True}, topics="sailing", today=DAY)
    across = watch.decide({"wind": "15..25", "crew": True}, topics="sailing", today=DAY)
    assert [c.rule for c in inside.concluded if c.firm] == ["stay", "vests"]
    assert [c.rule for c in across.concluded if c.firm] == ["vests"]
    assert {o.rule for o in across.open} == {"stay"}
    assert across.open[0].needs == ("wind",)


def test_values_of_facts_stand_in_what_is_said(watch: Advisor) -> None:
    outcome = watch.decide({"days_at_sea": 12}, topics="stores", today=DAY)
    assert outcome.concluded[0].advice.say == "Buy water, after 12 days since 11 November 2026."


def test_a_flag_that_suspends_all_is_answered_before_any_engine_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        pytest.fail("an engine was chosen")

    monkeypatch.setattr("advisor.advisor.choose", fail)
    reply = Advisor(loads(WATCH)).ask("We are sinking! Can I take the other boat out?", today=DAY)
    assert reply.help == ("Call the coast guard now.",)
    assert reply.flags == ("sinking",)
    assert reply.verdict is None
    assert not reply.outcome.concluded
    assert not reply.outcome.open
    assert not reply.outcome.ruled_out
    assert "vests" in reply.outcome.silenced
    assert reply.to_dict()["help"] == ["Call the coast guard now."]


def test_a_flag_silences_the_rules_it_names_and_they_still_beat_what_they_override(watch: Advisor) -> None:
    quiet = watch.decide({"wind": 5, "crew": True}, topics="sailing", today=DAY)
    raised = watch.decide({"wind": 5, "crew": True}, topics="sailing", flags=["storm"], today=DAY)
    assert "go" in {c.rule for c in quiet.concluded}
    assert {c.rule for c in raised.concluded} == {"vests"}
    assert raised.silenced == ("go",)
    assert "go" not in {r.rule for r in raised.ruled_out} | {o.rule for o in raised.open}


def test_only_the_topics_asked_are_decided(watch: Advisor) -> None:
    assert watch.decide({}, topics=["stores"], today=DAY).topics == ("stores",)
    assert watch.decide({}, today=DAY).topics == ("sailing", "stores")


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"wnd": 3}, "there is no fact 'wnd'; did you mean 'wind'?"),
        ({"wind": -1}, "wind: -1 does not fit: expected a number such as 12 or 2.5, at least 0"),
        ({"wind": 2.5}, "wind: 2.5 does not fit: expected a number such as 12 or 2.5 (give it as Decimal or text)"),
        ({"crew": "perhaps"}, "crew: 'perhaps' does not fit: expected yes or no (true or false)"),
        ({"crew": None}, "crew: None does not fit: expected yes or no (true or false) (leave the fact out"),
        (
            {"rough": True},
            "rough: True does not fit: expected nothing: rules conclude it (tell what it comes from: wind)",
        ),
    ],
)
def test_a_wrong_fact_says_which_what_was_given_and_what_fits(
    watch: Advisor, facts: dict[str, object], error: str
) -> None:
    with pytest.raises((FactError, UnknownName)) as caught:
        watch.decide(facts, today=DAY)
    assert str(caught.value).startswith(error)


def test_unknown_topics_flags_and_engines_are_named(watch: Advisor) -> None:
    with pytest.raises(UnknownName, match=r"there is no topic 'sailling'; did you mean 'sailing'\?"):
        watch.decide({}, topics="sailling")
    with pytest.raises(UnknownName, match=r"there is no flag 'sinkin'; did you mean 'sinking'\?"):
        watch.decide({}, flags=["sinkin"])
    with pytest.raises(UnknownName):
        Advisor(watch.rulebase, engine="steam")


def test_auto_says_which_engine_decides_and_why(watch: Advisor) -> None:
    auto = Advisor(watch.rulebase)
    assert auto.engine in {"durable", "indexed"}
    assert auto.engine_because
    assert watch.engine == "indexed"


def test_results_are_frozen_and_records_are_plain_json(watch: Advisor) -> None:
    reply = watch.ask("25 knots, can I sail?", facts={"departed": "2026-11-20"}, today=DAY)
    with pytest.raises(AttributeError):
        reply.flags = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        reply.outcome.topics = ()  # type: ignore[misc]
    for record in (reply.to_dict(), reply.outcome.to_dict(), reply.heard.to_dict()):
        assert json.loads(json.dumps(record)) == record


def test_facts_may_be_any_mapping_and_are_left_alone(watch: Advisor) -> None:
    facts = MappingProxyType({"wind": 25})
    assert watch.decide(facts, topics="sailing", today=DAY).concluded[0].rule == "stay"


def test_the_day_is_read_once_and_can_be_given(watch: Advisor) -> None:
    early = watch.decide({"departed": "2026-11-22"}, topics="stores", today=DAY)
    late = watch.decide({"departed": "2026-11-22"}, topics="stores", today=datetime.date(2026, 12, 1))
    assert early.concluded == ()
    assert late.concluded[0].advice.say == "Buy water, after 9 days since 22 November 2026."


@pytest.mark.parametrize(
    "error",
    [
        FactError("wind", object, "a number", "hint"),
        UnknownName("fact", "wnd", ["wind"]),
        EngineUnavailable("clips", "it is not installed", "install it"),
    ],
)
def test_errors_survive_being_pickled(error: advisor.AdvisorError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert str(again) == str(error)
    assert again.exit_code == 2


def test_a_rulebase_error_survives_being_pickled() -> None:
    with pytest.raises(RulebaseError) as caught:
        loads("facts: {rain: {kind: cloud}}")
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems  # noqa: S301 - our own bytes


def test_the_public_names_are_those_that_can_be_seen() -> None:
    assert dir(advisor) == sorted(advisor.__all__)
    for name in advisor.__all__:
        assert getattr(advisor, name) is not None
    with pytest.raises(AttributeError, match="module 'advisor' has no attribute 'Handler'"):
        advisor.Handler  # noqa: B018 - asking for it is the test


def test_a_flag_that_suspends_all_silences_what_a_topic_says_otherwise_too() -> None:
    otherwise = "otherwise: {act: water, verdict: silent, say: No word., source: notes/boat}"
    text = WATCH.replace("  stores: {title: Stores,", f"  stores: {{title: Stores, {otherwise},")
    text = text.replace("    suspends: all\n", "    suspends: all\n    keeps: [vests]\n")
    advisor = Advisor(loads(text), engine="indexed")
    quiet = advisor.decide({"days_at_sea": 1}, topics="stores", today=DAY)
    raised = advisor.decide({"days_at_sea": 1}, topics=["stores", "sailing"], flags=["sinking"], today=DAY)
    assert [c.rule for c in quiet.concluded] == ["stores.water.otherwise"]
    assert [c.rule for c in raised.concluded] == ["vests"]
    assert "stores.water.otherwise" in raised.silenced


def test_in_a_talk_names_that_do_not_exist_and_values_that_do_not_fit_are_refused(watch: Advisor) -> None:
    session = watch.begin()
    with pytest.raises(UnknownName, match=r"there is no fact 'wnd'; did you mean 'wind'\?"):
        watch.tell(session, {"wnd": 3})
    with pytest.raises(FactError, match="wind: -1 does not fit"):
        watch.tell(session, {"wind": -1}, correcting=True)
    with pytest.raises(FactError, match=r"rules conclude it \(tell what it comes from: wind\)"):
        watch.tell(session, {"rough": True})
    with pytest.raises(UnknownName, match="there is no fact 'wnd'"):
        watch.withdraw(session, "crew", "wnd")
    with pytest.raises(UnknownName, match="there is no fact 'wnd'"):
        watch.decline(session, "wnd")
    with pytest.raises(UnknownName, match=r"there is no way not to answer 'dont know'; did you mean 'don't know'\?"):
        watch.decline(session, "wind", "dont know")
    with pytest.raises(UnknownName, match=r"there is no topic 'sailin'; did you mean 'sailing'\?"):
        watch.turn(session, "sailin")
    assert watch.begin() == session


def test_a_talk_comes_to_the_advice_that_asking_at_once_gives(watch: Advisor) -> None:
    session = watch.begin()
    for line in ("Can I take the boat out?", "yes", "25"):
        session, reply = watch.respond(session, line, today=DAY)
    at_once = watch.ask("Can I take the boat out?", facts={"crew": True, "wind": 25}, today=DAY)
    assert reply.outcome == at_once.outcome
    assert reply.verdict == "dont"
    assert reply.question is None
    again, same = watch.reply(session, today=DAY)
    assert again == session
    assert same.outcome == reply.outcome


def test_a_talk_turned_to_several_topics_is_advised_on_each_once(watch: Advisor) -> None:
    session = watch.turn(watch.begin(), "stores", "sailing", "stores", today=DAY)
    assert watch.state(session, today=DAY).topics == ("stores", "sailing")
    _, reply = watch.reply(watch.tell(session, {"days_at_sea": 5}, today=DAY), today=DAY)
    assert [c.rule for c in reply.outcome.concluded if c.firm] == ["water", "vests"]
