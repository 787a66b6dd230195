"""What may be done with a committee paper and with what was found in it. ``CM-01`` is the reader's own sentence."""

from lscp.refusal import Refusal, refuse
from lscp.sources.committee import states
from lscp.sources.committee.wording import tidy


def can_be_read(unreadable):
    """CM-01. The paper could not be read."""
    return Refusal("CM-01", str(unreadable))


def meeting_has_a_date(meeting_date):
    """CM-02. The paper does not say when the committee met. Give the date of the meeting first; you are asked once."""
    return None if meeting_date else refuse(meeting_has_a_date)


def meeting_is_not_in_the_future(meeting_date, on):
    """CM-03. The date of the meeting is in the future. Minutes are of a meeting that was held: check the date."""
    if meeting_date and meeting_date > on:
        return refuse(meeting_is_not_in_the_future)
    return None


def title_and_date_stand(paper, title, meeting_date):
    """CM-04. Something from this paper was accepted, so its title and date now stand in the thread. Correct them on
    the thread's page."""
    if paper.source_id and (title, meeting_date) != (tidy(paper.title), paper.meeting_date):
        return refuse(title_and_date_stand)
    return None


def may_become(proposal, status):
    """CM-05. This was already decided, by {who}. Nothing was changed: open the paper to see what stands."""
    if status in states.NEXT[proposal.status]:
        return None
    return refuse(may_become, who=proposal.decided_by or "nobody")


def has_words(text):
    """CM-06. There are no words to keep. Write what the paper asks for, or dismiss it."""
    return None if text.strip() else refuse(has_words)


def is_not_there_already(earlier):
    """CM-07. The same words were already accepted from “{paper}”. Dismiss this one, or tick the box that says it is
    another item."""
    return refuse(is_not_there_already, paper=earlier.paper) if earlier else None


def dismissal_has_a_reason(because):
    """CM-08. Say in a few words why this is dismissed, so that the next reader need not ask."""
    return None if because.strip() else refuse(dismissal_has_a_reason)


def line_is_in_the_paper(paper, line):
    """CM-09. The paper has lines 1 to {last}. Give one of them."""
    if 1 <= line <= len(paper.lines):
        return None
    return refuse(line_is_in_the_paper, last=len(paper.lines))


def warnings_are_dealt_with(left):
    """CM-10. Deal with the warnings first: what the paper contradicts should not be accepted in one go."""
    return refuse(warnings_are_dealt_with) if left else None


def warning_has_an_outcome(outcome):
    """CM-11. Say how you dealt with the warning, for example which of the two dates is right."""
    return None if outcome.strip() else refuse(warning_has_an_outcome)


def is_due_after_the_meeting(due, meeting_date):
    """CM-12. The due date is before the committee met. Check the date."""
    return refuse(is_due_after_the_meeting) if due and meeting_date and due < meeting_date else None


def partnership_is_here(partnership, *, asked, known):
    """CM-13. There is no partnership “{asked}” here. Use one of: {known}."""
    return (
        None
        if partnership
        else refuse(partnership_is_here, asked=asked, known=", ".join(known) or "none yet")
    )


def file_opens(error, path):
    """CM-14. {path} could not be opened: {reason}. Check the name and try again."""
    return refuse(file_opens, path=path, reason=error.strerror)


def nothing_of_it_was_accepted(accepted):
    """CM-15. Something of this paper was accepted, so the paper stays with the record. Dismiss what is wrong in it."""
    return refuse(nothing_of_it_was_accepted) if accepted else None
