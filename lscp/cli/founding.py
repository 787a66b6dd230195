"""Beginning a partnership, and letting an agency serve a second one."""

import re
from argparse import ArgumentTypeError

from lscp.cli.arguments import Wrong, a_date, command
from lscp.cli.running import open_record


def add(commands):
    found = command(commands, "found", found_partnership, "begin a partnership and its first administrator")
    found.add_argument("code", help="a short name for addresses and files, like thornley")
    found.add_argument("name")
    found.add_argument(
        "--authority", action="append", required=True, metavar="ONSCODE=NAME", type=_an_authority
    )
    found.add_argument("--started", type=a_date, required=True)
    found.add_argument(
        "--council", required=True, metavar="NAME", help="the local authority, its first agency"
    )
    found.add_argument("--administrator", required=True, metavar="NAME")
    found.add_argument("--email", required=True, type=_an_address)

    join = command(
        commands, "join-agency", join_agency, "let an agency of one partnership serve another one too"
    )
    join.add_argument("name")
    join.add_argument("--partnership", required=True, metavar="CODE")
    join.add_argument("--started", type=a_date, required=True)
    join.add_argument("--capacity", choices=["statutory", "relevant", "local"], default="relevant")


def _an_authority(text):
    code, _, name = text.partition("=")
    if not (code.strip() and name.strip()):
        raise ArgumentTypeError("give its code and its name, like E09000013=Hammersmith and Fulham")
    return {"code": code.strip(), "name": name.strip()}


def _an_address(text):
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ArgumentTypeError("give an e-mail address, like name@example.gov.uk")
    return text


def found_partnership(chosen):
    open_record()
    from lscp.partnerships.operations import found_with_administrator

    held = found_with_administrator(
        code=chosen.code,
        name=chosen.name,
        authorities=chosen.authority,
        started=chosen.started,
        council=chosen.council,
        administrator=chosen.administrator,
        email=chosen.email,
    )
    print(f"Founded {chosen.name}. {held.person.name} signs in at /desk/ after choosing a password at")
    print("/desk/account/password/reset/ with the address given.")


def join_agency(chosen):
    open_record()
    from lscp.partnerships.models import Agency, Partnership
    from lscp.partnerships.operations import add_agency

    partnership = Partnership.objects.filter(pk=chosen.partnership).first()
    agency = Agency.everywhere.filter(name=chosen.name).first()  # unlocked: the installer's own command
    if partnership is None or agency is None:
        missing = (
            f"partnership {chosen.partnership}" if partnership is None else f"agency called {chosen.name}"
        )
        raise Wrong(f"There is no {missing} here. Check the spelling.")
    add_agency(
        partnership, name=agency.name, sector=agency.sector, started=chosen.started, capacity=chosen.capacity
    )
    print(f"{agency.name} serves {partnership.name} too, from {chosen.started}.")
