"""Returns of the council for the report's year and the two before, so that a chapter can print numbers."""

from lscp.indicators import operations as numbers
from tests.factories.returns import a_return, quarter, row

QUARTERS = [quarter(year, number) for year in (2021, 2022, 2023) for number in (1, 2, 3, 4)]


def send(world, rows, *, sign=True, agency="council", **given):
    """Receive a return of the council's, and let its owner sign it off."""
    received = numbers.receive(
        a_return(rows, agency=world.agencies[agency].name, **given),
        name="q.json",
        partnership=world.partnership,
        by=world.roles["analyst"],
    )
    if sign:
        numbers.sign_off(received, by=world.partner_lead)
    return received


def rows_of(code, counts, *, groups=None, quarters=QUARTERS):
    """A row for each of the last quarters: a count, or (numerator, denominator). ``groups``: {name: counts}."""
    made = [_row(code, when, count) for when, count in zip(quarters[-len(counts) :], counts, strict=True)]
    for name, theirs in (groups or {}).items():
        made += [
            _row(code, when, count, ethnicity=name)
            for when, count in zip(quarters[-len(theirs) :], theirs, strict=True)
        ]
    return made


def _row(code, when, count, **group):
    top, bottom = count if isinstance(count, tuple) else (count, None)
    return row(code, when, top, bottom, **group)
