"""Keeping sessions: what is appended comes back, one of two writers wins, and what is forgotten is gone."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import date, datetime, timezone
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.conversation import store as of_store
from advisor.conversation.store import Kept, SQLiteStore, Stored
from advisor.errors import SessionMoved, SessionNotFound, StoreError
from tests.conversation.test_store_text import OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DAY, NEXT = date(2026, 3, 1), date(2026, 3, 2)
HEADER = {"rulebase": "garden", "version": "1.0", "hash": "00ff"}
RAIN, FROST = {"told": {"rain": True}}, {"told": {"frost": False}}
NAMES = (f"session {number}" for number in count())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteStore]:
    with SQLiteStore(tmp_path / "sessions.db") as store:
        yield store


@pytest.fixture(scope="module")
def lasting_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SQLiteStore]:
    with SQLiteStore(tmp_path_factory.mktemp("store") / "sessions.db") as store:
        yield store


@given(header=OBJECTS, turns=st.lists(st.lists(OBJECTS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_stored_events_load_back_equal_however_they_were_appended(
    lasting_store: SQLiteStore, header: dict[str, Any], turns: list[list[dict[str, Any]]]
) -> None:
    name, stored = next(NAMES), 0
    for turn in turns:
        stored = lasting_store.append(name, header, turn, after=stored, today=DAY)
    events = tuple(event for turn in turns for event in turn)
    assert stored == len(events)
    assert repr(lasting_store.load(name)) == repr(Stored(name, header, events))


def test_what_was_stored_is_there_when_the_store_is_opened_again(store: SQLiteStore) -> None:
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    store.close()
    with SQLiteStore(store.path) as again:
        assert again.append("spring", HEADER, [FROST], after=1, today=DAY) == 2
        assert again.load("spring") == Stored("spring", HEADER, (RAIN, FROST))


def test_no_file_but_the_store_is_left_between_two_turns(store: SQLiteStore) -> None:
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    store.load("spring")
    assert list(store.path.parent.iterdir()) == [store.path]


def test_the_list_tells_of_every_session_the_latest_first(store: SQLiteStore) -> None:
    assert store.list() == ()
    store.append("spring", HEADER, [RAIN, FROST], after=0, today=DAY)
    store.append("autumn", {"rulebase": 3}, [FROST], after=0, today=DAY)
    store.append("spring", HEADER, [FROST], after=2, today=NEXT)
    store.append("winter", {}, [FROST], after=0, today=datetime(2026, 3, 1, 9, 30, tzinfo=timezone.utc))
    assert store.list() == (
        Kept("spring", 3, "2026-03-01", "2026-03-02", "garden"),
        Kept("autumn", 1, "2026-03-01", "2026-03-01", ""),
        Kept("winter", 1, "2026-03-01", "2026-03-01", ""),
    )


def test_a_session_that_is_not_there_is_told_with_the_nearest_one(store: SQLiteStore) -> None:
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    for use in (store.load, store.forget):
        with pytest.raises(SessionNotFound) as caught:
            use("sprng")
        assert (caught.value.name, caught.value.nearest) == ("sprng", "spring")
    with pytest.raises(SessionNotFound, match=r"^there is no session 'xyz'$"):
        store.load("xyz")


def test_without_events_nothing_is_stored(store: SQLiteStore) -> None:
    assert store.append("spring", HEADER, [], after=0, today=DAY) == 0
    with pytest.raises(SessionNotFound):
        store.load("spring")
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    assert store.append("spring", HEADER, [], after=1, today=NEXT) == 1
    assert store.list()[0].last == "2026-03-01"
    with pytest.raises(SessionMoved):
        store.append("spring", HEADER, [], after=0, today=DAY)


def test_a_session_keeps_the_header_it_was_begun_with(store: SQLiteStore) -> None:
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    with pytest.raises(StoreError, match="begun with another header"):
        store.append("spring", {**HEADER, "version": "2.0"}, [FROST], after=1, today=DAY)
    reordered = dict(reversed(HEADER.items()))
    assert store.append("spring", reordered, [FROST], after=1, today=DAY) == 2
    assert store.load("spring").header == HEADER


@pytest.mark.parametrize(("after", "found"), [(0, 2), (1, 2), (3, 2), (-1, 2)])
def test_an_append_to_a_session_that_moved_stores_nothing(store: SQLiteStore, after: int, found: int) -> None:
    store.append("spring", HEADER, [RAIN, FROST], after=0, today=DAY)
    with pytest.raises(SessionMoved) as caught:
        store.append("spring", HEADER, [RAIN], after=after, today=DAY)
    error = caught.value
    assert (error.name, error.after, error.found) == ("spring", after, found)
    assert len(store.load("spring").events) == 2


def test_an_append_to_a_session_that_was_forgotten_does_not_begin_it_anew(store: SQLiteStore) -> None:
    with pytest.raises(SessionMoved, match="not in the store any more"):
        store.append("spring", HEADER, [RAIN], after=2, today=DAY)
    assert store.list() == ()


def test_one_event_that_cannot_be_kept_keeps_its_whole_turn_out(store: SQLiteStore) -> None:
    with pytest.raises(StoreError, match="event 2 of the turn holds a set"):
        store.append("spring", HEADER, [RAIN, {"told": {1}}], after=0, today=DAY)
    with pytest.raises(StoreError, match="the header is not a dict"):
        store.append("spring", [], [RAIN], after=0, today=DAY)  # type: ignore[arg-type]
    assert store.list() == ()


def test_a_name_is_refused_before_the_file_is_touched(store: SQLiteStore) -> None:
    store.close()
    for use in (store.load, store.forget, lambda name: store.append(name, HEADER, [RAIN], after=0, today=DAY)):
        with pytest.raises(StoreError, match="the name of a session"):
            use("../spring")


def race(stores: list[SQLiteStore], rounds: int) -> list[list[int]]:
    """Have each store append to the same session at the same time, and give the winners of each round."""
    barrier = Barrier(len(stores))

    def run(number: int) -> list[bool]:
        won = []
        for turn in range(rounds):
            barrier.wait()
            try:
                stores[number].append("race", HEADER, [{"by": number}] * 2, after=2 * turn, today=DAY)
                won.append(True)
            except SessionMoved:
                won.append(False)
        return won

    with ThreadPoolExecutor(len(stores)) as threads:
        results = list(threads.map(run, range(len(stores))))
    return [[number for number, won in enumerate(results) if won[turn]] for turn in range(rounds)]


@pytest.mark.parametrize("shared", [True, False])
def test_exactly_one_of_the_threads_that_append_at_once_wins(store: SQLiteStore, *, shared: bool) -> None:
    others = [] if shared else [SQLiteStore(store.path) for _ in range(3)]
    winners = race([store] * 4 if shared else [store, *others], rounds=8)
    for other in others:
        other.close()
    assert [len(some) for some in winners] == [1] * 8
    assert [event["by"] for event in store.load("race").events] == [by for some in winners for by in some * 2]


def test_threads_that_open_a_new_store_at_once_all_get_the_same(tmp_path: Path) -> None:
    def begin(number: int) -> None:
        with SQLiteStore(tmp_path / "sessions.db") as store:
            store.append(f"by {number}", HEADER, [RAIN], after=0, today=DAY)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(begin, range(6)))
    with SQLiteStore(tmp_path / "sessions.db") as store:
        assert sorted(kept.name for kept in store.list()) == [f"by {number}" for number in range(6)]


WRITER = """
import datetime, sys
from advisor.conversation.store import SQLiteStore
from advisor.errors import SessionMoved
print("ready", flush=True)
for line in sys.stdin:
    with SQLiteStore(sys.argv[1]) as store:
        try:
            events = [{"by": sys.argv[2]}] * 2
            print(store.append("race", {}, events, after=int(line), today=datetime.date(2026, 3, 1)), flush=True)
        except SessionMoved as moved:
            print("moved", moved.found, flush=True)
"""


def test_exactly_one_of_the_programs_that_append_at_once_wins(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"  # made by whoever comes first
    winners = []
    with ExitStack() as running:
        programs = [
            running.enter_context(
                subprocess.Popen(
                    [sys.executable, "-S", "-c", WRITER, path, str(number)],
                    env={"PYTHONPATH": str(ROOT)},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for number in range(3)
        ]
        told = [(program.stdin, program.stdout) for program in programs if program.stdin and program.stdout]
        assert [output.readline() for _, output in told] == ["ready\n"] * 3
        for turn in range(6):
            for typed, _ in told:
                typed.write(f"{2 * turn}\n")
                typed.flush()
            said = [output.readline().strip() for _, output in told]
            assert sorted(said) == sorted([str(2 * turn + 2), *[f"moved {2 * turn + 2}"] * 2])
            winners.append(str(said.index(str(2 * turn + 2))))
    with SQLiteStore(path) as store:
        assert [event["by"] for event in store.load("race").events] == [by for by in winners for _ in range(2)]


def test_a_store_that_another_program_uses_is_told_as_that(store: SQLiteStore) -> None:
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    store.connection.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is using it"):
            store.append("spring", HEADER, [FROST], after=1, today=DAY)
        assert store.load("spring").events == (RAIN,)
    assert store.append("spring", HEADER, [FROST], after=1, today=DAY) == 2


def test_a_reader_that_lasts_keeps_an_append_out_and_breaks_nothing(store: SQLiteStore) -> None:
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    store.connection.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM events").fetchall()
        with pytest.raises(StoreError, match="another program is using it"):
            store.append("spring", HEADER, [FROST], after=1, today=DAY)
    assert store.append("spring", HEADER, [FROST], after=1, today=DAY) == 2


def worn(path: Path, seed: int) -> None:
    """A store whose pages were split and filled by turns of many sizes, in eight sessions."""
    chance, held = random.Random(seed), dict.fromkeys(range(8), 0)  # noqa: S311
    with SQLiteStore(path) as store:
        for turn in range(120):
            number = chance.randrange(8)
            sizes = [chance.choice([1, 3, 10, 60, 900]) for _ in range(chance.randrange(1, 6))]
            events = [{"said": f"said in {number} at {turn}," * size} for size in sizes]
            header = {"name": f"header of {number}"}
            held[number] = store.append(f"name of {number}", header, events, after=held[number], today=DAY)


def traces(folder: Path, number: int) -> int:
    """How often anything of a session stands in any file of a folder."""
    held = b"".join(path.read_bytes() for path in folder.iterdir())
    return sum(held.count(f"{part}{number}".encode()) for part in ("said in ", "header of ", "name of "))


# With these seeds, deleting alone leaves traces in the gaps of pages: without the wiping this test fails.
@pytest.mark.parametrize("seed", [1, 8, 18])
def test_not_a_byte_of_a_forgotten_session_is_left(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "sessions.db"
    worn(path, seed)
    assert all(traces(tmp_path, number) for number in range(8))
    with SQLiteStore(path) as store:
        before = {kept.name: store.load(kept.name) for kept in store.list()}
        for number in (3, 5):
            store.forget(f"name of {number}")
            assert traces(tmp_path, number) == 0
            del before[f"name of {number}"]
        assert {kept.name: store.load(kept.name) for kept in store.list()} == before
        assert store.append("name of 3", {}, [RAIN], after=0, today=DAY) == 1


def test_what_is_deleted_is_zeroed_even_before_its_last_traces_are_wiped(
    store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_store, "sweep", lambda _: None)
    store.append("spring", HEADER, [{"said": "said in 3, " * 900}], after=0, today=DAY)
    assert traces(store.path.parent, 3)
    store.forget("spring")
    assert traces(store.path.parent, 3) == 0


def test_temporary_copies_stay_in_memory_and_what_is_acknowledged_is_synced(store: SQLiteStore) -> None:
    ask = store.connection.execute
    in_force = {name: ask(f"PRAGMA {name}").fetchone()[0] for name in ("temp_store", "synchronous")}
    assert in_force == {"temp_store": 2, "synchronous": 3}


def test_a_forgetting_that_was_cut_short_is_ended_when_the_store_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sessions.db"
    worn(path, 8)

    def fail(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(of_store, "sweep", fail)
    with SQLiteStore(path) as store, pytest.raises(StoreError, match=r"not wiped yet.*the disk is full"):
        store.forget("name of 3")
    with SQLiteStore(path) as store:
        assert traces(tmp_path, 3) == 0
        assert store.connection.execute("SELECT count(*) FROM forgetting").fetchone() == (0,)
        with pytest.raises(SessionNotFound):
            store.load("name of 3")


def altered(path: Path, before: bytes, after: bytes) -> None:
    """Alter every occurrence of some bytes in a file to others of the same length."""
    held = path.read_bytes()
    assert before in held
    assert len(before) == len(after)
    path.write_bytes(held.replace(before, after))


def behind(store: SQLiteStore, *statements: str) -> None:
    """Change the tables as somebody would who takes the triggers off first and puts them back."""
    triggers = store.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for statement in (*(f"DROP TRIGGER {name}" for name, _ in triggers), *statements, *(sql for _, sql in triggers)):
        store.connection.execute(statement)


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        (b'"rain":true', b'"rain":null', "event 1 is not"),
        (b'"frost":false', b'"frost":fals\xff', "event 2 is not"),
        (b"2026-03-02", b"2026-03-09", "event 2 is not"),
        (b'"garden"', b'"gardam"', "event 1 is not"),
    ],
)
def test_what_was_altered_behind_the_store_is_noticed_without_a_word_of_it(
    store: SQLiteStore, before: bytes, after: bytes, how: str
) -> None:
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    store.append("spring", HEADER, [FROST], after=1, today=NEXT)
    store.close()
    altered(store.path, before, after)
    with SQLiteStore(store.path) as again, pytest.raises(StoreError, match=how) as caught:
        again.load("spring")
    assert "frost" not in str(caught.value)


@pytest.mark.parametrize(
    ("statement", "how"),
    [
        ("DELETE FROM events WHERE place = 3", "2 of 3 events are there"),
        ("DELETE FROM events WHERE place = 1", "event 1 is not"),
        ("DELETE FROM events", "0 of 3 events are there"),
        ("UPDATE sessions SET count = 2", "3 of 2 events are there"),
        ("UPDATE events SET place = place + 1 WHERE place = 3", "event 3 is not"),
        ("UPDATE sessions SET seal = x'00'", "3 of 3 events are there"),
    ],
)
def test_a_row_that_was_lost_or_moved_is_noticed(store: SQLiteStore, statement: str, how: str) -> None:
    store.append("spring", HEADER, [RAIN, FROST, RAIN], after=0, today=DAY)
    behind(store, statement)
    with pytest.raises(StoreError, match=f"'spring' is damaged: {how}"):
        store.load("spring")


@pytest.mark.parametrize("change", ["UPDATE sessions SET header = '{'", "UPDATE sessions SET header = '[]'"])
def test_a_damaged_session_is_listed_and_can_be_forgotten(store: SQLiteStore, change: str) -> None:
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    store.append("summer", HEADER, [RAIN], after=0, today=DAY)
    behind(store, "DELETE FROM events WHERE session = 1", f"{change} WHERE id = 1")
    assert store.list()[1] == Kept("spring", 1, "", "", "")
    with pytest.raises(StoreError, match="damaged"):
        store.load("spring")
    with pytest.raises(StoreError, match="begun with another header"):
        store.append("spring", HEADER, [RAIN], after=1, today=DAY)
    store.forget("spring")
    assert [kept.name for kept in store.list()] == ["summer"]


def test_two_sessions_whose_names_were_swapped_are_noticed(store: SQLiteStore) -> None:
    for name in ("aaaa", "bbbb"):
        store.append(name, HEADER, [RAIN], after=0, today=DAY)
    behind(
        store,
        "UPDATE sessions SET name = 'cccc' WHERE id = 1",
        "UPDATE sessions SET name = 'aaaa' WHERE id = 2",
        "UPDATE sessions SET name = 'bbbb' WHERE id = 1",
    )
    for name in ("aaaa", "bbbb"):
        with pytest.raises(StoreError, match=f"'{name}' is damaged: event 1 is not"):
            store.load(name)


def test_a_closed_store_says_so(store: SQLiteStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="the store is closed"):
        store.list()


def test_a_store_does_not_go_along_into_another_process(store: SQLiteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with pytest.raises(StoreError, match="opened in another process"):
        store.list()


def test_a_store_stays_the_same_file_when_the_current_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with SQLiteStore("sessions.db") as store:
        monkeypatch.chdir("elsewhere")
        store.append("spring", HEADER, [RAIN], after=0, today=DAY)
        assert store.path == tmp_path / "sessions.db"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_copy_of_the_file_is_a_store(store: SQLiteStore, tmp_path: Path) -> None:
    store.append("spring", HEADER, [RAIN], after=0, today=DAY)
    shutil.copy(store.path, tmp_path / "copy.db")
    with SQLiteStore(tmp_path / "copy.db") as copy:
        assert copy.load("spring") == store.load("spring")


@pytest.mark.parametrize(
    "error", [StoreError("no"), SessionNotFound("sprng", "spring"), SessionNotFound("x"), SessionMoved("spring", 3, 1)]
)
def test_errors_of_the_store_travel_between_processes(error: StoreError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
    assert "\n" not in str(error)
    assert error.exit_code == 2
