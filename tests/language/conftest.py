"""A rulebase about a garden and a bicycle, to read messages with."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from advisor.language.reading import Understanding
from advisor.rulebase.loading import loads

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.language.heard import Heard
    from advisor.rulebase.model import Rulebase

GARDEN = """
name: garden
version: "1"
title: A garden and a bicycle
words:
  neighbour: [he, she, neighbour, our neighbour]
  plant: [it, them, the fern, my roses, my tomatoes, (pot)]
  pot: [the pots, every pot]
  method: [no dig, raised beds]
facts:
  watered:
    kind: boolean
    ask: Have you watered it?
    said:
      "true": [i watered, watered (plant), watering (plant), i have been watering, cue: i gave ... water]
      "false": [bone dry, i skipped the watering, have not watered (plant), not a drop]
  rained:
    kind: boolean
    ask: Has it rained?
    said:
      "true": [it rained, it poured, had rain, rain fell, {cue: rained, unless: [next door, (neighbour) dreamt]}]
      "false": [no rain, it stayed dry]
  neighbour_helped:
    kind: boolean
    ask: Has a neighbour helped?
    said:
      "true": [(neighbour) watered, (neighbour) helped me, (neighbour) wrote to me]
      "false": [(neighbour) left me alone with it]
  helped_neighbour:
    kind: boolean
    ask: Have you helped a neighbour?
    said:
      "true": [i helped (neighbour), i helped him, i helped her]
  mended:
    kind: boolean
    ask: Is the bicycle mended?
    said:
      "true": [mended the tyre, fixed the tyre, changed the tube, the chain runs]
      "false": [still flat, the tyre is flat]
  soil:
    kind: choice
    choices: [clay, sand]
    ask: What is the soil like?
    said:
      clay: [clay soil, heavy soil]
      sand: [sandy soil, sand]
  last_watered:
    kind: date
    past: true
    ask: When did you last water?
    said: [last watered <value>, watered them <value>, no water since <value>, not watered for <value>]
  next_frost:
    kind: date
    ask: When does it freeze?
    said: [it freezes <value>, frost <value>]
  days_dry:
    kind: number
    unit: days
    max: 400
    ask: For how many days has it been dry?
    said:
      - dry for <value>
      - dry since <value>
      - day <value> of the drought
      - week <value> of the drought
      - <value> days without rain
  seedlings:
    kind: number
    unit: seedlings
    ask: How many seedlings are there?
    said: [i have <value> seedlings, <value> seedlings came up]
  ripens_in:
    kind: duration
    min: 1 day
    ask: How long does it take to ripen?
    said: [ripens in <value>, takes <value> to ripen]
  variety:
    kind: text
    ask: What is the variety called?
    said: [a variety called <value>, the variety <value> is]
topics:
  watering:
    title: Watering
    asked: [can i water, should i water, how often ... water*, how much water, watering can*]
  frost:
    title: Frost
    asked: [frost, cold night*, bring ... inside]
  repair:
    title: A bicycle to mend
    asked: [flat tyre, how do i fix the tyre, puncture, the chain]
  beds:
    title: Beds
    asked: [(method), should i dig, mulch*]
flags:
  gas:
    said: [smell gas, smells of gas, gas leak]
    say: Leave the shed and call for help.
    suspends: all
  bees:
    said: [stung by bees, bees stung me]
    say: See a doctor when you feel unwell.
    suspends: all
sources: {book: {title: A book, sections: {all: All of it}}}
rules:
  water-in-the-morning:
    when: not watered and not rained
    advise: {topic: watering, verdict: do, say: Water in the morning., because: Less of it dries up.}
    source: book/all
"""
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(scope="session")
def garden() -> Rulebase:
    return loads(GARDEN)


@pytest.fixture(scope="session")
def read(garden: Rulebase) -> Callable[[str], Heard]:
    understanding = Understanding(garden)
    return lambda text: understanding.read(text, TODAY)
