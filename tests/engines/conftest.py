"""Every engine there is, one after the other; those that cannot run here are skipped with their reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.engines import find, names
from advisor.errors import EngineUnavailable

if TYPE_CHECKING:
    from advisor.engines.protocol import Engine


@pytest.fixture(scope="session", params=names())
def engine(request: pytest.FixtureRequest) -> Engine:
    found = find(request.param)
    try:
        found.compile((), {})
    except EngineUnavailable as error:
        pytest.skip(str(error))
    return found
