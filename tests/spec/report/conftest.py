import pytest

from tests.spec.report.writing import leads_of, open_written


@pytest.fixture
def report(world):
    return open_written(world)


@pytest.fixture
def leads(world):
    return leads_of(world)
