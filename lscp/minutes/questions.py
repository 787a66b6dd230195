"""What members asked, and what was said in reply.

Each asking verb that a member governs is one question; two parts under one verb are one. Concerns and comments
are not questions. See "How each field is counted" in the command's contract.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .layout import Block, Sentence, sentences_of
from .paper import Question
from .room import OFFICER, Room, governs, opening_subject
from .vocabulary import MEMBERS

_ASK = re.compile(
    r"\b(?:asked(?! [^.]{0,50}introduc)(?! [^.]{0,60}\bto (?:pass on|convey|express|thank))"
    r"|queried|enquired|inquired|questioned|requested|wondered"
    r"|sought(?!\s+to\b(?! (?:understand|know|clarify|establish)))"
    r"(?!\s+(?:\w+ ){0,3}?(?:approval|agreement|authority|endorsement|permission|nominations|volunteers)\b)"
    r"|wanted (?:clarification|assurance|reassurance|more information|further information"
    r"|to (?:know|understand|be assured))"
    r"|(?:followed (?:this )?up|continued|followed on) by asking|went on to ask|wished to (?:know"
    r"|understand)|would like to know|keen to (?:know|understand)"
    r"|(?:raised|posed|put|had|asked) (?:a |an |the |several |some |two |three |further "
    r"|another )?(?:\w+ )?(?:questions?|quer(?:y|ies)))\b"
)
_PASSIVE = re.compile(
    r"\b(?P<what>[Cc]larification|[Aa]ssurances?|[Rr]eassurance|[Ii]nformation|[Dd]etails?"
    r"|[Ee]xplanation|[Uu]pdate|[Cc]larity|[Cc]onfirmation"
    r"|[Aa] (?:further )?(?:question|query)|(?:[Tt]he )?[Qq]uestions?|[Qq]uer(?:y|ies)"
    r"|[Ff]urther (?:questions?|detail|information)|[Ii]t|[Dd]ata|[Ff]igures)\s+(?:\w+\s+){0,3}?"
    r"(?:was|were)\s+(?:also\s+|then\s+|further\s+|\w+ly\s+)?(?P<verb>sought|requested|asked|raised|queried|questioned)\b"
)
_RESPONSE = re.compile(
    r"(?:\bin (?:response|reply|answer) to|\bresponding to|\breplying to|\banswering"
    r"|\bin answering|(?<!\bthe )\bfollowing|\barising from|\bin responding to|\bin addressing"
    r"|\bas a result of|\b(?:on|to|with regard to|regarding"
    r"|in relation to) (?=[^,.]{0,60}(?:[’']s?|a) (?:question|query)\b))\s*"
    r"(?P<which>(?:[^,.;]{0,90}?\b)?(?:questions?|quer(?:y|ies)|enquir(?:y|ies)))\b(?P<rest>[^.;]*)",
    re.I,
)
_ASKING = re.compile(
    rf"\b(?:with|and) (?:the )?(?P<who>{MEMBERS})(?: of the \w+)? (?:asking|seeking|querying"
    rf"|requesting|raising questions)\b"
)
_ASKED_IN_LIST = re.compile(
    r"(?:To ask|[Aa]sked|[Aa]sking|[Qq]ueried|[Ee]nquired|[Rr]equested"
    r"|[Ss]ought (?:more|clarification|information|assurance|an?))\b"
    r"|A (?:request|question|query) (?:to|for|about|on|whether|as to|from|that|around|regarding|concerning)\b"
)
_WHEN_ASKED = re.compile(
    r"^(?:When |On being |Upon being |Being |Having been )?asked\s+(?:about|if|whether|how|what"
    r"|why|when|who|by|for|to)\b",
    re.I,
)
_ALSO = (
    r"(?:\s*(?:also|then|further|additionally|subsequently|finally|in addition|again|he|she|they"
    r"|therefore|consequently|instead|so|lastly))*"
)
_AND = re.compile(rf"(?:\b(?:and|but|before|or)|[,;]|[,;]\s*and){_ALSO},?\s*$")
_QUESTION_MARK = re.compile(
    r"(?:[^?]*, )?(?:who|what|when|where|why|how|is|are|was|were|do|does|did|can|could|would|will|should|has|have"
    r"|which)\b[^?]*\?$",
    re.I,
)
_LIST_LEAD = re.compile(
    r"(?:\b(?:asked|raised|posed|put)\b[^.]*\b(?:questions?|the following)"
    r"|\bsought (?:clarification|information|assurance)[^.]*|\b(?:following|these) questions\b[^.]*"
    r"|\b[Mm]embers (?:then |also )?(?:asked|queried|enquired)(?: about)?|questions (?:were|from"
    r"|raised|asked|included)[^.]*|\b(?:points|themes|issues)\b[^.]*\bdiscussions?\b[^.]*)[^.]{0,90}[:–-]+$",
)
_LIKE_QUESTION = re.compile(
    r"(?:whether|how|what|why|when|where|who|which|if|clarification|to ask|request|the (?:reason|number"
    r"|extent)|about)\b|[^.]{0,300}\?",
    re.I,
)
_LIKE_ANSWER = re.compile(r"(?:[A-Z][a-z]+ed|Said|Told|Gave|Noted) (?:that|how|the|a|an|to)\b")
_PUT_BY_NAME = re.compile(
    rf"(?P<who>(?:The )?(?:{MEMBERS})(?: [A-Z][\w’'-]+){{0,3}})(?::| [–-])\s+(?P<text>.+\?)$"
)
_Q = re.compile(
    r"(?:Q\d{1,2}(?=\s)|(?:Q(?:uestion)?\s*\d{0,2}|Question (?:from|by) [^:]{3,80})\s*[:.)–-])\s*(?P<text>.+)",
    re.I,
)
_A = re.compile(r"(?:A(?:nswer)?|Response|Reply)\s*\d{0,2}\s*[:.)–-]\s*(?P<text>.+)")
_END = re.compile(
    r"(?:the (?:chair|committee|board|panel)\b.{0,40}\bthanked|members thanked|RESOLVED|Resolved"
    r"|ACTION|Action\b|AGREED|DECISION)",
    re.I,
)


@dataclass
class _Asked:
    asked_by: str | None
    text: str
    line: int
    place: int  # of the sentence, in the whole run of sentences
    rest: str | None = None  # the answer given in the same sentence


def find_questions(blocks: Sequence[Block], decided: frozenset[int]) -> list[Question]:
    """The questions in the order asked; sentences that are resolutions are passed over."""
    blocks = [block for block in blocks if block.line not in decided]
    sentences = [sentence for place, block in enumerate(blocks) for sentence in sentences_of(block, place)]
    room = Room.of(sentences)
    lists = _listed(blocks)
    asked: list[_Asked] = []
    subject: str | None = None
    for place, sentence in enumerate(sentences):
        if sentence.paragraph in lists.leads:
            continue
        first_of_block = place == 0 or sentences[place - 1].paragraph != sentence.paragraph
        found = list(_in_sentence(sentence, place, room, subject, asked)) or [
            _Asked(who, text, sentence.line, place)
            for who, text in _put_as_question(sentence, blocks, lists, first_of_block)
            if first_of_block or not asked or sentences[asked[-1].place].paragraph != sentence.paragraph
        ]
        asked += found
        subject = opening_subject(sentence.text, room) or (subject if not first_of_block else None)
    answered: dict[int, Question] = {}
    for order in reversed(
        range(len(asked))
    ):  # from the last, because a question may share the next one's answer
        answered[order] = _answered(order, asked, answered, sentences, room)
    return [answered[order] for order in range(len(asked))]


def _put_as_question(sentence, blocks, lists, first_of_block) -> Iterator[tuple[str | None, str]]:
    """A question told by how it is set: in a list of questions, after "Q:" or a member's name, or as a paragraph."""
    text, block = sentence.text, blocks[sentence.paragraph]
    if first_of_block and sentence.paragraph in lists.items:
        yield lists.items[sentence.paragraph], text
    elif first_of_block and (marked := _Q.fullmatch(text)) and "?" in block.text:
        yield None, marked["text"]
    elif first_of_block and (put := _PUT_BY_NAME.match(text)):
        yield put["who"], put["text"]
    elif (
        sentence.paragraph not in lists.others
        and _QUESTION_MARK.match(text)
        and (block.text.endswith(text) or (first_of_block and block.is_item))
    ):
        yield None, text


# Asking ----------------------------------------------------------------------------------------------------


def _in_sentence(sentence, place, room, pronoun, earlier) -> Iterator[_Asked]:
    text = sentence.text
    response = _RESPONSE.search(text)
    if response and response.start() < 60 and not _refers_back(response, earlier, place):
        clause_end = text.find(", ", response.end("which"))
        question, rest = (text[:clause_end], text[clause_end + 2 :]) if clause_end > 0 else (text, None)
        yield _Asked(_who_asked(text, response), question, sentence.line, place, rest)
        if clause_end < 0 or not _ASK.search(rest or ""):
            return
    if _ASKED_IN_LIST.match(text):
        yield _Asked(None, text, sentence.line, place)
        return
    if _WHEN_ASKED.match(text):
        question, _, rest = text.partition(", ")
        yield _Asked(None, question, sentence.line, place, rest or None)
        return
    counted = 0
    for who in _askers(text, response, room, pronoun):
        counted += 1
        yield _Asked(_plain_subject(who), text, sentence.line, place)
    if not counted and (asking := _ASKING.search(text)):
        counted += 1
        yield _Asked(asking["who"], text, sentence.line, place)
    yield from _in_passive(sentence, place, counted > 0)


def _askers(text: str, response, room: Room, pronoun: str | None) -> Iterator[str]:
    """Who asks, once for each asking verb that a member governs."""
    opening = opening_subject(text, room)
    if opening is None and re.match(r"(?:He|She|They)\b", text):
        opening = pronoun
    counted = False
    for verb in _ASK.finditer(text):
        before, after = text[max(0, verb.start() - 300) : verb.start()], text[verb.end() :]
        if response and verb.start() < response.end():
            continue
        who = governs(before, room, pronoun)
        if who is None and opening and _carries_on(before, opening):
            who = opening
        if who is None and _asked_of_officers(before):
            by = _BY_WHOM.match(after.lstrip())
            who = by["who"] if by else "?"
        if re.match(r"\s+(?:no|any)\b", after) or verb[0].endswith("no questions"):
            continue
        if re.match(r"(?:requested to|asked to declare)\b", text[verb.start() :]) and re.search(
            r"\b(?:was|were|are)\s+$", before
        ):
            continue  # "Ms Roe was requested to send …": an order, not a question
        if who is not None and not _is_inside_reported_speech(before, opening, counted):
            counted = True
            yield who


def _carries_on(before: str, opening: str) -> bool:
    """The verb goes on with the subject that opened the sentence: "The Chair thanked them and asked …"."""
    then = re.search(r"(?:^|,)[^,]*\b(?<!was )(?<!were )(?:also|then)\s+$", before)
    return bool(_AND.search(before)) or (bool(then) and not OFFICER.search(before[len(opening) :]))


def _in_passive(sentence: Sentence, place: int, counted: bool) -> Iterator[_Asked]:
    """ "Clarification was sought on …", "It was queried whether …"."""
    text = sentence.text
    for passive in _PASSIVE.finditer(text):
        after = text[passive.end() :]
        clause = re.split(r"[;,] |\band ", text[: passive.start()])[-1]
        if re.search(r"\b(?:that|which|who|how)\b", clause) or (
            counted and ";" not in text[: passive.start()]
        ):
            continue
        if passive["what"].lower() == "it" and not _ASKED_WHAT.match(after):
            continue
        by = _BY_WHOM.search(after)
        yield _Asked(by["who"] if by else None, text, sentence.line, place)


_BY_WHOM = re.compile(
    r"\bby\s+(?:the\s+)?(?P<who>[^,.]{3,60}?)"
    r"(?=\s+(?:about|on|as|regarding|whether|how|if|in|what|why|to|for)\b|[,.])"
)
_ASKED_WHAT = re.compile(r"\s*(?:by [^,.]{3,60} )?(?:how|if|whether|what|why|when|where|who|that|about)\b")


def _plain_subject(who: str) -> str | None:
    who = re.sub(
        r"(?:\s+(?:also|then|further|additionally|subsequently|next|again|and|both|therefore)|\s*\([^()]*\)|,.*)+$",
        "",
        who,
    )
    return who if who != "?" else None


_SAYS_WHAT = re.compile(
    r"\s*(?:from|by|about|on|regarding|as to|concerning|relating|whether|put|raised|asked|of"
    r"|in relation|relat\w+|around|with)\b"
)
_BARE = re.compile(
    r"(?:(?:the|all|any|various|several|further) )?(?:(?:members?|committee|panel|board|commission"
    r"|councillors?)[’']?s?[’']? )?"
    r"(?:questions|queries)|(?:the|this|that|these|those|both|his|her|their)\b.*",
    re.I,
)


def _refers_back(response, earlier: Sequence[_Asked], place: int) -> bool:
    """A bare "In response to questions", or "to this question", just after one was put is its answer, not another."""
    which = response["which"].strip()
    if re.match(r"following|arising|as a result", response[0], re.I) and not re.match(
        r"(?:an?|the|further|members?|councillors?|cllrs?|some|several|questions?|quer\w+|[\w ]+[’'])",
        which,
        re.I,
    ):
        return True
    if _SAYS_WHAT.match(response["rest"]):
        return False
    return bool(earlier) and place - earlier[-1].place <= 4 and bool(_BARE.fullmatch(which))


def _who_asked(text: str, response) -> str | None:
    rest = response["rest"]
    found = re.match(
        r"\s*(?:(?:asked|raised|put|posed|received)\s+)?(?:from|by"
        r"|of)\s+(?:the\s+)?(?P<who>[^,.]+?)(?=\s+(?:about|on|as to|regarding|concerning|relating"
        r"|whether|how|if|in)\b|,|$)",
        rest,
    )
    if found:
        return found["who"].strip()
    owner = re.search(r"\b((?:the )?[\w’' .-]{2,60}?)[’']s?\s+(?:\w+\s+)?(?:questions?|quer)", response[0])
    return (
        re.sub(r"^.*\b(?:to|on|following|addressing)\s+", "", owner[1], flags=re.I).strip() if owner else None
    )


def _asked_of_officers(before: str) -> bool:
    """ "Officers were asked how …": asked, passively, of those who came to answer."""
    return bool(
        re.search(
            r"\b(?:Officers?|officers?|[Tt]he (?:Independent )?(?:Director|Chair of|Scrutineer"
            r"|Head|Chairman of|presenters?|Assistant Director)[^,.]{0,60}|[A-Z]\w+) (?:was"
            r"|were) (?:also |then |further )?$",
            before,
        )
    ) and not re.search(
        r"\b(?:[Cc]hildren|[Yy]oung [Pp]eople|[Pp]arents|[Ss]chools|[Pp]artners|[Ff]amilies"
        r"|[Ss]taff|[Pp]ractitioners|[Pp]eople|[Ss]tudents|[Rr]esidents|Members|Committee"
        r"|Councillors|Cabinet|Board|Panel|Agencies|Respondents) (?:was|were) (?:also |then "
        r"|further )?$",
        before,
    )


def _is_inside_reported_speech(before: str, opening: str | None, counted: bool) -> bool:
    """The verb stands in what somebody else is reported to say: "Officers said that members had asked …"."""
    said = re.search(
        r"\b(?:said|explained|advised|noted|responded|confirmed|reported|informed|clarified"
        r"|replied|stated|added|recalled|highlighted)\b[^,;]*\bthat\b",
        before,
    )
    if re.search(
        r"\b(?:had|has|have|having|been|be|being|who|which|being|not)\s+(?:\w+ly\s+|also\s+|previously\s+)?$",
        before,
    ):
        return True
    return bool(said) and opening is None and not counted


# Lists of questions ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lists:
    leads: frozenset[int]
    items: dict[int, str | None]
    others: frozenset[int]  # bullets of a list that tells of something else


def _listed(blocks: Sequence[Block]) -> _Lists:
    """Items under "Members asked the following questions:" are each a question, and the lead-in is none."""
    leads, items = set(), {}
    for place, block in enumerate(blocks[:-1]):
        if (
            not block.text.endswith((":", "-", "–"))
            or not _LIST_LEAD.search(block.text[-300:])
            or not blocks[place + 1].is_item
            or re.search(
                r"\bhad (?:put|asked|posed|raised)\b|"
                r"\b(?<!were )(?:responded|advised|response|answered|replied|confirmed|explained|clarif\w+ that)\b",
                block.text,
            )
        ):
            continue
        style, after = blocks[place + 1].style, place + 1
        who = re.search(rf"(?:\bThe )?\b(?:{MEMBERS})\b", block.text)
        mixed = re.search(
            r"\bcomment|\bobservation|\bmatters\b|\btopics|\bpoints\b|\bissues\b|\bstatement|\bthemes\b",
            block.text,
            re.I,
        )
        while after < len(blocks) and blocks[after].style == style:
            said = blocks[after].text
            if _LIKE_QUESTION.match(said) or not (mixed or _LIKE_ANSWER.match(said)):
                items[after] = who[0] if who else None
            after += 1
        leads.add(place)
    return _Lists(frozenset(leads), items, _other_bullets(blocks))


_TELLS_IN_LIST = re.compile(
    r"\b(?:includ\w+|covered|report\w*|note|presentation)\b.{0,80}[:–-]$|\bhad (?:put|asked|posed)\b[^.]*[:–-]$"
)


def _other_bullets(blocks: Sequence[Block]) -> frozenset[int]:
    others, telling = set(), False
    for place, block in enumerate(blocks):
        if telling and (block.is_item or block.text.endswith("?")):
            others.add(place)
        elif not block.is_item:
            telling = bool(_TELLS_IN_LIST.search(block.text))
    return frozenset(others)


# Answers ---------------------------------------------------------------------------------------------------


def _answered(
    order: int,
    asked: Sequence[_Asked],
    answered: dict[int, Question],
    sentences: Sequence[Sentence],
    room: Room,
) -> Question:
    one = asked[order]
    after = next((later for later in range(order + 1, len(asked)) if asked[later].place > one.place), None)
    until = asked[after].place if after is not None else None
    following = sentences[one.place + 1 : until]
    own = sentences[one.place].paragraph
    said = [one.rest] if one.rest else []
    said += [
        _A.sub(r"\g<text>", sentence.text)
        for sentence in following
        if sentence.paragraph == own and not _END.match(sentence.text)
    ]
    if not said and until == one.place + 1 and sentences[until].paragraph == own:
        return Question(
            one.asked_by, one.text, answered[after].answer, one.line
        )  # two in a row, answered together
    said = said or _reply([sentence for sentence in following if sentence.paragraph != own], room)
    return Question(one.asked_by, one.text, " ".join(said) or None, one.line)


def _reply(sentences: Sequence[Sentence], room: Room) -> list[str]:
    """The next paragraph, and those that carry it on, while somebody other than a member speaks."""
    said: list[str] = []
    paragraph = None
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            if _END.match(sentence.text) or (
                opening_subject(sentence.text, room)
                and not _A.match(sentence.text)
                and not re.match(
                    r".{0,60}?\b(?:was|were) (?:then |also )?(?:advised|informed|told|assured|reminded)\b",
                    sentence.text,
                )
            ):
                break
            if said and not re.match(
                r"(?:.{0,80}\b(?:added|also|further|continued|went on|clarified)\b|A(?:nswer)?:|He |She |They )",
                sentence.text,
            ):
                break
        said.append(_A.sub(r"\g<text>", sentence.text))
    return said
