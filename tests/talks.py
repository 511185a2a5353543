"""A rulebase to talk about, with facts that last and facts that do not, and what may happen in a talk."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from advisor import Advisor, Range, loads
from advisor.language.heard import WAYS_NOT_TO_ANSWER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor import Session, State

DAY = datetime.date(2026, 11, 23)
BED = """
name: bed
version: "1"
sources: {notes: {title: Notes, sections: {bed: On beds}}}
facts:
  planted_on: {kind: date, past: true, ask: When did you plant them?, said: ["planted <value>", "planted them <value>"]}
  age: {kind: number, unit: days, compute: days_since(planted_on), said: ["day <value> of it"]}
  cut_on: {kind: date, ask: When will you cut them?}
  growing: {kind: number, unit: days, compute: "days_between(planted_on, cut_on)"}
  moved: {kind: boolean, lasts: occasion, ask: Have you moved them?, said: {true: ["moved them"]}}
  dried_out: {kind: boolean, lasts: occasion, ask: Did the soil dry out?, said: {true: ["dried out"]}}
  dormant: {kind: boolean, presume: false, ask: Are they dormant?, said: {true: ["are dormant"]}}
  snow: {kind: boolean, ask: Did it snow?, said: {true: ["it snowed"], false: ["no snow"]}}
  hail: {kind: boolean, lasts: occasion, ask: Did it hail?, said: {true: ["it hailed"], false: ["no hail"]}}
  hailstones: {kind: number, applies: hail, min: 0, max: 90, ask: How large were the hailstones?}
  damp: {kind: boolean, lasts: days 7, ask: Is it damp?, said: {true: ["it is damp"], false: ["it is dry"]}}
  soil: {kind: choice, choices: [clay, sand, peat], ask: What soil is it?}
  pot: {kind: boolean, ask: Are they in a pot?}
  pot_size: {kind: choice, choices: [small, large], applies: pot, ask: How large is the pot?}
  saucer: {kind: boolean, applies: pot_size == small, ask: Is there a saucer?}
  height: {kind: number, ask: How high are they?}
topics:
  watering: {title: Watering, asked: ["water them"],
             otherwise: {act: pour, verdict: may, say: Maybe., source: notes/bed}}
  shelter: {title: Shelter, asked: ["shelter them", "cover them"]}
rules:
  young: {when: age < 14, advise: {topic: watering, act: pour, verdict: do, say: Pour.}, source: notes/bed}
  soaked: {when: damp and soil == clay, overrides: [young], source: notes/bed,
           advise: {topic: watering, act: pour, verdict: dont, say: Leave it.}}
  drowning: {when: saucer, overrides: [young], source: notes/bed,
             advise: {topic: watering, act: pour, verdict: wait, say: Empty the saucer first.}}
  rest: {when: dormant, advise: {topic: watering, act: feed, verdict: dont, say: No food.}, source: notes/bed}
  feed: {when: not dormant and height > 20, advise: {topic: watering, act: feed, verdict: do, say: Feed them.},
         source: notes/bed}
  cover: {when: hailstones > 10, advise: {topic: shelter, act: cover, verdict: do, say: Cover them.},
          source: notes/bed}
  no-cover: {when: not hail and not moved, advise: {topic: shelter, act: cover, verdict: may, say: No need.},
             source: notes/bed}
  inside: {when: pot_size == small or snow, advise: {topic: shelter, act: inside, verdict: do, say: Bring them in.},
           source: notes/bed}
flags:
  flood: {said: ["the cellar is flooded"], suspends: all, say: Go upstairs.}
  storm: {said: ["a storm is coming"], suspends: [cover], say: A storm was named.}
plans:
  settling_in: {title: Two weeks, from: planted_on, length: 14 days, source: notes/bed,
                restarts: [moved, {fact: dried_out, unless: [dormant]}, snow]}
  first_month: {title: A month, from: planted_on, length: 28 days, restarts: [moved], source: notes/bed}
"""


def bed() -> Advisor:
    return Advisor(loads(BED), engine="indexed")


class Step(NamedTuple):
    """One thing done in a talk on a day: `given` is what the method takes beside the session."""

    method: str
    given: Any
    day: datetime.date


AGO = st.integers(0, 30)
VALUES: dict[str, Callable[[datetime.date], st.SearchStrategy[Any]]] = {
    "planted_on": lambda day: (
        AGO.map(lambda n: day - datetime.timedelta(days=n))
        | st.tuples(AGO, AGO).map(
            lambda ns: Range(day - datetime.timedelta(days=max(ns) + 1), day - datetime.timedelta(days=min(ns)))
        )
    ),
    "age": lambda _: AGO,
    "cut_on": lambda day: AGO.map(lambda n: day + datetime.timedelta(days=n - 15)),
    **dict.fromkeys(
        ("moved", "dried_out", "dormant", "snow", "hail", "damp", "pot", "saucer"), lambda _: st.booleans()
    ),
    "hailstones": lambda _: st.integers(0, 90) | st.just("5..20") | st.just("2.5"),
    "soil": lambda _: st.sampled_from(["clay", "sand", "peat"]),
    "pot_size": lambda _: st.sampled_from(["small", "large"]),
    "height": lambda _: st.sampled_from([0, "7.25", Range(10, 30), Range(25, None)]),
}
NAMES = sorted(VALUES)
MESSAGES = (
    "Should I water them?",
    "Should I cover them?",
    "I planted them 5 days ago.",
    "I planted them about two weeks ago.",
    "day 12 of it",
    "I moved them.",
    "I moved them again.",
    "It hailed.",
    "It hailed again.",
    "No hail.",
    "It is damp.",
    "It snowed. The soil dried out.",
    "They are dormant.",
    "Yes.",
    "No.",
    "The first one.",
    "25",
    "I don't know.",
    "I'd rather not say.",
    "That does not apply.",
    "I'll find out.",
    "A storm is coming!",
    "The cellar is flooded!",
    "The cellar is not flooded.",
    "Blue elephants.",
)


@st.composite
def steps(draw: st.DrawFn, *, talking: bool = True, most: int = 10) -> list[Step]:
    """Draw what happens in a talk, in order, on days that go on; without `talking`, nothing that hangs on a reply."""
    found: list[Step] = []
    day = DAY
    methods = ["tell", "tell", "tell", "correct", "withdraw", "decline", "turn"] + (["respond", "reply"] * talking)
    for _ in range(draw(st.integers(0, most))):
        day += datetime.timedelta(days=draw(st.sampled_from([0, 0, 0, 0, 1, 2, 7])))
        found.append(draw(step(draw(st.sampled_from(methods)), day)))
    return found


@st.composite
def step(draw: st.DrawFn, method: str, day: datetime.date) -> Step:
    given: Any = None
    if method in {"tell", "correct"}:
        names = draw(st.lists(st.sampled_from([n for n in NAMES if n != "age"]), min_size=1, max_size=2, unique=True))
        names = ["age" if name == "planted_on" and draw(st.booleans()) else name for name in names]
        given = {name: draw(VALUES[name](day)) for name in names}
    elif method == "withdraw":
        given = draw(st.sampled_from(NAMES))
    elif method == "decline":
        given = (draw(st.sampled_from(NAMES)), draw(st.sampled_from(WAYS_NOT_TO_ANSWER)))
    elif method == "turn":
        given = draw(st.sampled_from([("watering",), ("shelter",), ("watering", "shelter"), ()]))
    elif method == "respond":
        given = draw(st.sampled_from(MESSAGES))
    return Step(method, given, day)


def play(advisor: Advisor, happened: Iterable[Step], session: Session | None = None) -> Session:
    """Let what is drawn happen."""
    session = session or advisor.begin()
    for method, given, day in happened:
        if method in {"tell", "correct"}:
            session = advisor.tell(session, given, correcting=method == "correct", today=day)
        elif method == "withdraw":
            session = advisor.withdraw(session, given, today=day)
        elif method == "decline":
            session = advisor.decline(session, *given, today=day)
        elif method == "turn":
            session = advisor.turn(session, *given, today=day)
        elif method == "respond":
            session, _ = advisor.respond(session, given, today=day)
        else:
            session, _ = advisor.reply(session, today=day)
    return session


def come_to(advisor: Advisor, session: Session, day: datetime.date) -> dict[str, Any]:
    """Give what a talk has come to, and what is decided by it."""
    state: State = advisor.state(session, today=day)
    outcome = advisor.reply(session, today=day)[1].outcome
    return {
        "values": dict(state.situation.values),
        "at odds": state.situation.contradiction,
        "since": dict(state.since),
        "topics": state.topics,
        "declined": dict(state.declined),
        "flags": dict(state.flags),
        "ended": set(state.ended),
        "restarts": state.restarts,
        "outcome": outcome,
    }
