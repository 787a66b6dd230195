"""What needs you: by role, oldest first, each line leading to the thing itself."""

import re

from django.urls import reverse

from lscp.desk.home import views
from lscp.golden_thread import operations
from lscp.partnerships import operations as partnerships


def home(world, role):
    html = world.client(role).get(reverse("desk:home")).content.decode()
    return html, " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_nothing_is_said_in_a_sentence(world):
    for role in ("manager", "agency_contact", "reader", "scrutineer"):
        assert "Nothing needs you today." in home(world, role)[1]


def test_the_manager_sees_four_groups_at_most_oldest_first(threads):
    threads.action(text="Overdue for long", due=threads.days(-40))
    threads.action(text="Overdue since lately", due=threads.days(-3))
    threads.action(text="Due soon", due=threads.days(14))
    threads.action(text="Silent", due=threads.days(60))
    threads.action(text="Nobody’s", owner_agency=None, due=threads.days(60), on=threads.today)
    html, words = home(threads.world, "manager")
    order = [
        "Overdue (2)",
        "Overdue for long",
        "Overdue since lately",
        "Due in 14 days (1)",
        "Due soon",
        "Waiting for your decision (1)",
        "Nobody’s",
        "Gone quiet (1)",
        "Silent",
    ]
    assert [text for text in order if text not in words] == [], words
    places = [words.index(text) for text in order]
    assert places == sorted(places)
    assert html.count("<h2") - html.count("Your priorities") - html.count("About this site") == 4


def test_each_line_leads_to_a_page_that_opens(threads):
    threads.action()
    threads.action(owner_agency=None, due=None)
    threads.shown()
    threads.tested(threads.recommendation(addressed_to=[threads.world.agencies["school"]]))
    for role in ("manager", "agency_contact", "partner_lead", "scrutineer", "group_chair", "analyst"):
        client = threads.world.client(role)
        html = client.get(reverse("desk:home")).content.decode()
        lines = re.findall(r'summary-list__actions"><a class="govuk-link" href="([^"]+)"', html)
        lines += re.findall(r'summary-list__key"><a class="govuk-link" href="([^"]+)"', html)
        assert lines or role == "group_chair", role
        for href in lines:
            assert client.get(href.replace("&amp;", "&")).status_code == 200, (role, href)


def test_what_a_line_says_leads_to_the_thing_and_its_verb_to_what_is_done_about_it(threads):
    action = threads.action()
    html = threads.world.client("manager").get(reverse("desk:home")).content.decode()
    thread = reverse("desk:thread", args=[action.recommendation_id])
    assert f'<a class="govuk-link" href="{thread}#action-{action.pk}">{action.text}</a>' in html
    assert reverse("desk:chase", args=[action.pk]) in html


def test_an_agencys_contact_is_asked_for_its_own_answers_and_updates(threads):
    agencies = threads.world.agencies
    threads.recommendation(text="Asked of the school", addressed_to=[agencies["school"]])
    threads.action(text="The police’s", owner_agency=agencies["police"])
    threads.action(text="The school’s")
    words = home(threads.world, "agency_contact")[1]
    assert "Asked of the school" in words and "The school’s" in words
    assert "The police’s" not in words


def test_a_chair_sees_what_their_group_follows_and_what_names_them(threads):
    world = threads.world
    group = partnerships.open_group(
        world.partnership, name="Case review", kind="subgroup", started=world.started
    )
    partnerships.seat(group, world.group_chair.person, capacity="chair", started=world.started)
    threads.action(threads.recommendation(group=group), text="Followed by Case review")
    threads.action(text="Followed by nobody")
    chair = world.group_chair
    threads.action(text="The chair’s own", owner_agency=chair.agency, owner_person=chair.person)
    words = home(world, "group_chair")[1]
    assert "Followed by Case review" in words and "The chair’s own" in words
    assert "Followed by nobody" not in words


def test_a_partner_verifies_what_others_did_and_never_their_own(threads):
    threads.shown(threads.action(text="The school did this"))
    threads.shown(threads.action(text="The council did this", owner_agency=threads.world.agencies["council"]))
    words = home(threads.world, "partner_lead")[1]
    assert "The school did this" in words
    assert "The council did this" not in words


def test_priorities_stand_below_with_a_word_for_their_direction(world, threads):
    priority = partnerships.set_priority(
        world.partnership, title="Neglect", plain_words="Children cared for", started=world.started
    )
    partnerships.set_priority(world.partnership, title="Voice", plain_words="Heard", started=world.started)
    partnerships.report_progress(
        priority,
        period_start=threads.days(-90),
        period_end=threads.today,
        direction="better",
        text="x",
        by=world.manager,
    )
    words = home(world, "reader")[1]
    assert "Neglect : better" in words
    assert "Voice : not known yet" in words


def test_a_verified_action_leaves_the_page(threads):
    action = threads.shown()
    assert "Verify" in home(threads.world, "partner_lead")[1]
    operations.verify(action, by=threads.world.scrutineer, agency=None, on=threads.today, satisfied=True)
    assert "Verify" not in home(threads.world, "partner_lead")[1]


def test_a_long_group_shows_its_oldest_and_leads_to_the_rest_page_by_page(threads, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 15)
    for number in range(21):
        threads.action(text=f"Action {number}", due=threads.days(-number - 1))
    html, words = home(threads.world, "manager")
    assert "These are the 20 oldest." in words
    assert "Action 20 " in words and "Action 0 " not in words
    rest = re.search(r'href="([^"#]*)#needs-overdue">See all 21<', html)[1]
    client = threads.world.client("manager")
    pages = [client.get(rest, {"all": "overdue", "page": page}).content.decode() for page in (1, 2)]
    assert [("Action 20<" in page, "Action 0<" in page) for page in pages] == [(True, False), (False, True)]
    assert all("Overdue (21)" in page for page in pages)
    assert "Showing 16 to 21 of 21" in pages[1] and "See everything that needs you" in pages[1]


def test_nobody_is_asked_to_chase_themselves(threads):
    mine = threads.action(
        text="The manager’s own", owner_agency=threads.manager.agency, owner_person=threads.manager.person
    )
    html, words = home(threads.world, "manager")
    assert "The manager’s own" in words and "Chase" not in words
    assert reverse("desk:update_action", args=[mine.pk]) in html


def test_an_owner_is_asked_once_for_each_action_and_for_the_proof_that_is_missing(threads):
    threads.action(text="Due soon and silent", due=threads.days(7))
    done = threads.action(text="Said to be done")
    operations.report_on(done, outcome="done", text="Done.", on=threads.today, by=threads.manager)
    html, words = home(threads.world, "agency_contact")
    assert html.count("Due soon and silent") == 2, "the line, and its link for those who hear the page"
    assert "Gone quiet" not in words
    assert reverse("desk:add_evidence", args=[done.pk]) in html


def test_an_analyst_finds_the_action_that_names_them_and_nobody_elses(threads):
    analyst = threads.world.analyst
    mine = threads.action(
        text="The analyst’s own",
        owner_agency=analyst.agency,
        owner_person=analyst.person,
        due=threads.days(3),
    )
    threads.action(text="The council’s other action", owner_agency=analyst.agency)
    html, words = home(threads.world, "analyst")
    assert "The analyst’s own" in words and "The council’s other action" not in words
    assert reverse("desk:action", args=[mine.pk]) in html and "Update" not in words
    assert "Nothing needs you today." in home(threads.world, "administrator")[1]
