"""The second lock: what is your role? One table of roles and what each may do.

The codes are stored; the words are for administrators. ``own_agency`` roles read only their agency's rows
and what is shared with it (see ``lscp.scope``).
"""

from dataclasses import dataclass
from enum import StrEnum


class May(StrEnum):
    """What a role may do, as a verb a practitioner would say."""

    READ_RECORD = "read the partnership's record"
    READ_OWN = "read what is theirs or shared with them"
    KEEP_PARTNERSHIP = "keep agencies, groups, people and priorities"
    IMPORT_MINUTES = "bring in committee papers and accept what was found"
    KEEP_THREAD = "record findings, recommendations and actions"
    RESPOND = "accept or decline a recommendation"
    UPDATE_ACTION = "say what was done about an action"
    VERIFY = "verify another agency's action"
    JUDGE_IMPACT = "judge what changed"
    READ_REVIEWS = "read serious incidents and reviews"
    KEEP_REVIEWS = "keep serious incidents and reviews"
    DECIDE_REVIEWS = "decide whether a review is needed"
    KEEP_MEETINGS = "keep meetings"
    WRITE_REPORT = "write the annual report"
    WRITE_CHAPTER = "write what their agency is asked for the annual report"
    COMMENT_REPORT = "comment on the annual report"
    SIGN_REPORT = "sign the annual report for their organisation"
    PUBLISH = "freeze and publish"
    BUILD_PACK = "build the committee's pack"
    SCRUTINISE = "open lines of enquiry and write findings of scrutiny"
    KEEP_SCORECARD = (
        "keep the scorecard: ask for returns, set targets, re-base charts, bring in published figures"
    )
    SEND_RETURNS = "send their agency's returns and comment on its figures"
    SIGN_RETURNS = "sign off their agency's returns"
    SEE_SMALL_NUMBERS = "see counts small enough to point at a child"
    READ_JOURNAL = "read the journal"
    GIVE_ROLES = "give and end roles"


@dataclass(frozen=True)
class Role:
    code: str
    name: str
    description: str
    may: frozenset
    own_agency: bool = False
    elevated: bool = False


def _role(code, name, description, *may, **kind):
    return Role(code, name, description, frozenset(may), **kind)


ROLES = {
    role.code: role
    for role in [
        _role(
            "manager",
            "Partnership manager",
            "Runs the partnership's business: keeps the record, brings in papers, writes and publishes the report.",
            *(
                set(May)
                - {
                    May.SIGN_REPORT,
                    May.SIGN_RETURNS,
                    May.DECIDE_REVIEWS,
                    May.GIVE_ROLES,
                    May.READ_OWN,
                    May.SCRUTINISE,
                    May.WRITE_CHAPTER,
                }
            ),
        ),
        _role(
            "partner_lead",
            "Safeguarding partner lead",
            "Leads for the council, the police or the NHS: decides on reviews, responds, verifies and signs.",
            May.READ_RECORD,
            May.RESPOND,
            May.UPDATE_ACTION,
            May.VERIFY,
            May.JUDGE_IMPACT,
            May.READ_REVIEWS,
            May.DECIDE_REVIEWS,
            May.WRITE_CHAPTER,
            May.COMMENT_REPORT,
            May.SIGN_REPORT,
            May.SEND_RETURNS,
            May.SIGN_RETURNS,
            May.SEE_SMALL_NUMBERS,
        ),
        _role(
            "agency_contact",
            "Agency contact",
            "Answers for one agency: its actions, responses, returns and chapter. Sees nothing of others'.",
            May.READ_OWN,
            May.RESPOND,
            May.UPDATE_ACTION,
            May.WRITE_CHAPTER,
            May.SEND_RETURNS,
            May.SIGN_RETURNS,
            May.SEE_SMALL_NUMBERS,
            own_agency=True,
        ),
        _role(
            "group_chair",
            "Chair of a group",
            "Chairs a group: its meetings, its actions and what its work changed.",
            May.READ_RECORD,
            May.KEEP_MEETINGS,
            May.KEEP_THREAD,
            May.UPDATE_ACTION,
            May.VERIFY,
            May.COMMENT_REPORT,
        ),
        _role(
            "scrutineer",
            "Independent scrutineer",
            "Reads everything, tests the claims, writes findings. Changes nobody else's words.",
            May.READ_RECORD,
            May.READ_REVIEWS,
            May.SCRUTINISE,
            May.SEE_SMALL_NUMBERS,
            May.VERIFY,
            May.JUDGE_IMPACT,
            May.COMMENT_REPORT,
        ),
        _role(
            "analyst",
            "Analyst",
            "Keeps the numbers and their commentary.",
            May.READ_RECORD,
            May.COMMENT_REPORT,
            May.JUDGE_IMPACT,
            May.KEEP_SCORECARD,
            May.SEND_RETURNS,
            May.SEE_SMALL_NUMBERS,
        ),
        _role(
            "committee_officer",
            "Committee officer",
            "Supports the council's scrutiny committee: brings in its papers and builds its pack.",
            May.READ_RECORD,
            May.IMPORT_MINUTES,
            May.BUILD_PACK,
        ),
        _role("reader", "Reader", "Reads the record, and changes nothing.", May.READ_RECORD),
        _role(
            "administrator",
            "Administrator",
            "Gives and ends roles, and reads the journal. Works in sessions that expire and are journalled.",
            May.GIVE_ROLES,
            May.KEEP_PARTNERSHIP,
            May.READ_JOURNAL,
            elevated=True,
        ),
    ]
}
