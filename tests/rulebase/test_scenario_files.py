"""A file of scenarios is read as the scenarios of the rulebase that it names would be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor import RulebaseError, load
from advisor.rulebase.scenario_files import read_scenarios

if TYPE_CHECKING:
    from advisor.errors import Position
    from advisor.rulebase.model import Scenario

ROOT = Path(__file__).resolve().parents[2]
BICYCLE = ROOT / "examples" / "bicycle"


@pytest.fixture
def bicycle(tmp_path: Path) -> Path:
    made = tmp_path / "bicycle.scenarios.yaml"
    own = (BICYCLE / "scenarios.yaml").read_text(encoding="utf-8")
    made.write_text(f"rulebase: {BICYCLE}\n{own}", encoding="utf-8")
    return made


def placed(one: Scenario, file: Path, *, above: int) -> Scenario:
    def moved(position: Position) -> Position:
        return position._replace(file=str(file), line=position.line - above)

    talk = tuple(step._replace(position=moved(step.position)) for step in one.talk)
    return one._replace(position=moved(one.position), talk=talk)


def test_scenarios_come_out_as_those_of_the_rulebase_itself_but_for_their_place(bicycle: Path) -> None:
    read = read_scenarios(bicycle)
    assert read.rulebase.hash == load(BICYCLE).hash
    kept = [one for one in read.rulebase.scenarios if Path(one.position.file).name == "scenarios.yaml"]
    own = [placed(one, bicycle, above=0) for one in kept]
    found = [placed(one, bicycle, above=1) for one in read.scenarios]
    assert found == own != []


def test_a_path_is_meant_from_the_folder_of_the_file_and_not_of_the_process(
    bicycle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shed").symlink_to(BICYCLE)
    (tmp_path / "elsewhere").mkdir()
    bicycle.write_text(bicycle.read_text(encoding="utf-8").replace(str(BICYCLE), "./shed"), encoding="utf-8")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert read_scenarios(Path("..") / bicycle.name).rulebase.name == "bicycle"


def test_a_name_stays_a_name_and_the_places_are_told_for_who_loads(bicycle: Path) -> None:
    asked: list[object] = []
    base = load("breakup")

    def loaded(*where: object) -> object:
        asked.append(where)
        return base

    bicycle.write_text("rulebases: [breakup, ./shed]\nscenarios: {}\n", encoding="utf-8")
    read = read_scenarios(bicycle, loaded)  # type: ignore[arg-type]  # what it gives is handed on
    name, path = read.where
    assert asked == [("breakup", path)]
    assert name == "breakup"
    assert isinstance(path, Path)
    assert path.absolute().resolve() == (bicycle.parent / "shed").resolve()
    assert (read.rulebase, read.scenarios) == (base, ())


def test_a_rule_that_concludes_cannot_be_expected_to_advise(bicycle: Path) -> None:
    garden = ROOT / "examples" / "garden"
    text = f"rulebase: {garden}\nscenarios: {{a: {{given: {{frost: true}}, advised: [dry-after-four-days]}}}}\n"
    bicycle.write_text(text, encoding="utf-8")
    with pytest.raises(RulebaseError) as caught:
        read_scenarios(bicycle)
    assert [problem.code for problem in caught.value.problems] == ["not-advice"]


@pytest.mark.parametrize(
    "scenario", ["{topics: [watering], open: [watering.sing]}", "{advises: {watering: {sing: do}}}"]
)
def test_an_act_that_no_rule_of_the_loaded_rulebase_has_is_unknown(bicycle: Path, scenario: str) -> None:
    bicycle.write_text(f"rulebase: {ROOT / 'examples' / 'garden'}\nscenarios:\n  a: {scenario}\n", encoding="utf-8")
    with pytest.raises(RulebaseError) as caught:
        read_scenarios(bicycle)
    assert [problem.code for problem in caught.value.problems] == ["unknown-act"]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(RulebaseError) as caught:
        read_scenarios(tmp_path / "none.scenarios.yaml")
    assert [problem.code for problem in caught.value.problems] == ["unreadable"]
