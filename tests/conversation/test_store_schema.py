"""What the tables of a store promise by themselves: sessions only grow, and a step is taken wholly or not at all."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest

from advisor.conversation import store_schema
from advisor.conversation.store import SQLiteStore
from advisor.conversation.store_schema import STEPS, as_laid_out, migrate, version_of
from advisor.errors import StoreError

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 1)
SECOND = ("CREATE TABLE weather (rain TEXT)", "INSERT INTO weather SELECT name FROM sessions")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with two events of one session and one of another."""
    path = tmp_path / "sessions.db"
    with SQLiteStore(path) as store:
        store.append("spring", {}, [{"told": "rain"}, {"told": "frost"}], after=0, today=DAY)
        store.append("summer", {}, [{"told": "sun"}], after=0, today=DAY)
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = '{}'",
        "UPDATE events SET place = 9 WHERE place = 2",
        "DELETE FROM events",
        "DELETE FROM events WHERE session = 1 AND place = 2",
        "INSERT INTO events VALUES (1, 4, '2026-03-01', '{}', x'00')",
        "INSERT INTO events VALUES (1, 2, '2026-03-01', '{}', x'00')",
        "INSERT INTO events VALUES (9, 1, '2026-03-01', '{}', x'00')",
        "INSERT INTO events VALUES (1, 3, '2026-03-01', x'00', x'00')",
        "REPLACE INTO events VALUES (1, 2, '2026-03-01', '{}', x'00')",
        "INSERT INTO sessions (name, header, seal) VALUES ('spring', '{}', x'00')",
        "INSERT INTO sessions (name, header, count, seal) VALUES ('autumn', '{}', 1, x'00')",
        "REPLACE INTO sessions (name, header, seal) VALUES ('spring', '{}', x'00')",
        "REPLACE INTO sessions (id, name, header, seal) VALUES (1, 'autumn', '{}', x'00')",
        "UPDATE sessions SET name = 'autumn' WHERE id = 1",
        "UPDATE sessions SET header = '{1}'",
        "UPDATE sessions SET count = 1 WHERE id = 1",
        "UPDATE sessions SET count = 3 WHERE id = 1",
        "UPDATE sessions SET seal = x'00'",
        "DELETE FROM sessions",
    ],
)
def test_the_tables_refuse_whatever_would_change_what_is_stored(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    with SQLiteStore(path) as store:
        assert store.load("spring").events == ({"told": "rain"}, {"told": "frost"})


def test_a_session_goes_only_with_all_of_its_events(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO forgetting VALUES (1)")
        with pytest.raises(sqlite3.IntegrityError, match="sessions only grow"):
            connection.execute("DELETE FROM sessions WHERE id = 1")
        with pytest.raises(sqlite3.IntegrityError, match="sessions only grow"):
            connection.execute("DELETE FROM events WHERE session = 2")
        connection.execute("DELETE FROM events WHERE session = 1")
        connection.execute("DELETE FROM sessions WHERE id = 1")


def test_a_store_is_brought_to_the_newest_version_and_keeps_its_sessions(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_schema, "STEPS", (*STEPS, SECOND))
    for _ in range(2):
        with SQLiteStore(path) as store:
            assert version_of(store.connection) == len(STEPS) + 1
            assert len(store.load("spring").events) == 2
            assert store.connection.execute("SELECT * FROM weather").fetchall() == [("spring",), ("summer",)]


def test_a_new_store_takes_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_schema, "STEPS", (*STEPS, SECOND))
    with SQLiteStore(tmp_path / "new.db") as store:
        assert as_laid_out(store.connection, store_schema.STEPS)
        assert version_of(store.connection) == len(STEPS) + 1


def test_a_step_that_fails_leaves_the_version_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(store_schema, "STEPS", (*STEPS, (*SECOND, "INSERT INTO nowhere VALUES (1)")))
    with pytest.raises(StoreError, match="no such table: nowhere"):
        SQLiteStore(path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    with SQLiteStore(path) as store:
        assert version_of(store.connection) == len(STEPS)


def test_a_step_that_another_program_took_meanwhile_is_not_taken_again(path: Path) -> None:
    steps = (*STEPS, SECOND)
    with closing(sqlite3.connect(path, isolation_level=None)) as one:

        class Slow(sqlite3.Connection):
            """A connection before whose first transaction another program takes the step."""

            def execute(self, statement: str, *rest: object) -> sqlite3.Cursor:
                if statement.startswith("BEGIN"):
                    migrate(one, steps)
                return super().execute(statement, *rest)  # type: ignore[arg-type]

        with closing(sqlite3.connect(path, isolation_level=None, factory=Slow)) as other:
            migrate(other, steps)
            assert as_laid_out(other, steps)


def test_a_file_that_another_program_makes_a_store_of_while_it_is_looked_at_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, others = tmp_path / "sessions.db", [migrate]

    def slow(connection: sqlite3.Connection) -> int:
        version = version_of(connection)
        while others:
            act = others.pop()
            with (
                closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other,
                suppress(sqlite3.OperationalError),  # it may have to wait
            ):
                act(other)
        return version

    monkeypatch.setattr(store_schema, "version_of", slow)
    with SQLiteStore(path) as store:
        assert store.list() == ()
    assert not others


KILLED = """
import os, signal, sqlite3, sys
from advisor.conversation.store_schema import STEPS, migrate
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
connection.execute("PRAGMA cache_size = 5")
many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200) SELECT hex(randomblob(2000)) FROM n"
migrate(connection, (*STEPS, ("CREATE TABLE weather (rain TEXT)", "INSERT INTO weather " + many, "SELECT die()")))
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed")
def test_a_migration_that_is_killed_leaves_the_version_before(path: Path) -> None:
    before = path.read_bytes()
    done = subprocess.run([sys.executable, "-S", "-c", KILLED, path], env={"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == -9
    assert path.read_bytes() != before
    assert path.with_name("sessions.db-journal").exists()
    with SQLiteStore(path) as store:
        assert version_of(store.connection) == len(STEPS)
        assert len(store.load("spring").events) == 2
    assert path.read_bytes() == before
