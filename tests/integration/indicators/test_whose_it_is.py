"""Each table of the room, two partnerships and two agencies: who reads what."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps

from lscp import scope
from lscp.indicators import operations
from lscp.indicators.models import Reading, RequestReminder, ReturnReceived
from lscp.indicators.surroundings import operations as surroundings
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.scope import Scoped
from lscp.scorecard import returns
from tests.factories.returns import a_return, quarter, row

Q1 = quarter(2024, 1)
TABLES = [model for model in apps.get_app_config("indicators").get_models() if issubclass(model, Scoped)]
# What an agency's contact sees of its own agency; of everything else, nothing.
OF_THEIR_AGENCY = {
    "Commentary",
    "DataGap",
    "GapStep",
    "IndicatorOwner",
    "NotSupplied",
    "Reading",
    "RequestReminder",
    "ReturnReceived",
    "ReturnRequest",
}


def fill(world, agency="school"):
    """One row of each table, of ``agency`` where a row is an agency's."""
    whose, by, here = world.agencies[agency], world.analyst, world.partnership
    with scope.within(scope_of(world.manager)):
        request = operations.request_return(
            here, agency=whose, indicators=["I05"], period_start=Q1[0], period_end=Q1[1], due=date(2024, 8, 1), by=by,
            on=date(2024, 7, 1),
        )  # fmt: skip
        RequestReminder.everywhere.create(
            request=request,
            person=world.agency_contact.person,
            stage="soon",
            due=request.due,
            sent_on=request.due,
        )
        content = a_return(
            [row("I05", Q1, 31)],
            agency=whose.name,
            partnership=here.pk,
            not_supplied=[returns.NotSupplied("I01", "nobody counts them")],
            comments=[returns.Comment("I05", "Term time.")],
        )
        operations.receive(content, name="q.json", partnership=here, by=by)
        operations.give_to_owner(here, indicator="I05", agency=whose, started=world.started, by=by)
        priority = partnerships.set_priority(here, title=agency, plain_words="x", started=world.started)
        operations.follow(priority, "I05", by=by)
        operations.set_target(
            here, indicator="I05", value=Decimal(9), started=world.started, because="Agreed.", by=by
        )
        operations.rebase(here, indicator="I05", from_period=Q1[0], because="A new form.", by=by)
        gap = operations.open_gap(
            here, dataset="Searches", held_by="Police", geography="The force", agency=whose, by=by, on=Q1[1]
        )
        operations.record_step(gap, status="asked", text="Asked.", by=by, on=Q1[1])
        operations.estimate(
            gap, period_start=Q1[0], period_end=Q1[1], area="E09000099", regional="620", value=Decimal(40),
            method="By children.", by=by, on=Q1[1],
        )  # fmt: skip
        operations.remember_published(
            here,
            [
                {
                    "indicator": "I05",
                    "period_start": Q1[0],
                    "period_end": Q1[1],
                    "area": "E09000099",
                    "breakdown": {},
                    "shown": "31",
                }
            ],
            edition="one",
            by=world.manager,
        )
        surroundings.import_resources(
            [{"name": "Hub", "kind": "Hub", "ward": "North"}], partnership=here, area="E09000099", by=by
        )
        ring = "[[[0,51],[0.1,51],[0.1,51.1],[0,51]]]"
        wards = (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "North"}, '
            f'"geometry": {{"type": "Polygon", "coordinates": {ring}}}}}]}}'
        )
        surroundings.import_ward_shapes(
            wards.encode(), partnership=here, area="E09000099", vintage="2024", by=by
        )


@pytest.fixture
def both(world, elsewhere):
    contact = world.agency_contact  # the school's, before another contact joins
    fill(world)
    fill(elsewhere)
    return world, elsewhere, contact, world.add("agency_contact", "charity")


def seen(held):
    with scope.within(scope_of(held)):
        return {model.__name__: set(model.objects.values_list("pk", flat=True)) for model in TABLES}


def test_every_table_has_a_row_of_each_partnership_and_each_reads_only_its_own(both):
    world, elsewhere, _, _ = both
    ours, theirs = seen(world.manager), seen(elsewhere.manager)
    for model in TABLES:
        name = model.__name__
        assert ours[name] and theirs[name], name
        assert not ours[name] & theirs[name], name
        assert ours[name] | theirs[name] == set(model.everywhere.values_list("pk", flat=True)), name


def test_an_agencys_contact_sees_its_own_and_another_agencys_contact_nothing(both):
    world, _, school, charity = both
    whole, own, other = seen(world.manager), seen(school), seen(charity)
    assert {name for name, rows in own.items() if rows} == OF_THEIR_AGENCY
    assert {name: own[name] for name in OF_THEIR_AGENCY} == {name: whole[name] for name in OF_THEIR_AGENCY}
    assert not any(other.values())


def test_a_table_read_with_no_scope_is_an_error(both):
    for model in TABLES:
        with pytest.raises(scope.OutsideScope):
            model.objects.count()


def test_readings_stay_when_a_return_is_withdrawn(both):
    world = both[0]
    with scope.within(scope_of(world.manager)):
        received, kept = ReturnReceived.objects.get(), Reading.objects.count()
        operations.withdraw(received, because="Wrong.", by=world.analyst)
        assert (Reading.objects.count(), ReturnReceived.objects.count()) == (kept, 1)
