"""Which topic a message asks about, from the places where phrases stand and the facts that were told."""

from __future__ import annotations

from advisor.language.choosing import MOST, Asked, Choice, Field, choose
from advisor.language.heard import Reading

TOPICS = ["rain", "wind", "snow", "hail", "fog"]
FIELD = Field(TOPICS, {})


def told(fact: str, *, value: bool = True) -> Reading:
    return Reading(fact, value, (0, 1), fact)


def came(choice: Choice) -> tuple[str, tuple[str, ...]]:
    return choice.decision, tuple(one.topic for one in choice.topics)


def test_the_weightier_phrase_wins_and_the_others_are_named_after_it() -> None:
    asked = [Asked("wind", 1.0, (0, 0, 1)), Asked("rain", 2.0, (0, 3, 5))]
    assert came(choose(asked, (), FIELD)) == ("answer", ("rain", "wind"))


def test_phrases_about_as_weighty_are_to_be_clarified_best_first() -> None:
    asked = [Asked("wind", 1.9, (0, 0, 1)), Asked("rain", 2.0, (0, 3, 5))]
    assert came(choose(asked, (), FIELD)) == ("clarify", ("rain", "wind"))


def test_at_most_four_are_offered_in_the_order_of_the_rulebase() -> None:
    asked = [Asked(topic, 1.0, (0, at, at + 1)) for at, topic in enumerate(reversed(TOPICS))]
    assert came(choose(asked, (), FIELD)) == ("clarify", tuple(TOPICS[:MOST]))


def test_a_phrase_inside_a_weightier_one_does_not_count() -> None:
    asked = [Asked("wind", 1.9, (0, 1, 2)), Asked("rain", 2.0, (0, 0, 4))]
    assert came(choose(asked, (), FIELD)) == ("answer", ("rain",))
    elsewhere = [Asked("wind", 1.9, (1, 1, 2)), asked[1]]
    assert came(choose(elsewhere, (), FIELD)) == ("clarify", ("rain", "wind"))


def test_a_question_counts_more_than_a_statement_and_what_is_set_aside_less() -> None:
    asked = [Asked("wind", 1.0, (0, 0, 1), question=True), Asked("rain", 1.0, (1, 0, 1), aside=True)]
    assert came(choose(asked, (), FIELD))[0] == "answer"
    assert came(choose(asked, (), FIELD))[1][0] == "wind"


def test_further_phrases_of_a_topic_add_to_it() -> None:
    asked = [Asked("wind", 1.0, (0, 0, 1)), *(Asked("rain", 1.0, (0, at, at + 1)) for at in (2, 4, 6))]
    assert came(choose(asked, (), FIELD)) == ("answer", ("rain", "wind"))


def test_what_little_speaks_for_is_offered_with_what_lies_nearest_to_it() -> None:
    field = Field(TOPICS, {"wet": frozenset({"rain", "snow"})})
    assert came(choose([Asked("rain", 0.5, (0, 0, 1))], (), field)) == ("clarify", ("rain", "snow"))


def test_a_subject_that_is_not_covered_wins_where_no_topic_weighs_more() -> None:
    asked = [Asked("tides", 1.5, (0, 0, 1)), Asked("rain", 1.5, (0, 2, 3))]
    assert choose(asked, (), FIELD) == Choice("not_covered", (), "tides")
    asked.append(Asked("rain", 2.5, (0, 4, 5)))
    assert came(choose(asked, (), FIELD)) == ("answer", ("rain",))


def test_a_subject_that_weighs_about_as_much_makes_a_topic_unsure() -> None:
    asked = [Asked("tides", 1.5, (0, 0, 1)), Asked("rain", 1.6, (0, 2, 3))]
    assert choose(asked, (), FIELD).decision == "clarify"


def test_facts_tip_the_scales_between_topics_that_were_asked() -> None:
    asked = [Asked("wind", 1.0, (0, 0, 1)), Asked("rain", 1.0, (0, 2, 3))]
    assert came(choose(asked, [told("wet")], Field(TOPICS, {"wet": frozenset({"wind"})})))[0] == "answer"
    assert came(choose(asked, [told("wet")], Field(TOPICS, {"wet": frozenset({"snow"})})))[1] == ("rain", "wind")


def test_facts_decide_alone_when_most_of_them_speak_for_one_topic() -> None:
    topics_of = {"wet": frozenset({"rain", "snow"}), "warm": frozenset({"rain"}), "white": frozenset({"snow", "hail"})}
    field = Field(TOPICS, topics_of)
    assert came(choose((), [told("warm")], field)) == ("answer", ("rain",))
    assert came(choose((), [told("wet"), told("warm")], field)) == ("answer", ("rain", "snow"))
    assert came(choose((), [told("wet")], field)) == ("clarify", ("rain", "snow"))
    assert came(choose((), [told("warm"), told("white")], field))[0] == "clarify"


def test_what_is_not_so_decides_for_no_topic_alone() -> None:
    field = Field(TOPICS, {"wet": frozenset({"rain"}), "cold": frozenset({"rain", "snow"})})
    assert choose((), [told("wet", value=False), told("cold", value=False)], field).decision == "clarify"


def test_where_nothing_is_understood_the_field_decides() -> None:
    assert choose((), (), FIELD) == Choice("off_topic")
    assert choose((), (), FIELD, domain=1.0) == Choice("not_covered")


def test_the_topic_that_most_facts_speak_for_comes_first_whatever_one_fact_weighs() -> None:
    topics_of = {
        "wet": frozenset({"rain"}),
        "grey": frozenset({"wind", "snow"}),
        "cold": frozenset({"wind", "hail"}),
        "dark": frozenset({"wind", "fog"}),
    }
    choice = choose((), [told(fact) for fact in topics_of], Field(TOPICS, topics_of))
    assert came(choice)[0] == "answer"
    assert came(choice)[1][0] == "wind"


def test_where_a_heavier_topic_has_fewer_of_the_facts_the_spoken_one_is_answered() -> None:
    topics_of = {"wet": frozenset({"rain"}), "grey": frozenset({"rain"})}
    topics_of |= {other: frozenset({"wind", other}) for other in ("snow", "hail", "fog")}
    choice = choose((), [told(fact) for fact in topics_of], Field(TOPICS, topics_of))
    assert came(choice) == ("answer", ("wind", "rain", "snow", "hail"))
