"""What somebody undertook to do later, in the prose of the minutes. A request without an undertaking is none."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from .layout import Block, Sentence, sentences_of
from .marks import decides
from .names import mentions_in
from .paper import Promise
from .periods import MONTHS
from .vocabulary import alternatives


def _any_of(patterns: str) -> str:
    """One pattern for any of those listed, one a line."""
    return "(?:" + "|".join(line.strip() for line in patterns.strip().splitlines()) + ")"


_US = (
    r"(?:the )?(?:[\w-]+ ){0,2}?(?:[Mm]embers?|(?:[Ss]ub-)?[Cc]ommittee|[Pp]anel|[Bb]oard"
    r"|[Cc]ouncillors?|Cllrs?|Cabinet"
    r"|Commission|[Cc]hair(?:man|person|woman)?|him|her|them)\b"
)
# Things that are done for the committee after the meeting; "would" before one of them is an undertaking by itself.
_STRONG = _any_of(
    rf"""
    (?:re-?)?circulate
    (?:report|feed|come|get|bring|go) ?back
    (?:follow|pick|pass|bring) (?:(?:this|that|it|the [\w ]{{3,40}}) )?(?:up|on|back)
    look(?:ing)? into|take (?:away|back|(?:this|that|it|the \w+) (?:back|away|forward|up|to))
    (?:write to|liaise with|send|e-?mail|distribute|notify|supply|find out|be in touch)
    (?:update|brief|inform) {_US}
    keep (?:all )?{_US} (?:informed|updated|up to date|abreast)
    check (?:and|whether|if|the|this|on|with)
    let {_US} (?:know|have)
    raise (?:this|that|it|(?:the|these|those) [\w’' ]{{3,40}}?) with
    share (?:this|the|it|that|a|further|more|details|data|information)[^.]{{0,80}}? with {_US}
    provide {_US}[^.]{{0,40}}? with
    provide (?:an? )?(?:further |additional |more )?(?:written )?(?:response|update|breakdown|briefing|data|information)
    provide (?:an? )?(?:further |additional |more )?(?:written )?(?:note|report|figures|details)
    get (?:clarification|confirmation|an answer|a response|(?:further|more) (?:details?|information))
    ensure (?:that )?(?:this|that|it) (?:was|is|would be|were)
    (?:attend|be attending) (?:a|the) (?:future|next)
    arrange (?:for |to |an? |another |further |visits?|this|that)
    receive (?:an? |further |more )(?:[\w-]+ )?(?:update|response|report|briefing|information|copy|note)
    """
)
_STRONG_PASSIVE = _any_of(
    rf"""
    (?:be|being) (?:re-?)?(?:circulated|sent|e-?mailed|forwarded|distributed|supplied|notified|arranged|rectified)
    (?:be|being) (?:corrected|amended|adjusted|followed up|looked into|picked up|raised with|provided with)
    (?:be|being) (?:(?:reported|fed|brought) back|taken (?:back|away|forward|up)|passed (?:on|to|back))
    (?:be|being) shared with {_US}
    (?:be|being) (?:put (?:right|on|in (?:the|a)\b)|made clear|prepared|sought|added to|checked)
    (?:be|being) (?:placed in librar\w+|fed in(?:to)?)
    (?:be|being) (?:removed|deleted|reworded|(?:placed|put|posted|published) on [\w’' ]{{2,40}}website)
    (?:be|being) (?:provided|given|made available) to (?:all|every|each)
    """
)
_MONTHS = "|".join(MONTHS)
_SEASONS = "spring|summer|autumn|winter|Christmas|Easter"
_ITS = "(?:the|an?|its|their|our)"
_COMING = r"(?:next|future|forthcoming|subsequent|later|following)"
_GATHERING = (
    r"(?:meetings?|reports?|editions?|years|reporting|updates?|agendas?|committee|board|panel|session|review)"
)
# Ordinary verbs count only with words that put them after this meeting, or before this committee.
_LATER = re.compile(
    r"\b"
    + _any_of(
        rf"""
    (?:outside (?:of )?|after |following )(?:the|this) meeting
    (?:at|to|for|in|before|by|with) (?:{_ITS} )?(?:\w+ ){{0,3}}?(?:{_COMING}|{_MONTHS}) (?:\w+ ){{0,4}}?{_GATHERING}
    next (?:year[’']?s?|annual) (?:annual )?(?:report)?
    in due course
    in the near future
    shortly
    in (?:a )?writing
    (?:in|within|by|before|during|from) (?:[\w’]+ ){{0,4}}?(?:weeks?|months?|{_MONTHS}|{_SEASONS})
    in (?:the |an? |its |that )?(?:[\w’/-]+ ){{0,3}}?(?:report|note|bulletin)
    (?:to|for) (?:the |this )?(?-i:[A-Z\d]\w* ){{0,4}}?(?:Committee|Panel|Board|Members(?! of)|Cabinet)(?!\s+meetings\b)
    (?:once|before|when) (?:it|they|this|the \w+|available|publication|published|complete\w*|finalised|was|were)
    as soon as
    by e-?mail
    later in the year
    (?:in|into|on|onto|to|for) (?:the|its|their) (?:[\w’]+ )?(?:work programme|forward plan|action (?:log|plan|tracker))
    (?:this|next|new) (?:year|month|week|term|autumn|spring|summer)
    """
    )
    + r"\b",
    re.I,
)
_ORDINARY = _any_of(
    r"""
    report|update|provide|bring|include|contain|share|present|publish|add|supply|confirm|clarify|review|consider|explore
    raise|form part|have (?=an?\b|one\b|it\b|both\b)
    discuss|return|submit|make|prepare|produce|explain|give|highlight|investigate|address|ensure|feature|respond|reflect
    amend|correct|set out|revisit|complete|undertake|organise|convene|speak to|contact|invite|come|go
    """
)
_ORDINARY_PASSIVE = _any_of(
    r"""
    be (?:tak|attend|bring|provid|report|send|circulat|arrang|meet|present|shar|writ|rais|review|follow)ing
    be(?= (?:in|on|with) )|be (?:ready|done|available)
    be an? (?:[\w-]+ ){0,3}?(?:update|report|briefing|response|presentation)
    (?:be|being) (?:brought|made|given|set|undertaken|coming|available|held|done|shown|sent|told|put|kept|run|begun)
    (?:be|being) (?:setup|written|taken|drawn|seen|heard|met|rolled out|built)
    (?:be|being) (?!deferred|postponed|used|required|needed|expected)[\w-]+ed
    """
)
_WILL = (
    r"(?:\b(?:[Ww]ould|will|I can|’ll|'ll|was going to|were going to|was to|were to|is to|are to"
    r"|(?:plan|intention) (?:was|is|would be|will be) to|could(?= look))\b(?:\s+(?:also"
    r"|then|therefore|be happy to|be able to|be pleased to|look to|seek to|endeavour to|aim to|now"
    r"|further|of course|in future|be))*\s+|\bwith [\w ]{3,50}(?<!had)(?<!needed)(?<!need) to (?=be ))"
)
_PLEDGE = re.compile(
    r"\b(?:agreed|undertook|offered|promised|committed|pledged|gave an undertaking"
    r"|gave a commitment|volunteered|was (?:\w+ ){0,2}?(?:willing|happy|content)|were happy|(?<=[Hh]e )was prepared"
    r"|would be happy|would be pleased)(?<!was offered)(?<!were offered)(?<!being offered)\s+"
    r"(?:that (?:he|she|they|officers|this"
    r"|it|the \w+|a \w+|\w+) (?:would|will) |to (?!note\b|the\b|be\b|disagree|endorse"
    r"|receive|approve|support|accept|adopt|recommend|co-opt|a\b|an\b|work\b|him\b|her\b"
    r"|children\b|young\b|famil|parents\b|schools\b|people\b|those\b|them\b|all\b|any\b|each\b|every))",
)
_WOULD_STRONG = re.compile(rf"{_WILL}(?:[\w’ -]{{2,70}} and )?(?:{_STRONG}|{_STRONG_PASSIVE})\b")
_WOULD_LATER = re.compile(rf"{_WILL}(?:\w+ly\s+)?(?:{_ORDINARY}|{_ORDINARY_PASSIVE})\b")
# A finding or a plan that "would provide" something promises nothing; a report that "would include" it does.
_THING = re.compile(
    r"\b(?:findings?|audits?|reviews?|strateg(?:y|ies)|plans?|framework|data|work|programme"
    r"|project|changes?|pilot|boroughs?|guidance|legislation|hub|process|tool)\s+$"
)
_OF_A_REPORT = re.compile(
    rf"{_WILL}(?:\w+ly\s+)?(?:include|contain|feature|form part|set out|address|reflect|come|be\b|being\b)"
)
_CONTINUING = re.compile(
    rf"\b(?:advised|confirmed|said|stated|replied|responded|agreed) (?:that )?(?:he|she) would (?:{_ORDINARY}|ask)\b|"
    r"\b(?:would|will) be (?:following up|reporting|providing|updating|sharing|bringing|presenting"
    r"|circulating|including|looking)\b|\b(?:would|will) be,? (?:in|by|at) (?:the|an?|its|their) (?:next|future|end)\b"
)
_REPLY_TO_COME = re.compile(
    r"\b(?:response|answer|reply|breakdown|briefing note|copy|links?) (?:would|will) be "
    r"(?:put on|provided|sent|given|shared|supplied|made available|prepared)\b"
    r"|\b(?:[Cc]orrected|[Rr]evised|[Aa]mended|[Uu]pdated) [^.,]{3,40}? (?:would|will) be \w+"
    r"|\b(?:[Ff]urther|[Mm]ore) (?:information|details?|data|figures)(?: [^.,]{0,40}?)? (?:would|will) be \w+"
    r"|\b(?:[Tt]his|[Tt]hat|[Tt]he|[Tt]hese|[Tt]hose) (?:options?|suggestions?|concerns?|point|matter|query"
    r"|question|issue|figure|error|wording) (?:would|will) be \w+ed\b"
)
_SAID_SO = re.compile(
    r"\b(?:assured \w+|said|replied|confirmed) (?:that )?(?:he|she) would(?: do so)?\W*$"
)  # "… hoped that she would share it. She assured her that she would."
# "… asked if he could bring an update, and he agreed."
_AGREED_TO_IT = re.compile(
    r"\b(?:asked|requested|suggested)\b[^.]*(?:,| and| which) "
    r"(?!.{0,30}(?:Committee|Panel|Board|[Mm]embers)\b)[^,.]{2,60}? agreed(?: to (?:do so|this|the request))?\W*$"
)
_NOT_UNDERTAKING = re.compile(
    r"\b(?:would not|will not|if (?:it|they|this|the|a|there|members)\b.{0,60}\bwould|hoped? that"
    r"|(?:purpose|aim|role|objective|function)s?\b.{0,120}\b(?:is|are|was|were) to"
    r"|unable|welcomed? the|would have (?!an?\b|one\b|it\b|both\b)|confident"
    r"|had (?:assured|said|promised|agreed|confirmed)"
    r"|(?:Department (?:of|for)|Ofsted|DfE|Government|Home Office)\b(?:(?! and )[^.]){0,60} (?:would|will))\b",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:(?<!had )asked|(?<!as )requested|queried|enquired|questioned|suggested|recommended|wished|wanted|sought"
    r"|hoped|proposed|felt|concerned|worried|feared|expected|anticipated|surmised|suspected|would like)\b"
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
    if re.match(
        r"(?:ACTIONS?|Action)\b\s*(?:[:–-]|by\b)|(?:RESOLVED|That(?! (?:was|is)))\b", text
    ) or text.endswith("?"):
        return
    if decides(text):
        if _AGREED_THAT.search(text):
            yield text
        return
    pledged = bool(_PROMISED_IT.search(text)) or any(
        not _PLEDGE_OF_ANOTHER_TIME.search(text[: found.start()]) for found in _PLEDGE.finditer(text)
    )
    said = chain(
        *(form.finditer(text) for form in (_WOULD_STRONG, _CONTINUING, _REPLY_TO_COME, _PERSON_WOULD)),
        _later(text),
        (found for one in mentions_in(text) if (found := _NAMED_WOULD.match(text, one.end))),
    )
    if (
        pledged
        or _AGREED_TO_IT.search(text)
        or _SAID_SO.search(text)
        or any(not (_only_asked(text, one.start()) or _provided_by_a_thing(text, one)) for one in said)
    ):
        yield text


# "It was agreed that the clerk would write to them": decided by the committee, and somebody's to do.
_AGREED_THAT = re.compile(
    r"(?i:agreed)\b[^.]{0,40}? (?:that )?(?!that\b|(?:the |next )?meetings?\b)"
    r"[^.;]{2,90}? (?:would|will) (?!not\b|have\b|receive\b|be (?:held|noted|approved|considered|taken|needed|made)\b)"
)
_PROMISED_IT = re.compile(
    r"\b(?:promised|offered) (?:(?:an?|the|his|her|their) )?(?:\w+ )?"
    r"(?:note|reply|response|breakdown|briefing|update|list|copy)\b"
)
_POST = (
    r"(?:Chair(?:man|woman|person)?|Director|[Oo]fficers?|Manager|Clerk|Secretary|Head of [\w &]{3,40}|Leader|Adviser"
    r"|(?:Portfolio )?Holder|(?:Cabinet|Lead) (?:Member|Councillor)|Scrutineer|Nurse|Superintendent|Inspector"
    r"|Co-?ordinator)"
)
_WOULD = r"(?:would|will) (?:also |then |further |of course )?"
# Any verb but those of states, wishes and opinions, of talk, and of coming and going.
_NO_ACT = alternatives(
    """
    abstain|advise against|agree|also|always|appreciate|argue|be|become|begin|benefit|call it
    cease|chair|come to|confine|continue|depend|describe|distrust|encourage|expand on|expect|fall
    feel|get|give it|go on|have|help|hope|in future|just|know|leave|like|live|look|lose|love
    make it|mark|mean|miss|most|move on|move to|name|need|never|no longer|normally|not|often|only
    prefer|rate|rather|receive|recommend|remain|require|retire|say|see|seem|sooner|speak
    start by|stay|step down|still|suggest|support|take over|take place|think|try not|turn|urge
    usually|vary|vote|want|welcome|wish
    """
)
_DOING = (
    r"be (?:happy|pleased|glad|delighted|willing|content|prepared) to"
    r"|be able to (?:give|let|send|show|tell)"
    r"|be (?!leav|retir|stand|speak|us|need|end|hop|look|think)\w+ing"
    r"|speak (?:to|with)|have (?:it|this|that|them) \w+|see (?:to|that|what|if|whether)"
    r"|look (?:into|at (?:\w+ing|this|that|it|whether|how|the))"
)
_ACT = rf"(?:(?:{_DOING})\b|(?!(?:{_NO_ACT})\b)[a-z]+\b)"
_OPENS = r"(?:He|She|Officers|(?:The |Dr |Mrs? |Ms |Cllr |Councillor |[A-Z]\. ?|[A-Z] )[A-Z])"
# A person who would do something: "She would check", "Mr Hall would correct the table", "… and would ask them".
_PERSON_WOULD = re.compile(
    rf"\b(?:(?:[Hh]e|[Ss]he|I) (?:would|will|can)|{_POST} would)(?:, \w+,)? (?:also |then |further )?{_ACT}"
    rf"|^{_OPENS}[^;]{{0,250}}\b(?:and|but) {_WOULD}(?!provide|add|lead|create|make|ensure|identify){_ACT}"
)
_NAMED_WOULD = re.compile(rf"(?:\s*\([^()]*\))?\s+{_WOULD}{_ACT}")
_PLEDGE_OF_ANOTHER_TIME = re.compile(
    r"\b(?:had|have|has|been|whether|if|(?<!it )was|were|is|are|not)\s+(?:\w+\s+)?$"
    r"|\b(?:services?|support|training|help|provision|places|courses|placements|sessions)\s+$"  # "offered to …"
)


def _provided_by_a_thing(text: str, found) -> bool:
    """ "This would provide information about …" says what a thing is for; a passive is somebody's to do."""
    thing = re.search(r"\b(?:This|It|These|Which|which|that)\s+$", text[: found.start()])
    if re.match(r"[Hh]e\b|[Ss]he\b|I\b", found[0]):
        return False
    return bool(thing) and not re.search(r"\b(?:be|being)\b", found[0])


_PLANNED = re.compile(
    r"(?:\b(?:it|which|that|this) (?:was|is) to \w+|(?:was|were|is|are) to be (?!with\b)\w+)$"
)  # "the Board was to be replaced in September"


def _later(text: str) -> Iterator[re.Match]:
    times = list(_LATER.finditer(text))
    for found in _WOULD_LATER.finditer(text) if times else ():
        of_a_thing = _THING.search(text[: found.start()]) and not _OF_A_REPORT.match(found[0])
        if of_a_thing or _PLANNED.search(text[: found.end()]):
            continue
        if times[-1].start() >= found.end() or times[0].end() <= found.start():
            yield found


_CLAUSE = re.compile(r"; |, (?:and|but) |\b(?:and|but) (?:(?:\w+ed|said) )?that ")


def _only_asked(text: str, start: int) -> bool:
    """The words hang on a request, a doubt or a condition: nobody undertook them."""
    clause = max((found.end() for found in _CLAUSE.finditer(text, 0, start)), default=0)
    if _NOT_UNDERTAKING.search(text[clause : start + 16]):
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
        return not re.search(
            r"[;.]|, (?:and|but|to which)\b|\band (?!when|whether|how|what|if|why|who|that|where)(?:\w+ ){1,4}$",
            before[asks[-1] :],
        )
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
