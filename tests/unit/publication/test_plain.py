"""How hard a text is to read, and numbers as somebody would say them."""

import re
from decimal import Decimal

import pytest

from lscp.publication.plain import hardest_words, is_plain, reading_age, syllables
from lscp.publication.plain_numbers import in_ten

EASY = "If you are in danger now, call 999. You can tell a teacher. It is not your fault."
HARD = (
    "The effectiveness of multi-agency safeguarding arrangements necessitates continuous evaluation of organisational "
    "accountability, particularly where professional disagreement has been insufficiently escalated."
)


# Words of such reports by how many syllables are heard, written down before they were counted.
HEARD = """
1: cat safe child asked helped likes makes named real nurse fire hour our tired school schools friend friends
caught thought through laugh eye eyes eight weight quick league can't won't they're we've you'll bus box
washed taught reached missed passed stopped tried cried died young youth aunt free knee see be me the she
whole while rule rules smile smiled smiles called told world girl girls boy boys toy join joined voice choice
noise use used house cause please peace dance bridge age aged page charged planned shared cared nurse's knife
knives gangs street damp mould church mosque speech chairs chaired rights heard truth fear hope hopes
2: safely safety children people wanted needed changes places houses judges table little tables able trouble
people's science quiet being seeing doing going create react poem lion diet trial really ruin fluid council
police nurses service practice neglect abuse abused multi review reviews reviewed action actions special
social patient patience ancient science's higher friendly believe believed receive received enough neighbour
quickly question questions language equal require required unique technique colleague colleagues every
business evening something sometimes someone homeless careful hopeful useful useless movement statement
achieve achieved lonely likely rhythm prism didn't couldn't isn't doesn't buses boxes watches washes teaches
reaches decide include includes hated waited noted added ended hurried worried studies carried carries younger
baby babies mother father parent parents brother uncle simple single degree agree agreed freedom coffee cafe
create's wholly schedule module calling voices choices noises uses using user users causes because dances
bridges ages pages knowledge image manage managed courage meeting meetings wages planted listened happened
opened explained described arrived survive sharing carers worker workers teacher toddler pregnant midwife
midwives mental weapon county borough city village estate housing tenant landlord heating hungry income temple
culture ethnic learning trusted adults measure measures measured million thousand hundred quarter yearly
weekly daily hourly early easy sixteen eighteen guidance steering subgroup workshop training trainee pupils
absence missing harmful grooming online bullied kindness respect telling afraid future
3: family families idea area areas created creating radio video serious various period theory violence violent
usual actual annual manual continue safeguarding partnership partnerships services practices agency agencies
assessment domestic initial essential official efficient sufficient audience quietly requirement everyone
everything different difference interest management arrangement arrangements engagement involvement
achievement improvement unlikely completely racism decided included including diary library primary example
examples possible terrible suitable employee committee agreement simile recipe acknowledge images manages
managing manager encourage encouraged visited survivors teenagers hospital ambulance medicine surgery
depression suicide addiction alcohol criminal villages poverty benefit benefits charity charities religion
religious cultural disabled autism autistic therapy therapist behaviour strategy strategic objective quality
quantity statistics percentage average earlier earliest easier happier seventy protocol procedure procedures
parliament government minister scrutiny scrutineer nursery exclusion exclusions suspended attendance absences
asylum refugee trafficking slavery sexual digital devices messages bullying loneliness dignity listening
tomorrow
4: education continuous evaluate situation exploitation vulnerable information confidential professional
professionals especially experience obedient society variety anxiety equality interesting definitely
separately criticism mechanism secondary necessary ordinary temporary voluntary military responsible available
reliable valuable apostrophe adolescents difficulty difficulties emotional relationship priority priorities
analysis legislation statutory independent executive curriculum
5: individual evaluation association organisation communication recommendation experiences immediately
appropriately disability university unaccompanied
6: vulnerability accountability responsibility
"""
WRITTEN_AS_NOTHING_ELSE = {"simile", "recipe", "cafe", "apostrophe"}


def test_syllables_are_counted_by_ear():
    words = {}
    for number, said in re.findall(r"(\d): ([^:\d]+)", HEARD):
        words |= dict.fromkeys(said.split(), int(number))
    wrong = {word for word, heard in words.items() if syllables(word) != heard}
    assert len(words) > 500 and wrong <= WRITTEN_AS_NOTHING_ELSE
    assert syllables("I") == syllables("a") == syllables("x") == 1


def test_an_easy_text_has_a_lower_age_than_a_hard_one():
    assert reading_age(EASY) <= 8
    assert reading_age(HARD) >= 18


def test_nothing_to_read_is_easy():
    assert reading_age("") == reading_age("999") == 5


def test_a_name_does_not_make_a_sentence_hard():
    assert (
        reading_age("We are the Northumberland Safeguarding Children Partnership.")
        <= reading_age("We are the team.") + 1
    )
    assert hardest_words("We met Northumberland. Accountability matters.") == ["accountability"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Schools were told too late.", True),
        ("The NHS helped.", True),
        ("The MASH was told.", False),
        ("Of them 40% came.", False),
        ("", False),
        (f"{'word ' * 21}end.", False),
    ],
)
def test_a_sentence_of_the_record_is_taken_over_where_it_is_short_and_has_no_abbreviation(text, plain):
    assert is_plain(text) == plain


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ("0", "none"),
        ("4.9", "fewer than 1 in every 10"),
        ("5", "about 1 in every 10"),
        ("22.4", "about 2 in every 10"),
        ("25", "about 3 in every 10"),
        ("94.9", "about 9 in every 10"),
        ("95", "nearly all"),
        ("100", "all"),
    ],
)
def test_a_percentage_is_said_as_so_many_in_every_ten(percent, said):
    assert in_ten(Decimal(percent)) == said
