"""Who may open the pages of the scorecard, in one place."""

from lscp.partnerships.roles import May

READS = (May.READ_RECORD,)
READS_RETURNS = (May.READ_RECORD, May.READ_OWN)
KEEPS = (May.KEEP_SCORECARD,)
SEES_SMALL = (May.SEE_SMALL_NUMBERS,)
SENDS = (May.SEND_RETURNS,)
SIGNS = (May.SIGN_RETURNS,)
EXPLAINS = (May.SEND_RETURNS,)


def keeps(held):
    return held.may(May.KEEP_SCORECARD)


def sends_for(held, agency):
    """May they send, explain or leave out the figures of this agency?"""
    return held.may(May.SEND_RETURNS) and (keeps(held) or held.agency_id == agency.pk)
