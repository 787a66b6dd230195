"""How a reading is held against what a person read: used by the fixture tests and to measure held-out papers."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from lscp.minutes import Paper, read_bytes

PAPERS = Path(__file__).parent / "papers"


def load(path: Path) -> tuple[Paper, dict]:
    """The paper of one fixture as read, and what a person says is in it."""
    fixture = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read_bytes(fixture["paper"].encode("utf-8"), name=path.name), fixture["expected"]


def plain(text: str | None) -> str:
    return re.sub(r"\W+", " ", (text or "").lower()).strip()


@dataclass
class Score:
    """Right finds, false finds and finds missed, by kind; `wrong` says each in words."""

    right: dict[str, int] = field(default_factory=dict)
    false: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, kind: str, found: list, expected: list, fits) -> None:
        left = list(found)
        for want in expected:
            match = next((one for one in left if fits(one, want)), None)
            if match is None:
                self._count(self.missed, kind, f"{kind} missed: {want}")
            else:
                left.remove(match)
                self._count(self.right, kind)
        for one in left:
            self._count(self.false, kind, f"{kind} false: {one}")

    def _count(self, where: dict, kind: str, words: str | None = None) -> None:
        where[kind] = where.get(kind, 0) + 1
        if words:
            self.wrong.append(words)

    def precision(self, kind: str) -> float:
        right = self.right.get(kind, 0)
        return right / ((right + self.false.get(kind, 0)) or 1)

    def recall(self, kind: str) -> float:
        right = self.right.get(kind, 0)
        return right / ((right + self.missed.get(kind, 0)) or 1)


def score(paper: Paper, expected: dict, total: Score | None = None) -> Score:
    """The paper's finds against the expected ones."""
    result = total or Score()
    for kind in ("title", "report_period", "meeting_date", "committee"):
        found, want = getattr(paper, kind), expected[kind]
        want = str(want) if want is not None else None
        result.add(kind, [found] if found else [], [want] if want else [], lambda one, other: one == other)
    result.add(
        "actions",
        paper.actions,
        expected["actions"],
        lambda one, want: one.owner == want[0] and one.text.startswith(want[1]),
    )
    result.add(
        "resolutions",
        paper.resolutions,
        expected["resolutions"],
        lambda one, want: (
            one.number == want[0]
            and (one.text.startswith(want[1]) if want[1].endswith(":") else plain(one.text) == plain(want[1]))
        ),
    )
    result.add(
        "speakers", [one.name for one in paper.speakers], list(expected["speakers"]), lambda a, b: a == b
    )
    roles = {one.name: one.role for one in paper.speakers}
    for name, role in expected["speakers"].items():
        if name in roles and roles[name] != role:
            result._count(result.missed, "roles", f"role of {name}: {roles[name]!r}, not {role!r}")
        elif name in roles:
            result._count(result.right, "roles")
    if len(paper.questions) != expected["questions"]:
        words = "\n    ".join(question.text for question in paper.questions)
        result._count(
            result.missed,
            "questions",
            f"questions: {len(paper.questions)}, not {expected['questions']}\n    {words}",
        )
    else:
        result._count(result.right, "questions")
    if expected["promises"] is not None:
        result.add(
            "promises", [one.text for one in paper.promises], expected["promises"], lambda a, b: b in a
        )
    for words in expected.get("warnings", []):
        if not any(words in warning for warning in paper.warnings):
            result._count(result.missed, "warnings", f"warning missed: {words}; found {paper.warnings}")
    return result
