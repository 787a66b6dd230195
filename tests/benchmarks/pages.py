"""Every list page with 10 and with 10,000 rows: queries, milliseconds, kilobytes. Prints a table.

    .venv/bin/python -m tests.benchmarks.pages [rows]

Rows are put straight into a database of its own in a temporary folder: a measurement, not a test of the operations.
"""

import os
import sys
import tempfile
import time
from datetime import date, timedelta

PAGES = [
    "/desk/", "/desk/threads", "/desk/threads/attention", "/desk/actions", "/desk/sources", "/desk/meetings/",
    "/desk/meetings/engagement", "/desk/reviews/", "/desk/clocks/", "/desk/committee/", "/desk/committee/questions",
    "/desk/partnership/people", "/desk/partnership/agencies", "/desk/partnership/groups", "/desk/reports/",
    "/desk/journal/", "/desk/search?q=neglect", "/desk/search?q=zebra", "/thornley/",
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
    print(f"{'page':<34}{'queries':>16}{'milliseconds':>18}{'kilobytes':>16}")
    print(f"{'':<34}{'few → many':>16}{'few → many':>18}{'few → many':>16}")
    for page in PAGES:
        pairs = [f"{a} → {b}" for a, b in zip(few[page], many[page], strict=True)]
        print(f"{page:<34}{pairs[0]:>16}{pairs[1]:>18}{pairs[2]:>16}")
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
            began = time.perf_counter()
            response = client.get(page)
            took = time.perf_counter() - began
        size = len(response.content) if response.status_code == 200 else 0
        found[page] = (
            len(queries) if size else f"status {response.status_code}",
            round(took * 1000),
            size // 1024,
        )
    return found


def _fill(rows):
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


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
