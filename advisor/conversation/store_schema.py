"""The tables of a store of sessions, what they refuse, and the steps from one version of them to the next."""

# ruff: noqa: S608 - the statements are put together from what stands in this file alone

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

APPLICATION = 0x41647669
"""Marks a SQLite file as a store of sessions: `Advi` in ASCII."""

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'sessions only grow'); END"
_NOT_FORGETTING = "NOT EXISTS (SELECT 1 FROM forgetting WHERE session ="

# What is stored only ever grows, whoever writes to the file: an event stands at the next place of its session or is
# refused, an insert that would replace a row is refused as well (it fires no trigger for what it deletes), and nothing
# goes but by way of `forgetting`, which names what has to be wiped until it is. Numbers of sessions are not used again,
# so that a row left there never opens the door to another session.
_FIRST = (
    f"PRAGMA application_id = {APPLICATION}",
    """CREATE TABLE sessions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE CHECK (typeof(name) = 'text'),
        header TEXT NOT NULL CHECK (typeof(header) = 'text'),
        count INTEGER NOT NULL DEFAULT 0 CHECK (typeof(count) = 'integer'),
        seal BLOB NOT NULL CHECK (typeof(seal) = 'blob')
    )""",
    """CREATE TABLE events (
        session INTEGER NOT NULL,
        place INTEGER NOT NULL,
        day TEXT NOT NULL CHECK (typeof(day) = 'text'),
        body TEXT NOT NULL CHECK (typeof(body) = 'text'),
        seal BLOB NOT NULL CHECK (typeof(seal) = 'blob'),
        PRIMARY KEY (session, place)
    ) WITHOUT ROWID""",
    "CREATE TABLE forgetting (session INTEGER PRIMARY KEY)",
    f"""CREATE TRIGGER events_follow BEFORE INSERT ON events
    WHEN NEW.place IS NOT (SELECT count + 1 FROM sessions WHERE id = NEW.session) {_REFUSE}""",
    """CREATE TRIGGER events_count AFTER INSERT ON events
    BEGIN UPDATE sessions SET count = NEW.place, seal = NEW.seal WHERE id = NEW.session; END""",
    f"CREATE TRIGGER events_stay BEFORE UPDATE ON events {_REFUSE}",
    f"CREATE TRIGGER events_remain BEFORE DELETE ON events WHEN {_NOT_FORGETTING} OLD.session) {_REFUSE}",
    f"""CREATE TRIGGER sessions_begin BEFORE INSERT ON sessions
    WHEN NEW.count <> 0 OR EXISTS (SELECT 1 FROM sessions WHERE name = NEW.name OR id = NEW.id) {_REFUSE}""",
    f"""CREATE TRIGGER sessions_stay BEFORE UPDATE ON sessions
    WHEN NEW.id IS NOT OLD.id OR NEW.name IS NOT OLD.name OR NEW.header IS NOT OLD.header
    OR NEW.count IS NOT OLD.count + 1
    OR NOT EXISTS (SELECT 1 FROM events WHERE session = NEW.id AND place = NEW.count AND seal = NEW.seal) {_REFUSE}""",
    f"""CREATE TRIGGER sessions_remain BEFORE DELETE ON sessions
    WHEN {_NOT_FORGETTING} OLD.id) OR EXISTS (SELECT 1 FROM events WHERE session = OLD.id) {_REFUSE}""",
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST,)
"""The statements that lead from each version to the next; a step that was released is never changed again."""


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Let all that is done within happen, or nothing of it.

    >>> connection = sqlite3.connect(":memory:", isolation_level=None)
    >>> with transaction(connection):
    ...     _ = connection.execute("CREATE TABLE rain (day TEXT)")
    >>> connection.in_transaction
    False
    >>> connection.close()
    """
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Some errors (a full disk) have SQLite roll back by itself; and the first error is the one to tell.
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def version_of(connection: sqlite3.Connection) -> int:
    """Give the version of the tables in a file: 0 when it has none.

    >>> connection = sqlite3.connect(":memory:")
    >>> version_of(connection)
    0
    >>> connection.close()
    """
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, steps: Sequence[Sequence[str]] = STEPS) -> None:
    """Take the steps that a file has not taken yet, each wholly or not at all.

    >>> connection = sqlite3.connect(":memory:", isolation_level=None)
    >>> migrate(connection)
    >>> version_of(connection), as_laid_out(connection)
    (1, True)
    >>> connection.close()
    """
    while (version := version_of(connection)) < len(steps):
        with transaction(connection):
            if version_of(connection) != version:  # another program took this step meanwhile
                continue
            for statement in steps[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")


def as_laid_out(connection: sqlite3.Connection, steps: Sequence[Sequence[str]] = STEPS) -> bool:
    """Whether a file has the tables and triggers that the steps up to its version make, and no others.

    >>> connection = sqlite3.connect(":memory:")
    >>> as_laid_out(connection)
    True
    >>> connection.close()
    """
    pattern = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(pattern, steps[: version_of(connection)])
        return _names(pattern) == _names(connection)
    finally:
        pattern.close()


def _names(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(connection.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
