"""The table of kinds: the code that the question bank names, and the function that answers. And a whole question."""

from lscp.briefing.answers.answer import Answer
from lscp.briefing.answers.wording import said

KINDS = {}


def answer(question, *, on):
    """The ``Answer`` to a ``Question`` of the bank, from all its parts, in the scope in force; reads only.

    Where some parts hold something, those are the answer; where none does, ``missing`` says so and who could supply it.
    """
    parts = [KINDS[part.kind](part.about, on=on) for part in question.parts]
    held = [part for part in parts if part.text is not None]
    supplied = f"{question.supplied_by[:1].upper()}{question.supplied_by[1:]} could supply it"
    not_kept = (question.not_kept, supplied) if question.not_kept else ()
    if not held:
        return Answer(None, missing=said(parts[0].missing, question.not_kept, supplied))
    return Answer(
        said(*(part.text for part in held), *not_kept),
        held[0].as_of,
        tuple(dict.fromkeys(row for part in held for row in part.evidence)),
        tuple(figure for part in held for figure in part.figures),
    )
