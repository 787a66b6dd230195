"""Every change to the partnership's numbers. ``by`` is the ``RoleHeld`` of whoever does it, or None for a command.

A reading is written once and never changed: a correction is a new return, and both are kept.
"""

# ruff: noqa: F401 - one name for each operation, whichever module of this folder it stands in

from lscp.indicators.operations.asking import move_request, remind, request_return, withdraw_request
from lscp.indicators.operations.deciding import (
    end_target,
    follow,
    give_to_owner,
    rebase,
    set_target,
    undo_rebase,
    unfollow,
)
from lscp.indicators.operations.explaining import comment, say_not_supplied
from lscp.indicators.operations.missing import edit_gap, estimate, open_gap, record_step
from lscp.indicators.operations.receiving import receive, sign_off, withdraw
from lscp.indicators.operations.remembering import remember_published
