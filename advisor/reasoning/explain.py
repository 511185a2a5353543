"""Explaining: everything that decided one conclusion, as data; wording it is the work of `render`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.errors import UnknownName
from advisor.reasoning import proving
from advisor.reasoning.decide import CONFLICT, STANDS, passes
from advisor.reasoning.outcome import RETIRED, Conflict, Derivation, RuledOut
from advisor.reasoning.records import Recorded
from advisor.reasoning.settling import conclude
from advisor.reasoning.situation import value_now
from advisor.rulebase.model import Advice, Conclusion

if TYPE_CHECKING:
    from advisor.engines.protocol import Program
    from advisor.reasoning.outcome import Concluded, Open, Reading
    from advisor.reasoning.plan import Plan
    from advisor.reasoning.settling import Prepared
    from advisor.reasoning.situation import Contradiction, Situation
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule

FIRM, ASSUMING, RULED_OUT, OPEN, AT_ODDS, KNOWN, UNKNOWN, NEVER = (
    "concluded",
    "assuming",
    "ruled out",
    "open",
    "conflict",
    "told",
    "unknown",
    "never",
)


@dataclass(frozen=True, slots=True)
class Explanation(Recorded):
    """Why a conclusion came out as it did.

    `status` is concluded, assuming, ruled out, open, conflict, told (a fact that was told, or follows from the telling)
    or unknown. What decided it is in the part that fits: `concluded` with proofs, `derivation` for a derived fact (or
    the rule that concludes it), `ruled_out`, `open`, `conflicts`, `contradiction`.

    For why something is not so, `wanted` holds the verdicts, rule or values that were asked about, and `status` is
    ruled out (`in_the_way` has the fewest told facts that leave no way to it), never (no situation comes to it), open
    (nothing told is in the way), concluded (it is so) or unknown (too large to say).
    """

    conclusion: str
    status: str
    concluded: tuple[Concluded, ...] = ()
    derivation: Derivation | None = None
    ruled_out: tuple[RuledOut, ...] = ()
    open: tuple[Open, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    contradiction: Contradiction | None = None
    value: Value | None = None
    told: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    in_the_way: tuple[Reading, ...] = ()


def explain(prepared: Prepared, situation: Situation, conclusion: str) -> Explanation:
    """Explain an act (`topic.act`, or a topic for its act of the same name), a rule or a fact.

    Raises UnknownName for what is none of them.
    """
    plan, program = prepared.plan, prepared.program
    rulebase = plan.rulebase
    if conclusion in rulebase.retired:
        gone = RuledOut(conclusion, "", RETIRED, by=rulebase.retired[conclusion])
        return Explanation(conclusion, RULED_OUT, ruled_out=(gone,))
    if situation.contradiction:
        return Explanation(conclusion, AT_ODDS, contradiction=situation.contradiction)
    rule = rulebase.rules.get(conclusion)
    if rule is not None and isinstance(rule.then, Advice):
        return _advice(prepared, situation, conclusion, (rule,))
    if rule is not None:
        return _derived(plan, program, situation, conclusion, rule)
    if conclusion in rulebase.facts:
        return _fact(plan, program, situation, conclusion)
    acts = {r.then.on: r.then for r in rulebase.rules.values() if isinstance(r.then, Advice)}
    on = conclusion if conclusion in acts else f"{conclusion}.{conclusion}"
    if on not in acts:
        raise UnknownName("act, rule or fact", conclusion, [*acts, *rulebase.rules, *rulebase.facts])
    rules = tuple(r for r in plan.advising[acts[on].topic] if isinstance(r.then, Advice) and r.then.on == on)
    return _advice(prepared, situation, conclusion, rules)


def _advice(prepared: Prepared, situation: Situation, conclusion: str, rules: tuple[Rule, ...]) -> Explanation:
    names = {rule.name for rule in rules}
    topics = {rule.then.topic for rule in rules if isinstance(rule.then, Advice)}
    outcome = conclude(prepared, situation, topics)
    concluded = tuple(c for c in outcome.concluded if c.rule in names)
    ruled_out = tuple(r for r in outcome.ruled_out if r.rule in names)
    opened = tuple(o for o in outcome.open if o.rule in names)
    conflicts = tuple(c for c in outcome.conflicts if names & set(c.rules))
    status = RULED_OUT if ruled_out else UNKNOWN
    status = OPEN if opened else status
    status = AT_ODDS if conflicts else status
    if concluded:
        status = FIRM if any(c.firm for c in concluded) else ASSUMING
    return Explanation(conclusion, status, concluded, ruled_out=ruled_out, open=opened, conflicts=conflicts)


def _derived(plan: Plan, program: Program, situation: Situation, conclusion: str, rule: Rule) -> Explanation:
    """Explain a rule that concludes a fact."""
    assert isinstance(rule.then, Conclusion)  # noqa: S101 - the caller has looked
    first, second = passes(plan, program, situation, plan.concluding[rule.then.fact])
    prover = proving.Prover(plan, situation, first, second)
    for one, status in ((first, FIRM), (second, ASSUMING)):
        if one.standing(rule.name) == STANDS:
            proof = prover.proof(rule, one)
            found = Derivation(rule.then.fact, rule.then.value, "rule", proof, assuming=proof.assuming)
            return Explanation(conclusion, status, derivation=found)
    out = prover.ruled_out(rule)
    if out is not None:
        return Explanation(conclusion, RULED_OUT, ruled_out=(out,))
    if first.standing(rule.name) == CONFLICT:
        at_odds = Conflict(rule.then.fact, (rule.name, *(r for r in plan.rivals[rule.name] if first.value(r))))
        return Explanation(conclusion, AT_ODDS, conflicts=(at_odds,))
    return Explanation(conclusion, OPEN, told=prover.needed((rule,)))


def _fact(plan: Plan, program: Program, situation: Situation, name: str) -> Explanation:
    fact = plan.rulebase.facts[name]
    if not fact.derived:
        value = value_now(plan.rulebase, situation, name)
        if value is not None:
            return Explanation(name, KNOWN, value=value, told=fact.formula.facts if fact.formula else (name,))
        how, told = situation.origins.get(name, ("", frozenset()))
        return Explanation(name, KNOWN if how else UNKNOWN, told=tuple(sorted(told)))
    rules = plan.concluding[name]
    first, second = passes(plan, program, situation, rules, {name})
    prover = proving.Prover(plan, situation, first, second)
    if name in second.derived:
        found = prover.derivation(name)
        return Explanation(name, ASSUMING if found.assuming else FIRM, derivation=found, value=found.value)
    held = tuple(rule.name for rule in rules if first.standing(rule.name) == CONFLICT)
    if held:
        return Explanation(name, AT_ODDS, conflicts=(Conflict(name, held),))
    return Explanation(name, OPEN, told=prover.needed(rules))
