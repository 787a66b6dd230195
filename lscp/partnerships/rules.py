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
