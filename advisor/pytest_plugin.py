"""The plugin for pytest: scenarios are collected as tests, and a fixture gives an advisor.

pytest loads it in every run where the library is installed, so the library itself is imported where it is used.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.advisor import Advisor
    from advisor.rulebase.model import Rulebase, Scenario
    from advisor.workbench.trials import Trial

ROOT = "rulebase.yaml"
SUFFIX = ".scenarios.yaml"
MARKER = "rulebase(where, ...): the rulebase of the fixture `advisor`; each further one extends the ones before it"


class Shelf:
    """The advisors of a run: each rulebase is loaded once. All decide with the engine that `advisor test` uses."""

    def __init__(self) -> None:
        self._advisors: dict[tuple[str, ...], Advisor] = {}

    def advisor(self, *where: str | Path) -> Advisor:
        """Give the advisor of a rulebase; a path object is meant from the folder of the process."""
        from advisor.advisor import Advisor

        key = tuple(str(place.absolute()) if isinstance(place, Path) else place for place in where)
        if key not in self._advisors:
            self._advisors[key] = Advisor.load(*where, engine="indexed")
        return self._advisors[key]

    def rulebase(self, *where: str | Path) -> Rulebase:
        """Give a rulebase."""
        return self.advisor(*where).rulebase


SHELF = pytest.StashKey[Shelf]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the switch and the setting."""
    group = parser.getgroup("advisor", "rulebases of advisor")
    group.addoption("--advisor", action="store_true", help="Run the scenarios of every rulebase.yaml that is met.")
    parser.addini("advisor_rulebase", "The rulebase of the fixture `advisor` where no marker names one.", type="args")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, and begin with no rulebase."""
    config.addinivalue_line("markers", MARKER)
    config.stash[SHELF] = Shelf()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect files of scenarios, and rulebases that were named: by their folder, their file, or `--advisor`."""
    if file_path.name.endswith(SUFFIX):
        apart: pytest.Collector = ScenarioFile.from_parent(parent, path=file_path)
        return apart
    if file_path.name != ROOT:
        return None
    named = parent.session.isinitpath(file_path) or parent.session.isinitpath(file_path.parent)
    if not named and not parent.config.getoption("advisor"):
        return None
    whole: pytest.Collector = RulebaseFile.from_parent(parent, path=file_path)
    return whole


class _Scenarios(pytest.File):
    """A file that gives scenarios."""

    def collect(self) -> Iterator[pytest.Item]:
        from advisor.errors import AdvisorError, RulebaseError

        try:
            advisor, scenarios = self.scenarios(self.config.stash[SHELF])
        except RulebaseError as error:
            from advisor.render.problems import problems_in_words

            raise self.CollectError(problems_in_words(error.problems, "no scenario was run")) from None
        except AdvisorError as error:
            raise self.CollectError(str(error)) from None
        for scenario in scenarios:
            # `::` parts the names of a node
            name = " ".join(scenario.title.split()).replace("::", ":")
            yield ScenarioItem.from_parent(self, name=name, advisor=advisor, scenario=scenario)

    def scenarios(self, shelf: Shelf) -> tuple[Advisor, list[Scenario]]:
        """Give the scenarios and the advisor that they are run on; raises AdvisorError."""
        raise NotImplementedError


class RulebaseFile(_Scenarios):
    """The scenarios of a rulebase, wherever in its folder they stand."""

    def scenarios(self, shelf: Shelf) -> tuple[Advisor, list[Scenario]]:
        advisor = shelf.advisor(_near(self.path.parent))
        # files of scenarios in the folder are collected by themselves
        return advisor, [one for one in advisor.rulebase.scenarios if not one.position.file.endswith(SUFFIX)]


class ScenarioFile(_Scenarios):
    """A file of scenarios: of the rulebase that it names, or, in a rulebase's own folder, of that one."""

    def scenarios(self, shelf: Shelf) -> tuple[Advisor, list[Scenario]]:
        from advisor.rulebase.scenario_files import read_scenarios

        if not (self.path.parent / ROOT).exists():
            read = read_scenarios(_near(self.path), shelf.rulebase)
            return shelf.advisor(*read.where), list(read.scenarios)
        advisor = shelf.advisor(_near(self.path.parent))
        own = [one for one in advisor.rulebase.scenarios if Path(one.position.file).name == self.path.name]
        return advisor, own


class Missed(Exception):
    """A scenario of which not all came that it expects."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        super().__init__(trial.scenario.title)


class ScenarioItem(pytest.Item):
    """One scenario as a test."""

    def __init__(self, *, advisor: Advisor, scenario: Scenario, **rest: Any) -> None:  # noqa: ANN401 - pytest's own
        super().__init__(**rest)
        self.advisor, self.scenario = advisor, scenario
        self._file = Path(scenario.position.file).absolute()  # a test may go to another folder

    def runtest(self) -> None:
        """Run the scenario."""
        from advisor.workbench.trials import try_one

        trial = try_one(self.advisor, self.scenario)
        if not trial.passed:
            raise Missed(trial)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401
        """Tell what was missed as `advisor test` tells it; anything else is a bug, and keeps its traceback."""
        if not isinstance(excinfo.value, Missed):
            return super().repr_failure(excinfo, style)
        from advisor.render.trials import trial_in_words
        from advisor.workbench.tables import Tables

        return trial_in_words(excinfo.value.trial, Tables(self.advisor.rulebase))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Give the place in the YAML file."""
        return self._file, self.scenario.position.line - 1, self.name


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hand the rulebase that a marker names to the fixture.

    The fixture could read the marker itself if it were made anew for each test; but then Hypothesis would refuse it.
    """
    marker = metafunc.definition.get_closest_marker("rulebase")
    if marker and "advisor" in metafunc.fixturenames:
        name: Any = getattr(pytest, "HIDDEN_PARAM", "-".join(map(str, marker.args)))
        metafunc.parametrize("advisor", [marker.args], ids=[name], indirect=True, scope="session")


@pytest.fixture(scope="session")
def advisor(request: pytest.FixtureRequest) -> Advisor:
    """Give an Advisor for the rulebase that the marker `rulebase` names, or else the setting `advisor_rulebase`."""
    from advisor.errors import AdvisorError, RulebaseError
    from advisor.render.problems import problems_in_words
    from advisor.rulebase.files import is_path

    named = getattr(request, "param", ()) or request.config.getini("advisor_rulebase")
    where = [_near(request.config.rootpath / place) if is_path(place) else place for place in named]
    wrong = 'no rulebase is named: mark the test with @pytest.mark.rulebase("path/to/it")'
    try:
        if where:
            return request.config.stash[SHELF].advisor(*where)
    except RulebaseError as error:
        wrong = problems_in_words(error.problems)
    except AdvisorError as error:
        wrong = str(error)
    pytest.fail(wrong, pytrace=False)


def _near(path: Path) -> Path:
    """Give a path as it is shortest from the folder of the process, for the places in messages."""
    try:
        return Path(os.path.relpath(path))
    except ValueError:  # on another drive
        return path
