"""England's local authorities and regions: codes, the Department for Education's numbers, names (rulebook data)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from lscp import rulebook
from lscp.rulebook import FOLDER, Cited, Entry, Period

ENGLAND = "E92000001"


class Region(Entry):
    code: str
    name: str
    within: str | None = None


class Authority(Period):
    """An authority with children's services on the days of its period."""

    code: str
    number: str  # the Department's three digits, "201"
    name: str
    region: str  # a region's code
    was: str | None = None  # an earlier code, still met in published tables


class _Authorities(Cited):
    title: str
    licence: str
    regions: tuple[Region, ...]
    authorities: tuple[Authority, ...]


@lru_cache(maxsize=4)
def _file(folder=FOLDER) -> _Authorities:
    return rulebook.read(_Authorities, "extracts/authorities.yaml", folder=folder)


def authorities(on: date | None = None) -> tuple[Authority, ...]:
    """Every authority, or those of one day, in the order of their numbers."""
    return tuple(each for each in _file().authorities if on is None or each.holds(on))


def regions() -> tuple[Region, ...]:
    return _file().regions


def authority(code: str) -> Authority | None:
    """The authority with this nine-character code, or with this as its earlier one."""
    return _by_code().get(code)


def with_number(number: str, on: date | None = None) -> Authority | None:
    """The authority with these three digits on a day; without a day the latest one that had them."""
    found = [each for each in authorities(on) if each.number == number]
    return found[-1] if found else None


def region_of(code: str) -> Region | None:
    """The region of an authority; London is one region here, inner and outer London are parts of it."""
    if (found := authority(code)) is None:
        return None
    by_code = {region.code: region for region in regions()}
    region = by_code[found.region]
    return by_code[region.within] if region.within else region


def in_region(code: str, on: date | None = None) -> tuple[Authority, ...]:
    """The authorities of a region, or of a part of London, on a day."""
    parts = {code} | {region.code for region in regions() if region.within == code}
    return tuple(each for each in authorities(on) if each.region in parts)


def name_of(code: str) -> str | None:
    """An authority's, a region's or England's name."""
    for each in (*regions(), *_file().authorities):
        if each.code == code:
            return each.name
    return None


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Authority]:
    earlier = {each.was: each for each in _file().authorities if each.was}
    return earlier | {each.code: each for each in _file().authorities}
