"""Opening the file of a store: looked at before it is touched, made private, and every failure told in one line."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from advisor.conversation import store_schema
from advisor.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 10.0
"""How long to wait for another program that is writing, in seconds."""

# POSIX drops every lock that a program holds on a file when it closes any descriptor of that file. SQLite knows how to
# live with that; the moment in which a new file is made is ours to keep free of other openings in this program.
_OPENING = Lock()

# EXTRA and full syncing: what was acknowledged survives a loss of power. DELETE leaves no second file behind between
# two turns, and reads a store in a folder that cannot be written. Temporary copies stay in memory: they hold words too.
_SETTINGS = (
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "fullfsync = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)

# By the wording of SQLite: Python 3.10 does not tell its codes.
_TOLD = (
    ("disk is full", "the disk is full; what was stored before is still there"),
    ("disk i/o error", "the disk is full or failing; what was stored before is still there"),
    ("is locked", "another program is using it; try again"),
    ("readonly", "it or its folder is read-only, or it was moved away"),
    ("unable to open", "it or its folder cannot be opened"),
    ("closed database", "the store is closed"),
    ("not a database", "it is not a store of sessions"),
    ("malformed", "it is damaged; put a copy back, or move it away to begin anew"),
)


def located(path: str | os.PathLike[str]) -> Path:
    """Give the whole path of a store, which goes on meaning the same file when the current folder changes.

    >>> located("sessions.db") == Path.cwd() / "sessions.db"
    True
    """
    text = os.fspath(path)
    try:
        if not text or b"\0" in os.fsencode(text):
            raise StoreError("the path of a store is neither empty nor holds a null character")
    except UnicodeEncodeError:
        raise StoreError("the path of a store holds a character that no file name has") from None
    with telling(Path(text)):
        return Path(text).absolute()


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system have to say about a file into a StoreError of one line.

    >>> with telling(Path("sessions.db")):
    ...     raise sqlite3.OperationalError("database or disk is full")
    Traceback (most recent call last):
      ...
    advisor.errors.StoreError: sessions.db: the disk is full; what was stored before is still there
    """
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        raise StoreError(f"{path}: {next((told for part, told in _TOLD if part in said.lower()), said)}") from error
    except OSError as error:
        raise StoreError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def opened(path: Path) -> sqlite3.Connection:
    """Open the file of a store, or make it; StoreError, and the file as it was, when it is anything else.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, closing(opened(Path(folder, "sessions.db"))) as connection:
    ...     store_schema.version_of(connection)
    1
    """
    with _OPENING, telling(path):
        _make(path)
        _look(path)
        connection = _connect(path, "mode=rw")
        try:
            _check(path, connection)
            _prepare(path, connection)
        except BaseException:
            connection.close()
            raise
        return connection


def sweep(connection: sqlite3.Connection) -> None:
    """Wipe the traces of what was forgotten, also those of a forgetting that was cut short.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, closing(opened(Path(folder, "sessions.db"))) as connection:
    ...     sweep(connection)
    """
    owed = connection.execute("SELECT session FROM forgetting").fetchall()
    if owed:
        # SQLite zeroes what it deletes, but not what a page that was rebuilt earlier left in its gaps.
        connection.execute("VACUUM")
        with store_schema.transaction(connection):
            connection.executemany("DELETE FROM forgetting WHERE session = ?", owed)


def _make(path: Path) -> None:
    """Make an empty file for its owner alone, and the folders to it, unless something is there already."""
    if os.path.lexists(path):
        return
    missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)  # the umask may have taken too much away
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        path.chmod(0o600)


def _look(path: Path) -> None:
    """Refuse what is no store of ours, through a connection that neither writes, nor locks, nor makes other files."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"{path}: it is {'a folder' if stat.S_ISDIR(found.st_mode) else 'no ordinary file'}")
    if not found.st_size:
        return
    with closing(_connect(path, "mode=ro&immutable=1")) as connection:
        # In the middle of a write, also of one that was killed, the first page may name pages that are not there yet.
        # SQLite takes that for damage unless it is told to go on; whether it is damage is found out under a lock.
        connection.execute("PRAGMA writable_schema = ON")
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = store_schema.version_of(connection)
    if application != store_schema.APPLICATION:
        raise StoreError(f"{path}: it is a SQLite file of another program, not a store of sessions")
    if not 0 <= version <= len(store_schema.STEPS):
        raise StoreError(
            f"{path}: it is of version {version}, and this program knows up to version {len(store_schema.STEPS)}: "
            "use a newer one"
        )


def _connect(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.as_uri()}?{how}", uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    # Bytes that are no text are damage, which the seals find; Python's own error would quote the words.
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    return connection


def _check(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a damaged file; an interrupted write is undone by SQLite on the way."""
    # In one transaction: another program may be bringing the file to a newer version at this moment.
    with store_schema.transaction(connection, "BEGIN"):
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("malformed")
        if not store_schema.as_laid_out(connection, store_schema.STEPS):
            raise StoreError(f"{path}: its tables are not those of a store of sessions; put a copy back")


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    """Set the connection up, and do what an earlier version or a program that was killed has left to do."""
    with suppress(PermissionError):  # a store of somebody else, which may still be read
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}").fetchall()
    store_schema.migrate(connection, store_schema.STEPS)
    with suppress(sqlite3.OperationalError):  # read-only or busy: whoever next can, will
        sweep(connection)
