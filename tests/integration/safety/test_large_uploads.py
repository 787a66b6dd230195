"""A large upload is turned away with words, before it fills the memory or the disk."""

import io
import resource

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lscp.desk.middleware import LARGEST_REQUEST
from lscp.documents.models import Document
from tests.factories.one_of_everything import fill

MEGABYTE = 1024 * 1024


class Endless(io.RawIOBase):
    """A body that is as long as somebody says, without being anywhere."""

    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        given = self.left if size is None or size < 0 else min(size, self.left)
        self.left -= given
        return b"0" * given


@pytest.fixture
def made(world):
    return fill(world)


def addresses(made):
    return [
        "/desk/committee/bring-in",
        f"/desk/actions/{made.action.pk}/evidence",
        f"/desk/actions/{made.action.pk}/report",
        f"/desk/do/{made.token}",
    ]


def test_a_request_of_more_than_200_megabytes_costs_no_memory(made, world, written):
    client, before = world.client("manager"), written()
    for address in addresses(made):
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        response = client.generic(
            "POST",
            address,
            content_type="multipart/form-data; boundary=x",
            **{
                "wsgi.input": Endless(LARGEST_REQUEST + MEGABYTE),
                "CONTENT_LENGTH": str(LARGEST_REQUEST + MEGABYTE),
            },
        )
        assert response.status_code == 413, address
        assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used) / 1024 < 20
    assert written() == before


@pytest.mark.parametrize("length", ["", "abc", "-1", "1e9", "9" * 40])
def test_a_length_that_is_no_length_breaks_nothing(length, world):
    response = world.client("manager").generic(
        "POST",
        "/desk/sources/new",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Endless(100), "CONTENT_LENGTH": length},
    )
    assert response.status_code in {200, 400, 413}


def test_a_file_over_25_megabytes_is_refused_in_words_and_not_kept(made, world):
    client, kept = world.client("manager"), Document.everywhere.count()
    large = b"%PDF-1.4" + b"0" * (25 * MEGABYTE)
    for address in addresses(made):
        sender = Client() if "/do/" in address else client
        answers = {"outcome": "under_way", "text": "T", "kind": "statement"}
        answers |= {"as_of_day": 1, "as_of_month": 9, "as_of_year": 2025}
        response = sender.post(address, answers | {"file": SimpleUploadedFile("plan.pdf", large)})
        assert response.status_code in {200, 422}, address
        assert "25 MB" in response.content.decode()
        assert "error-summary" in response.content.decode(), address
    assert Document.everywhere.count() == kept


def test_ten_thousand_fields_are_refused(world):
    response = world.client("manager").post("/desk/sources/new", {f"field{n}": "" for n in range(10_000)})
    assert response.status_code in {400, 413}


def test_the_same_bytes_from_two_agencies_are_seen_by_each(made, world):
    """Bytes are kept once a partnership; whoever sends them again still finds them under their evidence."""
    from lscp import scope
    from lscp.documents import operations as documents
    from lscp.partnerships.access import scope_of

    content = b"%PDF-1.4 the same"
    police, school = world.agencies["police"], world.agencies["school"]
    with scope.within(scope_of(world.manager)):
        theirs = documents.keep(
            content, name="what-police-know.pdf", partnership="thornley", by=world.manager, agency=police.pk
        )
        ours = documents.keep(
            content, name="ours.pdf", partnership="thornley", by=world.agency_contact, agency=school.pk
        )
    assert ours.agency_id == school.pk and ours.name == "ours.pdf"
    contact = world.client("agency_contact")
    assert contact.get(f"/desk/documents/{ours.pk}").status_code == 200
    assert contact.get(f"/desk/documents/{theirs.pk}").status_code == 404
