"""Conditions: what each says, in clauses and by direct reading, and every mistake in one."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase.axes import Line
from advisor.rulebase.clauses import ALWAYS, MAX_CLAUSES, MAX_TESTS, NEVER, Clauses, TooManyClauses
from advisor.rulebase.conditions import Both, Compare, Either, Not, compares, normal_form, parse
from advisor.rulebase.levels import CALENDAR, Levels
from tests.gardens import GARDEN, clauses_in, garden

if TYPE_CHECKING:
    from advisor.rulebase.syntax import Mistake


def clauses_of(text: str) -> tuple[Clauses, Levels]:
    return clauses_in(GARDEN, text)


def worded(clauses: Clauses, levels: Levels) -> str:
    """Write clauses down: of each level the cells in which they hold, NA for the one of what does not apply."""
    if clauses in (ALWAYS, NEVER):
        return "always" if clauses == ALWAYS else "never"
    shown = []
    for clause in clauses:
        tests = []
        for test in clause:
            level = levels.by_name[test.level]
            cells = [cell for cell in range(level.size) if test.mask >> cell & 1]
            tests.append(f"{test.level}:{'|'.join(_cell(level.axis, cell) for cell in cells)}")
        shown.append(" & ".join(tests))
    return " or ".join(shown)


def _cell(axis: object, cell: int) -> str:
    if not isinstance(axis, Line):
        names = getattr(axis, "names", ())
        return (
            str(names[cell])
            if cell < len(names)
            else "other"
            if getattr(axis, "other", False) and cell == len(names)
            else "NA"
        )
    if cell == axis.size:
        return "NA"
    left, right = axis.bounds(cell)
    low = "" if left is None else f"{'>' if left[1] else '>='}{left[0]}"
    high = "" if right is None else f"{'<=' if right[1] else '<'}{right[0]}"
    return low + high or "any"


DAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("rain", "rain:true"),
        ("not rain", "rain:false"),
        ("rain == false", "rain:false"),
        ("rain != TRUE", "rain:false"),
        ("rain == True", "rain:true"),
        ("rain in [true, false]", "always"),
        ("rain and not rain", "never"),
        ("rain or not rain", "always"),
        ("rain and frost", "frost:true & rain:true"),
        ("frost == false", "frost:false"),
        ("sky == cloudy", "sky:cloudy"),
        ("sky == no", "sky:no"),
        ("sky == 'no'", "sky:no"),
        ("sky != clear", "sky:cloudy|no"),
        ("sky in [clear, no]", "sky:clear|no"),
        ("sky in (clear, no)", "sky:clear|no"),
        ("sky not in [clear, no]", "sky:cloudy"),
        ("sky == clear or sky == cloudy or sky == no", "always"),
        ("soil == clay", "soil:clay"),
        ("soil != clay", "soil:sand|NA"),
        ("not soil == clay", "soil:sand|NA"),
        ("soil == clay or soil == sand", "soil:clay|sand"),
        ("wind >= 3", "wind:>=3"),
        ("not wind >= 3", "wind:<3"),
        ("3 <= wind", "wind:>=3"),
        ("wind > 3", "wind:>3"),
        ("wind == 3", "wind:>=3<=3"),
        ("wind != 3", "wind:<3|>3"),
        ("wind in [1, 2.5]", "wind:>=1<=1|>=5/2<=5/2"),
        ("wind >= -2.5", "wind:>=-5/2"),
        ("1 <= wind < 3", "wind:>=1<3"),
        ("3 > wind >= 1", "wind:>=1<3"),
        ("1 < wind > 3", "wind:>3"),
        ("not 1 <= wind < 3", "wind:<1|>=3"),
        ("wind < 3 and wind > 3", "never"),
        ("depth < 5", "depth:<5"),
        ("not (depth < 5)", "depth:>=5|NA"),
        ("depth >= 5", "depth:>=5"),
        ("not (less < 2)", "depth:<=3|NA"),
        ("less >= 2", "depth:<=3"),
        ("least > 2", "least:>2"),
        ("age >= days(28)", "planted:<-27"),
        ("age >= weeks(4)", "planted:<-27"),
        ("age > -days(2)", "planted:<2"),
        ("weeks_old >= weeks(3)", "weeks_old:>=3"),
        ("weeks_old < days(10)", "weeks_old:<10/7"),
        ("dry >= weeks(2)", "dry:>=14"),
        ("dry > 2.5", "dry:>=3"),
        ('planted >= date("2026-11-23")', f"planted@calendar:>={DAY.toordinal()}"),
        ('date("2026-11-23") > planted', f"planted@calendar:<{DAY.toordinal()}"),
        ("note == 'a  wet\\day'".replace("\\", "\t"), "note:a wet day"),
        ("note != 'wet'", "note:other"),
        ("note in ['wet', 'dry']", "note:dry|wet"),
        ("note == ''", "note:"),
        ("'wet' == note", "note:wet"),
        ("not label == 'wet'", "label:other|NA"),
        ("rain and (wind > 3 or sky == no)", "rain:true & sky:no or rain:true & wind:>3"),
        ("not (rain and wind > 3)", "rain:false or wind:<=3"),
        ("not (rain or wind > 3)", "rain:false & wind:<=3"),
        ("rain or (rain and wind > 3)", "rain:true"),
        ("rain\n  and frost", "frost:true & rain:true"),
        ("((rain))", "rain:true"),
    ],
)
def test_a_condition_means_these_clauses(text: str, meaning: str) -> None:
    assert worded(*clauses_of(text)) == meaning


class Wrong(NamedTuple):
    """A condition with a mistake: its code, message, the text that is underlined, and the remedy."""

    text: str
    code: str
    message: str
    marked: str
    remedy: str


DERIVE = "compute their difference as a fact of its own"
WRONG = [
    Wrong("rein and rain", "unknown-fact", "there is no fact 'rein'", "rein", "did you mean 'rain'?"),
    Wrong("humidity > 3", "unknown-fact", "there is no fact 'humidity'", "humidity", "declare it under `facts:`"),
    Wrong("rain and sky", "wrong-kind", "'sky' is a choice, not yes or no", "sky", "compare it: `sky == …`"),
    Wrong("wind", "wrong-kind", "'wind' is a number, not yes or no", "wind", "compare it: `wind == …`"),
    Wrong("sky == claer", "unknown-choice", "'sky' is never claer", "claer", "did you mean 'clear'?"),
    Wrong("sky == green", "unknown-choice", "'sky' is never green", "green", "it can be: clear, cloudy, no"),
    Wrong("sky == 3", "unknown-choice", "'sky' is never 3", "3", "it can be: clear, cloudy, no"),
    Wrong("sky == [clear]", "unknown-choice", "'sky' is never [clear]", "[clear]", "it can be: clear, cloudy, no"),
    Wrong("rain == 1", "unknown-choice", "'rain' is never 1", "1", "it can be: true, false"),
    Wrong("sky == soil", "two-facts", "a fact is compared with a fact", "soil", DERIVE),
    Wrong("wind > depth", "two-facts", "'wind' cannot be compared with the name 'depth'", "depth", DERIVE),
    Wrong("wind > -depth", "two-facts", "'wind' cannot be compared with the name 'depth'", "-depth", DERIVE),
    Wrong(
        "wind > storm",
        "unknown-choice",
        "'wind' cannot be compared with the name 'storm'",
        "storm",
        "it is compared with a number",
    ),
    Wrong(
        "wind > 'strong'",
        "bad-condition",
        'this is no value: a number, days(n), weeks(n) or date("…")',
        "'strong'",
        "it is compared with a number",
    ),
    Wrong("wind > days(3)", "wrong-kind", "'wind' is a number", "days(3)", "it is compared with a number"),
    Wrong(
        "age > date('2026-11-23')",
        "wrong-kind",
        "'age' is a number of days",
        "date('2026-11-23')",
        "it is compared with a number",
    ),
    Wrong("planted > 3", "wrong-kind", "'planted' is a date", "3", 'it is compared with a date: `date("2026-11-23")`'),
    Wrong(
        "planted > -date('2026-11-23')",
        "wrong-kind",
        "'planted' is a date",
        "-date('2026-11-23')",
        'it is compared with a date: `date("2026-11-23")`',
    ),
    Wrong(
        "planted > date('2026-02-30')",
        "bad-condition",
        "'2026-02-30' is no day of the calendar, such as 2026-11-23",
        "date('2026-02-30')",
        'it is compared with a date: `date("2026-11-23")`',
    ),
    Wrong(
        "dry > hours(3)",
        "bad-condition",
        "there is no function 'hours'",
        "hours(3)",
        "it is compared with a length of time: `days(28)` or `weeks(4)`",
    ),
    Wrong(
        "dry > week(3)",
        "bad-condition",
        "there is no function 'week'; did you mean 'weeks'?",
        "week(3)",
        "it is compared with a length of time: `days(28)` or `weeks(4)`",
    ),
    Wrong("note == wet", "wrong-kind", "'note' is text", "wet", 'put the text in quotes: "…"'),
    Wrong("sky > clear", "wrong-kind", "a choice has no order", "sky > clear", "use == or in"),
    Wrong("rain >= true", "wrong-kind", "a boolean has no order", "rain >= true", "use == or in"),
    Wrong("sky in clear", "bad-condition", "`in` needs a list", "clear", "write `[a, b]` after it"),
    Wrong("wind not in 3", "bad-condition", "`not in` needs a list", "3", "write `[a, b]` after it"),
    Wrong("sky in []", "never-holds", "the list is empty", "[]", "name what is meant"),
    Wrong("3 < 4", "bad-condition", "a comparison needs a fact on one side", "3 < 4", "write `fact == value`"),
    Wrong(
        "[sky] in sky",
        "bad-condition",
        "a comparison needs a fact on one side",
        "[sky] in sky",
        "write `fact == value`",
    ),
    Wrong(
        "rain and 3",
        "bad-condition",
        "a comparison or a yes-or-no fact belongs here",
        "3",
        "write `fact`, or `fact == value`",
    ),
    Wrong(
        "wind + 3 > 4",
        "bad-condition",
        "a comparison needs a fact on one side",
        "wind + 3 > 4",
        "write `fact == value`",
    ),
    Wrong("rain, frost", "bad-condition", "a comma joins nothing here", ",", "write `and` or `or` instead"),
    Wrong(
        "(rain, frost)",
        "bad-condition",
        "a comparison or a yes-or-no fact belongs here",
        "(rain, frost)",
        "write `fact`, or `fact == value`",
    ),
    Wrong("rain &", "bad-condition", "cannot read '&' here", "&", "write `and`"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.text)
def test_a_mistake_has_its_place_and_a_remedy(case: Wrong) -> None:
    mistakes: list[Mistake] = []
    assert parse(case.text, GARDEN.facts, mistakes.append) is None
    (found,) = mistakes
    assert found[:2] == (case.code, case.message)
    assert case.text[found.offset : found.offset + found.width] == case.marked
    assert found.remedy == case.remedy


def test_all_mistakes_of_a_condition_are_told_at_once() -> None:
    mistakes: list[Mistake] = []
    text = "rein and sky == green or not (wind > days(3)) or wind in [storm, depth]"
    assert parse(text, GARDEN.facts, mistakes.append) is None
    assert [m.code for m in mistakes] == [
        "unknown-fact",
        "unknown-choice",
        "wrong-kind",
        "unknown-choice",
        "two-facts",
    ]


@given(st.text(st.sampled_from("rain wind>=<!3.()[],'\"notandorisk y-+*depth \n_é"), max_size=60))
def test_any_text_is_a_condition_or_has_mistakes_whose_places_lie_in_it(text: str) -> None:
    mistakes: list[Mistake] = []
    expression = parse(text, GARDEN.facts, mistakes.append)
    assert (expression is None) == bool(mistakes)
    for found in mistakes:
        assert 0 <= found.offset <= max(0, len(text) - 1)
        assert found.offset + found.width <= max(1, len(text))
        assert found.code
        assert found.message
        assert found.remedy


LANGUAGE = "rain sky wind depth planted note == != < >= in not and or ( ) [ ] , 3 -2.5 clear True 'wet' days(3)"
WORDS = st.sampled_from([*LANGUAGE.split(), "date('2026-11-23')"])


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_any_words_of_the_language_are_a_condition_or_have_mistakes(text: str) -> None:
    mistakes: list[Mistake] = []
    expression = parse(text, GARDEN.facts, mistakes.append)
    assert (expression is None) == bool(mistakes)
    if expression is not None:
        levels = Levels(GARDEN.facts, compares(expression))
        assert isinstance(normal_form(expression, levels.test, levels.sizes), tuple)


def test_comparisons_are_listed_in_the_order_of_the_text() -> None:
    expression = parse("not (wind > 3 and rain) or sky == no", GARDEN.facts, lambda found: pytest.fail(found.message))
    assert isinstance(expression, Either)
    assert isinstance(expression.parts[0], Not)
    assert isinstance(expression.parts[0].part, Both)
    assert [c.fact for c in compares(expression)] == ["wind", "rain", "sky"]
    assert compares(expression)[0] == Compare("wind", ">", (Fraction(3),), 5, 8)


MANY = garden(
    "facts:\n" + "".join(f"  {letter}{n}: {{kind: boolean, ask: Is it?}}\n" for letter in "ab" for n in range(70))
)


def many(text: str) -> Clauses:
    expression = parse(text, MANY.facts, lambda found: pytest.fail(found.message))
    assert expression is not None
    levels = Levels(MANY.facts, compares(expression))
    return normal_form(expression, levels.test, levels.sizes)


def test_a_condition_has_as_many_clauses_and_tests_as_the_limits_allow_and_no_more() -> None:
    either = " or ".join(f"a{n}" for n in range(20))
    other = " or ".join(f"b{n}" for n in range(10))
    assert len(many(f"({either}) and ({other})")) == MAX_CLAUSES
    with pytest.raises(TooManyClauses):
        many(f"({either} or a20) and ({other})")
    every = " and ".join(f"a{n}" for n in range(MAX_TESTS))
    assert [len(clause) for clause in many(every)] == [MAX_TESTS]
    with pytest.raises(TooManyClauses):
        many(f"{every} and b1")


def test_a_condition_whose_negation_would_double_with_each_part_is_refused_in_time() -> None:
    text = " or ".join(f"(a{n} and b{n})" for n in range(60))
    assert len(many(text)) == 60
    with pytest.raises(TooManyClauses):
        many(f"not ({text})")


def test_the_calendar_has_a_level_of_its_own() -> None:
    _, levels = clauses_of('planted >= date("2026-11-23") and age > 3')
    assert {"planted", "planted" + CALENDAR} <= set(levels.by_name)
