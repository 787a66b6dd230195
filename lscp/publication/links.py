"""Who writes a chapter through a link sent by e-mail."""

from dataclasses import dataclass

from lscp.golden_thread.links import LinkHolder
from lscp.partnerships.roles import May, Role


@dataclass(frozen=True)
class ChapterHolder(LinkHolder):
    """Whoever opened the link of a chapter: may write what was asked of their agency, and nothing else."""

    action_id = None
    as_role = Role(
        "chapter_link",
        "Holder of an e-mail link",
        "Writes one chapter.",
        frozenset([May.WRITE_CHAPTER]),
        True,
    )

    @property
    def agency(self):
        return self.link.request.agency

    @property
    def agency_id(self):
        return self.link.request.agency_id

    @property
    def request_id(self):
        return self.link.request_id

    @property
    def partnership_id(self):
        return self.link.request.chapter.report.partnership_id
