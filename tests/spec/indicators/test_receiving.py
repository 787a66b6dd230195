"""A return comes in: what is kept, what is refused, and what a correction does."""

from dataclasses import replace
from datetime import date

import pytest

from lscp.indicators import operations
from lscp.indicators.models import Commentary, NotSupplied, Reading, ReturnReceived
from lscp.journal.models import Event
from lscp.refusal import Refused
from lscp.scorecard import returns
from tests.factories.returns import a_return, quarter, row

Q1, Q2 = quarter(2024, 1), quarter(2024, 2)


@pytest.fixture
def council(world):
    return world.agencies["council"]


def send(world, content, by="analyst", **more):
    return operations.receive(
        content,
        name="q1.return.json",
        partnership=world.partnership,
        by=world.roles[by] if by else None,
        **more,
    )


def refused(rule, world, content, by="analyst", **more):
    with pytest.raises(Refused) as caught:
        send(world, content, by, **more)
    assert caught.value.refusal.rule == rule
    assert not ReturnReceived.everywhere.filter(document__name="never").exists()
    return caught.value.refusal.because


def test_a_return_is_kept_with_its_hash_its_header_and_a_reading_for_each_row(inside, council):
    content = a_return(
        [
            row("I05", Q1, 310),
            row("I06", Q1, 62, 310),
            row("I05", Q1, 200, ethnicity="White"),
            row("I05", Q1, 110, ethnicity="Not known"),
        ],
        agency=council.name,
        not_supplied=[returns.NotSupplied("I01", "contacts are kept in another system")],
        comments=[returns.Comment("I05", "A school sent twelve on one day.")],
    )
    received = send(inside, content)
    assert bytes(received.document.content) == content and len(received.document.sha256) == 64
    assert (received.agency, received.rows_read, received.rows_rejected) == (council, 10, 1)
    assert received.status == "received" and received.replaces is None
    assert [
        (one.indicator, one.dimensions, one.groups, int(one.numerator), one.denominator)
        for one in Reading.objects.order_by("indicator", "dimensions", "numerator")
    ] == [
        ("I05", "", {}, 310, None),
        ("I05", "ethnicity", {"ethnicity": "Not known"}, 110, None),
        ("I05", "ethnicity", {"ethnicity": "White"}, 200, None),
        ("I06", "", {}, 62, 310),
    ]
    assert NotSupplied.objects.get().because == "contacts are kept in another system"
    assert Commentary.objects.get().text == "A school sent twelve on one day."
    assert Event.objects.filter(verb="return.received", about=f"returnreceived:{received.pk}").count() == 1


def test_the_same_file_again_changes_nothing(inside, council):
    content = a_return([row("I05", Q1, 310)], agency=council.name)
    first, events = send(inside, content), Event.objects.count()
    assert send(inside, content) == first
    assert (ReturnReceived.objects.count(), Event.objects.count()) == (1, events)


def test_a_corrected_return_replaces_the_earlier_one_and_both_are_kept(inside, council):
    first = send(inside, a_return([row("I05", Q1, 310)], agency=council.name))
    second = send(inside, a_return([row("I05", Q1, 312)], agency=council.name))
    assert second.replaces == first
    assert list(ReturnReceived.objects.current()) == [second]
    assert sorted(Reading.objects.values_list("numerator", flat=True)) == [310, 312]


def test_withdrawing_a_correction_lets_the_earlier_one_stand_again(inside, council):
    first = send(inside, a_return([row("I05", Q1, 310)], agency=council.name))
    second = send(inside, a_return([row("I05", Q1, 312)], agency=council.name))
    operations.withdraw(second, because="The wrong month.", by=inside.analyst)
    assert list(ReturnReceived.objects.current()) == [first]


def test_a_return_that_gives_less_replaces_nothing_unless_somebody_says_so(inside, council):
    first = send(inside, a_return([row("I05", Q1, 310), row("I06", Q1, 62, 310)], agency=council.name))
    part = a_return([row("I05", Q1, 312)], agency=council.name)
    assert send(inside, part).replaces is None
    other = a_return([row("I05", Q1, 313)], agency=council.name)
    assert send(inside, other, replaces=first).replaces == first


def test_in01_a_file_with_faults_is_refused_with_all_of_them_and_nothing_is_kept(inside, council):
    wrong = a_return([row("I06", Q1, 400, 310), row("I05", Q1, 5, 7)], agency=council.name)
    said = refused("IN-01", inside, wrong.replace(b'"E09000099"', b'"Thornley"'))
    assert "more than 100%" in said and "nine-character code" in said
    assert (ReturnReceived.objects.count(), Reading.objects.count()) == (0, 0)
    assert "not JSON" in refused("IN-01", inside, b"{ this is no return")
    assert "JSON" in refused("IN-01", inside, b"PK\x03\x04 a workbook")


def test_in01_a_file_that_names_a_child_is_refused_and_the_child_is_not_repeated(inside, council):
    content = a_return(
        [row("I05", Q1, 3)], agency=council.name, comments=[returns.Comment("I05", "See case CH-100234.")]
    )
    assert "CH-100234" not in refused("IN-01", inside, content)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"comments": [returns.Comment("I05", "More\x00 from schools.")]}, "NUL"),
        ({"rows_read": 3 * 10**9 + 2, "rows_used": 3 * 10**9, "lists": []}, "any extract"),
        ({"rows": [row("I05", Q1, 10**15)]}, "larger than any"),
    ],
)
def test_in01_what_no_database_keeps_is_a_fault_and_not_an_accident(inside, council, given, says):
    content = a_return(**{"rows": [row("I05", Q1, 310)], "agency": council.name} | given)
    assert says in refused("IN-01", inside, content)


def test_in02_an_agency_sends_only_its_own(inside, council):
    content = a_return([row("I05", Q1, 310)], agency=council.name)
    said = refused("IN-02", inside, content, by="agency_contact")
    assert "thornley Council" in said
    own = a_return([row("I05", Q1, 3)], agency=inside.agencies["school"].name)
    assert send(inside, own, by="agency_contact").agency == inside.agencies["school"]


def test_in03_the_agency_chosen_is_the_one_in_the_file(inside, council):
    content = a_return([row("I05", Q1, 310)], agency="thornley Police")
    refused("IN-03", inside, content, agency=council)


def test_in04_a_return_for_another_partnership_is_refused(inside, council):
    refused("IN-04", inside, a_return([row("I05", Q1, 310)], agency=council.name, partnership="eastmere"))


def test_in05_an_area_the_partnership_does_not_cover_is_refused(inside, council):
    content = a_return([row("I05", Q1, 310, area="E09000001")], agency=council.name)
    assert "E09000001" in refused("IN-05", inside, content)


def test_in06_an_agency_nobody_knows_is_refused(inside):
    assert "Northwick" in refused(
        "IN-06", inside, a_return([row("I05", Q1, 310)], agency="Northwick Council")
    )
    assert "nothing" in refused("IN-06", inside, a_return([row("I05", Q1, 310)]), by=None)


def test_without_an_agency_in_the_file_it_is_the_senders(inside):
    received = send(inside, a_return([row("I05", Q1, 310)]), by="agency_contact")
    assert received.agency == inside.agencies["school"]


def test_in07_a_return_corrects_only_one_of_the_same_agency_that_stands(inside, council):
    school = send(inside, a_return([row("I05", Q1, 3)], agency=inside.agencies["school"].name))
    refused("IN-07", inside, a_return([row("I05", Q1, 310)], agency=council.name), replaces=school)
    mine = send(inside, a_return([row("I05", Q1, 311)], agency=council.name))
    operations.withdraw(mine, because="Wrong.", by=inside.analyst)
    refused("IN-07", inside, a_return([row("I05", Q1, 312)], agency=council.name), replaces=mine)


def test_in08_a_file_that_was_withdrawn_does_not_come_back(inside, council):
    content = a_return([row("I05", Q1, 310)], agency=council.name)
    operations.withdraw(send(inside, content), because="Half the month was missing.", by=inside.analyst)
    assert "Half the month" in refused("IN-08", inside, content)


def test_in09_a_file_from_the_future_is_refused(inside, council):
    later = (date(2190, 4, 1), date(2190, 6, 30))
    refused("IN-09", inside, a_return([row("I05", later, 310)], agency=council.name))


def test_another_partnerships_analyst_sends_nothing_here(world, elsewhere):
    with pytest.raises(Refused, match="another partnership"):
        operations.receive(
            a_return([row("I05", Q1, 310)], agency=world.agencies["council"].name),
            name="q1.return.json",
            partnership=world.partnership,
            by=elsewhere.analyst,
        )


def test_two_sources_of_one_agency_stand_side_by_side(inside, council):
    census = returns.Source("cin-census", [returns.SourceFile("cin.xml", "b" * 64)])
    first = send(inside, a_return([row("I05", Q1, 310)], agency=council.name))
    second = send(inside, a_return([row("I05", Q1, 309)], agency=council.name, source=census))
    assert second.replaces is None and set(ReturnReceived.objects.current()) == {first, second}


def test_a_median_in_half_days_keeps_its_half(inside, council):
    from lscp.scorecard.catalogue import catalogue

    code = next(one.code for one in catalogue().values() if one.unit == "days")
    send(inside, a_return([row(code, Q1, 12.5, 40)], agency=council.name))
    assert float(Reading.objects.get().numerator) == 12.5


def test_the_order_of_a_breakdown_does_not_matter(inside, council):
    crossed = replace(row("I05", Q1, 4), breakdown={"sex": "Female", "ethnicity": "Asian"})
    send(inside, a_return([crossed], agency=council.name))
    kept = Reading.objects.get()
    assert (kept.breakdown, kept.dimensions) == ('{"ethnicity": "Asian", "sex": "Female"}', "ethnicity*sex")
