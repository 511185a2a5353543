"""A small rulebase about camping, and changes of it made in its text."""

from __future__ import annotations

from advisor import Advisor, loads

CAMP = """\
name: camp
version: "1.2"
sources: {book: {title: The book of camps, sections: {all: All of it, wind: On wind}}}
facts:
  rain: {kind: boolean, ask: Does it rain?}
  wind: {kind: number, ask: How strong is the wind?, min: 0, max: 200}
  ground: {kind: choice, choices: [sand, grass, rock], ask: What ground?}
  depth: {kind: number, ask: How deep is the water?, applies: rain}
  tent: {kind: boolean, ask: Do you have a tent?, presume: true}
  dug: {kind: date, past: true, ask: When was the trench dug?}
  age: {kind: number, unit: days, compute: days_since(dug)}
  wet: {kind: boolean}
topics:
  sleep: {title: Sleeping out, asked: [sleep out], examples: ["Can I sleep out?"]}
  fire: {title: A fire, asked: [light a fire]}
rules:
  rain-wets: {when: rain, conclude: {wet: true}, source: book/all}
  old-trench: {when: age > 10, advise: {topic: sleep, act: trench, verdict: do, say: Dig it anew.}, source: book/all}
  deep:
    when: depth > 3
    overrides: [old-trench]
    advise: {topic: sleep, act: trench, verdict: wait, say: Wait.}
    source: book/all
  out:
    when: not wet and tent
    advise: {topic: sleep, verdict: do, say: Sleep out., because: Air is good.}
    source: book/all
  storm:
    when: wind >= 50
    overrides: [out]
    advise: {topic: sleep, verdict: dont, say: Go inside.}
    source: book/wind
  no-fire: {when: wind >= 30, advise: {topic: fire, verdict: dont, say: Light no fire.}, source: book/all}
  fire:
    when: ground == sand and wind < 30
    advise: {topic: fire, verdict: may, say: Sand is safe.}
    source: book/all
never:
  - rain and ground == rock
flags:
  ill: {said: ["i am ill"], suspends: [old-trench], say: See a doctor., urgency: boundary}
scenarios:
  windy: {given: {wind: 60, ground: sand}, advises: {fire: {fire: dont}}}
  calm: {given: {wind: 6, ground: sand}, advises: {fire: {fire: may}}}
"""


def changed(*pairs: tuple[str, str]) -> str:
    """Give the text with some parts of it put otherwise."""
    text = CAMP
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def camp(*pairs: tuple[str, str]) -> Advisor:
    return Advisor(loads(changed(*pairs)), engine="indexed")
