"""A committee paper in the form councils publish, written for the tests; everybody in it is made up."""

TITLE = "Safeguarding Children Partnership Annual Report 2023/24"

MINUTES = f"""Agenda item

{TITLE}

Minutes:

Rosa Lindqvist (Independent Chair of the Partnership) presented the report for 2023/24.

Councillor Tomasz Whitfield asked how many schools had answered the yearly audit. Officers said that 41 of 48 had.

Councillor Whitfield asked what was being done about damp homes. Officers said that a panel met each month.

ACTION: Green Lane School

Rosa Lindqvist said that she would report the number of trained champions in the next Annual Report.

RESOLVED

1.    That the report be noted.

2.    That a briefing paper on neglect be provided to the Committee.

Supporting documents:
"""

# The same meeting from another copy: other line ends and quotation marks, and its date at the head.
COPY = MINUTES.replace(
    "Agenda item", "Agenda item\n\nMeeting of the Children's Scrutiny Panel, 14 November 2024"
).replace("\n\n", "\r\n\r\n")

# Its heading's period and its text's differ, which the reading warns about.
CONTRADICTORY = MINUTES.replace("Report 2023/24", "Report April 2023 – December 2024").replace(
    "the report for 2023/24", "the report, which covered 1 April 2023 to 31 October 2024"
)
