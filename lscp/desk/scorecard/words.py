"""Indicators by their names, for pages that hold their codes."""

from lscp.scorecard.catalogue import catalogue


def name_of(code):
    """An indicator's name; its code where the catalogue no longer knows it."""
    known = catalogue().get(code)
    return known.name if known else code


def names_of(codes):
    return "; ".join(name_of(code) for code in codes)
