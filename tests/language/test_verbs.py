"""Forms of verbs: what is one verb in several forms, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.verbs import is_past, lemmas, past_of_participle, pasts, stem, thirds

FORMS = {
    "water": "waters watering watered",
    "stop": "stops stopping stopped",
    "bake": "bakes baking baked",
    "try": "tries trying tried",
    "write": "writes writing wrote written",
    "go": "goes went gone",
    "have": "has having had",
    "be": "am is are was were been",
    "keep": "keeps keeping kept",
    "pass": "passes passing passed",
}


@pytest.mark.parametrize("verb", FORMS)
def test_every_form_of_a_verb_leads_back_to_it(verb: str) -> None:
    for form in (verb, *FORMS[verb].split()):
        assert verb in lemmas(form), form


@pytest.mark.parametrize("verb", ["water", "stop", "try", "keep", "pass", "go", "be"])
def test_all_forms_of_a_verb_have_one_stem(verb: str) -> None:
    assert {stem(form) for form in FORMS[verb].split()} == {stem(verb)}


@pytest.mark.parametrize(("one", "many"), [("fern", "ferns"), ("cherry", "cherries"), ("box", "boxes")])
def test_one_thing_and_many_have_one_stem(one: str, many: str) -> None:
    assert stem(one) == stem(many)


@pytest.mark.parametrize("word", ["bed", "need", "seed", "moss", "us", "ring", "red", "sing", "speed"])
def test_a_word_that_only_ends_like_a_form_stays_whole(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(("one", "other"), [("moss", "mow"), ("watch", "water"), ("fern", "fence"), ("tile", "tilt")])
def test_different_words_have_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("verb", "past", "third"),
    [
        ("write", "wrote", "writes"),
        ("stop", "stopped", "stops"),
        ("bake", "baked", "bakes"),
        ("try", "tried", "tries"),
        ("play", "played", "plays"),
        ("wash", "washed", "washes"),
        ("put", "put", "puts"),
    ],
)
def test_the_past_and_the_form_after_he_are_among_those_given(verb: str, past: str, third: str) -> None:
    assert past in pasts(verb)
    assert third in thirds(verb)


def test_a_participle_that_differs_from_the_past_has_its_own_past() -> None:
    assert past_of_participle("grown") == ("grew",)
    assert past_of_participle("watered") == ()


@pytest.mark.parametrize("word", ["watered", "wrote", "written", "was", "were", "kept", "grew"])
def test_a_past_is_known(word: str) -> None:
    assert is_past(word)


@pytest.mark.parametrize("word", ["water", "bed", "need", "put", "hit", "run", "tired", "ferns", "indeed", ""])
def test_what_may_be_the_present_or_no_verb_is_no_past(word: str) -> None:
    assert not is_past(word)


@given(st.text(max_size=30))
def test_every_word_is_a_lemma_of_its_own_and_none_is_named_twice(word: str) -> None:
    found = lemmas(word)
    assert found[0] == word
    assert len(set(found)) == len(found)


@given(st.text(min_size=1, max_size=30))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word)
