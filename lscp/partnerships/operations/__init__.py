"""Every change to who works together. ``by`` is the ``RoleHeld`` of whoever does it, or None for the installer's
own commands (``lscp init``), which the journal then names."""

# ruff: noqa: F401 - one name for each operation, whichever module of this folder it stands in

from lscp.partnerships.operations.agencies import add_agency, edit_agency, end_footprint
from lscp.partnerships.operations.founding import (
    edit_partnership,
    found_partnership,
    found_with_administrator,
    publish_arrangements,
    succeed,
)
from lscp.partnerships.operations.groups import conclude_group, edit_group, open_group, seat, unseat
from lscp.partnerships.operations.people import add_person, add_post, edit_person, end_post, open_account
from lscp.partnerships.operations.priorities import (
    add_objective,
    drop_objective,
    edit_objective,
    edit_priority,
    edit_progress,
    report_progress,
    set_priority,
)
from lscp.partnerships.operations.roles import elevate, end_role, give_role
