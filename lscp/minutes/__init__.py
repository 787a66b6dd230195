"""Committee minutes → title, period, speakers, questions, actions, resolutions, promises and contradictions.

`read_path` and `read_bytes` read one paper (text, web page, PDF or Word) and return a `Paper`; they raise
`Unreadable`, with a message for the user, and nothing else. No database, no Django.
"""

from pathlib import Path

from lscp.files import Unreadable

from .actions import find_actions
from .contradictions import find_warnings
from .item import find_item
from .layout import blocks_of, sentences_of
from .paper import Action, Paper, Promise, Question, Resolution, Speaker
from .periods import report_period
from .promises import find_promises
from .questions import find_questions
from .reading import read_lines
from .resolutions import find_resolutions
from .speakers import find_speakers, spellings_of

__all__ = [
    "Action",
    "Paper",
    "Promise",
    "Question",
    "Resolution",
    "Speaker",
    "Unreadable",
    "read_bytes",
    "read_path",
]


def read_path(path: str | Path) -> Paper:
    """Read one committee paper from a file."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"{path.name} could not be opened ({error.strerror}). Check the name and try again."
        ) from error
    return read_bytes(data, name=path.name)


def read_bytes(data: bytes, *, name: str) -> Paper:
    """Read one committee paper; `name` is what the user calls the file."""
    lines = read_lines(data, name=name)
    item = find_item(blocks_of(lines))
    sentences = [
        sentence for place, block in enumerate(item.blocks) for sentence in sentences_of(block, place)
    ]
    decided = find_resolutions(item.blocks, is_decision_page=item.is_decision_page)
    marked = find_actions(item.blocks, decided.lines)
    passed_over = decided.lines | marked.tasks
    period = report_period(item.title, sentences)
    speakers = find_speakers(item.blocks, sentences, item.front)
    warnings = find_warnings(
        item.title, period, item.blocks, sentences, decided.resolutions, spellings_of(sentences, speakers)
    )
    if item.other_meetings:
        warnings.append(
            f"the page holds {item.other_meetings + 1} meetings; the date and committee are the first one's"
        )
    return Paper(
        name=name,
        lines=[line.text for line in lines],
        title=item.title,
        report_period=period,
        meeting_date=item.meeting_date.isoformat() if item.meeting_date else None,
        committee=item.committee,
        actions=marked.actions,
        resolutions=decided.resolutions,
        speakers=speakers,
        questions=find_questions(item.minutes, passed_over),
        promises=find_promises(item.minutes, passed_over),
        warnings=warnings,
    )
