"""What the record says for a report's period, ready to print: the live parts of chapters and their figures.

Everything here is read inside the scope of the report's partnership; `compose` opens it. A figure keeps its
numerator, denominator, period and source.
"""

from datetime import date

from lscp.publication import document as d
from lscp.publication import scorecard
from lscp.publication.facts import easy
from lscp.publication.facts.figures import figures
from lscp.publication.facts.impacts import impacts
from lscp.publication.facts.meetings import meetings
from lscp.publication.facts.partners import arrangements, groups, membership, partners
from lscp.publication.facts.priorities import priorities
from lscp.publication.facts.recommendations import (
    asks,
    committee,
    each_recommendation,
    recommendations_followed,
    where_they_stand,
)
from lscp.publication.facts.reviews import reviews
from lscp.publication.models import Chapter
from lscp.publication.narrative import Live, names_in


def gather(report, *, as_of=None):
    """Every live part and figure of the record for ``report``, as ``({name: Live}, {name: Figure})``.

    ``as_of`` is the day on which the text is fixed; a figure says that it stood so then.
    """
    followed = list(recommendations_followed(report))
    live = {
        name: Live(title, *(part(report, followed) if name in OF_FOLLOWED else part(report)))
        for name, (title, part) in PARTS.items()
    }
    return live | easy.parts(report, followed) | numbers(report), figures(report, followed, as_of)


def numbers(report, besides=()):
    """The live parts of numbers that the report's chapters name, ``besides`` those that are there already."""
    texts = Chapter.objects.filter(report=report).order_by("place").values_list("narrative", flat=True)
    wanted = dict.fromkeys(name for text in texts for name in names_in(text))
    return scorecard.parts(report, [name for name in wanted if name not in besides])


def every_name():
    """What can stand in double brackets on a line of its own, with its title."""
    return {name: title for name, (title, _) in PARTS.items()} | easy.NAMES | scorecard.names()


def in_easy_words():
    """Of those, what is said in easy words, with its title."""
    return easy.NAMES | {scorecard.IN_EASY_WORDS: scorecard.names()[scorecard.IN_EASY_WORDS]}


def too_hard(report, code):
    """What an easy page of this code leaves out, because the record says it in words too hard for its readers."""
    return easy.left_out(report, recommendations_followed(report), for_children=code == "children")


def figures_of(live, figures):
    """Every figure that the facts hold: those for sentences and those within live parts."""
    parts = tuple(d.Section(name, name, part.blocks, part.sections) for name, part in live.items())
    placed = d.Document("Facts", "", date.min, date.max, parts)
    return (*figures.values(), *d.figures(placed))


def as_document(report, live, figures):
    """Live parts and figures as one ``Document``, so that they can be kept as they stood."""
    parts = [d.Section(name, part.title, part.blocks, part.sections) for name, part in sorted(live.items())]
    kept = [d.Paragraph((name, figure)) for name, figure in sorted(figures.items())]
    return d.Document(
        title="Facts",
        partnership=report.partnership.name,
        period_start=report.period_start,
        period_end=report.period_end,
        sections=(*parts, d.Section(FIGURES, "Figures", tuple(kept))),
    )


def from_document(kept):
    """The reverse of ``as_document``."""
    *parts, figures = kept.sections
    live = {part.code: Live(part.heading, part.blocks, part.sections) for part in parts}
    return live, {name: figure for name, figure in (block.spans for block in figures.blocks)}


FIGURES = "figures"
OF_FOLLOWED = ("priorities", "recommendations", "each_recommendation")  # made from what the report follows
# The live parts, in the order in which a writer finds them: name, what it is, how it is made.
PARTS = {
    "partners": ("Safeguarding partners and relevant agencies", partners),
    "arrangements": ("The arrangements in force", arrangements),
    "groups": ("Groups, chairs and the meetings they must hold", groups),
    "priorities": ("Priorities, and how each stood", priorities),
    "recommendations": ("Recommendations: how many stand where", where_they_stand),
    "each_recommendation": ("Each recommendation and what became of it", each_recommendation),
    "reviews": ("Reviews of the period: learned, asked, changed", reviews),
    "impacts": ("What changed, and how we know", impacts),
    "asks": ("What we asked of others", asks),
    "committee": ("What became of what the committee asked for", committee),
    "meetings": ("How often groups met, and how agencies took part", meetings),
    "members": ("Members of groups", membership),
}
