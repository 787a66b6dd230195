"""What the process runs that reads a paper on its own."""

from lscp.files import bounded

from . import MOST_MEMORY, MOST_SECONDS, read_as


def _read(data: bytes, kind: str, name: str) -> list:
    return [(line.text, line.heading) for line in read_as(kind, data, name)]


if __name__ == "__main__":
    bounded.answer(_read, memory=MOST_MEMORY, seconds=MOST_SECONDS)
