"""What the package promises to those who install it."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from packaging.requirements import Requirement

import advisor

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "He texted me last night, nothing urgent. Can I answer?"


class Package(NamedTuple):
    """The two files that are published."""

    wheel: Path
    sdist: Path


def build(project: Path, into: Path, *targets: str) -> None:
    """Build with what is installed; nothing is fetched."""
    chosen = [part for target in targets for part in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", *chosen, "-d", str(into)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def names_in(wheel: Path) -> set[str]:
    """The names of the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped(folder: str) -> Iterator[str]:
    """The files of a folder that belong to the package, relative to the root."""
    for path in sorted((ROOT / folder).rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
            yield "/".join(parts)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder, "wheel", "sdist")
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return Package(wheel, sdist)


def declared(requirements: list[str] | None) -> Iterator[importlib.metadata.Distribution]:
    """The installed distributions that the requirements ask for here, and those that these ask for."""
    for requirement in map(Requirement, requirements or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            found = importlib.metadata.distribution(requirement.name)
            yield found
            yield from declared(found.requires)


def bare_environment(folder: Path, wheel: Path) -> Path:
    """The programs of an environment that holds the wheel, what it declares to need, and nothing else.

    What it needs is copied from the environment that runs the tests, so that nothing is fetched.
    """
    venv.EnvBuilder(symlinks=True, with_pip=False).create(folder)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", wheel], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (installed,) = importlib.metadata.distributions(name="advisor", path=[str(site)])
    for distribution in declared(installed.requires):
        for file in distribution.files or []:
            if ".." not in file.parts and "__pycache__" not in file.parts:
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(Path(str(file.locate())), site / file)
    subprocess.run([*pip, "check"], check=True, stdout=subprocess.DEVNULL)
    return python.parent


def test_the_wheel_bears_the_version_of_the_project(package: Package) -> None:
    assert package.wheel.name == f"advisor-{advisor.__version__}-py3-none-any.whl"


def test_the_wheel_holds_the_package_and_every_rulebase(package: Package) -> None:
    rules = {f"advisor/{name}" for name in shipped("rules")}
    assert rules
    held = {name for name in names_in(package.wheel) if ".dist-info/" not in name}
    assert held == rules | set(shipped("advisor"))


def test_the_wheel_built_from_the_source_archive_is_the_same(package: Package, tmp_path: Path) -> None:
    # Not by tarfile, whose safe way of unpacking is missing from the first releases of 3.10 and 3.11.
    subprocess.run(["tar", "-xzf", package.sdist, "-C", tmp_path], check=True)
    (source,) = tmp_path.iterdir()
    build(source, tmp_path / "again", "wheel")
    (wheel,) = (tmp_path / "again").glob("*.whl")
    assert names_in(wheel) == names_in(package.wheel)


def test_the_source_archive_holds_what_checking_the_project_takes(package: Package) -> None:
    with tarfile.open(package.sdist) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames()}
    documents = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}
    assert documents | {"Makefile", "pyproject.toml", ".ci/run"} <= held
    for folder in ("tools", "tests", "docs", "rules"):
        assert set(shipped(folder)) <= held


def test_the_wheel_gives_advice_in_an_environment_that_holds_only_what_it_declares(
    package: Package, tmp_path: Path
) -> None:
    programs = bare_environment(tmp_path / "bare", package.wheel)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def ask(*options: str) -> str:
        done = subprocess.run(
            [programs / "advisor", "ask", *options, QUESTION],
            cwd=elsewhere,
            env={"PATH": os.defpath, "HOME": str(elsewhere), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert ask().strip()
    assert json.loads(ask("--format", "json"))["advice"][0]["verdict"] == "dont"
