"""The partnership's numbers, as they would come to be there: the council counts its own extract and sends a return,
other agencies send theirs or say why not, and people decide what is followed, aimed at and still missing.

Every figure is invented. England's and London's of 2024 are the Department for Education's (children in need,
reporting year 2024, Open Government Licence); the neighbours and all populations are not real.
"""

import contextlib
import hashlib
import io
import json
import random
import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from lscp import __version__
from lscp.calendars.months import add_months
from lscp.demo.extract import AREA, ETHNICITIES, SEED, WARDS, Borough
from lscp.indicators import operations
from lscp.indicators.models import Reading
from lscp.indicators.surroundings import operations as surroundings
from lscp.indicators.surroundings import releases
from lscp.scorecard import commands, returns
from lscp.scorecard.catalogue import Unit, indicator
from lscp.scorecard.codes import ETHNIC_GROUPS

INVENTED = "Invented for the demonstration"
CHILDREN = {2020: 47_900, 2021: 47_600, 2022: 47_200, 2023: 46_900, 2024: 46_700, 2025: 46_400}
TEENAGERS = 0.44  # of them, aged 10 to 17
# (counted, out of, as printed): England and London, children in need, reporting year 2024. For a rate: per 10,000.
PUBLISHED_2024 = {
    "I06": ((139_080, 621_880, "22.4"), (19_890, 105_700, "18.8")),
    "I11": ((543_210, 643_170, "84.5"), (88_810, 103_100, "86.1")),
    "I15": ((224_520, 11_998_646, "187.1"), (37_100, 1_899_880, "195.3")),
    "I17": ((57_580, 72_250, "79.7"), (8_610, 11_190, "76.9")),
    "I19": ((49_900, 11_998_646, "41.6"), (7_690, 1_899_880, "40.5")),
    "I22": ((15_330, 62_110, "24.7"), (1_940, 9_170, "21.2")),
    "I26": ((31_500, 35_090, "89.8"), (5_060, 5_420, "93.3")),
}
NEIGHBOURS = ["Eastmere", "Southcliff", "Wexbury", "Harrow Vale", "Kingsmarsh"]

FOLLOWED = {
    "neglect": ["I06", "I21-NEG", "I26", "I22", "I24", "I27", "I58"],
    "adolescents": ["I36-CHILDREN", "I37", "I42", "I38"],
    "education": ["I61", "I60", "I63"],
    "anti_racist": ["I15", "I05", "I73-STOP"],
}
ALSO_OWNED = ["I11", "I17", "I19"]
TARGETS = {"I11": "90", "I17": "85", "I26": "95", "I61": "20"}

# agency: indicator: the usual number (and of how many), by quarter. A pair stands for a share.
SENT = {
    "police": {
        "I36": 148,
        "I36-CHILDREN": 61,
        "I37": (11, 61),
        "I42": 34,
        "I43-PRESENT": 402,
        "I73-STOP": 96,
    },
    "hospital": {"I52": 38, "I58": (930, 11_400)},
    "education": {"I60": (168_000, 2_390_000), "I61": (8_450, 36_900), "I63": (610, 36_900)},
}
COMMENTS = {
    "I06": (
        "council",
        "Since the front door's agencies share one office, fewer children come back within a year. The fall began in the "
        "quarter after the move and has held; we looked at forty cases and found no child turned away who should not be.",
    ),
    "I11": (
        "council",
        "Three of eleven posts stood empty for nine months. They are filled, and the backlog is gone.",
    ),
    "I36-CHILDREN": (
        "police",
        "The number moves by ten or so from quarter to quarter. Nothing in how we record has changed.",
    ),
}


def play(cast, today, folder=None):
    """All of it. The extract is written to ``folder`` (kept, to try the command on) or thrown away."""
    _published(cast)
    with contextlib.ExitStack() as stack:
        folder = Path(folder or stack.enter_context(tempfile.TemporaryDirectory()))
        _council(cast, today, folder)
    _other_agencies(cast, today)
    _decisions(cast, today)
    _places(cast)
    _missing(cast, today)


def _quarters(today):
    """First days of the whole quarters up to now, from the April three financial years back."""
    year = today.year if today.month >= 4 else today.year - 1
    quarters, day = [], date(year - 3, 4, 1)
    while add_months(day, 3) <= today:
        quarters.append(day)
        day = add_months(day, 3)
    return quarters


def _end(quarter):
    return add_months(quarter, 3) - timedelta(days=1)


# ── What everybody can look up ───────────────────────────────────────────────────────────────────────────────


def _published(cast):
    people = [
        {"area": AREA, "year": year, "ages": ages, "count": round(count * share), "vintage": INVENTED}
        for year, count in CHILDREN.items()
        for ages, share in (("0-17", 1), ("10-17", TEENAGERS))
    ]
    surroundings.import_population([row | {"released_on": date(row["year"] + 1, 7, 15)} for row in people])
    surroundings.import_population(_by_group())
    areas = [f"E0990001{place}" for place in range(1, len(NEIGHBOURS) + 1)]
    surroundings.import_neighbours(
        {"area": AREA, "neighbour": area, "name": name, "place": place, "source": INVENTED}
        for place, (area, name) in enumerate(zip(areas, NEIGHBOURS, strict=True), 1)
    )
    surroundings.import_published(_comparators(areas))


def _by_group():
    """Children by ethnicity and by sex, as a census would have counted them."""
    shares = {
        "ethnicity": {
            group: sum(share for code, (share, _) in ETHNICITIES.items() if code in codes)
            for group, codes in ETHNIC_GROUPS.items()
        },
        "sex": {"Female": 49, "Male": 51},
    }
    for dimension, groups in shares.items():
        whole = sum(groups.values())
        for group, share in groups.items():
            for ages, part in (("0-17", 1), ("10-17", TEENAGERS)):
                yield {
                    "area": AREA,
                    "year": 2021,
                    "ages": ages,
                    "breakdown": {dimension: group},
                    "count": round(CHILDREN[2021] * part * share / whole),
                    "vintage": f"Census 2021. {INVENTED}",
                    "released_on": date(2022, 11, 29),
                }


def _comparators(areas):
    chance = random.Random(SEED)  # noqa: S311 (an invented story)
    for code, (england, london) in PUBLISHED_2024.items():
        yield _figure(code, "E92000001", "England", "england", *england)
        yield _figure(code, "E12000007", "London", "region", *london)
        unit = indicator(code).unit
        for area, name in zip(areas, NEIGHBOURS, strict=True):
            whole = chance.randrange(300, 400) * (1 if unit == Unit.PERCENT else 130)
            counted = round(whole * england[0] / england[1] * chance.randrange(80, 121) / 100)
            counted = min(counted, whole)
            yield _figure(code, area, name, "authority", counted, whole, unit.figure(counted, whole))


def _figure(code, area, name, level, numerator, denominator, value):
    return releases.Row(
        indicator=code,
        area_code=area,
        area_name=name,
        level=level,
        year_ending=date(2024, 3, 31),
        numerator=numerator,
        denominator=denominator,
        value=Decimal(value),
        symbol="",
        release=INVENTED if level == "authority" else "Children in need, reporting year 2024",
    )


# ── The council counts its own extract ───────────────────────────────────────────────────────────────────────


def _council(cast, today, folder):
    quarters = _quarters(today)
    extract = folder / "extract"
    Borough(today, began=add_months(quarters[0], -12), until=_end(quarters[-1])).write(extract)
    start, end = quarters[0], _end(quarters[-1])
    out = folder / f"thornley-{start}-{end}.return.json"
    asked = commands.Asked(
        area=AREA,
        start=start,
        end=end,
        out=out,
        csv=sorted(extract.glob("*.csv")),
        by="quarter",
        breakdowns=("ethnicity", "sex", "ward"),
        agency=cast.agency["council"].name,
    )
    with contextlib.redirect_stderr(io.StringIO()):
        commands.return_compute(asked)
    _send(cast, "council", "analyst", out.read_bytes(), out.name, sign=True)


# ── Other agencies send small tables of their own ────────────────────────────────────────────────────────────


def _other_agencies(cast, today):
    chance = random.Random(SEED)  # noqa: S311 (an invented story)
    quarters = _quarters(today)
    for agency, usual in SENT.items():
        rows = [row for quarter in quarters for row in _counted(chance, usual, quarter)]
        name = cast.agency[agency].name
        content = _table(name, rows, quarters).as_json().encode()
        _send(
            cast, agency, "manager", content, f"{agency}-{quarters[-1]}.return.json", sign=agency == "police"
        )
    late = quarters[-1]
    operations.say_not_supplied(
        cast.partnership,
        agency=cast.agency["council"],
        indicator="I38",
        period_start=date(late.year - (1 if late.month >= 4 else 2), 4, 1),
        period_end=_end(late),
        because="Interviews are offered by a charity whose contract ended; the new one starts to count in January.",
        by=cast.held["analyst"],
    )


def _counted(chance, usual, quarter):
    for code, number in usual.items():
        counted, among = number if isinstance(number, tuple) else (number, None)
        if among:
            among = max(1, round(chance.gauss(among, among * 0.03)))
            counted = min(
                among, sum(1 for _ in range(min(among, 400)) if chance.random() < counted / number[1])
            )
            counted = round(counted * among / min(among, 400))
        else:
            counted = max(0, round(chance.gauss(counted, counted**0.5)))
        yield returns.Row(
            indicator=code,
            definition_version=indicator(code).definitions[-1].version,
            period_start=quarter,
            period_end=_end(quarter),
            area=AREA,
            breakdown={},
            numerator=counted,
            denominator=among,
            unit=indicator(code).unit.value,
        )


def _table(agency, rows, quarters):
    listed = json.dumps([[row.indicator, row.numerator, row.denominator] for row in rows]).encode()
    return returns.Return(
        agency=agency,
        partnership=None,
        area=AREA,
        source=returns.Source("csv", [returns.SourceFile("counts.csv", hashlib.sha256(listed).hexdigest())]),
        rows_read=len(rows),
        rows_used=len(rows),
        rows_duplicate=0,
        rows_rejected=0,
        lists=[returns.ListCount("Counts", len(rows), len(rows), 0, 0)],
        produced_at=datetime.now(UTC).replace(microsecond=0),
        tool_version=__version__,
        rulebook_version=commands.rulebook_version(),
        period=returns.Period(quarters[0], _end(quarters[-1]), "quarter"),
        rows=rows,
        not_supplied=[],
        comments=[],
        signed_off=None,
    )


def _send(cast, agency, by, content, name, *, sign):
    received = operations.receive(
        content, name=name, partnership=cast.partnership, agency=cast.agency[agency], by=cast.held[by]
    )
    if sign:
        owner = {"council": "council_lead", "police": "police_lead"}[agency]
        operations.sign_off(received, by=cast.held[owner])


# ── What people decide ───────────────────────────────────────────────────────────────────────────────────────


def _decisions(cast, today):
    manager, began = cast.held["manager"], _quarters(today)[0]
    owners = {code: agency for agency, sent in SENT.items() for code in sent}
    for priority, codes in FOLLOWED.items():
        for place, code in enumerate(codes):
            operations.follow(cast.priority[priority], code, by=manager, place=place)
    for code in {code for codes in FOLLOWED.values() for code in codes} | set(ALSO_OWNED):
        agency = cast.agency[owners.get(code, "council")]
        operations.give_to_owner(cast.partnership, indicator=code, agency=agency, started=began, by=manager)
    for code, value in TARGETS.items():
        operations.set_target(
            cast.partnership,
            indicator=code,
            value=Decimal(value),
            started=began,
            because="Agreed by the executive for three years, a little beyond the best of our neighbours.",
            by=manager,
        )
    for code, (agency, text) in COMMENTS.items():
        held = cast.held["analyst" if agency == "council" else "police_lead"]
        operations.comment(
            cast.partnership,
            agency=cast.agency[agency],
            indicator=code,
            text=text,
            by=held,
            on=today - timedelta(days=17),
        )


# ── Where: wards, and what stands in them ────────────────────────────────────────────────────────────────────


def _places(cast):
    surroundings.import_ward_shapes(
        json.dumps(_wards()).encode(), partnership=cast.partnership, area=AREA, vintage=INVENTED
    )
    services = [
        ("Thornley Family Centre", "Family hub", "Bridge End"),
        ("Riverside Family Hub", "Family hub", "Riverside"),
        ("Market Children's Centre", "Children's centre", "Market"),
        ("Highcroft Health Centre", "Health visiting", "Highcroft"),
        ("The Old Library", "Youth club", "Old Town"),
        ("Castle Street Clinic", "Health visiting", "Castle"),
    ]
    surroundings.import_resources(
        [dict(zip(("name", "kind", "ward"), row, strict=True)) for row in services],
        partnership=cast.partnership,
        area=AREA,
    )


def _wards(across=5, width=0.012, height=0.009, west=-0.26, south=51.46):
    """Wards as a crooked grid: corners are moved a little, each by the same amount for all that meet there."""
    chance = random.Random(SEED)  # noqa: S311 (an invented story)
    moved = {}

    def corner(column, row):
        if (column, row) not in moved:
            shift = chance.uniform(-0.25, 0.25), chance.uniform(-0.25, 0.25)
            moved[column, row] = (west + (column + shift[0]) * width, south + (row + shift[1]) * height)
        return moved[column, row]

    features = []
    shares = sum(share for share, _ in WARDS.values())
    for place, (name, (share, _)) in enumerate(WARDS.items()):
        column, row = place % across, place // across
        corners = [corner(column + x, row + y) for x, y in ((0, 0), (0, 1), (1, 1), (1, 0), (0, 0))]
        children = round(CHILDREN[2024] * share / shares)
        features.append(
            {
                "type": "Feature",
                "properties": {"name": name, "children": children, "year": 2024},
                "geometry": {"type": "Polygon", "coordinates": [corners]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


# ── What is still missing ────────────────────────────────────────────────────────────────────────────────────


def _missing(cast, today):
    manager = cast.held["manager"]
    asked = today - timedelta(days=52)
    quarter = _quarters(today)[-1]
    ask = {"period_start": quarter, "period_end": _end(quarter), "by": manager}
    operations.request_return(
        cast.partnership,
        agency=cast.agency["mental_health"],
        indicators=["I54", "I54-FOURWEEKS"],
        due=today - timedelta(days=9),
        on=asked,
        note="How long children wait for a first appointment, so that the neglect plan can count on it.",
        **ask,
    )
    operations.request_return(
        cast.partnership,
        agency=cast.agency["youth_justice"],
        indicators=["I70"],
        due=today + timedelta(days=12),
        on=today - timedelta(days=6),
        **ask,
    )
    gap = operations.open_gap(
        cast.partnership,
        dataset="Children who live with an adult in drug or alcohol treatment",
        held_by="The treatment provider, for the county",
        geography="County; three boroughs together",
        why="A third of neglect plans name it, and nobody knows how many children it concerns.",
        by=manager,
        on=asked,
    )
    for days, status, text in (
        (50, "asked", "Asked for numbers by borough and quarter, with the reason."),
        (31, "promised", "They can split by borough from April, when their system changes."),
    ):
        operations.record_step(gap, status=status, text=text, by=manager, on=today - timedelta(days=days))
    operations.open_gap(
        cast.partnership,
        dataset="Children taught at home, by the reason parents gave",
        held_by="Education and Inclusion",
        geography="Borough",
        agency=cast.agency["education"],
        indicators=["I66"],
        why="Schools told the forum that the number doubled; the reasons are in letters that nobody counts.",
        by=manager,
        on=today - timedelta(days=20),
    )


def figures():
    """How many figures stand on record, for the terminal."""
    return Reading.objects.count()
