"""What is published keeps its number, its bytes and its address."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lscp.shelf import grants, operations, queries
from lscp.shelf.models import Edition, File

pytestmark = pytest.mark.django_db


class _File:
    media_type, label = "text/html", "A page"

    def __init__(self, content):
        self.content = content


def put(work="annual-report-2023-24", partnership="thornley", content=b"words", kind="report", **more):
    return operations.put(
        {"index.html": _File(content), "report.pdf": _File(b"%PDF")},
        partnership=partnership,
        partnership_name=partnership.title(),
        kind=kind,
        work=work,
        title=work,
        period=(date(2023, 4, 1), date(2024, 3, 31)),
        **more,
    )


def test_each_edition_of_a_work_has_the_next_number():
    assert [put().number, put().number, put(work="annual-report-2024-25").number] == [1, 2, 1]
    assert put(partnership="eastmere").number == 1


def test_the_hash_of_the_set_depends_on_names_and_bytes_and_not_on_their_order():
    one = operations.manifest_hash({"a": b"1", "b": b"2"})
    assert one == operations.manifest_hash({"b": b"2", "a": b"1"})
    assert one != operations.manifest_hash({"a": b"2", "b": b"1"})


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (
            lambda e: e.files.filter(path="index.html").update(content=b"word5"),
            "index.html is not the file that was published.",
        ),
        (
            lambda e: e.files.filter(path="report.pdf").delete(),
            "The set of files is not the set that was published and signed.",
        ),
        (
            lambda e: e.files.filter(path="report.pdf").update(path="other.pdf"),
            "The set of files is not the set that was published and signed.",
        ),
    ],
)
def test_a_changed_removed_or_renamed_file_is_found(tamper, fault):
    edition = put()
    assert operations.faults(edition) == []
    tamper(edition)
    assert fault in operations.faults(edition)


def test_bytes_changed_together_with_their_hash_are_still_found():
    import hashlib

    edition = put()
    edition.files.filter(path="index.html").update(
        content=b"other", sha256=hashlib.sha256(b"other").hexdigest()
    )
    assert operations.faults(edition) == ["The set of files is not the set that was published and signed."]


def test_an_edition_is_not_deleted_while_it_has_files():
    edition = put()
    with pytest.raises(Exception, match="protected"), transaction.atomic():
        edition.delete()
    assert Edition.objects.filter(pk=edition.pk).exists()


def test_two_editions_cannot_share_a_number():
    edition = put()
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=put().pk).update(number=edition.number)


def test_shelves_list_partnerships_by_name_and_editions_latest_first():
    put(partnership="thornley")
    put(partnership="thornley")
    put(partnership="eastmere")
    assert [name for _, name, _ in queries.shelves()] == ["Eastmere", "Thornley"]
    _, works = queries.shelf_of("thornley")
    assert [edition.number for edition in works["annual-report-2023-24"]] == [2, 1]
    assert queries.shelf_of("nowhere") is None


def test_a_withdrawn_page_is_not_the_page_that_stands():
    first, second = put(work="priorities", kind="page"), put(work="priorities", kind="page")
    operations.withdraw(second, because="It named a child.")
    assert queries.page(queries.shelf_of("thornley")[1], "priorities") == first
    assert queries.reports(queries.shelf_of("thornley")[1]) == []


def test_the_statements_for_the_public_role_name_two_tables_and_only_reading():
    made = "\n".join(grants.statements("web", database="lscp"))
    assert made.count("GRANT SELECT") == 1
    for model in (Edition, File):
        assert f'"public"."{model._meta.db_table}"' in made
    assert "INSERT" not in made and "PASSWORD" not in made


def test_a_name_with_a_quotation_mark_stays_one_name():
    assert '"we""b"' in grants.statements('we"b', database="lscp")[0]
