"""Reads across the thread, in a constant number of queries each."""

# ruff: noqa: F401 - one name for each read, whichever module of this folder it stands in

from lscp.golden_thread.queries.asking import heard_since, who_to_ask
from lscp.golden_thread.queries.attention import (
    Attention,
    concerned,
    followed_alone,
    needs_attention,
    needs_nobody,
)
from lscp.golden_thread.queries.concerns import (
    ACTION_CONCERNS,
    ALL_CONCERNS,
    CONCERNS,
    gone_quiet,
    impact_due,
    no_answer,
    overdue,
    silent_addressees,
    waiting_for_verification,
)
from lscp.golden_thread.queries.inheriting import still_to_inherit
from lscp.golden_thread.queries.lists import actions, recommendations, sources
from lscp.golden_thread.queries.one_thread import Thread, history, whole_thread
from lscp.golden_thread.queries.similar import similar_earlier
