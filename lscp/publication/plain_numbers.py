"""``[[easy_numbers]]``: a few of the report's own figures as somebody would say them, "about 2 in every 10".

Only what other parts of the report print, and only as it may be printed: the figure was made safe with them.
"""

from lscp.publication import document as d
from lscp.publication import stories
from lscp.scorecard.catalogue import Unit

MOST = 5
IN_A_WORD = {"better": "This is a good change.", "worse": "This is a bad change."}


def blocks(told):
    """One point for each of ``told`` (``stories.Story``) that has a number which can be said simply."""
    points = [point for story in told if story.scope == d.CHILDREN and (point := _said(story))]
    if not points:
        return ()
    return (d.Paragraph("We count some things each year."), d.BulletList(tuple(points[:MOST])))


def _said(story):
    now, before = (_simply(story, point) for point in (story.now, story.before))
    if not now:
        return None
    then = f" The year before: {before}." if before else ""
    word = f" {IN_A_WORD.get(story.word, 'This may be chance.')}" if then and now != before else ""
    return (f"{story.entry.question} {now[:1].upper()}{now[1:]}.{then}{word}",)


def _simply(story, point):
    value = None if point is None else stories.value_of(story.entry, point)
    if value is None or isinstance(value, d.Special):
        return ""
    if story.entry.unit == Unit.COUNT:
        return f"{value:,}"
    return in_ten(value) if story.entry.unit == Unit.PERCENT else ""


def in_ten(percent):
    """22.4 → "about 2 in every 10"; below 5 "fewer than 1 in every 10"."""
    tenths = int((percent + 5) // 10)
    if percent in (0, 100):
        return "none" if percent == 0 else "all"
    if tenths in (0, 10):
        return "fewer than 1 in every 10" if tenths == 0 else "nearly all"
    return f"about {tenths} in every 10"
