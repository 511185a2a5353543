"""The checks are found by their files, and the page of each shows what gives its finding and what does not."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor import Advisor, loads
from advisor.errors import UnknownName
from advisor.workbench import checks, pages
from advisor.workbench.bench import Bench
from advisor.workbench.findings import SEVERITIES

if TYPE_CHECKING:
    from advisor.workbench.findings import Finding
    from advisor.workbench.pages import Page

FOLDER = Path(checks.__file__).parent
DAY = datetime.date(2026, 1, 15)
PAGES = [page for code in checks.codes() if (page := pages.page(code))]
SHOWN = [pytest.param(page, id=page.code) for page in PAGES if page.avoid]
WITHOUT_SNIPPETS = {"not-decided"}  # the smallest rulebase that shows it has thousands of lines


def bench(text: str, *, quick: bool = False) -> Bench:
    return Bench(Advisor(loads(text), "plain"), today=DAY, quick=quick)


def run(text: str, *codes: str) -> tuple[Finding, ...]:
    return checks.run(bench(text), only=codes)


def test_a_file_in_the_folder_is_a_check() -> None:
    files = {path.stem.replace("_", "-") for path in FOLDER.glob("[!_]*.py")}
    assert set(checks.codes()) == files


@pytest.mark.parametrize("page", SHOWN)
def test_what_a_page_says_to_avoid_gives_the_finding(page: Page) -> None:
    found = run(page.avoid, page.code)
    assert {one.code for one in found} == {page.code}
    for one in found:
        assert (one.severity, one.dated) == (page.severity, page.dated)
        assert one.remedy
        assert one.position.file == "text"
        assert one.position.line <= page.avoid.count("\n")


@pytest.mark.parametrize("page", SHOWN)
def test_what_a_page_says_to_prefer_gives_no_such_finding(page: Page) -> None:
    assert run(page.prefer, page.code) == ()


@pytest.mark.parametrize("page", SHOWN)
def test_what_is_found_can_be_accepted_for_all_of_a_rulebase(page: Page) -> None:
    found = run(f"{page.avoid}accepts: {{{page.code}: So it is here.}}\n", page.code)
    assert [one.accepted for one in found] == ["So it is here."] * len(found)
    assert found


def test_every_page_has_a_title_a_remedy_and_a_reason_and_snippets_in_pairs() -> None:
    assert len(PAGES) == len(checks.codes())
    for page in PAGES:
        assert page.title.endswith("."), page.code
        assert page.remedy, page.code
        assert page.why, page.code
        assert page.severity in SEVERITIES, page.code
        assert bool(page.avoid) == bool(page.prefer), page.code
        assert bool(page.avoid) != (page.code in WITHOUT_SNIPPETS), page.code


def test_a_code_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'unused-cue'"):
        checks.named("unused-cues")
    with pytest.raises(UnknownName):
        checks.run(bench("name: a\n"), skip=["../findings"])


HARE = """
name: pond
sources: {notes: {title: Our notes, review_by: 2025-01-01, sections: {ice: Ice, fish: Fish}}}
facts:
  windy: {kind: boolean, ask: Is it windy?}
words: {frog: [toad]}
topics:
  skating:
    title: Skating
    otherwise: {verdict: dont, say: Keep off the pond., source: notes/ice}
"""


def codes(text: str, **options: tuple[str, ...]) -> list[str]:
    return [one.code for one in checks.run(bench(text), **options)]


def test_the_worst_findings_come_first_and_then_those_of_earlier_lines() -> None:
    assert codes(HARE) == ["overdue-source", "unused-source", "unused-fact", "unused-words"]


def test_some_checks_alone_can_be_run_and_some_left_out() -> None:
    assert codes(HARE, only=("unused-fact", "unused-words")) == ["unused-fact", "unused-words"]
    assert codes(HARE, skip=("unused-fact", "overdue-source")) == ["unused-source", "unused-words"]
    assert codes(HARE, only=("unused-fact",), skip=("unused-fact",)) == []


def test_a_check_is_worked_out_once_for_a_bench() -> None:
    table = bench(HARE)
    check = checks.named("unused-fact")
    assert checks.findings_of(table, check) is checks.findings_of(table, check)


def test_only_what_lies_in_the_place_named_is_found() -> None:
    table = Bench(Advisor(loads(HARE), "plain"), own="elsewhere")
    assert checks.run(table) == ()


def test_a_source_that_nothing_comes_from_is_found_whole_and_else_by_its_sections() -> None:
    whole = HARE.replace("sections: {ice: Ice, fish: Fish}", "sections: {ice: Ice}").replace(
        "sources: {", "sources: {tale: {title: A tale, sections: {one: One, two: Two}}, "
    )
    assert [one.message for one in run(whole, "unused-source")] == ["nothing comes from the source 'tale'"]
    [one] = run(HARE, "unused-source")
    assert one.message == "nothing comes from the section 'fish' of 'notes'"
    assert one.position.column == HARE.split("\n")[2].index("fish") + 1


@pytest.mark.parametrize(("day", "overdue"), [("2026-01-14", 1), ("2026-01-15", 0), ("2026-01-16", 0)])
def test_a_source_is_overdue_from_the_day_after_the_one_it_names(day: str, overdue: int) -> None:
    assert len(run(HARE.replace("2025-01-01", day), "overdue-source")) == overdue


READ = """
name: pond
sources: {notes: {title: Our notes, sections: {ice: Ice}}}
facts:
  frozen: {kind: boolean, ask: Is the pond frozen?}
  frozen_on: {kind: date, ask: When did it freeze?}
  age: {kind: number, unit: days, compute: days_since(frozen_on)}
  thickness: {kind: number, applies: frozen, ask: How thick is the ice?}
  wide: {kind: boolean, ask: Is it wide?}
  deep: {kind: boolean, ask: Is it deep?}
  melted: {kind: boolean, ask: Did it melt?}
  bears: {kind: boolean}
topics: {skating: {title: Skating, applies: wide}}
never: [deep and not wide]
rules:
  bears: {when: thickness >= 5, conclude: {bears: true}, source: notes/ice}
  skate:
    when: [bears, age >= 3]
    advise: {topic: skating, verdict: may, say: You can skate.}
    source: notes/ice
plans:
  rest: {title: Rest, from: frozen_on, length: 3 days, restarts: [melted], source: notes/ice}
"""


@pytest.mark.parametrize(
    ("without", "unused"),
    [
        ("", []),
        ("never: [deep and not wide]\n", ["deep"]),
        (", restarts: [melted]", ["melted"]),
        (", applies: frozen", ["frozen"]),
    ],
)
def test_a_fact_is_used_by_conditions_formulas_plans_and_what_applies(without: str, unused: list[str]) -> None:
    assert without in READ
    found = run(READ.replace(without, ""), "unused-fact")
    assert [one.message for one in found] == [f"nothing reads the fact '{name}'" for name in unused]


def test_a_fact_whose_value_is_said_is_used() -> None:
    text = READ.replace("deep and not wide", "melted and not wide").replace("[bears, age >= 3]", "[bears, deep]")
    assert [one.message for one in run(text, "unused-fact")] == ["nothing reads the fact 'age'"]
    assert (
        run(text.replace("You can skate.", "It froze <age> ago.").replace("deep]", "deep, age > 0]"), "unused-fact")
        == ()
    )


@pytest.mark.parametrize(
    "use",
    [
        "topics: {a: {title: A, asked: [a (frog) sat]}}",
        "topics: {a: {title: A, asked: [{cue: it sat, unless: [a (frog)]}]}}",
        "words: {frog: [toad], pond: [a (frog) pool]}\ntopics: {a: {title: A, asked: [in the (pond)]}}",
        "wording: {never: [kiss* (frog)]}",
        "classes: [frog]",
    ],
)
def test_a_word_list_is_used_by_phrases_what_forbids_them_other_lists_wording_and_classes(use: str) -> None:
    words = "" if use.startswith("words:") else "words: {frog: [toad]}\n"
    assert run(f"name: pond\n{words}{use}\n", "unused-words") == ()
    assert (
        len(run(f"name: pond\n{words}{use}\n".replace("frog: [toad]", "frog: [toad], newt: [eft]"), "unused-words"))
        == 1
    )


ACCEPTING = """
name: pond
facts:
  windy: {kind: boolean, ask: Is it windy?, accepts: {CODE: It is for a program.}}
"""


def test_a_code_that_no_check_has_is_found_with_the_nearest() -> None:
    [one] = run(ACCEPTING.replace("CODE", "unused-facts"), "unknown-code")
    assert (one.severity, one.remedy) == ("warning", "did you mean 'unused-fact'?")
    assert one.position.column == ACCEPTING.split("\n")[3].index("CODE") + 1


def test_problems_cannot_be_accepted() -> None:
    [one] = run(ACCEPTING.replace("CODE", "unknown-fact"), "unknown-code")
    assert one.message == "'unknown-fact' is a problem, and problems cannot be accepted"


def test_an_acceptance_that_answers_something_is_not_needless() -> None:
    assert run(ACCEPTING.replace("CODE", "unused-fact"), "needless-acceptance") == ()


def test_what_a_quick_check_leaves_out_is_not_called_needless() -> None:
    text = ACCEPTING.replace("CODE", "unused-cue")
    assert [one.code for one in checks.run(bench(text), only=["needless-acceptance"])] == ["needless-acceptance"]
    assert checks.run(bench(text, quick=True), only=["needless-acceptance"]) == ()


def test_what_hangs_on_the_day_is_never_called_needless() -> None:
    assert run("name: pond\naccepts: {old-help: We open them in spring.}\n", "needless-acceptance") == ()


BESIDE = """\
name: pond
sources: {notes: {title: Our notes, sections: {ice: Ice}}}
facts:
  frozen: {kind: boolean, ask: Is the pond frozen?}
  race: {kind: boolean, ask: Is there a race?}
topics: {skating: {title: Skating}, race: {title: The race}}
rules:
  skate: {when: frozen, advise: {topic: skating, verdict: may, say: You can skate.}, source: notes/ice}
  keep-clear:
    when: race
    overrides: [skate]
    advise: {topic: race, verdict: know, say: The pond is kept clear.}
    source: notes/ice
  cheer: {advise: {topic: race, verdict: know, say: Cheer.}, source: notes/ice}
"""


@pytest.mark.parametrize("budget", [100_000, 3])
def test_a_fact_that_tells_only_by_a_rule_of_another_topic_is_not_idle(budget: int) -> None:
    made = Bench(Advisor(loads(BESIDE), "plain"), today=DAY, budget=budget)
    assert checks.run(made, only=["idle-question"]) == ()
