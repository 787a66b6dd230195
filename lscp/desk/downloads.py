"""Tables of the desk: a page of 50 on the screen, and the whole of it as CSV by the same address.

One description (`Table`) makes both, so that the file can never say something else than the page. It may say more: a
column ``in_file_only`` stands in the file, where there is room.
"""

import csv
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.html import format_html

from lscp.design.words import breakable, never_a_formula

PAGE = 50
# A table without pages stops here on the screen, and says so; its file is whole.
MOST = 200


def csv_response(name, columns, rows):
    """A CSV file called ``name``.csv. ``columns`` and cells are given as for the macro ``data_table``."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")  # without it Excel reads "–" and "é" wrongly
    writer = csv.writer(response)
    writer.writerow([_plain(column) for column in columns])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return response


def _plain(cell):
    value = cell.get("text", "") if isinstance(cell, dict) else cell
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    return never_a_formula(str(value))


def link(text, about, href):
    """A cell that links with a short word ("Change"), and says to a screen reader what it changes."""
    # A hidden span would stick out of a table that scrolls in its frame; a label does not.
    shown = format_html('<a class="govuk-link" href="{}" aria-label="{}: {}">{}</a>', href, text, about, text)
    return {"text": text, "html": shown}


def opening(text, href, longest=160):
    """A cell that links with the beginning of a long text. The file has all of it."""
    start = text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + "…"
    return {
        "text": text,
        "html": format_html('<a class="govuk-link" href="{}">{}</a>', href, breakable(start)),
    }


def in_file_only(text):
    """A column for which a screen has no room."""
    return {"text": text, "file": True}


@dataclass
class Table:
    """``things`` (a query or list), each shown as ``cells(thing)``. ``key`` names the file and the address."""

    key: str
    caption: str
    columns: list
    things: Any
    cells: Any
    nothing: str = "There is nothing to show here."
    request: Any = None
    paged: bool = True
    page: Any = field(init=False, default=None)
    cut: bool = field(init=False, default=False)

    @cached_property
    def rows(self):
        """What the screen shows: one page, or the first ``MOST`` of a table without pages."""
        if not self.paged:
            found = list(self.things[: MOST + 1])
            self.cut = len(found) > MOST
            return [self._on_screen(self.cells(thing)) for thing in found[:MOST]]
        number = self.request.GET.get("page") if self.request else None
        self.page = Paginator(self.things, PAGE).get_page(number)
        return [self._on_screen(self.cells(thing)) for thing in self.page]

    @property
    def head(self):
        """The columns that the screen shows."""
        return self._on_screen(self.columns)

    def _on_screen(self, cells):
        pairs = zip(cells, self.columns, strict=True)
        return [cell for cell, column in pairs if not (isinstance(column, dict) and column.get("file"))]

    @property
    def address(self):
        """Where the file is: this page's address with its filters, asking for CSV."""
        query = self.request.GET.copy()
        query.pop("page", None)
        query["format"], query["table"] = "csv", self.key
        return f"?{query.urlencode()}"


def download(request, *tables):
    """The CSV that the address asks for (the first table unless it names another), or None for a page."""
    for table in tables:
        table.request = request
    if request.GET.get("format") != "csv":
        return None
    wanted = {table.key: table for table in tables}.get(request.GET.get("table"), tables[0])
    return csv_response(wanted.key, wanted.columns, (wanted.cells(thing) for thing in wanted.things))
