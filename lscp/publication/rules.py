"""What may be done to a report, and why not. Each docstring is the sentence the user reads."""

from lscp.publication.states import NEXT, REQUEST_NEXT, REQUEST_STATUSES, STATUSES
from lscp.refusal import refuse


def period_runs_forward(start, end):
    """RP-01. The period ends before it starts. Check the two dates."""
    return refuse(period_runs_forward) if end < start else None


def one_report_a_period(existing):
    """RP-02. There is already a report for this period: {existing}. Open that one, or correct it if it is
    published."""
    return refuse(one_report_a_period, existing=existing) if existing else None


def text_is_open(report):
    """RP-03. This edition is {status} and its text stays as it is. A mistake is put right by a corrected
    edition."""
    if report.in_writing:
        return None
    return refuse(text_is_open, status=dict(STATUSES)[report.status].lower())


def may_go(report, status):
    """RP-04. The report is {now}, so it cannot become {then} yet. Look at its page for the next step."""
    if status in NEXT[report.status]:
        return None
    words = dict(STATUSES)
    return refuse(may_go, now=words[report.status].lower(), then=words[status].lower())


def nothing_outstanding(errors):
    """RP-05. {count} must be put right first. The page of checks names each one and says how to mend it."""
    if not errors:
        return None
    return refuse(nothing_outstanding, count="1 error" if len(errors) == 1 else f"{len(errors)} errors")


def something_is_written(document):
    """RP-06. The report is empty. Write at least one chapter before it goes out for signing."""
    return None if document.sections else refuse(something_is_written)


def out_for_signing(report):
    """RP-07. This report is not out for signing, so there is nothing to sign. The partnership manager sends
    it out."""
    return None if report.out_for_signing else refuse(out_for_signing)


def the_text_that_was_read(proof, checksum):
    """RP-08. The text changed after you opened it, and nothing was signed. Read what changed, then sign the
    text as it is now."""
    return None if proof and proof.checksum == checksum else refuse(the_text_that_was_read)


def a_statutory_partner_signs(agency, partners):
    """RP-09. {agency} is not a statutory safeguarding partner here. The council, the police and the NHS sign
    the report."""
    return None if agency in partners else refuse(a_statutory_partner_signs, agency=agency)


def for_ones_own_organisation(by, agency):
    """RP-10. You may sign for your own organisation only. The lead of {agency} signs for it."""
    return None if by.agency_id == agency.pk else refuse(for_ones_own_organisation, agency=agency)


def not_signed_yet(agency, signed):
    """RP-11. {agency} has already signed this text. Nothing more is needed."""
    return refuse(not_signed_yet, agency=agency) if agency in signed else None


def everyone_has_signed(partners, signed):
    """RP-12. These safeguarding partners have not signed this text yet: {missing}."""
    missing = [str(agency) for agency in partners if agency not in signed]
    return refuse(everyone_has_signed, missing=", ".join(missing)) if missing else None


def somebody_can_sign(partners):
    """RP-13. No agency is recorded as a statutory safeguarding partner, so nobody could sign. Record them
    with the partnership's agencies first."""
    return None if partners else refuse(somebody_can_sign)


def only_a_published_edition_is_corrected(report):
    """RP-14. This edition is not published, so its own text can still be changed. Correct the chapter itself."""
    return None if report.is_published else refuse(only_a_published_edition_is_corrected)


def corrected_once(report, replaced_by):
    """RP-15. This edition already has a corrected edition after it: {replaced_by}. Put this right there."""
    return refuse(corrected_once, replaced_by=replaced_by) if replaced_by else None


def a_correction_corrects(was, now):
    """RP-16. Say what the old edition says, what it should say, and let the two differ."""
    if was.strip() and now.strip() and was.strip() != now.strip():
        return None
    return refuse(a_correction_corrects)


def the_correction_is_in_the_text(missing):
    """RP-17. The correction says that the report now reads “{now}”, but those words are not in any chapter.
    Change the chapter, or the correction."""
    return refuse(the_correction_is_in_the_text, now=missing) if missing else None


def a_claim_says_something(text):
    """RP-18. Write what the report claims, in one or two sentences."""
    return None if text.strip() else refuse(a_claim_says_something)


def evidence_is_named(label):
    """RP-19. Name the evidence, so that a reader can ask for it."""
    return None if label.strip() else refuse(evidence_is_named)


def live_parts_are_known(unknown):
    """RP-20. There is no live part called “{unknown}”. Use one of those listed beside the chapter, or take
    the line out."""
    return refuse(live_parts_are_known, unknown=unknown) if unknown else None


def a_remark_says_something(text):
    """RP-21. Write your comment in the box, then send it."""
    return None if text.strip() else refuse(a_remark_says_something)


def a_reason_is_given(because):
    """RP-22. Say why in one sentence; it will be read beside the report."""
    return None if because.strip() else refuse(a_reason_is_given)


def only_a_correction_has_errata(edition):
    """RP-23. This is the first edition, so there is nothing before it to correct. Change the chapter itself."""
    return refuse(only_a_correction_has_errata) if edition.edition == 1 else None


def evidence_of_this_record(report, evidence, impact):
    """RP-24. This evidence belongs to another partnership's record. Choose evidence of your own."""
    owners = [_owner(row) for row in (evidence, impact) if row is not None]
    return (
        refuse(evidence_of_this_record) if any(owner != report.partnership_id for owner in owners) else None
    )


def _owner(row):
    above = getattr(row, "action", None) or getattr(row, "impact", None) or row
    return above.partnership_id


def page_is_known(work, known):
    """RP-25. There is no such page. Choose one from the list."""
    return None if work in known else refuse(page_is_known)


def page_says_something(said):
    """RP-26. There is nothing on this page yet. Write it, or record what it is made from, and publish it then."""
    return None if said["intro"] or said["sections"] else refuse(page_says_something)


def only_what_is_published_is_withdrawn(report):
    """RP-27. This edition is not on the public site, so there is nothing to withdraw."""
    return None if report.is_published else refuse(only_what_is_published_is_withdrawn)


def withdrawn_once(edition):
    """RP-28. This edition was withdrawn already, and its page says why. Publish a corrected edition next."""
    return refuse(withdrawn_once) if edition and edition.withdrawn_because else None


def nothing_hidden_can_be_worked_out(leaks):
    """RP-29. A reader could work out numbers that are hidden, from this text and what was published before:
    {leaks} Take one of these tables out, or use a longer period or wider groups."""
    if not leaks:
        return None
    told = " ".join(leaks[:5])
    more = f" And {len(leaks) - 5} more." if len(leaks) > 5 else ""
    return refuse(nothing_hidden_can_be_worked_out, leaks=told + more)


# ── A chapter asked of an agency ──────────────────────────────────────────────────────────────────────────


def writing_is_open(report):
    """RP-30. Writing is closed, because the report is {status}. What was written is kept. If something must still be
    changed, reply to the e-mail or ask the partnership manager."""
    if report.is_a_draft:
        return None
    return refuse(writing_is_open, status=dict(STATUSES)[report.status].lower())


def asked_once(existing):
    """RP-31. {agency} has been asked for {existing} already. Open that request to send the link again."""
    return refuse(asked_once, agency=existing.agency, existing=existing) if existing else None


def it_says_what_is_asked(asks):
    """RP-32. Say in a line or two what you would like them to write."""
    return None if asks.strip() else refuse(it_says_what_is_asked)


def there_is_time_to_write(due, *, on):
    """RP-33. Choose a day to come, so that there is time to write."""
    return None if due > on else refuse(there_is_time_to_write)


def link_goes_to_the_agency(agency, *, works_there):
    """RP-34. A link goes to somebody who works at {agency}. Add the person to the agency first."""
    return None if works_there else refuse(link_goes_to_the_agency, agency=agency)


def text_is_still_asked_for(asked):
    """RP-35. This text is no longer asked for, so there is nothing you need to do. What you wrote is kept."""
    return refuse(text_is_still_asked_for) if asked.is_withdrawn else None


def link_is_of_the_agency(agency, *, left):
    """RP-36. This link was for somebody who worked at {agency} then. Reply to the e-mail, so that a colleague is
    asked."""
    return refuse(link_is_of_the_agency, agency=agency) if left else None


def asked_of_them(asked, by):
    """RP-37. This text is asked of {agency}, and not by the link that you opened. Open the e-mail that asks for it."""
    theirs = by.agency_id == asked.agency_id and getattr(by, "request_id", asked.pk) == asked.pk
    return None if theirs else refuse(asked_of_them, agency=asked.agency)


def their_turn_to_write(asked):
    """RP-38. This text was sent to the partnership already. To change it, take it back first."""
    return None if asked.with_the_agency else refuse(their_turn_to_write)


def request_may_go(asked, status):
    """RP-39. This text is now {now}, so that cannot be done any more. Look at its page for where it stands."""
    if status in REQUEST_NEXT[asked.status]:
        return None
    return refuse(request_may_go, now=f"“{dict(REQUEST_STATUSES)[asked.status].lower()}”")


def something_was_written(text):
    """RP-40. The box is empty. Write your text, then send it."""
    return None if text.strip() else refuse(something_was_written)


def something_is_taken(numbers):
    """RP-41. Tick at least one change to take over, or send the text back with a remark."""
    return None if numbers else refuse(something_is_taken)


def they_have_it(asked):
    """RP-42. {agency} is not writing this text now, so there is no day to move and nobody to hand it to. If it must
    still change, send it back to them first."""
    return None if asked.with_the_agency else refuse(they_have_it, agency=asked.agency)


def the_day_is_another(asked, due):
    """RP-43. It is due on that day already. Choose another day."""
    return refuse(the_day_is_another) if asked.due == due else None


def asked_of_somebody_else(asked, person):
    """RP-44. {person} is asked for it already. Choose a colleague, or send the link again."""
    return refuse(asked_of_somebody_else, person=person) if asked.person == person else None
