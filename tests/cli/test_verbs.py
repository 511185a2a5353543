"""The verbs do what they say: output on stdout, messages on stderr, and an exit code to branch on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import main

if TYPE_CHECKING:
    from click.testing import Result

GARDEN = "examples/garden"
DAY = "2026-11-23"


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).resolve().parents[2])


def advisor(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


def ask(text: str, *options: str) -> Result:
    return advisor("ask", text, "--rules", GARDEN, "--today", DAY, *options)


def test_ask_gives_the_advice_its_reason_and_its_source() -> None:
    result = ask("It will rain. Should I water the plants?")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "I understood: rain is expected." in result.stdout
    assert "Wait for the rain.\n  Why: Our notes say that rain does it better." in result.stdout
    assert "Source: Our own notes on watering – When to water" in result.stdout


def test_ask_takes_its_text_from_a_pipe_with_or_without_a_dash() -> None:
    for arguments in (["ask", "-"], ["ask"]):
        result = advisor(*arguments, "--rules", GARDEN, stdin="It will rain, shall I water the plants?\n")
        assert "Wait for the rain." in result.stdout


def test_a_text_that_begins_with_a_dash_is_read_from_a_pipe() -> None:
    result = advisor("ask", "-", "--rules", GARDEN, stdin="--help me, it will rain. Should I water the plants?")
    assert "Wait for the rain." in result.stdout


def test_a_fact_given_beside_the_text_wins_over_what_the_text_says() -> None:
    result = ask("It will rain. Should I water the plants?", "--fact", "rain_expected=no", "--fact", "frost=yes")
    assert "Leave the hose alone" in result.stdout
    assert "Wait for the rain" not in result.stdout


def test_json_has_every_key_and_is_one_record() -> None:
    found = json.loads(ask("It will rain. Should I water the plants?", "--format", "json").stdout)
    assert list(found) == [
        "version",
        "rulebase",
        "notice",
        "help",
        "check",
        "country",
        "flags",
        "understood",
        "advice",
        "ruled_out",
        "open",
        "conflicts",
        "contradiction",
        "questions",
        "declined",
        "plans",
        "exact",
        "engine",
    ]
    assert set(found["rulebase"]) == {"name", "version", "hash"}
    assert found["understood"] == {
        "decision": "answer",
        "topic": "watering",
        "topics": [{"topic": "watering", "score": 3.469}],
        "subject": None,
        "facts": {"rain_expected": True},
        "readings": [
            {
                "fact": "rain_expected",
                "value": True,
                "span": [0, 12],
                "words": "It will rain",
                "phrase": "it will rain",
                "negated": False,
            }
        ],
        "unsure": [],
    }
    assert found["advice"][0] == {
        "topic": "watering",
        "act": "water",
        "verdict": "wait",
        "say": "Wait for the rain.",
        "because": "Our notes say that rain does it better.",
        "rule": "rain-waters",
        "source": "handbook/watering",
        "speaks": "",
        "research": [],
        "assuming": [],
        "how": "rule",
        "cases": [],
    }


def test_markdown_is_marked_up() -> None:
    assert "**Wait for the rain.**" in ask("It will rain. Should I water the plants?", "--format", "markdown").stdout


def test_strict_exits_with_3_when_the_advice_is_not_settled() -> None:
    assert ask("Should I water the plants?", "--strict").exit_code == 3
    told = ("--fact", "frost=no", "--fact", "watered_on=2026-11-01")
    assert ask("It stays dry. Should I water the plants?", "--strict", *told).exit_code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fact", "frost=maybe"], "advisor: frost: 'maybe' does not fit: expected yes or no (true or false)"),
        (["--fact", "forst=yes"], "advisor: there is no fact 'forst'; did you mean 'frost'?"),
        (
            ["--fact", "soil_is_dry=yes"],
            "advisor: soil_is_dry: 'yes' does not fit: expected nothing: rules conclude it",
        ),
        (["--fact", "watered_on=2027-01-01"], "expected a day not after today, 2026-11-23"),
        (["--topic", "weeding"], "advisor: there is no topic 'weeding'"),
        (["--engine", "steam"], "advisor: there is no engine 'steam'"),
        (["--fact", "frost"], "write it as name=value"),
        (["--today", "yesterday"], "is no day such as 2026-11-23"),
        (["--rules", "gardn"], "unknown-rulebase"),
    ],
)
def test_wrong_usage_is_told_in_words_with_exit_code_2(options: list[str], message: str) -> None:
    result = ask("Should I water the plants?", *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_told_facts_at_odds_are_asked_about_and_nothing_is_advised() -> None:
    facts = ("--fact", "watered_on=2026-11-01", "--fact", "days_since_watering=3")
    result = ask("Should I water the plants?", *facts)
    assert "These cannot all be so" in result.stdout
    assert "Source:" not in result.stdout


def test_a_text_that_is_not_understood_gets_no_advice_but_the_list_of_topics() -> None:
    result = ask("How do I file my taxes?")
    assert "I could not tell what this is about, so I give no advice." in result.stdout
    assert "- Watering the garden (watering)" in result.stdout
    assert "Source:" not in result.stdout


def test_check_says_that_a_good_rulebase_is_fine() -> None:
    result = advisor("check", GARDEN)
    assert result.exit_code == 0
    assert result.stdout == "garden 1.0: 5 facts, 1 topic, 6 rules, 6 scenarios; no problems.\n"
    assert advisor("check", GARDEN, "--format", "json").stdout == "[]\n"


@pytest.fixture
def broken(tmp_path: Path) -> str:
    (tmp_path / "rulebase.yaml").write_text(
        "name: broken\nfacts:\n  rain: {kind: boolean, ask: Does it rain?}\nrules:\n"
        "  wet:\n    when: rian\n    conclude: {wett: true}\n    source: notes/rain\n",
        encoding="utf-8",
    )
    return str(tmp_path)


def test_check_gives_every_problem_with_its_place_and_remedy(broken: str) -> None:
    result = advisor("check", broken)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{broken}/rulebase.yaml:6:11: unknown-fact: there is no fact 'rian'" in result.stderr
    assert "    when: rian\n              ^^^^\n    remedy: did you mean 'rain'?" in result.stderr
    assert "there is no fact 'wett'" in result.stderr
    assert "there is no source 'notes'" in result.stderr
    assert "3 problems; the rulebase was not loaded." in result.stderr


def test_check_gives_problems_as_json_on_stdout(broken: str) -> None:
    result = advisor("check", broken, "--format", "json")
    assert result.exit_code == 2
    assert {problem["code"] for problem in json.loads(result.stdout)} == {"unknown-fact", "unknown-source"}


def test_test_runs_the_scenarios_and_tells_of_coverage() -> None:
    result = advisor("test", GARDEN, "--strict")
    assert result.exit_code == 0
    assert result.stdout == ("6 of 6 scenarios passed.\nAll 6 rules are shown both advised and not advised.\n")
    found = json.loads(advisor("test", GARDEN, "--format", "json").stdout)
    coverage = {"never_advised": [], "never_withheld": [], "rules": 6}
    messages = {"passed": 0, "failed": []}
    assert found == {"passed": 6, "failed": [], "coverage": coverage, "messages": messages, "examples": None}


def test_a_failed_scenario_says_what_was_expected_and_what_came(tmp_path: Path) -> None:
    text = Path(GARDEN, "rulebase.yaml").read_text(encoding="utf-8")
    text = text.replace("advises: {watering: {water: wait}}", "advises: {watering: {water: do}}")
    (tmp_path / "rulebase.yaml").write_text(text, encoding="utf-8")
    result = advisor("test", str(tmp_path))
    assert result.exit_code == 1
    assert "failed: rain on its way\n    watering.water: expected do, got wait\n" in result.stdout
    assert "5 of 6 scenarios passed." in result.stdout


def test_a_rule_without_its_scenarios_fails_only_where_it_is_asked_for(tmp_path: Path) -> None:
    text = Path(GARDEN, "rulebase.yaml").read_text(encoding="utf-8").partition("  a frosty night:")[0]
    (tmp_path / "rulebase.yaml").write_text(text, encoding="utf-8")
    result = advisor("test", str(tmp_path))
    assert result.exit_code == 0
    assert "No scenario shows these rules advised:\n    enough-for-now\n    never-before-frost\n" in result.stdout
    assert advisor("test", str(tmp_path), "--strict").exit_code == 1


SHED = """name: shed
domain: [{cue: bicycle, weight: 1}]
topics:
  tyres: {title: Tyres, asked: [mend a tyre, pump it up], examples: [Do I mend a tyre?]}
  chain: {title: The chain, asked: [oil the chain], counterexamples: [My bicycle squeaks.]}
accepts: {no-advice: Only cues are tried here.}
"""


@pytest.fixture
def shed(tmp_path: Path) -> Path:
    (tmp_path / "shed" / "examples").mkdir(parents=True)
    (tmp_path / "shed" / "rulebase.yaml").write_text(SHED, encoding="utf-8")
    text = "chain: [Do I oil the chain?, It is late.]\noff_topic: [What is for dinner?]\n"
    (tmp_path / "shed" / "examples" / "all.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "shed"


def two_claims(shed: Path) -> None:
    text = SHED.replace("[Do I mend a tyre?]", "[Do I mend a tyre?, I oil the chain and mend a tyre]")
    (shed / "rulebase.yaml").write_text(text, encoding="utf-8")


def test_check_tells_what_example_messages_show_of_the_cues(shed: Path) -> None:
    result = advisor("check", str(shed))
    assert result.exit_code == 0
    assert result.stderr == ""
    first, _, *rest = result.stdout.splitlines()
    assert first == "shed 0: 0 facts, 2 topics, 0 rules, 0 scenarios; no problems."
    assert rest == [
        "unused-cue: 1 note",
        f"  {shed}/rulebase.yaml:4:46: 'pump it up' (topic tyres) fires on no example message",
        "    remedy: write an example message that has it, or take it out",
        "",
        "1 note.",
        "2 findings accepted, with reasons; --accepted shows them.",
    ]


def test_check_gives_findings_as_json_in_the_shape_of_problems(shed: Path) -> None:
    (found,) = json.loads(advisor("check", str(shed), "--format", "json").stdout)
    keys = "code severity file line column message remedy example dated accepted"
    assert list(found) == keys.split()
    assert (found["code"], found["severity"], found["line"]) == ("unused-cue", "note", 4)


def test_a_quick_check_reads_no_messages(shed: Path) -> None:
    assert "unused-cue" not in advisor("check", str(shed), "--quick").stdout
    assert advisor("check", str(shed), "--quick", "--format", "json").stdout == "[]\n"


def test_a_strict_check_fails_on_warnings_and_never_on_notes(shed: Path) -> None:
    assert advisor("check", str(shed), "--strict").exit_code == 0
    two_claims(shed)
    assert advisor("check", str(shed)).exit_code == 0
    for form in ("text", "json"):
        assert advisor("check", str(shed), "--strict", "--format", form).exit_code == 1


def test_check_shows_the_first_few_findings_of_a_code_or_all(shed: Path) -> None:
    more = ", ".join(f"cue number {chr(97 + n) * 3}" for n in range(9))
    (shed / "rulebase.yaml").write_text(SHED.replace("pump it up", f"pump it up, {more}"), encoding="utf-8")
    assert "  … and 7 more; --all shows them\n" in advisor("check", str(shed)).stdout
    assert advisor("check", str(shed), "--all").stdout.count("fires on no example message") == 10


@pytest.mark.parametrize("form", ["text", "json"])
def test_check_reports_a_label_that_is_none_among_the_messages_beside(shed: Path, form: str) -> None:
    (shed / "examples" / "all.yaml").write_text("chian: [Do I oil the chain?]\n", encoding="utf-8")
    result = advisor("check", str(shed), "--format", form)
    assert result.exit_code == 2
    assert "unknown-label" in (result.stdout if form == "json" else result.stderr)


def test_test_reads_the_example_messages_and_those_beside_only_when_asked(shed: Path) -> None:
    result = advisor("test", str(shed))
    assert result.exit_code == 0
    assert result.stdout.endswith("\n2 of 2 example messages understood.\n")
    result = advisor("test", str(shed), "--examples")
    assert result.exit_code == 0
    assert result.stdout.endswith("2 of 3 messages in the folder examples understood (66.7 %).\n")
    found = json.loads(advisor("test", str(shed), "--examples", "--format", "json").stdout)["examples"]
    assert found["labels"] == {"chain": {"passed": 1, "tried": 2}, "off_topic": {"passed": 1, "tried": 1}}


def test_an_example_or_counterexample_that_is_misunderstood_is_a_failed_test(shed: Path) -> None:
    text = SHED.replace("Do I mend a tyre?", "It is late.").replace("My bicycle squeaks.", "Do I oil the chain?")
    (shed / "rulebase.yaml").write_text(text, encoding="utf-8")
    result = advisor("test", str(shed))
    assert result.exit_code == 1
    assert "rulebase.yaml:4:70: failed: It is late.\n    the message: expected tyres, got off_topic\n" in result.stdout
    assert "failed: Do I oil the chain?\n    the message: expected anything but chain, got chain\n" in result.stdout
    assert result.stdout.endswith("0 of 2 example messages understood.\n")
    failed = json.loads(advisor("test", str(shed), "--format", "json").stdout)["messages"]["failed"]
    assert [one["got"] for one in failed] == ["off_topic", "chain"]


def test_where_there_is_no_folder_of_messages_test_says_so() -> None:
    assert advisor("test", GARDEN, "--examples").stdout.endswith("There are no messages in a folder examples.\n")


def test_a_rulebase_of_one_file_has_no_folder_of_messages(shed: Path) -> None:
    file = shed / "rulebase.yaml"
    assert "unused-cue: 2 notes" in advisor("check", str(file)).stdout
    assert "There are no messages" in advisor("test", str(file), "--examples").stdout


@pytest.mark.parametrize("section", ["topics", "facts", "rules", "flags", "sources"])
def test_show_lists_every_section(section: str) -> None:
    assert advisor("show", section, "--rules", GARDEN).exit_code == 0


def test_show_gives_one_rule_in_full_with_its_source() -> None:
    result = advisor("show", "rain-waters", "--rules", GARDEN)
    assert "rule rain-waters\n  when: rain_expected\n  verdict: wait\n" in result.stdout
    assert "  overrides: water-dry-soil\n" in result.stdout
    assert "  source: handbook/watering: Our own notes on watering – When to water\n" in result.stdout


def test_show_finds_the_nearest_name() -> None:
    result = advisor("show", "rain-water", "--rules", GARDEN)
    assert result.exit_code == 2
    assert "did you mean 'rain-waters'?" in result.stderr


def test_schema_prints_a_json_schema() -> None:
    assert json.loads(advisor("schema").stdout)["$schema"].startswith("https://json-schema.org/draft/2020-12")


def test_without_a_verb_the_verbs_are_listed_by_their_files() -> None:
    result = advisor("--help")
    verbs = sorted(p.stem for p in Path("advisor/cli").glob("*.py") if not p.stem.startswith("_"))
    expected = (
        "ask chat check diff docs explain fmt graph hear learn new plan rename replay schema sessions show stubs test"
    )
    assert verbs == expected.split()
    for verb in verbs:
        assert f"\n  {verb} " in result.stdout


def test_an_unknown_verb_is_wrong_usage() -> None:
    assert advisor("aks").exit_code == 2
