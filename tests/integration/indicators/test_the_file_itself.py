"""A return holds every count, small ones too: who may open its bytes, and by which door."""

import pytest

from lscp.indicators import operations
from tests.factories.returns import a_return, quarter, row


@pytest.fixture
def received(world):
    content = a_return([row("I05", quarter(2024, 1), 3)], agency=world.agencies["school"].name)
    return operations.receive(content, name="q1.return.json", partnership=world.partnership, by=world.analyst)


@pytest.mark.parametrize("role", ["manager", "analyst", "scrutineer", "partner_lead", "agency_contact"])
def test_who_may_see_small_counts_opens_the_file(world, received, role):
    client = world.client(role)
    answer = client.get(f"/desk/returns/{received.pk}/file")
    assert (answer.status_code, answer.content) == (200, bytes(received.document.content))


@pytest.mark.parametrize("role", ["reader", "group_chair", "committee_officer"])
def test_who_may_not_sees_the_page_with_the_count_hidden_and_no_way_to_the_file(world, received, role):
    client = world.client(role)
    page = client.get(f"/desk/returns/{received.pk}")
    assert page.status_code == 200 and "/file" not in page.text and received.document.sha256 in page.text
    assert client.get(f"/desk/returns/{received.pk}/file").status_code == 403
    assert client.get(f"/desk/documents/{received.document_id}").status_code == 404


def test_no_role_opens_it_by_the_number_of_the_document(world, received):
    assert world.client("manager").get(f"/desk/documents/{received.document_id}").status_code == 404
