"""How many questions it takes until nothing can change the advice, beside the fewest possible, and how long one takes.

    python -m benchmarks.questions
    python -m benchmarks.questions --rules rules/breakup examples/garden --budget 300000

For every topic, from nothing told, each fact uniform over the cells in which it applies (or by its `weights:`), no
flags, no presumptions, on one day: the expected number of questions of four ways of asking. Beside the rulebases named,
small ones are generated, whose topics are more of a knot.

- *advisor*: what `next_question` asks.
- *optimum*: the least expected number there is, by dynamic programming over all states of a talk.
- *entropy*: always the question that brings most bits.
- *rule order*: backward chaining as expert systems do it, the first unknown of the first rule that is not settled.

The last table takes a large generated rulebase: the time of a question once the first has been asked, beside that of
loading.
"""

from __future__ import annotations

import argparse
import datetime
import math
import random
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from advisor import Advisor
from advisor.reasoning.inquiry import Inquiry, inquiry
from advisor.reasoning.plan import plan
from advisor.reasoning.prospects import Charts
from advisor.reasoning.situation import tell
from advisor.rulebase.clauses import clause_truth, judge, truth
from advisor.rulebase.loading import load, loads
from benchmarks._generated import as_yaml, generate
from benchmarks._timing import machine, table

if TYPE_CHECKING:
    from advisor.reasoning.charts import Chart
    from advisor.reasoning.plan import Plan
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Rule, Rulebase

DAY = datetime.date(2026, 11, 23)
SMALL = 12
"""The rules of a generated rulebase on which the optimum can still be worked out."""


Choose = Callable[[Inquiry], int]


class Budget(Exception):
    """More states than the budget allows."""


def best(state: Inquiry) -> int:
    """Choose as `next_question` does."""
    return state.ranked()[0]


def most_bits(state: Inquiry) -> int:
    """Choose by entropy alone."""
    gains = state.gains
    return min(gains, key=lambda number: (-round(gains[number], 9), number))


def expected(state: Inquiry, choose: Choose, known: dict[object, float], budget: int) -> float:
    """Give the expected number of questions of one way of asking."""
    if not state.askable:
        return 0.0
    key = state.parts, state.masks
    if key not in known:
        if len(known) > budget:
            raise Budget
        number = choose(state)
        known[key] = 1 + sum(
            chance * expected(state.answered(number, cell), choose, known, budget)
            for cell, chance in state.chances(number).items()
        )
    return known[key]


def groups(state: Inquiry) -> list[Inquiry]:
    """Split what can be asked into groups that share no variable: the questions of each say nothing of another."""
    found: list[tuple[set[int], list[int]]] = []
    for part in state.parts:
        support = set(state.chart.diagram.support(part))
        touching = [one for one in found if one[0] & support]
        found = [one for one in found if one not in touching]
        found.append((support.union(*(one[0] for one in touching)), [part, *(p for one in touching for p in one[1])]))
    return [Inquiry(state.rulebase, state.chart, tuple(parts), state.masks) for _, parts in found]


def optimum(state: Inquiry, known: dict[object, float], budget: int, below: float = math.inf) -> float:
    """Give the least expected number of questions; what cannot get below a bound is not looked at further."""
    if not state.askable:
        return 0.0
    if state.parts in known:
        return known[state.parts]
    if len(known) > budget:
        raise Budget
    least = math.inf
    gains = state.gains
    for number in sorted(gains, key=lambda number: -gains[number]):
        total = 1.0
        for cell, chance in sorted(state.chances(number).items(), key=lambda item: -item[1]):
            total += chance * optimum(state.answered(number, cell), known, budget)
            if total >= least:
                break
        least = min(least, total)
    known[state.parts] = least
    return min(least, below)


class InRuleOrder:
    """Backward chaining: rule after rule in the order of the files, clause after clause, test after test."""

    def __init__(self, plan: Plan, topic: str, chart: Chart) -> None:
        self.plan, self.chart = plan, chart
        order = list(plan.rulebase.rules)
        self.rules = sorted(plan.advising[topic], key=lambda rule: order.index(rule.name))
        self.at = {level: number for number, v in enumerate(chart.variables) for level in v.levels}

    def __call__(self, state: Inquiry) -> int:
        """Choose the first unknown that a rule needs; the matter is settled for the others when nothing is found."""
        masks = {level: self._mask(level, number, state.masks[number]) for level, number in self.at.items()}
        allowed = set(state.askable)
        for rule in self.rules:
            number = self._unknown(rule, masks, allowed)
            if number is not None:
                return number
        return min(allowed)

    def _mask(self, level: str, number: int, cells: int) -> int:
        variable = self.chart.variables[number]
        at = variable.levels.index(level)
        return sum({1 << cell[at] for i, cell in enumerate(variable.cells) if cells >> i & 1})

    def _unknown(self, rule: Rule, masks: dict[str, int], allowed: set[int]) -> int | None:
        if any(judge(self.plan.rulebase.rules[o].clauses, masks) for o in self.plan.overriders[rule.name]):
            return None
        others = [*self.plan.overriders[rule.name], *self.plan.rivals[rule.name]]
        for one in (rule, *(self.plan.rulebase.rules[name] for name in others)):
            for clause in one.clauses:
                for test in clause if clause_truth(clause, masks) is None else ():
                    if truth(test, masks) is not None:
                        continue
                    if test.level in self.at:
                        if self.at[test.level] in allowed:
                            return self.at[test.level]
                        continue
                    fact = self.plan.rulebase.levels[test.level].fact
                    for behind in self.plan.concluding.get(fact, ()):
                        found = self._unknown(behind, masks, allowed)
                        if found is not None:
                            return found
        return None


def compare(title: str, rulebases: dict[str, Rulebase], budget: int) -> None:
    """Print the expected number of questions for every topic of some rulebases."""
    rows: list[list[str]] = []
    over: dict[str, list[float]] = {"advisor": [], "entropy": [], "rule order": []}
    for name, rulebase in rulebases.items():
        charts = Charts(plan(rulebase))
        rows += [[name + topic, *_compared(charts, topic, over, budget)] for topic in rulebase.topics]
    print(f"### {title}\n")
    print(table(["topic", "facts", "optimum", *over], rows) + "\n")
    for way, shares in over.items():
        if shares:
            mean, worst = sum(shares) / len(shares), max(shares)
            print(f"{way}: {mean:.2%} over the optimum on average, {worst:.2%} at worst  ")
    print()


def _compared(charts: Charts, topic: str, over: dict[str, list[float]], budget: int) -> list[str]:
    """Compare ways of asking on one topic: the cells of its row, and by how much each way is over the optimum."""
    rulebase = charts.plan.rulebase
    chart = charts.of(topic, DAY)
    if chart is None:
        return ["too large", "", "", "", ""]
    start = inquiry(rulebase, chart, tell(rulebase, {}, DAY))
    if not start.matters:
        return ["0", "0", *("0" for _ in over)]
    ways: list[Choose] = [best, most_bits, InRuleOrder(charts.plan, topic, chart)]
    found = [sum((expected(g, way, {}, budget) for g in groups(start)), 0.0) for way in ways]
    facts = str(len(start.matters))
    try:
        least = sum((optimum(g, {}, budget) for g in groups(start)), 0.0)
    except Budget:
        bound = sum(max(1.0, g.entropy / math.log2(max(chart.diagram.sizes))) for g in groups(start))
        return [facts, f"at least {bound:.2f}", *(f"{one:.2f}" for one in found)]
    for shares, one in zip(over.values(), found):
        shares.append(max(0.0, one / least - 1))  # sums of fractions differ in their last digit
    return [facts, f"{least:.2f}", *(f"{one:.2f} (+{max(0.0, one / least - 1):.1%})" for one in found)]


def time_questions(count: int, talks: int) -> None:
    """Print how long a question takes in a generated rulebase, and how long loading that takes."""
    text = as_yaml(generate(count))
    begin = perf_counter()
    rulebase = loads(text)
    loading = perf_counter() - begin
    advisor = Advisor(rulebase, "indexed")
    advisor.decide({}, topics=())  # the engine is compiled when it is first needed
    rnd = random.Random(1)
    first: list[float] = []
    later: list[float] = []
    for topic in rulebase.topics:
        for _ in range(talks):
            told: dict[str, Value] = {}
            while True:
                begin = perf_counter()
                question = advisor.next_question(told, topic=topic, today=DAY)
                (later if told else first).append(perf_counter() - begin)
                if question is None:
                    break
                told[question.fact] = answer(rulebase.facts[question.fact], rnd)
    first, later = sorted(first[::talks]), sorted(later)
    rows = [
        ["loading", f"{loading * 1000:.1f} ms", "1"],
        *(
            [what, f"{times[int(len(times) * at)] * 1000:.2f} ms", f"1/{loading / times[int(len(times) * at)]:.0f}"]
            for what, times, at in (
                ("the first question of a topic, median", first, 0.5),
                ("a later question, median", later, 0.5),
                ("a later question, 95 of 100", later, 0.95),
            )
        ),
    ]
    print(f"### {count} generated rules, {len(rulebase.topics)} topics, {len(later):,} questions\n")
    print(table(["what", "time", "of loading"], rows))


def answer(fact: Fact, rnd: random.Random) -> Value:
    """Draw an answer."""
    if fact.kind == "boolean":
        return rnd.random() < 0.5  # noqa: PLR2004
    return rnd.choice(fact.choices) if fact.kind == "choice" else rnd.choice((1, 5, 8, 12, 17, 25, 35, 50, 70, 95))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", nargs="*", default=["breakup"], help="rulebases to compare ways of asking on")
    parser.add_argument("--budget", type=int, default=300_000, help="states that dynamic programming may go through")
    parser.add_argument("--small", type=int, default=8, help="small generated rulebases to compare them on")
    parser.add_argument("--generated", type=int, default=500, help="rules of the generated rulebase")
    parser.add_argument("--talks", type=int, default=5, help="talks on each of its topics")
    chosen = parser.parse_args()
    print(f"{machine()}\n")
    for where in chosen.rules:
        rulebase = load(where)
        compare(rulebase.name, {"": rulebase}, chosen.budget)
    small = {f"{seed} ": loads(as_yaml(generate(SMALL, seed))) for seed in range(chosen.small)}
    compare(f"{len(small)} generated rulebases of {SMALL} rules", small, chosen.budget)
    time_questions(chosen.generated, chosen.talks)


if __name__ == "__main__":
    main()
