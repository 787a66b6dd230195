"""The partnership's numbers: what was asked of whom, what came in, and what it is compared with.

A **return** is a file of counts that an agency made where its data lives; each of its rows is kept as a **reading**,
and no reading is ever changed. A corrected return replaces an earlier one and both are kept: the current figure is
the one of the latest return that nobody replaced or withdrew (``queries`` knows which). An indicator is a code of
the catalogue (``lscp.scorecard.catalogue``), never a row here.
"""

# ruff: noqa: F401 - one name for each table, whichever module of this folder it stands in

from lscp.indicators.models.decided import IndicatorOwner, PriorityIndicator, Rebase, Target
from lscp.indicators.models.gaps import DataGap, GapStep, LocalEstimate
from lscp.indicators.models.published import PublishedFigure
from lscp.indicators.models.received import (
    Commentary,
    NotSupplied,
    Reading,
    RequestReminder,
    ReturnReceived,
    ReturnRequest,
)
from lscp.indicators.surroundings.models import Comparator, Neighbour, Population, ResourcePoint, WardShape
