"""An invented extract from the council's case system: every event of four years in a borough that does not exist.

Drawn by chance from a fixed seed, so that each demonstration tells the same story: fewer children come back after the
team at the front door was put under one roof; assessments slip while posts are empty; all else is noise. The events
stay in the folder they are written to. Only the counts made from them enter the record.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from lscp.calendars.months import add_months
from lscp.calendars.working_days import add_working_days
from lscp.scorecard.events import EventWriter

AREA = "E09900001"  # no authority has this code
SEED = 2019

# ward: its share of the borough's children, how often they are referred beside the borough as a whole
WARDS = {
    "Abbey": (7, 1.2),
    "Bridge End": (9, 1.6),
    "Castle": (6, 0.7),
    "Dock Side": (10, 1.5),
    "Eastfield": (8, 1.1),
    "Fairlawn": (6, 0.5),
    "Green Lane": (9, 1.0),
    "Highcroft": (7, 0.6),
    "Kiln Road": (9, 1.3),
    "Market": (8, 1.2),
    "Northvale Park": (7, 0.8),
    "Old Town": (7, 0.9),
    "Riverside": (7, 0.9),
}
# ethnicity: share of the borough's children, how often referred
ETHNICITIES = {
    "WBRI": (48, 1.0),
    "WOTH": (9, 0.8),
    "WIRT": (0.4, 2.2),
    "MWBC": (5, 1.6),
    "MOTH": (4, 1.1),
    "BCRB": (5, 1.5),
    "BAFR": (10, 1.3),
    "ABAN": (6, 0.7),
    "APKN": (5, 0.7),
    "AIND": (4, 0.4),
    "OOTH": (2, 1.0),
    "NOBT": (1.6, 1.0),
}
SOURCES = {"6": 28, "2A": 22, "3A": 8, "3C": 9, "5A": 10, "1A": 7, "1C": 5, "4": 3, "8": 5, "10": 3}
NEEDS = {"N1": 55, "N2": 8, "N3": 6, "N4": 9, "N5": 14, "N6": 4, "N8": 2, "N0": 2}
FACTORS = {
    "3A": 30,
    "3B": 22,
    "4A": 16,
    "4B": 30,
    "1B": 14,
    "2B": 14,
    "16A": 18,
    "17A": 20,
    "11A": 4,
    "24A": 5,
    "18B": 12,
}
CATEGORIES = {"NEG": 47, "EMO": 38, "PHY": 9, "SAB": 5, "MUL": 1}

CONTACTS_A_DAY = 24
ONE_ROOF = 500  # days before today that the front door's agencies moved into one office
POSTS_EMPTY = (430, 160)  # days before today between which the assessment teams were short of people


class Borough:
    """Draws children and what happens to them. ``write(folder)`` leaves one CSV for each kind of event."""

    def __init__(self, today: date, *, began: date, until: date):
        self.chance = random.Random(SEED)  # noqa: S311 (an invented story, no secret)
        self.today, self.began, self.until = today, began, until
        self.known: list[dict] = []
        self.children = 0

    def write(self, folder) -> None:
        with EventWriter(folder) as self.out:
            day = self.began
            while day <= self.until:
                # Half as many calls on a day when schools and offices are closed.
                for _ in range(self._times(CONTACTS_A_DAY * (0.35 if day.weekday() > 4 else 1))):
                    self._contact(day)
                day += timedelta(days=1)

    # ── At the front door ────────────────────────────────────────────────────────────────────────────────

    def _contact(self, day):
        child = self._child(day)
        source = self._one(SOURCES)
        decided = day if self._is(0.8) else add_working_days(day, self.chance.choice([1, 1, 1, 2, 3]))
        accepted = self._is(0.34)
        outcome = (
            "referral" if accepted else self.chance.choice(["advice", "early help", "no further action"])
        )
        self._write("contacts", child, date=day, source=source, decided=decided, outcome=outcome)
        if outcome == "early help":
            self._early_help(child, decided)
        if accepted:
            self._referral(child, decided, source)

    def _child(self, day):
        """Someone met before, or a new child. Children came back less often once there was one front door."""
        back = 0.17 if (self.today - day).days > ONE_ROOF else 0.11
        if self._is(back):
            recent = [c for c in self.known[-900:] if c["referred"] and (day - c["referred"]).days < 330]
            if recent:
                return self.chance.choice(recent)
        self.children += 1
        unborn = self._is(0.02)
        age = -self.chance.randrange(1, 200) if unborn else int(self.chance.triangular(0, 17.9, 9) * 365.25)
        ethnicity = self._one({code: share * often for code, (share, often) in ETHNICITIES.items()})
        child = {
            "child": f"T{self.children:06}",
            "area": AREA,
            "birth": day - timedelta(days=age),
            "sex": self.chance.choice("MF") if not unborn else "U",
            "ethnicity": ethnicity if not self._is(0.03) else None,
            "disability": self._is(0.11),
            "ward": self._one({name: share * often for name, (share, often) in WARDS.items()}),
            "referred": None,
            "plans": 0,
        }
        self.known.append(child)
        return child

    def _early_help(self, child, day):
        end = day + timedelta(days=self.chance.randrange(40, 260))
        organisation = self.chance.choice(["school", "health visiting", "council", "voluntary"])
        self._write("early_help", child, start=day, end=self._happened(end), organisation=organisation)

    def _referral(self, child, day, source):
        nfa = self._is(0.06)
        child["referred"] = day
        self._write("referrals", child, date=day, source=source, decided=day, nfa=nfa)
        if nfa:
            return
        closed = day + timedelta(days=int(self.chance.expovariate(1 / 190)) + 20)
        self._assessment(child, day)
        harmed = 0.42 if child["ethnicity"] in {"MWBC", "BCRB", "BAFR"} else 0.33
        planned = self._enquiry(child, day) if self._is(harmed) else None
        if planned:
            closed = max(closed, planned + timedelta(days=60))
        self._need(child, day, closed)
        if (planned and self._is(0.12)) or self._is(0.008):
            self._care(child, day + timedelta(days=self.chance.randrange(10, 120)))

    def _assessment(self, child, day):
        short = POSTS_EMPTY[1] < (self.today - day).days < POSTS_EMPTY[0]
        late = 0.31 if short else 0.13
        taken = self.chance.randrange(46, 75) if self._is(late) else int(self.chance.triangular(8, 45, 38))
        end = self._happened(add_working_days(day, taken))
        factors = sorted({self._one(FACTORS) for _ in range(self.chance.randrange(1, 4))})
        self._write(
            "assessments",
            child,
            start=day,
            end=end,
            referred=day,
            in_need=self._is(0.69) if end else None,
            seen=self._is(0.94),
            factors=" ".join(factors) if end else None,
        )

    def _need(self, child, day, closed):
        end = self._happened(closed)
        self._write(
            "needs",
            child,
            start=day,
            end=end,
            need=self._one(NEEDS),
            reason=self.chance.choice(["RC7", "RC8", "RC9"]) if end else None,
        )

    # ── Protection and care ──────────────────────────────────────────────────────────────────────────────

    def _enquiry(self, child, referred):
        """A section 47 enquiry; returns the day a plan ended, or will end, where there was one."""
        start = add_working_days(referred, self.chance.randrange(0, 12))
        if start > self.until:
            return None
        police, health = self._is(0.93), self._is(0.78)
        self._write("strategy_discussions", child, date=start, care=True, police=police, health=health)
        needed = self._is(0.36)
        taken = self.chance.randrange(16, 28) if self._is(0.19) else self.chance.randrange(8, 16)
        held = self._happened(add_working_days(start, taken)) if needed else None
        planned = bool(held) and self._is(0.87)
        self._write(
            "enquiries",
            child,
            start=start,
            referred=referred,
            conference=held,
            unnecessary=not needed,
            planned=planned if held else None,
        )
        return self._plan(child, held) if planned else None

    def _plan(self, child, start):
        end = start + timedelta(days=int(self.chance.triangular(70, 900, 260)))
        category = self._one(CATEGORIES)
        self._write(
            "plans",
            child,
            start=start,
            end=self._happened(end),
            first_category=category,
            category=category,
            earlier=child["plans"] or (1 if self._is(0.2) else 0),
            seen_alone=self._is(0.83),
        )
        child["plans"] += 1
        self._reviews(child, start, min(end, self.until))
        self._core_groups(child, start, min(end, self.until))
        return end

    def _reviews(self, child, start, end):
        due = add_months(start, 3)
        while due <= end:
            held = due + timedelta(
                days=self.chance.randrange(1, 20) if self._is(0.05) else -self.chance.randrange(0, 14)
            )
            if held <= end:
                self._write("plan_reviews", child, plan_start=start, date=held)
            due = add_months(held, 6)

    def _core_groups(self, child, start, end):
        due = add_working_days(start, 10)
        while due <= end:
            held = due + timedelta(days=self.chance.randrange(1, 12) if self._is(0.16) else 0)
            self._write("core_groups", child, due=due, date=self._happened(held))
            due += timedelta(days=42)

    def _care(self, child, start):
        if start > self.until:
            return
        end = start + timedelta(days=int(self.chance.expovariate(1 / 600)) + 15)
        self._write(
            "care",
            child,
            start=start,
            end=self._happened(end),
            category=self._one(NEEDS),
            legal_status=self.chance.choice(["C1", "C2", "V2", "V2"]),
            placements=1 + self._times(0.5),
            missing=self._times(0.2),
            asylum=self._is(0.05),
        )

    # ── Chance ───────────────────────────────────────────────────────────────────────────────────────────

    def _write(self, kind, child, **event):
        person = {
            name: child[name] for name in ("child", "area", "birth", "sex", "ethnicity", "disability", "ward")
        }
        self.out.write(kind, person | event)

    def _happened(self, day):
        return day if day <= self.until else None

    def _is(self, likelihood):
        return self.chance.random() < likelihood

    def _one(self, weights):
        return self.chance.choices(list(weights), weights.values())[0]

    def _times(self, mean):
        """A Poisson number, by counting how many exponential waits fit into one unit."""
        times, waited = 0, self.chance.expovariate(mean)
        while waited < 1:
            times, waited = times + 1, waited + self.chance.expovariate(mean)
        return times
