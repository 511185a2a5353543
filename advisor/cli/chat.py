"""`advisor chat`: a talk, one question at a time."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from functools import cache
from typing import TYPE_CHECKING

import click

from advisor.advisor import Advisor
from advisor.cli._options import Day, country_option, rules_or_shipped, store_option, width
from advisor.cli._talk import NO_PLACES_THERE, Talk
from advisor.errors import UnknownName
from advisor.render.blocks import DETAIL, LEAD, NOTE, PARAGRAPH, Block, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.conversation.store import SQLiteStore

PROMPT = "> "
REMIND_AFTER = 30 * 60  # seconds: then the notice is given again, in a line
WIPE = "\x1b[H\x1b[2J\x1b[3J"
"""What clears a terminal, with what was scrolled away where it lets itself be cleared."""
KEY = "Ctrl-\\ clears this screen and leaves at once."
WHAT_IT_HIDES = "It hides the screen; it stops nobody who watches this device. If somebody may, use another one."


@click.command(
    "chat",
    short_help="Talk a situation over, one question at a time.",
    epilog="Nothing is written anywhere unless you say so: --save NAME, or save NAME at the prompt.",
)
@click.option("--rules", multiple=True, metavar="WHERE", help="A rulebase, by name or path; several extend each other.")
@click.option("--save", metavar="NAME", help="Keep the talk under this name, and go on with it where there is one.")
@store_option
@click.option("--private", is_flag=True, help="Write no file at all, whatever is typed.")
@country_option
@click.option("--today", type=Day(), metavar="DAY", help="The day to count from, such as 2026-11-23.")
@click.option(
    "--engine", default="auto", show_default=True, metavar="ENGINE", help="The engine that matches the rules."
)
def command(
    rules: tuple[str, ...],
    save: str | None,
    store: str,
    private: bool,
    country: str | None,
    today: datetime.date | None,
    engine: str,
) -> None:
    """Talk a situation over: tell it in your own words, and answer what matters."""
    if private and save:
        raise click.UsageError("--private writes nothing, so it cannot go with --save")
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):  # what cannot be read or shown must not end the talk
            stream.reconfigure(errors="replace")
    with ExitStack() as stack:

        @cache
        def opened() -> SQLiteStore:
            from advisor.conversation.store import SQLiteStore as Store  # costs time, and only a kept talk needs it

            return stack.enter_context(Store(store))

        # a talk may last past midnight, so the day is read anew each time
        advisor = Advisor.load(*rules_or_shipped(rules), engine=engine)
        talk = Talk(advisor, lambda: today or datetime.date.today(), opened, private=private)  # noqa: DTZ011
        if country is not None:
            try:
                talk.settle_in(country)
            except UnknownName:
                click.echo(f"{NO_PLACES_THERE}\n")
        _leave_by_key()
        hold(talk, _reader(), click.echo, save)


def hold(talk: Talk, read: Callable[[], str], write: Callable[[str], object], save: str | None = None) -> None:
    """Hold a talk: greet, read a line and say what comes of it, until somebody leaves."""

    def show(blocks: Iterable[Block]) -> None:
        if page := laid_out(blocks, width(), bold=_bold()):
            write(page + "\n")

    try:
        show(_greeting(talk))
        if save:
            show(talk.resume(save))
        begun: float | None = time.monotonic()
        while not talk.done:
            show(talk.say(read()))
            if begun is not None and time.monotonic() - begun > REMIND_AFTER and not talk.done:
                begun = None
                show(_reminder(talk))
    except (EOFError, KeyboardInterrupt):
        write("")
        show(talk.leave())


def _greeting(talk: Talk) -> Iterator[Block]:
    rulebase = talk.advisor.rulebase
    if rulebase.notice:
        yield Block(NOTE, rulebase.notice)
    yield Block(PARAGRAPH, f"{rulebase.title or rulebase.name}. What is it about? Tell it in your own words.")
    kept = "Nothing is kept, whatever you type." if talk.private else "Nothing is kept unless you type save."
    yield Block(DETAIL, f"Type help, commands or quit at any time. {kept}")
    if _by_key():
        yield Block(DETAIL, f"{KEY} {WHAT_IT_HIDES}")


def _reminder(talk: Talk) -> Iterator[Block]:
    """Give the notice again, in a line."""
    rulebase = talk.advisor.rulebase
    if words := rulebase.care.reminder or rulebase.notice:
        yield Block(NOTE, words)


def _by_key() -> bool:
    """Whether one key can clear the screen and leave: on a terminal, where there is such a signal."""
    return hasattr(signal, "SIGQUIT") and sys.stdin.isatty() and sys.stdout.isatty()


def _leave_by_key() -> None:
    """Let one key clear the screen and end the program at once, without a word."""
    if _by_key():
        # Waited for apart: what reads a line tells Python of a signal only after the next key, if it comes just before.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGQUIT})
        threading.Thread(target=_wipe_on_signal, daemon=True).start()


def _wipe_on_signal() -> None:
    signal.sigwait({signal.SIGQUIT})
    _wipe()


def _wipe() -> None:
    with suppress(OSError):
        os.write(sys.stdout.fileno(), WIPE.encode())
    with suppress(Exception):  # the terminal is left as it was found; nothing may keep the program from ending
        subprocess.run(["stty", "sane"], check=False, stdin=sys.stdin, capture_output=True)  # noqa: S607
    os._exit(0)


def laid_out(blocks: Iterable[Block], columns: int, *, bold: bool) -> str:
    r"""Lay blocks out for a terminal; the first main sentence stands out where `bold` allows it.

    >>> laid_out([Block(LEAD, "Wait."), Block(DETAIL, "It rains.")], 80, bold=True)
    '\x1b[1mWait.\x1b[0m\n  It rains.'
    """
    found = [Block(block.sort, shown(block.words)) for block in blocks]
    at = next((number for number, block in enumerate(found) if block.sort == LEAD), None)
    if at is None or not bold:
        return as_text(found, columns)
    before, after = as_text(found[:at], columns), as_text(found[at + 1 :], columns)
    lead = click.style(as_text([found[at]], columns), bold=True)
    joint = "\n" if after and found[at + 1].sort == DETAIL else "\n\n"
    return (f"{before}\n\n" if before else "") + lead + (joint + after if after else "")


def _bold() -> bool:
    """Whether a terminal can make words bold and nobody minds."""
    return "NO_COLOR" not in os.environ and os.environ.get("TERM", "") not in {"", "dumb"} and sys.stdout.isatty()


def shown(words: str) -> str:
    r"""Give words without what a terminal could take for an order, or that turns the direction of writing.

    >>> shown("it \x1b[31mrains\u202e")
    'it  [31mrains '
    """
    return "".join(c if c.isprintable() or c == "\n" else " " for c in words)


def _reader() -> Callable[[], str]:
    """Give what reads a line: with editing on a terminal, and without a prompt from a pipe."""
    if not sys.stdin.isatty():
        return _from_pipe
    if os.environ.get("TERM", "") not in {"", "dumb"}:
        try:
            import readline
        except ImportError:  # Windows edits lines by itself
            pass
        else:
            readline.set_auto_history(False)  # nobody else shall find with one key what was typed before
            if "NO_COLOR" in os.environ:
                for setting in ("enable-bracketed-paste", "enable-meta-key"):
                    readline.parse_and_bind(f"set {setting} off")  # they write escape sequences at every prompt
    return lambda: input(PROMPT)


def _from_pipe() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
