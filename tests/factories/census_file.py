"""A children in need census of invented children, as large as asked: about 950 bytes a child.

For each child 1.15 referrals, 1.07 assessments, 0.37 section 47 enquiries and 0.11 child protection plans. The same
seed makes the same file.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

YEAR = date(2023, 4, 1)
ETHNICITY = (
    "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT"
)
SOURCES = "1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10"
FACTORS = "1A 2B 3A 3B 4A 4B 5A 6A 7A 9A 10A 11A 12A 13A 14A 15A 16A 17A 18B 18C 19B 19C 20 21 22A 23A 24A"
DISABILITIES = "MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA"
CATEGORIES = "NEG PHY SAB EMO MUL"


def write(path: Path, children: int, *, seed: int = 1, year: int = 2024, lea: str = "201") -> Path:
    with open(path, "w", encoding="utf-8") as file:
        file.write(header(year=year, lea=lea) + "<Children>\n")
        file.writelines(made(children, seed=seed))
        file.write("</Children>\n</Message>\n")
    return path


def header(
    *, year: int = 2024, lea: str = "201", collection: str = "CIN", reference: str | None = None
) -> str:
    return (
        "<Message>\n<Header>\n<CollectionDetails>\n"
        f"<Collection>{collection}</Collection>\n<Year>{year}</Year>\n"
        f"<ReferenceDate>{reference or f'{year}-03-31'}</ReferenceDate>\n</CollectionDetails>\n"
        f"<Source>\n<SourceLevel>L</SourceLevel>\n<LEA>{lea}</LEA>\n<SoftwareCode>Local Authority</SoftwareCode>\n"
        "<Release>1</Release>\n<SerialNo>001</SerialNo>\n<DateTime>2024-05-01T09:00:00</DateTime>\n"
        "</Source>\n</Header>\n"
    )


def made(children: int, *, seed: int = 1) -> Iterator[str]:
    chance = random.Random(seed)
    lists = [words.split() for words in (ETHNICITY, SOURCES, FACTORS, DISABILITIES, CATEGORIES)]
    for number in range(children):
        yield _child(number, chance, *lists)


def _child(number, chance, ethnicity, sources, factors, disabilities, categories) -> str:
    day = lambda span: YEAR + timedelta(chance.randrange(span))  # noqa: E731
    disabled = [chance.choice(disabilities)] if chance.random() < 0.13 else ["NONE"]
    episodes = []
    for _ in range(2 if chance.random() < 0.15 else 1):
        episodes.append(_episode(day(330), chance, sources, factors, categories))
    return (
        "<Child>\n<ChildIdentifiers>\n"
        f"<LAchildID>MADE{number:08d}</LAchildID>\n<UPN>A{chance.randrange(10**12):012d}</UPN>\n"
        f"<PersonBirthDate>{date(2007, 1, 1) + timedelta(chance.randrange(6200))}</PersonBirthDate>\n"
        f"<GenderCurrent>{chance.choice('11112222209')}</GenderCurrent>\n</ChildIdentifiers>\n"
        f"<ChildCharacteristics>\n<Ethnicity>{chance.choice(ethnicity)}</Ethnicity>\n<Disabilities>\n"
        + "".join(f"<Disability>{each}</Disability>\n" for each in disabled)
        + "</Disabilities>\n</ChildCharacteristics>\n"
        + "".join(episodes)
        + "</Child>\n"
    )


def _episode(referred, chance, sources, factors, categories) -> str:
    inside = []
    plan = ""
    if nothing := chance.random() < 0.07:
        return _details(referred, chance.choice(sources), "", nothing, "", plan)
    inside.append(_assessment(referred + timedelta(chance.randrange(3)), chance, factors))
    if chance.random() < 0.3:
        inside.append(
            f"<CINPlanDates>\n<CINPlanStartDate>{referred + timedelta(40)}</CINPlanStartDate>\n</CINPlanDates>\n"
        )
    if chance.random() < 0.345:
        started = referred + timedelta(chance.randrange(20))
        conference = started + timedelta(chance.randrange(5, 35)) if chance.random() < 0.3 else None
        inside.append(_enquiry(started, conference))
        if conference and chance.random() < 0.93:
            plan = _plan(conference, chance, categories)
    closed = ""
    if chance.random() < 0.55:
        closed = (
            f"<CINclosureDate>{referred + timedelta(chance.randrange(60, 300))}</CINclosureDate>\n"
            f"<ReasonForClosure>{chance.choice(['RC7', 'RC8', 'RC8', 'RC9'])}</ReasonForClosure>\n"
        )
    return _details(referred, chance.choice(sources), closed, nothing, "".join(inside), plan)


def _details(referred, source, closed, nothing, inside, plan) -> str:
    return (
        f"<CINdetails>\n<CINreferralDate>{referred}</CINreferralDate>\n<ReferralSource>{source}</ReferralSource>\n"
        f"<PrimaryNeedCode>N{referred.day % 10}</PrimaryNeedCode>\n{closed}{inside}"
        f"<ReferralNFA>{int(nothing)}</ReferralNFA>\n{plan}</CINdetails>\n"
    )


def _assessment(started, chance, factors) -> str:
    ended = factors_found = ""
    if chance.random() < 0.9:
        ended = (
            f"<AssessmentAuthorisationDate>{started + timedelta(chance.randrange(5, 80))}"
            "</AssessmentAuthorisationDate>\n"
        )
        found = chance.sample(factors, chance.randrange(1, 4))
        factors_found = (
            "<FactorsIdentifiedAtAssessment>\n"
            + "".join(f"<AssessmentFactors>{factor}</AssessmentFactors>\n" for factor in found)
            + "</FactorsIdentifiedAtAssessment>\n"
        )
    return (
        f"<Assessments>\n<AssessmentActualStartDate>{started}</AssessmentActualStartDate>\n"
        f"{ended}{factors_found}</Assessments>\n"
    )


def _enquiry(started, conference) -> str:
    held = f"<DateOfInitialCPC>{conference}</DateOfInitialCPC>\n" if conference else ""
    return (
        f"<Section47>\n<S47ActualStartDate>{started}</S47ActualStartDate>\n"
        f"<InitialCPCtarget>{started + timedelta(21)}</InitialCPCtarget>\n{held}"
        f"<ICPCnotRequired>{'false' if conference else 'true'}</ICPCnotRequired>\n</Section47>\n"
    )


def _plan(started, chance, categories) -> str:
    category = chance.choice(categories)
    ended = (
        f"<CPPendDate>{started + timedelta(chance.randrange(90, 400))}</CPPendDate>\n"
        if chance.random() < 0.4
        else ""
    )
    return (
        f"<ChildProtectionPlans>\n<CPPstartDate>{started}</CPPstartDate>\n{ended}"
        f"<InitialCategoryOfAbuse>{category}</InitialCategoryOfAbuse>\n"
        f"<LatestCategoryOfAbuse>{category}</LatestCategoryOfAbuse>\n"
        f"<NumberOfPreviousCPP>{chance.choice([0, 0, 0, 1, 2])}</NumberOfPreviousCPP>\n<Reviews>\n"
        f"<CPPreviewDate>{started + timedelta(85)}</CPPreviewDate>\n</Reviews>\n</ChildProtectionPlans>\n"
    )
