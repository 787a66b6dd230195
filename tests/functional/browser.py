"""The product as its users meet it: its own process, its own data, a real browser."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT

from tests.factories.demonstration import ROOT, own_environment

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def served(folder):
    """``lscp serve`` over ``folder``; yields its address and always stops it."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "lscp", "serve", "--port", str(port)],
            cwd=ROOT,
            env=own_environment(folder, LSCP_ADDRESS=address),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_alive(process, address, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait_until_alive(process, address, log, seconds=60):
    until = time.monotonic() + seconds
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
