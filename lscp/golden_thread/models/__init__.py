"""The thread: source → finding → recommendation → response → action → evidence → verification → impact.

Only a ``Source`` names its partnership; every row below reaches it through its parent, so that no two rows of one
thread can disagree about whose it is. An agency sees the recommendations addressed to it and the actions it owns,
with what led to them; never another agency's response, action or evidence.
"""

# ruff: noqa: F401 - one name for each table, whichever module of this folder it stands in

from lscp.golden_thread.models.acting import (
    VIA,
    Action,
    ActionUpdate,
    Milestone,
    Verification,
)
from lscp.golden_thread.models.asking import ActionLink, EmailLink, Reminder
from lscp.golden_thread.models.impact import EVIDENCE_KINDS, IMPACTS, Evidence, Impact
from lscp.golden_thread.models.learning import Finding, Source, source_kinds
from lscp.golden_thread.models.recommending import (
    RECOMMENDATION_KINDS,
    RESPONSES,
    Addressee,
    Recommendation,
    Response,
)
