"""Whom the paper may mean: suggestions for a printed owner. A person chooses; nothing is chosen for them. Pure."""

import re

from lscp.sources.committee.wording import folded

# Words that say what somebody is, not who or where: they match nobody by themselves.
_WORDS = """
a and the of for in to with all s councillor councillors cllr mr mrs ms miss dr officer officers member members
director head lead manager team service services board partnership committee chair chairman strategic assistant
executive independent local authority council borough london county city children childrens child young people
safeguarding adults
"""
_COMMON = frozenset(_WORDS.split())
_SECTOR_WORDS = {
    "council": "council authority housing social",
    "police": "police constabulary met metropolitan borough commander",
    "health": "health nhs icb ccg hospital gp gps trust nursing",
    "education": "school schools education headteacher headteachers college colleges academy",
    "early_years": "nursery nurseries early years",
    "probation": "probation youth justice offending yot",
    "housing": "housing landlord",
    "voluntary": "voluntary charity charities",
}


def suggestions(printed, *, agencies, people):
    """``(people, agencies)`` that ``printed`` may mean, the likeliest first.

    A person is suggested when their first and last names (or the last alone, where no first is printed) stand there; an
    agency when its short name stands there, or a telling word of its name, or a word of its sector.
    """
    words = set(folded(printed).split())
    if not words:
        return [], []
    named = [person for person in people if _names(person, printed)]
    scored = [(_nearness(agency, words), agency) for agency in agencies]
    likely = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return named, [agency for _, agency in likely]


def _names(person, printed):
    """Both first and last name stand together in one of the printed owners (“A Person / B Person”)."""
    full = folded(person.name).split()
    for one in re.split(r"[/,;&]|\band\b", printed):
        words = folded(one).split()
        if full and words and full[-1] in words:
            others = [word for word in words if word not in _COMMON and word != full[-1]]
            if not others or full[0] in others or full[0][0] in others:
                return True
    return False


def _nearness(agency, words):
    telling = words - _COMMON
    short = folded(agency.short_name)
    if short and set(short.split()) <= words:
        return 3
    if telling & (set(folded(agency.name).split()) - _COMMON):
        return 2
    return 1 if words & set(_SECTOR_WORDS.get(agency.sector, "").split()) else 0
