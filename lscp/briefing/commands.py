"""What the ``lscp ask`` command calls, and how an answer is told on a screen of text."""

from django.utils import timezone

from lscp import scope
from lscp.briefing.asking import ask_each
from lscp.design.words import gov_date
from lscp.partnerships.models import Partnership
from lscp.refusal import refuse_if
from lscp.sources.committee.rules import partnership_is_here


def answers_of(code, questions):
    """``[Asked]``, from the whole record of one partnership as it is today. Raises ``Refused`` where it is not here."""
    known = sorted(Partnership.objects.values_list("pk", flat=True))
    refuse_if(partnership_is_here(code in known, asked=code, known=known))
    with scope.of_partnership(code):
        return ask_each(questions, on=timezone.localdate())


def in_words(asked):
    """The question, what the record says and since when, and each piece of evidence with its address."""
    return "\n".join([asked.question, *_said(asked)])


def _said(asked):
    answer = asked.answer
    if answer.text is None:
        yield f"  {answer.missing}"
    else:
        yield f"  {answer.text}"
        if answer.as_of:
            yield f"  As the record had it on {gov_date(answer.as_of)}."
        yield from (f"  - {each.text} ({each.kind}) {each.url}" for each in answer.evidence)
    if asked.match.number is None and asked.nearest:
        yield "  The nearest questions that members ask:"
        yield from (f"  {each.number}. {each.text}" for each in asked.nearest)
