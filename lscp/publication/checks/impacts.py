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

WHO = (
    r"(?:child\w*|young (?:people|person|carers)|bab(?:y|ies)|infants?|pupils?|boys|girls|teenagers?|adolescents?|"
    r"famil\w+|parents?|carers?|mothers|fathers|practitioners?|professionals?|staff|workers?|schools?|police|"
    r"officers?|nurses|leaders|GPs|victims|midwives|teachers|agencies|partners)"
)
WHAT = (
    r"(?:outcomes?|lives|life|safety|safeguarding|harm|risks?|neglect|abuse|exploitation|violence|crime|attendance|"
    r"exclusions?|arrests?|delays?|waits?|waiting|decisions?|quality|practice|standards?|help|support|responses?|"
    r"information|awareness|profile|understanding|grasp|confidence|relationships?|identification|experiences?|"
    r"voices?|homes?|thinking|plans|referrals)"
)
MATTER = rf"(?:{WHO}|{WHAT})"
MORE = (
    r"(?:more|fewer|less|better|safer|sooner|earlier|faster|quicker|stronger|higher|greater|easier|calmer|happier|"
    r"healthier|cleaner|clearer|closer|lower|shorter|longer)(?!\s+(?:than \d|likely\b|often\b|"
    r"about\b))(?<!no longer)"
)
BIG = (
    r"(?:positive|significant|real|huge|massive|big|major|profound|tangible|lasting|measurable|demonstrable|clear|"
    r"strong|marked|noticeable|dramatic|great|considerable|substantial|visible|notable)"
)
HARM = (
    r"(?:crime|violence|harm|neglect|abuse|exploitation|missing|episodes|delays?|waiting times?|waits?|attendance|"
    r"exclusions?|arrests|re-?referrals)"
)
DONE = r"(?:has|have|had)\s+(?:(?:\w+ly|also|already|really)\s+)?"
# What is said to have changed: each a way of saying it, whatever it is about.
WAYS = (
    r"(?:has|have|had|is|are|was|were)\s+(?:(?:\w+ly|much|far)\s+)?(?:improv(?:ed|ing)|strengthened|transformed|"
    r"better|safer)",
    rf"{DONE}(?:(?:led|contributed)\s+(?:{WHO} )?to|resulted in)\s+(?:\w+\s+){{0,3}}?(?:{MORE}|improv\w+|reduc\w+|"
    r"record|recogni\w+|ask|safe\w*)",
    rf"{DONE}(?:reduced|increased|raised|changed|cut|tackled|lifted|boosted|eased|enhanced|protected|deepened|"
    rf"prevented|given|left|driven up|brought about|broken down|ensured)\s+(?:\w+\s+){{0,4}}?{MATTER}",
    rf"{DONE}(?:helped|enabled|allowed|inspired)\s+(?:\w+\s+){{0,4}}?{WHO}\s+(?:to|with)",
    rf"(?:improved|strengthened|transformed|reduced|increased|raised|enhanced|sharpened|shortened|revolutionised|"
    rf"tackled|drove up|turned around)\s+(?:\w+\s+){{0,4}}?(?:{WHAT}|time|way)",
    rf"(?:led|leading|resulted|resulting) (?:to|in) (?:\w+\s+){{0,3}}?(?:{MORE}|improved|improvements?|reduced|"
    rf"increased|"
    r"reductions?)",
    r"(?:made|makes|making)\s+(?:[\w’']+\s+){1,7}?(?:safe|safer|better|stronger|easier|happier|healthier|cleaner|"
    r"more (?:confident|effective|resilient))",
    r"made a (?:real |positive |significant |lasting |big )*difference",
    rf"{BIG} (?:impact|effect|difference)|impact (?:has been|was|is) (?:positive|significant|clear|strong)",
    rf"{BIG} (?:improvement|reduction|fall|drop|success|progress|shift)s?\b[^.;]{{0,60}}?\b{MATTER}",
    rf"(?:ensur(?:es?|ing)|means|meant|meaning) (?:that )?(?:all |every |no |our |the )?{WHO}\s+(?:\w+\s+)?(?:gets?|"
    r"receives?|slips?|(?:is|are) (?:safe|protected|seen|heard|supported)|no longer)",
    rf"{WHO}(?:\s+[\w’'-]+){{0,4}}?\s+(?:are|is|feel|felt|were|seem|become|became|say they are)\s+(?:(?:now|being|"
    rf"far|much|even|coping)\s+)*(?:{MORE}|confident)",
    rf"{WHO}\s+(?:\w+\s+)?(?:trust|talk|speak|share|listen|recognise|understand|respond|"
    rf"see)\b[^.;]{{0,60}}?\b(?:{MORE})",
    rf"{MATTER}\b[^.;]{{0,60}}?\bnow (?:recognise|understand|know|share|shape|ask|listen|talk|tell|spot|identify|"
    rf"challenge|"
    r"respond|receive|get|feel)",
    r"(?:is|are) now (?:more|better|confident|able|safe|seen|heard|embedded|equipped|protected|part of)",
    rf"(?:better|improved) outcomes|{WHO}\b[^.;]{{0,40}}\bbetter equipped|(?:far|much|vastly|greatly) (?:improved|"
    rf"{MORE})",
    r"(?:gets?|getting|receiv(?:e|es|ed|ing)) (?:\w+ ){0,2}?(?:help|support) (?:sooner|earlier|faster)",
    r"success(?:ful|fully)? (?:in )?(?:reduc|improv|prevent|protect|tackl)\w+|succeeded in \w+ing",
    r"sea change|step change|game[- ]changer|turned a corner|taken root|strength to strength|never been better|"
    r"put an end to|(?:highly|very) effective|proved (?:to be )?(?:\w+ly )?(?:effective|successful|invaluable)|"
    r"(?:instrumental|invaluable) in",
    rf"{HARM}\b[^.;]{{0,60}}?\b(?:has|have|is|are)\s+(?:\w+ly )?(?:fallen|risen|dropped|declined|come down|"
    rf"gone down|reduced|"
    r"shortened|halved|stopped|falling|dropping|reducing)",
    rf"(?:is|are)\s+(?:\w+ly )?(?:stopping|preventing|reducing|improving|protecting|"
    rf"transforming)\b[^.;]{{0,60}}?\b{MATTER}",
    rf"(?:keeps|has kept|have kept)\s+(?:\w+\s+){{0,2}}?{WHO}\b[^.;]{{0,30}}?\b(?:safe|away|together|out of|"
    rf"in school)",
    rf"{WHO}\s+(?:\w+\s+){{0,2}}?(?:benefit(?:s|ed)?|(?:are|have) benefit\w+)\s+from",
    rf"{MATTER}\b[^.;]{{0,60}}?\b(?:than (?:before|ever|in the past|previously)|no longer|only once)",
    rf"{MATTER}\b[^.;]{{0,60}}?\b(?:than (?:(?:it|they|we|this) (?:was|were|used to)|"
    r"(?:a|two|three) years? ago)|these days)",
    rf"{WHO}\b[^.;]{{0,40}}?\b(?:find|are (?:seen|found|spotted|identified|helped))\b"
    r"[^.;]{0,30}?\b(?:quickly|promptly|swiftly|early|in time|at once)",
    r"(?:number|proportion|share|rate)s? of [^.;]{1,60}?\b(?:has|have) (?:\w+ly )?(?:decreased|increased|fallen|"
    r"risen|dropped)",
    rf"(?:has|have) been embedded|put into practice|{MORE} evidence of|now identified|"
    rf"{WHO}\b[^.;]{{0,20}}?\bfeel (?:safe|heard|better|\w+ed)\b|(?:get|gets|getting|receiv\w+) the right (?:help|"
    rf"support)|(?:has|have) been cut",
    rf"(?:gives?|giving) {WHO} (?:a )?(?:real|genuine|more)|keeps? {WHO} from \w+ing",
    r"paid off|turned (?:\w+ ){1,3}around|opened the eyes|soared|plummeted|(?:has|have) (?:\w+ly )?(?:eased|"
    r"narrowed|flourished)",
    rf"fewer\s+(?:\w+\s+)?{WHO}\s+(?:are|were|have|go|come|enter)",
)
BECAUSE = (
    r"(?:thanks to|because of|as a (?:direct )?result of|now that|due to|owing to|following|since|after)"
)
GOOD = rf"(?:{MORE}|more often|only once|protected|quicker|risen|fallen|dropped|soared)"
CAUSED = (  # a cause beside what is better, in either order
    rf"\b{GOOD}\b[^.;]{{0,100}}?\b{BECAUSE}\b",
    rf"\b(?:thanks to|because of|as a (?:direct )?result of|due to)\b[^.;]{{0,100}}?(?:\b(?:{GOOD}|safe|early|"
    rf"quickly|promptly)\b|\b{WHO} (?:get|now)\b)",
)
CLAIMS_CHANGE = re.compile(rf"\b(?:{'|'.join(WAYS)})\b|{'|'.join(CAUSED)}", re.I)
# In general: a whole sentence with a word for a change or a comparison, and something or somebody that matters.
CHANGED = re.compile(
    r"\b(?:(?:more|less|fewer)(?!\s+(?:than|likely|information|details?|on|about|"
    r"or)\b)(?<!or more)(?<!\d more)(?<!once more)(?<!no more)(?<!any more)|better|safer|sooner|faster|quicker|"
    r"swifter|stronger|easier|calmer|happier|healthier|clearer|closer|smoother|earlier (?:age|stage|point|help|"
    r"support|identification|decisions?)|(?<!or )earlier(?=\.?$)|improves|improved|strengthen(?:s|ed)|"
    r"transform(?:s|ed)|enhance[sd]|boost(?:s|ed)|empower(?:s|ed)|deepen(?:s|ed)|sharpen(?:s|ed)|smoothed|eased|"
    r"reduce[sd](?!\s+timetable)|increase[sd](?!\s+risk)|decrease[sd]|declined|dropped|fallen|risen|halved|"
    r"shortened|stabilised|ensure[sd]|prevent(?:s|ed)|enable[sd]|disrupted|swift|(?:is|are) (?:now )?(?:consistent|"
    r"timely)|(?:good|great|real|strong|excellent|clear) progress|(?:is|are|been|getting|"
    r"effect of) (?:being )?(?:improving|reducing|strengthening|increasing|disrupted))\b",
    re.I,
)
MATTERS = re.compile(
    rf"\b(?:{MATTER}|young people|perpetrators?|offenders|assessments?|curiosity|drift|duplication|communication|"
    r"transitions?|supervision|learning|lessons|partnership working|joint working)\b",
    re.I,
)
ASKED = re.compile(
    r"\b(?:asks? for|asked for|recommend\w*|call(?:s|ed) for|request\w*|agreed? to|commit\w*|priorit\w+|"
    r"objectives?|would|suggest\w*|focus(?:es|ed|ing)? on|working (?:to|towards)|designed to|purpose|vision|"
    r"principles?|can|has to|have to|duty|law|than (?:boys|girls|others?|average|those|in|national\w*|England|"
    r"white|similar|any)|most|introduced|planning|developed)\b",
    re.I,
)


CALLED = re.compile(
    r"\b(?:Safer|Stronger|Better|Healthier|Greater) [A-Z]\w+"
)  # names of teams and programmes


def _claims_change(sentence: str) -> bool:
    if NOT_YET.search(sentence) or DENIES.search(sentence):
        return False
    if CLAIMS_CHANGE.search(sentence):
        return True
    said = CALLED.sub(" ", sentence).strip()
    return (
        said.endswith((".", "!"))  # not the points of a list of aims
        and bool(CHANGED.search(said) and MATTERS.search(said))
        and not ASKED.search(said)
    )


DENIES = re.compile(
    r"\b(?:not|nobody|no one|too (?:late|early|often|long)|unsafe|(?<!getting )worse)\b|n['’]t\b|^better\b|"
    r"\b(?:asked|knows?) (?:how|why|what|that)\b|^(?:why|how|what)\b",
    re.I,
)
NOT_YET = re.compile(
    r"\b(?:will|would|should|could|may|might|must|aim\w*|intend\w*|(?:plan|plans|planned|planning) (?:to|for)|"
    r"hop(?:e|es|ed|ing)|expect\w*|want\w*|needs? (?:to|more|a)|needed|seek\w*|in order to|so that|to (?:improve|"
    r"reduce|strengthen|increase|make|raise|enhance)|areas? for|whether|if|next year|priority is|"
    r"not (?:yet )?(?:known|improved|clear)|no (?:evidence|clear|change|improvement)|unable|yet to|cannot|"
    r"further improvement)\b",
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
            if _claims_change(sentence) and not _is_shown(passage, sentence):
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
