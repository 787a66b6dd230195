"""The indicators once more, slowly: plain Python, one row at a time, sharing no code with the engine.

Only calendars and the Kaplan-Meier quartiles (each tested on its own) are the product's.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date, timedelta

from lscp.calendars import add_months, working_days_between
from lscp.statistics.waiting import quartiles

ETHNICITY = {
    **dict.fromkeys(["WBRI", "WIRI", "WIRT", "WROM", "WOTH"], "White"),
    **dict.fromkeys(["MWBC", "MWBA", "MWAS", "MOTH"], "Mixed"),
    **dict.fromkeys(["AIND", "APKN", "ABAN", "CHNE", "AOTH"], "Asian"),
    **dict.fromkeys(["BCRB", "BAFR", "BOTH"], "Black"),
    "OOTH": "Other",
}
AGES = ["Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over", "Not known"]
GROUPS = {
    "ethnicity": ["Asian", "Black", "Mixed", "White", "Other", "Not known"],
    "sex": ["Female", "Male", "Not known"],
    "age": AGES,
    "disability": ["Yes", "No", "Not known"],
}
SOURCES = {
    "INDIVIDUAL": "1A 1B 1C 1D", "SCHOOL": "2A", "EDUCATION": "2B", "HEALTH": "3A 3B 3C 3D 3E 3F", "HOUSING": "4",
    "COUNCIL": "5A 5B 5C 5D", "POLICE": "6", "LEGAL": "7", "OTHER": "8", "ANONYMOUS": "9", "UNKNOWN": "10",
}  # fmt: skip
FACTORS = {
    "ALCOHOL": "1A 1B 1C", "DRUGS": "2A 2B 2C", "DOMESTIC": "3A 3B 3C", "MENTAL": "4A 4B 4C", "LEARNING": "5A 5B 5C",
    "PHYSICAL": "6A 6B 6C", "CARER": "7A", "FOSTERING": "8B 8C 8D 8E 8F", "ASYLUM": "9A", "MISSING": "10A",
    "CSE": "11A", "TRAFFICKING": "12A", "GANGS": "13A", "BEHAVIOUR": "14A", "SELFHARM": "15A", "NEGLECT": "16A",
    "EMOTIONAL": "17A", "VIOLENCE": "18A 18B 18C", "SEXUAL": "19A 19B 19C", "FGM": "22A", "FAITH": "23A",
    "CCE": "24A", "NONE": "21",
}  # fmt: skip
NEEDS = {
    "ABUSE": "N1", "DISABILITY": "N2", "PARENT": "N3", "STRESS": "N4", "DYSFUNCTION": "N5", "BEHAVIOUR": "N6",
    "INCOME": "N7", "ABSENT": "N8", "OTHER": "N9", "UNKNOWN": "N0",
}  # fmt: skip
LATEST = {
    "I33", "I34", "I99", "I121", "I125", "I126", "I127-HEALTH", "I127-DENTAL", "I128", "I130-TOUCH", "I130-HOME",
    "I130-ACTIVE", "I131-OFFERED", "I131-ACCEPTED",
}  # fmt: skip


def figures(events, *, start, end, by=None, breakdowns=()):
    """{(indicator, period start, period end, area, ((breakdown, group), …)): (numerator, denominator)}."""
    found = {}
    for area in sorted({row["area"] for rows in events.values() for row in rows}):
        here = {kind: [row for row in rows if row["area"] == area] for kind, rows in events.items()}
        world = World(here, end)
        for first, last in periods(start, end, by):
            for code, (numerator, denominator) in world.counts(first, last).items():
                if code in LATEST and last != end:
                    continue
                for breakdown in [(), *breakdowns]:
                    for group in groups(breakdown):
                        part = [row for row, on in numerator if of_group(row, on, group)]
                        whole = denominator and [
                            row for row, on in denominator[0] if of_group(row, on, group)
                        ]
                        if code in ("I05-CHILDREN", "I15-CHILDREN"):
                            part = {row["child"] for row in part}
                        key = code, first, last, area, tuple(sorted(group.items()))
                        found[key] = len(part), None if whole is None else len(whole)
            for code, waits in world.waits(first, last).items():
                for breakdown in [(), *breakdowns]:
                    for group in groups(breakdown):
                        some = [wait for wait in waits if of_group(wait[0], wait[1], group)]
                        done = Counter(days for _row, _on, days, completed in some if completed)
                        left = Counter(days for _row, _on, days, completed in some if not completed)
                        q = quartiles(done, left)
                        suffixes = (("", q.median),) if code == "I100" else (
                            ("", q.median), ("-LOWER", q.q1), ("-UPPER", q.q3))  # fmt: skip
                        for suffix, days in suffixes:
                            if days is not None:
                                key = code + suffix, first, last, area, tuple(sorted(group.items()))
                                found[key] = days, len(some)
    return found


def periods(start, end, by):
    first = start
    while first <= end:
        last = first
        while last < end and label(last + timedelta(1), by) == label(first, by):
            last += timedelta(1)
        yield first, last
        first = last + timedelta(1)


def label(day, by):
    match by:
        case "month":
            return day.year, day.month
        case "quarter":
            return day.year, (day.month - 1) // 3
        case "year":
            return day.year if day >= date(day.year, 4, 1) else day.year - 1
    return None


def groups(breakdown):
    found = [{}]
    for name in breakdown:
        found = [{**group, name: value} for group in found for value in GROUPS[name]]
    return found


def of_group(row, on, group):
    own = {
        "ethnicity": ETHNICITY.get(row["ethnicity"], "Not known"),
        "sex": {"F": "Female", "M": "Male"}.get(row["sex"], "Not known"),
        "disability": {True: "Yes", False: "No"}.get(row["disability"], "Not known"),
        "age": age(row["birth"], on),
    }
    return all(own[name] == value for name, value in group.items())


def age(birth, on):
    if birth is None:
        return "Not known"
    if on < birth:
        return "Unborn"
    years = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    for limit, name in ((1, "Under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15")):
        if years < limit:
            return name
    return "16 and over"


def children(rows):
    of = defaultdict(list)
    for row in rows:
        of[row["child"]].append(row)
    return of


class World:
    def __init__(self, events, end):
        self.events, self.end = events, end
        self.referrals = children(self["referrals"])

    def __getitem__(self, kind):
        return self.events.get(kind, [])

    # --- counts

    def counts(self, first, last):
        """{indicator: (rows with their day, the rows they are a share of in a list or None)}"""

        def within(rows, column):
            return [(row, row[column]) for row in rows if row[column] and first <= row[column] <= last]

        def some(pairs, test):
            return [(row, on) for row, on in pairs if test(row)]

        contacts = within(self["contacts"], "date")
        referrals = within(self["referrals"], "date")
        authorised = within(self["assessments"], "end")
        enquiries = within(self["enquiries"], "start")
        conferences = within(self["enquiries"], "conference")
        started, ended = within(self["plans"], "start"), within(self["plans"], "end")
        needs_ended = within(self["needs"], "end")
        groups_due = within(self["core_groups"], "due")
        helped = [
            (row, add_months(row["end"], 12))
            for row in self["early_help"]
            if row["end"] and first <= add_months(row["end"], 12) <= last
        ]
        factors = some(authorised, lambda a: a["factors"])
        found = {
            "I01": (contacts, None),
            "I03": (some(contacts, lambda c: c["outcome"] == "referral"), [contacts]),
            "I04": (
                some(referrals, lambda r: decided(r) and days(r["date"], r["decided"]) <= 1),
                [some(referrals, lambda r: decided(r) or days(r["date"], self.end) > 1)],
            ),
            "I05": (referrals, None),
            "I05-CHILDREN": (referrals, None),
            "I06": (some(referrals, self.repeated), [referrals]),
            "I07": (some(referrals, lambda r: r["nfa"]), [referrals]),
            "I08": (some(referrals, self.not_in_need), [referrals]),
            "I08-ASSESSMENTS": (
                some(authorised, lambda a: a["in_need"] is False),
                [some(authorised, lambda a: a["in_need"] is not None)],
            ),
            "I09": (within(self["early_help"], "start"), None),
            "I10": (some(helped, self.stepped_up), [helped]),
            "I11": (
                some(authorised, lambda a: a["start"] and days(a["start"], a["end"]) <= 45),
                [authorised],
            ),
            "I124": (
                some(authorised, lambda a: a["seen"]),
                [some(authorised, lambda a: a["seen"] is not None)],
            ),
            "I14": (
                some(
                    within(self["strategy_discussions"], "date"),
                    lambda s: s["care"] and s["police"] and s["health"],
                ),
                [within(self["strategy_discussions"], "date")],
            ),
            "I15": (enquiries, None),
            "I15-CHILDREN": (enquiries, None),
            "I16": (some(enquiries, lambda e: e["conference"] and e["conference"] <= self.end), [enquiries]),
            "I17": (
                some(conferences, lambda e: e["start"] and days(e["start"], e["conference"]) <= 15),
                [conferences],
            ),
            "I18": (some(conferences, lambda e: e["planned"]), [conferences]),
            "I20-STARTED": (started, None),
            "I20-ENDED": (some(ended, lambda p: p["start"]), None),
            "I22": (some(started, self.again), [started]),
            "I23": (some(started, self.soon_again), [started]),
            "I24-ENDED": (some(ended, lambda p: add_months(p["start"], 24) <= p["end"]), [ended]),
            "I27": (some(groups_due, lambda g: g["date"] and g["date"] <= g["due"]), [groups_due]),
            "I101": (within(self["care"], "start"), None),
            "I102": (within(self["care"], "end"), None),
            "I136": (some(needs_ended, lambda n: n["reason"] == "RC8"), [needs_ended]),
            "I137": (some(needs_ended, lambda n: n["reason"] == "RC9"), [needs_ended]),
        }
        for name, codes in SOURCES.items():
            found[f"I02-{name}"] = (
                some(contacts, lambda c, codes=codes: c["source"] in codes.split()),
                [contacts],
            )
        for name, codes in FACTORS.items():
            test = lambda a, codes=codes: {*codes.split()} & {*a["factors"].split()}  # noqa: E731
            found[f"I12-{name}"] = some(factors, test), [factors]
        return found | self.stocks(last) | self.limits(first, last)

    def stocks(self, last):
        def open_on(rows, test=lambda row: True, end=lambda row: row["end"]):
            """One row a child: of overlapping ones a later one begins when the earlier one has ended."""
            return [(row, last) for row in once(rows, last, end) if test(row)]

        def at_least(months):
            return lambda row: add_months(row["start"], months) <= last

        def lately(day, months):
            return day is not None and day <= last <= add_months(day, months)

        needs, plans, care = (self[kind] for kind in ("needs", "plans", "care"))
        planned = lambda n: n["status"] == "need"  # noqa: E731
        year_before = lambda c: c["end"] and add_months(c["end"], 12)  # noqa: E731
        begun = {child: [c for c in rows if c["start"] <= last] for child, rows in children(care).items()}
        latest = {child: max(c["start"] for c in rows) for child, rows in begun.items() if rows}
        recently = open_on([c for c in care if c["start"] == latest.get(c["child"])], end=year_before)
        missing = [(c, on) for c, on in recently if (c["missing"] or 0) > 0]
        offered = [(c, on) for c, on in missing if c["interviews_offered"]]
        leavers = [(row, last) for row in {row["child"]: row for row in self["care_leavers"]}.values()]
        open_plans, looked_after = open_on(plans), open_on(care)
        three_months = open_on(plans, at_least(3))
        found = {
            "I13": (open_on(needs), None),
            "I120": (open_on(needs, lambda n: age(n["birth"], last) == "Unborn"), None),
            "I126": (
                open_on(
                    needs, lambda n: planned(n) and n["last_seen"] and 0 <= (last - n["last_seen"]).days <= 42
                ),
                [open_on(needs, planned)],
            ),
            "I19": (open_plans, None),
            "I24": (open_on(plans, at_least(24)), [open_plans]),
            "I25-TWELVE": (open_on(plans, at_least(12)), [open_plans]),
            "I25-FIFTEEN": (open_on(plans, at_least(15)), [open_plans]),
            "I25-EIGHTEEN": (open_on(plans, at_least(18)), [open_plans]),
            "I26": ([(p, on) for p, on in three_months if self.reviewed_in_time(p, last)], [three_months]),
            "I49-PLANS": (open_on(plans, lambda p: p["category"] == "SAB"), None),
            "I99": (
                [(p, on) for p, on in three_months if lately(p["last_review"], 6)],
                [three_months],
            ),
            "I120-PLANS": (open_on(plans, lambda p: age(p["birth"], last) == "Unborn"), None),
            "I121": (
                open_on(plans, lambda p: p["seen_alone"]),
                [open_on(plans, lambda p: p["seen_alone"] is not None)],
            ),
            "I125": (
                open_on(plans, lambda p: p["last_visit"] and 0 <= (last - p["last_visit"]).days <= 28),
                [open_plans],
            ),
            "I30": (looked_after, None),
            "I33": (missing, [recently]),
            "I34": (open_on(care, lambda c: (c["placements"] or 0) >= 3), [looked_after]),
            "I127-HEALTH": (
                open_on(care, lambda c: at_least(12)(c) and lately(c["last_health"], 12)),
                [open_on(care, at_least(12))],
            ),
            "I127-DENTAL": (
                open_on(care, lambda c: at_least(12)(c) and lately(c["last_dental"], 12)),
                [open_on(care, at_least(12))],
            ),
            "I128": (
                open_on(care, lambda c: (last - c["start"]).days >= 28 and lately(c["last_review"], 6)),
                [open_on(care, lambda c: (last - c["start"]).days >= 28)],
            ),
            "I129": (open_on(care, lambda c: c["asylum"]), [looked_after]),
            "I130-TOUCH": ([(c, on) for c, on in leavers if c["in_touch"]], [leavers]),
            "I130-HOME": ([(c, on) for c, on in leavers if c["suitable"]], [leavers]),
            "I130-ACTIVE": ([(c, on) for c, on in leavers if (c["activity"] or "-")[0] in "FP"], [leavers]),
            "I131-OFFERED": (offered, [missing]),
            "I131-ACCEPTED": ([(c, on) for c, on in offered if c["interviews_accepted"]], [offered]),
        }
        for category in ("NEG", "EMO", "PHY", "SAB", "MUL"):
            found[f"I21-{category}"] = (
                open_on(plans, lambda p, category=category: p["category"] == category),
                [open_plans],
            )
        for name, need in NEEDS.items():
            found[f"I132-{name}"] = open_on(needs, lambda n, need=need: n["need"] == need), [open_on(needs)]
        return found

    # --- what a row needs others for

    def repeated(self, referral):
        own = self.referrals[referral["child"]]
        before = [r["date"] for r in own if r["date"] < referral["date"]]
        latest = not any(referral["date"] < r["date"] <= add_months(referral["date"], 12) for r in own)
        seen = any(referral["date"] <= add_months(day, 12) for day in before)
        return seen or (latest and (referral["earlier"] or 0) > 0)

    def not_in_need(self, referral):
        own = sorted({r["date"] for r in self.referrals[referral["child"]]})
        for assessment in self["assessments"]:
            if assessment["child"] != referral["child"] or assessment["in_need"] is not False:
                continue
            if not assessment["start"]:
                continue
            before = [day for day in own if day <= assessment["start"]]
            if (assessment["referred"] or (before and before[-1])) == referral["date"]:
                return True
        return any(
            n["child"] == referral["child"] and n["start"] == referral["date"] and n["reason"] == "RC8"
            for n in self["needs"]
        )

    def stepped_up(self, help_):
        later = [r["date"] for r in self.referrals.get(help_["child"], []) if r["date"] >= help_["end"]]
        return any(day <= add_months(help_["end"], 12) for day in later)

    def again(self, plan):
        others = [p for p in self["plans"] if p["child"] == plan["child"]]
        return (plan["earlier"] or 0) > 0 or any(p["start"] < plan["start"] for p in others)

    def soon_again(self, plan):
        ends = [
            p["end"]
            for p in self["plans"]
            if p is not plan and p["child"] == plan["child"] and p["end"] and p["end"] <= plan["start"]
        ]
        return any(plan["start"] <= add_months(end, 24) for end in ends)

    def reviewed_in_time(self, plan, last):
        due = add_months(plan["start"], 3)
        for held in self.reviews(plan):
            if held > last:
                break
            if held > due:
                return False
            due = add_months(held, 6)
        return last <= due

    def reviews(self, plan):
        return sorted(
            {
                r["date"]
                for r in self["plan_reviews"]
                if r["child"] == plan["child"]
                and r["plan_start"] == plan["start"]
                and r["date"] > plan["start"]
            }
        )

    # --- steps: (row, begun, ended or None, completed, due or None, in working days)

    def steps(self):
        return (step for step in self.said() if step[3] is None or step[3] >= step[2])

    def said(self):
        for c in self["contacts"]:
            if c["date"]:
                yield "I92", c, c["date"], c["decided"], bool(c["decided"]), 1
        for child, rows in self.referrals.items():
            days_ = sorted({r["date"] for r in rows})
            for r in {(r["date"], *map(str, person(r))): r for r in rows if not r["nfa"]}.values():
                later = [day for day in days_ if day > r["date"]]
                begun = [a["start"] for a in self["assessments"] if a["child"] == child and a["start"]]
                yield "I93", r, r["date"], *reached(r["date"], begun, later[0] if later else None), None
        for a in self["assessments"]:
            if a["start"]:
                yield "I94", a, a["start"], a["end"], bool(a["end"]), 45
        for e in self["enquiries"]:
            if e["start"] and (e["conference"] or not e["unnecessary"]):
                yield "I95", e, e["start"], e["conference"], bool(e["conference"]), 15
        for p in self["plans"]:
            held = [g["date"] for g in self["core_groups"] if g["child"] == p["child"] and g["date"]]
            yield "I96", p, p["start"], *reached(p["start"], held, p["end"]), 10
            moments = [p["start"], *self.reviews(p)]
            for place, (begun, after) in enumerate(zip(moments, [*moments[1:], None], strict=True)):
                if p["end"] is None or begun < p["end"]:
                    code, months = ("I97", 3) if place == 0 else ("I98", 6)
                    yield code, p, begun, after or p["end"], after is not None, add_months(begun, months)

    def limits(self, first, last):
        found = {}
        for code in ("I92", "I94", "I95", "I96", "I97", "I98"):
            in_time, decided, waiting, late = [], [], [], []
            for step, row, begun, ended, completed, limit in self.steps():
                if step != code:
                    continue
                over = lambda day: beyond(begun, day, limit)  # noqa: B023, E731
                if begun <= last and (ended is None or ended > last):
                    waiting.append((row, last))
                    if over(last):
                        late.append((row, last))
                if first <= begun <= last:
                    finished = completed and ended <= self.end
                    until = self.end if ended is None or ended > self.end else ended
                    if finished and not over(ended):
                        in_time.append((row, begun))
                    if finished or (over(until) and (ended is None or over(ended))):
                        decided.append((row, begun))
            found[f"{code}-LIMIT"] = in_time, [decided]
            found[f"{code}-WAITING"] = late, [waiting]
        return found

    def waits(self, first, last):
        """{indicator: (row, begun, days, completed)}"""
        found = defaultdict(list)
        for code, row, begun, ended, completed, _limit in self.steps():
            if first <= begun <= last:
                done = ended is not None and ended <= self.end
                until = ended if done else self.end
                spent = (until - begun).days if code in ("I97", "I98") else days(begun, until)
                found[code].append((row, begun, spent, done and completed))
        for p in self["plans"]:
            if p["end"] and first <= p["end"] <= last:
                found["I100"].append((p, p["end"], (p["end"] - p["start"]).days, True))
        return found


def decided(referral):
    return referral["decided"] and referral["decided"] >= referral["date"]


def beyond(begun, day, limit):
    return day > limit if isinstance(limit, date) else days(begun, day) > limit


def reached(begun, moments, until):
    after = [day for day in moments if day >= begun and (until is None or day < until)]
    return (min(after), True) if after else (until, False)


def person(row):
    return [row[name] for name in ("birth", "sex", "ethnicity", "disability", "ward")]


def days(a, b):
    """No number of days is right for what ended before it began."""
    return working_days_between(a, b) if a <= b else math.inf


def once(rows, day, end):
    for own in children(rows).values():
        taken = date.min
        for row in sorted(own, key=lambda r: (r["start"], end(r) or date.max)):
            enter, leave = max(row["start"], taken), end(row) or date.max
            if enter <= day < leave:
                yield row
            taken = max(taken, leave)
