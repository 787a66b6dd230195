"""Making the record ready, serving it, and the demonstration."""

import os
import sys

from lscp.cli.arguments import command


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
    open_record()
    prepare()
    print("Ready. Next: lscp found …, then lscp serve.")


def serve(chosen):
    name = "public_wsgi" if chosen.public_only else "wsgi"
    open_record(f"lscp.config.{'public_settings' if chosen.public_only else 'settings'}")
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
    open_record()
    prepare()
    from lscp.demo import play

    print(play.tell(play.load(progress=lambda line: print(line, file=sys.stderr))))
    if os.environ.get("SERVE", "1") != "0":
        chosen.address, chosen.public_only = "127.0.0.1", False
        serve(chosen)


def open_record(settings="lscp.config.settings"):
    """Load Django. Only commands that touch the record do."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    django.setup()


def prepare():
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
