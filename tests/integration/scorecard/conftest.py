"""Returns of an invented partnership, received through the operations."""

from types import SimpleNamespace

import pytest

from lscp import scope
from lscp.indicators import operations
from lscp.partnerships.access import scope_of
from tests.factories.returns import a_return, quarter, row

QUARTERS = [quarter(year, number) for year in range(2020, 2025) for number in (1, 2, 3, 4)]
# Percentages of 200 with nothing in them but the usual coming and going, and the same with a real change at the end.
NOISE = [151, 156, 149, 153, 158, 150, 154, 152, 157, 149, 155, 151, 153, 156, 150, 154, 152, 155, 149, 153]
CHANGE = [*NOISE[:12], 172, 175, 171, 174, 176, 173, 175, 174]


@pytest.fixture
def made(world):
    """``made.send(rows)`` receives a return of the council; ``made.series(code, numerators)`` makes its rows."""

    def send(rows, agency="council", by="manager", **more):
        with scope.within(scope_of(world.roles[by])):
            return operations.receive(
                a_return(rows, agency=world.agencies[agency].name, **more),
                name="figures.return.json",
                partnership=world.partnership,
                by=world.roles[by],
            )

    def series(code, numerators, denominator=200, **breakdown):
        return [row(code, q, n, denominator, **breakdown) for q, n in zip(QUARTERS, numerators, strict=False)]

    return SimpleNamespace(send=send, series=series, world=world, manager=world.manager)
