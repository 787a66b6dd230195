from pathlib import Path

import pytest
import yaml

from lscp import rulebook
from lscp.scorecard.readers.ledger import CannotRead
from lscp.scorecard.readers.words import VOCABULARIES, Vocabulary, Words, vocabularies

KNOWN = vocabularies()


def code(vocabulary, written):
    meaning = KNOWN[vocabulary].meaning(written)
    return meaning.code if meaning.known else "waits for a person"


WAITS = "waits for a person"


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_code_is_known_by_itself_its_name_and_ofsted_s_letter(name):
    vocabulary = KNOWN[name]
    for term in vocabulary.words.terms:
        spellings = [term.code, term.label]
        if term.code == term.code.upper():  # a national code; the others are our own words
            spellings += [
                f"{term.code} - {term.label}",
                f"{term.label} [{term.code}]",
                f"{term.code}: {term.label}",
            ]
        spellings += [f"{term.letter}) {written}" for written in spellings if term.letter]
        for written in (*spellings, *term.also, *term.codes):
            assert (written, code(name, written)) == (written, term.code)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_name_stands_for_two_codes(name):
    names = [term.label for term in KNOWN[name].words.terms]
    assert len(names) == len(set(names))
    assert KNOWN[name].meaning(names[0]).known  # the index refuses to be built otherwise


def test_a_file_of_words_with_one_name_for_two_codes_is_refused():
    terms = [{"code": "A", "label": "North"}, {"code": "B", "label": "the north"}]
    words = Words(title="t", source="written for this test", fillers=["the"], terms=terms)
    with pytest.raises(ValueError, match="'north' stands for A and for B"):
        Vocabulary("places", words).meaning("north")


# One name, dressed as case systems dress it. 17 kinds of dress times the names below.
DRESSES = (
    "{}",
    "  {} ",
    "{upper}",
    "{lower}",
    "a) {}",
    "(A.A1) {}",
    "A.A1){}",
    "A1 - {}",
    "WHB - {}",
    "{} (101)",
    "{} (A1)",
    "“{}”",
    "{dashes}",
    "{nbsp}",
    "{slashes}",
    "{}.",
    "{doubled}",
)
NAMES = {
    "White British": "WBRI",
    "White Irish": "WIRI",
    "Gypsy / Roma": "WROM",
    "Any other White background": "WOTH",
    "White and Black Caribbean": "MWBC",
    "Mixed - White & Asian": "MWAS",
    "Asian or Asian British - Indian": "AIND",
    "Asian / Asian British / Pakistani": "APKN",
    "Black or Black British - African": "BAFR",
    "Black / African / Caribbean / Black British (Caribbean)": "BCRB",
    "Chinese": "CHNE",
    "Any other ethnic group": "OOTH",
    "Information not yet obtained": "NOBT",
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
@pytest.mark.parametrize("dress", DRESSES)
def test_a_name_is_known_in_any_dress(name, expected, dress):
    written = dress.format(
        name,
        upper=name.upper(),
        lower=name.lower(),
        dashes=name.replace(" - ", " – "),
        nbsp=name.replace(" ", "\xa0"),
        slashes=name.replace(" or ", "/"),
        doubled=name.replace(" ", "  "),
    )
    assert (written, code("ethnicity", written)) == (written, expected)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("WBRI", "WBRI"),
        ("wbri", "WBRI"),
        ("WBRI - A1 - White - British", "WBRI"),
        ("WENG - White English", "WBRI"),
        ("WBRI: White: White - British", "WBRI"),
        ("White / White - British", "WBRI"),
        ("WOTH - Any Oth White b'ground", "WOTH"),
        ("WOTH - Any other White background(106", "WOTH"),
        ("White (Polish)", "WOTH"),
        ("White > Any other White background", "WOTH"),
        ("WHT - Traveller - Irish Heritage", "WIRT"),
        ("Mixed / Multiple Ethnic Groups/ White and Black African", "MWBA"),
        ("Mixed - White/Black Carribean (B1)", "MWBC"),
        ("White and Black Caribbean (Mixed Race)", "MWBC"),
        ("B4 - Mixed - Any other background", "MOTH"),
        ("Asian/Asian Bri - Other Asian", "AOTH"),
        ("AIND - Asian/Brit.Asian-Indian", "AIND"),
        ("BNGN Black Nigerian", "BAFR"),
        ("Black / African / Caribbean / Black British (Somali)", "BAFR"),
        ("D2 - Black or Black British - Any Other Black African Background", "BAFR"),
        ("Any other Black / African / Caribbean background", "BOTH"),
        ("BOTH - Any other Black background", "BOTH"),
        ("Chinese or Other Ethnic Group/ Chinese", "CHNE"),
        ("Chinese or other ethnic group > Any other ethnic group", "OOTH"),
        ("OOTH - Arab", "OOTH"),
        ("REFU - Refused to provide", "REFU"),
        ("CHIN Chinese", "CHNE"),
        ("Black and Any Other Ethnic Group", "MOTH"),
        ("Black - Any other ethnic background", "BOTH"),
        ("Dual + Black African & Caribbean", "MOTH"),
        ("White (All republics which made up the former USSR)", "WOTH"),
        ("No data (Did not wish to reply)", "REFU"),
        ("NOBT - Not Stated", "NOBT"),
    ],
)
def test_spellings_seen_in_real_extracts(written, expected):
    assert code("ethnicity", written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("White", "WHITE"),
        ("Gypsy or Irish Traveller", "WHITE"),
        ("Dual heritage", "MIXED"),
        ("Black and White", "MIXED"),
        ("Asian or Asian British", "ASIAN"),
        ("Black / African / Caribbean / Black British", "BLACK"),
    ],
)
def test_a_group_alone_is_that_group_and_no_narrower_one(written, expected):
    assert code("ethnicity", written) == expected


@pytest.mark.parametrize("written", ["Not stated", "Unknown", "Unborn", "- Not Known", "not recorded", ""])
def test_a_word_for_nothing_is_not_recorded_and_asks_nobody(written):
    assert code("ethnicity", written) is None


def test_the_letter_s_of_ofsted_s_list_is_two_codes_so_the_text_decides():
    assert code("ethnicity", "s) REFU") == "REFU"
    assert code("ethnicity", "s) NOBT") == "NOBT"
    assert code("ethnicity", "s)") == WAITS
    assert code("ethnicity", "r)") == "OOTH"


@pytest.mark.parametrize(
    ("vocabulary", "written"),
    [
        ("ethnicity", "WBRI - White Irish"),
        ("ethnicity", "AIND Pakistani"),
        ("sources", "q) 7: Police"),
        ("needs", "N2 - Abuse or neglect"),
        ("abuse", "NEG - Physical abuse"),
    ],
)
def test_a_code_and_words_that_contradict_each_other_wait_for_a_person(vocabulary, written):
    assert code(vocabulary, written) == WAITS


@pytest.mark.parametrize(
    "written",
    [
        "A1",
        "C",
        "Human",
        "Both parents Pakistani",
        "NON - White",
        "BLACK WELSH",
        "Asian or Asian British - Afghan",
        "White and Zulu",
        "White - Mixed",
        "Ethnic group",
        "Any background",
        "中国",
        "Asian and Chinese",
        "MAYBE White British",
    ],
)
def test_nothing_is_guessed(written):
    assert code("ethnicity", written) == WAITS


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("q) 6: Police", "6"),
        ("POLICE", "6"),
        ("p1) 5D: LA services", "5D"),
        ("60) Individual - Family Member / Relative / Foster Carer", "1A"),
        ("‘INDIVIDUAL’ – acquaintance (including neighbours and child minders).", "1B"),
        ("1B - Individual - Acquaintance (including neighbours and child minders)", "1B"),
        ("Other (including strangers, MPs) [1D]", "1D"),
        ("3A - Health services - GP", "3A"),
        ("3e: Health services \x96 A&E", "3E"),
        ("HEALTH SERVICES A&E (Emergency Department)", "3E"),
        ("HELTHVIS - Health - Health Visitor", "3B"),
        ("Health services – school nurse", "3C"),
        ("‘HOUSING’ - (local authority housing or housing association).", "4"),
        ("5A - LA services – Social care e.g. adults social care", "5A"),
        ("Primary School", "2A"),
        ("Education Services - SEN", "2B"),
        ("G.P./Surgery", "3A"),
        ("52) Primary Health - School Nurse", "3C"),
        ("CYP - INDIVIDUAL - Self", "1C"),
        ("u) 10: Unknown", "10"),
        ("Individual", "1"),
        ("Health services", "3"),
        ("Midwife", "3"),
    ],
)
def test_who_made_a_referral(written, expected):
    assert code("sources", written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a) Yes", "true"),
        ("Y", "true"),
        ("1", "true"),
        ("TRUE", "true"),
        ("b) No", "false"),
        ("0", "false"),
        ("c) Unknown", None),
    ],
)
def test_yes_and_no(written, expected):
    assert code("yes-no", written) == expected


def test_yes_or_no_is_asked_where_something_else_stands():
    assert code("yes-no", "CS Assessment Updated") == WAITS


def test_a_kind_of_disability_is_a_disability_and_none_is_no_disability():
    assert [code("disability", written) for written in ("LD - Learning", "AUT", "NONE", "b) No")] == [
        "true",
        "true",
        "false",
        "false",
    ]


def test_two_categories_of_abuse_together_are_multiple():
    assert code("abuse", "Neglect; Emotional") == "MUL"


def test_the_council_s_own_words_come_first(tmp_path):
    own = tmp_path / "words.yaml"
    own.write_text("ethnicity:\n  'A1': WBRI\n  Human: null\nsources:\n  MASH: 5B\n")
    known = vocabularies(own)
    assert known["ethnicity"].meaning(" a1 ").code == "WBRI"
    assert known["ethnicity"].meaning("HUMAN").known
    assert known["sources"].meaning("MASH").code == "5B"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ethnicty:\n  A: WBRI\n", "no vocabulary called 'ethnicty'"),
        ("ethnicity:\n  A: WBRIT\n", "'WBRIT', which is not a code of ethnicity"),
        ("ethnicity: WBRI\n", "hold a vocabulary"),
        ("ethnicity: [\n", "cannot be read"),
    ],
)
def test_an_own_file_that_is_wrong_is_refused_with_the_place(tmp_path, text, says):
    own = tmp_path / "words.yaml"
    own.write_text(text)
    with pytest.raises(CannotRead, match=says):
        vocabularies(own)


def test_every_file_of_words_is_read_by_somebody():
    files = {
        path.stem.removeprefix("extract-")
        for path in Path(rulebook.FOLDER, "vocabularies").glob("extract-*.yaml")
    }
    assert files == set(VOCABULARIES)


def test_the_words_offered_to_a_person_are_all_codes():
    listed = yaml.safe_load(Path(rulebook.FOLDER, "vocabularies", "extract-sex.yaml").read_text())
    assert KNOWN["sex"].known == tuple(f"{term['label']} ({term['code']})" for term in listed["terms"])
