"""Engines: ways of telling which patterns hold in known cells. Each is one file here, or comes from another package.

A file `<name>.py` with a class whose `name` is `<name>` is an engine; a package adds one by the entry point group
`advisor.engines`, whose entry names such a class. `protocol.py` says what is asked of it, and the contract test in
`tests/engines/` holds every engine that can run to the results of `plain`.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING

from advisor.errors import EngineUnavailable, UnknownName

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from advisor.engines.protocol import Engine

GROUP = "advisor.engines"


def find(name: str) -> Engine:
    """Give the engine of that name, which may still turn out to be unavailable when it compiles.

    Raises UnknownName when there is none, and EngineUnavailable when the package that offers it does not import.

    >>> find("plain").name
    'plain'
    """
    engine = _own(name)
    if engine:
        return engine
    for entry in _offered():
        if entry.name == name:
            try:
                offered: Engine = entry.load()()
            except Exception as error:
                reason = f"{entry.value} does not load ({error})"
                raise EngineUnavailable(name, reason, "mend or remove the package that offers it") from error
            return offered
    raise UnknownName("engine", name, names())


def names() -> tuple[str, ...]:
    """Give the names of all engines, whether they can run here or not.

    >>> {"plain", "indexed", "durable", "clips"} <= set(names())
    True
    """
    import pkgutil

    own = {module.name for module in pkgutil.iter_modules(__path__) if _own(module.name)}
    return tuple(sorted(own | {entry.name for entry in _offered()}))


def available() -> tuple[str, ...]:
    """Give the names of the engines that can run here; this imports what they need.

    >>> {"plain", "indexed"} <= set(available())
    True
    """
    return tuple(name for name in names() if not _hindrance(name))


def _hindrance(name: str) -> EngineUnavailable | None:
    try:
        find(name).compile((), {})
    except EngineUnavailable as error:
        return error
    return None


def _own(name: str) -> Engine | None:
    path = f"{__name__}.{name}"
    if not name.isidentifier() or name.startswith("_") or not importlib.util.find_spec(path):
        return None
    module = importlib.import_module(path)
    for item in vars(module).values():
        if isinstance(item, type) and item.__module__ == path and getattr(item, "name", None) == name:
            engine: Engine = item()
            return engine
    return None


def _offered() -> tuple[EntryPoint, ...]:
    from importlib.metadata import entry_points  # reads the disk, and is seldom needed

    return tuple(entry_points(group=GROUP))
