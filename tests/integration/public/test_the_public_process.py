"""The public site as its own process and its own database role: it has the shelf and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from lscp.shelf.grants import statements

ROOT = Path(__file__).resolve().parents[3]
SERVES = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from django.test import Client
client = Client(SERVER_NAME="localhost")
for address in ["/", "/verify", "/accessibility", "/glossary", "/worried-about-a-child", "/api/v1/editions"]:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    assert not answer.cookies, address
assert client.get("/desk/").status_code == 404
rooms = ("desk", "publication", "golden_thread", "sources", "partnerships", "documents", "journal", "clocks")
loaded = [name for name in sys.modules if name.startswith(tuple(f"lscp.{room}" for room in rooms))]
assert not loaded, loaded
print("served")
"""


def test_the_public_site_works_with_its_own_settings_and_loads_nothing_of_the_record(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "lscp.config.public_settings",
        "LSCP_SECRET_KEY": "only-for-this-test",
        "LSCP_HOSTS": "localhost",
        "LSCP_DATA": str(tmp_path),
        "LSCP_SHELF_DATABASE_URL": f"sqlite:///{tmp_path / 'shelf.sqlite3'}",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", SERVES], env=environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.strip() == "served", done.stderr[-2000:]


@pytest.fixture
def shelf_role(db):
    """The role as an installer makes it, inside the test's transaction."""
    if connection.vendor != "postgresql":
        pytest.skip(
            "Database roles are PostgreSQL's; run python -m tests.postgresql tests/integration/public"
        )
    with connection.cursor() as cursor:
        for statement in statements("lscp_public_test", database=connection.settings_dict["NAME"]):
            cursor.execute(statement)
    return "lscp_public_test"


def _refused(cursor, statement):
    try:
        with transaction.atomic():
            cursor.execute(statement)
    except ProgrammingError as problem:
        return "permission denied" in str(problem)
    return False


def test_the_public_sites_role_reads_the_shelf_and_no_other_table(shelf_role):
    tables = connection.introspection.table_names()
    shelf = {"shelf_edition", "shelf_file"}
    assert shelf < set(tables) and len(tables) > 30
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {shelf_role}")
        for table in sorted(shelf):
            cursor.execute(f"SELECT count(*) FROM {table}")
        readable = [t for t in tables if t not in shelf and not _refused(cursor, f'SELECT * FROM "{t}"')]
        writes = [
            "DELETE FROM shelf_file",
            "UPDATE shelf_edition SET title = ''",
            "CREATE TABLE mine (x int)",
        ]
        allowed = [statement for statement in writes if not _refused(cursor, statement)]
        cursor.execute("RESET ROLE")
    assert readable == []
    assert allowed == []


def test_the_public_sites_role_has_no_password_and_cannot_sign_in(shelf_role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcanlogin, rolsuper FROM pg_roles WHERE rolname = %s", [shelf_role])
        assert cursor.fetchone() == (False, False)
