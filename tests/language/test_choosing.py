"""Which topic a message asks about, from the places where phrases stand and the facts that were told."""

from __future__ import annotations

from advisor.language.choosing import MOST, Asked, choose
from advisor.language.heard import Reading

TOPICS = ["rain", "wind", "snow", "hail"]


def told(fact: str, *, value: bool = True) -> Reading:
    return Reading(fact, value, (0, 1), fact)


def test_the_weightier_phrase_wins() -> None:
    assert choose([Asked("wind", 1.0, (0, 0, 1)), Asked("rain", 2.0, (0, 3, 5))], (), {}, TOPICS) == (
        "answer",
        ("rain",),
    )


def test_phrases_about_as_weighty_are_a_choice_best_first() -> None:
    asked = [Asked("wind", 1.9, (0, 0, 1)), Asked("rain", 2.0, (0, 3, 5))]
    assert choose(asked, (), {}, TOPICS) == ("choose", ("rain", "wind"))


def test_a_choice_offers_at_most_three_in_the_order_of_the_rulebase() -> None:
    asked = [Asked(topic, 1.0, (0, at, at + 1)) for at, topic in enumerate(reversed(TOPICS))]
    assert choose(asked, (), {}, TOPICS) == ("choose", tuple(TOPICS[:MOST]))


def test_a_phrase_inside_a_weightier_one_does_not_count() -> None:
    asked = [Asked("wind", 1.9, (0, 1, 2)), Asked("rain", 2.0, (0, 0, 4))]
    assert choose(asked, (), {}, TOPICS) == ("answer", ("rain",))
    elsewhere = [Asked("wind", 1.9, (1, 1, 2)), asked[1]]
    assert choose(elsewhere, (), {}, TOPICS) == ("choose", ("rain", "wind"))


def test_a_question_counts_more_than_a_statement_and_a_denial_less() -> None:
    question = [Asked("wind", 1.0, (0, 0, 1), question=True), Asked("rain", 1.0, (1, 0, 1), denied=True)]
    assert choose(question, (), {}, TOPICS) == ("answer", ("wind",))


def test_further_phrases_of_a_topic_add_to_it() -> None:
    asked = [Asked("wind", 1.0, (0, 0, 1)), *(Asked("rain", 1.0, (0, at, at + 1)) for at in (2, 4, 6))]
    assert choose(asked, (), {}, TOPICS) == ("answer", ("rain",))


def test_facts_tip_the_scales_between_topics_that_were_asked() -> None:
    asked = [Asked("wind", 1.0, (0, 0, 1)), Asked("rain", 1.0, (0, 2, 3))]
    assert choose(asked, [told("wet")], {"wet": frozenset({"wind"})}, TOPICS) == ("answer", ("wind",))
    assert choose(asked, [told("wet")], {"wet": frozenset({"snow"})}, TOPICS)[1] == ("rain", "wind")


def test_facts_decide_alone_when_most_of_them_speak_for_one_topic() -> None:
    topics_of = {"wet": frozenset({"rain", "snow"}), "warm": frozenset({"rain"}), "white": frozenset({"snow", "hail"})}
    assert choose((), [told("warm")], topics_of, TOPICS) == ("answer", ("rain",))
    assert choose((), [told("wet"), told("warm")], topics_of, TOPICS) == ("answer", ("rain",))
    assert choose((), [told("wet")], topics_of, TOPICS) == ("choose", ("rain", "snow"))
    assert choose((), [told("warm"), told("white")], topics_of, TOPICS) == ("facts", ())


def test_a_fact_that_all_topics_read_speaks_for_none() -> None:
    assert choose((), [told("wet")], {"wet": frozenset(TOPICS)}, TOPICS) == ("facts", ())


def test_what_is_not_so_speaks_for_no_topic_alone() -> None:
    assert choose((), [told("wet", value=False)], {"wet": frozenset({"rain"})}, TOPICS) == ("facts", ())


def test_nothing_understood_is_unclear() -> None:
    assert choose((), (), {}, TOPICS) == ("unclear", ())
