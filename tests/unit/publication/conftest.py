import pytest
from westbridge_report import make_report


@pytest.fixture
def small_report():
    return make_report()
