"""What the ``lscp`` command does with returns and with published figures: one call each.

Every function raises ``Refused`` with a sentence for the user, and acts as the operator of the command.
"""

import csv
from pathlib import Path

from lscp.indicators import operations, reminders, rules
from lscp.indicators.queries import agency_called
from lscp.indicators.surroundings import operations as surroundings
from lscp.indicators.surroundings import populations
from lscp.partnerships.models import Partnership
from lscp.refusal import Refused, refuse_if


def receive_file(path, partnership_code, agency=None):
    """Take a return into the record; returns the ``ReturnReceived``. ``agency`` is a name, where the file has none."""
    partnership = _partnership(partnership_code)
    whose = agency_called(agency, partnership) if agency else None
    refuse_if(rules.agency_is_known(whose, agency) if agency else None)
    return operations.receive(_content(path), name=Path(path).name, partnership=partnership, agency=whose)


def import_published_files(paths):
    """Read the Department for Education's published files, its populations among them; returns ``BroughtIn``."""
    return surroundings.import_files(paths)


def import_population_file(path):
    """Read populations from a CSV, by group too (``surroundings.populations``); returns how many were new."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = populations.read(file)
    except OSError as error:
        raise Refused(rules.file_opens(error, path)) from error
    except (UnicodeDecodeError, csv.Error):
        raise Refused(rules.rows_can_be_read([f"{path} is not a CSV in UTF-8. Save it as one."])) from None
    except populations.Unreadable as wrong:
        raise Refused(rules.rows_can_be_read([f"{path}:", *wrong.faults])) from None
    return surroundings.import_population(rows)


def import_ward_file(path, partnership_code, *, area, vintage):
    """Read the outlines of an area's wards from a GeoJSON file; returns how many."""
    partnership = _partnership(partnership_code)
    return surroundings.import_ward_shapes(
        _content(path), partnership=partnership, area=area, vintage=vintage
    )


def import_resource_file(path, partnership_code, *, area):
    """Read an area's services from a CSV with the columns ``name, kind, ward``; returns how many."""
    rows = _table(path, ["name", "kind", "ward"])
    return surroundings.import_resources(rows, partnership=_partnership(partnership_code), area=area)


def send_reminders(on, send):
    """Send every reminder about a return that a day owes, each once. Returns ``(sent, failed)``.

    ``send(reminder)`` raises ``OSError`` where it cannot; that one is tried again by the next run. Needs a scope.
    """
    sent, failed = [], []
    for reminder in reminders.due(on):
        try:
            operations.remind(reminder, on=on, send=send)
        except OSError as error:
            failed.append((reminder, error))
        else:
            sent.append(reminder)
    return sent, failed


def _partnership(code):
    partnership = Partnership.objects.filter(code=code).first()
    known = Partnership.objects.order_by("code").values_list("code", flat=True)
    refuse_if(rules.partnership_is_here(partnership, asked=code, known=known))
    return partnership


def _content(path):
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Refused(rules.file_opens(error, path)) from error


def _table(path, columns):
    """The rows of a CSV that has these columns at least."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            rows = [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]
    except OSError as error:
        raise Refused(rules.file_opens(error, path)) from error
    except (UnicodeDecodeError, csv.Error):
        raise Refused(rules.rows_can_be_read([f"{path} is not a CSV in UTF-8. Save it as one."])) from None
    missing = [name for name in columns if name not in (reader.fieldnames or [])]
    if missing:
        raise Refused(
            rules.rows_can_be_read([f"{path} has no column {', '.join(missing)}. Add it to the header."])
        )
    return rows
