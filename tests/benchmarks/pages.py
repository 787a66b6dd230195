"""Every list page with 10 and with 10,000 rows: queries, milliseconds of the processor, kilobytes. Prints a table.

    .venv/bin/python -m tests.benchmarks.pages [rows]

Rows are put straight into a database of its own in a temporary folder: a measurement, not a test of the operations.
"""

import os
import sys
import tempfile
import time
from datetime import date, timedelta

PAGES = [
    "/desk/", "/desk/?all=overdue", "/desk/threads", "/desk/threads?words=999", "/desk/threads/attention",
    "/desk/threads/attention?concern=gone_quiet", "/desk/actions", "/desk/actions?concern=overdue",
    "/desk/sources", "/desk/meetings/", "/desk/meetings/frequency", "/desk/meetings/engagement", "/desk/reviews/",
    "/desk/clocks/", "/desk/committee/", "/desk/committee/questions", "/desk/partnership/people",
    "/desk/partnership/agencies", "/desk/partnership/groups", "/desk/reports/", "/desk/journal/",
    "/desk/journal/?about=neglect", "/desk/search?q=neglect", "/desk/search?q=zebra", "/thornley/",
]  # fmt: skip


def main(rows):
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(LSCP_DEMO="1", LSCP_DATA=folder, DJANGO_SETTINGS_MODULE="lscp.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        from lscp.demo import play

        play.load()
        few = _measure()
        _fill(rows)
        many = _measure()
    print(f"{'page':<44}{'queries':>16}{'milliseconds':>16}{'kilobytes':>16}")
    print(f"{'':<44}{'few → many':>16}{'few → many':>16}{'few → many':>16}")
    for page in PAGES:
        pairs = [f"{a} → {b}" for a, b in zip(few[page], many[page], strict=True)]
        print(f"{page:<44}{pairs[0]:>16}{pairs[1]:>16}{pairs[2]:>16}")
    return 0


def _client():
    from django.test import Client

    from lscp.partnerships.models import RoleHeld

    held = RoleHeld.everywhere.get(partnership_id="thornley", role="manager")
    client = Client(HTTP_HOST="localhost")
    client.force_login(held.person.user)
    return client


def _measure():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, found = _client(), {}
    for page in PAGES:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(page)
        asked = len(queries)
        took = min(_seconds(client, page) for _ in range(3))
        size = len(response.content) if response.status_code == 200 else 0
        found[page] = (
            asked if size else f"status {response.status_code}",
            round(took * 1000),
            size // 1024,
        )
    return found


def _seconds(client, page):
    """Of the processor: what others do on the machine does not count. (SQLite works in this process.)"""
    began = time.process_time()
    client.get(page)
    return time.process_time() - began


def _fill(rows):
    _threads(rows)
    _meetings(rows)
    _reviews(rows)
    _papers(rows)
    _journal(rows)


def _threads(rows):
    from lscp.golden_thread.models import Action, Finding, Recommendation, Source
    from lscp.partnerships.models import Agency, Partnership, Person, Post

    partnership = Partnership.objects.get(code="thornley")
    agency = Agency.everywhere.get(name="Northvale Police")
    day = date.today()
    sources = Source.everywhere.bulk_create(
        Source(
            partnership=partnership,
            kind="other",
            title=f"Source {n}",
            happened_on=day - timedelta(days=n % 900),
        )
        for n in range(rows)
    )
    findings = Finding.everywhere.bulk_create(
        Finding(source=source, text=f"Finding {n}") for n, source in enumerate(sources)
    )
    recommendations = Recommendation.everywhere.bulk_create(
        Recommendation(finding=finding, text=f"Recommendation {n}", made_on=day, status="taken_up")
        for n, finding in enumerate(findings)
    )
    Action.everywhere.bulk_create(
        Action(
            recommendation=recommendation,
            text=f"Action {n}",
            owner_agency=agency,
            due=day + timedelta(days=n % 60 - 30),
            assigned_on=day,
        )
        for n, recommendation in enumerate(recommendations)
    )
    people = Person.everywhere.bulk_create(Person(name=f"Person {n}") for n in range(rows))
    Post.everywhere.bulk_create(
        Post(person=person, agency=agency, title="Officer", started=day) for person in people
    )


def _meetings(rows):
    """As many as there are rows, twenty groups of them, each with an item on its agenda and an agency invited."""
    from lscp.partnerships.models import Agency, Group
    from lscp.sources.meetings.models import AgendaItem, Attendance, Meeting

    day, agency = date.today(), Agency.everywhere.get(name="Northvale Police")
    groups = Group.everywhere.bulk_create(
        Group(partnership_id="thornley", name=f"Group {n}", kind="subgroup", started=day, meetings_a_year=4)
        for n in range(20)
    )
    meetings = Meeting.everywhere.bulk_create(
        Meeting(
            partnership_id="thornley",
            group=groups[n % 20],
            held_on=day + timedelta(days=20 - n // 20),
            status="held" if n // 20 > 30 else "planned",
        )
        for n in range(rows)
    )
    AgendaItem.everywhere.bulk_create(AgendaItem(meeting=row, place=1, title="An item") for row in meetings)
    Attendance.everywhere.bulk_create(Attendance(meeting=row, agency=agency) for row in meetings)


def _reviews(rows):
    from lscp.clocks.models import Clock
    from lscp.partnerships.models import Agency
    from lscp.sources.reviews.models import AgencySummary, Incident

    day, agency = date.today(), Agency.everywhere.get(name="Northvale Police")
    incidents = Incident.everywhere.bulk_create(
        Incident(
            partnership_id="thornley",
            pseudonym=f"Child N{n}",
            kind="harm",
            occurred_on=day,
            known_on=day,
            raised_by=agency,
            account="What happened.",
        )
        for n in range(rows)
    )
    AgencySummary.everywhere.bulk_create(
        AgencySummary(incident=row, agency=agency, asked_on=day, due=day - timedelta(days=1))
        for row in incidents
    )
    Clock.everywhere.bulk_create(
        Clock(
            partnership_id="thornley",
            duty="C04",
            name="Rapid review",
            edition="2026",
            limit=15,
            unit="working days",
            subject_kind="incident",
            subject_reference=row.pk,
            subject=row.pseudonym,
            trigger="decision",
            started=day,
            first_due=day,
            due=day + timedelta(days=n % 60 - 30),
        )
        for n, row in enumerate(incidents)
    )


def _papers(rows):
    """A tenth as many papers, ten proposals in each."""
    from django.utils import timezone

    from lscp.documents.models import Document
    from lscp.sources.committee.models import Paper, Proposal

    document, now = Document.everywhere.filter(partnership_id="thornley").first(), timezone.now()
    papers = Paper.everywhere.bulk_create(
        Paper(
            partnership_id="thornley",
            document=document,
            sha256=f"{n:064}",
            name=f"Paper {n}",
            title=f"Paper {n}",
            lines=["A line of the paper."] * 200,
            staged_at=now,
            staged_by="Benchmark",
        )
        for n in range(max(rows // 10, 1))
    )
    Proposal.everywhere.bulk_create(
        Proposal(
            paper=paper,
            kind="question",
            place=n,
            line=n + 1,
            printed="How many?",
            text="How many?",
            fingerprint="0",
            status="accepted" if n % 2 else "proposed",
            decided_at=now if n % 2 else None,
        )
        for paper in papers
        for n in range(10)
    )


def _journal(rows):
    from lscp.journal import record

    for n in range(rows):
        record.write("benchmark.row", f"Row {n}", by="Benchmark", about=f"row:{n}", partnership="thornley")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
