"""The reference of a source as its readers see it. A review made by the record itself points back to its incident."""

from django.urls import reverse

from lscp.partnerships.roles import May

INCIDENT = "incident:"


def reference(source, held):
    """A table's cell: the printed words, a link to the incident for whoever may read it, or nothing."""
    if not source.reference.startswith(INCIDENT):
        return source.reference
    if not held.may(May.READ_REVIEWS):
        return ""
    return {
        "text": "The incident",
        "href": reverse("desk:incident", args=[source.reference.removeprefix(INCIDENT)]),
    }
