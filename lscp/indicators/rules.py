"""What may be done with the partnership's numbers."""

from lscp.indicators.states import MAY_BECOME, GapStatus, RequestStatus, ReturnStatus
from lscp.partnerships.roles import May
from lscp.refusal import refuse

# ── A return comes in ──


def has_no_faults(faults):
    """IN-01. {faults} Nothing was kept: correct the file where it is made, and send it again."""
    return refuse(has_no_faults, faults=" ".join(faults)) if faults else None


def sends_its_own(by, agency):
    """IN-02. An agency sends, explains and leaves out only its own figures. Ask {agency} to do this."""
    if by is None or by.may(May.KEEP_SCORECARD) or by.agency_id == agency.pk:
        return None
    return refuse(sends_its_own, agency=agency)


def comes_from_whom_it_says(said, agency):
    """IN-03. The file says that it comes from {said}, and it was sent for {agency}. Choose the right agency, or
    correct the file."""
    if not said or said.casefold() in {agency.name.casefold(), agency.short_name.casefold()}:
        return None
    return refuse(comes_from_whom_it_says, said=said, agency=agency)


def is_for_this_partnership(said, partnership):
    """IN-04. The file was made for the partnership {said}. Send it there, or correct the file."""
    return refuse(is_for_this_partnership, said=said) if said and said != partnership.pk else None


def areas_are_covered(areas, partnership):
    """IN-05. The partnership does not cover {outside}. Leave those rows out, or ask the partnership manager to add
    the area."""
    outside = sorted(set(areas) - {one["code"] for one in partnership.authorities})
    return refuse(areas_are_covered, outside=", ".join(outside)) if outside else None


def agency_is_known(agency, said):
    """IN-06. No agency of the partnership is called {said}. Give the agency's name as the partnership writes it."""
    return (
        None
        if agency
        else refuse(agency_is_known, said=f"“{said}”" if said else "what the file says (nothing)")
    )


def corrects_its_own(earlier, agency):
    """IN-07. A return corrects an earlier one of the same agency that still stands. Choose another one to correct."""
    if earlier is None or (earlier.agency_id == agency.pk and earlier.status != ReturnStatus.WITHDRAWN):
        return None
    return refuse(corrects_its_own)


def was_not_withdrawn(earlier):
    """IN-08. This very file was received before and withdrawn, because {because}. Send a corrected file."""
    if earlier is None or earlier.status != ReturnStatus.WITHDRAWN:
        return None
    return refuse(was_not_withdrawn, because=earlier.withdrawn_because)


def made_in_the_past(produced_at, *, at):
    """IN-09. The file says that it was made after now. Check the clock of the machine that made it."""
    return refuse(made_in_the_past) if produced_at > at else None


# ── Its owner answers for it ──


def signed_by_its_owner(by, received):
    """IN-10. Only {agency} may sign off its own figures."""
    return None if by.agency_id == received.agency_id else refuse(signed_by_its_owner, agency=received.agency)


def return_may_become(received, status):
    """IN-11. The return is {standing} already. Open it to see by whom and why."""
    if status in MAY_BECOME[received.status]:
        return None
    return refuse(return_may_become, standing=ReturnStatus(received.status).label.lower())


def still_stands(*, replaced):
    """IN-12. A later return replaced this one. Sign off the later one."""
    return refuse(still_stands) if replaced else None


def has_a_reason(because):
    """IN-13. Say why; the reason is kept, and printed beside the figure."""
    return None if because.strip() else refuse(has_a_reason)


def says_something(text):
    """IN-14. Write the comment before saving it."""
    return None if text.strip() else refuse(says_something)


def is_in_the_catalogue(codes, known):
    """IN-15. There is no indicator {unknown} in the catalogue. Choose one of the list."""
    unknown = sorted(set(codes) - set(known))
    return refuse(is_in_the_catalogue, unknown=", ".join(unknown)) if unknown else None


def was_not_supplied(*, supplied):
    """IN-16. A return that stands gives this figure. Withdraw that return first, or send a corrected one."""
    return refuse(was_not_supplied) if supplied else None


# ── Asking for a return ──


def asks_for_something(indicators):
    """IN-17. Choose at least one indicator to ask for."""
    return None if indicators else refuse(asks_for_something)


def period_is_in_order(start, end):
    """IN-18. The period ends before it begins. Check the two dates."""
    return refuse(period_is_in_order) if end < start else None


def due_is_to_come(due, *, on):
    """IN-19. The day it is due has passed. Choose today or later."""
    return refuse(due_is_to_come) if due < on else None


def is_still_asked(request):
    """IN-20. This request is {standing}. Make a new one instead."""
    if request.status == RequestStatus.ASKED:
        return None
    return refuse(is_still_asked, standing=RequestStatus(request.status).label.lower())


# ── What the partnership decides ──


def target_can_be_reached(value, unit):
    """IN-21. A target is a number from 0 upwards, and a percentage at most 100. Check the number."""
    return refuse(target_can_be_reached) if value < 0 or (unit == "percent" and value > 100) else None


def rebases_at_a_figure(*, has_figure):
    """IN-22. No figure begins on that day. Choose the first day of a period that is on the chart."""
    return None if has_figure else refuse(rebases_at_a_figure)


def rebased_once(*, rebased):
    """IN-23. The chart's limits begin anew there already."""
    return refuse(rebased_once) if rebased else None


def is_not_undone(rebase):
    """IN-24. This was undone on {on}."""
    return refuse(is_not_undone, on=rebase.undone_on) if rebase.undone_on else None


def begins_after_the_one_before(earlier, started):
    """IN-25. One from {from_day} is on record. Begin the new one on that day or later."""
    if earlier is None or started >= earlier.started:
        return None
    return refuse(begins_after_the_one_before, from_day=earlier.started)


# ── Data gaps ──


def one_gap_a_dataset(*, exists):
    """IN-26. This gap is on the register already. Open it and say what happened since."""
    return refuse(one_gap_a_dataset) if exists else None


def gap_is_named(dataset, held_by):
    """IN-27. Name the data that are missing and who holds them."""
    return None if dataset.strip() and held_by.strip() else refuse(gap_is_named)


def step_is_in_order(gap, on):
    """IN-28. Something later is on record for this gap. Choose {latest} or a later day."""
    return refuse(step_is_in_order, latest=gap.status_on) if on < gap.status_on else None


def gap_moves_on(gap, status):
    """IN-29. A gap does not go back to “nobody has asked yet” once somebody asked. Say what came back."""
    went_back = status == GapStatus.OPEN and gap.status != GapStatus.OPEN
    return refuse(gap_moves_on) if went_back else None


def estimate_lies_in_its_interval(value, low, high):
    """IN-30. An estimate lies between its lower and upper bound; give both bounds, or neither."""
    if low is None and high is None:
        return None
    bounded = low is not None and high is not None and low <= value <= high
    return None if bounded else refuse(estimate_lies_in_its_interval)


# ── Files of published figures, of neighbours, of the map ──


def rows_can_be_read(faults):
    """IN-31. {faults} Nothing was brought in: correct the file, and bring it in again."""
    if not faults:
        return None
    more = f" … and {len(faults) - 10} more." if len(faults) > 10 else ""
    return refuse(rows_can_be_read, faults=" ".join(faults[:10]) + more)


def printed_once(cell, *, was, now):
    """IN-32. This edition is on record as printing {was} for {cell}, and now says {now}. A correction is a new
    edition; remember it under its own name."""
    return refuse(printed_once, cell=cell, was=was, now=now) if was is not None and was != now else None


def partnership_is_here(partnership, *, asked, known):
    """IN-33. There is no partnership “{asked}” here. Use one of: {known}."""
    if partnership:
        return None
    return refuse(partnership_is_here, asked=asked, known=", ".join(known) or "none yet")


def file_opens(error, path):
    """IN-34. {path} could not be opened: {reason}. Check the name and try again."""
    return refuse(file_opens, path=path, reason=error.strerror)
