"""Returns on the desk: asked for, sent, explained, signed off; and who sees which."""

import html
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lscp import scope
from lscp.indicators import operations
from lscp.indicators.models import (
    Commentary,
    DataGap,
    LocalEstimate,
    NotSupplied,
    Population,
    PriorityIndicator,
    Rebase,
    ReturnReceived,
    ReturnRequest,
    Target,
)
from lscp.partnerships.access import scope_of
from lscp.partnerships.models import Partnership
from tests.factories.returns import a_return, quarter, row
from tests.integration.scorecard.conftest import NOISE, QUARTERS
from tests.integration.scorecard.test_the_scorecard import text

TODAY = timezone.localdate()
Q1 = quarter(2024, 1)


def dates(**given):
    return {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in given.items()
        for part in ("day", "month", "year")
    }


def upload(world, content, role="analyst", **more):
    file = io.BytesIO(content)
    file.name = "q1.return.json"
    return world.client(role).post("/desk/returns/send", {"file": file} | more)


def a_file(world, agency="council", rows=None, **more):
    return a_return(
        rows or [row("I05", Q1, 310), row("I06", Q1, 62, 310)], agency=world.agencies[agency].name, **more
    )


# --- a return comes in


def test_a_return_is_received_and_its_page_accounts_for_every_row(world):
    answer = upload(world, a_file(world))
    received = ReturnReceived.everywhere.get()
    assert answer.url == f"/desk/returns/{received.pk}"
    said = text(answer.client.get(answer.url))
    assert "The return of thornley Council is received: 2 figures." in said
    assert "10 read = 8 used + 1 duplicate + 1 rejected" in said
    assert "referrals 10 8 1 1" in said
    assert received.document.sha256 in said and "a" * 64 in said
    assert "Re-referrals within 12 months Apr to Jun 2024 20.0% 62 of 310 1" in said
    kept = world.client("analyst").get(f"{answer.url}/file")
    assert kept.content == a_file(world) and kept["Content-Disposition"].startswith("attachment")


def test_faults_are_listed_line_by_line_and_nothing_is_kept(world):
    wrong = a_file(world, rows=[row("I06", Q1, 400, 310), row("I05", Q1, 5)])
    answer = upload(world, wrong.replace(b'"area": "E09000099"', b'"area": "Thornley"'))
    assert answer.status_code == 422
    said = text(answer)
    assert "Nothing was kept. Mend what is listed below" in said
    assert "things are wrong with the file" in said
    assert "more than 100%" in said and "nine-character code" in said
    assert not ReturnReceived.everywhere.exists()


@pytest.mark.parametrize("content", [b"{ this is no return", b"PK\x03\x04 a workbook", b"[]"])
def test_a_file_that_is_no_return_is_said_to_be_none(world, content):
    answer = upload(world, content)
    assert answer.status_code == 422 and "1 thing is wrong with the file" in text(answer)


def test_a_fault_of_who_sends_what_is_said_once(world):
    """Nothing is wrong with the file; the agency may not send it."""
    answer = upload(world, a_file(world), role="agency_contact")
    said = text(answer)
    assert (
        answer.status_code == 422 and "An agency sends, explains and leaves out only its own figures" in said
    )
    assert "wrong with the file" not in said


def test_the_same_file_again_changes_nothing_and_a_correction_replaces(world):
    upload(world, a_file(world))
    again = upload(world, a_file(world))
    assert "This very file was received before" in text(again.client.get(again.url))
    corrected = upload(world, a_file(world, rows=[row("I05", Q1, 311), row("I06", Q1, 62, 311)]))
    assert "It replaces an earlier return, which is kept." in text(corrected.client.get(corrected.url))
    first = ReturnReceived.everywhere.order_by("pk").first()
    said = text(world.client("analyst").get(f"/desk/returns/{first.pk}"))
    assert "Replaced by a later one" in said and "later return of" in said


def test_its_owner_signs_it_off_and_nobody_else(world):
    upload(world, a_file(world, "school"), agency=str(world.agencies["school"].pk))
    address = f"/desk/returns/{ReturnReceived.everywhere.get().pk}"
    assert "Sign off these figures" not in text(world.client("partner_lead").get(address))
    refused = world.client("partner_lead").post(f"{address}/sign-off")
    assert "Only thornley Green Lane School may sign off its own figures" in text(refused)
    assert world.client("agency_contact").post(f"{address}/sign-off").status_code == 302
    said = text(world.client("manager").get(address))
    assert "Signed off by its owner" in said and "Agency Contact of thornley" in said


def test_a_return_is_withdrawn_with_a_reason_and_stays_on_record(world):
    upload(world, a_file(world))
    address = f"/desk/returns/{ReturnReceived.everywhere.get().pk}"
    world.client("analyst").post(f"{address}/withdraw", {"because": "The wrong month."})
    said = text(world.client("analyst").get(address))
    assert "Withdrawn, because The wrong month." in said
    assert "310" not in text(world.client("analyst").get("/desk/scorecard/indicators/I05"))


def test_an_agencys_contact_sees_its_own_returns_and_requests_only(world):
    upload(world, a_file(world))
    upload(world, a_file(world, "school"), agency=str(world.agencies["school"].pk))
    client = world.client("agency_contact")
    said = text(client.get("/desk/returns/"))
    assert "thornley Green Lane School" in said and "thornley Council" not in said
    councils = ReturnReceived.everywhere.get(agency=world.agencies["council"])
    for end in ("", "/file", "/withdraw", "/sign-off"):
        assert client.get(f"/desk/returns/{councils.pk}{end}").status_code == 404
    assert client.get("/desk/scorecard/").status_code == 403


def test_who_may_not_see_small_numbers_sees_none_on_a_returns_page(world):
    upload(world, a_file(world, rows=[row("I41", Q1, 3), row("I22", Q1, 28, 30)]))
    address = f"/desk/returns/{ReturnReceived.everywhere.get().pk}"
    assert "93.3% 28 of 30" in text(world.client("manager").get(address))
    said = text(world.client("reader").get(address))
    assert "Children referred as possible victims of slavery Apr to Jun 2024 c 1" in said
    assert "28 of 30" not in said and "93.3%" not in said


def test_what_the_scorecard_hides_beside_a_published_year_a_returns_page_hides_too(made):
    """204 in the year, 90 and 80 in two quarters: the third, of four children, is the year less the rest."""
    year = QUARTERS[-4:]
    for period, count in zip(year, (90, 80, 4, 30), strict=True):
        made.send([row("I05", period, count)])
    last = f"/desk/returns/{ReturnReceived.everywhere.latest('pk').pk}"
    shown = "Referrals Jan to Mar 2025 30"
    assert shown in text(made.world.client("reader").get(last))
    printed = {
        "period_start": year[0][0],
        "period_end": year[-1][1],
        "area": "",
        "breakdown": {},
        "shown": "204",
    }
    with scope.within(scope_of(made.manager)):
        operations.remember_published(
            made.world.partnership,
            [printed | {"indicator": "I05"}],
            edition="annual-report, edition 1",
            by=None,
        )
    assert shown in text(made.world.client("manager").get(last))
    said = text(made.world.client("reader").get(last))
    assert shown not in said and "Referrals Jan to Mar 2025 c" in said


# --- asking


def test_an_agency_is_asked_and_the_page_says_what_came(world):
    client = world.client("manager")
    school = world.agencies["school"]
    page = client.get(f"/desk/returns/ask?agency={school.pk}").content.decode()
    assert 'value="I86-PLACES"' in page
    answer = client.post(
        f"/desk/returns/ask?agency={school.pk}",
        {"others": ["I05", "I06", "I36"]}
        | dates(period_start=Q1[0], period_end=Q1[1], due=TODAY + timedelta(days=30)),
    )
    asked = ReturnRequest.everywhere.get()
    assert answer.url == f"/desk/returns/requests/{asked.pk}"
    upload(world, a_file(world, "school"), role="agency_contact")
    contact = world.client("agency_contact")
    page = contact.get(f"/desk/returns/not-supplied?request={asked.pk}").content.decode()
    assert "Missing episodes" in page and "Conferences within 15" not in page
    contact.post(
        f"/desk/returns/not-supplied?request={asked.pk}",
        {"indicator": "I36", "because": "the police count it"} | dates(period_start=Q1[0], period_end=Q1[1]),
    )
    said = text(client.get(answer.url))
    assert "Referrals I05 Yes" in said
    assert "Missing episodes I36 Not supplied, because the police count it" in said
    assert "How it stands Answered" in said
    assert NotSupplied.everywhere.get().agency == school


def test_nothing_ticked_is_said_at_the_boxes(world):
    school = world.agencies["school"]
    answer = world.client("manager").post(
        f"/desk/returns/ask?agency={school.pk}", dates(period_start=Q1[0], period_end=Q1[1], due=TODAY)
    )
    assert answer.status_code == 200 and "Tick at least one indicator" in text(answer)
    assert not ReturnRequest.everywhere.exists()


@pytest.fixture
def asked(world):
    return operations.request_return(
        world.partnership, agency=world.agencies["school"], indicators=["I05"], period_start=Q1[0],
        period_end=Q1[1], due=TODAY + timedelta(days=3), by=world.manager,
    )  # fmt: skip


def test_a_request_is_moved_by_two_people_at_once_and_neither_is_lost(world, asked):
    client, address = world.client("manager"), f"/desk/returns/requests/{asked.pk}/move"
    later = TODAY + timedelta(days=20)
    assert client.post(address, {"version": "1"} | dates(due=later)).status_code == 302
    stale = client.post(address, {"version": "1"} | dates(due=TODAY + timedelta(days=30)))
    assert stale.status_code == 409 and "Somebody else changed this" in text(stale)
    asked.refresh_from_db()
    assert asked.due == later


def test_a_request_is_no_longer_needed(world, asked):
    world.client("manager").post(
        f"/desk/returns/requests/{asked.pk}/withdraw", {"because": "They sent it by post."}
    )
    assert "Nothing is asked for that has not come." in text(world.client("manager").get("/desk/returns/"))


def test_the_lists_cost_the_same_whatever_their_length(world, django_assert_max_num_queries):
    client = world.client("manager")
    for number in range(3):
        upload(world, a_file(world, rows=[row("I05", QUARTERS[number], 300)]))
    client.get("/desk/returns/")
    with django_assert_max_num_queries(14):
        client.get("/desk/returns/")
    for number in range(3, 20):
        upload(world, a_file(world, rows=[row("I05", QUARTERS[number], 300)]))
    with django_assert_max_num_queries(14):
        client.get("/desk/returns/")


# --- decisions about an indicator


def post(world, path, role="manager", **given):
    return world.client(role).post(f"/desk/scorecard/{path}", given)


def test_a_target_is_set_and_ended_and_the_chart_says_so(made):
    made.send(made.series("I11", NOISE))
    post(
        made.world,
        "indicators/I11/target",
        value="85",
        because="As England.",
        **dates(started=QUARTERS[0][0]),
    )
    said = text(made.world.client("manager").get("/desk/scorecard/indicators/I11"))
    assert "The target is 85.0%." in said and "Will miss its target unless something changes" in said
    target = Target.everywhere.get()
    post(made.world, f"targets/{target.pk}/end", **dates(on=TODAY - timedelta(days=1)))
    assert "No target is set." in text(made.world.client("manager").get("/desk/scorecard/indicators/I11"))


def test_limits_begin_anew_only_by_a_person_with_a_reason_and_can_be_undone(made):
    made.send(made.series("I11", NOISE))
    start = QUARTERS[10][0]
    refused = post(made.world, "indicators/I11/limits", from_period=start.isoformat(), because=" ")
    assert refused.status_code == 200 and "Answer the question: why?" in text(refused)
    post(made.world, "indicators/I11/limits", from_period=start.isoformat(), because="A second team.")
    said = text(made.world.client("manager").get("/desk/scorecard/indicators/I11"))
    assert "New limits begin at Oct to Dec 2022: A second team." in said
    rebase = Rebase.everywhere.get()
    post(made.world, f"limits/{rebase.pk}/undo", because="It did not last.")
    assert "New limits begin" not in text(made.world.client("manager").get("/desk/scorecard/indicators/I11"))


def test_two_who_comment_at_once_lose_nothing(made):
    made.send(made.series("I11", NOISE))
    council = str(made.world.agencies["council"].pk)
    path = "indicators/I11/comment"
    assert post(made.world, path, agency=council, after="0", text="The first.").status_code == 302
    stale = post(made.world, path, "analyst", agency=council, after="0", text="The second.")
    said = text(stale)
    assert stale.status_code == 409 and "The first." in said and "The second." in said
    first = str(Commentary.everywhere.get().pk)
    assert post(made.world, path, "analyst", agency=council, after=first, text="Both.").status_code == 302
    said = text(made.world.client("manager").get("/desk/scorecard/indicators/I11"))
    assert "“Both.”" in said and "“The first.”" in said


def test_whoever_saw_one_agencys_comment_can_write_for_another(made):
    made.send(made.series("I11", NOISE))
    council, police = (str(made.world.agencies[name].pk) for name in ("council", "police"))
    path = "indicators/I11/comment"
    post(made.world, path, agency=council, after="0", text="The first.")
    seen = str(Commentary.everywhere.get().pk)
    assert post(made.world, path, agency=police, after=seen, text="Ours too.").status_code == 302
    assert Commentary.everywhere.count() == 2


def test_an_owner_answers_and_a_priority_is_followed(made):
    from lscp import scope
    from lscp.partnerships import operations as partnerships
    from lscp.partnerships.access import scope_of

    with scope.within(scope_of(made.manager)):
        priority = partnerships.set_priority(
            made.world.partnership, title="Help in time", plain_words="Sooner.", started=made.world.started
        )
    made.send(made.series("I11", NOISE))
    council = made.world.agencies["council"]
    post(made.world, "indicators/I11/owner", agency=str(council.pk), **dates(started=TODAY))
    post(made.world, "indicators/I11/follow", priority=str(priority.pk))
    said = text(made.world.client("manager").get("/desk/scorecard/indicators/I11"))
    assert "Who answers for it here thornley Council" in said and "It follows “Help in time”." in said
    followed = PriorityIndicator.everywhere.get()
    post(made.world, f"followed/{followed.pk}/end")
    assert "No indicator follows this priority yet" in text(
        made.world.client("manager").get("/desk/scorecard/")
    )


# --- data gaps and published figures


def test_a_gap_is_registered_asked_for_and_estimated_with_its_method(world):
    client = world.client("manager")
    client.post(
        "/desk/data-gaps/add",
        {
            "dataset": "Nights in custody",
            "held_by": "The force",
            "geography": "Three boroughs",
            "indicators": ["I36"],
        },
    )
    address = f"/desk/data-gaps/{DataGap.everywhere.get().pk}"
    client.post(f"{address}/step", {"status": "asked", "text": "Wrote to the data team."} | dates(on=TODAY))
    client.post(
        f"{address}/estimate?how=own",
        {
            "regional": "212 in three boroughs",
            "value": "64",
            "low": "50",
            "high": "80",
            "method": "By population.",
        }
        | dates(period_start=Q1[0], period_end=Q1[1]),
    )
    said = text(client.get(address))
    assert "Estimated from a larger area" in said and "Wrote to the data team." in said
    assert "64 50 and 80 212 in three boroughs By population." in said
    assert "Nights in custody The force Three boroughs" in text(client.get("/desk/data-gaps/"))


@pytest.fixture
def estimating(world):
    """The address of an estimate for a gap on the register, and a client that keeps the scorecard."""
    with scope.within(scope_of(world.manager)):
        gap = operations.open_gap(
            world.partnership, dataset="Nights in custody", held_by="The force", geography="Mid Shire",
            indicators=["I36"], by=world.manager,
        )  # fmt: skip
    return f"/desk/data-gaps/{gap.pk}/estimate", world.client("manager")


def regional(**more):
    said = {"region": "Mid Shire", "source": "The force, custody 2024.", "people": "children"}
    return said | dates(period_start=Q1[0], period_end=Q1[1]) | more


def hidden(answer, name):
    return html.unescape(re.search(f'name="{name}" value="([^"]*)"', answer.content.decode())[1])


def test_the_method_is_chosen_before_a_regional_figure_is_given(estimating):
    address, client = estimating
    said = text(client.get(address))
    assert "Share it out by population" in said and "Apply its rates group by group" in said
    assert "Type an estimate and its method" in said


def test_a_regional_count_is_shared_out_by_a_published_population_and_kept_when_seen(estimating):
    address, client = estimating
    Population.objects.create(
        area="E09000099", year=2024, ages="10-17", count=31_000, vintage="Mid-2024 estimates",
        released_on=Q1[1],
    )  # fmt: skip
    given = regional(events="1240", region_people="208000", ours="2024:10-17")
    answer = client.post(f"{address}?how=population", given)
    said = text(answer)
    assert "185 in Thornley. Estimated: 1,240 in Mid Shire, times the 31,000 of its 208,000 children" in said
    assert "(14.9%)" in said and "Mid-2024 estimates" in said and "no range is given" in said
    assert not LocalEstimate.everywhere.exists(), "nothing is kept before it was looked at"
    changed = client.post(
        f"{address}?how=population", given | {"seen": hidden(answer, "seen"), "events": "620"}
    )
    assert "92 in Thornley" in text(changed) and not LocalEstimate.everywhere.exists()
    client.post(f"{address}?how=population", given | {"seen": hidden(answer, "seen")})
    kept = LocalEstimate.everywhere.get()
    assert kept.value == 185 and kept.low is None and "14.9%" in kept.method
    assert kept.regional == "1,240 in Mid Shire. The force, custody 2024."
    assert "It takes for granted that Thornley is like the rest of Mid Shire." in text(
        client.get(address.removesuffix("/estimate"))
    )


def test_with_several_areas_an_estimate_is_of_one_or_of_all_together(world, estimating):
    address, client = estimating
    both = [{"code": "E09000099", "name": "Thornley"}, {"code": "E09000098", "name": "Eastmere"}]
    Partnership.objects.filter(pk=world.partnership.pk).update(authorities=both)
    for area, count in (("E09000099", 31_000), ("E09000098", 20_000)):
        Population.objects.create(
            area=area, year=2024, ages="0-17", count=count, vintage="Mid-2024", released_on=Q1[1]
        )
    assert "Which area is it for?" in text(client.get(f"{address}?how=population"))
    given = regional(events="1240", region_people="208000", area="E09000098", ours="E09000098:2024:0-17")
    answer = client.post(f"{address}?how=population", given)
    assert "119 in Eastmere." in text(answer)
    client.post(f"{address}?how=population", given | {"seen": hidden(answer, "seen")})
    assert LocalEstimate.everywhere.get().area == "E09000098"
    together = client.post(f"{address}?how=population", given | {"area": "", "ours": ":2024:0-17"})
    assert "304 in Thornley and Eastmere together." in text(together)
    wrong = client.post(f"{address}?how=population", given | {"ours": "E09000099:2024:0-17"})
    assert "This is the population of another area. Choose one of Eastmere" in text(wrong)
    assert "Eastmere" in text(client.get(address.removesuffix("/estimate")))


def test_a_range_is_given_where_a_similar_figure_is_known_for_each_area(estimating):
    address, client = estimating
    given = regional(
        rate="4.5", per="1000", area_people="31000", events="1240",
        related="Northvale 120 31,000\nSouthvale 210 40,000\nEast Mere 60 29,000",
    )  # fmt: skip
    answer = client.post(f"{address}?how=rate", given)
    assert "140 in Thornley. Estimated: the rate of Mid Shire, 4.5 for every 1,000 children" in text(answer)
    client.post(f"{address}?how=rate", given | {"seen": hidden(answer, "seen")})
    kept = LocalEstimate.everywhere.get()
    assert kept.low < 140 < kept.high and f"between {kept.low:.0f} and {kept.high:.0f}" in kept.method


def test_a_regional_figure_by_group_minds_who_lives_here(estimating):
    address, client = estimating
    rows = "Under 5 100 10,000 1,000\n5 to 17 300 10,000 3,000"
    answer = client.post(f"{address}?how=groups", regional(groups="age", rows=rows))
    assert "100 in Thornley. Estimated: the rates of Mid Shire by age" in text(answer)


@pytest.mark.parametrize(
    ("how", "given", "said"),
    [
        ("population", {"events": "9", "region_people": "100", "area_people": "200"}, "must be part of the region"),
        ("population", {"events": "9", "region_people": "100"}, "Choose our population above, or give it here"),
        ("groups", {"groups": "age", "rows": "Under 5 100 many"}, "must end in 3 whole numbers"),
        ("rate", {"rate": "2", "per": "100", "area_people": "9", "related": "North 1 9"}, "fewer than 3"),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_are_refused_in_words(estimating, how, given, said):
    address, client = estimating
    answer = client.post(f"{address}?how={how}", regional(**given))
    assert said in text(answer) and not LocalEstimate.everywhere.exists()


def test_a_file_that_is_no_published_table_is_refused_in_words(world):
    file = io.BytesIO(b"a,b\n1,2\n")
    file.name = "table.csv"
    answer = world.client("manager").post("/desk/scorecard/published", {"file": file})
    assert answer.status_code == 422 and "is no published table that is known here" in text(answer)


def test_the_catalogue_is_searched_by_words(world):
    said = text(world.client("reader").get("/desk/scorecard/indicators?words=conferences+time"))
    assert "Are conferences held in time?" in said and "Are assessments finished in time?" not in said
