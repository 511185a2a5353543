"""`advisor chat`, line by line in this process: what is typed, what is said, and what is kept."""

from __future__ import annotations

import datetime
import difflib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from advisor import Advisor, load
from advisor.cli import main
from advisor.cli._commands import WORDS, find
from advisor.cli._talk import Talk
from advisor.cli.chat import laid_out, shown
from advisor.conversation.store import SQLiteStore
from advisor.errors import SessionNotFound
from advisor.render.blocks import LEAD, Block
from tests.gardens import garden
from tools import replay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.rulebase.model import Rulebase

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 11, 23)
GARDEN = load(ROOT / "examples" / "garden")
WALK = garden("""
title: Walks
facts:
  rain: {kind: boolean, ask: Does it rain?, said: {true: [it rains], false: [no rain]}, lasts: occasion}
  sun: {kind: boolean, ask: Does the sun shine?, said: {true: [the sun shines]}, lasts: occasion}
  wind: {kind: number, unit: knots, ask: How strong is the wind?, said: ["wind of <value>"], min: 0, lasts: occasion}
  seen: {kind: boolean, ask: Have you seen the gate?, said: {true: [i saw the gate]}}
topics:
  walk: {title: A walk, asked: [walk]}
  picnic: {title: A picnic, asked: [picnic]}
never: [rain and sun]
flags:
  storm: {suspends: all, keeps: [], say: Go inside now., said: [there is thunder]}
rules:
  wait:
    when: rain
    advise: {topic: walk, act: leave, verdict: wait, say: Wait till the rain stops.}
    source: notes/all
  gale: {when: wind > 30, advise: {topic: walk, act: hill, verdict: dont, say: Stay off the hill.}, source: notes/all}
  gate: {when: seen, advise: {topic: walk, act: gate, verdict: may, say: Use the gate.}, source: notes/all}
  eat: {when: sun, advise: {topic: picnic, act: eat, verdict: do, say: Eat outside.}, source: notes/all}
""")


def no_store() -> SQLiteStore:
    raise AssertionError("a talk that nobody keeps opened the store")


class Held:
    """A talk, typed in and read as text."""

    def __init__(self, rulebase: Rulebase = WALK, store: Callable[[], SQLiteStore] = no_store) -> None:
        self.day = DAY
        self.talk = Talk(Advisor(rulebase, engine="plain"), lambda: self.day, store)

    def say(self, *lines: str) -> str:
        """Type lines, and give what is said to the last."""
        return [laid_out(self.talk.say(line), 80, bold=False) for line in lines][-1]

    @property
    def values(self) -> dict[str, object]:
        return dict(self.talk.advisor.state(self.talk.session, today=self.day).situation.values)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteStore]:
    with SQLiteStore(tmp_path / "sessions.db") as opened:
        yield opened


# --- transcripts


@pytest.mark.parametrize("path", replay.talks(), ids=lambda path: path.stem)
def test_a_talk_prints_what_its_transcript_shows(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    now = replay.held(written)
    difference = difflib.unified_diff(written.splitlines(), now.splitlines(), "as written", "as held now", lineterm="")
    assert now == written, "\n".join(["python tools/replay.py renews it", *difference])


def test_a_transcript_comes_to_advice_on_every_topic_of_the_first_rulebase() -> None:
    talk = (ROOT / "tests" / "data" / "talks" / "every-topic.txt").read_text(encoding="utf-8")
    topics = load("breakup").topics
    assert {title for title in (topic.title for topic in topics.values()) if f"About: {title}." not in talk} == set()


def test_the_transcripts_use_every_command_there_is() -> None:
    typed = [
        line.removeprefix("> ")
        for path in replay.talks()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("> ")
    ]
    unused = [name for name in WORDS if not any(line.startswith(name.removesuffix(" …")) for line in typed)]
    assert unused == ["summary", "commands"]  # one holds a hash of the rulebase, the other is typed as ?


# --- a talk


def test_a_talk_asks_until_nothing_can_change_the_advice() -> None:
    held = Held()
    assert "Does it rain?\n  1 yes  2 no\n  Up to 3 questions could still change the advice." in held.say("a walk?")
    assert "Wait till the rain stops." in held.say("1")
    assert "How strong is the wind?" in held.say("i saw the gate")
    assert "No further answer can change this advice" in held.say("12")


def test_an_empty_line_asks_again_and_changes_nothing() -> None:
    held = Held()
    assert "A sentence is enough." in held.say("")
    asked = held.say("a walk?")
    events = held.talk.session.events
    assert held.say("   ") in asked
    assert held.talk.session.events == events


def test_what_is_not_understood_changes_nothing_and_is_asked_again() -> None:
    held = Held()
    held.say("a walk?")
    before = held.talk.session
    answer = held.say("purple")
    assert answer.startswith("I did not understand that.\n  If somebody is in danger, type help.")
    assert "Does it rain?" in answer
    assert held.talk.session == before


def test_topics_in_doubt_are_a_numbered_list_that_a_number_answers() -> None:
    held = Held()
    asked = held.say("walk or picnic")
    assert "Which of these is it about?\n  help  where people find help\n  1  A walk\n  2  A picnic" in asked
    assert "About: A picnic." in held.say("2")


def test_none_of_the_topics_is_an_answer() -> None:
    held = Held()
    held.say("topics")
    assert held.say("none of these") == "Then these rules do not cover it, and I have no advice on it."


def test_a_number_past_the_list_of_topics_leaves_the_list_open() -> None:
    held = Held()
    held.say("topics")
    assert "There is no such number" in held.say("9")
    assert "About: A walk." in held.say("1")


def test_the_list_of_all_topics_is_not_pressed_on_anybody_twice() -> None:
    held = Held()
    assert "2  A picnic" in held.say("purple")
    assert "2  A picnic" not in held.say("purple")
    assert "2  A picnic" in held.say("topics")


def test_facts_at_odds_are_put_right_by_their_number() -> None:
    held = Held()
    asked = held.say("a walk? it rains", "the sun shines")
    assert "These cannot all be so" in asked
    assert "Wait for" not in asked
    number = next(line.split()[0] for line in asked.splitlines() if line.startswith("  ") and "rain: yes" in line)
    assert held.say(number).startswith("Does it rain?")
    held.say("no")
    assert held.values == {"rain": False, "sun": True}


def test_the_day_is_read_anew_for_every_line() -> None:
    held = Held()
    held.say("a walk? it rains")
    held.day += datetime.timedelta(days=1)
    assert "No longer taken into account: rain: yes." in held.say("i saw the gate")


# --- commands


@pytest.mark.parametrize("line", sorted(WORDS))
def test_every_command_is_taken_at_every_prompt(line: str) -> None:
    typed = line.replace(" …", " the sun shines")
    for lines in ([], ["topics"], ["a walk?"], ["a walk? it rains", "change 1"], ["it rains", "the sun shines"]):
        held = Held()
        for one in lines:
            held.say(one)
        assert find(held.talk, typed) is not None
        assert "I did not understand" not in held.say(typed)


@pytest.mark.parametrize(
    "line",
    [
        "why does he write to me",
        "how do I answer",
        "plan b failed",
        "save me from myself",
        "save our garden",
        "back then it rained",
        "change is hard",
        "skip it",
        "topics of old",
        "summary of it all",
        "quit smoking",
        "forget him",
        "helpful",
        "not so good",
    ],
)
def test_a_sentence_that_begins_like_a_command_is_said_to_the_advisor(line: str) -> None:
    held = Held()
    held.say("a walk?")
    found = find(held.talk, line)
    assert found is None or "For the use of this chat" in laid_out(found, 80, bold=False)
    held.say(line)
    assert held.talk.name is None
    assert not held.talk.done


def test_why_not_and_what_if_change_nothing() -> None:
    held = Held()
    held.say("a walk? it rains")
    before = held.talk.session
    assert "rain: yes" in held.say("why not leave")
    assert "Stay off the hill." in held.say("what if there is a wind of 40")
    assert held.talk.session == before


def test_a_what_if_that_is_not_understood_says_so_and_keeps_nothing() -> None:
    held = Held()
    held.say("a walk? it rains")
    before = held.talk.session
    assert held.say("what if it is purple").startswith("I cannot tell what that would change.")
    assert held.say("what if I walk").startswith("I cannot tell what that would change.")
    assert held.talk.session == before
    assert "About: A picnic." in held.say("what if I have a picnic")


def test_what_is_asked_again_is_answered_again() -> None:
    held = Held()
    held.say("a walk? it rains")
    assert held.say("can I walk now?").startswith("The advice stays as it is.\n\nWait till the rain stops.")


def test_a_what_if_that_does_not_fit_says_what_would() -> None:
    held = Held()
    held.say("a walk?")
    assert held.say("what if wind=strong").startswith("That does not fit. What would fit: a number of knots")
    assert held.say("what if rian=yes") == "There is no fact 'rian'; did you mean 'rain'?"


@pytest.mark.parametrize("kept", [False, True])
def test_back_takes_back_an_answer_a_topic_and_a_question_left_open(store: SQLiteStore, *, kept: bool) -> None:
    held = Held(store=lambda: store)
    if kept:
        held.say("save spring")
    held.say("a walk?", "skip", "a wind of 12", "picnic", "the sun shines")
    assert held.say("back").startswith("Taken back.")
    assert held.values == {"wind": 12}
    assert "About: A walk." in held.say("back")
    held.say("back")
    assert held.values == {}
    assert "Does it rain?" in held.say("back")
    held.say("back")
    assert held.say("back") == "There is nothing to take back."


@pytest.mark.parametrize("kept", [False, True])
def test_back_brings_back_what_an_occasion_anew_had_ended(store: SQLiteStore, *, kept: bool) -> None:
    held = Held(store=lambda: store)
    if kept:
        held.say("save spring")
    held.say("a walk? it rains", "a wind of 12", "it rains again")
    assert held.values == {"rain": True}
    held.say("back")
    assert held.values == {"rain": True, "wind": 12}


def test_change_puts_right_what_was_told_and_says_what_fits() -> None:
    held = Held()
    held.say("a walk? it rains")
    assert "1  rain: yes" in held.say("change")
    assert held.say("change 1").startswith("Does it rain?\n  1 yes  2 no")
    assert held.say("").startswith("Does it rain?")
    assert held.say("purple").startswith("I did not understand that.\n\nDoes it rain?")
    held.say("2")
    assert held.values == {"rain": False}


def test_something_else_said_while_putting_right_is_not_lost() -> None:
    held = Held()
    held.say("a walk? it rains", "change 1", "i saw the gate")
    assert held.values == {"rain": True, "seen": True}


def test_a_fact_can_be_put_right_to_not_known() -> None:
    held = Held()
    held.say("a walk? it rains", "change 1")
    assert held.say("I'll find out").startswith("Left open, and on the list of what to find out.")
    assert held.values == {}
    assert held.say("quit").startswith("To find out:\n- Does it rain?")


def test_a_change_of_nothing_that_is_there_shows_what_is() -> None:
    held = Held()
    assert held.say("change 1") == "You have not told me anything yet that I could use."
    held.say("it rains")
    assert held.say("change 99999999999999999999").startswith("There is no such number.\n\nWhat you told me:\n  1 ")


def test_forget_begins_anew() -> None:
    held = Held()
    held.say("a walk? it rains", "topics")
    assert "Forgotten." in held.say("forget")
    assert held.talk.session.events == ()
    assert held.say("back") == "There is nothing to take back."


def test_a_summary_and_a_calendar_are_written_once_and_never_over_a_file(tmp_path: Path) -> None:
    pytest.importorskip("icalendar")
    held = Held(GARDEN)
    held.say("I watered 3 days ago. Should I water the plants?")
    for command, path in (("summary ", tmp_path / "page.md"), ("plan --ics ", tmp_path / "days.ics")):
        assert held.say(f"{command}{path}").startswith("Written to")
        content = path.read_bytes()
        assert "there is such a file already" in held.say(f"{command}{path}").replace("\n", " ")
        assert path.read_bytes() == content
        assert path.stat().st_mode & 0o077 == 0


def test_a_calendar_waits_for_days_to_count(tmp_path: Path) -> None:
    held = Held(GARDEN)
    assert "no days to count yet" in held.say(f"plan --ics {tmp_path / 'days.ics'}")
    assert list(tmp_path.iterdir()) == []


def test_a_slip_while_putting_right_leaves_the_question_waiting() -> None:
    held = Held()
    held.say("a walk? it rains", "change 1", "what if rian=yes", "a" * 120_001, "2")
    assert held.values == {"rain": False}


def test_a_command_is_read_past_what_a_terminal_mixes_in() -> None:
    assert Held().say("\x1b[31mhelp\x1b[0m\x00").startswith("If you or somebody else is in danger")


def test_what_is_not_covered_is_said_with_its_name_and_what_there_is_instead() -> None:
    said = " ".join(Held(load("breakup")).say("how do i share custody of our kids").split())
    assert "This sounds like a matter these rules do not cover: Children you have together" in said
    assert said.endswith("Do you feel safe when you deal with your ex?")  # before anything else is asked
    assert "I did not understand" not in said


# --- safety


PLACES = {
    "first": [],
    "a question": ["a walk?"],
    "a list of topics": ["topics"],
    "putting right": ["a walk? it rains", "change 1"],
    "facts at odds": ["it rains", "the sun shines"],
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "line",
    ["there is thunder", "what if there is thunder", "why not, there is thunder", "save there is thunder",
     "change rain=there is thunder", "help me there is thunder", "how there is thunder"],
)  # fmt: skip
def test_safety_is_heard_wherever_a_line_is_read(place: str, line: str) -> None:
    held = Held()
    for one in PLACES[place]:
        held.say(one)
    assert "Go inside now." in held.say(line)
    assert held.talk.quiet


def test_while_safety_silences_advice_no_command_speaks_it() -> None:
    held = Held()
    held.say("a walk? it rains", "there is thunder")
    for line in ("why", "how", "how full", "why not leave", "what if it rains", "plan", "summary", "wait", "back", "1"):
        said = held.say(line)
        assert "rain stops" not in said
        assert "not so" in said


@pytest.mark.parametrize("lines", [[], ["a walk?"], ["there is thunder"], ["a walk? it rains", "change 1"]])
def test_help_always_works(lines: list[str]) -> None:
    held = Held()
    for one in lines:
        held.say(one)
    for line in ("help", "HELP!", "help?", "help me, he is outside", "please help", "save me"):
        assert held.say(line).startswith("If you or somebody else is in danger")


def test_a_call_for_help_is_heard_beyond_its_first_word() -> None:
    held = Held()
    said = held.say("help, it rains on my walk")
    assert said.startswith("If you or somebody else is in danger")
    assert "Wait till the rain stops." in said


def test_not_so_lifts_the_silence_without_going_back_to_the_advice_by_itself() -> None:
    held = Held()
    assert held.say("not so") == "I took nothing for a matter of safety."
    held.say("a walk? it rains", "there is thunder")
    said = held.say("not so")
    assert "type help" in said
    assert "When you want the advice, ask for it again." in said
    assert "rain stops" not in said + held.say("")
    assert "Wait till the rain stops." in held.say("so, a walk?")


def test_after_not_so_the_same_words_are_heard_again() -> None:
    held = Held()
    held.say("there is thunder", "not so")
    assert "Go inside now." in held.say("there is thunder")


def test_taking_back_does_not_take_back_what_was_said_about_safety() -> None:
    held = Held()
    held.say("a walk?", "there is thunder")
    assert "Go inside now." in held.say("back")


# --- bad input


HOSTILE = [
    "a" * 1_000_000, "\x00", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\u202eabc", "\ud800", "🙂" * 50, "\r\n\t\x08",
    "change 99999999999999999999", "change -1", "topics -1", "topics 99999999999999999999", "what if =", "what if",
    "why not \x1b[31m", "why not =", "what if \x1b[31m=\x1b[31m", "save " + "x" * 9_000, "change =", "how \x00",
    "summary " + "x" * 9_000 + ".md", "plan --ics /", "summary /nowhere/at/all.md", "%s%n{0}", "=" * 500, "?" * 500,
]  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: ascii(line[:20]))
@pytest.mark.parametrize("lines", [[], ["a walk?"], ["a walk? it rains", "change 1"]], ids=["first", "asked", "change"])
def test_a_hostile_line_reaches_no_terminal_raw_and_changes_nothing(
    line: str, lines: list[str], store: SQLiteStore
) -> None:
    held = Held(store=lambda: store)
    for one in lines:
        held.say(one)
    before = held.talk.session
    said = held.say(line)
    assert all(character.isprintable() or character == "\n" for character in said)
    assert len(said) < 4_000
    assert said
    assert held.talk.session == before
    assert not held.talk.name


@given(st.lists(st.text(max_size=40), max_size=4))
def test_no_text_at_all_ends_a_talk_with_an_error(lines: list[str]) -> None:
    held = Held()
    for line in ["a walk?", *lines]:
        said = held.say(line)
        assert said == shown(said)


def test_only_the_first_main_sentence_is_bold() -> None:
    page = laid_out([Block(LEAD, "One."), Block("paragraph", "Two."), Block(LEAD, "Three.")], 80, bold=True)
    assert page == "\x1b[1mOne.\x1b[0m\n\nTwo.\n\nThree."


# --- keeping


def chat(*arguments: str, lines: str = "", code: int = 0) -> str:
    result = CliRunner().invoke(main, ["chat", "--engine", "plain", *arguments], input=lines)
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def kept(tmp_path: Path) -> list[str]:
    """Options of a talk that is kept as spring, on a copy of the garden."""
    shutil.copytree(ROOT / "examples" / "garden", tmp_path / "garden")
    return ["--rules", str(tmp_path / "garden"), "--store", str(tmp_path / "kept.db"), "--save", "spring"]


def test_a_talk_that_is_kept_goes_on_where_it_was(kept: list[str]) -> None:
    first = chat(*kept, lines="It will rain. Should I water the plants?\n")
    assert "From now on I keep this talk as spring" in first
    assert "This talk is kept as spring." in first
    second = chat(*kept, lines="no\n")
    assert "I go on with the talk spring." in second
    assert "Wait for the rain." in second
    assert "I understood: no frost is expected." in second


def test_a_talk_can_be_kept_from_its_middle_on(tmp_path: Path) -> None:
    where = ["--rules", str(ROOT / "examples" / "garden"), "--store", str(tmp_path / "kept.db")]
    chat(*where, lines="It will rain. Should I water the plants?\nsave spring\nno\n")
    said = chat(*where, "--save", "spring")
    assert {"rain is expected", "no frost is expected"} == set(
        said.split("I understood: ")[1].split(".")[0].split("; ")
    )


def test_the_place_of_the_store_can_be_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_STORE", str(tmp_path / "here.db"))
    chat("--rules", str(ROOT / "examples" / "garden"), "--save", "spring", lines="It will rain.\n")
    assert (tmp_path / "here.db").exists()


def test_a_talk_that_goes_on_a_day_later_says_what_has_ended(store: SQLiteStore) -> None:
    held = Held(store=lambda: store)
    held.say("save spring", "a walk? it rains")
    later = Held(store=lambda: store)
    later.day += datetime.timedelta(days=1)
    said = laid_out(later.talk.resume("spring"), 80, bold=False)
    assert "These were about another day, and I ask again where they matter:\n- Does it rain?" in said
    assert later.values == {}


def test_a_talk_on_rules_that_changed_says_so(kept: list[str], tmp_path: Path) -> None:
    chat(*kept, lines="It will rain. Should I water the plants?\n")
    rulebase = tmp_path / "garden" / "rulebase.yaml"
    rulebase.write_text(rulebase.read_text(encoding="utf-8").replace("Wait for the rain.", "Let it rain."), "utf-8")
    said = chat(*kept)
    assert "The rules have changed since you were here." in said
    assert "Let it rain." in said
    assert "The rules have changed" not in chat(*kept)


def test_a_talk_is_not_resumed_on_other_rules(kept: list[str]) -> None:
    chat(*kept, lines="It will rain.\n")
    said = chat("--rules", str(ROOT / "examples" / "bicycle"), *kept[2:], code=2)
    assert "the talk 'spring' is about garden, not bicycle" in said


def test_a_talk_that_went_on_elsewhere_goes_on_unkept(store: SQLiteStore) -> None:
    one = Held(store=lambda: store)
    one.say("save spring", "a walk? it rains")
    other = Held(store=lambda: store)
    list(other.talk.resume("spring"))
    one.say("i saw the gate")
    said = other.say("a wind of 40")
    assert "Stay off the hill." in said
    assert "The talk spring went on elsewhere; from here on, this one is not kept." in said
    assert "Nothing of this talk is kept." in other.say("quit")
    assert not any("wind" in event.get("facts", {}) for event in store.load("spring").events)


def test_forget_takes_a_talk_out_of_the_store(store: SQLiteStore) -> None:
    held = Held(store=lambda: store)
    held.say("save spring", "a walk? it rains", "forget")
    with pytest.raises(SessionNotFound):
        store.load("spring")
    held.say("a walk? it rains")
    assert store.list() == ()


def test_a_talk_that_has_nothing_to_keep_yet_can_be_forgotten(store: SQLiteStore) -> None:
    held = Held(store=lambda: store)
    assert "Nothing of this talk is kept." in held.say("save spring", "quit")
    assert "Forgotten." in held.say("forget")


def test_a_name_that_is_taken_or_no_name_keeps_nothing(store: SQLiteStore) -> None:
    held = Held(store=lambda: store)
    held.say("it rains", "save spring")
    other = Held(store=lambda: store)
    assert "There is a talk spring already" in other.say("save spring")
    assert "Give it a name" in other.say("save")
    assert other.talk.name is None


def test_a_store_that_cannot_be_used_is_said_and_the_talk_goes_on(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("a file")
    held = Held(store=lambda: SQLiteStore(tmp_path / "no-folder" / "kept.db"))
    assert "no-folder" in held.say("save spring").replace("\n", "")
    assert held.talk.name is None
    assert "Does it rain?" in held.say("a walk?")


def test_no_word_that_is_typed_is_kept(kept: list[str], tmp_path: Path) -> None:
    lines = ["It will rain, said the heron. Should I water the plants?", "heron", "topics heron", "what if heron=heron"]
    lines += ["why not heron", "no heron, no frost", "change 1", "heron", "heron"]
    chat(*kept, lines="\n".join(lines))
    assert chat(*kept).count("rain is expected")
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"heron" not in path.read_bytes()
