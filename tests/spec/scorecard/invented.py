"""Invented children with every kind of event, on days where limits, birthdays and period ends fall."""

from __future__ import annotations

import random
from datetime import date, timedelta

from lscp.calendars import add_months, add_working_days
from lscp.scorecard.events import KINDS, EventWriter

AREAS = ["E09000001", "E09000002"]
ETHNICITIES = (
    "WBRI WIRI WIRT WROM WOTH MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT"
)
ETHNICITIES = [*ETHNICITIES.split(), None]
SOURCES = "1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10"
SOURCES = [*SOURCES.split(), None]
FACTORS = "1A 2B 3A 3C 4B 5A 6C 7A 8B 9A 10A 11A 12A 13A 14A 15A 16A 17A 18A 18B 19C 20 21 22A 23A 24A"
FACTORS = FACTORS.split()
START, END = date(2022, 1, 1), date(2024, 12, 31)
EDGES = [date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 1), date(2023, 3, 31), date(2023, 12, 25)]


def events(seed: int, *, children: int = 60) -> dict[str, list[dict]]:
    """{kind: rows}, every row with every column of its kind."""
    made = {kind: [] for kind in KINDS}
    chance = random.Random(seed)
    for number in range(children):
        _Child(chance, f"child {number}", made).live()
    for kind, rows in made.items():
        blank = dict.fromkeys(KINDS[kind])
        made[kind] = [blank | row for row in rows]
    return made


def write(made: dict[str, list[dict]], folder) -> None:
    with EventWriter(folder) as writer:
        for kind, rows in made.items():
            writer.write_all(kind, rows)


class _Child:
    def __init__(self, chance: random.Random, name: str, made):
        self.chance, self.made = chance, made
        birth = chance.choice(
            [
                None,
                date(2008, 2, 29),
                date(2020, 2, 29),
                chance.choice(EDGES),
                END + timedelta(60),
                *[self.day(2004) for _ in range(6)],
            ]
        )
        self.own = {
            "child": name,
            "area": chance.choice(AREAS),
            "birth": birth,
            "sex": chance.choice(["M", "F", "F", "M", "U", None]),
            "ethnicity": chance.choice(ETHNICITIES),
            "disability": chance.choice([True, False, False, None]),
            "ward": chance.choice(["Alder", "Birch", None]),
        }

    def day(self, first: int = START.year) -> date:
        if self.chance.random() < 0.1:
            return self.chance.choice(EDGES)
        return date(first, 1, 1) + timedelta(self.chance.randrange((END - date(first, 1, 1)).days))

    def maybe(self, value, share: float = 0.85):
        return value if self.chance.random() < share else None

    def flag(self):
        return self.chance.choice([True, False, None])

    def after(self, day: date, *limits: int) -> date:
        """A day near a limit in working days, or on the day itself, or some time later; or, by a slip, before it."""
        near = [add_working_days(day, limit + self.chance.choice([-1, 0, 0, 1, 1, 2])) for limit in limits]
        if self.chance.random() < 0.03:
            return day - timedelta(1 + self.chance.randrange(9))
        return self.chance.choice([*near, *near, day, day + timedelta(self.chance.randrange(120))])

    def months(self, day: date, *limits: int) -> date:
        near = [add_months(day, limit) + timedelta(self.chance.choice([-1, 0, 0, 1])) for limit in limits]
        return self.chance.choice([*near, *near, day + timedelta(1 + self.chance.randrange(400))])

    def add(self, kind: str, **columns) -> None:
        self.made[kind].append(self.own | columns)

    def live(self) -> None:
        for _ in range(self.chance.randrange(3)):
            day = self.day()
            self.add(
                "contacts",
                date=day,
                source=self.chance.choice(SOURCES),
                decided=self.maybe(self.after(day, 1)),
                outcome=self.chance.choice(["referral", "advice", None]),
            )
        for _ in range(self.chance.randrange(3)):
            start = self.day()
            self.add("early_help", start=start, end=self.maybe(self.months(start, 3)), organisation="school")
        self.referred()
        for _ in range(self.chance.randrange(3)):
            self.add(
                "strategy_discussions", date=self.day(), care=self.flag(), police=True, health=self.flag()
            )
        for _ in range(self.chance.randrange(3)):
            self.enquired()
        self.needed()
        self.planned()
        self.cared_for()

    def referred(self) -> None:
        day = self.day()
        for _ in range(self.chance.randrange(4)):
            self.add(
                "referrals",
                date=day,
                source=self.chance.choice(SOURCES),
                decided=self.maybe(self.after(day, 1)),
                nfa=self.flag(),
                earlier=self.chance.choice([0, 0, 1, None]),
            )
            begun = self.after(day, 5)
            if self.chance.random() < 0.7:
                self.add(
                    "assessments",
                    start=begun,
                    end=self.maybe(self.after(begun, 45)),
                    referred=self.chance.choice([day, None]),
                    in_need=self.flag(),
                    seen=self.flag(),
                    factors=self.maybe(" ".join(self.chance.sample(FACTORS, 3))),
                )
            day = self.chance.choice([day, self.months(day, 12), day + timedelta(self.chance.randrange(200))])

    def enquired(self) -> None:
        start = self.day()
        self.add(
            "enquiries",
            start=start,
            conference=self.maybe(self.after(start, 15)),
            unnecessary=self.flag(),
            planned=self.flag(),
        )

    def needed(self) -> None:
        for _ in range(self.chance.randrange(3)):
            start = self.chance.choice([self.day(), *[row["date"] for row in self.mine("referrals")]])
            end = self.maybe(self.months(start, 6))
            self.add(
                "needs",
                start=start,
                end=end,
                need=self.chance.choice([f"N{n}" for n in range(10)]),
                reason=self.chance.choice(["RC7", "RC8", "RC9"]) if end else None,
                status=self.chance.choice(["need", "plan", "care"]),
                last_seen=self.maybe(END - timedelta(self.chance.choice([0, 41, 42, 43, 100]))),
            )

    def planned(self) -> None:
        start = self.day()
        for _ in range(self.chance.choice([0, 1, 1, 2])):
            end = self.maybe(self.months(start, 3, 12, 15, 18, 24))
            self.add(
                "plans",
                start=start,
                end=end,
                first_category=self.chance.choice(["NEG", "EMO", "PHY"]),
                category=self.chance.choice(["NEG", "EMO", "PHY", "SAB", "MUL", None]),
                earlier=self.chance.choice([0, 0, 1, None]),
                last_visit=self.maybe(END - timedelta(self.chance.choice([0, 27, 28, 29, 90, -3]))),
                seen_alone=self.flag(),
                last_review=self.maybe(add_months(END, -6) + timedelta(self.chance.choice([-1, 0, 1]))),
            )
            review = self.months(start, 3)
            while review < (end or END) and self.chance.random() < 0.85:
                self.add("plan_reviews", plan_start=start, date=review)
                review = self.months(review, 6)
            due = add_working_days(start, 10)
            self.add("core_groups", due=due, date=self.maybe(self.after(start, 10)))
            start = self.months(end or start, 1, 24)

    def cared_for(self) -> None:
        start = self.day()
        for _ in range(self.chance.randrange(3)):
            end = self.maybe(self.months(start, 12), 0.6)
            self.add(
                "care",
                start=start,
                end=end,
                placements=self.chance.choice([1, 2, 3, 4, None]),
                missing=self.chance.choice([0, 0, 1, 5, None]),
                last_review=self.maybe(add_months(END, -6) + timedelta(self.chance.choice([-1, 0, 1]))),
                last_health=self.maybe(add_months(END, -12) + timedelta(self.chance.choice([-1, 0, 1]))),
                last_dental=self.maybe(add_months(END, -12) + timedelta(self.chance.choice([-1, 0, 1]))),
                asylum=self.flag(),
                interviews_offered=self.flag(),
                interviews_accepted=self.flag(),
            )
            start = self.chance.choice([end or self.day(), self.day()])
        if self.chance.random() < 0.2:
            self.add(
                "care_leavers",
                in_touch=self.flag(),
                suitable=self.flag(),
                activity=self.chance.choice(["F1", "P2", "G4", None]),
            )

    def mine(self, kind: str) -> list[dict]:
        return [row for row in self.made[kind] if row["child"] == self.own["child"]]
