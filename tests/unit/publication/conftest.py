import pytest

from tests.unit.publication.westbridge_report import make_report


@pytest.fixture
def small_report():
    return make_report()
