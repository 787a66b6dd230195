"""A regional figure brought down to here by one of the methods of ``lscp.statistics.localising``: a form for each.

A form that is valid can say what it comes to (``localised``). What stands in its hidden ``seen`` is the sentence that
the reader was shown: only that is kept, so that nobody keeps a number that they have not looked at.
"""

from decimal import Decimal

from django import forms

from lscp.design.forms import DateField, GovForm
from lscp.desk.scorecard.forms import indicators_of, where
from lscp.indicators.figures import WHOLE, written
from lscp.indicators.models import Population
from lscp.statistics import localising

OWN = "own"
HERE_AGES = {"0-17": "aged 0 to 17", "18+": "aged 18 and over", "all": "of all ages"}


def places(partnership):
    """[(area, name)] that an estimate may be for: one area; of several the whole too, without a code, first."""
    areas = [(one["code"], one["name"]) for one in partnership.authorities]
    together = " and ".join(name for _, name in areas) or partnership.name
    return areas if len(areas) == 1 else [("", f"{together}{' together' if areas else ''}"), *areas]


def name_of_area(area, partnership):
    """Where an estimate is of: an area that the partnership no longer covers keeps its code."""
    return dict(places(partnership)).get(area, area)


def populations(areas):
    """{key: (count, words)} of the people of some areas, by the last release of each year and ages, the newest first.

    Several areas are added, and a year that one of them lacks is left out.
    """
    areas, latest = set(areas), {}
    for row in Population.objects.filter(area__in=areas, breakdown=WHOLE).order_by("released_on"):
        latest.setdefault((row.year, row.ages), {})[row.area] = row
    found = {}
    for (year, ages), rows in sorted(latest.items(), reverse=True):
        if set(rows) == areas:
            count = sum(row.count for row in rows.values())
            release = "; ".join(sorted({row.vintage for row in rows.values()}))
            words = f"{HERE_AGES.get(ages, f'aged {ages}')}, mid-{year} ({release})"
            found[f"{year}:{ages}"] = count, words
    return found


def _lines(text, numbers, form, name):
    """[(number, …)] of the last ``numbers`` numbers on each line; the form's error where a line has fewer."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        words = [word.strip(",;").replace(",", "") for word in line.split()][-numbers:]
        if len(words) < numbers or not all(word.isdecimal() for word in words):
            form.add_error(
                name, f"“{line.strip()[:60]}” must end in {numbers} whole numbers, with a space between them"
            )
            return []
        found.append(tuple(map(int, words)))
    return found


class Localise(GovForm):
    """What every method asks for."""

    indicator = forms.ChoiceField(label="Which indicator is it for?", required=False)
    area = where()
    period_start = DateField(label="First day of the period")
    period_end = DateField(label="Last day of the period")
    region = forms.CharField(
        label="Which larger area is the figure of?", max_length=80, help_text="For example: Mid Shire Police."
    )
    source = forms.CharField(
        label="Where does its figure come from?",
        max_length=140,
        help_text="Its publisher, its title and its date. It is printed beside the estimate.",
    )
    people = forms.CharField(
        label="Which people are counted?",
        max_length=60,
        initial="children",
        help_text="In the words of the sentence: children, children in need, people aged 10 to 17.",
    )
    related = forms.CharField(
        label="Is a similar figure known for each area of the region?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only with this can a range be given. One area on a line: its name, its count, its people. "
        "For example: Northvale 120 31,000. At least three areas.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, gap, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = where_of(self, gap.partnership)
        self.area = next(iter(self.places.values()))
        self.fields["indicator"].choices = indicators_of(gap.indicators)
        self.fields["region"].initial = gap.geography[:80]
        self.known = _known(gap.partnership, self.places)
        if "ours" in self.fields:
            several = len(self.places) > 1
            self.fields["ours"].choices = [
                ("", "Another number, which I give below"),
                *(
                    (key, f"{f'{self.places[area]}: ' if several else ''}{count:,} {words}")
                    for key, (area, count, words) in self.known.items()
                ),
            ]

    def clean(self):
        given = super().clean()
        self.result = None
        self.area = self.places.get(given.get("area", next(iter(self.places))), "")
        if "area_people" in self.fields and not self.errors:
            self._ours(given)
        spread = self._spread(given)
        if not self.errors:
            try:
                self.result = self.localised(given, spread)
            except ValueError as error:
                self.add_error(None, str(error))
        return given

    def _ours(self, given):
        if not given.get("ours") and given.get("area_people") is None:
            self.add_error("area_people", "Choose our population above, or give it here")
        elif given.get("ours"):
            area, given["area_people"], _ = self.known[given["ours"]]
            if area != given.get("area", area):
                self.add_error("ours", f"This is the population of another area. Choose one of {self.area}")

    def _spread(self, given):
        rows = _lines(given.get("related", ""), 2, self, "related")
        if not rows:
            return None
        try:
            if not all(people for _, people in rows):
                raise ValueError("An area without people has no rate. Leave it out.")
            return localising.spread_between(*zip(*rows, strict=True))
        except ValueError as error:
            self.add_error("related", str(error))
        return None

    def _names(self, given):
        return {"region": given["region"], "area": self.area, "people": given["people"]}

    def worked_out(self):
        """The fields of ``operations.estimate``. An estimate is no finer than a whole number, unless it is small."""
        given, made = self.cleaned_data, self.result
        value = Decimal(made.value).quantize(Decimal(1) if made.value >= 10 else Decimal("0.1"))
        ours = self.known.get(given.get("ours"))
        parts = [
            made.method,
            f"The people of {self.area}: {ours[2]}." if ours else "",
            made.caveat,
        ]
        return {
            "indicator": given["indicator"],
            "area": given.get("area", next(iter(self.places))),
            "period_start": given["period_start"],
            "period_end": given["period_end"],
            "regional": f"{self.figure(given)} in {given['region']}. {given['source']}"[:250],
            "value": value,
            "low": made.lower,
            "high": made.upper,
            "method": " ".join(filter(None, parts)),
        }

    def sentence(self):
        """What the estimate comes to, as it is shown before it is kept."""
        made = self.worked_out()
        return f"{written(made['value'])} in {self.area}. {made['method']}"


def where_of(form, partnership):
    """{area: name} that the form's estimate may be for; with several, the form asks which."""
    found = dict(places(partnership))
    if len(found) > 1:
        form.fields["area"].choices = list(found.items())
    else:
        del form.fields["area"]
    return found


def _known(partnership, found):
    """{key: (area, count, words)}: the populations of each place."""
    everywhere = [one["code"] for one in partnership.authorities]
    return {
        (f"{area}:{key}" if len(found) > 1 else key): (area, *person)
        for area in found
        for key, person in populations([area] if area else everywhere).items()
    }


class _OurPeople(Localise):
    ours = forms.ChoiceField(
        label="How many of them live here?",
        required=False,
        help_text="Choose a population that was published, of the same year as the figure.",
    )
    area_people = forms.IntegerField(
        label="Our own number, if it is not among them", required=False, min_value=0
    )


class ByPopulation(_OurPeople):
    events = forms.IntegerField(label="How many were counted there?", min_value=0)
    region_people = forms.IntegerField(
        label="How many of these people live there?",
        min_value=1,
        help_text="All of the larger area, ours included, in the same year.",
    )
    field_order = ["indicator", "area", "period_start", "period_end", "region", "source", "people", "events",
                   "region_people", "ours", "area_people", "related", "seen"]  # fmt: skip

    def localised(self, given, spread):
        return localising.by_population(
            given["events"], given["region_people"], given["area_people"], spread=spread, **self._names(given)
        )

    def figure(self, given):
        return f"{given['events']:,}"


class ByRate(_OurPeople):
    rate = forms.DecimalField(label="What is its rate?", max_digits=12, decimal_places=4, min_value=0)
    per = forms.TypedChoiceField(
        label="For how many people is the rate?",
        coerce=int,
        choices=[(n, f"For every {n:,}") for n in (100, 1000, 10_000, 100_000)],
        widget=forms.RadioSelect,
    )
    events = forms.IntegerField(
        label="How many were counted there, if that is known?",
        required=False,
        min_value=0,
        help_text="It makes the range truer.",
    )
    field_order = ["indicator", "area", "period_start", "period_end", "region", "source", "people", "rate", "per",
                   "events", "ours", "area_people", "related", "seen"]  # fmt: skip

    def localised(self, given, spread):
        return localising.by_rate(
            _plain(given["rate"]), given["per"], given["area_people"],
            events=given["events"], spread=spread, **self._names(given),
        )  # fmt: skip

    def figure(self, given):
        return f"{_plain(given['rate']):,} for every {given['per']:,}"


class ByGroups(Localise):
    groups = forms.CharField(
        label="What are the groups?", max_length=60, help_text="Age, or age and sex. Small letters."
    )
    rows = forms.CharField(
        label="The figures, one group on a line",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="The group’s name, how many were counted in the larger area, its people, and our people. "
        "For example: Under 5 300 10,000 1,200.",
    )
    field_order = ["indicator", "area", "period_start", "period_end", "region", "source", "people", "groups", "rows",
                   "related", "seen"]  # fmt: skip

    def clean_rows(self):
        return _lines(self.cleaned_data["rows"], 3, self, "rows")

    def localised(self, given, spread):
        events, there, here = zip(*given["rows"], strict=True)
        return localising.by_groups(
            events, there, here, groups=given["groups"], spread=spread, **self._names(given)
        )

    def figure(self, given):
        return f"{sum(row[0] for row in given['rows']):,}"


def _plain(rate):
    """A rate for arithmetic and for print: 20, never 20.0 or 2E+1."""
    return int(rate) if rate == int(rate) else float(rate)


METHODS = {
    "population": (
        "Share it out by population",
        "You have the larger area’s count. Our share of its people is our share of the count.",
        ByPopulation,
    ),
    "rate": (
        "Apply its rate to our people",
        "You have only a published rate, such as 4.5 for every 1,000 children.",
        ByRate,
    ),
    "groups": (
        "Apply its rates group by group",
        "You have its counts and people by age or another group. The best, for it minds who lives here.",
        ByGroups,
    ),
}
