"""Whatever was acknowledged survives `kill -9` at any moment, in order, and nothing is ever half there.

`make kill` kills many more processes than the tests do. What a loss of power does is not tried here.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor.conversation.store import SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("ADVISOR_KILLS") or 50)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed")

OPENING = """
import sys
from datetime import date
from itertools import count
from advisor.conversation.store import SQLiteStore
today = date(2026, 3, 1)
def event(number):
    return {"number": number, "told": "rain" * (number * number % 1500)}
path, start = sys.argv[1], int(sys.argv[2])
store = SQLiteStore(path)
"""

# Three events a turn, of sizes from a few bytes to some pages; what is printed was acknowledged.
APPENDS = """
for after in count(start, 3):
    after = store.append("spring", {}, [event(after + k) for k in range(3)], after=after, today=today)
    print(after, flush=True)
"""

# A session after another is told and forgotten; `+` stands for an acknowledged session, `-` for a forgotten one.
FORGETS = """
for number in count(start):
    store.append(f"session {number}", {}, [{"told": f"heron {number} " * 500}, {}], after=0, today=today)
    print("+", number, flush=True)
    store.forget(f"session {number}")
    print("-", number, flush=True)
"""


def run_and_kill(program: str, path: Path, start: int, seconds: float) -> list[str]:
    """Give the lines that a program printed until it was killed, so long after its first line.

    With less than no seconds it is killed that much before a first line is due: while it starts, opens or makes
    the file.
    """
    arguments: Sequence[str | Path] = [sys.executable, "-S", "-c", OPENING + program, path, str(start)]
    with subprocess.Popen(arguments, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as running:
        assert running.stdout
        if seconds < 0:
            time.sleep(max(0.0, 0.12 + seconds))
        else:
            assert select.select([running.stdout], [], [], 30)[0], "nothing was printed"
            time.sleep(seconds)
        running.send_signal(signal.SIGKILL)
        printed = running.stdout.read().decode()
        assert running.wait() == -signal.SIGKILL, "it ended by itself"
    return printed.splitlines()


def moments(kills: int) -> list[float]:
    """When to kill: mostly at work, every fifth time while starting."""
    seed = int(os.environ.get("ADVISOR_SEED") or random.SystemRandom().randrange(1_000_000))
    print(f"ADVISOR_SEED={seed}")  # shown by pytest when the test fails
    chance = random.Random(seed)  # noqa: S311
    return [-chance.random() * 0.1 if n % 5 == 0 else chance.random() * 0.12 for n in range(kills)]


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong; what a kill interrupted is undone by this opening."""
    with closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def expected(number: int) -> dict[str, object]:
    return {"number": number, "told": "rain" * (number * number % 1500)}


def test_every_acknowledged_event_survives_kill_9_and_no_turn_is_half_there(tmp_path: Path) -> None:
    stored, interrupted = 0, 0
    for number, moment in enumerate(moments(KILLS)):
        # A new file from time to time, so that its making is killed too.
        path = tmp_path / f"sessions {number // 10}.db"
        stored = 0 if number % 10 == 0 else stored
        printed = run_and_kill(APPENDS, path, stored, moment)
        acknowledged = int(printed[-1]) if printed else stored
        interrupted += path.with_name(path.name + "-journal").exists()
        with SQLiteStore(path) as store:
            events = store.load("spring").events if store.list() else ()
        assert sound(path)
        # The last turn may have been stored and killed before it was acknowledged.
        assert len(events) in {acknowledged, acknowledged + 3}
        assert events == tuple(expected(n) for n in range(len(events)))
        stored = len(events)
    print(f"{KILLS} kills, {interrupted} of them in the middle of a write")


def test_a_session_is_whole_or_gone_whenever_its_forgetting_is_killed(tmp_path: Path) -> None:
    path, start = tmp_path / "sessions.db", 0
    for moment in moments(max(1, KILLS // 5)):
        said = [line.split() for line in run_and_kill(FORGETS, path, start, moment)]
        with SQLiteStore(path) as store:
            left = {kept.name: store.load(kept.name).events for kept in store.list()}
        assert sound(path)
        told, gone = ({int(number) for sign, number in said if sign == wanted} for wanted in "+-")
        assert len(left) <= 1
        assert all(len(events) == 2 for events in left.values())
        held = b"".join(each.read_bytes() for each in tmp_path.iterdir())
        last = max(told, default=start - 1)
        for number in range(start, last + 2):
            there = f"session {number}" in left
            assert not (there and number in gone)
            assert (f"heron {number} ".encode() in held) == there
        with SQLiteStore(path) as store:
            for name in left:
                store.forget(name)
        start = last + 2
