"""What the documents promise about care holds, and what they admit to is still so."""

from __future__ import annotations

import ast
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor import Advisor, load
from advisor.cli import main

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = (ROOT / "docs" / "explanation" / "honesty-and-care.md").read_text(encoding="utf-8")
CARE = (ROOT / "docs" / "care.md").read_text(encoding="utf-8")
# files are written where somebody asks for one by name: a store of sessions, a record, a calendar
WRITERS = {"conversation/store.py", "conversation/store_file.py", "conversation/store_schema.py", "cli/_writing.py"}
SOURCES = sorted(p for p in (ROOT / "advisor").rglob("*.py") if str(p.relative_to(ROOT / "advisor")) not in WRITERS)
BREAKUP = Advisor.load("breakup")
MISSED = re.findall(r"^\| ([A-Z].+?) \| .+ \|$", EXPLAINED, re.MULTILINE)
FLAGS = BREAKUP.rulebase.flags
ROWS = {
    name: (priority, silent)
    for name, priority, silent in re.findall(r"^\| `(\w+)` \| (P\d) \|.*\| (.+?) \|$", CARE, re.MULTILINE)
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_there_is_no_network_code_no_log_and_nothing_that_writes_files(path: Path) -> None:
    barred = {"socket", "ssl", "http", "urllib", "smtplib", "asyncio", "logging", "tempfile", "sqlite3", "shelve"}
    writing = {"write_text", "write_bytes", "mkdir", "touch"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert barred.isdisjoint(name.split(".")[0] for name in names)
        assert not (isinstance(node, ast.Attribute) and node.attr in writing)


def test_the_reply_keeps_no_copy_of_what_was_written() -> None:
    text = "He texted me about a heron last night. Can I answer?"
    assert "heron" not in repr(BREAKUP.ask(text).to_dict())


def test_there_are_messages_that_the_page_admits_to_miss() -> None:
    assert len(MISSED) > 5


@pytest.mark.parametrize("message", MISSED)
def test_what_the_page_says_is_missed_is_missed(message: str) -> None:
    assert BREAKUP.understand(message).flags == ()


def test_the_protocol_has_every_flag_with_its_urgency_and_no_other() -> None:
    assert len(FLAGS) == 29
    assert {name: priority for name, (priority, _) in ROWS.items()} == {n: f.priority for n, f in FLAGS.items()}


@pytest.mark.parametrize("name", FLAGS)
def test_what_the_protocol_says_falls_silent_is_what_falls_silent(name: str) -> None:
    flag, rules, silent = FLAGS[name], BREAKUP.rulebase.rules, ROWS[name][1]
    if flag.quiets:
        assert silent == "all"
        assert flag.silences == set(rules)
    else:
        tags = set(re.findall(r"`(\w+)`", silent))
        named = {rule for rule, one in rules.items() if tags.intersection(one.tags)}
        kept = {"blocked-means-no-other-way"} & (named - flag.silences)  # a no is a no, also about children or a home
        assert flag.silences == named - kept != set()


def test_what_the_protocol_says_stays_is_silenced_by_no_flag_that_lets_advice_go_on() -> None:
    names = re.findall(r"`([a-z-]+)`", CARE.split("**What stays.**", 1)[1].split("\n\n", 1)[0])
    assert len(names) > 5
    assert BREAKUP.rulebase.rules.keys() >= set(names)
    assert not any(flag.silences & set(names) for flag in FLAGS.values() if not flag.quiets)


def test_what_the_protocol_says_no_denial_ends_is_what_no_denial_ends() -> None:
    told = CARE.split("suspends for the rest of the day.", 1)[1].split("suspend to the end", 1)[0]
    assert set(re.findall(r"`(\w+)`", told)) == {name for name, flag in FLAGS.items() if flag.firm}


def test_nobody_has_opened_a_page_of_a_helpline_as_the_protocol_admits() -> None:
    assert all(place.checked_on is None for place in BREAKUP.rulebase.care.resources)
    assert "`checked_on: never`" in CARE


def test_a_denial_of_what_nobody_said_raises_nothing() -> None:
    assert BREAKUP.ask("I am not suicidal. Can I text him?").flags == ()


def test_what_is_said_of_somebody_else_is_said_to_a_witness() -> None:
    reply = BREAKUP.ask("My friend wants to kill herself.")
    assert reply.guard
    assert {one.voice for one in reply.guard.standing.values()} == {"witness"}


def test_no_socket_is_opened_by_asking_talking_checking_or_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        pytest.fail("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "socketpair"):
        monkeypatch.setattr(socket, name, refused)
    typed = "I want to die.\nno\nShould I answer his text?\ncountry Ireland\nhelp\nforget all\n"
    runs = (
        ["ask", "--country", "UK", "He texted me. Can I answer? See https://example.org"],
        ["hear", "He hit me again."],
        ["check", str(ROOT / "examples" / "garden")],
        ["check", "--quick"],
        ["test", str(ROOT / "examples" / "hike")],
    )
    for arguments in runs:
        assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 0
    assert CliRunner().invoke(main, ["chat", "--private"], input=typed, catch_exceptions=False).exit_code == 0
    assert Advisor(load("breakup")).ask("She called me. Should I answer?").verdict


def test_one_advisor_serves_many_threads() -> None:
    advisor = Advisor.load(ROOT / "examples" / "garden")
    texts = ["It will rain. Should I water the plants?", "There will be frost. Should I water the plants?"] * 20
    with ThreadPoolExecutor(8) as threads:
        verdicts = [reply.verdict for reply in threads.map(advisor.ask, texts)]
    assert verdicts == ["wait", "dont"] * 20
