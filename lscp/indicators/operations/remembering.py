"""What an edition printed is kept, so that a later one cannot be subtracted from it."""

from django.db import transaction

from lscp.indicators import rules
from lscp.indicators.figures import breakdown_key
from lscp.indicators.models import (
    PublishedFigure,
)
from lscp.indicators.operations.steps import OPERATOR, allow, day
from lscp.journal import record
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if


@transaction.atomic
def remember_published(partnership, figures, *, edition, by, on=None):
    """Keep what an edition printed in each cell, so that a later one cannot be subtracted from it.

    ``figures``: mappings with ``indicator, period_start, period_end, area, breakdown, shown`` (a number as text, or a
    symbol). The same again changes nothing; another figure in the same cell of the same edition is refused (IN-32).
    Returns how many were new.
    """
    if by is not None:
        allow(by, partnership.pk, May.PUBLISH)
    known = {
        _cell(row): row.shown
        for row in PublishedFigure.everywhere.filter(partnership=partnership, edition=edition)
    }
    new = {}
    for figure in figures:
        row = PublishedFigure(
            partnership=partnership,
            edition=edition,
            published_on=day(on),
            **dict(figure) | {"breakdown": breakdown_key(figure["breakdown"]), "shown": str(figure["shown"])},
        )
        cell = _cell(row)
        refuse_if(rules.printed_once(row, was=known.get(cell), now=row.shown))
        if cell not in known:
            known[cell], new[cell] = row.shown, row
    PublishedFigure.everywhere.bulk_create(new.values(), batch_size=500)
    if new:
        record.write(
            "figures.published",
            f"{len(new)} figures printed in {edition}",
            by=by or OPERATOR,
            about=f"edition:{edition}"[:120],
            partnership=partnership.pk,
        )
    return len(new)


def _cell(row):
    return row.indicator, str(row.period_start), str(row.period_end), row.area, row.breakdown
