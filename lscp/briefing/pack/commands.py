"""What the ``lscp pack`` command calls: plain functions that return data and print nothing."""

from dataclasses import dataclass

from django.utils import timezone

from lscp.briefing.pack import files, members
from lscp.briefing.pack.committees import committee
from lscp.briefing.pack.gathered import gather
from lscp.briefing.pack.likely import likely
from lscp.partnerships.models import Partnership
from lscp.refusal import refuse_if
from lscp.sources.committee.rules import partnership_is_here


@dataclass(frozen=True)
class Built:
    """``{name: size}`` of what was written, and what a person should look at, a line each."""

    files: dict
    to_look_at: list


def build(code, name, meeting, folder):
    """Write the pack of the committee called ``name`` for its meeting on a day (today where none is given)."""
    partnership = Partnership.objects.filter(pk=code).first()
    known = Partnership.objects.values_list("pk", flat=True)
    refuse_if(partnership_is_here(partnership, asked=code, known=sorted(known)))
    today = timezone.localdate()
    pack = gather(partnership, committee(name), meeting=meeting or today, on=today)
    written, findings = files.build(pack, likely(pack), folder)
    gaps = [
        f"note: cover report, {part.heading}: to be written in Word: {part.asks}"
        for part in members.gaps(pack)
    ]
    warned = [f"{each.severity}: {each.where}: “{each.text}”: {each.message}" for each in findings]
    return Built(written, gaps + warned)
