"""Reads for the scorecard, its charts, and the home page. Everything is read through the scope in force.

A scorecard of any size costs the same number of queries: ``Figures`` fetches once, and works out many series.
"""

# ruff: noqa: F401 - one name for each read, whichever module of this folder it stands in

from lscp.indicators.queries.events import events_on
from lscp.indicators.queries.owing import (
    SILENT_AFTER,
    Silent,
    agency_called,
    awaiting_sign_off,
    gaps,
    history,
    requests_waiting,
    silent_agencies,
)
from lscp.indicators.queries.reading import (
    Dispute,
    Figures,
    disagreements,
    groups,
    latest,
    published,
    series,
    values_of,
)
from lscp.indicators.queries.scorecard import Line, Scorecard, commentary, rebases, scorecard
from lscp.indicators.queries.years import year_of, year_point
