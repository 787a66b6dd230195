"""A partnership that takes over inherits what is still open, and its origin."""

from datetime import date

import pytest

from lscp import scope
from lscp.documents import operations as documents
from lscp.golden_thread import operations, queries
from lscp.golden_thread.models import Source
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of

ON = date(2026, 7, 1)


@pytest.fixture
def succeeded(story, elsewhere):
    """The school works in the successor too; the police do not."""
    partnerships.add_agency(
        elsewhere.partnership,
        name="thornley Green Lane School",
        sector="education",
        started=elsewhere.started,
    )
    partnerships.succeed(story.world.partnership, elsewhere.partnership, on=ON)
    return elsewhere


def inherit(story, into):
    copy = operations.inherit(story.source, into=into.partnership, by=into.manager, on=ON)
    with scope.within(scope_of(into.manager)):
        return queries.whole_thread(Source.objects.get(pk=copy.pk))


def test_what_is_still_open_comes_along_with_its_history_and_origin(story, succeeded):
    school = story.world.agencies["school"]
    recommendation = story.recommendation(addressed_to=[school])
    story.shown(story.action(recommendation))
    story.tested(recommendation)
    thread = inherit(story, succeeded)
    (copy,) = thread.recommendations
    (action,) = thread.actions
    assert "Thornley Safeguarding Children Partnership" in thread.source.origin
    assert "RR-2026-1" in thread.source.origin
    assert (thread.source.inherited_from, thread.source.copied_from) == (
        story.world.partnership,
        story.source,
    )
    assert [place.agency for place in copy.addressees.all()] == [school]
    assert [update.text for update in action.updates.all()] == ["The list was changed."]
    assert [shown.text for shown in action.evidence.all()] == ["The list names health."]
    assert [impact.before for impact in copy.impacts.all()] == ["8 of 20 in January 2026"]


def test_what_was_closed_or_withdrawn_stays_behind(story, succeeded):
    operations.withdraw(story.recommendation(), reason="Printed twice.", by=story.manager)
    assert inherit(story, succeeded).recommendations == []


def test_an_owner_who_does_not_work_there_stands_as_printed(story, succeeded):
    police = story.world.agencies["police"]
    action = story.action(story.recommendation(addressed_to=[police]), owner_agency=police)
    operations.report_on(action, outcome="under_way", text="Begun.", on=story.today, by=story.manager)
    (copy,) = inherit(story, succeeded).actions
    assert (copy.owner_agency, copy.owner_as_printed, copy.status) == (None, "thornley Police", "planned")


def test_its_files_are_the_successors_own(story, succeeded):
    document = documents.keep(b"the list", name="list.txt", partnership="thornley", by=story.manager)
    operations.add_evidence(
        story.action(), kind="document", text="The list", by=story.manager, as_of=ON, document=document
    )
    (action,) = inherit(story, succeeded).actions
    (shown,) = action.evidence.all()
    assert (shown.document.partnership_id, bytes(shown.document.content)) == ("eastmere", b"the list")


def test_the_original_stays_where_it_was(story, succeeded):
    story.action()
    inherit(story, succeeded)
    with scope.within(scope_of(story.manager)):
        assert len(queries.whole_thread(story.source).actions) == 1
