"""Whose lines stand on the home page: one plain function a room, ``(held, on) -> [Need or Needs]``.

A room adds its line here; the function lives in its own folder (``lscp/desk/<room>/needs.py``).
"""

from lscp.desk.committee.needs import lines as committee_lines
from lscp.desk.home.need import GROUPS, Group
from lscp.desk.meetings.needs import lines as meeting_lines
from lscp.desk.report.needs import lines as report_lines
from lscp.desk.reviews.needs import lines as review_lines
from lscp.desk.scorecard.needs import lines as scorecard_lines
from lscp.desk.thread.needs import lines as thread_lines

SOURCES = [thread_lines, review_lines, meeting_lines, committee_lines, scorecard_lines, report_lines]


def needs(held, on):
    """What needs the reader: ``(code, heading, Group)`` in the page's order; groups with nothing are left out."""
    found = [need for source in SOURCES for need in source(held, on)]
    groups = [
        (code, heading, Group([need for need in found if need.group == code]))
        for code, heading in GROUPS.items()
    ]
    return [each for each in groups if len(each[2])]
