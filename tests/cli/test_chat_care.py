"""Care at the prompt: help by country, what is private, forgetting, and the notice after half an hour."""

from __future__ import annotations

import datetime
import itertools
from typing import TYPE_CHECKING

import pytest

from advisor import Advisor
from advisor.cli import chat
from advisor.cli._talk import Talk
from advisor.errors import StoreError
from advisor.render.blocks import as_text

if TYPE_CHECKING:
    from advisor.conversation.store import SQLiteStore

DAY = datetime.date(2026, 11, 23)
BREAKUP = Advisor.load("breakup", engine="indexed")
HURT = "He hit me again last night."


def unkept() -> SQLiteStore:
    raise StoreError("nothing is to be kept here")


class Held:
    """A talk, and what it says to a line."""

    def __init__(self) -> None:
        self.talk = Talk(BREAKUP, lambda: DAY, unkept)

    def say(self, line: str) -> str:
        return as_text(list(self.talk.say(line)), 400)


def test_a_country_is_asked_for_once_and_then_its_places_are_named() -> None:
    held = Held()
    assert "type country and its name" in held.say(HURT)
    named = held.say("country the UK")
    assert "I name places in United Kingdom" in named
    assert "0808 2000 247" in named
    assert "type country" not in held.say("what now")


@pytest.mark.parametrize("line", ["country Narnia", "country"])
def test_a_country_without_places_is_told_and_changes_nothing(line: str) -> None:
    held = Held()
    held.say("country Ireland")
    held.say(line)
    assert held.talk.country == "IE"


def test_a_country_is_never_guessed_from_what_is_said() -> None:
    held = Held()
    held.say("We live in London. He hit me again last night.")
    assert held.talk.country is None


@pytest.mark.parametrize("country", ["Narnia", "", "JP"])
def test_of_a_country_nobody_knows_the_help_of_anywhere_is_given(country: str) -> None:
    reply = BREAKUP.ask(HURT, country=country)
    assert reply.country is None
    assert reply.help == BREAKUP.ask(HURT).help


def test_forgetting_keeps_what_was_said_about_safety_and_forgetting_all_ends_everything() -> None:
    held = Held()
    held.say("he texted me, should I answer?")
    held.say(HURT)
    assert "What you said about safety I keep until you leave." in held.say("forget")
    assert held.talk.advisor.state(held.talk.session, today=DAY).flags == {"abuse_by_ex": "affirmed"}
    assert held.talk.advisor.state(held.talk.session, today=DAY).situation.values == {}
    said = held.say("forget all")
    assert "All of it is forgotten, and this talk is over." in said
    assert "history of your shell" in said
    assert held.talk.done
    assert held.talk.session.events == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Her number is 0171 555 01 23, should I call?", "a telephone number"),
        ("he wrote to me from dan@example.org", "a mail address"),
        ("can I follow @dan_the_man again", "a handle"),
    ],
)
def test_what_is_private_is_warned_about_and_kept_nowhere(line: str, kind: str) -> None:
    held = Held()
    assert f"There is {kind} in what you wrote. I keep none of it" in held.say(line)
    assert "dan" not in repr(held.talk.session.to_dict())
    assert "555" not in repr(held.talk.session.to_dict())


def test_why_names_the_kind_of_thing_and_none_of_the_words() -> None:
    held = Held()
    held.say(HURT)
    for command in ("why", "how", "why not answer", "what if he calls", "plan", "summary"):
        said = held.say(command)
        assert "You told me something about being hurt by somebody" in said
        assert "last night" not in said


@pytest.mark.parametrize("line", ["help", "?!", "HELP", "help!"])
def test_help_is_a_word_away_at_every_prompt(line: str) -> None:
    assert Held().say(line).startswith("In danger now, call")


def test_after_half_an_hour_the_notice_is_given_again_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.chain([0.0, 60.0, 1801.0], itertools.repeat(4000.0))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    lines = iter(["topics", "topics", "topics", "quit"])
    written: list[str] = []
    chat.hold(Talk(BREAKUP, lambda: DAY, unkept), lambda: next(lines), written.append)
    reminders = [number for number, page in enumerate(written) if page.startswith("This is a program, and nobody")]
    assert len(reminders) == 1
    assert written[reminders[0] - 1].startswith("I can advise on:")
