"""A census counted as a return, and counted again from the XML by other code: equal to the digit."""

import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta

import pytest

from lscp.scorecard.commands import Asked, return_compute
from tests.factories import census_file

START, END = date(2023, 4, 1), date(2024, 3, 31)
HOLIDAYS = {  # England and Wales, April 2023 to May 2024, as month and day
    date(year, month, day)
    for year, month, days in (
        (2023, 4, (7, 10)), (2023, 5, (1, 8, 29)), (2023, 8, (28,)), (2023, 12, (25, 26)),
        (2024, 1, (1,)), (2024, 3, (29,)), (2024, 4, (1,)), (2024, 5, (6, 27)),
    )
    for day in days
}  # fmt: skip


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """(indicator → numerator, denominator) of the return, and the XML's root."""
    folder = tmp_path_factory.mktemp("census")
    path = census_file.write(folder / "census.xml", 1500, seed=3)
    made = return_compute(Asked("E09000001", START, END, folder / "made.return.json", cin_census=path)).made
    assert (made.rows_read, made.rows_rejected) == (made.rows_used + made.rows_duplicate, 0)
    figures = {row.indicator: (row.numerator, row.denominator) for row in made.rows}
    return figures, ElementTree.parse(path).getroot()


def day(element, name):
    text = element.findtext(name)
    return date.fromisoformat(text) if text else None


def inside(when):
    return when is not None and START <= when <= END


def working_days(begin, end):
    days = (begin + timedelta(n) for n in range(1, (end - begin).days + 1))
    return sum(each.weekday() < 5 and each not in HOLIDAYS for each in days)


def year_before(when):
    return when.replace(year=when.year - 1)  # no referral of these falls on 29 February


def test_referrals_and_those_that_come_again(counted):
    figures, root = counted
    referrals = again = nothing = 0
    for child in root.iter("Child"):
        dates = sorted(day(each, "CINreferralDate") for each in child.iter("CINdetails"))
        referrals += sum(map(inside, dates))
        again += sum(
            any(year_before(this) <= other < this for other in dates) for this in dates if inside(this)
        )
        nothing += sum(each.findtext("ReferralNFA") == "1" for each in child.iter("CINdetails"))
    assert figures["I05"] == (referrals, None)
    assert figures["I06"] == (again, referrals) and again > 50
    assert figures["I07"] == (nothing, referrals)


def test_assessments_in_45_working_days(counted):
    figures, root = counted
    spans = [
        working_days(day(each, "AssessmentActualStartDate"), day(each, "AssessmentAuthorisationDate"))
        for each in root.iter("Assessments")
        if inside(day(each, "AssessmentAuthorisationDate"))
    ]
    assert figures["I11"] == (sum(span <= 45 for span in spans), len(spans))
    assert 45 in spans and 46 in spans


def test_enquiries_and_conferences_in_15_working_days(counted):
    figures, root = counted
    started = sum(inside(day(each, "S47ActualStartDate")) for each in root.iter("Section47"))
    spans = [
        working_days(day(each, "S47ActualStartDate"), day(each, "DateOfInitialCPC"))
        for each in root.iter("Section47")
        if inside(day(each, "DateOfInitialCPC"))
    ]
    assert figures["I15"] == (started, None)
    assert figures["I17"] == (sum(span <= 15 for span in spans), len(spans))
    assert 15 in spans and 16 in spans


def test_conferences_that_led_to_a_plan(counted):
    """Each plan of these files starts on the day of its conference."""
    figures, root = counted
    held = led = 0
    for child in root.iter("Child"):
        plans = {day(each, "CPPstartDate") for each in child.iter("ChildProtectionPlans")}
        conferences = [day(each, "DateOfInitialCPC") for each in child.iter("Section47")]
        held += sum(map(inside, conferences))
        led += sum(inside(each) and each in plans for each in conferences)
    assert figures["I18"] == (led, held) and 0 < led < held


def test_children_on_a_plan_on_the_last_day_and_second_plans(counted):
    figures, root = counted
    open_ = sum(
        any(
            open_on_the_last_day(each, "CPPstartDate", "CPPendDate")
            for each in child.iter("ChildProtectionPlans")
        )
        for child in root.iter("Child")
    )
    started = second = 0
    for child in root.iter("Child"):
        dates = [day(each, "CPPstartDate") for each in child.iter("ChildProtectionPlans")]
        for plan in child.iter("ChildProtectionPlans"):
            if inside(this := day(plan, "CPPstartDate")):
                started += 1
                second += plan.findtext("NumberOfPreviousCPP") != "0" or min(dates) < this
    assert figures["I19"] == (open_, None)
    assert figures["I22"] == (second, started)


def test_children_in_need_on_the_last_day(counted):
    figures, root = counted
    open_ = sum(
        any(
            each.findtext("ReferralNFA") == "0"
            and open_on_the_last_day(each, "CINreferralDate", "CINclosureDate")
            for each in child.iter("CINdetails")
        )
        for child in root.iter("Child")
    )
    assert figures["I13"] == (open_, None)


def open_on_the_last_day(element, start, end):
    return day(element, start) <= END and (day(element, end) or date.max) > END
