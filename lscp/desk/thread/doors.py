"""Who may open the pages of this room, in one place. The rules decide on each thing."""

from lscp.golden_thread.rules import BRINGS_LEARNING
from lscp.partnerships.roles import May

READS = (May.READ_RECORD, May.READ_OWN)
BRINGS = BRINGS_LEARNING
KEEPS = (May.KEEP_THREAD,)
RESPONDS = (May.RESPOND,)
UPDATES = (May.UPDATE_ACTION,)
VERIFIES = (May.VERIFY,)
STATES_TESTS = (May.KEEP_THREAD, May.JUDGE_IMPACT)
JUDGES = (May.JUDGE_IMPACT,)


def opens(held, door):
    return any(held.may(permission) for permission in door)
