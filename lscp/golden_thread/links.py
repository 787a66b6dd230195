"""The links sent by e-mail: their tokens, and who answers through one."""

import hashlib
import secrets
from dataclasses import dataclass

from lscp.partnerships.roles import May, Role
from lscp.scope import Scope


def new_token():
    """256 random bits, as text that survives an e-mail."""
    return secrets.token_urlsafe(32)


def digest(token):
    """What is kept of a token: its SHA-256. The token itself stands in the e-mail only."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class LinkHolder:
    """Whoever opened a link, with the interface of a ``RoleHeld``: may update one action and nothing else.

    A room whose links let do another thing says in a subclass what (``as_role``), and whose it is.
    """

    link: object
    as_role = Role(
        "link", "Holder of an e-mail link", "Answers about one action.", frozenset([May.UPDATE_ACTION]), True
    )

    @property
    def person(self):
        return self.link.person

    @property
    def person_id(self):
        return self.link.person_id

    @property
    def agency(self):
        return self.link.agency

    @property
    def agency_id(self):
        return self.link.agency_id

    @property
    def action_id(self):
        return self.link.action_id

    @property
    def partnership_id(self):
        return self.link.action.partnership_id

    def may(self, permission):
        return permission in self.as_role.may

    def scope(self):
        """The rows of this link's agency in the partnership that sent it."""
        return Scope(frozenset([self.partnership_id]), agency=self.agency_id, because="e-mail link")

    def __str__(self):
        return f"{self.person} (by e-mail link, {self.agency})"
