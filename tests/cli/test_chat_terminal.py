"""`advisor chat` as a person meets it: a real process on a real terminal, or behind a pipe."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from advisor.cli.chat import WIPE
from tests.terminal import PROJECT, Terminal, environment, run

if TYPE_CHECKING:
    from pathlib import Path

GARDEN = ["chat", "--rules", str(PROJECT / "examples" / "garden"), "--today", "2026-11-23", "--engine", "indexed"]
ASKED = "It will rain. Should I water the plants?"
GOODBYE = "Nothing of this talk is kept."
DUMB = {"TERM": "dumb"}
COLOURED = {"TERM": "xterm-256color"}


@pytest.fixture
def terminal() -> Terminal:
    opened = Terminal(*GARDEN, variables=DUMB)
    opened.until("> ")
    return opened


def test_one_question_is_asked_at_a_time_and_the_talk_ends_with_a_goodbye(terminal: Terminal) -> None:
    first = terminal.say("Should I water the plants?")
    assert first.count("?\n  ") == 1
    assert "Is rain expected today?" in first
    assert "Wait for the rain." in terminal.say("1")
    assert "watered_on" not in terminal.seen
    terminal.type("quit\n")
    assert terminal.end() == 0
    assert GOODBYE in terminal.seen


@pytest.mark.parametrize("keys", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
@pytest.mark.parametrize("variables", [DUMB, COLOURED], ids=["dumb", "coloured"])
def test_leaving_by_a_key_ends_well_and_says_goodbye(keys: str, variables: dict[str, str]) -> None:
    terminal = Terminal(*GARDEN, variables=variables)
    terminal.until("> ")
    terminal.say(ASKED)
    # a key pressed in the instant before the process waits for one is only noticed with the next
    for _ in range(20):
        terminal.type(keys)
        if terminal.ended(within=0.5):
            break
    assert terminal.end() == 0
    assert GOODBYE in terminal.seen
    assert "Traceback" not in terminal.seen


@pytest.mark.parametrize("variables", [DUMB, {**COLOURED, "NO_COLOR": "1"}, {"TERM": ""}], ids=["dumb", "no", "none"])
def test_a_terminal_that_wants_no_colour_gets_no_escape_sequence(variables: dict[str, str]) -> None:
    terminal = Terminal(*GARDEN, variables=variables)
    terminal.until("> ")
    terminal.say(ASKED)
    terminal.say("help")
    terminal.type("quit\n")
    assert terminal.end() == 0
    assert "\x1b" not in terminal.seen


def test_on_a_coloured_terminal_the_main_sentence_alone_is_bold() -> None:
    terminal = Terminal(*GARDEN, variables=COLOURED)
    terminal.until("> ")
    said = terminal.say(ASKED)
    terminal.type("quit\n")
    assert terminal.end() == 0
    assert re.findall(r"\x1b\[1m(.*?)\x1b\[0m", said, re.DOTALL) == ["Wait for the rain."]
    assert set(re.findall(r"\x1b\[[0-9;]*m", terminal.seen)) == {"\x1b[1m", "\x1b[0m"}


def test_what_was_typed_does_not_come_back_with_a_key() -> None:
    terminal = Terminal(*GARDEN, variables=COLOURED)
    terminal.until("> ")
    terminal.say("a private heron")
    terminal.say("\x1b[A")  # the key for what was typed before
    terminal.type("quit\n")
    assert terminal.end() == 0
    assert terminal.seen.count("a private heron") == 1


@pytest.mark.parametrize("variables", [DUMB, COLOURED], ids=["dumb", "coloured"])
def test_bytes_that_are_no_text_do_not_end_the_talk(variables: dict[str, str]) -> None:
    terminal = Terminal(*GARDEN, variables={**variables, "PYTHONIOENCODING": "utf-8:strict"})
    terminal.until("> ")
    terminal.say(ASKED)
    assert "Is frost expected tonight?" in terminal.say(b"\xff\xfe\x80 \xed\xa0\x80")
    terminal.type("quit\n")
    assert terminal.end() == 0
    assert "Traceback" not in terminal.seen


def test_behind_a_pipe_the_same_words_come_without_prompts() -> None:
    terminal = Terminal(*GARDEN, variables=DUMB)
    terminal.until("> ")
    for line in (ASKED, "why", "no"):
        terminal.say(line)
    terminal.type("quit\n")
    assert terminal.end() == 0
    piped = run(*GARDEN, stdin=f"{ASKED}\nwhy\nno\nquit\n".encode())
    assert piped.returncode == 0
    assert piped.stderr == b""
    # a key that clears the screen is named only where there is a screen
    seen = re.sub(r"^  Ctrl-.*\n(?:  .*\n)*", "", terminal.seen, flags=re.MULTILINE)
    assert piped.stdout.decode() == re.sub(r"^> .*\n", "", seen, flags=re.MULTILINE)


def test_the_end_of_a_pipe_is_a_goodbye() -> None:
    result = run(*GARDEN, stdin=ASKED.encode())
    assert result.returncode == 0
    assert "Wait for the rain." in result.stdout.decode()
    assert GOODBYE in result.stdout.decode()


def test_a_megabyte_and_worse_are_answered_in_words() -> None:
    lines = [b"a" * 1_000_000, b"\x00\x1b[31m\x07", "\u202e\U0001f642".encode(), b"\xff\xfe", b"save " + b"x" * 100_000]
    result = run(*GARDEN, stdin=b"\n".join([*lines, ASKED.encode()]))
    assert result.returncode == 0
    assert result.stderr == b""
    words = result.stdout.decode()
    assert "The text has 1,000,000 characters" in words
    assert "Wait for the rain." in words
    assert all(character.isprintable() or character == "\n" for character in words)


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    command = f"yes 'Should I water the plants?' | {sys.executable} -m advisor {' '.join(GARDEN)} | head -n 1"
    result = subprocess.run(["sh", "-c", command], capture_output=True, check=False, cwd=PROJECT, env=environment())
    assert result.stdout == b"This is an example; your garden knows better.\n"
    assert b"Traceback" not in result.stderr
    assert b"BrokenPipe" not in result.stderr


def test_words_that_an_old_terminal_cannot_show_do_not_end_the_talk() -> None:
    result = run(*GARDEN, stdin=ASKED.encode(), variables={"PYTHONIOENCODING": "latin-1:strict"})
    assert result.returncode == 0
    assert b"Wait for the rain." in result.stdout
    assert b"Traceback" not in result.stderr


def test_a_whole_talk_that_nobody_keeps_writes_no_file_anywhere(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "temporary").mkdir()
    variables = {
        "HOME": str(home),
        "TMPDIR": str(tmp_path / "temporary"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        **COLOURED,
    }
    terminal = Terminal(*GARDEN, within=home, variables=variables)
    terminal.until("> ")
    for line in (ASKED, "no", "why", "how full", "why not water", "what if it will freeze", "plan", "summary", "change",
                 "back", "topics", "save", "forget", "help", "not so", ASKED):  # fmt: skip
        terminal.say(line)
    terminal.type("quit\n")
    assert terminal.end() == 0
    assert sorted(tmp_path.rglob("*")) == [home, tmp_path / "temporary"]


def test_a_talk_is_kept_resumed_and_forgotten_by_processes_of_their_own(tmp_path: Path) -> None:
    kept = [*GARDEN, "--store", str(tmp_path / "kept.db"), "--save", "spring"]
    assert run(*kept, stdin=f"{ASKED} a private heron\n".encode()).returncode == 0
    second = run(*kept, stdin=b"forget\n").stdout.decode()
    assert "I go on with the talk spring." in second
    assert "Wait for the rain." in second
    assert "From now on I keep this talk as spring" in run(*kept).stdout.decode()
    assert not any(b"heron" in path.read_bytes() for path in tmp_path.iterdir())


def test_a_talk_that_goes_on_in_another_process_goes_on_here_unkept(tmp_path: Path) -> None:
    kept = [*GARDEN, "--store", str(tmp_path / "kept.db"), "--save", "spring"]
    terminal = Terminal(*kept, variables=DUMB)
    terminal.until("> ")
    terminal.say(ASKED)
    assert run(*kept, stdin=b"no\n").returncode == 0
    said = terminal.say("it will freeze")
    assert "Leave the hose alone" in said
    assert "went on elsewhere" in said
    terminal.type("quit\n")
    assert terminal.end() == 0
    assert GOODBYE in terminal.seen


def test_one_key_clears_the_screen_and_leaves_without_a_word() -> None:
    terminal = Terminal(*GARDEN)
    greeting = terminal.until("> ")
    assert "Ctrl-\\ clears this screen and leaves at once." in greeting
    terminal.say(ASKED)
    before = len(terminal.seen)
    terminal.type(b"\x1c")
    assert terminal.end() == 0
    left = terminal.seen[before:]
    assert left.endswith(WIPE)
    assert not any(character.isalpha() for character in left.replace(WIPE, "").replace("^\\", ""))


def test_a_private_talk_writes_no_file_whatever_is_typed(tmp_path: Path) -> None:
    terminal = Terminal(*GARDEN, "--private", "--store", "kept.db", within=tmp_path, variables=DUMB)
    assert "Nothing is kept, whatever you type." in terminal.until("> ")
    for line in (ASKED, "save spring", "summary page.md", "plan --ics plan.ics", "forget"):
        terminal.say(line)
    terminal.type("forget all\n")
    assert terminal.end() == 0
    assert "All of it is forgotten" in terminal.seen
    assert list(tmp_path.rglob("*")) == []
