"""Three years of meetings: attendance by agency, decisions, an action now and then, minutes approved at the next."""

from datetime import date, time, timedelta

from lscp.sources.meetings import operations

# group: how many days apart, and the first meeting's day counted back from today
RHYTHM = {
    "executive": (85, 1060),
    "forum": (150, 1010),
    "case_review": (80, 1030),
    "quality": (84, 1045),
    "education_group": (118, 990),
}

# What each group talked about, in turn: title, what was said, what was decided.
TALK = {
    "executive": [
        (
            "Budget",
            "The three partners' contributions were compared with the year before.",
            "Contributions stay level.",
        ),
        (
            "Serious incidents",
            "The partners read what has been notified since they last met.",
            "No change is needed.",
        ),
        (
            "Annual report",
            "The draft was read chapter by chapter.",
            "The report goes to signature after two changes.",
        ),
        (
            "Scrutiny",
            "The scrutineer reported on her visits.",
            "Fathers and male carers are the next subject.",
        ),
    ],
    "forum": [
        (
            "Damp, mould and young children",
            "Health visitors told of six families.",
            "Housing writes one page for parents.",
        ),
        (
            "Stop and search",
            "Young people told what it is like.",
            "The police come back with an answer in the spring.",
        ),
        ("Vaping", "Schools and the police compared what they see.", "The plan continues for a second year."),
    ],
    "case_review": [
        (
            "Recommendations that are overdue",
            "Each owner said why.",
            "Two owners write to the chair within a month.",
        ),
        ("A rapid review", "The learning was read aloud.", "Its recommendations go to the agencies named."),
    ],
    "quality": [
        ("Audit findings", "The auditors presented twelve cases.", "The audit is repeated in a year."),
        (
            "Programme for the year",
            "Four subjects were proposed.",
            "Neglect, thresholds, fathers, missing children.",
        ),
    ],
    "education_group": [
        (
            "Self-assessment",
            "Schools said which questions made no sense.",
            "Twelve schools rewrite the questions.",
        ),
        (
            "Attendance",
            "The newest figures were read by phase.",
            "Every phase tries one thing before Easter.",
        ),
    ],
}

# Who tends not to come: (group, person): what happened instead, every n-th meeting
ABSENT = {
    ("executive", "police_lead"): ("deputy", 4),
    ("forum", "housing_contact"): ("absent", 2),
    ("forum", "head_teacher"): ("apologies", 3),
    ("case_review", "probation_lead"): ("absent", 3),
    ("case_review", "riverbank_lead"): ("apologies", 4),
    ("quality", "early_years_lead"): ("apologies", 3),
    ("education_group", "college_lead"): ("absent", 2),
}


def play(cast, today):
    """Hold every group's past meetings and plan the next ones."""
    for key in RHYTHM:
        _group(cast, key, today)
    _coming(cast, "executive", today + timedelta(days=9), agenda=True, today=today)
    _coming(cast, "case_review", today + timedelta(days=5), agenda=False, today=today)


def _group(cast, key, today):
    every, first = RHYTHM[key]
    by, before, number = cast.held["manager"], None, 0
    day = _weekday(today - timedelta(days=first))
    while day < today - timedelta(days=6):
        number += 1
        if (key, number) == (
            "education_group",
            5,
        ):  # one that fell out: the year has too few, and the record shows it
            day = _weekday(day + timedelta(days=every))
            continue
        meeting = _held(cast, key, day, number, by, today)
        if before is not None:
            operations.approve_minutes(before, at=meeting, on=today, by=by)
        before, day = meeting, _weekday(day + timedelta(days=every))


def _held(cast, key, day, number, by, today):
    meeting = operations.plan(
        cast.group[key], held_on=day, starts_at=time(14, 0), place="Civic Centre, room 4", by=by
    )
    topics = TALK[key]
    title, said, decided = topics[(number - 1) % len(topics)]
    item = operations.add_item(meeting, title=title, by=by)
    operations.hold(meeting, on=today, by=by)
    operations.edit_item(item, version=item.version, by=by, notes=said)
    comes_back = day + timedelta(days=200) if number % 3 == 0 else None
    operations.decide(meeting, text=decided, item=item, by=by, comes_back_on=comes_back)
    if (key, number) == ("quality", 12):
        operations.arise(
            item,
            text="Send every agency the three questions the audit could not answer",
            by=by,
            owner_agency=cast.agency["council"],
            owner_person=cast.person["analyst"],
            due=today + timedelta(days=12),
        )
    _attendance(cast, key, meeting, number, by)
    return meeting


def _attendance(cast, key, meeting, number, by):
    missing = {
        cast.person[person].pk: what
        for (group, person), (what, nth) in ABSENT.items()
        if group == key and number % nth == 0
    }
    marks = {}
    for row in meeting.attendance.all():
        what = missing.get(row.person_id, "attended")
        marks[row.pk] = (what, "Chief Inspector Mara Odell" if what == "deputy" else "")
    meeting.refresh_from_db()
    operations.record_attendance(meeting, marks=marks, version=meeting.version, by=by)


def _coming(cast, key, day, *, agenda, today):
    by = cast.held["manager"]
    meeting = operations.plan(
        cast.group[key], held_on=_weekday(day), starts_at=time(10, 0), place="Civic Centre, room 4", by=by
    )
    if agenda:
        operations.add_item(meeting, title="Annual report: signature", by=by)


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
