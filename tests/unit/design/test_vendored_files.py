"""The vendored files are the ones we built, and hold nothing that only GOV.UK may show."""

import hashlib
import re
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[3] / "lscp" / "design"
STATIC = ROOM / "static" / "design"
VENDORED = ("govuk-frontend.css", "govuk-frontend.min.js")


@pytest.mark.parametrize("line", (STATIC / "SHA256SUMS").read_text().splitlines())
def test_a_vendored_file_is_as_it_was_built(line):
    expected, name = line.split()
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == expected


def test_each_vendored_file_has_a_checksum():
    assert {line.split()[1] for line in (STATIC / "SHA256SUMS").read_text().splitlines()} == set(VENDORED)


@pytest.mark.parametrize("name", VENDORED)
@pytest.mark.parametrize("forbidden", ["crest", "gds transport", "@font-face", "sourcemappingurl", "url("])
def test_nothing_that_belongs_to_govuk_alone_is_shipped(name, forbidden):
    assert forbidden not in (STATIC / name).read_text().lower()


def test_no_picture_or_font_of_govuk_is_shipped():
    assert {path.suffix for path in STATIC.iterdir()} <= {".css", ".js", ".svg", ".txt", ""}
    assert [path.name for path in STATIC.glob("*.svg")] == ["favicon.svg"]


def test_no_page_carries_a_style_or_a_script_of_its_own():
    """The security policy would drop them without a word."""
    faults = []
    for page in ROOM.parent.rglob("templates/**/*.html"):
        text = re.sub(r"\{#.*?#\}", "", page.read_text(), flags=re.S)
        found = re.findall(
            r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|src=\"data:|href=\"javascript:", text
        )
        if found:
            faults.append((page.name, found))
    assert not faults
