"""A small report with every kind of block in it. The partnership, its people and its figures are invented."""

from datetime import date
from decimal import Decimal

from lscp.publication import document as d

FRONT_DOOR = d.Table(
    "Referrals to children’s social care by quarter",
    (
        "Quarter",
        d.Column("Referrals"),
        d.Column("Within 12 months of an earlier referral"),
        d.Column("Per cent", "%", "Within 12 months of an earlier referral", "Referrals"),
    ),
    (
        ("April to June", 310, 62, Decimal("20.0")),
        ("July to September", 290, 58, Decimal("20.0")),
        ("October to December", 305, 70, Decimal("23.0")),
        ("January to March", 295, 50, Decimal("16.9")),
        ("All year", 1200, 240, Decimal("20.0")),
    ),
    total_row=True,
    code="I03",
    scope=d.CHILDREN,
    source="Westbridge Council, return received 12 May 2025",
    note="A referral is counted in the quarter in which it was made.",
)
SPECIALS = d.Table(
    "Children seen by an advocate",
    ("Age", d.Column("Children"), d.Column("Cost", "£")),
    (
        ("Under 5", d.Hidden(), d.NotApplicable()),
        ("5 to 9", 12, Decimal("1250.50")),
        ("10 to 15", d.NotAvailable(), d.NotSupplied("the provider changed in June")),
        ("=1+1", 20, -3),
    ),
    scope=d.CHILDREN,
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="120" viewBox="0 0 400 120">'
    '<rect width="400" height="120" fill="#ffffff"/>'
    '<polyline points="10,90 130,60 250,70 390,30" fill="none" stroke="#1d70b8" stroke-width="3"/></svg>'
)


def make_report() -> d.Document:
    return d.Document(
        title="Yearly report 2024 to 2025",
        subtitle="What we learned, what we did and what changed for children",
        partnership="Westbridge Safeguarding Children Partnership",
        period_start=date(2024, 4, 1),
        period_end=date(2025, 3, 31),
        requirement_set="WT2023",
        edition_number=2,
        dated=date(2025, 9, 1),
        errata=(
            d.Erratum(
                1,
                date(2025, 9, 20),
                "Baby W was aged 3",
                "Baby W was aged 3 months",
                "page 8",
                "a typing error",
            ),
        ),
        glossary=(d.Term("MARAC", "a meeting that makes a plan for people at high risk of domestic abuse"),),
        sections=(
            d.Section(
                "summary",
                "Summary",
                (
                    d.Paragraph("We listened and we changed what we do. <b>This is text</b>, not #markup."),
                    d.Claim(
                        (
                            "Fewer children came back: ",
                            _rate(Decimal("20.0")),
                            " against 24.1% a year before.",
                        ),
                        (
                            d.EvidenceRef(
                                "Scorecard, re-referrals",
                                "https://westbridge.example/scorecard/I03",
                                "240 of 1,200",
                                date(2025, 3, 31),
                            ),
                            d.EvidenceRef("Audit of 40 referrals", quoted="31 of 40 were good"),
                        ),
                        impact=True,
                    ),
                    d.BulletList(
                        ("One in print", ("See ", d.Link("our priorities", "https://westbridge.example/p")))
                    ),
                ),
                meets=("W23-01",),
            ),
            d.Section(
                "front-door",
                "The front door",
                (
                    d.Paragraph("When somebody is worried about a child, they call the front door."),
                    FRONT_DOOR,
                    d.ChartImage(SVG, "A line that falls from 24% to 20% over the year.", SPECIALS),
                ),
                (
                    d.Section(
                        "front-door-heard",
                        "What children told us",
                        (
                            d.Quotation("They asked me what I wanted.", "A young person, 14"),
                            d.NumberedList(("Ask", "Listen", "Tell them what happened")),
                            d.Notice("A gap", "The survey was not sent to schools in the autumn."),
                        ),
                    ),
                ),
            ),
        ),
    )


def _rate(value):
    return d.Figure(
        value,
        "%",
        "I03",
        numerator=240,
        denominator=1200,
        period_start=date(2024, 4, 1),
        period_end=date(2025, 3, 31),
        geography="Westbridge",
        source="Westbridge Council",
        as_of=date(2025, 5, 12),
    )
