"""What conditions mean: their clauses against a direct reading, in every situation that is drawn."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Union

from hypothesis import given
from hypothesis import strategies as st

from advisor.reasoning.situation import told_mask
from advisor.rulebase.clauses import NEVER, judge
from tests.gardens import GARDEN, clauses_in

if TYPE_CHECKING:
    from advisor.rulebase.levels import Levels

DAY = datetime.date(2026, 11, 23)
Condition = Union[tuple[str, str, Any], tuple[str, "list[Condition]"]]
"""A condition as it is drawn: a fact, an operator and a value, or how parts are joined."""

SKIES, SOILS, NOTES = ("clear", "cloudy", "no"), ("clay", "sand"), ("wet", "dry", "ä 'day'")
NEAR = st.integers(-9, 9).map(lambda n: DAY + datetime.timedelta(days=n))
NUMBER = st.integers(-8, 8).map(lambda n: Decimal(n) / 2)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "rain": st.booleans(),
    "frost": st.booleans(),
    "sky": st.sampled_from(SKIES),
    "soil": st.sampled_from(SOILS),
    "wind": NUMBER,
    "depth": NUMBER,
    "dry": st.integers(-4, 4),
    "planted": NEAR,
    "note": st.sampled_from(NOTES),
    "label": st.sampled_from(NOTES),
    "age": st.integers(-9, 9),
    "less": NUMBER,
    "least": NUMBER,
}
TOLD = [name for name in VALUES if GARDEN.facts[name].told]
ORDERED = ("<", "<=", ">", ">=", "==", "!=")


@st.composite
def comparisons(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(sorted(VALUES)))
    value = VALUES[name]
    if draw(st.integers(0, 3)) == 0:
        return name, draw(st.sampled_from(["in", "not in"])), draw(st.lists(value, min_size=1, max_size=3))
    return (
        name,
        draw(
            st.sampled_from(
                ORDERED
                if isinstance(draw(value), (int, Decimal, datetime.date)) and name not in {"rain", "frost"}
                else ("==", "!=")
            )
        ),
        draw(value),
    )


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    comparisons(),
    lambda parts: (
        st.tuples(st.just("not"), st.lists(parts, min_size=1, max_size=1))
        | st.tuples(st.sampled_from(["and", "or"]), st.lists(parts, min_size=2, max_size=3))
    ),
    max_leaves=6,
)


def term(name: str, value: Any) -> str:  # noqa: ANN401 - values of every kind
    if isinstance(value, list):
        return f"[{', '.join(term(name, item) for item in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date):
        return f'date("{value}")'
    return f'"{value}"' if name in {"note", "label"} else f"{value:f}" if isinstance(value, Decimal) else str(value)


def written(condition: Condition) -> str:
    if len(condition) == 3:
        return f"{condition[0]} {condition[1]} {term(condition[0], condition[2])}"
    op, parts = condition
    shown = [f"({written(part)})" for part in parts]
    return f"not {shown[0]}" if op == "not" else f" {op} ".join(shown)


def exact(value: Any) -> Any:  # noqa: ANN401 - values of every kind
    return Fraction(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else value


def holds(condition: Condition, known: dict[str, Any]) -> bool:
    """Read a condition where every fact is known, or known not to apply: of that no comparison holds but `== false`."""
    if len(condition) == 2:
        values = [holds(part, known) for part in condition[1]]
        return not values[0] if condition[0] == "not" else all(values) if condition[0] == "and" else any(values)
    name, op, value = condition
    if op in {"!=", "not in"}:
        return not holds((name, "==" if op == "!=" else "in", value), known)
    found = known[name]
    if op == "in":
        return any(exact(item) == found for item in value)
    wanted = exact(value)
    if op == "==" or found is None:
        return bool(op == "==" and found == wanted)
    return bool({"<": found < wanted, "<=": found <= wanted, ">": found > wanted, ">=": found >= wanted}[op])


@st.composite
def situations(draw: st.DrawFn) -> tuple[dict[str, Any], datetime.date]:
    """All told facts, None for what does not apply, and the day."""
    told = {name: draw(VALUES[name]) for name in TOLD}
    for name in TOLD:
        if GARDEN.facts[name].applies is not None and not told["rain"]:
            told[name] = None
    return told, draw(NEAR)


def worked_out(told: dict[str, Any], today: datetime.date) -> dict[str, Any]:
    """Add what is computed; a boolean that does not apply is false."""
    known = {name: exact(value) for name, value in told.items()}
    apart = known["depth"] is None
    known["age"] = Fraction((today - known["planted"]).days)
    known["less"] = None if apart else 5 - known["depth"]
    known["least"] = None if apart else min(known["wind"], known["depth"])
    known["frost"] = bool(known["frost"])
    return known


def cells_of(levels: Levels, told: dict[str, Any], today: datetime.date) -> dict[str, int]:
    """The one cell of each level, as a mask."""
    found = {}
    for name, level in levels.by_name.items():
        read = level.formula.facts if level.formula else (level.fact,)
        if any(told[fact] is None for fact in read):
            found[name] = 1 << (level.apart or 0)
        else:
            found[name] = told_mask(level, told, today)
        assert found[name].bit_count() == 1
    return found


@given(CONDITIONS, st.lists(situations(), min_size=1, max_size=4))
def test_the_clauses_of_a_condition_say_what_the_condition_says(
    condition: Condition, drawn: list[tuple[dict[str, Any], datetime.date]]
) -> None:
    clauses, levels = clauses_in(GARDEN, written(condition))
    for told, today in drawn:
        found = judge(clauses, cells_of(levels, told, today))
        assert found is holds(condition, worked_out(told, today))


@given(CONDITIONS)
def test_a_condition_and_its_negation_hold_in_no_cell_together_and_in_every_cell_one_of_them(
    condition: Condition,
) -> None:
    text = written(condition)
    assert clauses_in(GARDEN, f"({text}) and not ({text})")[0] == NEVER
    # the other way round the two need not be joined to a clause that always holds, but none is false
    clauses, levels = clauses_in(GARDEN, f"({text}) or not ({text})")
    assert judge(clauses, {name: level.full for name, level in levels.by_name.items()}) is not False


def test_a_negation_holds_too_where_the_fact_does_not_apply() -> None:
    told = dict.fromkeys(TOLD, None)
    told |= {"rain": False, "sky": "clear", "wind": 1, "dry": 1, "planted": DAY, "note": "wet"}
    for text, wanted in (
        ("not (depth < 5)", True),
        ("depth >= 5", False),
        ("depth != 5", True),
        ("depth not in [5]", True),
        ("not frost", True),
        ("frost == false", True),
        ("soil != clay", True),
        ("less >= 2", False),
        ("least <= 1", False),
        ("not (least <= 1)", True),
        ("label != 'wet'", True),
    ):
        clauses, levels = clauses_in(GARDEN, text)
        assert judge(clauses, cells_of(levels, told, DAY)) is wanted, text
