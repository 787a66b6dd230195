"""What somebody types, and what is looked for."""

import pytest

from lscp.briefing.words import beginnings, stem, synonyms, terms, tokens


@pytest.mark.parametrize(
    "words",
    [
        "child children",
        "curious curiosity curiously",
        "neglect neglected neglectful",
        "family families",
        "agency agencies",
        "policy policies",
        "referral referrals referred refers",
        "training trained trainers",
        "bully bullying bullied",
        "house housing houses",
        "abuse abused abuser abusive",
        "assess assessments assessed",
        "exploit exploited exploitation",
        "educate education educational",
        "evidence evidenced",
        "manage manager management",
        "exclude exclusion exclusions",
        "disability disabilities disabled",
        "mould mouldy",
        "violence violent",
    ],
)
def test_forms_of_one_word_have_one_stem_and_it_begins_each_of_them(words):
    forms = words.split()
    assert len({stem(word) for word in forms}) == 1
    for word in forms:
        assert any(word.startswith(start) for start in beginnings(stem(word)))


@pytest.mark.parametrize(
    ("one", "other"), [("police", "policy"), ("parent", "part"), ("care", "carer"), ("children", "childish")]
)
def test_different_words_keep_different_stems(one, other):
    assert stem(one) != stem(other)


def test_a_possessive_is_its_word():
    assert [token.stem for token in tokens("the children's and the child’s")] == [
        "the",
        "child",
        "and",
        "the",
        "child",
    ]


def sought(question):
    return [term.words for term in terms(question)]


def test_words_of_a_question_that_say_nothing_are_left_out():
    assert sought("What is being done about damp homes?") == ["damp", "homes"]
    assert sought("what is the") == []


def test_a_name_of_several_words_is_one_thing():
    assert sought("domestic abuse in schools") == ["domestic abuse", "schools"]


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("DA", "domestic abuse"),
        ("domestic violence", "domestic abuse"),
        ("LADO", "Local authority designated officer"),
        ("local authority designated officer", "LADO"),
        ("multi-agency safeguarding hub", "MASH"),
        ("CSE", "Child sexual exploitation"),
        ("children in care", "CLA"),
    ],
)
def test_an_abbreviation_is_looked_for_as_its_name_and_the_other_way_round(typed, also):
    (term,) = terms(typed)
    assert also in term.also
    assert typed.casefold() not in [other.casefold() for other in term.also]


def test_the_same_word_twice_is_one_thing():
    assert sought("damp and damp") == ["damp"]


def test_every_synonym_is_a_name_that_can_be_found():
    for group in synonyms().same:
        assert len({terms(name)[0].own for name in group}) >= 1
        for name in group:
            assert len(terms(name)) == 1, name
