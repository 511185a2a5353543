"""Run the notebooks of the examples and write down what their cells really give.

The code cells of a notebook run in their order and in one namespace, in the notebook's own folder. What a cell prints
is one output, and the value of its last line another: as text, and as Markdown where the value has such a form.
`python tools/notebook.py` puts the true outputs into every notebook; it needs no Jupyter.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent


def outputs(source: str, namespace: dict[str, Any], count: int) -> list[dict[str, Any]]:
    r"""Run the source of a cell, and give its outputs as a notebook holds them.

    >>> outputs("print(1 + 1)\n'a' * 3", {}, 1)[1]["data"]
    {'text/plain': ["'aaa'"]}
    """
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, []), "<cell>", "exec"), namespace)  # noqa: S102 - what a notebook is for
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)  # noqa: S307 - the same
    found: list[dict[str, Any]] = []
    if printed.getvalue():
        found.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        if hasattr(value, "_repr_markdown_"):
            data = {"text/markdown": _lines(value._repr_markdown_()), **data}
        found.append({"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"})
    return found


def cells_run(notebook: dict[str, Any], folder: Path) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Run the code cells of a notebook in its folder, and give each with the outputs that it has now."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with _within(folder):
        for count, cell in enumerate((one for one in notebook["cells"] if one["cell_type"] == "code"), 1):
            yield cell, outputs("".join(cell["source"]), namespace, count)


def put_right(notebook: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Give a notebook with its true outputs."""
    for count, (cell, found) in enumerate(cells_run(notebook, folder), 1):
        cell.update(execution_count=count, outputs=found)
    return notebook


def notebooks() -> list[Path]:
    """Name the notebooks of the examples."""
    return sorted((ROOT / "examples").rglob("*.ipynb"))


def written(notebook: dict[str, Any]) -> str:
    """Write a notebook as Jupyter does, so that its file changes only where it does.

    >>> print(written({"nbformat": 4}), end="")
    {
     "nbformat": 4
    }
    """
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


@contextlib.contextmanager
def _within(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def main() -> None:
    """Put every notebook right, and say which files were changed."""
    sys.path.insert(0, str(ROOT))
    for path in notebooks():
        page = path.read_text(encoding="utf-8")
        true = written(put_right(json.loads(page), path.parent))
        if true != page:
            path.write_text(true, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: put right")


if __name__ == "__main__":
    main()
