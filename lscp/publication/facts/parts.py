"""What the live parts of a report share: where their figures come from, and lists with a sentence before them."""

from lscp.publication import document as d

RECORD = "The partnership's record"
SOURCE_OF_THREAD = f"{RECORD} of recommendations and actions"


def listed(lead, items):
    return (d.Paragraph(lead), d.BulletList(tuple(items))) if items else ()
