"""The file of a store: private, never touched when it is anything else, and whole whatever the disk does."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from advisor.conversation import store_file
from advisor.conversation.store import SQLiteStore
from advisor.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 1)
POSIX = pytest.mark.skipif(os.name != "posix", reason="it is about the rights and limits of POSIX")
NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with forty events in a folder of its own."""
    path = tmp_path / "kept" / "sessions.db"
    with SQLiteStore(path) as store:
        store.append("spring", {}, [{"told": "rain" * 100}] * 40, after=0, today=DAY)
    return path


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def rights(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


@POSIX
@pytest.mark.parametrize("mask", [0, 0o022, 0o777])
def test_the_file_and_what_stands_beside_it_are_private_whatever_the_umask(
    tmp_path: Path, umask: Callable[[int], int], mask: int
) -> None:
    umask(mask)
    path = tmp_path / "a" / "b" / "sessions.db"
    with SQLiteStore(path) as store:
        store.connection.execute("BEGIN IMMEDIATE")
        store.connection.execute("INSERT INTO sessions (name, header, seal) VALUES ('spring', '{}', x'00')")
        store.connection.execute("PRAGMA cache_spill = 1")
        beside = {each.name: rights(each) for each in path.parent.iterdir()}
        store.connection.execute("ROLLBACK")
    assert beside == {"sessions.db": "0o600", "sessions.db-journal": "0o600"}
    assert rights(tmp_path / "a") == rights(tmp_path / "a" / "b") == "0o700"


@POSIX
def test_a_store_that_others_may_read_is_made_private_and_its_folder_left_alone(path: Path) -> None:
    path.chmod(0o644)
    path.parent.chmod(0o755)
    SQLiteStore(path).close()
    assert (rights(path), rights(path.parent)) == ("0o600", "0o755")


@pytest.mark.parametrize("name", ["my 100%.db", "a?mode=memory", "a#b", ":memory:", "file:x", "é💔.db", "-x", "~"])
def test_any_file_name_is_just_a_name(tmp_path: Path, name: str) -> None:
    with SQLiteStore(tmp_path / name) as store:
        store.append("spring", {}, [{}], after=0, today=DAY)
    assert [each.name for each in tmp_path.iterdir()] == [name]
    with SQLiteStore(str(tmp_path / name)) as store:
        assert store.load("spring").events == ({},)


@pytest.mark.parametrize("name", ["", "a\0b", "a\ud800"], ids=ascii)
def test_what_cannot_be_a_path_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match="the path of a store"):
        SQLiteStore(name)


def test_an_empty_file_is_a_new_store(tmp_path: Path) -> None:
    (tmp_path / "sessions.db").touch(mode=0o644)
    with SQLiteStore(tmp_path / "sessions.db") as store:
        assert store.list() == ()
    if os.name == "posix":
        assert rights(tmp_path / "sessions.db") == "0o600"


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement).fetchall()


def text(path: Path) -> None:
    path.write_text("Dear diary, it rained.\n" * 300, encoding="utf-8")


def short(path: Path) -> None:
    path.write_bytes(b"SQLite")


def foreign(path: Path) -> None:
    path.unlink()
    sql(path, "CREATE TABLE birds (name TEXT)", "INSERT INTO birds VALUES ('heron')")


def foreign_and_marked(path: Path) -> None:
    foreign(path)
    sql(path, "PRAGMA application_id = 252006673")


def foreign_with_a_log(path: Path) -> None:
    foreign(path)
    sql(path, "PRAGMA journal_mode = WAL", "INSERT INTO birds VALUES ('wren')")


def foreign_without_tables(path: Path) -> None:
    path.unlink()
    sql(path, "PRAGMA user_version = 1")


def newer(path: Path) -> None:
    sql(path, "PRAGMA user_version = 2")


def of_no_version(path: Path) -> None:
    sql(path, "PRAGMA user_version = -1")


def without_a_trigger(path: Path) -> None:
    sql(path, "DROP TRIGGER events_stay")


def with_a_table_more(path: Path) -> None:
    sql(path, "CREATE TABLE birds (name TEXT)")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 5000)


def cut_to_the_head(path: Path) -> None:
    os.truncate(path, 100)


def scribbled(path: Path) -> None:
    held = path.read_bytes()
    path.write_bytes(held[:4096] + b"\xa7" * (len(held) - 4096))


def scribbled_over_the_tables(path: Path) -> None:
    held = path.read_bytes()
    path.write_bytes(held[:100] + b"\xa7" * 3996 + held[4096:])


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


OTHERS: list[tuple[Callable[[Path], None], str]] = [
    (text, "it is not a store of sessions"),
    (short, "it is not a store of sessions"),
    (zeroed, "it is not a store of sessions"),
    (foreign, "of another program"),
    (foreign_and_marked, "of another program"),
    (foreign_with_a_log, "of another program"),
    (foreign_without_tables, "of another program"),
    (newer, "of version 2, and this program knows up to version 1: use a newer one"),
    (of_no_version, "of version -1"),
    (without_a_trigger, "its tables are not those of a store"),
    (with_a_table_more, "its tables are not those of a store"),
    (cut, "it is damaged"),
    (cut_to_the_head, "it is damaged"),
    (scribbled, "it is damaged"),
    (scribbled_over_the_tables, "it is damaged"),
]


@pytest.mark.parametrize(("spoil", "told"), OTHERS, ids=[spoil.__name__ for spoil, _ in OTHERS])
def test_what_is_no_sound_store_is_refused_and_left_byte_for_byte(
    path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(path)
    path.chmod(0o644)
    before, seen = path.read_bytes(), path.stat()
    with pytest.raises(StoreError, match=told) as caught:
        SQLiteStore(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert len(str(caught.value).splitlines()) == 1
    assert path.read_bytes() == before
    after = path.stat()
    assert (after.st_mode, after.st_mtime_ns, after.st_ino) == (seen.st_mode, seen.st_mtime_ns, seen.st_ino)
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="it is a folder"):
        SQLiteStore(tmp_path)
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(StoreError, match="no ordinary file"):
            SQLiteStore(path)


def test_a_path_through_a_file_or_a_broken_link_is_refused(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"not a directory|cannot find|exists"):
        SQLiteStore(path / "sessions.db")
    broken = path.with_name("broken.db")
    broken.symlink_to("nowhere.db")
    with pytest.raises(StoreError, match="no such file"):
        SQLiteStore(broken)
    assert path.read_bytes() == before
    assert not path.with_name("nowhere.db").exists()


def test_a_link_leads_to_the_store(path: Path) -> None:
    link = path.with_name("link.db")
    link.symlink_to(path.name)
    with SQLiteStore(link) as store:
        assert store.append("spring", {}, [{}], after=40, today=DAY) == 41
    assert link.is_symlink()


def test_a_store_that_another_tool_gave_another_journal_gets_its_own_back(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE birds (name TEXT)")
        other.execute("DROP TABLE birds")
    with SQLiteStore(path) as store:
        assert store.append("spring", {}, [{}], after=40, today=DAY) == 41
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_stopped_after_its_first_page_is_undone(path: Path) -> None:
    before, journal = path.read_bytes(), path.with_name("sessions.db-journal")
    with SQLiteStore(path) as store:
        ask = store.connection.execute
        ask("PRAGMA cache_size = 5")
        ask("BEGIN IMMEDIATE")
        for number in range(200):
            ask("INSERT INTO sessions (name, header, seal) VALUES (?, ?, x'00')", (f"name {number}", "{}" * 1000))
        undo = journal.read_bytes()
        ask("COMMIT")
    path.write_bytes(path.read_bytes()[:4096] + before[4096:])
    journal.write_bytes(undo)
    with SQLiteStore(path) as store:
        assert [kept.name for kept in store.list()] == ["spring"]
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_refused_file_is_not_held_open(path: Path) -> None:
    newer(path)
    with pytest.raises(StoreError):
        SQLiteStore(path)
    sql(path, "PRAGMA user_version = 1", "BEGIN EXCLUSIVE", "COMMIT")


def test_on_a_full_disk_an_append_fails_whole_and_works_again_once_there_is_room(path: Path) -> None:
    large = [{"told": "sun" * 2000}] * 20
    with SQLiteStore(path) as store:
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages + 5}").fetchall()
        for _ in range(3):
            with pytest.raises(StoreError, match="the disk is full; what was stored before is still there"):
                store.append("spring", {}, large, after=40, today=DAY)
            assert len(store.load("spring").events) == 40
        store.connection.execute(f"PRAGMA max_page_count = {pages + 500}").fetchall()
        assert store.append("spring", {}, large, after=40, today=DAY) == 60
    with SQLiteStore(path) as store:
        assert len(store.load("spring").events) == 60


def child(program: str, *arguments: str) -> str:
    """What a program prints that is run by this Python, with the store at hand."""
    opening = f"import os, sys\nfrom datetime import date\nfrom advisor.conversation.store import SQLiteStore\n{TOLD}"
    done = subprocess.run(
        [sys.executable, "-S", "-c", opening + program, *arguments],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


TOLD = """
from advisor.errors import StoreError
def append(store, after, size=1):
    events = [{"told": "rain" * 500}] * size
    try:
        return store.append("spring", {}, events, after=after, today=date(2026, 3, 1))
    except StoreError as error:
        return str(error).partition(": ")[2]
"""

LIMITED = """
import resource
path, = sys.argv[1:]
store = SQLiteStore(path)
print(append(store, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
for _ in range(3):
    print(append(store, 1, 200))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
try:
    store.forget("spring")
except StoreError as error:
    print(str(error).partition(": ")[2])
print(len(store.load("spring").events))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(append(store, 1, 200))
store.forget("spring")
print(store.list())
"""


@POSIX
def test_when_the_file_may_not_grow_all_that_is_tried_fails_whole_and_works_later(tmp_path: Path) -> None:
    full = "the disk is full or failing; what was stored before is still there"
    assert child(LIMITED, str(tmp_path / "sessions.db")).splitlines() == ["1", *[full] * 4, "1", "201", "()"]


WITHOUT_RIGHTS = f"""
from pathlib import Path
Path(sys.argv[1]).as_uri()  # imports what it needs while it may
if not os.getuid():
    os.setgid({NOBODY})
    os.setuid({NOBODY})
try:
    with SQLiteStore(sys.argv[1]) as store:
        print(len(store.load("spring").events), [kept.name for kept in store.list()])
        print(append(store, 1))
except StoreError as error:
    print(str(error).partition(": ")[2])
"""


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that whoever runs the test without the rights of root can reach, with a store in it."""
    with TemporaryDirectory() as name:
        folder = Path(name, "kept")
        with SQLiteStore(folder / "sessions.db") as store:
            store.append("spring", {}, [{"told": "rain"}], after=0, today=DAY)
        if not os.getuid():
            for path in (Path(name), folder, folder / "sessions.db"):
                os.chown(path, NOBODY, NOBODY)
        yield folder
        folder.chmod(0o700)


@POSIX
@pytest.mark.parametrize(
    ("of_file", "of_folder", "said"),
    [
        (0o400, 0o700, ["1 ['spring']", "it or its folder is read-only, or it was moved away"]),
        (0o400, 0o500, ["1 ['spring']", "it or its folder is read-only, or it was moved away"]),
        (0o600, 0o500, ["1 ['spring']", "it or its folder is read-only, or it was moved away"]),
        (0o000, 0o700, ["it or its folder cannot be opened"]),
        (0o600, 0o000, ["permission denied"]),
    ],
)
def test_what_may_not_be_written_can_still_be_read(
    shared_folder: Path, of_file: int, of_folder: int, said: list[str]
) -> None:
    path = shared_folder / "sessions.db"
    before = path.read_bytes()
    path.chmod(of_file)
    shared_folder.chmod(of_folder)
    assert child(WITHOUT_RIGHTS, str(path)).splitlines() == said
    assert path.read_bytes() == before


@POSIX
def test_a_store_of_somebody_else_that_may_be_read_is_read_and_not_changed(shared_folder: Path) -> None:
    path = shared_folder / "sessions.db"
    if os.getuid():
        pytest.skip("only root can give a file away")
    for each in (path, shared_folder):
        os.chown(each, 0, 0)
        each.chmod(0o755)
    assert child(WITHOUT_RIGHTS, str(path)).splitlines()[0] == "1 ['spring']"
    assert rights(path) == "0o755"


@POSIX
def test_a_store_cannot_be_made_in_a_folder_that_cannot_be_written(shared_folder: Path) -> None:
    shared_folder.chmod(0o500)
    for name in ("new.db", "deeper/new.db"):
        assert child(WITHOUT_RIGHTS, str(shared_folder / name)) == "permission denied\n"
    assert [path.name for path in shared_folder.iterdir()] == ["sessions.db"]


def test_an_error_without_a_wording_of_ours_is_told_in_that_of_sqlite(path: Path) -> None:
    with pytest.raises(StoreError, match="something new") as caught, store_file.telling(path):
        raise sqlite3.OperationalError("something new")
    assert str(caught.value) == f"{path}: something new"
