"""Details that could identify a child are found, and what every report prints is left alone."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.disclosure import scan
from lscp.disclosure.check_digits import UPN_LETTERS, nhs_number_fits, upn_fits
from lscp.disclosure.identifying import MESSAGES

PAPERS = Path(__file__).resolve().parents[3].parent / "shared" / "papers"


def found(text, **allowed):
    return [(detail.kind, detail.text) for detail in scan(text, **allowed)]


def kinds(text, **allowed):
    return [kind for kind, _ in found(text, **allowed)]


# ── Shape ──


def test_a_detail_stands_where_it_says_and_tells_what_to_do():
    text = "The mother of Jayden gave 07700 900123 as her number."
    details = scan(text)
    assert [d.kind for d in details] == ["child-name", "phone"]
    assert all(text[d.start : d.end] == d.text for d in details)
    assert details[0].message.startswith("This looks like a child's name. Use the pseudonym")


def test_every_message_says_what_to_do():
    assert all(re.search(r"Take it out|Use the|Give the", message) for message in MESSAGES.values())


@given(st.text(max_size=400))
def test_any_text_at_all_can_be_scanned_and_details_are_in_order_and_in_place(text):
    details = scan(text)
    assert [d.start for d in details] == sorted(d.start for d in details)
    assert all(text[d.start : d.end] == d.text and d.text for d in details)


def test_a_long_report_is_scanned_in_seconds_not_minutes():
    text = (
        "On 31 March 2024 there were 54 children, 12 in Ward A (22.2%); Aaa Bbb said 0 1 2 3 4 5 6 7 8 9. "
        * 5000
    )
    began = time.process_time()
    scan(text)
    assert time.process_time() - began < 20


# ── NHS numbers ──

nine_digits = st.text("0123456789", min_size=9, max_size=9)
gaps = st.sampled_from(["", " ", "-", "\u00a0", "\u2009", "  ", "–", " - ", "\n"])


def with_check_digit(nine):
    for last in "0123456789":
        if nhs_number_fits(nine + last):
            return nine + last
    return None


@given(nine_digits, gaps, gaps)
def test_every_valid_nhs_number_is_found_in_any_spacing(nine, first_gap, second_gap):
    number = with_check_digit(nine)
    if number is None:
        return
    written = f"{number[:3]}{first_gap}{number[3:6]}{second_gap}{number[6:]}"
    assert ("nhs-number", written) in found(f"The record {written} was shown.")


@given(nine_digits, st.sampled_from("0123456789"))
def test_ten_digits_that_fail_the_check_are_no_nhs_number(nine, last):
    number = nine + last
    if not nhs_number_fits(number):
        assert "nhs-number" not in kinds(
            f"In all {number} letters, or {number[:3]} {number[3:6]} {number[6:]}."
        )


def test_the_published_example_fits_and_one_wrong_digit_does_not():
    assert nhs_number_fits("9434765919")
    assert not nhs_number_fits("9434765918")
    assert not nhs_number_fits("1111111111")


def test_digits_spaced_one_by_one_are_read_where_the_text_says_nhs():
    assert found("NHS no. 9 4 3 4 7 6 5 9 1 9") == [("nhs-number", "9 4 3 4 7 6 5 9 1 9")]


@pytest.mark.parametrize(
    "text",
    ["£9434765919", "0.9434765919", "ISBN 9434765919", "https://example.org/paper/9434765919", "94347659191"],
)
def test_money_books_pages_and_longer_numbers_are_no_nhs_numbers(text):
    assert found(f"See {text} for more.") == []


# ── Pupil and National Insurance numbers ──


@given(st.text("0123456789", min_size=11, max_size=11), st.sampled_from("0123456789" + UPN_LETTERS))
def test_every_valid_pupil_number_is_found_and_no_other_letter_fits(digits, last):
    fitting = [letter for letter in UPN_LETTERS if upn_fits(letter + digits + last)]
    assert len(fitting) == 1
    assert ("upn", fitting[0] + digits + last) in found(f"Pupil {fitting[0]}{digits}{last} moved.")
    wrong = "B" if fitting[0] != "B" else "C"
    assert "upn" not in kinds(f"Code {wrong}{digits}{last} stands.")


@pytest.mark.parametrize("number", ["JG103759A", "JG 10 37 59 A", "JG-10-37-59-A", "jg103759a"])
def test_a_national_insurance_number_is_found_however_it_is_written(number):
    assert found(f"Her number is {number}.") == [("national-insurance-number", number)]


# ── Dates ──


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("DOB: 12/03/2014", "12/03/2014"),
        ("D.O.B. 3rd of May 2011", "3rd of May 2011"),
        ("date of birth 2014-03-12", "2014-03-12"),
        ("She was born at the hospital on 12 March 2014", "12 March 2014"),
        ("He was born on March 12, 2014.", "March 12, 2014"),
        ("His birthday is 4 July", "4 July"),
        ("12.03.14 (date of birth)", "12.03.14"),
        ("The mother gave birth on 1 May 2020", "1 May 2020"),
    ],
)
def test_a_date_beside_a_word_of_birth_is_a_date_of_birth(text, day):
    assert ("date-of-birth", day) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The committee met on 16 November 2023.",
        "Children born between 1 April 2015 and 31 March 2016 are in the cohort.",
        "The figure is for those born after 1 September 2010.",
        "Births registered on 1 April 2023 are not counted yet.",
        "Pre-birth assessments began on 1 April 2022.",
        "The partnership was born on 29 September 2019.",
        "Unborn children: guidance of 3 May 2022",
        "Born in 2009",
    ],
)
def test_dates_of_meetings_cohorts_and_guidance_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "On 12 March 2021 a 7-year-old girl was hurt.",
        "A baby aged 4 months was taken to hospital on 3 May 2022.",
        "On 3 May 2022, aged 4, she was found alone.",
        "He was three years old on 14 June 2021.",
        "The fifteen-year-old boy was stabbed on 02/02/2022",
    ],
)
def test_a_child_s_age_beside_an_exact_date_is_found(text):
    assert "age-and-date" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "On 31 March 2023 there were 54 children aged 5 to 9.",
        "Since 1 April 2022 the service has helped young people aged 16 and 17.",
        "By 31 March 2024 children aged 4 had been seen.",
        "The two-year-old offer began on 1 September 2023.",
        "On 1 May 2022 a 45-year-old man was charged.",
        "In May 2022 a 7-year-old girl was hurt.",
        "A 7-year-old girl was hurt. The panel met on 12 March 2021.",
    ],
)
def test_age_bands_adults_and_months_are_left_alone(text):
    assert found(text) == []


# ── Ways to reach someone ──


@pytest.mark.parametrize(
    "code",
    ["W6 9JT", "SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "EC1A1BB", "w6 9jt", "W6\u00a09JT"],
)
def test_a_full_postcode_is_found(code):
    assert found(f"The family lived near {code} then.") == [("postcode", code)]


@pytest.mark.parametrize(
    "text",
    [
        "W6",
        "E09000033",
        "Q1 2AB",
        "e1 3rd",
        "Year S1 2nd",
        "A1 2BC",
        "section 47 1XX",
        "P1-W18-03",
        "Form E1 9CIO",
    ],
)
def test_half_postcodes_area_codes_and_places_in_an_order_are_left_alone(text):
    assert found(f"See {text} here.") == []


PHONES = """020 7946 0958|(020) 7946 0958|01632 960 123|07700 900123|07700900123|07700-900-123|+44 7700 900123
+44 (0)20 7946 0958|0044 7700 900 123|+447700900123|0300 123 4567"""


@pytest.mark.parametrize("number", re.split(r"[|\n]", PHONES))
def test_a_telephone_number_is_found_whole(number):
    assert found(f"Call {number}, or write.") == [("phone", number)]
    assert found(f"Call {number}, or write.", allow_phones=[number]) == []


def test_the_partnership_s_own_number_passes_however_it_is_written():
    assert found("Ring (020) 7946 0958.", allow_phones=["+44 20 7946 0958"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "01.04.2019 - 31.03.2020",
        "01/10/2024-31/12/2024",
        "£07700 900123",
        "0.7700900123",
        "2019 020 30",
        "NSPCC: 0808 800 5000",
        "charity 01234567",
    ],
)
def test_dates_money_and_national_helplines_are_no_telephone_numbers(text):
    assert found(text) == []


def test_an_e_mail_address_is_found_unless_it_or_its_domain_is_allowed():
    text = "Write to a.parent@example.org or lscp@council.example."
    assert found(text) == [("email", "a.parent@example.org"), ("email", "lscp@council.example")]
    assert found(text, allow_emails=["LSCP@council.example"]) == [("email", "a.parent@example.org")]
    assert found(text, allow_emails=["@council.example", "@example.org"]) == []


def test_the_partnership_s_own_postcode_passes():
    assert found("Town Hall, W6 9JU", allow_postcodes=["w69ju"]) == []


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("The family lived at 14 Acacia Avenue until May.", "14 Acacia Avenue"),
        ("They moved to Flat 3, 20 Mill Lane.", "20 Mill Lane"),
        ("Home: 7a Anne's Road", "7a Anne's Road"),
    ],
)
def test_the_address_of_a_home_is_found(text, home):
    assert [(kind, text[-len(home) :]) for kind, text in found(text)] == [("address", home)]


def test_the_address_of_an_office_is_left_alone():
    assert found("The office is at 1 King Street. Write to 4 High Road.") == []


# ── Case records ──


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("case number 1234567", "1234567"),
        ("Case ref. HF/12345", "HF/12345"),
        ("LCS ID: 7654321", "7654321"),
        ("LCS 7654321", "7654321"),
        ("the ULN is 1234567890", "1234567890"),
        ("Mosaic no. 998877", "998877"),
        ("crime reference number 4001234/22", "4001234/22"),
    ],
)
def test_a_number_beside_the_name_of_a_case_record_is_found(text, number):
    assert found(text) == [("case-number", number)]


@pytest.mark.parametrize(
    "text",
    [
        "case numbers rose to 3456",
        "the case number 2023 was high",
        "In 2023/24 4567 referrals",
        "incident number 12",
    ],
)
def test_counts_and_years_are_no_case_numbers(text):
    assert found(text) == []


# ── Names ──


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Amelia, aged 7, lived with her aunt.", "Amelia"),
        ("A boy called Zephyr lived there.", "Zephyr"),
        ("The pupil, named ‘Kwabena-Osei’, moved.", "Kwabena-Osei"),
        ("The mother of Alesha spoke to us.", "Alesha"),
        ("Oluwaseun’s mother asked for help.", "Oluwaseun"),
        ("7-year-old Dariusz was seen.", "Dariusz"),
        ("Her 15 day old baby, Darryll, was ill.", "Darryll"),
        ("The boy, Tyrell, was in Year 9.", "Tyrell"),
        ("Maya (9) was seen twice.", "Maya"),
        ("Baby Peter was seen.", "Peter"),
        ("Georgina was 10 months old.", "Georgina"),
        ("The death of Freya Marlowe led to this.", "Freya Marlowe"),
        ("His real name is Dariusz.", "Dariusz"),
        ("Child A (real name Jamie Fox) was seen.", "Jamie Fox"),
        ("Child B (Olivia) was seen.", "Olivia"),
        ("Amelia was seven when she came.", "Amelia"),
        ("Jamie’s story shows how.", "Jamie"),
        ("James’ mother rang.", "James"),
    ],
)
def test_a_name_that_the_sentence_makes_a_child_s_is_found(text, name):
    assert ("child-name", name) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Child S and Baby T2 were reviewed; the mother of Child S helped.",
        "Councillor Ben Coleman asked about children aged 5 to 9.",
        "Jane Smith, Director of Children's Services, presented the report.",
        "The Child Safeguarding Practice Review Panel and the Child Death Overview Panel met.",
        "Every child London schools teach; Child Protection; Baby Steps; Girl Guiding; Boys in Care",
        "16-year-old Black boys were searched more often.",
        "Young Person Advocate, aged 16 to 17",
        "St Paul's School and Prince Harry's family",
        "Hester Ormond, Independent Author; Mike Tarver, Independent Chair",
        "Leeds (12), Ealing (7), Year 6 (10)",
        "The Director, Sarah Bloom, aged 45, retired.",
        "Death of a 13-year-old child in Hillingdon",
        "Dr Amelia Shah, mother of two, chaired the panel.",
        "The ‘David’ review and the Casey review were discussed; Child Q, Casey, turnover.",
        "Martha's Rule, Sarah's Law and Boys and Girls Clubs",
        "Children Missing Education and Elective Home Education",
        "The mother, Ms Smith, and Child S's carer",
    ],
)
def test_pseudonyms_officers_panels_and_places_are_left_alone(text):
    assert "child-name" not in kinds(text)


def test_each_child_of_a_list_is_found():
    text = "The siblings Jack, Olivia and Mia were placed together."
    assert [name for _, name in found(text)] == ["Jack", "Olivia", "Mia"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The child’s mother, Kelly Marsh, did not attend.", "Kelly Marsh"),
        ("Her stepfather Darren was arrested.", "Darren"),
        ("Their mother's partner (Leon Pike) had moved in.", "Leon Pike"),
    ],
)
def test_a_relative_s_name_is_found_because_it_leads_to_the_child(text, name):
    assert found(text) == [("relative-name", name)]
    assert found(text, known_names=[name]) == []


def test_an_agreed_pseudonym_passes():
    assert "child-name" in kinds("Robin, aged 7, was seen.")
    assert kinds("Robin, aged 7, was seen.", pseudonyms=["Robin"]) == []
    assert kinds("The death of Jody (a pseudonym) led to a review of Jody’s family.") == []


def test_a_professional_in_the_record_passes():
    text = "Sarah's family and the parents of Sarah Bloom came."
    assert kinds(text) == ["child-name", "child-name"]
    assert kinds(text, known_names=["Sarah Bloom"]) == []


def test_a_child_who_shares_a_professional_s_first_name_is_still_found_but_the_professional_is_not():
    text = "A girl called Sarah spoke. Sarah Bloom listened."
    assert found(text, known_names=["Sarah Bloom"]) == [("child-name", "Sarah")]


def test_a_child_named_once_is_found_wherever_the_name_stands_again():
    text = "Amelia Marlowe, aged 7, was seen. Amelia said little. Councillor Amelia Shah agreed."
    assert found(text) == [("child-name", "Amelia Marlowe"), ("child-name", "Amelia")]


# ── Real papers ──


@pytest.mark.parametrize("number", range(5))
def test_real_committee_papers_hold_nothing_but_an_officer_s_contacts(number):
    papers = list(PAPERS.glob(f"P{number}-*.txt"))
    if not papers:
        pytest.skip("the real papers are not beside this checkout")
    assert {d.kind for d in scan(papers[0].read_text(encoding="utf-8"))} <= {"email", "phone"}


@given(st.dates(min_value=date(2013, 1, 1), max_value=date(2030, 12, 31)))
def test_no_date_of_a_meeting_is_ever_a_detail(day):
    for shape in ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d", "%d.%m.%y", "%A %d %B %Y"):
        assert found(f"The committee met on {day.strftime(shape)} at 7.00 pm.") == []
