"""A new rulebase runs from the first minute, and so does one that adds to any other."""

from __future__ import annotations

import importlib.metadata
import json
import re
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from advisor import Advisor, AdvisorError, Rulebase, load, loads
from advisor.rulebase import files
from advisor.rulebase.schema import json_schema
from advisor.workbench.starting import SCHEMA, Start, check_name, origin, start
from advisor.workbench.trials import coverage, try_all

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
BASES = {"breakup": ROOT / "rules" / "breakup", **{n: EXAMPLES / n for n in ("garden", "hike", "bicycle")}}


def laid(folder: Path, made: Mapping[str, str]) -> Path:
    """Write the files of a rulebase into a new folder."""
    for place, text in made.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """The rulebases that are found by name."""
    shelf = dict(BASES)
    monkeypatch.setattr(files, "shipped", lambda: shelf)
    return shelf


def runs(folder: Path) -> Rulebase:
    """Hold that a rulebase loads, that its scenarios pass, and that they show every rule of its own both ways."""
    advisor = Advisor.load(folder, engine="indexed")
    trials = try_all(advisor)
    assert trials
    assert [trial.misses for trial in trials if not trial.passed] == []
    assert coverage(advisor, trials).full
    return advisor.rulebase


def test_a_new_rulebase_runs_and_shows_each_of_its_rules_both_ways(tmp_path: Path) -> None:
    made = start("my-rules")
    rulebase = runs(laid(tmp_path / "my-rules", made.files))
    assert (rulebase.name, rulebase.title) == ("my-rules", "My rules")
    assert rulebase.notice
    assert {bool(scenario.say) for scenario in rulebase.scenarios} == {True, False}


def test_the_message_to_try_gets_advice_with_a_reason_and_a_source(tmp_path: Path) -> None:
    made = start("my-rules")
    reply = Advisor.load(laid(tmp_path / "my-rules", made.files)).ask(made.message)
    assert reply.verdict == "dont"
    assert all(one.advice.because for one in reply.outcome.concluded)


@pytest.mark.parametrize("name", BASES)
def test_a_rulebase_that_adds_to_another_runs(tmp_path: Path, shelf: dict[str, Path], name: str) -> None:
    base = load(shelf[name])
    made = start("ours", base)
    rulebase = runs(laid(tmp_path / "ours", made.files))
    assert rulebase.rules.keys() > base.rules.keys()
    assert len(rulebase.topics.keys() - base.topics.keys()) == 1
    assert Advisor(rulebase, "indexed").ask(made.message).verdict == "do"


def test_what_was_made_here_can_be_added_to_again_under_names_of_its_own(
    tmp_path: Path, shelf: dict[str, Path]
) -> None:
    shelf["first"] = laid(tmp_path / "first", start("first", load(shelf["garden"])).files)
    shelf["second"] = laid(tmp_path / "second", start("second", load("first")).files)
    third = runs(laid(tmp_path / "third", start("third", load("second")).files))
    assert {"open_evening", "open_evening_2", "open_evening_3"} <= third.topics.keys()
    assert {"newcomers-come-at-six-2", "newcomers-come-at-six-3"} <= third.rules.keys()


def test_several_can_be_added_to_at_once(tmp_path: Path, shelf: dict[str, Path]) -> None:
    made = start("ours", load("garden", "bicycle"), bases=["garden", "bicycle"])
    rulebase = runs(laid(tmp_path / "ours", made.files))
    for name in ("garden", "bicycle"):
        assert rulebase.facts.keys() > load(shelf[name]).facts.keys()
    assert "with all that `garden` and `bicycle` have." in made.files["README.md"]
    assert "`garden` and `bicycle` can be read here" in made.files["open-evening.yaml"]
    assert "advisor show facts --rules garden --rules bicycle" in made.files["open-evening.yaml"]


@pytest.mark.parametrize("name", ["true", "null", "on", "123"])
def test_a_name_that_other_readers_take_for_no_text_is_quoted(tmp_path: Path, name: str) -> None:
    text = start(name).files["rulebase.yaml"]
    assert yaml.safe_load(text)["name"] == name
    assert isinstance(yaml.safe_load(text)["title"], str)
    assert runs(laid(tmp_path / name, start(name).files)).name == name


def uncommented(text: str) -> str:
    """Take the # away before the lines that are YAML and not words."""
    return re.sub(r"^( *)# (?! *yaml-language)(?= *[a-z0-9-]+:(?: |$))", r"\1", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", BASES)
def test_the_comments_name_real_rules_and_hold_when_they_are_taken_at_their_word(
    tmp_path: Path, shelf: dict[str, Path], name: str
) -> None:
    base = load(shelf[name])
    made = start("ours", base)
    texts = {place: uncommented(text) if place.endswith(".yaml") else text for place, text in made.files.items()}
    changed = load(laid(tmp_path / "ours", texts))
    gone = base.rules.keys() - changed.rules.keys()
    assert gone == changed.retired.keys()
    assert bool(gone) is any("Say here why" in text for text in made.files.values())
    assert all(reason.startswith("Say here why") for reason in changed.retired.values())
    assert not any(base.rules[rule].safety for rule in gone)
    if name == "breakup":
        assert len(gone) == 2
        assert "our-own-rule" in changed.rules


SAFE = """
name: safe
sources: {us: {title: Us, sections: {all: All}}}
facts: {dark: {kind: boolean, ask: Is it dark?}}
topics: {walk: {title: A walk}}
rules:
  stay: {when: dark, safety: true, advise: {topic: walk, verdict: dont, say: Stay.}, source: us/all}
  lamp: {when: dark, safety: true, advise: {topic: walk, act: lamp, verdict: know, say: It is dark.}, source: us/all}
"""


@pytest.mark.parametrize("text", ["name: bare\n", SAFE], ids=["nothing", "safety alone"])
def test_a_base_without_a_rule_to_show_gets_no_comment_on_rules(
    tmp_path: Path, shelf: dict[str, Path], text: str
) -> None:
    (tmp_path / "bare.yaml").write_text(text, encoding="utf-8")
    shelf[loads(text).name] = tmp_path / "bare.yaml"
    made = start("ours", loads(text))
    assert not any("Say here" in text for text in made.files.values())
    runs(laid(tmp_path / "ours", made.files))


def every() -> list[Start]:
    return [start("my-rules"), start("ours", load("breakup")), start("mine", load(EXAMPLES / "hike"), origin="git+x")]


@pytest.mark.parametrize("made", every(), ids=lambda made: made.name)
def test_every_file_is_laid_out_well_and_each_yaml_file_names_its_schema(made: Start) -> None:
    for place, text in made.files.items():
        assert text.endswith("\n"), place
        assert not text.endswith("\n\n"), place
        assert "\n\n\n" not in text, place
        assert not re.search(r" $|\t|\$(?!schema=|ADVISOR|\{)", text, re.MULTILINE) or place == SCHEMA, place
        assert place == SCHEMA or max(map(len, text.splitlines())) <= 120, place
        if "/" not in place and place.endswith(".yaml"):
            assert text.startswith(f"# yaml-language-server: $schema=./{SCHEMA}\n")
    assert json.loads(made.files[SCHEMA]) == json_schema()


@pytest.mark.parametrize("made", every(), ids=lambda made: made.name)
def test_the_readme_names_every_file_that_is_there(made: Start) -> None:
    readme = made.files["README.md"]
    tops = {place.split("/")[0] + "/" * (place.count("/") == 1) for place in made.files}
    tops = tops - {".github", "README.md"} | {".github/workflows/rules.yml"}
    assert set(re.findall(r"^\| `(.+?)` \|", readme, re.MULTILINE)) == tops
    assert made.message in readme


def test_the_editor_is_told_of_the_schema_and_not_for_messages_beside() -> None:
    made = start("my-rules").files
    ((place, patterns),) = json.loads(made[".vscode/settings.json"])["yaml.schemas"].items()
    assert place.removeprefix("./") in made
    assert patterns == ["*.yaml", "!examples/*.yaml"]
    assert json.loads(made[".vscode/extensions.json"]) == {"recommendations": ["redhat.vscode-yaml"]}


def workflow(made: Start) -> tuple[str, list[str]]:
    """Give where the file for continuous checks installs advisor from, and the commands that it runs."""
    found = yaml.safe_load(made.files[".github/workflows/rules.yml"])
    steps = found["jobs"]["rules"]["steps"]
    return found["env"]["ADVISOR"], [step["run"] for step in steps if "run" in step]


def test_every_change_is_checked_and_tested() -> None:
    _, (_, *commands) = workflow(start("my-rules"))
    assert commands == ["advisor check .", "advisor test . --strict"]


def test_advisor_is_installed_from_where_it_came_and_never_by_its_bare_name() -> None:
    place, (install, *_) = workflow(start("my-rules", origin="git+https://example.org/advisor@abc"))
    assert place == "git+https://example.org/advisor@abc"
    assert install.endswith('python -m pip install "$ADVISOR"\n')
    empty, (install, *_) = workflow(start("my-rules"))
    assert empty == ""
    assert 'if [ -z "$ADVISOR" ]' in install
    assert "exit 1" in install


def test_who_pushes_is_told_what_is_missing_only_while_it_is() -> None:
    assert "where advisor is installed from" in start("my-rules").files["README.md"]
    assert "where advisor is installed from" not in start("my-rules", origin="git+x").files["README.md"]


def test_a_package_that_brings_what_is_extended_is_installed_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Plants(importlib.metadata.Distribution):
        def read_text(self, filename: str) -> str | None:
            return "Name: plants-pack\nVersion: 1.2\n" if filename == "METADATA" else None

        def locate_file(self, path: object) -> Path:
            return tmp_path / str(path)

    laid(tmp_path / "plants", {"rulebase.yaml": (EXAMPLES / "garden" / "rulebase.yaml").read_text(encoding="utf-8")})
    point = EntryPoint("garden", "plants", files.GROUP)
    vars(point).update(dist=Plants())
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: EntryPoints([point]))
    monkeypatch.syspath_prepend(tmp_path)
    _, (install, *_) = workflow(start("ours", load("garden")))
    assert install.endswith('python -m pip install "$ADVISOR" "plants-pack==1.2"\n')


@pytest.mark.parametrize(
    ("direct", "found"),
    [
        (
            '{"url": "https://example.org/a", "vcs_info": {"vcs": "git", "commit_id": "abc"}}',
            "git+https://example.org/a@abc",
        ),
        ('{"url": "file:///home/a", "vcs_info": {"vcs": "git", "commit_id": "abc"}}', ""),
        ('{"url": "https://example.org/a", "vcs_info": {"vcs": "hg", "commit_id": "abc"}}', ""),
        ('{"url": "file:///home/a", "dir_info": {"editable": true}}', ""),
        ("[", ""),
        ("[]", ""),
        (None, ""),
    ],
)
def test_it_is_known_where_advisor_came_from_only_when_others_can_reach_it(
    monkeypatch: pytest.MonkeyPatch, direct: str | None, found: str
) -> None:
    class Ours:
        def read_text(self, _: str) -> str | None:
            return direct

    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: Ours())
    assert origin() == found


def test_where_advisor_is_not_installed_nothing_is_known_of_where_it_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", none)
    assert origin() == ""


@pytest.mark.parametrize("name", ["null", "no", "123", "a", "1-2-3"])
def test_a_name_that_yaml_would_read_as_something_else_is_kept(tmp_path: Path, name: str) -> None:
    assert load(laid(tmp_path / "made", start(name).files)).name == name


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("My Rules", "'My Rules' is not a name of a rulebase; did you mean 'my-rules'?"),
        ("x/y", "where its folder is made is said by --in"),
        ("..", "write small letters and digits, with a '-' between words"),
        ("", "'' is not a name of a rulebase"),
        ("a" * 81, "is not a name of a rulebase"),
        ("breakup", "there is a rulebase 'breakup' already, in "),
    ],
)
def test_a_name_that_is_none_or_taken_is_refused_with_a_remedy(name: str, message: str) -> None:
    with pytest.raises(AdvisorError, match=re.escape(message)):
        check_name(name)


def test_a_condition_with_any_characters_stands_in_the_comment_as_yaml(tmp_path: Path, shelf: dict[str, Path]) -> None:
    text = """
name: odd
sources: {us: {title: Us, sections: {all: All}}}
facts: {note: {kind: text, ask: "What?"}}
topics: {walk: {title: A walk}}
rules:
  stay: {when: 'note == "a: b # c"', advise: {topic: walk, verdict: dont, say: "So: # <note>:\\nx"}, source: us/all}
"""
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    shelf["odd"] = tmp_path / "odd.yaml"
    made = {place: uncommented(t) for place, t in start("ours", loads(text)).files.items() if place.endswith(".yaml")}
    rules = load(laid(tmp_path / "ours", made)).rules
    assert rules["our-own-rule"].when == 'note == "a: b # c"'
    assert "stay" not in rules
