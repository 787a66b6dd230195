"""Who may open the pages of meetings, in one place."""

from lscp.partnerships.roles import May

READS = (May.READ_RECORD, May.READ_OWN)
KEEPS = (May.KEEP_MEETINGS,)


def keeps(held):
    return any(held.may(permission) for permission in KEEPS)
