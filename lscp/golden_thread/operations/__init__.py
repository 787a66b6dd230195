"""Every change to a thread. ``by`` is a ``RoleHeld``, or a ``LinkHolder`` for an answer by e-mail link.

``on`` is the day it happened, for what is recorded later; left out it is today. Each operation writes one event in
the journal. Raises ``Refused`` (rules.py), and ``EditedMeanwhile`` where a page edits a row it was shown.
"""

# ruff: noqa: F401 - one name for each operation, whichever module of this folder it stands in

from lscp.golden_thread.operations.acting import (
    add_evidence,
    add_milestone,
    assign,
    edit_action,
    reach_milestone,
    report_on,
    verify,
)
from lscp.golden_thread.operations.asking import (
    answer_by_link,
    left,
    partnership_of,
    redeem,
    revoke,
    send_link,
    send_reminders,
)
from lscp.golden_thread.operations.inheriting import inherit
from lscp.golden_thread.operations.judging import Proof, judge_impact, state_test
from lscp.golden_thread.operations.recommending import (
    address,
    edit_finding,
    edit_recommendation,
    edit_source,
    open_source,
    recommend,
    record_finding,
    respond,
    say_where_it_stands,
    withdraw,
)
