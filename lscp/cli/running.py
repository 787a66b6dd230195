"""Making the record ready, serving it, and the demonstration."""

import os
import sys

from lscp.cli.arguments import Wrong, command


def add(commands):
    command(commands, "init", init, "make or upgrade the database and gather the static files")
    serving = command(commands, "serve", serve, "serve the desk and the public site")
    serving.add_argument("--address", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8000)
    serving.add_argument(
        "--public-only", action="store_true", help="serve the public site alone, from the shelf"
    )
    demo = command(commands, "demo", demonstrate, "a fictional partnership with three years of history")
    demo.add_argument("--port", type=int, default=8000)


def init(chosen):
    open_record(made=False)
    prepare()
    print("Ready. Next: lscp found …, then lscp serve.")


def serve(chosen):
    name = "public_wsgi" if chosen.public_only else "wsgi"
    # The public site's database role may see the shelf and nothing else, so not how the database was made.
    settings = "public_settings" if chosen.public_only else "settings"
    open_record(f"lscp.config.{settings}", made=not chosen.public_only)
    from granian import Granian
    from granian.constants import Interfaces

    print(f"Serving on http://{chosen.address}:{chosen.port}", file=sys.stderr)
    Granian(
        f"lscp.config.{name}:application",
        address=chosen.address,
        port=chosen.port,
        interface=Interfaces.WSGI,
        log_access=False,
        blocking_threads=8,
        websockets=False,
    ).serve()


def demonstrate(chosen):
    os.environ["LSCP_DEMO"] = "1"
    os.environ.setdefault(
        "LSCP_ADDRESS", f"http://127.0.0.1:{chosen.port}"
    )  # printed, and linked to in e-mails
    open_record(made=False)
    prepare()
    from lscp.demo import play

    print(play.tell(play.load(progress=lambda line: print(line, file=sys.stderr))))
    if os.environ.get("SERVE", "1") != "0":
        chosen.address, chosen.public_only = "127.0.0.1", False
        serve(chosen)


def open_record(settings="lscp.config.settings", *, made=True):
    """Load Django: only commands that touch the record do. ``made``: it must be there, and be of this version."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    django.setup()
    if made:
        _must_be_made()


def _must_be_reached():
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Wrong(f"The database cannot be reached: {str(error).strip()}. Check DATABASE_URL.") from None


def _must_be_made():
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    _must_be_reached()
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        raise Wrong("There is no record here yet. Make it with lscp init.")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Wrong(
            "The database was made by an earlier version of lscp. "
            "Back it up with that version, then bring it up to date with lscp init."
        )


def prepare():
    from django.core.management import call_command

    _must_be_reached()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
