"""Figures that the owner of the data has not confirmed: `sign-off`."""

from __future__ import annotations

from collections.abc import Iterator

from lscp.publication import document as d
from lscp.publication.checks.finding import WARNING, Finding, placed_figures
from lscp.scorecard.catalogue import called


def sign_off(document: d.Document) -> Iterator[Finding]:
    """Each indicator once, where it is printed first."""
    told = set()
    for passage, figure in placed_figures(document):
        if figure.signed_off or figure.indicator in told:
            continue
        told.add(figure.indicator)
        yield Finding(
            "sign-off",
            WARNING,
            passage.where,
            d.show_value(figure.value, figure.unit),
            f"The owner of the data has not signed off {called(figure.indicator)} for "
            f"{d.show_period(figure.period_start, figure.period_end)}. Ask them to, on the page of the return, or say "
            "in the text that the figure is provisional.",
        )
