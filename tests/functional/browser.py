"""The product as its users meet it: its own process, its own data, a real browser."""

import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress

from axe_playwright_python.base import AXE_SCRIPT

from tests.factories.demonstration import AT_MOST, ROOT, own_environment

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# Below those that the system gives to whoever asks for any port: between our choice and the server's start nobody,
# and no connection of a browser, is given it.
PORTS = range(10_000, 32_000)


@contextmanager
def served(folder, port=None, host="127.0.0.1", **environment):
    """``lscp serve`` over ``folder``; yields its address and always stops it."""
    port = port or free_port()
    address = f"http://{host}:{port}"
    log = folder / "serve.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "lscp", "serve", "--port", str(port)],
            cwd=ROOT,
            env=own_environment(folder, LSCP_ADDRESS=address, **environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_alive(process, address, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port():
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port


def _wait_until_alive(process, address, log):
    until = time.monotonic() + AT_MOST
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(
        f"lscp serve did not answer at {address}:\n{log.read_text(errors='replace')[-3000:]}"
    )


def violations(page):
    """What axe finds wrong on ``page``: one line for each element, with what to do about it."""
    page.wait_for_load_state()  # what has no styles yet breaks rules that the page keeps
    # A link in focus is underlined by a shadow (GOV.UK's style), which axe does not see.
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "async options => (await axe.run(document, options)).violations",
        {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]},
    )
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n    {node['html'][:300]}\n    {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def too_wide(page):
    """Whether the document itself scrolls sideways (a frame inside it may), its style sheet read: a click returns
    before that, and a page without its styles is as wide as its pictures."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
