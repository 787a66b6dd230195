"""Words that say something changed for children, with or without what shows it: `impact`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lscp.publication import document as d
from lscp.publication.checks.finding import (
    ERROR,
    WARNING,
    Finding,
    Passage,
    passages,
    short,
)
from lscp.publication.checks.numbers import numbers

CLAIMS_CHANGE = re.compile(
    r"\b(?:(?:has|have|had|is|are|was|were)\s+(?:\w+ly\s+)?(?:improv(?:ed|ing)|strengthened|transformed|"
    r"better|safer)"
    r"|(?:has|have|had)\s+(?:\w+ly\s+)?(?:(?:led|resulted|contributed|enabled|ensured|helped)\s+(?:\w+\s+){0,6}?"
    r"(?:child\w*|young|famil\w+|parents?|outcomes?|practice|safe\w*|improv\w*|better|earlier|fewer)|reduced|"
    r"increased|raised)|(?:improved|strengthened|transformed|reduced|increased|raised|"
    r"enhanced)\s+(?:\w+\s+){0,4}?(?:outcomes?|safety|safeguarding|"
    r"practice|confidence|understanding|awareness|lives|experiences?|identification|responses?|harm|risks?)"
    r"|(?:led|leading|resulted|resulting) (?:to|in) (?:\w+\s+){0,3}?(?:better|improved|improvements?|"
    r"fewer|safer|reduced|earlier|increased|reductions?|greater)"
    r"|(?:has|have|had)\s+made\s+(?:\w+\s+){1,4}?(?:safer|better|stronger|more (?:confident|effective|resilient))"
    r"|made a (?:real |positive |significant |lasting |big )*difference"
    r"|(?:positive|significant|real|huge|massive|big|major|profound|tangible|lasting|measurable|demonstrable|clear|strong)"
    r" (?:impact|effect|difference)|ensures? (?:that )?(?:all |every |our )*child(?:ren)? (?:is|are) "
    r"(?:safe|protected)|impact (?:has been|was|is) (?:positive|significant|clear|strong)"
    r"|(?:children|families|young people) (?:are|feel|felt|were) (?:now )?(?:safer|better|"
    r"more (?:confident|supported))|better outcomes|improved outcomes"
    r"|(?:practitioners|professionals|staff|workers|parents|carers) (?:are|feel|felt|were) (?:now )?(?:more|better)"
    r"|(?:gets?|getting|receiv(?:e|es|ed|ing)) (?:\w+ ){0,2}?(?:help|support) (?:sooner|earlier|faster)"
    r"|success(?:ful|fully)? (?:in )?(?:reduc|improv|prevent|protect)\w+)\b",
    re.I,
)
NOT_YET = re.compile(
    r"\b(?:will|would|should|could|may|might|must|aim\w*|intend\w*|plan(?:s|ned|ning)?|hop(?:e|es|ed|"
    r"ing)|expect\w*|want\w*|need\w*|seek\w*|"
    r"in order to|so that|to (?:improve|reduce|strengthen|increase|make|raise|enhance)|areas? for|"
    r"whether|if|next year|priority is|"
    r"not (?:yet )?(?:known|improved|clear)|no (?:evidence|clear|change|improvement)|unable|yet to|"
    r"cannot|further improvement)\b",
    re.I,
)


def impact(document: d.Document) -> Iterator[Finding]:
    """Words that say something changed, with nothing that shows it."""
    for placed in d.walk_blocks(document):
        if isinstance(placed.block, d.Claim):
            yield from _claim(placed.where, placed.block)
    for passage in passages(document):
        if passage.kind not in ("paragraph", "list", "notice"):
            continue
        for sentence in passage.sentences:
            if (
                CLAIMS_CHANGE.search(sentence)
                and not NOT_YET.search(sentence)
                and not _is_shown(passage, sentence)
            ):
                yield Finding(
                    "impact",
                    WARNING,
                    passage.where,
                    short(sentence),
                    "This says that something changed, and nothing shows it. Make it a claim with its "
                    "evidence (a figure before and after, an audit, what children said), or say what was "
                    "done instead of what it changed.",
                )


def _claim(where: str, claim: d.Claim) -> Iterator[Finding]:
    text = short(d.plain(claim.spans))
    if claim.impact and not claim.evidence and not _figures(claim.spans):
        yield Finding(
            "impact",
            ERROR,
            where,
            text,
            "This claims an impact on children and has no evidence. Link the evidence (an audit, a figure "
            "before and after, what children said), or write “not known yet; will be judged on …”.",
        )
    for evidence in claim.evidence if claim.impact else ():
        if not (evidence.quoted or evidence.url):
            yield Finding(
                "impact",
                WARNING,
                where,
                f"{text} – {evidence.label}",
                f"The evidence “{evidence.label}” is named but not quoted, so readers cannot see what it "
                "shows. Quote the words or the figure, with the date on which it was so, or give its "
                "address.",
            )


def _is_shown(passage: Passage, sentence: str) -> bool:
    """Whether the sentence carries a figure, a percentage, or two numbers to compare."""
    counted = numbers(sentence)
    return bool(_figures(passage.spans)) or len(counted) >= 2 or any(number.unit == "%" for number in counted)


def _figures(spans: d.Spans) -> list[d.Figure]:
    return [span for span in spans if isinstance(span, d.Figure)]
