"""The first rulebase and people in danger: what falls silent, what stands, who is named, and what is said."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.conversation.help import filled, places
from advisor.conversation.session import RAISED, Event
from advisor.conversation.speaking import spoken
from advisor.conversation.standing import Standing
from advisor.language.heard import AFFIRMED, DENIED, POSSIBLE
from advisor.render.blocks import as_text
from advisor.render.reply import reply_blocks
from advisor.rulebase.care import ADAPT, ANYWHERE, BOUNDARY, DOER, EMERGENCY, NEED, SELF, VOICES, WITNESS
from advisor.rulebase.model import Advice
from tests.rules.look_alikes import LOOK_ALIKES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor import Reply, Session
    from advisor.rulebase.care import Flag

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 11, 23)
ADVISOR = Advisor.load("breakup", engine="indexed")
RULEBASE, CARE = ADVISOR.rulebase, ADVISOR.rulebase.care
FLAGS = sorted(RULEBASE.flags)
QUIET = [name for name in FLAGS if RULEBASE.flags[name].quiets]
LOUD = [name for name in FLAGS if not RULEBASE.flags[name].quiets]
EMERGENCIES = [name for name in FLAGS if RULEBASE.flags[name].urgency == EMERGENCY]
COUNTRIES = [None, *CARE.countries]
LIMITS = {"m3", "m5", "nobump"}
"""What only holds somebody back, and so is never taken from them."""

QUESTION = "How long should I go without contact?"


def day(number: int) -> datetime.date:
    return DAY + datetime.timedelta(days=number)


def raised(name: str, status: str = AFFIRMED, voice: str = SELF, session: Session | None = None) -> Session:
    """Let a flag be raised, whatever words may do so."""
    names = (name,) if voice == SELF else (name, voice)
    return (session or ADVISOR.begin()).then(Event(RAISED, DAY, names=names, how=status))


def up(text: str) -> dict[str, str]:
    """Give the flags that a message raises, and whose matter each is."""
    return {one.flag: one.voice for one in ADVISOR.understand(text, today=DAY).flags if one.status != DENIED}


def in_words(reply: Reply) -> str:
    return as_text(reply_blocks(reply), 10_000)


# --- what falls silent


def drawn(name: str) -> st.SearchStrategy[object]:
    """Draw a value of a fact."""
    fact = RULEBASE.facts[name]
    if fact.kind == "boolean":
        return st.booleans()
    if fact.kind == "choice":
        return st.sampled_from(fact.choices)
    if fact.kind == "date":
        return st.integers(-60, -1 if fact.past else 60).map(lambda n: DAY + datetime.timedelta(days=n))
    return st.integers(1, 60).map(lambda n: f"{n} days" if fact.kind == "duration" else n)


TOLD = [name for name, fact in RULEBASE.facts.items() if not fact.derived and not fact.formula]
SITUATIONS = st.lists(st.sampled_from(TOLD), max_size=9, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: drawn(name) for name in names})
)


@settings(max_examples=60)
@given(SITUATIONS)
def test_no_rule_that_a_flag_silences_speaks_in_any_situation(facts: dict[str, object]) -> None:
    for name in FLAGS:
        outcome = ADVISOR.decide(facts, flags=[name], today=DAY)
        speak = {case.rule for one in outcome.concluded for case in one.cases or (one,)}
        speak |= {one.rule for one in outcome.concluded} | {one.rule for one in outcome.open}
        assert speak.isdisjoint(RULEBASE.flags[name].silences), name
        if RULEBASE.flags[name].quiets:
            assert not speak


@pytest.mark.parametrize("name", LOUD)
def test_no_rule_that_speaks_in_a_scenario_does_so_against_a_flag(name: str) -> None:
    silences = RULEBASE.flags[name].silences
    shown = set()
    for scenario in RULEBASE.scenarios:
        told = {**(ADVISOR.understand(scenario.say, today=DAY).facts if scenario.say else {}), **scenario.given}
        without = {one.rule for one in ADVISOR.decide(told, today=DAY).concluded}
        shown |= without & silences
        speak = {one.rule for one in ADVISOR.decide(told, flags=[name], today=DAY).concluded}
        assert speak.isdisjoint(silences)
    assert shown or not silences


def test_at_the_two_first_urgencies_every_rule_is_silent() -> None:
    assert len(QUIET) >= 18
    for name in QUIET:
        assert RULEBASE.flags[name].silences == set(RULEBASE.rules), name


def test_what_only_holds_somebody_back_is_silenced_by_no_boundary_and_no_change_of_rules() -> None:
    kept = {name for name, rule in RULEBASE.rules.items() if rule.tags and set(rule.tags) <= LIMITS}
    assert {tag for name in kept for tag in RULEBASE.rules[name].tags} == LIMITS
    for name in LOUD:
        assert kept.isdisjoint(RULEBASE.flags[name].silences), name


def test_every_part_of_the_article_that_a_flag_may_silence_has_its_tag() -> None:
    tagged = {tag for rule in RULEBASE.rules.values() for tag in rule.tags}
    assert tagged >= LIMITS | {"goal", "miss", "nc", "nc28", "friends", "noreply", "emerg", "restart", "bump10"}
    assert tagged >= {"newgf", "m1", "m2", "m4"}


@pytest.mark.parametrize("name", QUIET)
@pytest.mark.parametrize("voice", VOICES)
def test_help_is_all_that_is_said_where_a_flag_is_urgent(name: str, voice: str) -> None:
    session = ADVISOR.turn(raised(name, voice=voice), "duration", "bump_in", today=DAY)
    session = ADVISOR.tell(session, {"last_contact": day(-3), "begged": True, "new_partner": "known"}, today=DAY)
    _, reply = ADVISOR.reply(session, today=DAY)
    assert reply.quiet
    assert reply.help
    assert (reply.outcome.concluded, reply.outcome.open, reply.questions) == ((), (), ())
    assert (reply.verdict, reply.say, reply.because) == (None, "", "")
    said = in_words(reply)
    for rule in RULEBASE.rules.values():
        if isinstance(rule.then, Advice):
            assert rule.then.say not in said
            assert not rule.then.because or rule.then.because not in said
    assert not any(topic.title in said for topic in RULEBASE.topics.values())
    assert not any(fact.ask and fact.ask in said for fact in RULEBASE.facts.values())
    assert said.endswith(RULEBASE.care.reminder)


# --- what stands


def asked(session: Session, number: int) -> tuple[Session, Reply]:
    return ADVISOR.respond(session, QUESTION, today=day(number))


@pytest.mark.parametrize("name", FLAGS)
def test_what_was_denied_twice_stands_and_its_line_of_help_stays_when_the_talk_turns(name: str) -> None:
    session = raised(name, DENIED, session=raised(name))
    session, _ = ADVISOR.respond(session, "No.", today=DAY)
    session = raised(name, DENIED, session=session)
    for number, text in enumerate([QUESTION, "Should I text my ex?", "My ex has someone new, is it a rebound?"]):
        session, reply = ADVISOR.respond(session, text, today=day(number))
        state = ADVISOR.state(session, today=day(number))
        assert state.flags[name] == DENIED
        stays = filled(RULEBASE.flags[name].stays, CARE, None)
        assert bool(stays) is (RULEBASE.flags[name].urgency != ADAPT)
        assert not stays or stays in reply.help
        assert filled(RULEBASE.flags[name].say, CARE, None) not in reply.help


@pytest.mark.parametrize("name", [name for name in QUIET if not RULEBASE.flags[name].firm])
def test_after_a_denial_advice_comes_back_when_it_is_asked_for_and_for_an_emergency_not_that_day(name: str) -> None:
    session = raised(name, DENIED, session=raised(name))
    session, reply = ADVISOR.reply(session, today=DAY)
    assert reply.quiet
    session, reply = ADVISOR.respond(session, "Hm.", today=day(1))
    assert reply.quiet
    again, reply = asked(raised(name, DENIED, session=raised(name)), 0)
    assert reply.quiet is (RULEBASE.flags[name].urgency == EMERGENCY)
    assert (reply.outcome.concluded == ()) is reply.quiet
    _, reply = asked(again, 1)
    assert not reply.quiet
    assert reply.outcome.concluded
    assert reply.help


@pytest.mark.parametrize("name", [name for name in FLAGS if RULEBASE.flags[name].firm])
def test_what_is_firm_suspends_for_good_whatever_is_denied(name: str) -> None:
    session = raised(name, DENIED, session=raised(name))
    for number in (0, 1, 30, 400):
        session, reply = asked(session, number)
        assert name in reply.flags
        assert set(reply.outcome.silenced) or reply.quiet


def test_an_order_of_a_court_being_under_age_and_what_is_done_to_a_child_are_firm() -> None:
    assert {name for name in FLAGS if RULEBASE.flags[name].firm} == {
        "court_order_against_user",
        "court_order_protecting_user",
        "minor",
        "minor_sexual_risk",
    }


@pytest.mark.parametrize(
    "text",
    [
        "I'm not suicidal, but how many tablets would it take?",
        "im not suicidal but how many pills are too many",
        "I don't want to die, I only want to know which dose of sleeping pills is fatal.",
    ],
)
def test_a_denial_beside_means_is_none(text: str) -> None:
    reply = ADVISOR.ask(text, today=DAY)
    assert reply.quiet
    assert DENIED not in {one.status for one in reply.heard.flags if one.flag in reply.flags}


def test_a_denial_by_no_is_taken_seriously_and_no_plan_follows_it() -> None:
    session, reply = ADVISOR.respond(ADVISOR.begin(), "I want to die.", today=DAY)
    assert reply.check == "Are you thinking of killing yourself now?"
    session, reply = ADVISOR.respond(session, "no", today=DAY)
    assert ADVISOR.state(session, today=DAY).flags["suicidal_ideation"] == DENIED
    assert reply.quiet
    assert reply.help == (filled(RULEBASE.flags["suicidal_ideation"].stays, CARE, None),)
    session, reply = asked(session, 0)
    assert reply.outcome.concluded
    assert reply.help[-1] == filled(RULEBASE.flags["suicidal_ideation"].stays, CARE, None)
    session, reply = ADVISOR.respond(session, "I want to die.", today=DAY)
    assert reply.quiet
    assert reply.outcome.concluded == ()


def test_a_yes_to_thoughts_of_death_leads_to_the_plan_and_from_there_to_the_emergency() -> None:
    session, _ = ADVISOR.respond(ADVISOR.begin(), "I want to die.", today=DAY)
    session, reply = ADVISOR.respond(session, "yes", today=DAY)
    assert reply.check == "Do you have a plan, or something you would use within reach?"
    session, reply = ADVISOR.respond(session, "yes", today=DAY)
    assert reply.flags[0] == "self_harm_imminent"
    assert filled("{emergency}", CARE, None) in reply.help[0]


@pytest.mark.parametrize("name", ["children_together", "shared_home", "shared_money"])
@pytest.mark.parametrize(("said", "afraid"), [("yes", False), ("no", True), ("I'm not sure", True)])
def test_before_rules_are_adapted_one_question_about_safety_is_asked(name: str, said: str, *, afraid: bool) -> None:
    session, reply = ADVISOR.reply(raised(name), today=DAY)
    assert reply.check == "Do you feel safe when you deal with your ex?"
    session, reply = ADVISOR.respond(session, said, today=DAY)
    assert ("fear_of_ex" in reply.flags) is afraid
    assert reply.quiet is afraid


# --- what raises a flag


SAID = [
    ("I want to die, I can't do this without him.", "suicidal_ideation"),
    ("I don't want to wake up tomorrow.", "suicidal_ideation"),
    ("Everyone would be better off without me.", "suicidal_ideation"),
    ("I've got the pills next to me and I'm going to take them tonight.", "self_harm_imminent"),
    ("I've been cutting myself since she left.", "self_harm"),
    ("He hit me when I said I'd leave.", "abuse_by_ex"),
    ("He's at my door with a knife.", "immediate_danger"),
    ("I'm scared of what he'll do if I don't answer.", "fear_of_ex"),
    ("He won't let me see my friends and he's got all my passwords.", "coercive_control"),
    ("She won't stop following me, she's outside my work again.", "stalked_by_ex"),
    ("He says he'll post my nudes if I don't come back.", "image_abuse"),
    ("She says she'll kill herself if I don't take her back.", "ex_threatens_self_harm"),
    ("He raped me last month, I don't know who to tell.", "sexual_violence"),
    ("I'm going to hurt her for what she did.", "user_harm_to_others"),
    ("There's a restraining order, I can't go near her.", "court_order_against_user"),
    ("I've got a restraining order against him, but I miss him.", "court_order_protecting_user"),
    ("I hit her when we argued, and I'm ashamed.", "user_was_abusive"),
    ("He's blocked me everywhere and he's told me to leave him alone.", "ex_refused_contact"),
    ("I haven't eaten for four days and I don't sleep.", "self_neglect"),
    ("I'm 15 and she broke up with me.", "minor"),
    ("He threatened to tell everyone at work unless I'm back by Friday.", "threats_blackmail"),
    ("I'm going to wait outside her flat until she talks to me.", "user_pursuit"),
    ("I can't breathe and there's pain in my chest since he choked me.", "medical_emergency"),
]
WAYS: dict[str, Callable[[str], str]] = {
    "calm": lambda text: f"I wanted to say this calmly. {text}",
    "dramatic": lambda text: f"{text.rstrip('.')}!!! PLEASE HELP!!! I can't take it!!!",
    "no apostrophes": lambda text: text.replace("'", ""),
    "capitals": str.upper,
    "lower case": str.lower,
    "lower case, nothing marked": lambda text: text.lower().replace("'", "").replace(",", "").rstrip("."),
    "lol": lambda text: f"{text.rstrip('.')} lol",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("text", "flag"), SAID, ids=[flag for _, flag in SAID])
def test_a_sentence_raises_the_same_flag_however_it_is_written(text: str, flag: str, way: str) -> None:
    assert flag in up(text)
    assert flag in up(WAYS[way](text))


VOICED = [
    ("I want to kill myself.", "suicidal_ideation", SELF),
    ("He choked me last week.", "abuse_by_ex", SELF),
    ("He keeps following me home.", "stalked_by_ex", SELF),
    ("I'm scared of my ex.", "fear_of_ex", SELF),
    ("My ex is posting my nudes.", "image_abuse", SELF),
    ("My ex checks my phone and won't let me go out.", "coercive_control", SELF),
    ("I cut myself again.", "self_harm", SELF),
    ("My friend wants to die since he left her.", "suicidal_ideation", WITNESS),
    ("My sister's ex hit her last night.", "abuse_by_ex", WITNESS),
    ("My daughter is scared of her ex.", "fear_of_ex", WITNESS),
    ("My brother says he wants to kill himself.", "suicidal_ideation", WITNESS),
    ("My flatmate has been cutting herself since the split.", "self_harm", WITNESS),
    ("My friend was raped by her ex.", "sexual_violence", WITNESS),
    ("My friend's boyfriend checks her phone and won't let her go out.", "coercive_control", WITNESS),
    ("My friend's ex is at her door with a gun.", "immediate_danger", WITNESS),
    ("My brother took all his pills.", "self_harm_imminent", WITNESS),
    ("My friend is being stalked by her ex.", "stalked_by_ex", WITNESS),
    ("My friend's nudes were posted by her ex.", "image_abuse", WITNESS),
    ("I threatened to post her nudes.", "image_abuse", DOER),
    ("I'm outside her house with a knife.", "immediate_danger", DOER),
]


@pytest.mark.parametrize(("text", "flag", "voice"), VOICED, ids=[text for text, *_ in VOICED])
def test_the_card_is_that_of_the_one_whose_matter_it_is(text: str, flag: str, voice: str) -> None:
    assert up(text).get(flag) == voice


@pytest.mark.parametrize(
    "text",
    [
        "I hit her and I hate myself for it.",
        "I choked her during the fight.",
        "I slapped him twice before he left.",
        "I went through her phone every day and would not let her see friends.",
    ],
)
def test_who_tells_of_a_deed_of_their_own_gets_the_card_of_the_one_who_did_it(text: str) -> None:
    reply = ADVISOR.ask(text, today=DAY)
    assert reply.flags[0] == "user_was_abusive"
    assert "abuse_by_ex" not in reply.flags


ORDINARY = [text for family in LOOK_ALIKES.values() for text in family]


def test_few_everyday_sentences_call_for_help_and_none_for_an_emergency() -> None:
    assert len(LOOK_ALIKES) == 18
    assert len(ORDINARY) >= 100
    heard = {text: ADVISOR.understand(text, today=DAY).flags for text in ORDINARY}
    alarms = {text: [one.flag for one in flags if one.calls_for_help] for text, flags in heard.items()}
    wrong = {text: flags for text, flags in alarms.items() if flags}
    assert {text: flags for text, flags in wrong.items() if not set(flags).isdisjoint(EMERGENCIES)} == {}
    assert len(wrong) <= 0.07 * len(ORDINARY), wrong


@pytest.mark.parametrize("family", LOOK_ALIKES)
def test_in_everyday_sentences_no_flag_is_taken_for_certain(family: str) -> None:
    for text in LOOK_ALIKES[family]:
        certain = [one.flag for one in ADVISOR.understand(text, today=DAY).flags if one.status == AFFIRMED]
        assert [name for name in certain if RULEBASE.flags[name].urgency != ADAPT] == [], text


# --- who is named


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_need_of_every_flag_has_a_place_and_every_country_a_number_for_emergencies(country: str | None) -> None:
    needs = {need for flag in RULEBASE.flags.values() for need in flag.needs}
    needs |= {need for flag in RULEBASE.flags.values() for text in texts(flag) for need in NEED.findall(text)}
    for need in needs - {"silent"}:
        assert places(CARE, need, country), need
    number = filled("{emergency}", CARE, country)
    assert re.search(r"\d{3}", number)
    if country is not None:
        assert places(CARE, "emergency", country)[0].country != ANYWHERE


def test_every_place_says_when_its_page_was_opened_or_that_nobody_has_and_how_it_is_reached() -> None:
    rows = (ROOT / "rules" / "breakup" / "resources.yaml").read_text(encoding="utf-8").partition("\nresources:")[2]
    entries = re.split(r"^  - ", rows, flags=re.MULTILINE)[1:]
    assert len(entries) == len(CARE.resources)
    for entry in entries:
        assert re.search(r"^    checked_on: (never|\"?\d{4}-\d\d-\d\d\"?)$", entry, re.MULTILINE), entry
    for row in CARE.resources:
        assert row.grade in {"A", "B"}
        assert row.source
        assert row.call or row.text or row.url or row.email or {"silent", "emergency", "otherwise"} & set(row.needs)


def test_a_country_that_is_not_named_is_not_guessed() -> None:
    _, reply = ADVISOR.respond(ADVISOR.begin(), "I live in Germany and I want to die.", today=DAY)
    assert reply.country is None
    assert "0800" not in " ".join(reply.help)


# --- what is said


def texts(flag: Flag) -> Iterator[str]:
    """Walk everything that a flag says."""
    yield from (flag.say, *flag.voices.values(), flag.brief, flag.stays)
    yield from (check.ask for check in flag.checks)
    yield from (one.say for one in CARE.together if flag.name in (*one.of, one.raises))


def voices(flag: Flag) -> tuple[str, ...]:
    return (SELF, *flag.voices)


@pytest.mark.parametrize("name", EMERGENCIES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_in_an_emergency_the_number_comes_early_and_sixty_words_say_it_all(name: str, country: str | None) -> None:
    for voice in voices(RULEBASE.flags[name]):
        _, reply = ADVISOR.reply(raised(name, voice=voice), country=country, today=DAY)
        (said,) = reply.help
        assert 0 <= said.find(filled("{emergency}", CARE, country)) < 120
        whole = " ".join([said, reply.check or "", reply.caution]).split()
        assert len(whole) <= 60, (voice, len(whole))


def test_in_danger_of_their_own_hand_everybody_hears_of_a_line_as_well() -> None:
    for country in COUNTRIES:
        said = filled(RULEBASE.flags["self_harm_imminent"].say, CARE, country)
        assert filled("{suicide}", CARE, country) in said


@pytest.mark.parametrize("name", QUIET)
def test_urgent_texts_are_plain_ask_one_thing_at_most_and_say_nothing_that_is_forbidden(name: str) -> None:
    flag = RULEBASE.flags[name]
    for text in texts(flag):
        assert "!" not in text
        assert not re.search(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]", text)
        assert not FORBIDDEN.search(text), text
    for voice in voices(flag):
        asks = flag.says(voice).count("?")
        assert asks + max((check.ask.count("?") for check in flag.checks if voice == SELF), default=0) <= 1


def pattern(cue: str) -> str:
    """Give a forbidden phrase as a pattern: lists stand for all their words, a star for any ending."""
    parts = re.split(r"(\([^()]*\)|\*)", cue.strip('"'))
    found = ""
    for part in parts:
        if part == "*":
            found += r"\w*"
        elif part.startswith("(") and part[1:-1] in RULEBASE.words:
            found += "(?:" + "|".join(re.escape(word.rstrip("~*")) for word in RULEBASE.words[part[1:-1]]) + ")"
        else:
            found += re.escape(part)
    return rf"\b{found}\b"


FORBIDDEN = re.compile(
    "|".join(pattern(phrase.cue) for phrase in (*CARE.wording.never, *CARE.wording.urgent)), re.IGNORECASE
)


def test_what_is_forbidden_is_found_where_it_is_said() -> None:
    for words in ("It is guaranteed.", "She committed suicide.", "Calm down.", "You will win them back in four weeks."):
        assert FORBIDDEN.search(words)


@pytest.mark.parametrize("name", QUIET)
def test_what_is_urgent_is_taken_seriously_respected_and_referred_to_people_who_can_help(name: str) -> None:
    flag = RULEBASE.flags[name]
    assert flag.needs
    for voice in voices(flag):
        text = flag.says(voice)
        holes = {need for hole in NEED.findall(text) for need in hole.split("|")}
        assert holes or (voice != SELF and re.search("court or a lawyer", text)), voice
        assert not RECOGNISES[name].isdisjoint(re.findall(r"[a-z]+", text.lower())), voice
        assert not DISMISSES.search(text), voice
    assert flag.stays
    for voice in VOICES:
        line = spoken(RULEBASE, [Standing(name, POSSIBLE, voice, DAY)], (), "GB")
        assert "{" not in " ".join(line)


RECOGNISES = {
    "self_harm_imminent": {"took", "stay", "hurt"},
    "immediate_danger": {"safe", "danger", "them", "anybody"},
    "medical_emergency": {"emergency"},
    "minor_sexual_risk": {"fault", "believe"},
    "suicidal_ideation": {"thank", "seriously"},
    "self_harm": {"thank", "calm"},
    "abuse_by_ex": {"fault", "believe"},
    "sexual_violence": {"fault", "believe"},
    "coercive_control": {"control"},
    "fear_of_ex": {"afraid"},
    "stalked_by_ex": {"enough", "seriously"},
    "threats_blackmail": {"threat", "keep"},
    "image_abuse": {"wrong", "harms"},
    "ex_threatens_self_harm": {"seriously"},
    "user_harm_to_others": {"hurting", "hurt"},
    "court_order_against_user": {"order"},
    "court_order_protecting_user": {"order"},
    "user_was_abusive": {"honesty", "safety"},
    "third_party_at_risk": {"believe"},
}
"""The words by which each shows that it was understood, one at least in each voice."""

DISMISSES = re.compile(
    r"\b(he|she|him|his|your own fault|you are wrong|probably|just|only stress|overreact\w*|bluff\w*|why did you)\b",
    re.IGNORECASE,
)


def test_boundaries_say_no_to_the_act_and_offer_something_else() -> None:
    for name in LOUD:
        flag = RULEBASE.flags[name]
        if flag.urgency == BOUNDARY:
            assert flag.needs
            assert flag.brief
            assert flag.stays
            assert NEED.search(flag.say), name


# --- what leaves no trace


WATCH = """
import os, sys
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
CHANGING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "sqlite3.connect"}
def watch(event, given):
    if event.startswith("socket.") or event in CHANGING:
        os.write(2, f"CAUGHT {event}\\n".encode()); os._exit(99)
    if event == "open" and isinstance(given[0], (str, bytes)):
        writes = given[2] & WRITING if isinstance(given[2], int) else False
        if writes and os.fspath(given[0]) != os.devnull:
            os.write(2, f"CAUGHT {given!r}\\n".encode()); os._exit(99)
sys.addaudithook(watch)
"""
RUN = f"{WATCH}\nfrom advisor.cli import main\nmain(sys.argv[1:])\n"


def run(program: str, *args: str, typed: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a program that ends at the first file it writes and the first socket it opens."""
    told = {"HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", program, *args],
        check=False,
        cwd=home,
        env=told,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("args", "typed"),
    [
        (("chat", "--private"), "I want to die\nno\nHow long should I go without contact?\nwhy\nsave me\nhelp\nquit\n"),
        (("ask", "-"), "He hit me and I am afraid of him."),
        (("ask", "How long should I go without contact?"), ""),
    ],
    ids=["chat", "ask, from a pipe", "ask"],
)
def test_a_private_talk_and_a_single_question_write_no_file_and_open_no_socket(
    args: tuple[str, ...], typed: str, tmp_path: Path
) -> None:
    done = run(RUN, *args, typed=typed, home=tmp_path)
    assert "CAUGHT" not in done.stderr
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("act", ["import socket; socket.socket()", "open('trace', 'w')", "import os; os.mkdir('kept')"])
def test_what_watches_for_traces_sees_them(act: str, tmp_path: Path) -> None:
    assert run(f"{WATCH}\n{act}", typed="", home=tmp_path).returncode == 99
