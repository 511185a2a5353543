"""What is said in one place stays in one place, and what the documents show is what happens."""

from __future__ import annotations

import doctest
import importlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

import advisor

ROOT = Path(__file__).resolve().parent.parent
TOML = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
PROJECT: dict[str, Any] = TOML.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_version_stands_in_one_file() -> None:
    literal = re.compile(rf"""['"]{re.escape(advisor.__version__)}['"]""")
    files = [ROOT / "pyproject.toml", *sorted((ROOT / "advisor").rglob("*.py"))]
    holding = [path for path in files if literal.search(path.read_text(encoding="utf-8"))]
    assert holding == [ROOT / "advisor" / "__init__.py"]


def test_the_changelog_begins_with_what_is_unreleased_or_with_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[?([^\]\s]+)", changelog, re.MULTILINE)
    assert headings[0] in {"Unreleased", advisor.__version__}


def test_every_place_names_the_same_pythons() -> None:
    prefix = "Programming Language :: Python :: 3."
    classifiers = PROJECT["project"]["classifiers"]
    minors = [int(text.removeprefix(prefix)) for text in classifiers if text.startswith(prefix)]
    assert minors == list(range(minors[0], minors[-1] + 1))
    oldest = f"3.{minors[0]}"
    assert PROJECT["project"]["requires-python"] == f">={oldest}"
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    assert PROJECT["tool"]["mypy"]["python_version"] == oldest
    tried = re.findall(r"\bpython3\.(\d+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert [int(minor) for minor in tried] == minors[::-1]


def test_running_the_advisor_takes_click_and_pyyaml_alone() -> None:
    needed = {Requirement(text).name for text in PROJECT["project"]["dependencies"]}
    assert needed == {"click", "pyyaml"}


DOCUMENTS = [path for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if path.exists()]


def examples_in(document: Path) -> doctest.DocTest:
    """The examples in the fenced Python blocks of a document, at the lines where they stand."""
    kept, inside = [], False
    for line in document.read_text(encoding="utf-8").splitlines():
        fence = line.lstrip().startswith("```")
        inside = bool(re.match(r"\s*```(python|pycon)\b", line)) if fence else inside
        kept.append(line if inside and not fence else "")
    name = str(document.relative_to(ROOT))
    return doctest.DocTestParser().get_doctest("\n".join(kept), {"__name__": "__main__"}, name, name, 0)


@pytest.mark.parametrize(
    "document", [path for path in DOCUMENTS if examples_in(path).examples], ids=lambda path: path.name
)
def test_the_examples_in_the_documents_give_what_they_show(document: Path) -> None:
    complaints: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(examples_in(document), out=complaints.append)
    assert not complaints, "".join(complaints)
