"""Journey 10 through the pages: three partners sign, a comma changes, they sign again, it is published, a typing
error is found, a corrected edition is published; both editions stay, and one altered byte is found."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from lscp.publication.models import Chapter, Proof, Report
from lscp.shelf.models import File
from tests.conftest import sign_in
from tests.spec.report.writing import a_thread, leads_of, write


def _words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def _post(client, name, *args, **data):
    answer = client.post(reverse(f"desk:{name}", args=args), data, follow=True)
    assert answer.status_code == 200, (name, answer.status_code)
    return _words(answer)


@pytest.fixture
def clients(world):
    found = []
    for lead in leads_of(world):
        client = Client()
        sign_in(client, lead)
        found.append(client)
    return found


def _sign(clients, pk):
    said = ""
    for client in clients:
        page = client.get(reverse("desk:report_sign", args=[pk])).content.decode()
        checksum = re.search(r'name="checksum" value="([0-9a-f]{64})"', page)[1]
        said = _post(client, "report_sign", pk, checksum=checksum)
        assert "You have signed" in said
    return said


def _edit(client, chapter, change):
    row = Chapter.everywhere.get(pk=chapter.pk)
    data = {
        "heading": row.heading,
        "narrative": change(row.narrative),
        "meets": row.meets,
        "version": row.version,
    }
    return _post(client, "report_chapter", chapter.pk, **data)


def test_signed_changed_signed_again_published_corrected_and_proved(world, clients):
    manager = world.client("manager")
    a_thread(world)

    # The manager begins the report and writes it.
    said = _post(
        manager,
        "report_new",
        title="Annual report 2023-24",
        period_start_day="1",
        period_start_month="4",
        period_start_year="2023",
        period_end_day="31",
        period_end_month="3",
        period_end_year="2024",
    )
    assert "is begun" in said
    report = Report.everywhere.get()
    write(report, world.manager)
    assert "out for signing" in _post(manager, "report_send", report.pk)

    # Three partners sign. An officer then changes a comma.
    _sign(clients, report.pk)
    about = Chapter.everywhere.get(report=report, code="about")
    said = _edit(manager, about, lambda text: text.replace("police and", "police, and"))
    assert "the signatures under it no longer count" in said
    first = clients[0].get(reverse("desk:report_sign", args=[report.pk]))
    assert "was changed by Manager of thornley" in _words(first)
    refused = clients[0].post(reverse("desk:report_sign", args=[report.pk]), {"checksum": "0" * 64})
    assert "not out for signing" in _words(refused)

    # It goes out again: each is shown what changed, and signs again.
    _post(manager, "report_send", report.pk)
    shown = _words(clients[1].get(reverse("desk:report_sign", args=[report.pk])))
    assert "What changed from text 1" in shown and "police, and" in shown
    assert "About this report Changed" in shown and shown.count(" Changed ") == 1
    _sign(clients, report.pk)
    assert "frozen" in _post(manager, "report_freeze", report.pk)
    assert "published" in _post(manager, "report_publish", report.pk)
    public = Client()
    old = "/thornley/annual-report-2023-24/1/"
    assert "two towns" in _words(public.get(f"{old}index.html"))

    # A councillor finds a typing error; a corrected edition is signed and published.
    said = _post(
        manager,
        "report_correct",
        report.pk,
        was="two towns",
        now="three towns",
        where="page 3",
        reason="A typing error",
    )
    corrected = Report.everywhere.get(edition=2)
    assert "Edition 2 is begun" in said
    _post(manager, "report_send", corrected.pk)
    _sign(clients, corrected.pk)
    _post(manager, "report_freeze", corrected.pk)
    _post(manager, "report_publish", corrected.pk)

    # Both stay at their addresses; the erratum is stated; both are proved.
    assert public.get("/thornley/annual-report-2023-24/").url == "/thornley/annual-report-2023-24/2/"
    assert "It said: “two towns”. It now says: “three towns”." in _words(
        public.get("/thornley/annual-report-2023-24/2/")
    )
    assert "three towns" in _words(public.get("/thornley/annual-report-2023-24/2/index.html"))
    assert "Edition 2 replaced it" in _words(public.get(old))
    for row in (report, corrected):
        assert "Yes. Every file" in _words(manager.get(reverse("desk:report_proof", args=[row.pk])))
    assert Proof.everywhere.count() == 3

    # One byte in the shelf's table is altered behind the system's back.
    file = File.objects.get(edition__number=1, path="index.html")
    File.objects.filter(pk=file.pk).update(content=bytes(file.content).replace(b"two towns", b"ten towns"))
    assert "index.html is not the file that was published." in _words(
        manager.get(reverse("desk:report_proof", args=[report.pk]))
    )
    assert "is not the file that was published" in _words(public.get(f"{old}proof"))
