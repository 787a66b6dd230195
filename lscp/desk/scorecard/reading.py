"""What a line of the scorecard says: its control chart read, in one word and one sentence."""

from dataclasses import dataclass, replace

from lscp.design.forms import sentence_start
from lscp.indicators.charts import limits
from lscp.indicators.figures import HIDDEN
from lscp.statistics import control_charts
from lscp.statistics.many_signals import signals

NOT_SUPPLIED = "not supplied"


@dataclass(frozen=True)
class Told:
    """``line`` with its ``Limits`` (None where there is no figure), the word, why, and whether it is a signal that
    stands out from all those of the scorecard. ``icon`` and ``assurance`` are names of ``lscp.statistics``, or None."""

    line: object
    limits: object
    word: str
    because: str
    icon: str | None = None
    assurance: str | None = None
    survives: bool = False

    @property
    def chart(self):
        return self.limits and self.limits.chart

    @property
    def how(self):
        """Which chart it is, and why, in words."""
        return self.limits.choice.because if self.limits else ""

    @property
    def is_signal(self):
        return self.chart is not None and self.word in {"better", "worse", "higher", "lower"}


def tell(line):
    """Read one ``queries.Line``."""
    points = line.points
    if not any(point.value is not None for point in points):
        return Told(line, None, NOT_SUPPLIED, _why_nothing(points))
    found = limits(line.entry, points, line.rebases)
    chart = found.chart
    polarity = str(line.entry.polarity)
    target = float(line.target.value) if line.target else None
    icon = control_charts.variation_icon(chart, polarity)
    assurance = control_charts.assurance(chart, target, polarity)
    if points[-1].value is None and points[-1].symbol != HIDDEN:
        return Told(line, found, NOT_SUPPLIED, _without_prefix(points[-1].because), icon, assurance)
    read = control_charts.reading(chart, polarity)
    because = sentence_start(read.sentence.partition(": ")[2] or read.sentence)
    return Told(line, found, read.word, because, icon, assurance)


def tell_all(lines):
    """``({code: Told}, the sentence on how many signals chance alone would give)`` of many lines."""
    told = {line.code: tell(line) for line in lines}
    drawn = [one for one in told.values() if one.chart is not None]
    found = signals([one.chart for one in drawn])
    for one, survives in zip(drawn, found.survives, strict=True):
        told[one.line.code] = replace(one, survives=bool(survives) and one.is_signal)
    return told, found.sentence


def _why_nothing(points):
    said = next((point.because for point in reversed(points) if point.because), "Nothing was sent yet.")
    return _without_prefix(said)


def _without_prefix(because):
    """The word stands before it already."""
    return because.removeprefix("Not supplied, ")
