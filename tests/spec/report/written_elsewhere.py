"""A yearly report that was written elsewhere, as parts, and the same report as a web page, Word, PDF and plain text.

The place and everyone in it are invented. `SOUND` has nothing wrong with it; a test changes a part and reads the report
again. Parts are ("h1", words), ("h2", words), ("p", words), ("list", items), ("table", caption, head, rows).
"""

# ruff: noqa: E501 - prose of a report

import html
import io
import re

TITLE = "Eastmere Safeguarding Children Partnership annual report 2024/25"

SOUND = (
    ("h1", TITLE),
    ("h2", "Foreword"),
    (
        "p",
        "This report says what the safeguarding partners did together between 1 April 2024 and 31 March 2025. The council, "
        "the police and the NHS in Eastmere wrote it jointly, and it covers twelve months.",
    ),
    ("p", "If you are worried about a child, call 01632 960123 or write to lscp@eastmere.gov.uk."),
    ("h2", "About this report"),
    (
        "p",
        "We answer the national guidance of 2023. An easy read version is on our website. The Local Authority Designated "
        "Officer (LADO) and the Child Death Overview Panel (CDOP) publish reports of their own.",
    ),
    ("h2", "How we work together"),
    (
        "p",
        "Each partner contributes people, money and premises. Our published arrangements were updated in September 2024. "
        "Headteachers are represented on the executive and on the education sub-group.",
    ),
    (
        "table",
        "Attendance at meetings of the executive",
        ("Agency", "Meetings", "Attended"),
        (
            ("Children's Services", "6", "6"),
            ("Police", "6", "5"),
            ("Integrated Care Board", "6", "4"),
            ("Schools", "6", "2"),
        ),
    ),
    ("h2", "Our priorities"),
    (
        "p",
        "Neglect was the first of our three priorities. Referrals rose from 1,180 in 2023/24 to 1,240 in 2024/25, an "
        "increase of 60. Of the 1,240 referrals, 310 (25%) came from schools.",
    ),
    (
        "table",
        "Referrals by quarter",
        ("Quarter", "Boys", "Girls", "Total"),
        (
            ("April to June", "160", "150", "310"),
            ("July to September", "140", "140", "280"),
            ("October to December", "170", "160", "330"),
            ("January to March", "165", "155", "320"),
            ("Total", "635", "605", "1,240"),
        ),
    ),
    (
        "table",
        "Referrals by who made them",
        ("Who referred", "Number", "Share"),
        (
            ("Police", "434", "35%"),
            ("Schools", "310", "25%"),
            ("Health", "248", "20%"),
            ("Families and neighbours", "248", "20%"),
            ("Total", "1,240", "100%"),
        ),
    ),
    (
        "p",
        "The impact on children shows in what came back: repeat referrals fell from 24% to 19%, and an audit of 40 cases found better plans in 31 of them. We made little "
        "progress on waiting times for assessments, and say why below.",
    ),
    ("h2", "Learning from reviews"),
    (
        "p",
        "There were 2 rapid reviews in the year. Their recommendations, and those of the national reviews, led to a shared "
        "neglect tool, used in 88 of 120 assessments by March 2025. Serious incidents taught us to ask about fathers.",
    ),
    (
        "list",
        (
            "Every nursery now has a named health visitor, from September 2024.",
            "The police share domestic abuse notices with 58 schools each morning.",
        ),
    ),
    ("h2", "How we know how well we work"),
    (
        "p",
        "We judge that our arrangements were effective in most of what they set out to do. Themes of multi-agency audits "
        "and of scrutiny were drawn together in a dashboard, and data showed where families waited longest.",
    ),
    (
        "table",
        "Children with a plan by ethnicity",
        ("Ethnicity", "Children", "Share"),
        (
            ("White", "120", "60%"),
            ("Asian", "40", "20%"),
            ("Black", "24", "12%"),
            ("Mixed or other", "16", "8%"),
            ("Total", "200", "100%"),
        ),
    ),
    ("h2", "What children and families told us"),
    (
        "p",
        "We asked 412 young people in a survey. Most said that they knew whom to tell. “Nobody told me what would happen "
        "next,” said one of them, and 64% of 412 wanted a letter afterwards.",
    ),
    ("h2", "Training and its effect"),
    (
        "p",
        "In all 869 people came to 41 courses. Three months later 212 of 265 who answered (80%) had used what they learned.",
    ),
    (
        "table",
        "Training courses",
        ("Course", "Places", "Came"),
        (
            ("Neglect", "300", "288"),
            ("Exploitation", "340", "321"),
            ("Supervision", "285", "260"),
            ("Total", "925", "869"),
        ),
    ),
    ("h2", "Education"),
    ("p", "All 58 schools sent back their yearly self-assessment, and 9 were visited."),
    ("h2", "Independent scrutiny"),
    (
        "p",
        "Our independent scrutineer visited 3 teams, read 24 case files, and found that learning reached the front line.",
    ),
    ("h2", "National reforms"),
    ("p", "We began to build a multi-agency child protection team, as the national reforms ask."),
    ("h2", "Money and value"),
    ("p", "The council paid £90,000, health £40,000 and the police £20,000, a total of £150,000."),
    (
        "table",
        "Income and spending",
        ("Line", "2023/24", "2024/25"),
        (
            ("Council", "£85,000", "£90,000"),
            ("Health", "£38,000", "£40,000"),
            ("Police", "£20,000", "£20,000"),
            ("Total income", "£143,000", "£150,000"),
            ("Staff", "£101,000", "£104,000"),
            ("Training", "£22,000", "£25,500"),
            ("Scrutiny", "£20,000", "£20,500"),
            ("Total spending", "£143,000", "£150,000"),
        ),
    ),
    ("h2", "What comes next"),
    ("p", "Our priorities for 2025/26 are neglect, harm outside the home and the early years."),
)


def changed(parts, *changes):
    """The parts with each (old, new) put in: words everywhere, a number where it is a whole cell of a table."""
    for old, new in changes:
        found = tuple(_replaced(part, old, new) for part in parts)
        assert found != parts, f"{old!r} is not in the report"
        parts = found
    return parts


def _replaced(part, old, new):
    if isinstance(part, str):
        return (new if part == old else part) if old.isdigit() else part.replace(old, new)
    return tuple(_replaced(each, old, new) for each in part)


def after(parts, heading, *more):
    """The parts with `more` at the end of the chapter of this heading."""
    at = parts.index(("h2", heading)) + 1
    while at < len(parts) and parts[at][0] != "h2":
        at += 1
    return (*parts[:at], *more, *parts[at:])


def without(parts, heading):
    """The parts without the chapter of this heading."""
    at = end = parts.index(("h2", heading))
    end += 1
    while end < len(parts) and parts[end][0] != "h2":
        end += 1
    return (*parts[:at], *parts[end:])


# ── One report, five files ──────────────────────────────────────────────────────────────────────────────────


def as_html(parts):
    body = "\n".join(_html(part) for part in parts)
    return (
        f'<!doctype html><html lang="en-GB"><head><title>{html.escape(parts[0][1])}</title></head><body><nav>Home | About</nav>'
        f"<main>{body}</main><footer>Eastmere Council</footer></body></html>"
    ).encode()


def _html(part):
    kind, *words = part
    if kind in ("h1", "h2", "p"):
        return f"<{kind}>{html.escape(words[0])}</{kind}>"
    if kind == "list":
        return "<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in words[0]) + "</ul>"
    caption, head, rows = words
    heads = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
    lines = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>{"".join(f"<td>{html.escape(c)}</td>" for c in row[1:])}</tr>'
        for row in rows
    )
    return f"<table><caption>{html.escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def as_docx(parts):
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    document.core_properties.title = parts[0][1]
    tables = 0
    for kind, *words in parts:
        if kind in ("h1", "h2"):
            document.add_heading(words[0], int(kind[1]))
        elif kind == "p":
            document.add_paragraph(words[0])
        elif kind == "list":
            for item in words[0]:
                document.add_paragraph(item, style="List Bullet")
        else:
            tables += 1
            caption, head, rows = words
            document.add_paragraph(f"Table {tables}: {caption}", style="Caption")
            table = document.add_table(rows=0, cols=len(head))
            for row in (head, *rows):
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(parts, *, tags=True):
    """By tags, or with nothing but words at their places, as an old printer driver leaves them."""
    import typst

    source = "\n\n".join(_typst(part) for part in parts)
    head = (
        f'#set document(title: "{parts[0][1]}", date: none)\n#set text(lang: "en", region: "GB", size: 11pt)\n'
        '#set page(numbering: "1")\n#show figure.where(kind: table): set figure.caption(position: top)\n'
    )
    return typst.compile((head + source).encode(), format="pdf", pdf_tags=tags)


def _typst(part):
    kind, *words = part
    if kind in ("h1", "h2"):
        return f"{'=' * int(kind[1])} {_escaped(words[0])}"
    if kind == "p":
        return _escaped(words[0])
    if kind == "list":
        return "\n".join(f"- {_escaped(item)}" for item in words[0])
    caption, head, rows = words
    heads = ", ".join(f"[{_escaped(cell)}]" for cell in head)
    lines = "\n".join(", ".join(f"[{_escaped(cell)}]" for cell in row) + "," for row in rows)
    return (
        f"#figure(caption: [{_escaped(caption)}], table(columns: {len(head)}, stroke: none, column-gutter: 2em,\n"
        f"table.header({heads}),\n{lines}))"
    )


def _escaped(words):
    return re.sub(r"([#*_$@<>\\\[\]`~])", r"\\\1", words)


def as_text(parts):
    return "\n\n".join(_text(part) for part in parts).encode()


def _text(part):
    kind, *words = part
    if kind in ("h1", "h2"):
        return f"{words[0]}\n{('=' if kind == 'h1' else '-') * len(words[0])}"
    if kind == "p":
        return words[0]
    if kind == "list":
        return "\n".join(f"* {item}" for item in words[0])
    caption, head, rows = words
    wide = [max(len(row[x]) for row in (head, *rows)) + 3 for x in range(len(head))]
    lines = ["".join(cell.ljust(wide[x]) for x, cell in enumerate(row)).rstrip() for row in (head, *rows)]
    return f"Table 1: {caption}\n\n" + "\n".join(lines)


FORMATS = {
    "html": as_html,
    "docx": as_docx,
    "pdf": as_pdf,
    "pdf-without-tags": lambda parts: as_pdf(parts, tags=False),
    "text": as_text,
}
