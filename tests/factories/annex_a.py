"""Rows of Ofsted Annex A for tests: the template's own headings, and children who do not exist."""

from datetime import date

from lscp.scorecard.readers.annex_a import template

HEADINGS = {
    list_.number: [column.name for column in list_.columns if not column.optional]
    for list_ in template().lists
}

CHILD = {
    "Child Unique ID": 1001,
    "Gender": "b) Female",
    "Ethnicity": "j) AIND",
    "Date of Birth": date(2012, 6, 1),
    "Age of Child (Years)": 11,
}
NEEDED = {  # what a row of each list cannot do without
    1: {"Date of Contact": date(2024, 1, 10)},
    2: {"Assessment start date": date(2024, 1, 10)},
    3: {"Date of referral": date(2024, 1, 10)},
    4: {"Continuous Assessment Start Date": date(2024, 1, 10)},
    5: {"Strategy discussion initiating Section 47 Enquiry Start Date": date(2024, 1, 10)},
    6: {"CIN Start Date": date(2024, 1, 10)},
    7: {"Child Protection Plan Start Date": date(2024, 1, 10)},
    8: {"Date Started to be Looked After": date(2024, 1, 10)},
    9: {},
}


def row(number, headings=None, **cells):
    """One row of a list; `cells` by heading, over a child and the dates the list cannot do without."""
    said = CHILD | NEEDED[number] | cells.pop("but", {}) | cells
    return [said.get(heading, "") for heading in headings or HEADINGS[number]]


def sheet(number, *rows, title=False):
    """A list's sheet: its headings and rows; with a title above, as in the template."""
    top = [[f"List {number}: {template().lists[number - 1].title}"]] if title else []
    return [*top, HEADINGS[number], *rows]
