"""Uploaded files: kept once, checked by content, never larger than they should be."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from lscp import scope
from lscp.documents import operations
from lscp.documents.models import Document
from lscp.documents.rules import LARGEST
from lscp.partnerships.access import scope_of
from lscp.refusal import Refused

PDF = b"%PDF-1.7 a small file"


def keep(world, content=PDF, name="minutes.pdf", **facts):
    return operations.keep(content, name=name, partnership=world.partnership.pk, by=world.manager, **facts)


def refusal(*args, **kwargs):
    with pytest.raises(Refused) as refused:
        keep(*args, **kwargs)
    return refused.value.refusal.rule


def test_a_file_is_kept_with_its_hash_and_kind(inside):
    kept = keep(inside)
    assert (bytes(kept.content), kept.media_type, kept.size) == (PDF, "application/pdf", len(PDF))
    assert len(kept.sha256) == 64


def test_the_same_bytes_are_kept_once(inside):
    assert keep(inside) == keep(inside, name="again.pdf")
    assert Document.objects.count() == 1


def test_each_partnership_keeps_its_own(world, elsewhere):
    keep(world), keep(elsewhere)
    with scope.within(scope_of(world.manager)):
        assert Document.objects.count() == 1


def test_an_agency_sees_its_own_files_and_public_ones(world):
    mine = keep(world, agency=world.agencies["school"].pk)
    keep(world, content=PDF + b"2")
    shared = keep(world, content=PDF + b"3", classification="public")
    with scope.within(scope_of(world.agency_contact)):
        assert set(Document.objects.all()) == {mine, shared}


def zipped(part):
    with ZipFile(into := BytesIO(), "w") as file:
        file.writestr(part, "<x/>")
    return into.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", zipped("word/document.xml")),
        ("a.ods", zipped("content.xml")),
        ("a.txt", "Größe".encode("utf-16")),
    ],
)
def test_a_file_that_is_what_its_name_says_is_kept(inside, name, content):
    assert keep(inside, content=content, name=name).name == name


def test_dc01_an_empty_file_is_refused(inside):
    assert refusal(inside, content=b"") == "DC-01"


def test_dc02_a_file_over_25_mb_is_refused(inside):
    assert refusal(inside, content=PDF + b"0" * LARGEST) == "DC-02"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"),
        ("report.pdf", b"<html>"),
        ("page", b"x"),
        ("photo.png", PDF),
        ("renamed.docx", zipped("virus.exe")),
        ("renamed.xlsx", zipped("word/document.xml")),
        ("broken.docx", b"PK\x03\x04 and no more"),
        ("notes.txt", b"MZ\0\0\0"),
    ],
)
def test_dc03_a_file_is_what_its_name_says_and_of_a_kind_that_is_kept(inside, name, content):
    assert refusal(inside, content=content, name=name) == "DC-03"
