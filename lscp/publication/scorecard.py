"""The partnership's numbers as live parts of a report: ``[[scorecard]]``, ``[[figure I06]]``, ``[[disparity I06]]``,
and ``[[easy_numbers]]``, which says some of what the others print.

What all parts together print of an indicator is made safe once (``printed``), and only what is safe is drawn, said or
described. Figures come from the returns that stood when the text was composed; each says by which definition it was
counted, from which file, and whether the owner of the data has signed it off.
"""

from collections import defaultdict

from lscp.indicators import beside, queries
from lscp.indicators.disparity import STEP_BEFORE
from lscp.indicators.figures import HIDDEN
from lscp.indicators.models import PriorityIndicator
from lscp.partnerships.models import Objective, Priority
from lscp.publication import charts, disparities, plain_numbers, stories
from lscp.publication import document as d
from lscp.publication import printed as safely
from lscp.publication.narrative import Live
from lscp.publication.stories import DIMENSION, DISPARITY, FIGURE, SCORECARD, year_label
from lscp.scorecard.catalogue import catalogue

NAME_OF_SCORECARD = "What the partnership follows, by priority"
IN_EASY_WORDS = "easy_numbers"


def names():
    """Every name of a live part of numbers, with its title."""
    known = catalogue().values()
    return (
        {SCORECARD: NAME_OF_SCORECARD, IN_EASY_WORDS: "Easy words: some numbers of this report"}
        | {f"{FIGURE} {one.code}": one.name for one in known}
        | {f"{DISPARITY} {one.code}": f"{one.name}, by ethnicity" for one in known}
    )


def parts(report, wanted):
    """``{name: Live}`` of those of ``wanted`` that are names of numbers; opens no scope of its own."""
    wanted = [name for name in wanted if name in names()]
    if not wanted:
        return {}
    followed = _followed(report) if SCORECARD in wanted else []
    asked = defaultdict(set)
    for name in wanted:
        kind, _, code = name.partition(" ")
        if code:
            asked[code].add(kind)
            if kind == DISPARITY and code in STEP_BEFORE:
                asked[STEP_BEFORE[code]].add(kind)
    for _, codes in followed:
        for code in codes:
            asked[code].add(SCORECARD)
    record = stories.Record(report, asked)
    return {name: Live(names()[name], *_part(name, record, followed)) for name in wanted}


def _part(name, record, followed):
    kind, _, code = name.partition(" ")
    if kind == SCORECARD:
        return (_by_priority(record, followed),)
    if kind == IN_EASY_WORDS:
        return (plain_numbers.blocks(record.stories.values()),)
    if kind == FIGURE:
        return (_figure_blocks(record.stories[code]),)
    before = record.stories.get(STEP_BEFORE.get(code))
    return (disparities.blocks(record.stories[code], before),)


def _followed(report):
    """``[(priority, codes)]`` of the priorities in force in the period, by their own links and their objectives'."""
    priorities = list(
        Priority.objects.filter(started__lte=report.period_end).exclude(ended__lt=report.period_start)
    )
    codes = defaultdict(dict)
    links = PriorityIndicator.objects.filter(priority__in=priorities).order_by("place", "pk")
    objectives = Objective.objects.filter(priority__in=priorities).exclude(indicator="").order_by("pk")
    for rows in (links, objectives):
        for priority, code in rows.values_list("priority_id", "indicator"):
            if code in catalogue():
                codes[priority][code] = True
    return [(priority, list(codes[priority.pk])) for priority in priorities if codes[priority.pk]]


# ── [[scorecard]] ─────────────────────────────────────────────────────────────────────────────────────────


def _by_priority(record, followed):
    blocks = tuple(_priority_table(record, priority, codes) for priority, codes in followed)
    return blocks or (d.Paragraph("No priority of this period is followed by a figure yet."),)


def _priority_table(record, priority, codes):
    told = [record.stories[code] for code in codes]
    shown = [stories.when(story.entry, story.now) for story in told if story.now]
    main = max(shown, key=shown.count, default=year_label(told[0].year))
    rows, figures = [], []
    for story in told:
        now, before = story.now, story.before
        rows.append(
            (
                story.entry.name + story.caption_scope,
                _said(story, now, story.year, main),
                _said(story, before, story.year_before, year_label(story.year_before)),
                story.word.capitalize() or "Not known",
                _of_others(story),
                _known_in_short(story, now),
            )
        )
        figures += [story.figure(point) for point in (now, before) if point is not None]
    mixed = any(story.scope in (d.ADULTS, d.BOTH) for story in told)
    return d.Table(
        caption=f"What we follow for “{priority.title}”{' (children and adults)' if mixed else ''}",
        columns=(
            "What we follow",
            main,
            "The year before",
            "In a word",
            "Beside others",
            "How we know",
        ),
        rows=tuple(rows),
        code=f"{SCORECARD}-{priority.pk}",
        note="The word comes from the control chart of every figure up to the end of this period.",
        source=" ".join(dict.fromkeys(story.sources([story.now]) for story in told if story.now)).rstrip("."),
        scope=d.BOTH if mixed else d.CHILDREN,
        period_end=record.report.period_end,
        figures=tuple(figures),
    )


def _said(story, point, end, main):
    """A cell: the figure with its counts, its period where it is not the column's, or why there is none."""
    if point is None:
        return stories.missing(story.because_missing(end))
    value = stories.value_of(story.entry, point)
    if isinstance(value, d.Special):
        return value
    when = stories.when(story.entry, point)
    other = "" if when == main else f", {when}"
    return f"{point.shown}{stories.counts(story.entry, point)}{other}"


def _known_in_short(story, point):
    """ "Definition 1, signed off": the files stand under the table."""
    if point is None:
        return "Not supplied" if story.because_missing(story.year) else "Nothing was sent"
    signed = "signed off" if point.signed_off else "not yet signed off"
    return f"Definition {point.version}, {signed}"


def _of_others(story):
    """ "England 22.4%; London 18.8%; statistical neighbours together 21.0% (2023/24)"."""
    found = beside.areas(story.others, None, each_neighbour=False) if story.others else []
    told = [f"{_in_a_sentence(one.name)} {one.shown}" for one in found if one.value is not None]
    if not told:
        return d.NotAvailable()
    year = story.others.year_ending
    return "; ".join(told) + ("" if year == story.year else f" ({year_label(year)})")


def _in_a_sentence(name):
    return name if name[:1] != "S" and name[:3] != "The" else name[:1].lower() + name[1:]


# ── [[figure I06]] ────────────────────────────────────────────────────────────────────────────────────────


def _figure_blocks(story):
    sentence = d.Paragraph(_sentence(story))
    if not any(p.numerator is not None or p.symbol == HIDDEN for p in story.line):
        return (sentence,)
    table = _periods_table(story)
    if not any(p.value is not None for p in story.line):
        return (sentence, table)
    how = d.Paragraph(story.limits.choice.because)
    return (sentence, charts.control(story, table), how, *_beside_others(story))


def _beside_others(story):
    """Our figure beside England, the region and the neighbours, in words and as a chart; nothing where nobody is."""
    if story.others is None:
        return ()
    year, ours = story.others.year_ending, story.of_year(story.others.year_ending)
    areas = beside.areas(story.others, ours if ours is not None and ours.value is not None else None)
    others = [one for one in areas if not one.ours and one.value is not None]
    if not others:
        return ()
    said = " ".join(one.said for one in others if one.said and not one.name.startswith("Neighbour"))
    when = f"{'on' if story.entry.kind == 'stock' else 'in'} {_year_or_day(story, year)}"
    return (
        d.Paragraph(f"Beside others, {when}: {said or 'what was published for other areas stands below.'}"),
        charts.beside(story.entry, f"{story.entry.name}, beside others, {when}", areas),
    )


def _year_or_day(story, end):
    return d.show_date(end) if story.entry.kind == "stock" else year_label(end)


def _sentence(story):
    """The question, the year's figure and the one before, and what the chart says in a word."""
    entry, now, before = story.entry, story.now, story.before
    spans = [f"{entry.question}{story.caption_scope} "]
    if now is None:
        because = story.because_missing(story.year)
        spans.append(d.sentence(because) if because else f"There is no figure for {year_label(story.year)}.")
    else:
        on = "on" if entry.kind == "stock" else "in"
        spans += [
            f"{on.capitalize()} {stories.when(entry, now)}: {'hidden ' if now.symbol == HIDDEN else ''}"
        ]
        spans += [story.figure(now), stories.counts(entry, now) if now.symbol != HIDDEN else ""]
        if before is not None:
            spans += [f"; {on} {stories.when(entry, before)}: ", story.figure(before)]
        spans.append(".")
    if story.word:
        spans.append(f" {story.word.capitalize()}: {story.because}")
    return tuple(span for span in spans if span)


def _periods_table(story):
    entry = story.entry
    points = story.safe[""]
    own, rows = stories.columns(entry), []
    for point in points:
        rows.append((_row_label(story, point), *stories.row(story, point)))
    return d.Table(
        caption=f"{entry.name}{story.caption_scope}, by {_period_word(story.line)}",
        columns=("Period", *own),
        rows=tuple(rows),
        code=f"{FIGURE}-{entry.code}",
        note=stories.meaning(entry),
        source=story.known_by(points).rstrip("."),
        scope=story.scope,
        period_start=points[0].start,
        period_end=points[-1].end,
        figures=tuple(story.figure(point) for point in points),
    )


def _period_word(points):
    return {"month": "month", "quarter": "quarter", "year": "year"}.get(
        safely.length(points[-1].start, points[-1].end), "period"
    )


def _row_label(story, point):
    if safely.length(point.start, point.end) != "year" or len(story.safe[""]) == len(story.line):
        return point.label
    apart = safely.PERIODS in story.apart(point)
    return f"{point.label}, {'the whole year' if apart else 'total'}"


# ── What the record keeps of an edition ───────────────────────────────────────────────────────────────────


def to_remember(document, partnership):
    """What an edition prints of indicators, for ``indicators.operations.remember_published``: each cell once."""
    areas = [one["code"] for one in partnership.authorities]
    found = {}
    for figure in d.figures(document):
        if figure.indicator not in catalogue():
            continue
        one = safely.of_figure(figure)
        found[one.place] = {
            "indicator": figure.indicator,
            "period_start": one.start,
            "period_end": one.end,
            "area": areas[0] if len(areas) == 1 else "",
            "breakdown": {DIMENSION: one.group} if one.group else {},
            "shown": str(one.counted),
            "out_of": "" if one.out_of is None else str(one.out_of),
        }
    return list(found.values())


def editions(partnership):
    """The names of every edition whose figures are remembered."""
    return sorted(set(queries.published(partnership).order_by().values_list("edition", flat=True)))


def leaks(document, partnership, beside=None):
    """What a reader could work out of the hidden numbers of a document, with all earlier editions beside it.

    ``beside`` names the editions that were minded when it was composed; left out, all that there are.
    """
    families = defaultdict(list)
    for figure in d.figures(document):
        if figure.indicator in catalogue():
            families[safely.family(catalogue()[figure.indicator])].append(figure)
    codes = {figure.indicator for figures in families.values() for figure in figures}
    printed, found = stories.printed_before(partnership, codes), []
    for which, figures in families.items():
        minded, since = [], []
        for edition, rows in printed[which].items():
            into = minded if beside is None or edition in beside else since
            into.append(safely.of_memory(rows))
        others = [one for other, theirs in families.items() if other != which for one in theirs]
        found += safely.leaks(figures, minded, since, others)
    return found
