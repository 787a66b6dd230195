"""A serious incident handled by the book: decision, clocks, summaries, rapid review, learning."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lscp.clocks import states as clock_states
from lscp.clocks.models import Clock
from lscp.disclosure.identifying import scan
from lscp.golden_thread import operations as thread
from lscp.journal.models import Event
from lscp.refusal import Refused
from lscp.sources.reviews import operations, queries, rules
from lscp.sources.reviews.holder import SummaryHolder
from lscp.sources.reviews.models import AgencySummary, Incident
from lscp.sources.reviews.states import GOES_TO, JOURNAL, SHOWN, TURN, IncidentStatus

KNOWN = date(2026, 3, 25)  # a Wednesday before Easter: Good Friday is 3 April, Easter Monday 6 April
ACCOUNT = "A child was seriously hurt at home. Neglect is suspected."


def raised(world, **changes):
    facts = {
        "pseudonym": "Rowan",
        "kind": "harm",
        "occurred_on": date(2026, 3, 24),
        "known_on": KNOWN,
        "raised_by": world.agencies["nhs"],
        "account": ACCOUNT,
        "by": world.manager,
    }
    return operations.raise_incident(world.partnership, **facts | changes)


def notified(world, on=date(2026, 3, 30), **changes):
    return operations.notify(
        raised(world, **changes), reason="Serious harm; neglect is suspected.", on=on, by=world.partner_lead
    )


def reviewed(world, **changes):
    facts = {
        "learning": "Nobody asked who else was worried.",
        "next_step": "none",
        "reason": "The rapid review holds the learning.",
        "on": date(2026, 4, 20),
        "by": world.partner_lead,
    }
    return operations.send_rapid_review(notified(world), **facts | changes)


def clock(duty):
    return Clock.objects.get(duty=duty)


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.refusal.rule


def test_notification_is_due_five_working_days_after_the_council_became_aware(inside):
    raised(inside)
    assert clock("C01").due == date(2026, 4, 1)


def test_the_rapid_review_is_due_fifteen_working_days_after_notification_over_easter(inside):
    notified(inside)
    assert clock("C01").met_on == date(2026, 3, 30)
    assert clock("C04").due == date(2026, 4, 22)  # Good Friday and Easter Monday are not counted


def test_a_decision_not_to_notify_keeps_its_reasons_and_voids_the_clock(inside):
    incident = operations.decide_not_notifiable(
        raised(inside), reason="The harm was not serious.", on=date(2026, 3, 27), by=inside.partner_lead
    )
    assert (incident.status, incident.decision_reason) == (
        IncidentStatus.NOT_NOTIFIABLE,
        "The harm was not serious.",
    )
    assert clock("C01").status == clock_states.VOID


def test_a_notification_later_found_not_to_meet_the_criteria_needs_no_rapid_review(inside):
    incident = notified(inside)
    reason = "The scan shows an illness and no injury."
    operations.decide_not_notifiable(incident, reason=reason, on=date(2026, 4, 9), by=inside.partner_lead)
    assert (incident.status, incident.decision_reason) == (IncidentStatus.NOT_NOTIFIABLE, reason)
    assert clock("C01").status == clock_states.MET
    assert clock("C04").status == clock_states.VOID


def test_a_decision_against_may_be_turned_round_by_new_information(inside):
    incident = operations.decide_not_notifiable(
        raised(inside), reason="The harm was not serious.", on=date(2026, 3, 27), by=inside.partner_lead
    )
    operations.notify(incident, reason="The scan shows more.", on=date(2026, 3, 31), by=inside.partner_lead)
    assert Clock.objects.get(duty="C01", status=clock_states.MET).met_on == date(2026, 3, 31)
    assert clock("C04").due == date(2026, 4, 23)


def test_the_learning_opens_a_source_and_its_recommendations_stand_in_the_thread(inside):
    incident = reviewed(inside)
    recommendation = operations.recommend(
        incident,
        finding="Letters were shared, nobody spoke.",
        text="A call when two agencies worry about one child.",
        addressed_to=[inside.agencies["nhs"]],
        number="1",
        by=inside.manager,
    )
    assert recommendation.finding.source == incident.source
    assert incident.source.kind == "rapid-review"
    assert clock("C04").met_on == date(2026, 4, 20)


def test_a_local_review_is_due_for_publication_in_six_months(inside):
    incident = reviewed(inside, next_step="local")
    operations.begin_local_review(incident, on=date(2026, 4, 30), by=inside.partner_lead)
    assert clock("C07").due == date(2026, 10, 30)
    operations.close(incident, on=date(2026, 9, 30), published_on=date(2026, 9, 29), by=inside.partner_lead)
    assert clock("C07").met_on == date(2026, 9, 29)


def test_agencies_have_ten_working_days_for_their_summaries(inside):
    summary = operations.ask_for_summary(
        notified(inside), inside.agencies["police"], on=date(2026, 3, 31), by=inside.manager
    )
    assert summary.due == date(2026, 4, 16)
    assert list(queries.summaries_overdue(date(2026, 4, 17))) == [summary]


def test_an_agency_sees_what_it_was_asked_and_never_the_incident(world):
    from lscp import scope
    from lscp.partnerships.access import scope_of

    with scope.within(scope_of(world.manager)):
        incident = notified(world)
        mine = operations.ask_for_summary(
            incident, world.agencies["school"], on=date(2026, 3, 31), by=world.manager
        )
        operations.ask_for_summary(incident, world.agencies["police"], on=date(2026, 3, 31), by=world.manager)
    with scope.within(scope_of(world.agency_contact)):
        assert list(AgencySummary.objects.all()) == [mine]
        assert not Incident.objects.exists()


def test_reviews_are_counted_by_year_on_the_day_of_each_step(inside):
    reviewed(inside)
    raised(inside, pseudonym="Hazel", occurred_on=date(2025, 3, 30), known_on=date(2025, 3, 31))
    counted = dict(queries.counts_by_year())
    assert counted["2024/25"] == {"raised": 1, "notified": 0, "rapid_reviews": 0, "local_reviews": 0}
    assert counted["2025/26"] == {"raised": 1, "notified": 1, "rapid_reviews": 0, "local_reviews": 0}
    assert counted["2026/27"]["rapid_reviews"] == 1


def test_rv01_a_step_follows_from_where_the_incident_stands(inside):
    incident = raised(inside)
    assert refusal(operations.close, incident, on=date(2026, 4, 1), by=inside.partner_lead) == "RV-01"


def test_rv02_a_date_is_not_before_the_step_it_follows(inside):
    assert refusal(raised, inside, occurred_on=date(2026, 3, 26)) == "RV-02"
    assert refusal(notified, inside, on=date(2026, 3, 24)) == "RV-02"


def test_rv03_a_date_is_not_in_the_future(inside):
    assert refusal(raised, inside, on=date(2026, 3, 24)) == "RV-03"


def test_rv04_a_decision_has_reasons(inside):
    incident = raised(inside)
    decide = operations.decide_not_notifiable
    assert refusal(decide, incident, reason=" ", on=date(2026, 3, 27), by=inside.partner_lead) == "RV-04"


@pytest.mark.parametrize("detail", ["NHS number 943 476 5919", "born on 3 May 2019", "lives at SW1A 1AA"])
def test_rv05_the_text_identifies_nobody(inside, detail):
    assert refusal(raised, inside, account=f"{ACCOUNT} {detail}") == "RV-05"
    assert Incident.objects.count() == 0


def test_rv05_says_each_kind_of_detail_once_on_a_line_of_its_own():
    found = scan("NHS numbers 943 476 5919 and 401 023 2137, e-mail mum@home.example")
    first, *rest = str(rules.identifies_nobody(found)).splitlines()
    assert first.endswith("nothing was saved. Change what is listed, then save again.")
    assert [line.partition(". ")[0] for line in rest] == [
        "“943 476 5919”, “401 023 2137”",
        "“mum@home.example”",
    ]


def test_rv06_no_rapid_review_work_without_a_notification(inside):
    incident = raised(inside)
    ask = operations.ask_for_summary
    assert (
        refusal(ask, incident, inside.agencies["police"], on=date(2026, 3, 31), by=inside.manager) == "RV-06"
    )


def test_rv07_the_death_of_a_care_leaver_is_notified_without_a_rapid_review(inside):
    incident = notified(inside, kind="care_leaver")
    assert not Clock.objects.filter(duty="C04").exists()
    facts = {
        "learning": "x",
        "next_step": "none",
        "reason": "x",
        "on": date(2026, 4, 20),
        "by": inside.partner_lead,
    }
    assert refusal(operations.send_rapid_review, incident, **facts) == "RV-07"


def test_rv08_every_summary_is_in_or_the_review_says_why_it_goes_without(inside):
    incident = notified(inside)
    operations.ask_for_summary(incident, inside.agencies["police"], on=date(2026, 3, 31), by=inside.manager)
    facts = {
        "learning": "x",
        "next_step": "none",
        "reason": "y",
        "on": date(2026, 4, 20),
        "by": inside.partner_lead,
    }
    assert refusal(operations.send_rapid_review, incident, **facts) == "RV-08"
    operations.send_rapid_review(incident, **facts, without="The police's summary is with their lawyers.")
    assert "lawyers" in Event.objects.get(verb="incident.rapid_review_sent").details


def test_rv09_a_pseudonym_stands_for_one_child(inside):
    raised(inside)
    assert refusal(raised, inside) == "RV-09"


def test_rv10_an_unpublished_local_review_says_why(inside):
    incident = reviewed(inside, next_step="local")
    operations.begin_local_review(incident, on=date(2026, 4, 30), by=inside.partner_lead)
    assert refusal(operations.close, incident, on=date(2026, 9, 30), by=inside.partner_lead) == "RV-10"


def test_a_care_leavers_notification_can_be_closed(inside):
    """Otherwise a notified incident without a rapid review could never leave the list."""
    incident = notified(inside, kind="care_leaver")
    operations.close(
        incident, on=date(2026, 4, 20), by=inside.partner_lead, reason="Notified; no review is due."
    )
    assert incident.status == IncidentStatus.CLOSED


def test_rv11_a_notified_incident_has_its_rapid_review_before_it_is_closed(inside):
    incident = notified(inside)
    assert (
        refusal(operations.close, incident, on=date(2026, 4, 20), by=inside.partner_lead, reason="x")
        == "RV-11"
    )


def test_only_the_delegated_partners_decide(inside):
    incident = raised(inside)
    assert refusal(operations.notify, incident, reason="x", on=KNOWN, by=inside.manager) == "PA-01"


def test_nobody_of_another_partnership_decides(inside, elsewhere):
    incident = raised(inside)
    assert refusal(operations.notify, incident, reason="x", on=KNOWN, by=elsewhere.partner_lead) == "PA-02"


@pytest.mark.parametrize("table", [GOES_TO, TURN, JOURNAL, SHOWN])
def test_every_status_stands_in_every_table(table):
    assert set(table) == set(IncidentStatus)


def test_the_thread_may_be_opened_for_a_review_by_a_partner_lead(inside):
    assert thread.open_source(
        inside.partnership, kind="rapid-review", title="A review", happened_on=KNOWN, by=inside.partner_lead
    )


def test_rv12_recommendations_follow_the_rapid_review(inside):
    incident = notified(inside)
    assert refusal(operations.recommend, incident, finding="x", text="y", by=inside.manager) == "RV-12"


def test_a_recommendation_was_made_on_the_day_of_its_review(inside):
    """Added later or not: so that the older of two sisters is known, and the time to answer runs rightly."""
    made = operations.recommend(reviewed(inside), finding="x", text="y", by=inside.manager)
    assert made.made_on == date(2026, 4, 20)


def asked(inside, incident=None, agency="police"):
    return operations.ask_for_summary(
        incident or notified(inside), inside.agencies[agency], on=date(2026, 3, 31), by=inside.manager
    )


def received(summary, inside, **changes):
    facts = {"text": "Two visits.", "on": date(2026, 4, 9), "by": inside.manager}
    return operations.receive_summary(summary, **facts | changes)


def test_rv13_an_agency_is_asked_once(inside):
    summary = asked(inside)
    assert refusal(asked, inside, summary.incident) == "RV-13"


def test_agencies_are_asked_all_or_none(inside):
    incident = asked(inside).incident
    both = [inside.agencies["nhs"], inside.agencies["police"]]
    facts = {"on": date(2026, 3, 31), "by": inside.manager}
    assert refusal(operations.ask_for_summaries, incident, both, **facts) == "RV-13"
    assert AgencySummary.objects.count() == 1


def test_rv14_agencies_are_asked_before_the_rapid_review_goes(inside):
    assert refusal(asked, inside, reviewed(inside)) == "RV-14"


@pytest.mark.parametrize("kind", ["looked_after", "care_leaver"])
def test_rv15_some_deaths_are_always_notified(inside, kind):
    incident = raised(inside, kind=kind)
    decide = operations.decide_not_notifiable
    assert refusal(decide, incident, reason="x", on=date(2026, 3, 27), by=inside.partner_lead) == "RV-15"
    operations.notify(incident, reason="The child was looked after.", on=KNOWN, by=inside.partner_lead)
    assert clock("C02").met_on == KNOWN


def test_rv16_the_agency_that_was_asked_answers(inside):
    assert refusal(received, asked(inside), inside, by=inside.agency_contact) == "RV-16"
    of_the_school = asked(inside, agency="school", incident=Incident.objects.get())
    assert received(of_the_school, inside, by=inside.agency_contact).text == "Two visits."


def test_rv16_a_reader_of_the_agency_that_was_asked_does_not_answer_for_it(inside):
    assert refusal(received, asked(inside, agency="nhs"), inside, by=inside.reader) == "RV-16"


def test_rv17_an_answer_that_went_to_the_panel_stands(inside):
    summary = received(asked(inside), inside)
    facts = {"learning": "x", "next_step": "none", "reason": "y", "on": date(2026, 4, 20)}
    operations.send_rapid_review(summary.incident, **facts, by=inside.partner_lead)
    assert refusal(received, AgencySummary.objects.get(), inside, text="Three visits.") == "RV-17"


def test_an_answer_too_late_for_the_rapid_review_is_still_kept(inside):
    summary = asked(inside)
    facts = {"learning": "x", "next_step": "none", "reason": "y", "on": date(2026, 4, 20)}
    operations.send_rapid_review(summary.incident, **facts, by=inside.partner_lead, without="Not in time.")
    assert not queries.summaries_waited_for()
    assert received(AgencySummary.objects.get(), inside, on=date(2026, 4, 30)).received_on == date(
        2026, 4, 30
    )


def linked(summary, inside, person):
    sent = []
    operations.send_link(
        summary,
        by=inside.manager,
        to_person=person,
        expires=timezone.now() + timedelta(days=14),
        send=lambda link, token: sent.append(token),
    )
    return sent[0]


def test_rv18_no_link_is_sent_and_none_opens_once_the_summary_is_given(inside):
    person = inside.agency_contact.person
    token = linked(asked(inside, agency="school"), inside, person)
    received(AgencySummary.objects.get(), inside)
    assert refusal(operations.redeem, token, timezone.now()) == "RV-18"
    assert refusal(linked, AgencySummary.objects.get(), inside, person) == "RV-18"


def test_rv19_a_link_goes_to_somebody_of_the_agency(inside):
    assert refusal(linked, asked(inside), inside, inside.agency_contact.person) == "RV-19"


def test_whoever_holds_a_link_may_answer_for_their_agency_and_nothing_else(inside):
    incident = notified(inside)
    token = linked(asked(inside, incident, "school"), inside, inside.agency_contact.person)
    link = operations.redeem(token, timezone.now())
    holder = SummaryHolder(link)
    assert refusal(received, asked(inside, incident, "police"), inside, by=holder) == "RV-16"
    assert refusal(operations.edit_account, incident, account="x", version=1, by=holder) == "PA-01"
    assert refusal(operations.close, incident, on=KNOWN, by=holder) == "PA-01"


def test_rv05_reads_every_text_of_every_step(inside):
    number = "NHS number 943 476 5919"
    incident = raised(inside)
    lead, manager, on = inside.partner_lead, inside.manager, date(2026, 3, 30)
    for refused in [
        refusal(operations.edit_account, incident, account=number, version=1, by=manager),
        refusal(operations.notify, incident, reason=number, on=on, by=lead),
        refusal(operations.decide_not_notifiable, incident, reason=number, on=on, by=lead),
        refusal(operations.link, incident, title=number, in_common="x", by=manager),
        refusal(operations.link, incident, title="x", in_common=number, by=manager),
    ]:
        assert refused == "RV-05"
    operations.notify(incident, reason="Serious harm.", on=on, by=lead)
    facts = {"learning": "x", "next_step": "none", "reason": "y", "on": date(2026, 4, 20), "by": lead}
    summary = asked(inside, incident)
    assert refusal(received, summary, inside, text=number) == "RV-05"
    for text in ("learning", "reason", "without"):
        said = {"without": "Not in time."} | facts | {text: number}
        assert refusal(operations.send_rapid_review, incident, **said) == "RV-05"
    operations.send_rapid_review(incident, **facts, without="Not in time.")
    assert refusal(operations.recommend, incident, finding=number, text="y", by=manager) == "RV-05"
    assert refusal(operations.recommend, incident, finding="x", text=number, by=manager) == "RV-05"
    assert refusal(operations.close, incident, on=date(2026, 4, 30), reason=number, by=lead) == "RV-05"


def test_the_pseudonyms_of_the_partnership_may_stand_in_every_text(inside):
    raised(inside, pseudonym="Hazel")
    incident = raised(inside, account="Hazel (aged 4) was hurt. A boy called Rowan saw it.")
    assert incident.pseudonym == "Rowan"


def test_a_review_whose_clock_was_closed_by_hand_can_still_be_sent(inside):
    from lscp.clocks import operations as clocks

    incident = notified(inside)
    clocks.void(clock("C04"), because="Counted anew by the Panel.", by=inside.manager)
    facts = {"learning": "x", "next_step": "none", "reason": "y", "on": date(2026, 4, 20)}
    operations.send_rapid_review(incident, **facts, by=inside.partner_lead)
    assert incident.status == IncidentStatus.RAPID_REVIEW_SENT
