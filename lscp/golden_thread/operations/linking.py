"""The one mechanism behind every link sent by e-mail, whatever it opens: make one, end some, find the one of a token.

A room keeps its own kind of link (``EmailLink``), says in its own rules when one still opens, and journals.
"""

from django.utils import timezone

from lscp.golden_thread import links, rules
from lscp.refusal import refuse_if


def issue(kind, *, person, expires, **about):
    """Make a link of ``kind``. Returns ``(link, token)``: the token is kept nowhere else."""
    token = links.new_token()
    link = kind.everywhere.create(
        person=person,
        token_sha256=links.digest(token),
        sent_at=timezone.now(),
        expires=expires,
        **about,
    )
    return link, token


def end_links(kind, **which):
    """The links of ``kind`` that ``which`` says open nothing from now on."""
    kind.everywhere.filter(revoked_at__isnull=True, **which).update(revoked_at=timezone.now())


def link_of(kind, token, *read_with):
    """The link that a token belongs to. Raises ``Refused`` (GT-24) where there is none."""
    rows = kind.everywhere.select_related("person", *read_with)
    link = rows.filter(token_sha256=links.digest(token)).first()
    refuse_if(rules.link_exists(link))
    return link
