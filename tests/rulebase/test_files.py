"""Finding rulebases and reading their files: by name, by path, and never outside a rulebase's folder."""

from __future__ import annotations

import os
import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from advisor.errors import Problem, RulebaseError
from advisor.rulebase import files
from advisor.rulebase.files import installed, is_path, shipped
from advisor.rulebase.loading import load

ROOT = "name: garden\ntitle: The garden\n"
RAIN = "facts:\n  rain: {kind: boolean, ask: Does it rain?}\n"


def folder(at: Path, **texts: str) -> Path:
    """Make a folder of a rulebase: each name is that of a file without its ending."""
    at.mkdir(parents=True)
    for name, text in texts.items():
        (at / f"{name}.yaml").write_text(text, encoding="utf-8")
    return at


def refused(*where: str | os.PathLike[str]) -> tuple[Problem, ...]:
    with pytest.raises(RulebaseError) as caught:
        load(*where)
    return caught.value.problems


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose folders are the shipped rulebases."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    monkeypatch.setattr(
        files, "shipped", lambda: {f.name: f for f in sorted(shelf.iterdir()) if (f / files.ROOT).is_file()}
    )
    monkeypatch.setattr(files, "installed", dict)
    return shelf


def test_a_folder_is_read_with_all_files_beside_its_root(tmp_path: Path) -> None:
    garden = folder(tmp_path / "garden", rulebase=ROOT, weather=RAIN)
    (garden / "soil.yml").write_text("facts:\n  soil: {kind: text, ask: What soil?}\n", encoding="utf-8")
    (garden / "notes.txt").write_text("facts: [", encoding="utf-8")
    (garden / ".rulebase.yaml.swp.yaml").write_text("facts: [", encoding="utf-8")
    (garden / "more").mkdir()
    (garden / "more" / "wind.yaml").write_text("facts: [", encoding="utf-8")
    for where in (garden, str(garden), f"{garden}/"):
        assert set(load(where).facts) == {"rain", "soil"}


def test_a_file_alone_may_hold_all_of_a_rulebase(tmp_path: Path) -> None:
    file = tmp_path / "garden.yaml"
    file.write_text(RAIN, encoding="utf-8-sig")
    assert set(load(file).facts) == {"rain"}
    assert load(str(file)).facts["rain"].position.file == str(file)


def test_a_position_names_the_file_as_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "garden", rulebase=ROOT, weather=RAIN)
    monkeypatch.chdir(tmp_path)
    assert str(load("./garden").facts["rain"].position) == "./garden/weather.yaml:2:3"


def test_every_file_of_a_folder_is_read_and_all_its_problems_are_told(tmp_path: Path) -> None:
    garden = folder(tmp_path / "garden", rulebase="title: Ours\n", weather="facts: [", soil="topics: {a: {}}\n", z=RAIN)
    found = [(Path(problem.position.file).name, problem.code) for problem in refused(garden)]
    assert found == [
        ("rulebase.yaml", "missing-key"),
        ("soil.yaml", "missing-key"),
        ("weather.yaml", "yaml-syntax"),
    ]


def test_a_problem_in_the_root_does_not_hide_those_of_other_files(tmp_path: Path) -> None:
    garden = folder(tmp_path / "garden", rulebase="name: [", weather="facts: {rain: {kind: boolean, aks: 3}}\n")
    found = [(Path(problem.position.file).name, problem.code) for problem in refused(garden)]
    assert found == [("rulebase.yaml", "yaml-syntax"), ("weather.yaml", "unknown-key")]


def only(problems: tuple[Problem, ...]) -> str:
    (problem,) = problems
    return str(problem)


def test_a_folder_without_a_root_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "garden", weather=RAIN)
    monkeypatch.chdir(tmp_path)
    assert only(refused("./garden")) == (
        "./garden:1:1: no-root: there is no rulebase.yaml in './garden'\n    remedy: all it needs is a `name:`"
    )


def test_a_link_that_leads_out_of_the_folder_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: [", encoding="utf-8")
    folder(tmp_path / "garden", rulebase=ROOT)
    (tmp_path / "garden" / "weather.yaml").symlink_to(secret)
    folder(tmp_path / "shed")
    (tmp_path / "shed" / "rulebase.yaml").symlink_to(secret)
    monkeypatch.chdir(tmp_path)
    message = "outside: the file lies outside the rulebase's folder\n    remedy: copy it in"
    assert only(refused("./garden")) == f"./garden/weather.yaml:1:1: {message}"
    assert only(refused("./shed")) == f"./shed/rulebase.yaml:1:1: {message}"


def test_a_link_within_the_folder_and_a_link_to_the_folder_are_followed(tmp_path: Path) -> None:
    garden = folder(tmp_path / "garden", rulebase=ROOT)
    (garden / "held").mkdir()
    (garden / "held" / "rain").write_text(RAIN, encoding="utf-8")
    (garden / "weather.yaml").symlink_to(garden / "held" / "rain")
    (tmp_path / "link").symlink_to(garden)
    assert set(load(tmp_path / "link").facts) == {"rain"}


def test_what_is_no_ordinary_file_is_refused_without_waiting_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    garden = folder(tmp_path / "garden", rulebase=ROOT)
    (garden / "weather.yaml").mkdir()
    os.mkfifo(garden / "wind.yaml")
    monkeypatch.chdir(tmp_path)
    assert [str(problem) for problem in refused("./garden")] == [
        f"./garden/{name}.yaml:1:1: not-a-file: this is no ordinary file\n    remedy: put the text into a file"
        for name in ("weather", "wind")
    ]
    assert [problem.code for problem in refused("garden/wind.yaml")] == ["not-a-file"]


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    garden = folder(tmp_path / "garden", rulebase=ROOT)
    (garden / "loop.yaml").symlink_to(garden / "loop.yaml")
    (garden / "lost.yaml").symlink_to(garden / "nothing.yaml")
    monkeypatch.chdir(tmp_path)
    assert [str(problem) for problem in refused("./garden")] == [
        "./garden/loop.yaml:1:1: unreadable: the file cannot be read: Too many levels of symbolic links",
        "./garden/lost.yaml:1:1: unreadable: the file cannot be read: No such file or directory",
    ]
    assert only(refused("./no/garden")) == (
        "./no/garden:1:1: unreadable: the file cannot be read: No such file or directory"
    )


@pytest.mark.parametrize("where", ["./a\0b", "./" + "a" * 5_000, "./garden/" + "a" * 300])
def test_a_place_that_cannot_be_is_refused(where: str) -> None:
    (problem,) = refused(where)
    assert problem.code == "unreadable"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything can be read here")
def test_a_folder_that_may_not_be_listed_is_refused(tmp_path: Path) -> None:
    garden = folder(tmp_path / "garden", rulebase=ROOT)
    garden.chmod(0o000)
    try:
        assert [problem.code for problem in refused(garden)] == ["unreadable"]
    finally:
        garden.chmod(0o700)


def test_a_folder_that_fails_while_it_is_listed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    garden = folder(tmp_path / "garden", rulebase=ROOT)

    def fail(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", fail)
    monkeypatch.chdir(tmp_path)
    assert only(refused("./garden")) == "./garden:1:1: unreadable: the place cannot be read: Permission denied"
    assert garden.is_dir()


def test_a_file_that_is_no_utf8_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "garden.yaml").write_bytes("title: caf\u00e9 caf\u00e9\n".encode("latin-1"))
    (tmp_path / "large.yaml").write_bytes(b"# much\n" * 1_200_000)
    monkeypatch.chdir(tmp_path)
    assert only(refused("./garden.yaml")) == (
        "./garden.yaml:1:11: not-utf8: the byte 0xe9 is no UTF-8\n"
        "    title: caf\ufffd caf\ufffd\n"
        "              ^\n"
        "    remedy: save the file as UTF-8"
    )
    assert only(refused("./large.yaml")) == (
        "./large.yaml:1:1: too-large: the file is larger than 8 MB\n    remedy: spread the rulebase over several files"
    )


def test_a_folder_of_more_files_than_anyone_keeps_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    garden = folder(tmp_path / "garden", rulebase=ROOT, a=RAIN, b="{}", c="{}")
    monkeypatch.setattr(files, "_MOST_FILES", 3)
    assert set(load(garden).facts) == {"rain"}
    monkeypatch.setattr(files, "_MOST_FILES", 2)
    monkeypatch.chdir(tmp_path)
    assert only(refused("./garden")) == (
        "./garden:1:1: too-many-files: there are 3 files in './garden', more than 2\n"
        "    remedy: put several subjects into one file"
    )


def test_no_place_at_all_is_refused() -> None:
    assert only(refused()) == ("load:1:1: unknown-rulebase: no rulebase is named\n    remedy: give a name or a path")


def test_a_name_that_is_not_there_is_refused_with_the_nearest_one(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(shelf / "garden", rulebase=ROOT)
    folder(shelf / "shed", rulebase="name: shed\ntitle: The shed\n")
    folder(shelf / "here")
    monkeypatch.chdir(shelf)
    there_is = "unknown-rulebase: there is no rulebase"
    assert load("garden").name == "garden"
    assert only(refused("gardn")) == f"gardn:1:1: {there_is} 'gardn'\n    remedy: did you mean 'garden'?"
    assert only(refused("barn")) == f"barn:1:1: {there_is} 'barn'\n    remedy: there are: garden, shed"
    assert only(refused("here")) == f"here:1:1: {there_is} 'here'\n    remedy: for the folder write ./here"
    assert only(refused("")) == f":1:1: {there_is} ''\n    remedy: there are: garden, shed"
    long = "a" * 5_000
    assert only(refused(long)).endswith(f": {there_is} '{long[:80]}'\n    remedy: there are: garden, shed")


def test_without_any_rulebase_the_remedy_says_so(shelf: Path) -> None:
    assert shelf.is_dir()
    assert only(refused("garden")).endswith("remedy: there are: none")


def test_a_rulebase_is_read_after_those_that_it_extends_and_each_once(shelf: Path, tmp_path: Path) -> None:
    folder(shelf / "weather", rulebase="name: weather\ntitle: W\n", rain=RAIN)
    folder(shelf / "soil", rulebase="name: soil\ntitle: S\nextends: [weather]\n", soil="words: {mud: [mud]}\n")
    mine = folder(tmp_path / "mine", rulebase="name: mine\ntitle: Mine\nextends: [weather, soil]\n")
    rulebase = load(mine)
    assert (rulebase.name, set(rulebase.facts), set(rulebase.words)) == ("mine", {"rain"}, {"mud"})
    assert len(rulebase.texts) == 5


def test_rulebases_that_extend_each_other_are_refused_where_the_circle_closes(shelf: Path) -> None:
    folder(shelf / "garden", rulebase=ROOT + "extends: [shed]\n")
    folder(shelf / "shed", rulebase="name: shed\ntitle: S\nextends: [garden]\n")
    folder(shelf / "alone", rulebase="name: alone\ntitle: A\nextends: [alone]\n")
    assert only(refused("garden")) == (
        "shed/rulebase.yaml:3:11: extends-cycle: 'garden' extends itself\n"
        "    extends: [garden]\n"
        "              ^^^^^^\n"
        "    remedy: take it out of `extends:`"
    )
    assert [problem.code for problem in refused("alone")] == ["extends-cycle"]


def test_a_rulebase_that_extends_what_is_not_there_is_told_so_where_it_says_it(shelf: Path, tmp_path: Path) -> None:
    folder(shelf / "garden", rulebase=ROOT)
    file = tmp_path / "mine.yaml"
    file.write_text("name: mine\nextends: [gardn, " + "a" * 300 + "]\n", encoding="utf-8")
    assert [(problem.code, problem.remedy) for problem in refused(file)] == [
        ("unknown-rulebase", "did you mean 'garden'?"),
        ("too-long", "shorten it"),
    ]


def test_a_rulebase_is_never_extended_by_a_path(shelf: Path, tmp_path: Path) -> None:
    folder(shelf / "garden", rulebase=ROOT)
    folder(tmp_path / "other", rulebase="name: other\ntitle: O\n", rain="facts: [")
    mine = folder(tmp_path / "mine", rulebase="name: mine\ntitle: M\nextends: [../other]\n")
    assert {problem.code for problem in refused(mine)} == {"bad-name", "extends-path"}


def test_the_shipped_rulebases_are_found_beside_the_package() -> None:
    found = shipped()
    assert "breakup" in found
    assert all((place / files.ROOT).is_file() for place in found.values())


def test_inside_an_installed_package_the_shipped_rulebases_are_found_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "advisor"
    monkeypatch.setattr(files, "__file__", str(package / "rulebase" / "files.py"))
    assert shipped() == {}
    folder(tmp_path / "rules" / "garden", rulebase=ROOT)
    folder(tmp_path / "rules" / "unfinished")
    assert list(shipped()) == ["garden"]
    folder(package / "rules" / "shed", rulebase=ROOT)
    assert list(shipped()) == ["shed"]


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages that offer rulebases by entry points, each of which fails when it is imported."""
    offered = {"garden": "plants.rules.garden", "shed": "plants", "none": "no_such_package", "odd": "plants.nowhere"}
    offered |= {"module": "one_file", "worse": "", "again": "plants.rules.garden"}
    found = EntryPoints(EntryPoint(name, value, files.GROUP) for name, value in offered.items())
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: found if group == files.GROUP else ())
    folder(tmp_path / "plants", rulebase="name: shed\ntitle: The shed\n")
    folder(tmp_path / "plants" / "rules" / "garden", rulebase=ROOT, rain=RAIN)
    for module in ("plants/__init__.py", "plants/rules/__init__.py", "one_file.py"):
        (tmp_path / module).write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_rulebases_of_other_packages_are_found_without_importing_them(packages: Path) -> None:
    garden = packages / "plants" / "rules" / "garden"
    assert installed() == {"garden": garden, "shed": packages / "plants", "again": garden}
    assert "plants" not in sys.modules
    assert set(load("garden").facts) == {"rain"}
    assert load("shed").name == "shed"


def test_a_shipped_rulebase_comes_before_one_of_another_package(
    packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = folder(packages / "ours" / "garden", rulebase="name: ours\ntitle: Ours\n")
    monkeypatch.setattr(files, "shipped", lambda: {"garden": ours})
    assert load("garden").name == "ours"


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("garden", False),
        ("garden-2", False),
        ("./garden", True),
        ("garden/", True),
        ("garden.yaml", True),
        ("..", True),
        (Path("garden"), True),
        ("", False),
    ],
)
def test_a_place_is_a_path_when_it_has_a_separator_or_a_suffix(where: str | Path, path: object) -> None:
    assert is_path(where) is path


def hinted(at: Path, text: str | bytes) -> Path:
    """Make a rulebase with hints beside it."""
    made = folder(at, rulebase=ROOT + RAIN)
    (made / files.HINTS).write_bytes(text.encode() if isinstance(text, str) else text)
    return made


def test_hints_beside_the_root_are_read_as_they_were_written(tmp_path: Path) -> None:
    text = files.sealed("rain off_topic\nwet\ta20b-20\n")
    assert load(hinted(tmp_path / "garden", text)).hints == text
    assert load(folder(tmp_path / "shed", rulebase=ROOT)).hints == ""


@pytest.mark.parametrize(
    "text",
    [
        files.sealed("rain off_topic\nwet\ta20b-20\n").replace("a20", "a21"),
        files.sealed("rain off_topic\nwet\ta20b-20\n")[:-3],
        files.sealed("rain\n").replace("hints 1", "hints 2"),
        files.sealed("rain\n").replace("\n", "\r\n"),
        "wet\ta20\n",
        "\n",
    ],
)
def test_hints_that_were_cut_or_changed_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    hinted(tmp_path / "garden", text)
    monkeypatch.chdir(tmp_path)
    assert only(refused("./garden")) == (
        "./garden/hints.txt:1:1: bad-hints: the hints were cut or changed by hand\n"
        "    remedy: make them anew: advisor learn"
    )


def test_hints_that_are_no_text_or_no_file_are_refused(tmp_path: Path) -> None:
    assert [problem.code for problem in refused(hinted(tmp_path / "bytes", b"\xff\xfe\x00"))] == ["not-utf8"]
    made = folder(tmp_path / "folders", rulebase=ROOT)
    (made / files.HINTS).mkdir()
    assert [problem.code for problem in refused(made)] == ["not-a-file"]


def test_hints_outside_the_folder_are_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    made = folder(tmp_path / "garden", rulebase=ROOT)
    (made / files.HINTS).symlink_to(tmp_path / "secret.txt")
    assert [problem.code for problem in refused(made)] == ["outside"]


def test_the_hints_of_the_rulebase_that_extends_count(shelf: Path, tmp_path: Path) -> None:
    theirs, mine = files.sealed("rain\n"), files.sealed("rain wind\n")
    hinted(shelf / "garden", theirs)
    over = folder(tmp_path / "over", rulebase="name: over\nextends: [garden]\n")
    assert load(over).hints == theirs
    (over / files.HINTS).write_text(mine, encoding="utf-8")
    assert load(over).hints == mine


def test_other_hints_make_another_rulebase(tmp_path: Path) -> None:
    hashes = {load(hinted(tmp_path / f"garden{n}", files.sealed(f"rain\nwet\ta{n}\n"))).hash for n in (20, 21)}
    assert len(hashes) == 2


def test_alarms_beside_the_root_are_read_as_they_were_written(tmp_path: Path) -> None:
    text = files.sealed("gale no_flag\nwind\ta20b-20\n")
    made = folder(tmp_path / "garden", rulebase=ROOT + RAIN)
    (made / files.ALARMS).write_text(text, encoding="utf-8")
    assert (load(made).alarms, load(made).hints) == (text, "")
    assert load(folder(tmp_path / "shed", rulebase=ROOT)).alarms == ""


def test_alarms_that_were_cut_or_changed_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = folder(tmp_path / "garden", rulebase=ROOT + RAIN)
    (made / files.ALARMS).write_text(files.sealed("gale no_flag\n")[:-1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert only(refused("./garden")).startswith("./garden/alarms.txt:1:1: bad-hints: the hints were cut or changed")


def test_other_alarms_make_another_rulebase(tmp_path: Path) -> None:
    made = folder(tmp_path / "garden", rulebase=ROOT + RAIN)
    hashes = {load(made).hash}
    for weight in (20, 21):
        (made / files.ALARMS).write_text(files.sealed(f"gale no_flag\nwind\ta{weight}\n"), encoding="utf-8")
        hashes.add(load(made).hash)
    assert len(hashes) == 3
