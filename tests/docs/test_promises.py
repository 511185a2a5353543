"""What the documents promise about care holds, and what they admit to is still so."""

from __future__ import annotations

import ast
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from advisor import Advisor, load

ROOT = Path(__file__).resolve().parents[2]
CARE = (ROOT / "docs" / "explanation" / "honesty-and-care.md").read_text(encoding="utf-8")
# files are written where somebody asks for one by name: a store of sessions, a record, a calendar
WRITERS = {"conversation/store.py", "conversation/store_file.py", "conversation/store_schema.py", "cli/_writing.py"}
SOURCES = sorted(p for p in (ROOT / "advisor").rglob("*.py") if str(p.relative_to(ROOT / "advisor")) not in WRITERS)
BREAKUP = Advisor.load("breakup")
MISSED = re.findall(r"^\| ([A-Z].+?) \| .+ \|$", CARE, re.MULTILINE)


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


def test_the_two_flags_are_all_there_are_and_each_suspends_everything() -> None:
    flags = load("breakup").flags
    assert flags.keys() == {"self_harm", "in_danger"}
    assert all(flag.silences_all for flag in flags.values())
    assert all(f"`{name}`" in CARE for name in flags)


def test_a_plain_denial_raises_nothing_as_the_page_admits() -> None:
    assert BREAKUP.ask("I am not suicidal. Can I text him?").flags == ()
    assert BREAKUP.ask("My friend wants to kill herself.").flags == ("self_harm",)


def test_one_advisor_serves_many_threads() -> None:
    advisor = Advisor.load(ROOT / "examples" / "garden")
    texts = ["It will rain. Should I water the plants?", "There will be frost. Should I water the plants?"] * 20
    with ThreadPoolExecutor(8) as threads:
        verdicts = [reply.verdict for reply in threads.map(advisor.ask, texts)]
    assert verdicts == ["wait", "dont"] * 20
