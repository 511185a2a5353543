"""The notebooks of the examples are sound, and their stored outputs are what their cells give."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tools import notebook

if TYPE_CHECKING:
    from pathlib import Path

FOUND = notebook.notebooks()


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_there_is_a_notebook_to_run() -> None:
    assert FOUND


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_every_cell_gives_what_is_stored_below_it(path: Path) -> None:
    for cell, found in notebook.cells_run(read(path), path.parent):
        assert found == cell["outputs"], f"{cell['id']}: put it right with python tools/notebook.py"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_a_notebook_has_the_shape_that_other_programs_read(path: Path) -> None:
    page = read(path)
    assert (page["nbformat"], page["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in page["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", one) for one in ids)
    code = [cell for cell in page["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert all(cell.keys() == {"cell_type", "execution_count", "id", "metadata", "outputs", "source"} for cell in code)
    assert path.read_text(encoding="utf-8") == notebook.written(page)


def test_a_cell_that_gives_something_else_than_is_stored_is_noticed_and_put_right(tmp_path: Path) -> None:
    cell: dict[str, Any] = {"cell_type": "code", "id": "a", "metadata": {}, "source": ["print(2)\n", "[3]"]}
    page = {"cells": [{**cell, "execution_count": None, "outputs": []}]}
    ((before, found),) = notebook.cells_run(page, tmp_path)
    assert before["outputs"] != found
    right = notebook.put_right(page, tmp_path)["cells"][0]
    assert right["execution_count"] == 1
    assert [one["output_type"] for one in right["outputs"]] == ["stream", "execute_result"]
    assert right["outputs"][1]["data"] == {"text/plain": ["[3]"]}
