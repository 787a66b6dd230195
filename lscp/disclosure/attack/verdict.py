"""What the attack found. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Leak:
    """One thing a reader can work out."""

    cell: str
    kind: str  # shown, exact, narrow, differs, sum
    because: str
    low: float | None = None
    high: float | None = None


@dataclass
class Verdict:
    """All that a reader can work out, and what was not looked at."""

    hidden: int = 0
    leaks: list[Leak] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)  # cells whose range was still open when time was up

    @property
    def safe(self) -> bool:
        """Nothing was found, and everything was looked at."""
        return not self.leaks and not self.unproved

    def as_json(self) -> dict:
        return {
            "safe": self.safe,
            "hidden": self.hidden,
            "leaks": [vars(leak) for leak in self.leaks],
            "notes": self.notes,
            "unproved": self.unproved,
        }

    def leak(self, cell: str, kind: str, because: str, low=None, high=None) -> None:
        self.leaks.append(Leak(cell, kind, because, low, high))

    def leak_of_range(self, cell: str, low: float, high: float, width: int) -> None:
        if low == high:
            self.leak(cell, "exact", f"It can be nothing but {low:.0f}.", low, high)
        else:
            text = f"It lies between {low:.0f} and {high:.0f}: less than {width} apart."
            self.leak(cell, "narrow", text, low, high)
