"""How often groups met, and how agencies took part."""

from datetime import timedelta

from lscp.publication import document as d
from lscp.publication.facts.parts import RECORD
from lscp.sources.meetings import queries


def meetings(report):
    """Whether each group met as often as it must, and how each agency took part."""
    first, last = report.period_start, report.period_end
    held = queries.frequency(first, last, last + timedelta(days=1))
    took_part = queries.engagement(first, last)
    about = {
        "source": f"{RECORD} of meetings",
        "period_start": first,
        "period_end": last,
    }
    blocks = []
    if held:
        blocks.append(
            d.Table(
                caption="How often each group met",
                columns=("Group", "Meetings it must hold", "Meetings held", "Called off", "Minimum"),
                rows=tuple((f.group.name, f.least, f.held, f.cancelled, f.word) for f in held),
                scope=d.NOT_PEOPLE,
                code="meetings",
                **about,
            )
        )
    if took_part:
        blocks.append(
            d.Table(
                caption="How each agency took part in meetings",
                columns=(
                    "Agency",
                    "Invited to",
                    "Came to",
                    "Sent a deputy to",
                    "Represented at",
                    d.Column("Share", unit="%", numerator="Represented at", denominator="Invited to"),
                ),
                rows=tuple(_took_part(one) for one in took_part),
                scope=d.NOT_PEOPLE,
                code="engagement",
                note="A deputy counts. The share is of the meetings that the agency was invited to.",
                **about,
            )
        )
    return (tuple(blocks) or (d.Paragraph("No meeting of this period is in the record."),),)


def _took_part(one):
    share = d.NotApplicable() if one.percent is None else one.percent
    return (one.agency, one.invited, one.attended, one.deputy, one.attended + one.deputy, share)
