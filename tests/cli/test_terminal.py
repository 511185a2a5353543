"""The command line as a person meets it: a real process, and a real terminal."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.terminal import PROJECT, Terminal, environment, run


def test_without_a_text_the_notice_comes_first_and_then_the_question() -> None:
    terminal = Terminal("ask", "--rules", "examples/garden")
    before = terminal.until("> ")
    assert before.index("This is an example; your garden knows better.") < before.index("What is it about?")
    terminal.type("\n")
    terminal.until("A sentence is enough")
    terminal.type("It will rain. Should I water the plants?\n")
    shown = terminal.until("Wait for the rain.")
    assert terminal.end() == 0
    assert shown.count("your garden knows better") == 1


@pytest.mark.parametrize("keys", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_leaving_the_question_prints_no_traceback(keys: str) -> None:
    terminal = Terminal("ask", "--rules", "examples/garden")
    terminal.until("> ")
    # a key pressed in the instant before the process waits for one is only noticed with the next
    for _ in range(20):
        terminal.type(keys)
        if terminal.ended(within=0.5):
            break
    assert terminal.end() == 1
    assert "Traceback" not in terminal.seen


def test_text_that_is_no_utf8_is_read_as_well_as_can_be() -> None:
    result = run("ask", "-", "--rules", "examples/garden", stdin=b"\xff\xfe It will rain. Should I water the plants?")
    assert result.returncode == 0
    assert b"Wait for the rain." in result.stdout
    assert b"Traceback" not in result.stderr


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m advisor show rules --format json | head -n 1"
    result = subprocess.run(["sh", "-c", command], capture_output=True, check=False, cwd=PROJECT, env=environment())
    assert result.returncode == 0
    assert b"Traceback" not in result.stderr
    assert b"BrokenPipe" not in result.stderr


def test_nothing_of_what_was_said_is_echoed_into_messages() -> None:
    result = run("ask", "-", "--rules", "examples/garden", "--fact", "frost=perhaps", stdin=b"A most private matter")
    assert result.returncode == 2
    assert b"private" not in result.stdout + result.stderr


def test_a_very_long_text_is_refused_in_words() -> None:
    result = run("ask", "-", "--rules", "examples/garden", stdin=b"rain " * 100_000)
    assert result.returncode == 2
    assert result.stderr.startswith(b"advisor: ")
    assert b"Traceback" not in result.stderr
