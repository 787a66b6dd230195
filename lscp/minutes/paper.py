"""What one committee paper says: the shape that `lscp minutes read --json` prints."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Action:
    """A marked action. `owner` is as printed, empty where the marker names nobody."""

    owner: str
    text: str
    line: int


@dataclass(frozen=True)
class Resolution:
    """Something the committee decided. `number` is the printed one, or the place of a letter or numeral."""

    number: int | None
    text: str
    line: int


@dataclass(frozen=True)
class Speaker:
    """A person named as presenting, speaking or giving evidence; `role` as printed, None where it is not."""

    name: str
    role: str | None
    line: int


@dataclass(frozen=True)
class Question:
    """Something a member asked, with what was said in reply (None where nothing was)."""

    asked_by: str | None
    text: str
    answer: str | None
    line: int


@dataclass(frozen=True)
class Promise:
    """Something undertaken for later; `by` is who undertook it, None where the paper does not say."""

    text: str
    by: str | None
    line: int


@dataclass(frozen=True)
class Paper:
    """One committee paper as read. `lines` is its own text; every `line` is a 1-based place in it."""

    name: str
    lines: list[str]
    title: str | None = None
    report_period: str | None = None
    meeting_date: str | None = None
    committee: str | None = None
    actions: list[Action] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        """The document of `lscp minutes read --json`: everything found, without the paper's own lines."""
        document = asdict(self)
        del document["name"], document["lines"]
        for speaker in document["speakers"]:
            del speaker["line"]
        return document
