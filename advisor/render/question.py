"""Questions in words: what is asked and what would fit, what hangs on it, and that there is nothing left to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.blocks import DETAIL, ITEM, LEAD, PARAGRAPH, Block
from advisor.render.facts import fact_in_words, sentence
from advisor.render.readings import VERDICTS_IN_WORDS, plain, unfilled
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import AGAINST, FOR, Advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.questions import Question, Stake
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Rulebase

MOST = 4
_AND = " and "
_EXAMPLE = 12
_EXAMPLES = {
    "number": str(_EXAMPLE),
    "duration": "12 days or 3 weeks",
    "date": "11 November or “3 weeks ago”",
}
_SORTS = {"number": "a number", "duration": "a length of time", "date": "a date"}


def question_blocks(rulebase: Rulebase, question: Question, *, number: bool = True) -> Iterator[Block]:
    """Ask a question, with its answers or what would fit; `number` numbers the answers.

    >>> from advisor import Advisor
    >>> garden = Advisor.load("examples/garden")
    >>> for block in question_blocks(garden.rulebase, garden.next_question({}, topic="watering")): print(block.words)
    Is rain expected today?
    1 yes  2 no
    """
    fact = rulebase.facts[question.fact]
    yield Block(LEAD, question.text)
    if fact.kind == "boolean":
        yes, no = question.choices
        yield Block(DETAIL, f"1 {yes}  2 {no}" if number else f"{yes} or {no}")
    elif question.choices:
        for place, choice in enumerate(question.choices, 1):
            words = _choice(fact, choice)
            yield Block(DETAIL, f"{place} {words}") if number else Block(ITEM, words)
    else:
        yield Block(DETAIL, sentence(expected_in_words(fact)))


def expected_in_words(fact: Fact) -> str:
    """Say what would fit as an answer, to stand after "I need" or by itself.

    >>> from advisor import load
    >>> expected_in_words(load("examples/garden").facts["watered_on"])
    'a date, such as 11 November or “3 weeks ago”, and not one to come'
    """
    if fact.kind == "boolean":
        return "yes or no"
    if fact.kind == "choice":
        return f"one of these: {_either([_choice(fact, choice) for choice in fact.choices], '; ')}"
    if fact.kind == "text":
        return "a few words"
    unit = f" of {fact.unit}" if fact.unit else ""
    words = f"{_SORTS[fact.kind]}{unit}{_bounds(fact)}, such as {_example(fact)}"
    return f"{words}, and not one to come" if fact.past else words


def _choice(fact: Fact, choice: str) -> str:
    return fact.shown.get(choice, plain(choice))


def _bounds(fact: Fact) -> str:
    low, high = (None if b is None else KINDS[fact.kind].word(b) for b in (fact.minimum, fact.maximum))
    if low and high:
        return f" from {low} to {high}"
    return f" of at least {low}" if low else f" of at most {high}" if high else ""


def _example(fact: Fact) -> str:
    """Give an example that fits."""
    outside = _passes(fact.minimum, fact) or _passes(fact.maximum, fact)
    if not outside:
        return _EXAMPLES[fact.kind]
    bound = fact.maximum if fact.minimum is None else fact.minimum
    assert bound is not None  # noqa: S101 - the examples are within bounds that are not there
    return KINDS[fact.kind].word(bound)


def _passes(bound: Value | None, fact: Fact) -> bool:
    """Whether a bound leaves out one of the examples."""
    if bound is None:
        return False
    if fact.kind == "date":
        return True
    last = _EXAMPLE if fact.kind == "number" else 21
    return bound > _EXAMPLE if bound is fact.minimum else bound < last  # type: ignore[operator]  # both are numbers


def _either(words: Sequence[str], comma: str = ", ") -> str:
    *rest, last = words
    return f"{comma.join(rest)}{comma if len(rest) > 1 else ' '}or {last}" if rest else last


# --- why it is asked

HANGS = ": that hangs on more."


def why_asked_blocks(rulebase: Rulebase, question: Question) -> Iterator[Block]:
    """Say which advice a question could change, answer by answer, and how many questions are left with it.

    >>> from advisor import Advisor
    >>> garden = Advisor.load("examples/garden")
    >>> question = garden.next_question({"rain_expected": False, "watered_on": "2026-01-01"}, topic="watering")
    >>> for block in why_asked_blocks(garden.rulebase, question): print(block.words)
    I ask because it can change what I say:
    If yes: Leave the hose alone before a night of frost. If no: Water the plants.
    Until I know, I take it that no frost is expected.
    This is the last question that could matter.
    """
    fact = rulebase.facts[question.fact]
    if question.help:
        yield Block(PARAGRAPH, question.help)
    telling = [stake for stake in question.stakes if len(set(stake.answers.values())) > 1]
    telling.sort(key=lambda stake: not _weighs(stake))
    said = [words for words in (_answers(rulebase, fact, stake) for stake in telling) if words]
    yield Block(LEAD, "I ask because it can change what I say:" if said else _about(rulebase, question))
    for words in said[:MOST]:
        yield Block(ITEM, words)
    if len(said) > MOST:
        more = len(said) - MOST
        yield Block(ITEM, f"{more} more {'hangs' if more == 1 else 'hang'} on it.")
    if question.presumed and fact.presume is not None:
        yield Block(PARAGRAPH, sentence(f"until I know, I take it that {fact_in_words(fact, fact.presume)}"))
    yield Block(PARAGRAPH, _left(question))


def _about(rulebase: Rulebase, question: Question) -> str:
    titles = dict.fromkeys(rulebase.topics[on.partition(".")[0]].title for on in question.because)
    about = f" about: {'; '.join(titles)}" if titles else ""
    return sentence(f"I ask because it can change what I say{about}")


def _left(question: Question) -> str:
    if not question.exact:
        return "I cannot be sure that it will: there is too much here to work out beforehand."
    if question.left == 1:
        return "This is the last question that could matter."
    return f"With this one, {question.left} questions are left that could matter."


def _weighs(stake: Stake) -> bool:
    """Whether something to do, or not to do, hangs on it."""
    return any(one in FOR | AGAINST for verdict in stake.verdicts for one in verdict.split(_AND))


def _answers(rulebase: Rulebase, fact: Fact, stake: Stake) -> str:
    """Say what each answer comes to, on one act: the same once, and nothing of what comes to no advice.

    Where every answer leaves it to others, there is nothing to say.
    """
    same: dict[tuple[str, ...], list[str]] = {}
    for choice in ("yes", "no") if fact.kind == "boolean" else fact.choices or stake.answers:
        verdicts = stake.answers.get(choice, ("none",))
        if verdicts != ("none",):
            same.setdefault(verdicts, []).append(_answer(fact, choice))
    comes = {verdicts: _coming(rulebase, stake.on, verdicts) for verdicts in same}
    if all(words == HANGS for words, _ in comes.values()):
        return ""
    said = " ".join(f"If {' or '.join(names)}{comes[verdicts][0]}" for verdicts, names in same.items())
    if any(in_words_of_a_rule for _, in_words_of_a_rule in comes.values()):
        return said
    return f"{rulebase.topics[stake.on.partition('.')[0]].title}: {said}"


def _answer(fact: Fact, choice: str) -> str:
    """Say an answer, to stand after "if"."""
    if fact.kind == "boolean":
        return choice
    return _choice(fact, choice) if fact.choices else fact_in_words(fact, KINDS[fact.kind].read(fact.name, choice))


def _coming(rulebase: Rulebase, on: str, verdicts: tuple[str, ...]) -> tuple[str, bool]:
    """Say what an act comes to, surely and perhaps; and whether that is in the words of a rule."""
    each = [set(verdict.split(_AND)) - {"none"} for verdict in verdicts]
    always = sorted(set.intersection(*each))
    perhaps = sorted(set().union(*each) - set(always))
    words = {one: _one_rule(rulebase, on, one) for one in [*always, *perhaps]}
    sure = " ".join(words[one] or sentence(VERDICTS_IN_WORDS[one]) for one in always)
    of_a_rule = any(words[one] for one in [*always, *(perhaps if len(perhaps) == 1 else ())])
    if len(perhaps) > 1:  # a list of what may be would only confuse
        return f": {sure} The rest hangs on more." if sure else HANGS, of_a_rule
    unsure = "".join(words[one] or sentence(VERDICTS_IN_WORDS[one]) for one in perhaps)
    if not always:
        return f", perhaps: {unsure}", of_a_rule
    return f": {sure} Perhaps also: {unsure}" if perhaps else f": {sure}", of_a_rule


def _one_rule(rulebase: Rulebase, on: str, verdict: str) -> str | None:
    """Give the words of the rule that gives a verdict on an act; None where several do, or words are missing."""
    advices = (r.then for r in rulebase.rules.values() if isinstance(r.then, Advice))
    giving = [advice for advice in advices if (advice.on, advice.verdict) == (on, verdict)]
    return giving[0].say if len(giving) == 1 and not unfilled(giving[0]) else None


# --- nothing left to ask


def settled_in_words(outcome: Outcome, declined: Iterable[str] = ()) -> str:
    """Say that there is nothing left to ask, and what that means; `declined` names the questions left unanswered.

    >>> from advisor import Advisor
    >>> told = {"rain_expected": True, "frost": False, "watered_on": "2026-11-01"}
    >>> settled_in_words(Advisor.load("examples/garden").decide(told, topics="watering"))
    'No further answer can change this advice, nor the reasons for it.'
    """
    if outcome.contradiction or not outcome.exact or (outcome.open and not tuple(declined)):
        return "I have nothing more to ask."
    if outcome.open:
        return "I have nothing more to ask. What you left open could still change the advice."
    return "No further answer can change this advice" + (", nor the reasons for it." if outcome.final else ".")
