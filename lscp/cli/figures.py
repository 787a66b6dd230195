"""Published statistics, populations, and the wards and services of an area."""

import sys
from pathlib import Path

from lscp.cli.arguments import command
from lscp.cli.running import open_record


def add(commands):
    published = command(commands, "published", published_import, "bring in published national statistics")
    published.add_argument("file", type=Path, nargs="+")
    people = command(commands, "population", population_import, "bring in published populations (CSV)")
    people.add_argument("file", type=Path)
    wards = command(commands, "wards", wards_import, "bring in the outlines of an area's wards (GeoJSON)")
    wards.add_argument("file", type=Path)
    wards.add_argument("--partnership", required=True, metavar="CODE")
    wards.add_argument("--area", required=True, metavar="ONSCODE")
    wards.add_argument("--vintage", required=True, help="which release: 'ONS, December 2024'")

    services = command(
        commands,
        "services",
        services_import,
        "bring in what stands in an area's wards (CSV: name, kind, ward)",
    )
    services.add_argument("file", type=Path)
    services.add_argument("--partnership", required=True, metavar="CODE")
    services.add_argument("--area", required=True, metavar="ONSCODE")


def published_import(chosen):
    open_record()
    from lscp.indicators.commands import import_published_files

    done = import_published_files(chosen.file)
    print(f"{done.figures} published figures and {done.populations} populations are new.")
    if done.left_out:
        print(f"{done.left_out} rows are of measures that the catalogue does not have.", file=sys.stderr)


def population_import(chosen):
    open_record()
    from lscp.indicators.commands import import_population_file

    print(f"{import_population_file(chosen.file)} populations are new.")


def wards_import(chosen):
    open_record()
    from lscp.indicators.commands import import_ward_file

    many = import_ward_file(chosen.file, chosen.partnership, area=chosen.area, vintage=chosen.vintage)
    print(f"{many} wards of {chosen.area} are on the map.")


def services_import(chosen):
    open_record()
    from lscp.indicators.commands import import_resource_file

    many = import_resource_file(chosen.file, chosen.partnership, area=chosen.area)
    print(f"{many} services of {chosen.area} stand beside the map.")
