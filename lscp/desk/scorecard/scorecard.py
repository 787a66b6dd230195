"""The scorecard: every indicator as a question, with its latest figure, a small chart and one word."""

from collections import Counter
from dataclasses import replace

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lscp.charts import icons
from lscp.desk.downloads import Table, download
from lscp.desk.pages import page
from lscp.desk.scorecard import doors, pictures
from lscp.desk.scorecard.reading import NOT_SUPPLIED, tell_all
from lscp.indicators import queries
from lscp.indicators.beside import published
from lscp.indicators.charts import behind, meaning_of
from lscp.indicators.figures import written
from lscp.indicators.safe import safe
from lscp.indicators.surroundings import queries as surroundings
from lscp.partnerships.roles import May
from lscp.rulebook import vocabulary
from lscp.scorecard.catalogue import Unit

SCOPES = {"children": "Children", "adults": "Adults", "both": "Children and adults"}
# Colour only repeats the word.
COLOURS = {"better": "blue", "worse": "orange", "higher": "purple", "lower": "purple", NOT_SUPPLIED: "yellow"}


@page(*doors.READS, methods=["GET", "HEAD"])
def scorecard(request):
    on = timezone.localdate()
    card = queries.scorecard(request.held.partnership, on)
    lines = [seen_by(request.held, line) for line in card.lines.values()]
    told, by_chance = tell_all(lines)
    table = Table(
        "scorecard",
        "The scorecard",
        ["Code", "Question", "About", "Period", {"text": "Figure", "numeric": True}, "Counts", "In a word", "Because",
         {"text": "Target", "numeric": True}, "Comment", "Commented on"],
        lines,
        lambda line: _row(told[line.code], on),
        paged=False,
    )  # fmt: skip
    theme = next((term for term in vocabulary("themes").terms if term.code == request.GET.get("theme")), None)
    themes = _themes(told)
    return download(request, table, themes) or render(
        request,
        "desk/scorecard/scorecard.html",
        {
            "sections": [(theme.label, None, _of_theme(told, theme))] if theme else _by_priority(card, told),
            "theme": theme,
            "themes": themes,
            "by_chance": by_chance,
            "standing_out": [one for one in told.values() if one.survives],
            "table": table,
            "silent": queries.silent_agencies(request.held.partnership, on),
            "today": on,
            "sees_small": request.held.may(May.SEE_SMALL_NUMBERS),
            **words_of_a_line(surroundings.beside(request.held.partnership, card.lines.values())),
        },
    )


def words_of_a_line(beside=()):
    """What the template of one line needs."""
    return {
        "small": lambda told, place: pictures.small(told).svg(240, f"small-{place}"),
        "colour": lambda told: COLOURS.get(told.word, "grey"),
        "scope": lambda entry: SCOPES[entry.scope],
        "counts": behind,
        "beside": lambda line: beside_words(line, dict(beside).get(line.code)),
        "target_of": target_of,
        "written": written,
        "assurance": icons.ASSURANCE,
        "assurance_icon": icons.assurance,
        "variation_icon": variation_icon,
    }


def seen_by(held, line):
    """The line as this reader may see it."""
    if held.may(May.SEE_SMALL_NUMBERS):
        return line
    return replace(line, points=safe(line.entry, {"": line.points}, line.editions)[""])


def _by_priority(card, told):
    """[(heading, address, [Told])] of each priority in force."""
    return [
        (priority.title, reverse("desk:priority", args=[priority.pk]), [told[line.code] for line in lines])
        for priority, lines in card.by_priority
        if priority is not None
    ]


def _of_theme(told, theme):
    return [one for one in told.values() if theme.code in one.line.entry.themes]


def _themes(told):
    """A table of the themes: how many figures each has, and what they say."""
    found = [(term, _of_theme(told, term)) for term in vocabulary("themes").terms]
    return Table(
        "themes",
        "Every figure by theme",
        ["Theme", {"text": "Figures", "numeric": True}, "What they say"],
        [(term, theirs) for term, theirs in found if theirs],
        lambda each: [
            {"text": each[0].label, "href": f"?theme={each[0].code}"},
            len(each[1]),
            ", ".join(
                f"{count} {word}" for word, count in Counter(one.word for one in each[1]).most_common()
            ),
        ],
        nothing="There is no figure yet.",
        paged=False,
    )


def target_of(line):
    """A target as it was set, in the figure's unit: 85%, 12 days."""
    unit, value = line.entry.unit, written(line.target.value)
    if unit == Unit.POUNDS:
        return f"£{value}"
    return f"{value}%" if unit == Unit.PERCENT else value if unit == Unit.COUNT else f"{value} {unit.words}"


def beside_words(line, rows):
    """[(area, figure, year)] that the latest figure can be held against: not a quarter's count against a year's."""
    latest = line.latest
    if latest is None or not rows:
        return []
    entry = line.entry
    flow = entry.kind == "flow" and (entry.population or entry.unit.per is None)
    if flow and latest.end - latest.start < pictures.NEARLY_A_YEAR:
        return []
    return [(row.area_name, published(entry, row), row.year_ending) for row in rows]


def variation_icon(told):
    """The sign of the latest point, beside the word; nothing while there are too few points."""
    if not told.icon:
        return ""
    direction = {"high": "up", "low": "down"}.get(told.icon.rpartition("-")[2], "")
    return icons.variation(meaning_of(told.icon), direction)


def _row(told, on):
    line, latest = told.line, told.line.latest
    return [
        line.code,
        line.entry.question,
        SCOPES[line.entry.scope],
        latest.label if latest else "",
        latest.shown if latest else ":",
        behind(line.entry, latest),
        told.word,
        told.because,
        target_of(line) if line.target else "",
        line.comment.text if line.comment else "",
        line.comment.on.isoformat() if line.comment else "",
    ]
