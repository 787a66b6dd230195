"""The table of kinds: the code that the question bank names, and the function that answers. And a whole question."""

from lscp.briefing.answers import attention, figures, meetings, published, reviews, theme, thread
from lscp.briefing.answers.answer import Answer
from lscp.briefing.answers.wording import said
from lscp.briefing.questions import About

# Each is ``kind(about, *, on) -> Answer``: reads in the scope in force, writes nothing.
KINDS = {
    "actions": thread.actions,
    "asks-of-others": thread.asks_of_others,
    "attention": attention.attention,
    "by-group": figures.by_group,
    "committee-follow-up": thread.committee_follow_up,
    "data-gaps": figures.data_gaps,
    "disparity": figures.disparity,
    "engagement": meetings.engagement,
    "errata": published.errata,
    "front-door": figures.front_door,
    "indicators": figures.indicators,
    "joint-work": meetings.joint_work,
    "linked-reviews": reviews.linked_reviews,
    "meaning": theme.meaning,
    "meetings": meetings.meetings,
    "membership": meetings.membership,
    "not-good-enough": attention.not_good_enough,
    "printed": published.printed,
    "published-pages": published.published_pages,
    "recurring": attention.recurring,
    "report-chapter": published.report_chapter,
    "reviews-by-year": reviews.reviews_by_year,
    "scrutiny": meetings.scrutiny,
    "shares": figures.shares,
    "theme": theme.theme,
    "threads": thread.threads,
    "what-changed": thread.what_changed,
}


def answer(question, *, on):
    """The ``Answer`` to a ``Question`` of the bank, from all its parts, in the scope in force; reads only.

    What the record holds on any part is the answer, after a word on what it does not keep and what is missing.
    Where it holds nothing, what the minutes and the published report say; where they say nothing either, ``missing``
    tells what there is not, and who could supply it.
    """
    parts = [KINDS[part.kind](part.about, on=on) for part in question.parts]
    not_held = [
        found.missing
        for part, found in zip(question.parts, parts, strict=True)
        if found.missing and part.kind == question.kind
    ]
    held = [part for part in parts if part.text is not None] or _printed(question, on)
    if not held:
        from_whom = f"It could come from {question.supplied_by}"
        return Answer(None, missing=said(*not_held, question.not_kept, from_whom))
    text = said(
        question.law,
        question.not_kept,
        *not_held,
        *(part.text for part in held),
        f"What is missing could come from {question.supplied_by}" if question.not_kept else "",
    )
    return Answer(
        text,
        held[0].as_of,
        tuple(dict.fromkeys(row for part in held for row in part.evidence)),
        tuple(dict.fromkeys(figure for part in held for figure in part.figures)),
    )


def _printed(question, on):
    words = question.heard or question.about.words
    found = published.printed(About(words=words), on=on) if words else None
    return [found] if found and found.text is not None else []
