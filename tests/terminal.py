"""The command line as a real process, on a real terminal or behind a pipe."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "advisor"]
PATIENCE = 20.0
# makes the terminal the process's own, so that Ctrl-C reaches it as it would from a keyboard
LAUNCH = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell has its jobs in the background ignore it
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def environment(**more: str) -> dict[str, str]:
    """Give the variables that a process is started with."""
    return {**os.environ, "PYTHONPATH": str(PROJECT), "COLUMNS": "80", **more}


def run(
    *arguments: str, stdin: bytes = b"", within: Path = PROJECT, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command behind a pipe, to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=within,
        env=environment(**variables or {}),
    )


class Terminal:
    """A process on a terminal of its own."""

    def __init__(self, *arguments: str, within: Path = PROJECT, variables: Mapping[str, str] | None = None) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, *COMMAND, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=within,
            env=environment(**variables or {}),
        )
        os.close(slave)
        self.seen = ""

    def until(self, words: str, after: int = 0) -> str:
        """Read what is shown until some words are there, from a place on; an end before that is a failure."""
        end = time.monotonic() + PATIENCE
        while words not in self.seen[after:] and time.monotonic() < end:
            if select.select([self.master], [], [], 0.2)[0] and not self._read():
                break
        assert words in self.seen[after:], self.seen
        return self.seen

    def _read(self) -> bool:
        try:
            more = os.read(self.master, 4096).decode(errors="replace")
        except OSError:  # the other end has been closed
            return False
        self.seen += more.replace("\r\n", "\n")
        return bool(more)

    def type(self, words: str | bytes) -> None:
        """Press keys."""
        os.write(self.master, words.encode() if isinstance(words, str) else words)

    def say(self, line: str | bytes, until: str = "\n> ") -> str:
        """Type a line, and give what is shown after it, until some words are there."""
        before = len(self.seen)
        self.type((line.encode() if isinstance(line, str) else line) + b"\n")
        self.until(until, before)
        return self.seen[before:]

    def ended(self, within: float) -> bool:
        """Whether the process ends in so many seconds."""
        try:
            self.process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> int:
        """Wait for the end of the process, and give its exit code."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.2)[0] and not self._read():
                break
        if self.process.poll() is None and time.monotonic() >= end:
            self.process.kill()
        code = self.process.wait(timeout=PATIENCE)
        os.close(self.master)
        return code
