"""What the process runs that reads a report on its own."""

import dataclasses

from lscp.files import bounded
from lscp.publication.drafts.reading import MOST_MEMORY, MOST_SECONDS, read_as


def _read(data: bytes, kind: str, name: str) -> dict:
    return dataclasses.asdict(read_as(kind, data, name))


if __name__ == "__main__":
    bounded.answer(_read, memory=MOST_MEMORY, seconds=MOST_SECONDS)
