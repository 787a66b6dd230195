"""What somebody undertook to do later, in the prose of the minutes. A request without an undertaking is none."""

import re
from collections.abc import Iterator, Sequence

from .layout import Block, Sentence, sentences_of
from .names import mentions_in
from .paper import Promise
from .resolutions import decides

# Things that are done for the committee after the meeting; "would" before one of them is an undertaking by itself.
_STRONG = (
    r"(?:circulate|re-?circulate|report back|feed ?back|come back|get back|bring back|go back"
    r"|take (?:this|that|it|the \w+) (?:back|away|forward|up)|take away|take back"
    r"|follow(?:ing)? (?:this|that|it|the \w+) up|follow(?:ing)? up|look(?:ing)? into|write to"
    r"|liaise with|forward (?:the|a|this|details)|send|e-?mail|distribute"
    r"|update (?:the )?(?:[\w-]+ ){0,2}?(?:Members?|members?|Committee|committee|Panel|Board|Councillors?|Cabinet|Cllr|him|her|them)"
    r"|keep (?:the |all )?(?:Members?|members?|Sub-Committee|Committee|committee|Panel|Board"
    r"|Councillors?|them|him|her) (?:informed|updated|up to date|abreast)"
    r"|inform (?:the )?(?:[\w-]+ ){0,2}?(?:Members?|Committee|Panel|Councillors?)|notify|respond (?:directly"
    r"|in writing|to .{3,40} (?:outside|after|following))|check (?:and|whether|if|the|this|on|with)"
    r"|find out|confirm (?:this |that |the .{3,60} )?(?:after|outside|following|by e-?mail"
    r"|in writing|and (?:report|feed|come|let|circulate))|clarify (?:this|that"
    r"|the .{3,60}) (?:after|outside|following|and)"
    r"|let (?:the )?(?:[\w-]+ ){0,2}?(?:Members?|Committee|Panel|Councillors?|Cllr|him|her|them) (?:know|have)"
    r"|raise (?:this|that|it|the \w+) with|pick (?:this|that|it|the .{3,30}) up|pass (?:this|that"
    r"|it|on|the .{3,40}) (?:on|to|back)|be in touch"
    r"|share (?:this|the|it|that|a|further|more|details|data"
    r"|information)[^.]{0,80}?(?:with (?:the )?(?:[\w-]+ ){0,2}?(?:Members?|members?|Committee|committee|Panel"
    r"|Board|Councillors?|Cllr|him|her|them))"
    r"|provide (?:the )?(?:[\w-]+ ){0,2}?(?:Members?|members?|Committee|committee|Panel|Board|Councillors?|Cllr|him"
    r"|her|them)\b[^.]{0,40}?with"
    r"|provide (?:a|an|the|this|that|these|further|more|additional|those"
    r"|some)[^.]{0,60}? to (?:the )?(?:[\w-]+ ){0,2}?(?:Members?|members?|Committee|committee|Panel|Board"
    r"|Councillors?|Cllr|him|her|them)"
    r"|provide (?:a |an |further |additional |more )?(?:written )?(?:response|update|breakdown"
    r"|briefing|data|information|figures|details|note|report)"
    r"|present (?:this|that|a|an|the|further)[^.]{0,80}? to (?:the )?(?:Committee|Panel|Board"
    r"|Members)|supply|ask .{3,60}? to (?:e-?mail|send|provide|share|circulate|contact|write)"
    r"|submit (?:a|the|further)[^.]{0,60}? to (?:the )?(?:Committee|Panel|Board|Members)"
    r"|return to (?:the )?(?:Committee|Panel|Board)|attend (?:a|the) (?:future|next)"
    r"|arrange (?:for |a |an |another |further |visits?|this|that))"
)
_STRONG_PASSIVE = (
    r"(?:be|being)\s+(?:re-?)?(?:circulated|reported back|fed back|sent|e-?mailed|forwarded"
    r"|distributed|followed up|taken (?:back|away|forward|up)|looked into|brought back|picked up"
    r"|raised with|passed (?:on|to|back)"
    r"|shared with (?:the )?(?:[\w-]+ ){0,2}?(?:Members?|members?|Committee|committee|Panel|Board|Councillors?)"
    r"|provided (?:to|with) (?:the )?(?:[\w-]+ ){0,2}?(?:Members?|members?|Committee|committee|Panel|Board"
    r"|Councillors?)|provided with|supplied"
    r"|notified|informed once|arranged|rectified|corrected|amended in the)"
)
# Ordinary verbs count only with a word that puts them after this meeting, or before this committee.
_LATER = (
    r"\b(?:outside (?:of )?the meeting|after (?:the|this) meeting|following (?:the|this) meeting"
    r"|(?:at|to|for|in|before|by) (?:the|a|its|their|our|this) (?:\w+ ){0,3}?(?:next|future"
    r"|forthcoming|subsequent|later|following) (?:\w+ ){0,4}?(?:meetings?|reports?|committee|board"
    r"|panel|session|update|agenda|reporting|review)"
    r"|(?:at|to|for|in|before|by) (?:next|future|forthcoming|subsequent"
    r"|later) (?:\w+ ){0,3}?(?:meetings?|reports?|reporting|updates?|agendas?)|next (?:year[’']?s?"
    r"|annual) (?:annual )?(?:report)?|in due course|in (?:a )?writing"
    r"|(?:in|within|by|before) (?:\w+ )?(?:(?:the )?(?:next|coming|new) )?(?:\w+ )?(?:weeks?"
    r"|months?|(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)|spring|summer|autumn|winter|Spring|Summer|Autumn|Winter)(?: \d{4})?"
    r"|(?:the )?next (?:\w+ ){0,3}(?:meeting|report|committee|board|update)|(?:to|for) (?:the "
    r"|this )?(?:Committee|Panel|Board|Members|Cabinet|Sub-Committee)\b|once (?:it|they|this"
    r"|the \w+|available)\b|when (?:it was |they were )?(?:available|published|finalised"
    r"|complete\w*)"
    r"|as soon as|by e-?mail|going forward in|later in the year|(?:this|next) (?:year|month|week"
    r"|term|autumn|spring|summer))\b"
)
_ORDINARY = (
    r"(?:report|update|provide|bring|include|share|present|publish|add|supply|confirm|clarify|review"
    r"|consider|explore|raise|discuss|return|submit|make|prepare|produce|explain|give|highlight"
    r"|investigate|address|ensure|feature|respond|reflect|amend|correct|set out|revisit|complete"
    r"|undertake|organise|convene|speak to|contact|invite|come|go)"
)
_ORDINARY_PASSIVE = (
    r"(?:be|being)\s+(?:reported|updated|provided|brought|included|shared|presented|published|added"
    r"|supplied|confirmed|clarified|reviewed|considered|explored|raised|discussed|submitted"
    r"|made available|prepared|produced|given|highlighted|investigated|addressed|featured|available"
    r"|reflected|amended|corrected|set out|revisited|undertaken|coming|received|rolled out|completed"
    r"|\w+ed)"
)
_WILL = (
    r"\b(?:would|will|’ll|'ll|was going to|were going to|was to|were to|is to|are to)\b(?:\s+(?:also"
    r"|then|therefore|be happy to|be able to|be pleased to|look to|seek to|endeavour to|aim to|now"
    r"|further|of course|be))*\s+"
)
_PLEDGE = re.compile(
    r"\b(?:agreed|undertook|offered|promised|committed|pledged|gave an undertaking"
    r"|gave a commitment|volunteered|was happy|were happy|would be happy"
    r"|would be pleased)(?<!was offered)(?<!were offered)\s+(?:that (?:he|she|they|officers|this"
    r"|it|the \w+|a \w+|\w+) (?:would|will) |to (?!note\b|the\b|be (?:a|an)\b|disagree|endorse"
    r"|receive|approve|support|accept|adopt|recommend|a\b|an\b|work\b|him\b|her\b))",
)
_WOULD_STRONG = re.compile(rf"{_WILL}(?:[\w’ -]{{2,70}} and )?(?:{_STRONG}|{_STRONG_PASSIVE})\b")
_WOULD_LATER = re.compile(rf"{_WILL}(?:\w+ly\s+)?(?:{_ORDINARY}|{_ORDINARY_PASSIVE})\b(?P<rest>.*)")
# A finding or a plan that "would provide" something promises nothing; a report that "would include" it does.
_THING = re.compile(
    r"\b(?:findings?|audits?|reviews?|strateg(?:y|ies)|plans?|framework|data|work|programme"
    r"|project|changes?|pilot|boroughs?|guidance|legislation|hub|process|tool)\s+$"
)
_OF_A_REPORT = re.compile(
    rf"{_WILL}(?:\w+ly\s+)?(?:include|feature|set out|address|reflect|come|be\b|being\b)"
)
_CONTINUING = re.compile(
    r"\bwould be (?:following up|reporting|providing|updating|sharing|bringing|presenting"
    r"|circulating|including|looking)\b"
)
_UNSURE = re.compile(
    r"\b(?:asked|requested|queried|enquired|questioned|suggested|recommended|wondered|hoped"
    r"|proposed|whether|if|could|should|might|may)\b"
)
_NOT_UNDERTAKING = re.compile(
    r"\b(?:would not|will not|if (?:it|they|this|the|a|there|members)\b.{0,60}\bwould|hoped? that"
    r"|unable|welcomed? the|would have|confident)\b",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:asked|requested|queried|enquired|questioned|suggested|recommended|wished|wanted|sought"
    r"|hoped|proposed|felt|concerned|worried|feared|expected|would like)\b"
)
_SUBJECT = re.compile(
    r"^(?P<who>(?:The |A |Both |All )?[A-Z][^,.;:]{1,90}?)\s+(?:also |then |further "
    r"|therefore )?(?:\w+ed|said|would|will|undertook|gave|was|were)\b"
)
_HE = re.compile(r"^(?:He|She|They|It|This|These|The (?:data|figures|metrics|information|report))\b")


def find_promises(blocks: Sequence[Block], decided: frozenset[int]) -> list[Promise]:
    """Each sentence that undertakes something for later, once."""
    found: dict[str, Promise] = {}
    for place, block in enumerate(blocks):
        if block.line in decided or re.match(r"(?:RESOLVED|Resolved|DECISION|AGREED)\b", block.text):
            continue
        speaker = None
        for sentence in sentences_of(block, place):
            speaker = _speaker(sentence.text) or speaker
            for text in _undertakings(sentence):
                found.setdefault(text.lower(), Promise(text, speaker, sentence.line))
    return list(found.values())


def _undertakings(sentence: Sentence) -> Iterator[str]:
    text = re.sub(r"\s*[(\[]\s*ACTIONS?\b[^()\[\]]*[)\]]", "", sentence.text, flags=re.I)
    if (
        re.match(r"(?:ACTIONS?|Action)\b\s*(?:[:–-]|by\b)|(?:RESOLVED|That)\b", text)
        or text.endswith("?")
        or decides(text)
    ):
        return
    pledged = any(
        not _PLEDGE_OF_ANOTHER_TIME.search(text[: found.start()]) for found in _PLEDGE.finditer(text)
    )
    said = (_WOULD_STRONG.search(text), _CONTINUING.search(text), _later(text))
    if pledged or any(found and not _only_asked(text, found.start()) for found in said):
        yield text


_PLEDGE_OF_ANOTHER_TIME = re.compile(r"\b(?:had|have|has|been|whether|if|was|were|is|are|not)\s+(?:\w+\s+)?$")


def _later(text: str):
    for found in _WOULD_LATER.finditer(text):
        if _THING.search(text[: found.start()]) and not _OF_A_REPORT.match(found[0]):
            continue
        if re.search(_LATER, found["rest"], re.I) or re.search(_LATER, text[: found.start()], re.I):
            return found
    return None


def _only_asked(text: str, start: int) -> bool:
    """The words hang on a request, a doubt or a condition: nobody undertook them."""
    if _NOT_UNDERTAKING.search(text[: start + 12]):
        return True
    before = text[:start]
    answered = max(
        (
            found.end()
            for found in re.finditer(
                r"\b(?:responded|replied|advised|confirmed|said|explained|agreed|undertook|noted"
                r"|assured|stated|added|informed|clarified)\b",
                before,
            )
        ),
        default=-1,
    )
    asks = [found.end() for found in _ASKS.finditer(before)]
    if asks and asks[-1] > answered:
        return not re.search(r"[;.]|, (?:and|but|to which)\b|\band (?:\w+ ){1,4}$", before[asks[-1] :])
    hangs = re.search(r"\b(?:whether|if|how|why|what|who)\s+(?P<between>(?:[\w’'-]+\s+){0,8})$", before)
    return bool(hangs) and not re.search(r"\b(?:and|but)\b", hangs["between"])


_SAID = re.compile(
    r"\s*(?:\([^()]*\)|,[^,]{2,80},)?\s*(?:also |then |further |therefore )?"
    r"(?:\w+ed|said|would|will|undertook|gave|was|were|did|told|took|spoke)\b"
)


def _speaker(text: str) -> str | None:
    """Whom the sentence reports as speaking or undertaking: a person named, or the noun that it opens with."""
    for mention in mentions_in(text):
        if _SAID.match(text[mention.end :]) and not re.search(
            r"\b(?:by|of|to|for|with)\s+$", text[: mention.start]
        ):
            return text[mention.start : mention.end]
    opened = _SUBJECT.match(text)
    if opened and not _HE.match(text):
        return re.sub(r"\s*\([^)]*$|\s+(?:who|that)\b.*$|^In (?:response|reply) ", "", opened["who"])
    return None
