"""When a duty falls due."""

from lscp.cli.arguments import Wrong, a_date, command, print_json


def add(commands):
    clock = command(commands, "clock", clock_due, "when a duty falls due: lscp clock C04 2022-05-31")
    clock.add_argument("duty")
    clock.add_argument("date", type=a_date)
    clock.add_argument("--json", action="store_true")


def clock_due(chosen):
    from lscp.calendars import OutsideCalendar
    from lscp.clocks.deadline import NoLimit, deadline
    from lscp.clocks.duties import UnknownDuty, in_force

    try:
        due = deadline(in_force(chosen.duty.upper(), chosen.date), chosen.date)
    except (UnknownDuty, NoLimit, OutsideCalendar) as wrong:
        raise Wrong(str(wrong)) from None
    if chosen.json:
        print_json(due.as_json())
    else:
        print(due.as_text())
