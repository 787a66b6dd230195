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
