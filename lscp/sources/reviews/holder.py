"""Who answers for an agency through a link sent by e-mail."""

from dataclasses import dataclass

from lscp.golden_thread.links import LinkHolder
from lscp.partnerships.roles import May, Role


@dataclass(frozen=True)
class SummaryHolder(LinkHolder):
    """Whoever opened the link of a summary: may answer it for their agency, and nothing else."""

    action_id = None
    as_role = Role(
        "summary_link", "Holder of an e-mail link", "Gives one summary.", frozenset([May.READ_OWN]), True
    )

    @property
    def agency(self):
        return self.link.summary.agency

    @property
    def agency_id(self):
        return self.link.summary.agency_id

    @property
    def partnership_id(self):
        return self.link.summary.incident.partnership_id
