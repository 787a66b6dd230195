"""The first lock: whose is it?

Every row that belongs to a partnership is read through ``ScopedManager``. A read is filtered by the scope
in force, and a read with no scope in force raises: a page that forgets to ask whose data it shows
fails in its first test instead of leaking in its first year. The scope is set once a request (from the role held by
the person signed in), once a command, or explicitly for work that belongs to nobody in particular.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.core.exceptions import FullResultSet
from django.db import models
from django.db.models import BooleanField, Expression, Q

_current = ContextVar("lscp_scope", default=None)


class OutsideScope(Exception):
    """A partnership's table was read with no scope, or with a scope other than the one it was built under."""


@dataclass(frozen=True)
class Scope:
    """Which rows may be read.

    ``partnerships``: codes, or ``None`` for all of them (a scheduled job over the whole installation).
    ``agency``: the id of the one agency whose rows, and rows shared with it, may be read; ``None`` for the
    partnership's whole record. ``because`` says why a scope without a person was opened.
    """

    partnerships: frozenset | None
    agency: int | None = None
    because: str = ""


def current():
    """The scope in force, or None."""
    return _current.get()


@contextmanager
def within(scope):
    """Put ``scope`` in force for the block."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)


def of_partnership(code):
    """The whole record of one partnership, for a command run by its operator."""
    return within(Scope(frozenset([code]), because="command"))


def of_all(because):
    """Every partnership's record, for a scheduled job; ``because`` is kept so that a reader can ask why."""
    return within(Scope(None, because=because))


class _BuiltUnder(Expression):
    """A filter that is always true, and refuses to become SQL under another scope than its own."""

    conditional = True

    def __init__(self, scope, table):
        super().__init__(output_field=BooleanField())
        self.scope, self.table = scope, table

    def as_sql(self, compiler, connection):
        if self.scope is None or self.scope != current():
            raise OutsideScope(f"{self.table} was read outside its scope. Open one with lscp.scope first.")
        raise FullResultSet

    def resolve_expression(self, *args, **kwargs):
        return self

    def get_source_expressions(self):
        return []


class ScopedManager(models.Manager):
    """Reads only what the scope allows. A model may say more by two class methods.

    ``in_partnerships(codes) -> Q`` where the row has no ``partnership`` of its own (default: it has);
    ``seen_by(agency_id) -> Q`` what one agency sees of the table (default: nothing).
    """

    def get_queryset(self):
        rows, scope = super().get_queryset(), current()
        rows = rows.filter(_BuiltUnder(scope, self.model._meta.label))
        if scope is None:
            return rows
        if scope.partnerships is not None:
            within_them = getattr(self.model, "in_partnerships", None)
            rows = rows.filter(
                within_them(scope.partnerships) if within_them else Q(partnership_id__in=scope.partnerships)
            )
        if scope.agency is not None:
            seen = getattr(self.model, "seen_by", None)
            rows = rows.filter(seen(scope.agency) if seen else Q(pk__in=[]))
        return rows


class Scoped(models.Model):
    """A table whose rows belong to a partnership."""

    objects = ScopedManager()
    # Reads without the lock. Only what establishes a scope may use it; a test lists the places.
    everywhere = models.Manager()  # noqa: DJ012 (a manager, not a field)

    class Meta:
        abstract = True
        default_manager_name = "objects"
