"""Facts: narrow tables of small integers, so that counting is a scan. `derive` makes them from events.

A **flow** has one row for each thing that happened, on the day that owns it (an assessment belongs to the day it was
authorised, a conference to the day it was held). A **stock** has one row for each change: `change` is +1 on the day
somebody enters and -1 on the day they leave, so how many there are on a day is the running total up to it, and no
period end is ever joined to the rows that span it. A **wait** is a flow of steps begun, finished or not.

Every fact carries its area, its `day` (days since 1970), `month` and `quarter` (since the year 0) and the codes of the
five breakdowns at that day. Working days are the difference of two readings of a running count, joined once; nothing
here, or after here, looks at rows one by one.
"""

# Imported in the order in which they are made: waits are made from the steps before them.
from lscp.scorecard.facts import flows, stocks, waits  # noqa: F401
from lscp.scorecard.facts.fact import FACTS, Fact
from lscp.scorecard.facts.lists import LISTS

__all__ = ["FACTS", "LISTS", "Fact"]
