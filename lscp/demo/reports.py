"""Four annual reports of the fictional partnership: one published, one corrected after publication, one out for
signing with a signature still missing, and one for which agencies are writing (``chapters``)."""

from datetime import date

from lscp import rulebook
from lscp.demo import chapters
from lscp.demo.retellings import RETOLD, WORRIED
from lscp.publication import operations
from lscp.publication.document import show_date
from lscp.publication.models import Chapter
from lscp.publication.queries import proof_in_force

CHAPTERS = {
    "foreword": "We lead the council, the police and the NHS in Thornley. This report says what we learned in the year, "
    "what we did about it, and what changed for children. Where we do not know yet whether anything changed, it says so.",
    "about": "The three safeguarding partners wrote this report together, with a chapter from each agency that asked for "
    "one. It covers twelve months. It goes to the national Panel and to Foundations when it is published.",
    "area": "Thornley is a borough of 61 schools and colleges, two hospitals and one railway line. One family in five "
    "rents from a private landlord.",
    "year": "We followed [[recommendations_followed]] recommendations in the year, and closed "
    "[[recommendations_closed]] of them once their effect had been judged.\n\n"
    "Where we tested whether anything had changed for children, [[impacts_changed]] tests showed that it had. "
    "[[impacts_not_known_yet]] could not be judged by the end of the year.\n\n[[impacts]]\n\n[[recommendations]]",
    "priorities": "Each priority is followed by a few figures that the partners read every quarter.\n\n[[scorecard]]\n\n"
    "[[priorities]]\n\n## Children who came back\n\n[[figure I06]]\n\n[[disparity I06]]\n\n"
    "## Children in whose lives concern is highest\n\n[[disparity I15]]\n\n[[disparity I22]]\n\n[[figure I24]]\n\n"
    "## Serious violence, and children who go missing\n\n[[figure I42]]\n\n[[figure I38]]",
    "learning": "We read the reviews of other areas each quarter, and asked of each whether it could have happened "
    "here. What we learned from our own stands below.\n\n[[reviews]]",
    "voice": "Thirty young people spoke about stop and search, and twenty-two young people who live in homes about "
    "leaving care. Children under five, and families who were never referred, were not heard this year.\n\n"
    "They said, and we did:\n\n"
    "- Nobody asks if you are all right after a search. The police now send a notice of every search of a child to the "
    "youth justice service.\n- We want to learn to cook and manage money. Every home has an evening a week for it.",
    "training": "{training} people came to multi-agency training. The commonest answer to what they do differently was "
    "that they call instead of writing.",
    "education": "Early years, primary, secondary and further education each send their own to the education "
    "safeguarding sub-group, and two sit in the forum. A concern they raised about vaping became a plan of the whole "
    "partnership.",
    "duties": "The designated officer was told of 58 allegations against adults who work with children. The child death "
    "overview panel serves three boroughs and publishes its own report.",
    "assurance": "We audited {audits} subjects, read the section 11 self-assessments of fourteen agencies, and repeated "
    "the audit of neglect with the same questions so that the two can be compared. The partners read the same figures "
    "each quarter, and share them without sharing any child's record.",
    "contributions": "The council chairs the quality assurance sub-group and pays the business manager. The police lead "
    "the work on harm outside the home. The integrated care board pays for two nurses at the front door.",
    "finance": "The council gave £92,000, the police £31,000 and the integrated care board £61,000: a total of £184,000. "
    "The year before it was £181,000. We spent £118,000 on staff, £36,000 on training and £30,000 on reviews and "
    "scrutiny: a total of £184,000. Repeating one audit cost £2,100 and showed whether two years of work had helped.",
    "scrutiny": "Marian Tull is our independent scrutineer. The executive appointed her for three years. She read the "
    "record of every recommendation, sat in on six meetings and spoke with children. She found that the arrangements "
    "work where somebody is named, and drift where nobody is.\n\n[[committee]]",
    "conclusion": "Working together was effective where one agency could see that another had done its part. It was not "
    "effective enough for young people who move between boroughs. Little or no progress was made on private fostering.\n\n"
    "[[asks]]",
}
# What the year before last still got wrong, for the corrected edition: the error stood in the area chapter.
MISTAKE = ("a borough of 61 schools and colleges", "a borough of 58 schools and colleges")


def play(cast, today):
    """Write, check, sign, freeze and publish; correct one; leave one out for signing."""
    operations.publish_page(cast.partnership, "worried-about-a-child", words=WORRIED, by=cast.held["manager"])
    year = today.year if (today.month, today.day) >= (4, 1) else today.year - 1
    first = _write(cast, year - 3, training="612", audits="four")
    _publish(cast, first)
    second = _write(cast, year - 2, training="704", audits="five")
    _publish(cast, second)
    corrected = operations.correct(
        second,
        was=MISTAKE[0],
        now=MISTAKE[1],
        where="Our area and its children",
        reason="Two sixth forms and a closed school were counted.",
        by=cast.held["manager"],
    )
    _publish(cast, corrected)
    third = _write(cast, year - 1, training="811", audits="six", wrong=False)
    chapters.arrived(cast, third)
    proof = operations.send_for_signing(third, by=cast.held["manager"])
    _sign(cast, third, proof, "council")
    chapters.under_way(cast, year)
    for work in ("priorities", "glossary"):
        operations.publish_page(cast.partnership, work, by=cast.held["manager"])


def _write(cast, year, *, wrong=True, **figures):
    by = cast.held["manager"]
    report = operations.open_report(
        cast.partnership,
        title=f"Annual report {year}/{(year + 1) % 100:02}",
        period_start=date(year, 4, 1),
        period_end=date(year + 1, 3, 31),
        by=by,
    )
    required = rulebook.requirement_set(report.requirement_set).items
    for chapter in Chapter.objects.filter(report=report):
        words = (CHAPTERS | RETOLD).get(chapter.code, "")
        meets = [item.id for item in required if chapter.code in item.sections]
        if not words and not meets:
            continue
        text = words.format(**figures, meets=show_date(date(year + 1, 10, 8))) if "{" in words else words
        if not wrong:
            text = text.replace("61 schools", "58 schools")
        if chapter.narrative and "[[" not in words:
            text = f"{text}\n\n{chapter.narrative}".strip()
        operations.write_chapter(chapter, narrative=text, version=chapter.version, meets=meets, by=by)
    _claim(report, by)
    return report


def _claim(report, by):
    """A claim beside those that the record makes by itself, known from a source outside it."""
    chapter = Chapter.objects.get(report=report, code="training")
    text = "Three months after a course, one person in four told us what they now do differently."
    made = operations.claim(chapter, text=text, impact=False, by=by)
    operations.cite(
        made,
        label="Questions sent to everybody three months after a course",
        quoted="I call instead of writing.",
        as_of=report.period_end,
        by=by,
    )


def _publish(cast, report):
    proof = operations.send_for_signing(report, by=cast.held["manager"])
    for partner in ("council", "police", "nhs"):
        _sign(cast, report, proof, partner)
    report.refresh_from_db()
    operations.freeze(report, by=cast.held["manager"])
    operations.publish(report, by=cast.held["manager"])


def _sign(cast, report, proof, partner):
    report.refresh_from_db()
    operations.sign(
        report,
        agency=cast.agency[partner],
        checksum=proof_in_force(report).checksum,
        by=cast.held[f"{partner}_lead"],
    )
