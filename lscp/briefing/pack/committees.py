"""The committees of whom there is a paper, and what each asked for in its earlier papers."""

from dataclasses import dataclass

from lscp.briefing.pack import rules
from lscp.refusal import refuse_if
from lscp.sources.committee.models import Paper
from lscp.sources.committee.wording import folded

UNNAMED = "Committee not named in the paper"


@dataclass(frozen=True)
class Committee:
    """A committee by the name its papers print, and those papers, the latest meeting first, undated ones before."""

    name: str
    papers: tuple

    @property
    def key(self):
        return folded(self.name)

    @property
    def is_named(self):
        return self.name != UNNAMED

    def before(self, day):
        """Its papers from meetings before ``day``; a paper that does not say when they met is one of them."""
        return tuple(p for p in self.papers if p.meeting_date is None or p.meeting_date < day)


def committees():
    """Every committee with a paper in the record, by name."""
    papers = Paper.objects.defer("lines")
    by_name = {}
    for paper in sorted(papers, key=_latest_first):
        name = paper.committee or UNNAMED
        by_name.setdefault(folded(name), (name, []))[1].append(paper)
    found = (Committee(name, tuple(own)) for name, own in by_name.values())
    return sorted(found, key=lambda committee: (not committee.is_named, committee.name))


def _latest_first(paper):
    return (
        paper.meeting_date is not None,
        -(paper.meeting_date.toordinal() if paper.meeting_date else 0),
        -paper.pk,
    )


def committee(name):
    """The committee that ``name`` names, in whole or by a part that only one of them has. Raises ``Refused``: PK-01."""
    known, sought = committees(), folded(name)
    exact = [one for one in known if one.key == sought]
    found = exact or [one for one in known if sought and sought in one.key]
    one = found[0] if len(found) == 1 else None
    refuse_if(rules.committee_is_known(one, asked=name, known=[each.name for each in known]))
    return one


def committee_of(paper):
    """The committee that a paper of the record is of."""
    return next(one for one in committees() if any(own.pk == paper.pk for own in one.papers))
