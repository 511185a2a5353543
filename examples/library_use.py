"""A program that asks for advice, branches on it and says why.

From the folder of the project, `python examples/library_use.py` prints:

    Wait for the rain.
    verdict: wait, taking for granted: nothing
    because rain_expected was told
    the rule behind it: rain-waters (handbook/watering)
    worth asking next: frost, watered_on
    with frost: Leave the hose alone before a night of frost.
    no such fact: there is no fact 'frots'; did you mean 'frost'?
"""

from __future__ import annotations

import datetime
from pathlib import Path

from advisor import Advisor, UnknownName

GARDEN = Path(__file__).parent / "garden"
TODAY = datetime.date(2026, 11, 23)


def main() -> None:
    """Load once, ask often: an advisor keeps nothing of what it is told."""
    advisor = Advisor.load(GARDEN)

    reply = advisor.ask("It will rain. Should I water the plants?", today=TODAY)
    for text in reply.help:  # what raised flags say comes before all else
        print(text)
    print(reply.say)
    print(f"verdict: {reply.verdict}, taking for granted: {', '.join(reply.assuming) or 'nothing'}")

    why = advisor.why(reply.situation.values, "watering.water", today=TODAY)
    for concluded in why.concluded:
        print(f"because {' and '.join(concluded.proof.told())} was told")
        print(f"the rule behind it: {concluded.rule} ({concluded.source})")

    print(f"worth asking next: {', '.join(question.fact for question in reply.questions)}")

    facts = {**reply.situation.values, "frost": True}
    outcome = advisor.decide(facts, topics="watering", today=TODAY)
    print(f"with frost: {outcome.concluded[0].advice.say}")

    try:
        advisor.decide({"frots": True}, today=TODAY)
    except UnknownName as error:
        print(f"no such fact: {error}")


if __name__ == "__main__":
    main()
