"""A store that keeps sessions in one SQLite file: append-only, private to its owner, forgetting on request."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from datetime import date
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple, final

from advisor.conversation.store_file import located, opened, sweep, telling
from advisor.conversation.store_schema import transaction
from advisor.conversation.store_text import as_json, checked_name, seal_of
from advisor.errors import SessionMoved, SessionNotFound, StoreError, near

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType


class Stored(NamedTuple):
    """A session as it was stored: its header and its events, in order.

    >>> Stored("spring", {"rulebase": "garden"}, ({"told": "rain"},)).events
    ({'told': 'rain'},)
    """

    name: str
    header: dict[str, Any]
    events: tuple[dict[str, Any], ...]


class Kept(NamedTuple):
    """A line of the list of sessions.

    `events` is their number, `first` and `last` are the ISO days of the first and the last append, and `rulebase` is
    the `rulebase` that the header names, empty when it names none.

    >>> Kept("spring", 2, "2026-03-01", "2026-03-02", "garden").last
    '2026-03-02'
    """

    name: str
    events: int
    first: str
    last: str
    rulebase: str


@final
class SQLiteStore:
    """Sessions in one SQLite file: append-only, private to its owner.

    The file is made when it is not there. One store may be used by many threads, and one file by many stores, in as
    many programs. Whatever fails is a StoreError, and leaves what was stored as it was.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, SQLiteStore(Path(folder, "sessions.db")) as store:
    ...     store.append("spring", {"rulebase": "garden"}, [{"told": "rain"}], after=0, today=date(2026, 3, 1))
    ...     store.append("spring", {"rulebase": "garden"}, [{"told": "frost"}], after=1, today=date(2026, 3, 2))
    ...     store.load("spring").events
    ...     store.list()
    1
    2
    ({'told': 'rain'}, {'told': 'frost'})
    (Kept(name='spring', events=2, first='2026-03-01', last='2026-03-02', rulebase='garden'),)
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = located(path)
        self.connection = opened(self.path)
        self._lock = RLock()
        self._program = os.getpid()

    def append(
        self,
        name: str,
        header: Mapping[str, Any],
        events: Sequence[Mapping[str, Any]],
        *,
        after: int,
        today: date,
    ) -> int:
        """Append the events of a turn to a session, all or none, and give the new number of events.

        `after` is the number of events that the caller knows of, 0 for a new session: SessionMoved when the store
        holds another number. The header is that of the first append; another one later is refused. Without events
        nothing is stored.
        """
        name, begun = checked_name(name), as_json("the header", header)
        bodies = [as_json(f"event {place} of the turn", event) for place, event in enumerate(events, 1)]
        day = date.isoformat(today)
        with self._at_work("BEGIN IMMEDIATE") as connection:
            found = _find(connection, name)
            count = found.events if found else 0
            if count != after:
                raise SessionMoved(name, after, count)
            if found and _read(found.header) != _read(begun):
                raise StoreError(f"the session '{name}' was begun with another header; append with the one it has")
            if not bodies:
                return count
            session, seal = (found.id, found.seal) if found else _begin(connection, name, begun)
            for place, body in enumerate(bodies, count + 1):
                seal = seal_of(seal, day, body)
                row = (session, place, day, body, seal)
                connection.execute("INSERT INTO events (session, place, day, body, seal) VALUES (?, ?, ?, ?, ?)", row)
        return count + len(bodies)

    def load(self, name: str) -> Stored:
        """Give a session back; SessionNotFound, or StoreError when something of it was lost or altered."""
        name = checked_name(name)
        with self._at_work("BEGIN") as connection:
            found = _found(connection, name)
            rows = connection.execute(
                "SELECT place, day, body, seal FROM events WHERE session = ? ORDER BY place", (found.id,)
            ).fetchall()
        seal = seal_of(b"", name, found.header)
        for expected, (place, day, body, stored) in enumerate(rows, 1):
            seal = seal_of(seal, day, body)
            if (place, stored) != (expected, seal):
                raise self._damaged(name, f"event {expected} is not as it was stored")
        if (len(rows), seal) != (found.events, found.seal):
            raise self._damaged(name, f"{len(rows)} of {found.events} events are there")
        return Stored(name, json.loads(found.header), tuple(json.loads(body) for _, _, body, _ in rows))

    def list(self) -> tuple[Kept, ...]:
        """List the sessions, the one that was appended to last before the others; damaged ones are among them."""
        with self._at_work("BEGIN") as connection:
            rows = connection.execute(
                "SELECT name, count, coalesce(first.day, ''), coalesce(last.day, ''), header FROM sessions "
                "LEFT JOIN events AS first ON first.session = sessions.id AND first.place = 1 "
                "LEFT JOIN events AS last ON last.session = sessions.id AND last.place = sessions.count "
                "ORDER BY last.day DESC, sessions.name"
            ).fetchall()
        return tuple(Kept(name, count, first, last, _rulebase(header)) for name, count, first, last, header in rows)

    def forget(self, name: str) -> None:
        """Take a session out for good, its bytes in the file included; SessionNotFound."""
        name = checked_name(name)
        with self._at_work("BEGIN IMMEDIATE") as connection:
            session = (_found(connection, name).id,)
            connection.execute("INSERT INTO forgetting (session) VALUES (?)", session)
            connection.execute("DELETE FROM events WHERE session = ?", session)
            connection.execute("DELETE FROM sessions WHERE id = ?", session)
        try:
            with self._lock, telling(self.path):
                sweep(self.connection)
        except StoreError as error:
            told = f"'{name}' is forgotten, but traces of it are not wiped yet; opening the store again does that"
            raise StoreError(f"{told} ({error})") from error

    def close(self) -> None:
        """Close the file; the store cannot be used any more."""
        with self._lock:
            self.connection.close()

    def __enter__(self) -> SQLiteStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<SQLiteStore {str(self.path)!r}>"

    @contextmanager
    def _at_work(self, begin: str) -> Iterator[sqlite3.Connection]:
        if os.getpid() != self._program:  # SQLite's locks do not survive a fork
            raise StoreError(f"{self.path}: the store was opened in another process; open it in this one")
        with self._lock, telling(self.path), transaction(self.connection, begin):
            yield self.connection

    def _damaged(self, name: str, how: str) -> StoreError:
        return StoreError(f"{self.path}: the session '{name}' is damaged: {how}; put a copy of the file back")


class _Row(NamedTuple):
    id: int
    header: str
    events: int
    seal: bytes


def _find(connection: sqlite3.Connection, name: str) -> _Row | None:
    row = connection.execute("SELECT id, header, count, seal FROM sessions WHERE name = ?", (name,)).fetchone()
    return _Row(*row) if row else None


def _found(connection: sqlite3.Connection, name: str) -> _Row:
    found = _find(connection, name)
    if not found:
        raise SessionNotFound(name, near(name, (one for (one,) in connection.execute("SELECT name FROM sessions"))))
    return found


def _begin(connection: sqlite3.Connection, name: str, header: str) -> tuple[int, bytes]:
    seal = seal_of(b"", name, header)
    made = connection.execute("INSERT INTO sessions (name, header, seal) VALUES (?, ?, ?)", (name, header, seal))
    return int(made.lastrowid or 0), seal


def _read(header: str) -> object:
    try:
        return json.loads(header)
    except ValueError:  # damaged: `load` says so, and the list goes on
        return None


def _rulebase(header: str) -> str:
    read = _read(header)
    name = read.get("rulebase") if isinstance(read, dict) else None
    return name if isinstance(name, str) else ""
