"""Constraints that several tables of this room have."""

from django.db import models
from django.db.models import F, Q


def period_in_order(name):
    return models.CheckConstraint(
        condition=Q(period_end__gte=F("period_start")), name=f"{name}_period_in_order"
    )


def has_a_reason(name):
    return models.CheckConstraint(condition=~Q(because=""), name=f"{name}_has_a_reason")
