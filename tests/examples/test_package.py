"""The rulebase package of the examples is built, installed, and found by its name."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor
from advisor.workbench.trials import coverage, messages, try_all, try_messages

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "examples" / "package"
RULES = PACKAGE / "repotting_rules"
TOML = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
PROJECT: dict[str, Any] = TOML.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the package is installed as pip does it, from a wheel; nothing is fetched."""
    folder = tmp_path_factory.mktemp("repotting")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    done = subprocess.run(build, cwd=PACKAGE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile"]
    quiet = ["--disable-pip-version-check", "--target", str(folder / "site")]
    subprocess.run([*pip, *quiet, wheel], check=True)
    return folder / "site"


def asked(site: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line elsewhere, with the package installed."""
    paths = os.pathsep.join([str(site), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "advisor", *words],
        cwd=folder,
        env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_installed_rulebase_is_asked_by_its_name(site: Path, tmp_path: Path) -> None:
    done = asked(site, tmp_path, "ask", "--rules", "repotting", "Roots come out below. Do I repot it?")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Give it a pot that is two fingers wider." in done.stdout


def test_another_rulebase_can_extend_the_installed_one(site: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "rulebase.yaml").write_text("name: mine\nextends: [repotting]\n", encoding="utf-8")
    done = asked(site, tmp_path, "ask", "--rules", "./mine", "Roots come out and it's in flower. Do I repot it?")
    assert "Wait until it has finished flowering." in done.stdout


def test_without_the_package_the_name_is_unknown(tmp_path: Path) -> None:
    done = asked(tmp_path, tmp_path, "ask", "--rules", "repotting", "Do I repot it?")
    assert done.returncode == 2
    assert "there is no rulebase 'repotting'" in done.stderr


def test_the_wheel_holds_the_rules_and_no_code_that_does_anything(site: Path) -> None:
    (wheel,) = (site.parent / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == {"repotting_rules/__init__.py", "repotting_rules/rulebase.yaml"}


def test_the_package_and_its_rulebase_bear_one_version() -> None:
    advisor = Advisor.load(RULES, engine="indexed")
    assert advisor.rulebase.version == PROJECT["project"]["version"]
    assert PROJECT["project"]["entry-points"]["advisor.rulebases"] == {advisor.rulebase.name: RULES.name}


def test_its_scenarios_pass_and_show_each_rule_both_ways() -> None:
    advisor = Advisor.load(RULES, engine="indexed")
    trials = try_all(advisor)
    assert all(trial.passed for trial in trials)
    assert coverage(advisor, trials).full
    assert all(trial.passed for trial in try_messages(advisor, messages(advisor.rulebase)))
