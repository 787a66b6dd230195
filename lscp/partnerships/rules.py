"""Who may do what to whom: the second lock, and the first lock for writes."""

from lscp.refusal import Refusal, refuse


def may(by, permission):
    """PA-01. The role may do it, and is still held."""
    if by.may(permission):
        return None
    return Refusal("PA-01", f"The role {by.as_role.name} may not {permission}. Ask the partnership manager.")


def ours(by, partnership):
    """PA-02. This belongs to another partnership. Sign in with your role there to change it."""
    return None if by.partnership_id == partnership else refuse(ours)


def not_to_oneself(by, person):
    """PA-03. Nobody may give or end their own role. Ask another administrator."""
    return refuse(not_to_oneself) if by.person_id == person.pk else None


def agency_works_here(agency, partnership, *, works_here):
    """PA-04. This agency has no place in the partnership yet. Add it to the partnership first."""
    return None if works_here else refuse(agency_works_here)


def working_group_ends_with_an_outcome(group, outcome):
    """PA-05. Say what the working group achieved before concluding it; the outcome is kept and printed."""
    if group.kind == "working" and not outcome.strip():
        return refuse(working_group_ends_with_an_outcome)
    return None


def session_is_elevated(by, *, elevated):
    """PA-06. This needs an administrator's session. Start one with a reason; it ends by itself."""
    return None if elevated or not by.as_role.elevated else refuse(session_is_elevated)


def ends_after_it_started(started, ended):
    """PA-07. The end is before the beginning. Check the two dates."""
    return refuse(ends_after_it_started) if ended and ended < started else None


def role_of_an_agency_names_it(role, agency):
    """PA-08. Say which agency the contact answers for."""
    return refuse(role_of_an_agency_names_it) if role.own_agency and agency is None else None


def keeps_both(*, keeps_predecessor):
    """PA-09. Only somebody who also keeps the earlier partnership may end it. Ask an administrator there to give
    you a role, or ask whoever installed this system to record the succession."""
    return None if keeps_predecessor else refuse(keeps_both)


def nobody_succeeds_themselves(predecessor, successor):
    """PA-10. A partnership cannot take over from itself. Choose the partnership that came before."""
    return refuse(nobody_succeeds_themselves) if predecessor.pk == successor.pk else None


def person_is_known_here(person, *, known_here):
    """PA-11. This person has no post at an agency of the partnership. Add the post first."""
    return None if known_here else refuse(person_is_known_here)


def group_still_works(group, started):
    """PA-12. The group had not begun, or was concluded, on that day. Choose a day while it worked."""
    began, ended = group.started, group.ended
    return refuse(group_still_works) if started < began or (ended and started > ended) else None


def progress_is_said_once(*, said):
    """PA-13. Progress for these dates is already recorded. Open it and correct it, so that nobody's words are lost."""
    return refuse(progress_is_said_once) if said else None


def arrangements_follow_the_latest(after, latest):
    """PA-14. Somebody published version {number} while you were writing. Read it, carry its changes into your text,
    and publish again."""
    if after is None or latest is None or int(after) == latest.number:
        return None
    return refuse(arrangements_follow_the_latest, number=latest.number)


def changes_are_said(changes, latest):
    """PA-15. Say what is different from version {number}: readers of the arrangements look for that first."""
    return refuse(changes_are_said, number=latest.number) if latest and not changes.strip() else None


def one_chair_at_a_time(group, capacity, *, chaired):
    """PA-16. The group has a chair on that day. End that seat first, or choose vice-chair."""
    return refuse(one_chair_at_a_time) if capacity == "chair" and chaired else None


def one_group_a_name(*, taken):
    """PA-17. A group of this name is already on record. Choose another name, or add the years to it."""
    return refuse(one_group_a_name) if taken else None


def one_place_at_a_time(agency, *, works_here):
    """PA-18. This agency already has a place in the partnership. End that place first to change its capacity."""
    return refuse(one_place_at_a_time) if works_here else None


def one_agency_a_name(*, taken):
    """PA-19. Another agency has this name. Give this one its full name, with its area."""
    return refuse(one_agency_a_name) if taken else None


def one_account_a_person(person):
    """PA-20. This person can already sign in. Give them a role instead."""
    return refuse(one_account_a_person) if person.user_id else None


def one_account_an_address(*, taken):
    """PA-21. Somebody already signs in with this e-mail address. Use an address that is this person's own."""
    return refuse(one_account_an_address) if taken else None


def session_has_a_reason(because):
    """PA-22. Say why you need the session; the reason is kept in the journal."""
    return None if because.strip() else refuse(session_has_a_reason)


def dropping_has_a_reason(because):
    """PA-23. Say why the objective is dropped; its words and the reason are kept in the journal."""
    return None if because.strip() else refuse(dropping_has_a_reason)


# The first part of an address of the site: the public site's own pages, the desk, and what answers machines.
TAKEN_ADDRESSES = frozenset(
    [
        "accessibility",
        "api",
        "desk",
        "favicon",
        "glossary",
        "healthz",
        "robots",
        "static",
        "verify",
        "worried-about-a-child",
    ]
)


def code_is_free_as_an_address(code):
    """PA-25. The public site uses this word in its own addresses. Choose another code, such as the area's name."""
    return refuse(code_is_free_as_an_address) if code.lower() in TAKEN_ADDRESSES else None


def one_succession_a_pair(*, exists):
    """PA-24. It is already on record that this partnership took over from that one."""
    return refuse(one_succession_a_pair) if exists else None


def led_by_its_own_group(group, partnership):
    """PA-26. The group belongs to another partnership. Choose one of this partnership."""
    return refuse(led_by_its_own_group) if group and group.partnership_id != partnership else None


def kept_by_their_own(person, *, elsewhere_only):
    """PA-27. {person} works with another partnership, which keeps their name and address. Ask its manager."""
    return refuse(kept_by_their_own, person=person.name) if elsewhere_only else None


def joins_by_who_keeps_both(*, elsewhere, keeps_elsewhere):
    """PA-28. This agency already works in another partnership here, and joining shows you its people. Ask somebody
    who keeps both partnerships, or whoever installed this system (lscp join-agency)."""
    return refuse(joins_by_who_keeps_both) if elsewhere and not keeps_elsewhere else None


def code_is_not_taken(code, *, taken):
    """PA-29. There is a partnership {code} here already. Choose another short name, or sign in as its administrator."""
    return refuse(code_is_not_taken, code=code) if taken else None
