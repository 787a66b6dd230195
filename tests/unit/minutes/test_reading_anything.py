"""Whatever the bytes, reading ends in a Paper or in Unreadable, and in time that grows with the paper."""

import time

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lscp.minutes import Paper, Unreadable, read_bytes
from tests.spec.minutes.scoring import PAPERS

WRITTEN = [
    yaml.safe_load(path.read_text(encoding="utf-8"))["paper"] for path in sorted(PAPERS.glob("*.yaml"))
]
WORDS = [
    "RESOLVED",
    "Resolved:",
    "DECISION",
    "AGREED",
    "ACTION:",
    "Action",
    "(Action:",
    ")",
    "by",
    "Minutes:",
    "Agenda",
    "item",
    "Supporting",
    "documents:",
    "The",
    "Chair",
    "Members",
    "Councillor",
    "Smith",
    "Mr",
    "asked",
    "sought",
    "queried",
    "whether",
    "said",
    "that",
    "would",
    "circulate",
    "next",
    "meeting",
    "1.",
    "2)",
    "(i)",
    "a)",
    "•",
    "–",
    "2022/23",
    "1",
    "April",
    "2021",
    "to",
    "31",
    "March",
    "2022",
    "Annual",
    "Report",
    ",",
    ".",
    ";",
    ":",
    "?",
    "(",
    ")",
    "’",
    "\n",
    "\n\n",
    "and",
    "and",
    "and",
    "the",
    "of",
]


def reads(data: bytes) -> None:
    try:
        paper = read_bytes(data, name="upload")
    except Unreadable as refusal:
        assert str(refusal).startswith("upload ")
        return
    assert isinstance(paper, Paper)
    for item in (*paper.actions, *paper.resolutions, *paper.questions, *paper.promises, *paper.speakers):
        assert 1 <= item.line <= len(paper.lines)
    assert paper.as_json()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes(data):
    reads(data)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body>", b"{\\rtf", b"\xff\xfe", b"\xef\xbb\xbf"]),
    st.binary(max_size=800),
)
def test_any_bytes_that_begin_like_a_document(start, data):
    reads(start + data)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=1500))
def test_any_text(text):
    reads(text.encode("utf-8", errors="surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=300))
def test_any_order_of_the_words_of_minutes(words):
    reads(" ".join(words).encode())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WRITTEN), st.data())
def test_a_paper_cut_repeated_and_shuffled(paper, data):
    lines = paper.split("\n")
    chosen = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=80))
    reads("\n".join(lines[place] for place in chosen).encode())


def seconds_for(text: str) -> float:
    start = time.process_time()  # not the wall clock: other tests share the machine
    reads(text.encode())
    return time.process_time() - start


def test_a_paper_of_two_hundred_pages_takes_seconds_and_grows_in_step():
    page = "\n\n".join(paper for paper in WRITTEN[:3] if not paper.startswith("<"))
    short, long = seconds_for(page * 10), seconds_for(page * 80)
    assert long < 30
    assert long < max(short, 0.2) * 8 * 4


def test_lines_made_to_trip_a_careless_pattern_are_read_in_time():
    for text in (
        "The Chair " * 20_000,
        "asked, " * 10_000,
        "A" * 100_000,
        "[Action: (" * 4_000,
        "would be in the " * 3_000,
        "(" * 20_000,
        "Action: " * 10_000,
        "RESOLVED that moved and seconded " * 5_000,
        "Councillor Jane Smith, Head of, " * 3_000,
        "would provide a " * 10_000,
        "1. " * 30_000,
        "5. Youth clubs\nTalk went on.\n3. Buses\nTalk went on.\n" * 2_000,
        "- " * 30_000,
        "in response to " * 10_000,
        "the Independent Chair of the Board and " * 4_000,
        "2021-22 to 2022-23 " * 5_000,
        "Annual Report " * 10_000,
        "the Board agreed that a\nb\n" * 4_000,
        "That:\n1 |\na report be noted |\n" * 3_000,
        "Councillor Smith asked whether it was. " * 3_000,
        "Jane Doe said it. " * 3_000,
        "Jane Doe, " * 3_000,
    ):
        assert seconds_for(text) < 15, text[:30]
