"""With the plugin, scenarios are tests: named by title, told as by `advisor test`, and loaded once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import main
from advisor.workbench import trials
from tools import replay

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent
# the module may have been imported here before, which the inner run would warn of
PLUGIN = ("-p", "advisor.pytest_plugin", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
PAGE = (ROOT / "docs" / "how-to" / "test-with-pytest.md").read_text(encoding="utf-8")
# a busy machine is slow, not wrong
UNTIMED = """\
from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
"""
KITE = """\
name: kite
sources: {club: {title: The club, sections: {wind: Wind}}}
facts:
  wind: {kind: number, min: 0, ask: How strong is the wind?}
topics: {flying: {title: Flying, asked: [fly the kite]}}
"""
RULES = """\
rules:
  rise: {when: wind >= 10, advise: {topic: flying, verdict: do, say: Let it rise.}, source: club/wind}
  wait: {when: wind < 10, advise: {topic: flying, verdict: wait, say: Wait.}, source: club/wind}
scenarios:
  a breeze: {given: {wind: 5}, advises: {flying: {flying: wait}}}
  a  wind::with two: {given: {wind: 20}, advises: {flying: {flying: do}}}
"""
MORE = """\
scenarios:
  calm: {given: {wind: 0}, advises: {flying: {flying: wait}}}
"""
GALE = """\
rulebase: ../rules/kite
scenarios:
  a gale:
    given: {wind: 75}
    advises: {flying: {flying: do}}
  no wind:
    given: {wind: 0}
    advises: {flying: {flying: do}}
"""


@pytest.fixture(autouse=True)
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a rulebase and a file of scenarios; the plugin is named, whether it is installed or not."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    write("rules/kite/rulebase.yaml", KITE)
    write("rules/kite/wind.yaml", RULES)
    write("tests/gale.scenarios.yaml", GALE)
    pytester.makeini("[pytest]\naddopts = --strict-markers --strict-config\nfilterwarnings = error\n")
    return pytester.path


def write(name: str, text: str) -> None:
    """Write a file of the project, which is the working folder."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(*PLUGIN, *arguments)


def ids(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    """Give the names of the tests that are collected."""
    lines = run(pytester, "--collect-only", "-q", *arguments).outlines
    return [line for line in lines if "::" in line]


def test_each_scenario_of_a_file_is_a_test_named_by_its_title(pytester: pytest.Pytester) -> None:
    assert ids(pytester) == ["tests/gale.scenarios.yaml::a gale", "tests/gale.scenarios.yaml::no wind"]
    run(pytester).assert_outcomes(passed=1, failed=1)


def test_a_test_is_chosen_by_its_id_or_by_a_word_of_its_title(pytester: pytest.Pytester) -> None:
    run(pytester, "tests/gale.scenarios.yaml::a gale").assert_outcomes(passed=1)
    run(pytester, "-k", "gale and not wind").assert_outcomes(passed=1, failed=0, deselected=1)


def test_a_title_with_colons_and_spaces_can_be_chosen(pytester: pytest.Pytester) -> None:
    assert ids(pytester, "rules/kite")[-1] == "rules/kite/rulebase.yaml::a wind:with two"
    run(pytester, "rules/kite/rulebase.yaml::a wind:with two").assert_outcomes(passed=1)


def test_a_scenario_that_fails_prints_what_advisor_test_prints_and_no_traceback(pytester: pytest.Pytester) -> None:
    wrong = RULES.replace("{wind: 5}", "{wind: 50}")
    write("rules/kite/wind.yaml", wrong)
    told = CliRunner().invoke(main, ["test", "rules/kite"]).stdout.splitlines()
    block = told[: next(number for number, line in enumerate(told) if number and not line.startswith(" "))]
    assert block[:2] == [
        "rules/kite/wind.yaml:5:3: failed: a breeze",
        "    flying.flying: expected wait, got do",
    ]
    printed = run(pytester, "rules/kite").outlines
    at = printed.index(block[0])
    assert printed[at : at + len(block)] == block
    assert "rise" in "\n".join(block)
    assert not any("Traceback" in line or "pytest_plugin" in line for line in printed)
    assert printed[at + len(block)].startswith("=")


def test_a_test_stands_at_its_line_of_the_file_it_is_written_in(pytester: pytest.Pytester, project: Path) -> None:
    items, _ = pytester.inline_genitems(*PLUGIN, "rules/kite", "tests")
    places = {item.name: item.reportinfo()[:2] for item in items}
    assert places["a breeze"] == (project / "rules" / "kite" / "wind.yaml", 4)
    assert places["no wind"] == (project / "tests" / "gale.scenarios.yaml", 5)


def test_what_is_no_missed_expectation_keeps_its_traceback(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(trials, "try_one", broken)
    printed = run(pytester, "-k", "gale").stdout.str()
    assert "E   ZeroDivisionError" in printed.replace("E       ", "E   ")
    assert "raise ZeroDivisionError" in printed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "gale.scenarios.yaml:1:1: empty: there is nothing in this file"),
        ("rulebase: ../rules/kite\nrain: 1\n", "gale.scenarios.yaml:2:1: unknown-key: there is no key 'rain'"),
        ("rulebase: ../rules/kite\nfacts: {}\n", "remedy: it belongs in the rulebase"),
        ("scenarios: {a: {given: {wind: 1}}}\n", "missing-key: a file of scenarios has neither 'rulebase' nor"),
        ("rulebase: a\nrulebases: [b]\nscenarios: {}\n", "2:1: either-or: a file of scenarios has both 'rulebase' and"),
        ("rulebase: kite\nscenarios: {}\n", "gale.scenarios.yaml:1:11: unknown-rulebase: there is no rulebase 'kite'"),
        ("rulebases: [../rules/kit]\nscenarios: {}\n", "gale.scenarios.yaml:1:13: unreadable: the file cannot be read"),
        (GALE.replace("wind: 75", "wnd: 75"), "gale.scenarios.yaml:4:13: unknown-fact: there is no fact 'wnd'"),
        (GALE.replace("wind: 75", "wnd: 75"), "remedy: did you mean 'wind'?"),
        (GALE.replace("75}", "strong}"), "4:19: bad-value: 'strong' does not fit the number 'wind'"),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error_of_the_collection_with_place_and_remedy(
    pytester: pytest.Pytester, text: str, told: str
) -> None:
    write("tests/gale.scenarios.yaml", text)
    result = run(pytester)
    result.assert_outcomes(errors=1)
    assert told in result.stdout.str()
    assert "no scenario was run." in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_every_problem_of_the_file_and_of_its_rulebase_is_told_at_once(pytester: pytest.Pytester) -> None:
    write("rules/kite/wind.yaml", RULES.replace("wind >= 10", "wnd >= 10"))
    write("tests/gale.scenarios.yaml", GALE.replace("given", "givn", 1))
    printed = run(pytester).stdout.str()
    assert "tests/gale.scenarios.yaml:4:5: unknown-key" in printed
    assert "rules/kite/wind.yaml:2:16: unknown-fact" in printed
    assert "2 problems; no scenario was run." in printed


def test_a_rulebase_that_does_not_load_is_an_error_of_the_collection(pytester: pytest.Pytester) -> None:
    write("rules/kite/wind.yaml", RULES.replace("wind >= 10", "wnd >= 10"))
    result = run(pytester, "rules/kite")
    result.assert_outcomes(errors=1)
    assert "rules/kite/wind.yaml:2:16: unknown-fact: there is no fact 'wnd'" in result.stdout.str()


def test_several_rulebases_extend_each_other(pytester: pytest.Pytester) -> None:
    write("rules/more/rulebase.yaml", "name: more\nretires: {wait: Nobody waits for wind.}\n")
    write(
        "tests/gale.scenarios.yaml",
        """\
        rulebases: [../rules/kite, ../rules/more]
        scenarios:
          nobody waits: {given: {wind: 0}, topics: [flying], open: [], conflict: [], advises: {flying: {flying: wait}}}
        """,
    )
    result = run(pytester)
    result.assert_outcomes(failed=1)
    assert "flying.flying: expected wait, got nothing" in result.stdout.str()


def test_a_rulebase_is_named_rather_than_met(pytester: pytest.Pytester) -> None:
    own = ["rules/kite/rulebase.yaml::a breeze", "rules/kite/rulebase.yaml::a wind:with two"]
    assert ids(pytester, "rules") == []
    assert ids(pytester, "rules/kite") == own
    assert ids(pytester, "rules/kite/rulebase.yaml") == own
    assert ids(pytester, "rules", "--advisor") == own
    pytester.makeini("[pytest]\ntestpaths = rules/*\n")
    assert ids(pytester) == own


def test_a_file_of_scenarios_in_a_rulebase_is_one_of_its_files_and_its_scenarios_run_once(
    pytester: pytest.Pytester,
) -> None:
    write("rules/kite/calm.scenarios.yaml", MORE)
    assert ids(pytester, "rules") == ["rules/kite/calm.scenarios.yaml::calm"]
    assert ids(pytester, "rules/kite") == [
        "rules/kite/calm.scenarios.yaml::calm",
        "rules/kite/rulebase.yaml::a breeze",
        "rules/kite/rulebase.yaml::a wind:with two",
    ]
    run(pytester, "rules/kite").assert_outcomes(passed=3)


def test_the_fixture_is_for_the_rulebase_of_the_mark_of_a_test_class_or_module(pytester: pytest.Pytester) -> None:
    write("rules/boat/rulebase.yaml", "name: boat\n")
    pytester.makepyfile("""
        import pytest
        pytestmark = pytest.mark.rulebase("rules/kite")

        def test_of_the_module(advisor):
            assert advisor.rulebase.name == "kite"
            assert advisor.engine == "indexed"

        @pytest.mark.rulebase("rules/kite", "rules/boat")
        def test_of_two(advisor):
            assert advisor.rulebase.name == "boat" and "wind" in advisor.rulebase.facts

        @pytest.mark.rulebase("rules/boat")
        class TestBoat:
            def test_of_the_class(self, advisor):
                assert advisor.rulebase.name == "boat" and not advisor.rulebase.facts

            @pytest.mark.parametrize("number", [1, 2])
            def test_beside_parameters(self, advisor, number):
                assert advisor.rulebase.name == "boat"

        def test_unmoved(advisor, monkeypatch):
            assert advisor.rulebase.name == "kite"
    """)
    run(pytester, "test_the_fixture_is_for_the_rulebase_of_the_mark_of_a_test_class_or_module.py").assert_outcomes(
        passed=6
    )


def test_the_fixture_is_for_the_rulebase_of_the_setting_where_nothing_is_marked(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nadvisor_rulebase = rules/kite\n")
    file = pytester.makepyfile("""
        import pytest

        def test_of_the_setting(advisor):
            assert advisor.rulebase.name == "kite"

        @pytest.mark.rulebase("breakup")
        def test_of_a_name(advisor):
            assert advisor.rulebase.name == "breakup"
    """)
    run(pytester, file.name).assert_outcomes(passed=2)


def test_a_path_is_meant_from_the_root_directory_wherever_the_run_begins(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        "tests/test_deep.py",
        """
        import pytest

        @pytest.mark.rulebase("rules/kite")
        def test_it(advisor, monkeypatch, tmp_path):
            assert advisor.rulebase.name == "kite"
        """,
    )
    monkeypatch.chdir("tests")
    run(pytester).assert_outcomes(passed=2, failed=1)


def test_a_rulebase_is_loaded_once_for_files_fixture_and_tests(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor import Advisor

    loaded: list[Sequence[object]] = []
    load = Advisor.load

    def counted(*where: str | os.PathLike[str], engine: str = "auto") -> Advisor:
        loaded.append(where)
        return load(*where, engine=engine)

    monkeypatch.setattr(Advisor, "load", counted)
    write("tests/more.scenarios.yaml", GALE.replace("../rules/kite", "../tests/../rules/kite/"))
    write(
        "tests/test_two.py",
        """
        import pytest
        pytestmark = pytest.mark.rulebase("rules/kite")
        def test_one(advisor): pass
        def test_two(advisor): pass
        """,
    )
    run(pytester, "tests", "rules/kite").assert_outcomes(passed=6, failed=2)
    assert len(loaded) == 1


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("", "no rulebase is named: mark the test with @pytest.mark.rulebase"),
        ("@pytest.mark.rulebase", "no rulebase is named: mark the test with @pytest.mark.rulebase"),
        ('@pytest.mark.rulebase("kite")', "unknown-rulebase: there is no rulebase 'kite'"),
        ('@pytest.mark.rulebase("rules/nothing")', "rules/nothing:1:1: unreadable: the file cannot be read"),
    ],
)
def test_a_test_whose_rulebase_cannot_be_had_says_why_without_a_traceback(
    pytester: pytest.Pytester, mark: str, told: str
) -> None:
    file = pytester.makepyfile(f"import pytest\n{mark}\ndef test_it(advisor):\n    pass\n")
    result = run(pytester, file.name)
    result.assert_outcomes(errors=1)
    assert told in result.stdout.str()
    assert "pytest_plugin.py" not in result.stdout.str()
    assert "During handling" not in result.stdout.str()


def test_a_fixture_of_the_same_name_in_a_project_wins(pytester: pytest.Pytester) -> None:
    file = pytester.makepyfile("""
        import pytest

        @pytest.fixture
        def advisor():
            return "mine"

        def test_it(advisor):
            assert advisor == "mine"
    """)
    run(pytester, file.name).assert_outcomes(passed=1)


def test_loading_the_plugin_loads_nothing_of_the_library() -> None:
    program = (
        "import sys, advisor.pytest_plugin; print(*sorted(n for n in sys.modules if n.split('.')[0] == 'advisor'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["advisor", "advisor.pytest_plugin"]


RUNS = [
    block
    for block in replay.blocks(PAGE)
    if block.sort == "text" and block.lines and block.lines[0].startswith("$ pytest ")
]


@pytest.mark.parametrize("block", RUNS, ids=lambda block: block.lines[0])
def test_what_the_page_shows_of_a_run_is_what_is_printed(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, block: replay.Block
) -> None:
    printed = played(pytester, monkeypatch, *block.lines[0].split()[2:])
    assert replay.agree(block.lines[1:], printed), "\n".join(printed)


def test_the_tests_that_the_page_shows_pass_but_for_those_that_it_shows_failing(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(RUNS) > 2
    last = played(pytester, monkeypatch, "-q", "tests", "rules/kite")[-1]
    assert last.startswith("2 failed, 6 passed")


def played(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[str, ...]:
    """Run pytest as in a project that has the files of the page, and no others."""
    for path in sorted(pytester.path.rglob("*.*"), reverse=True):
        path.unlink()
    for block in replay.blocks(PAGE):
        if block.file:
            write(block.file, block.text)
    write("conftest.py", UNTIMED)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tuple(line.rstrip() for line in pytester.runpytest_subprocess(*PLUGIN, *arguments).outlines)
