"""Replay the command line sessions that documents show, and write down what they really print.

A session is a fenced block of the sort `console`: lines that begin with `$ ` are commands, the lines below each are
what it prints, and a line that is only `…` stands for lines left out. `python tools/replay.py` puts the true output
into every document and transcript; where lines are left out, it changes nothing.

A talk is a file of `tests/data/talks`: its first line is the command, `$ advisor chat …` with the day and the engine,
lines that begin with `> ` are typed, and the rest is what the chat prints.

A page may write files first: the comment `<!-- file: tide/rulebase.yaml -->` above a fenced block names the file that
the block is. Such a page is played in an empty folder, any other in the project's own.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from click.testing import CliRunner

from advisor.advisor import Advisor
from advisor.cli import chat
from advisor.cli import main as command_line
from advisor.cli._talk import Talk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from advisor.conversation.store import SQLiteStore

    Run = Callable[[str], tuple[str, ...]]

ROOT = Path(__file__).resolve().parent.parent
SESSION = "console"
LEFT_OUT = "…"
PROMPT = "$ "
TYPED = "> "
WIDTH = "80"

_FENCE = re.compile(r"^```(\w*)\s*$")
_FILE = re.compile(r"^<!-- file: (\S+) -->$")
_ECHO_CODE = "; echo $?"


class Block(NamedTuple):
    """A fenced block of a page: its sort, its lines, the line of the page it begins at, and the file that it is."""

    sort: str
    lines: tuple[str, ...]
    start: int
    file: str = ""

    @property
    def text(self) -> str:
        """The lines as the text of a file."""
        return "".join(f"{line}\n" for line in self.lines)


class Step(NamedTuple):
    """One command of a session and the lines that are shown below it."""

    command: str
    shown: tuple[str, ...]


def blocks(page: str) -> Iterator[Block]:
    r"""Find the fenced blocks of a page.

    >>> list(blocks("Look:\n```console\n$ advisor check\n```\n"))
    [Block(sort='console', lines=('$ advisor check',), start=3, file='')]
    """
    sort, start, file, before = "", 0, "", ""
    inside: list[str] = []
    for number, line in enumerate(page.splitlines(), 1):
        fence = _FENCE.match(line)
        if fence and start:
            yield Block(sort, tuple(inside), start, file)
            start = 0
        elif fence:
            named = _FILE.match(before)
            sort, start, file, inside = fence[1], number + 1, named[1] if named else "", []
        elif start:
            inside.append(line)
        before = line if line.strip() else before


def steps(lines: tuple[str, ...]) -> list[Step]:
    """Split a session into its commands.

    >>> steps(("$ advisor check", "garden 1.0", "", "$ advisor test"))
    [Step(command='advisor check', shown=('garden 1.0',)), Step(command='advisor test', shown=())]
    """
    found: list[Step] = []
    for line in lines:
        if line.startswith(PROMPT):
            found.append(Step(line.removeprefix(PROMPT), ()))
        elif found:
            found[-1] = Step(found[-1].command, (*found[-1].shown, line))
    return [Step(command, tuple(_trimmed(shown))) for command, shown in found]


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def agree(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether what is shown is what was printed, lines left out aside.

    >>> agree(("one", "…", "four"), ("one", "two", "three", "four")), agree(("one",), ("two",))
    (True, False)
    """
    pattern = "".join(r"(?:.*\n)*?" if line == LEFT_OUT else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def play(command: str) -> tuple[str, ...]:
    """Run one command in this process and folder, and give the lines that it prints, messages among them.

    It is `advisor …`, `make ask Q="…"`, or words piped into one of them by `echo`. `; echo $?` at its end prints how
    it ended, and `> FILE` keeps what it prints. Raises ValueError for anything else.
    """
    line, wants_code = command.removesuffix(_ECHO_CODE), command.endswith(_ECHO_CODE)
    line, _, kept = line.partition(" > ")
    piped, bar, rest = line.partition(" | ")
    said, words = (shlex.split(piped)[1:], shlex.split(rest)) if bar else ([], shlex.split(line))
    if words[:2] == ["make", "ask"]:
        said, words = [words[2].removeprefix("Q=")], ["advisor", "ask", "-"]
    if words[0] != "advisor":
        message = f"only commands of the advisor can be played, not {command!r}"
        raise ValueError(message)
    runner = CliRunner(env={"COLUMNS": WIDTH, "NO_COLOR": "1"})
    result = runner.invoke(command_line, words[1:], input=" ".join(said), prog_name="advisor")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    code = [str(result.exit_code)] if wants_code else []
    if kept:
        Path(kept).write_text(result.stdout, encoding="utf-8")
        return tuple(code)
    return (*_trimmed(tuple(result.output.splitlines())), *code)


def for_real(command: str) -> tuple[str, ...]:
    """Run one command in a shell and processes of its own, and give the lines that it prints, messages among them."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, "advisor")
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m advisor "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        path = os.pathsep.join([folder, os.environ.get("PATH", os.defpath)])
        environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": WIDTH, "NO_COLOR": "1"}
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=ROOT,
            env={**environment, "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return tuple(_trimmed(tuple(done.stdout.decode().splitlines())))


def replayed(found: Sequence[Block], run: Run = play) -> Iterator[tuple[Block, list[tuple[Step, tuple[str, ...]]]]]:
    """Play the blocks of a page: write its files, run its sessions, and give for each step what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) if any(block.file for block in found) else ROOT
        if place != ROOT:
            (place / "examples").symlink_to(ROOT / "examples")
        with _within(place):
            for block in found:
                if block.file:
                    path = place / block.file
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(block.text, encoding="utf-8")
                elif block.sort == SESSION:
                    yield block, [(step, run(step.command)) for step in steps(block.lines)]


@contextlib.contextmanager
def _within(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def put_right(page: str, found: Sequence[Block], run: Run = play) -> str:
    """Give a page with the true output below each command; where lines are left out, it stays as it is."""
    lines, written, position = page.splitlines(), list[str](), 0
    for block, played in replayed(found, run):
        written += lines[position : block.start - 1]
        position = block.start - 1 + len(block.lines)
        for step, printed in played:
            kept = step.shown if LEFT_OUT in step.shown else printed
            written += [
                *([""] if written and written[-1] and step != played[0][0] else []),
                PROMPT + step.command,
                *kept,
            ]
    return "\n".join([*written, *lines[position:]]) + "\n"


def documents() -> list[Path]:
    """Name the documents whose sessions are played in this process."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def transcripts() -> list[Path]:
    """Name the transcripts, which are one session each, played in processes of their own."""
    return sorted((ROOT / "examples" / "transcripts").glob("*.txt"))


def whole(page: str) -> list[Block]:
    """Take a transcript as the one session that it is."""
    return [Block(SESSION, tuple(page.splitlines()), 1)]


def talks() -> list[Path]:
    """Name the talks, which are held in this process."""
    return sorted((ROOT / "tests" / "data" / "talks").glob("*.txt"))


def held(talk: str) -> str:
    r"""Hold a talk again, typing what was typed, and give it with what is printed now.

    >>> held("$ advisor chat --rules examples/garden --today 2026-11-23\n> quit\n").splitlines()[-1]
    'clear it. Take care.'
    """
    command, *lines = talk.splitlines()
    typed = iter([line.removeprefix(TYPED.strip()).strip() for line in lines if (line + " ").startswith(TYPED)])
    given = chat.command.make_context("advisor chat", shlex.split(command)[3:]).params
    written = [command, ""]

    def read() -> str:
        line = next(typed, None)
        if line is None:
            raise EOFError
        written.append(TYPED + line)
        return line

    with _within(ROOT), _columns(WIDTH):
        advisor = Advisor.load(*given["rules"] or ("breakup",), engine=given["engine"])
        chat.hold(Talk(advisor, lambda: given["today"], _no_store), read, written.append)
    return "\n".join(_trimmed("\n".join(written).splitlines())) + "\n"


def _no_store() -> SQLiteStore:
    message = "what a talk in a transcript tells is kept nowhere"
    raise AssertionError(message)


@contextlib.contextmanager
def _columns(width: str) -> Iterator[None]:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = width
    try:
        yield
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before


def main() -> None:
    """Put every session and every talk right, and say which pages were changed."""
    for path in talks():
        page = path.read_text(encoding="utf-8")
        if (true := held(page)) != page:
            path.write_text(true, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: held anew")
    for path in [*documents(), *transcripts()]:
        page = path.read_text(encoding="utf-8")
        transcript = path.suffix == ".txt"
        true = put_right(page, whole(page), for_real) if transcript else put_right(page, list(blocks(page)))
        if true != page:
            path.write_text(true, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: put right")


if __name__ == "__main__":
    main()
