"""The layout of the children in need census by year (rulebook data), and the tables that read one year's values.

`Codes` and `Dates` are dictionaries from what stands in the file to what is kept in the events, so that a value met
before costs one look-up; what is not in them goes the slow way, is said in the ledger and is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from lscp import rulebook
from lscp.rulebook import FOLDER, Cited, Entry
from lscp.scorecard.readers import cells


class Years(Entry):
    """Census years (the calendar year a census ends in), both included."""

    from_: int | None = None
    to: int | None = None

    model_config = rulebook.Entry.model_config | {"alias_generator": lambda name: name.rstrip("_")}

    def hold(self, year: int) -> bool:
        return (self.from_ is None or self.from_ <= year) and (self.to is None or year <= self.to)

    @property
    def words(self) -> str:
        """Since when, or until when: "from 2025", "to 2024"."""
        return f"to {self.to}" if self.to is not None else f"from {self.from_}"


class Code(Years):
    code: str
    means: str | None = None


class Item(Years):
    name: str
    holds: str


class Module(Years):
    name: str
    counted: bool = True
    items: tuple[Item, ...]


class Layout(Cited):
    title: str
    collection: str
    covers: Years
    modules: tuple[Module, ...]
    codes: dict[str, tuple[Code, ...]]

    def year(self, year: int) -> int:
        """The nearest census year that is described."""
        return min(max(year, self.covers.from_), self.covers.to)

    def names(self) -> dict[str, Years]:
        """Every module and item, with its years."""
        return {part.name: part for module in self.modules for part in (module, *module.items)}

    def holds(self) -> dict[str, str]:
        """What each item holds: date, text, flag, or a list of codes."""
        return {item.name: item.holds for module in self.modules for item in module.items}


@lru_cache(maxsize=4)
def layout(folder=FOLDER) -> Layout:
    return rulebook.read(Layout, "extracts/cin-census.yaml", folder=folder)


class Bad(Exception):
    """A value without which its module cannot be used."""

    def __init__(self, column: str, value: str | None, reason: str, todo: str):
        super().__init__(reason)
        self.column, self.value, self.reason, self.todo = column, value or "", reason, todo


# Hears of a value that is not one of this year's codes: the item, what stood there, and the code of another year that
# it is, if any. Returns what the events keep.
Say = Callable[[str, str, Code | None], str]


class Codes(dict):
    """One item's values → codes as the events keep them, "" where there is none. All others are for `say`."""

    def __init__(self, item: str, codes: tuple[Code, ...], year: int, say: Say):
        self.item, self.say = item, say
        self.known = {each.code: each for each in codes}
        super().__init__({each.code: each.means or each.code for each in codes if each.hold(year)})
        self[None] = self[""] = ""

    def __missing__(self, text: str) -> str:
        word = text.strip()
        if found := self.get(word):
            return found
        code = self.known.get(word) or self.known.get(word.upper()) or self.known.get(word.lower())
        if not word:
            return ""
        if code and code.code in self:
            return self[code.code]
        return self.say(self.item, word, code)


LIKE_THIS = "is not a date such as 2024-03-31"
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T00:00(?::00(?:\.0+)?)?)?(?:Z|[+-]\d\d:\d\d)?")


class Dates(dict):
    """Dates as XML Schema writes them → 2024-03-31, "" where there is none. NotADate for any other text."""

    def __init__(self):
        super().__init__({None: "", "": ""})

    def __missing__(self, text: str) -> str:
        word = text.strip()
        if not word:
            return ""
        if not (found := _DATE.fullmatch(word)):
            raise cells.NotADate(LIKE_THIS)
        try:
            day = date.fromisoformat(found[1])
        except ValueError:
            raise cells.NotADate(LIKE_THIS) from None
        self[text] = cells.possible(day).isoformat()  # only true dates are kept, so it stays small
        return self[text]


class Names(dict):
    """A tag, with its namespace → its name in the layout. `say` hears of a name that this year's layout has not."""

    def __init__(self, parts: dict[str, Years], year: int, say):
        super().__init__()
        self.parts, self.year, self.say = parts, year, say

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        years = self.parts.get(name)
        if name != "Child" and (years is None or not years.hold(self.year)):
            self.say(name, years)
        self[tag] = name
        return name
