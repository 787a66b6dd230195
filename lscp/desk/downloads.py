"""Tables of the desk: a page of 50 on the screen, and the whole of it as CSV by the same address.

One description (`Table`) makes both, so that the file can never say something else than the page.
"""

import csv
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse

PAGE = 50
# A spreadsheet runs a cell that begins so; a quotation mark before it makes it text again.
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    value = cell["text"] if isinstance(cell, dict) else cell
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(RUNS_AS_FORMULA) else text


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

    @property
    def rows(self):
        """What the screen shows: one page, or everything of a table that cannot grow long."""
        if not self.paged:
            return [self.cells(thing) for thing in self.things]
        if self.page is None:
            number = self.request.GET.get("page") if self.request else None
            self.page = Paginator(self.things, PAGE).get_page(number)
        return [self.cells(thing) for thing in self.page]

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
