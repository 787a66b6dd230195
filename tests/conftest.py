"""What every test may use: a partnership with its people, reached through the operations."""

import gc
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import date

import pytest
from hypothesis import HealthCheck, settings

from lscp import scope
from lscp.partnerships.access import scope_of
from tests.factories.demonstration import begin_record

# Where bytecode may not be kept, each worker and each command that a test starts compiles all of it anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# No test fails because the machine was busy: what a test may take, it says in seconds of the processor.
settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")


def pytest_addoption(parser):
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out what is the same on any database: tests that touch none, or bring their own",
    )


@pytest.hookimpl(trylast=True)  # after pytest itself, which would put the browser's tests last
def pytest_collection_modifyitems(config, items):
    if config.getoption("--only-database"):
        asks = {"db", "transactional_db", "postgresql"}
        left_out = {item for item in items if not asks & set(getattr(item, "fixturenames", ()))}
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=list(left_out))
    # The longest first: at the end one worker would be left with them, and the other with nothing to take over.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish():
    """What thousands of tests and their modules are made of stays to the end: no search for garbage goes through it."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure():
    gc.unfreeze()  # so that the libraries can be put away, without a word of what they would leave behind


# The shell is the same browser without a window: two thirds of the work, but nothing to watch (--headed).
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser"]
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "there is no chromium; install the package 'chromium' to run the tests in a browser"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's chromium: the one browser that all tests of a worker share."""
    watched = browser_type_launch_args.get("headless") is False
    found = next(filter(None, map(shutil.which, BROWSERS[watched:])), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    # Playwright leaves an event loop running in this worker. The tests after it, which use none, may ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": found, "args": BROWSER_ARGUMENTS}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """The embedded database of the tests begins as `lscp init` leaves one: its tables are made once for all workers."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    folder = begin_record(tmp_path_factory.mktemp("begun"))
    name = (
        connection.creation._get_test_db_name()
    )  # in memory, for as long as somebody in this process holds it open
    with closing(sqlite3.connect(name, uri=True)) as held:
        with closing(sqlite3.connect(folder / "lscp.sqlite3")) as begun:
            begun.backup(held)
        yield


# Which agency each role's holder works for.
HOLDS_FOR = {
    "manager": "council",
    "partner_lead": "council",
    "agency_contact": "school",
    "group_chair": "police",
    "scrutineer": None,
    "analyst": "council",
    "committee_officer": "council",
    "reader": "nhs",
    "administrator": "council",
}


class Roles(dict):
    """One holder of each role, who joins when a test first asks for them: most tests need two or three.

    ``@pytest.mark.everybody`` lets all of them join at the start.
    """

    def __init__(self, world):
        self.world = world

    def __missing__(self, role):
        if role not in HOLDS_FOR:
            raise KeyError(role)
        return self.world.add(role, HOLDS_FOR[role])


class World:
    """A small partnership: council, police, NHS, a school and a charity, one person in each role."""

    started = date(2021, 4, 1)

    def __init__(self, code="thornley", name="Thornley Safeguarding Children Partnership"):
        from lscp.partnerships import operations

        self.partnership = operations.found_partnership(
            code=code,
            name=name,
            authorities=[{"code": "E09000099", "name": name.split()[0]}],
            started=self.started,
        )
        self.agencies = {}
        for key, agency, sector, capacity in [
            ("council", "Council", "council", "statutory"),
            ("police", "Police", "police", "statutory"),
            ("nhs", "Integrated Care Board", "health", "statutory"),
            ("school", "Green Lane School", "education", "relevant"),
            ("charity", "Family Help", "voluntary", "relevant"),
        ]:
            self.agencies[key] = operations.add_agency(
                self.partnership,
                name=f"{code} {agency}",
                sector=sector,
                capacity=capacity,
                started=self.started,
            )
        self.roles = Roles(self)

    def add(self, role, agency="council", name=None):
        """One more person holding ``role`` for an agency; returns the ``RoleHeld``."""
        from lscp.partnerships import operations

        name = name or f"{role.replace('_', ' ').title()} of {self.partnership.code}"
        place = self.agencies.get(agency)
        person = operations.add_person(
            self.partnership,
            name=name,
            agency=place or self.agencies["council"],
            title=role,
            started=self.started,
        )
        operations.open_account(
            person,
            email=f"{role}.{person.pk}@{self.partnership.code}.example",
            password="correct horse battery",
            partnership=self.partnership,
        )
        held = operations.give_role(
            person, role, partnership=self.partnership, agency=place, started=self.started
        )
        self.roles.setdefault(role, held)
        return held

    def __getattr__(self, name):
        if name in HOLDS_FOR and "roles" in self.__dict__:
            return self.roles[name]
        raise AttributeError(name)

    def client(self, role):
        """A test client signed in as ``role``, with its second factor in place."""
        from django.test import Client

        client = Client()
        sign_in(client, self.roles[role])
        return client


def sign_in(client, held):
    """Sign ``client`` in as the holder of a role, with a second factor set up."""
    from allauth.mfa.models import Authenticator

    user = held.person.user
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
    )
    client.force_login(user)
    session = client.session
    session["role_held"] = held.pk
    session.save()


def _assembled(request, *names):
    made = World(*names)
    if request.node.get_closest_marker("everybody"):
        for role in HOLDS_FOR:
            made.roles[role]
    return made


@pytest.fixture
def world(request, db):
    """A partnership; no scope is in force (a page sets its own). See ``inside``."""
    return _assembled(request)


@pytest.fixture
def elsewhere(request, db):
    """A second partnership, where a leak could happen."""
    return _assembled(request, "eastmere", "Eastmere Safeguarding Children Partnership")


@pytest.fixture
def inside(world):
    """The manager's scope over ``world`` for the whole test."""
    with scope.within(scope_of(world.manager)):
        yield world


@pytest.fixture
def written(db):
    """``written()``: the rows of every table of the record. The same before and after: nothing was written."""
    from django.db import connection

    from tests.factories.what_is_written import Rows

    rows = Rows()
    with connection.execute_wrapper(rows.watch):
        yield rows
