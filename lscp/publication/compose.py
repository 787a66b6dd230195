"""From the record to a ``Document``: chapters as written, live parts as the record has them, claims with their proof.

Nothing is rendered and nothing is kept here. The same record gives the same document.
"""

import re
from dataclasses import replace

from lscp import rulebook, scope
from lscp.disclosure.safe import class_named
from lscp.publication import document as d
from lscp.publication import facts, narrative
from lscp.publication.checks import required_items
from lscp.publication.models import Chapter, Erratum, Report
from lscp.scorecard.catalogue import catalogue

UNSURE = "To be checked against the guidance"
MARK_OF_A_WORD = r"(?<![\w]){}(?![\w])"


def compose(report, *, dated=None, known=None):
    """The report as a ``Document``. Opens the scope of the report's own partnership for its reads.

    ``known`` is what ``facts_of`` gave, where the caller has it already.
    """
    live, figures = known or facts_of(report, as_of=dated)
    with scope.of_partnership(report.partnership_id):
        chapters = chapters_of(report)
        begun = d.Document(
            title=report.title,
            partnership=report.partnership.name,
            period_start=report.period_start,
            period_end=report.period_end,
            requirement_set=report.requirement_set,
            edition_number=report.edition,
            dated=dated,
            errata=_errata(report),
        )
    # Where each requirement is met is read from the text that has everything else in its place.
    almost = _with_chapters(begun, chapters, {**live, "compliance": TO_COME}, figures)
    whole = _with_chapters(begun, chapters, {**live, "compliance": _compliance(report, almost)}, figures)
    return _with_glossary(_with_note_on_small_numbers(_with_retellings(whole, chapters, live, figures)))


TO_COME = narrative.Live("Where each requirement is met", (d.Paragraph("…"),))


def chapters_of(report):
    return list(Chapter.objects.filter(report=report).prefetch_related("claims__citations").order_by("place"))


def facts_of(report, *, as_of=None):
    """Live parts and figures: as the edition that this one corrects had them, else from the record as it is now."""
    if report.facts:
        live, figures = facts.from_document(d.from_json(report.facts))
        with scope.of_partnership(report.partnership_id):
            return live | facts.numbers(report, besides=live), figures
    with scope.of_partnership(report.partnership_id):
        return facts.gather(report, as_of=as_of)


def names_for(chapter, live, figures):
    claims = {claim.place: as_claim(claim) for claim in chapter.claims.all()}
    return narrative.Names(live=live, figures=figures, claims=claims)


def as_claim(claim):
    evidence = tuple(
        d.EvidenceRef(label=cited.label, url=cited.url, quoted=cited.quoted, as_of=cited.as_of)
        for cited in claim.citations.all()
    )
    return d.Claim(claim.text, evidence=evidence, impact=claim.impact)


def requirement_set(report):
    """The set in force for the report's period, with only the items that were in force at its end."""
    whole = rulebook.requirement_set(report.requirement_set)
    items = tuple(item for item in whole.items if item.in_force.holds(report.period_end))
    return whole.model_copy(update={"items": items})


# ── Parts of the document ─────────────────────────────────────────────────────────────────────────────────


def _section(chapter, live, figures):
    names = names_for(chapter, live, figures)
    blocks, sections = narrative.read(chapter.narrative, names, code=chapter.code)
    placed = narrative.claims_placed(chapter.narrative)
    unplaced = tuple(claim for place, claim in names.claims.items() if place not in placed)
    meets = tuple(sorted(chapter.meets)) if chapter.narrative.strip() else ()
    return d.Section(chapter.code, chapter.heading, blocks + unplaced, sections, meets)


def _with_chapters(begun, chapters, live, figures):
    """The document with each chapter that says something as a section."""
    told = (chapter for chapter in chapters if chapter.code not in retellings_by_code())
    sections = (_section(chapter, live, figures) for chapter in told)
    return replace(begun, sections=tuple(s for s in sections if s.blocks or s.sections))


# ── The report told again ─────────────────────────────────────────────────────────────────────────────────


def retellings_by_code():
    return {retelling.code: retelling for retelling in rulebook.retellings()}


def _with_retellings(document, chapters, live, figures):
    """The document with its easy-read and children's editions and its report to the committee.

    A part that holds nothing is left out, and so is a retelling that would only say who we are and whom to call. It
    answers no requirement: what is asked is asked of the report.
    """
    known, told = retellings_by_code(), []
    frame = [block for name in facts.easy.FRAME if name in live for block in live[name].blocks]
    for chapter in chapters:
        if chapter.code not in known:
            continue
        section = _section(chapter, live, figures)
        section = replace(section, meets=(), sections=tuple(s for s in section.sections if s.blocks))
        if all(block in frame for part in (section, *section.sections) for block in part.blocks):
            continue
        told.append(_with_hard_words(section) if known[chapter.code].reading_age else section)
    return replace(document, retellings=tuple(told))


# Words of the glossary that are also everyday words with another meaning.
EVERYDAY = ("contact", "impact", "indicator", "prevent", "threshold")


def _with_hard_words(section):
    """The retelling with each hard word explained where it stands first."""
    terms = [term for term in rulebook.vocabulary("glossary").terms if term.code not in EVERYDAY]

    def explained(part):
        blocks = []
        for block in part.blocks:
            blocks.append(block)
            said = " ".join(map(d.plain, d.block_spans(block)))
            used = [term for term in terms if any(_used(w, said, said.lower()) for w in _names_of(term))]
            for term in used:
                terms.remove(term)
                blocks.append(d.Notice(f"{term.label} means", (term.meaning,)))
        return replace(part, blocks=tuple(blocks))

    return replace(explained(section), sections=tuple(map(explained, section.sections)))


def _compliance(report, document):
    requirements = requirement_set(report)
    items = required_items(document, requirements)
    if not items:
        return narrative.Live(TO_COME.title)
    table = d.Table(
        caption="What the guidance asks for, and where it is met",
        columns=("Number", "What is asked", "Where it is met", "Whether the guidance was read"),
        rows=tuple(
            (item.item, item.text, item.where or "Not met", "Read" if item.confirmed else UNSURE)
            for item in items
        ),
        scope=d.NOT_PEOPLE,
        code="compliance",
        note=f"{sum(item.met for item in items)} of {len(items)} items are met.",
        source=requirements.title,
    )
    return narrative.Live(TO_COME.title, (table,))


def _errata(report):
    """The corrections of this edition and of those before it, the latest first."""
    found, edition = [], report
    while edition is not None:
        found += [
            d.Erratum(
                corrects_edition=edition.edition - 1,
                corrected_on=erratum.on,
                was=erratum.was,
                now=erratum.now,
                where=erratum.where,
                reason=erratum.reason,
            )
            for erratum in Erratum.objects.filter(report=edition)
        ]
        edition = Report.objects.filter(pk=edition.replaces_id).first() if edition.replaces_id else None
    return tuple(found)


def _with_note_on_small_numbers(document):
    """The document with one note, before the first table of indicators, on what is hidden and how it is marked."""
    used = dict.fromkeys(
        catalogue()[figure.indicator].disclosure
        for figure in d.figures(document)
        if figure.indicator in catalogue()
    )
    told = [code for code in used if class_named(code).threshold]
    if not told:
        return document
    notice = d.Notice("Small numbers", (f"{HOW_HIDDEN} {_smallness(told)} {SYMBOLS}",))
    done = []

    def into(section):
        blocks = list(section.blocks)
        place = next((n for n, block in enumerate(blocks) if _prints_figures(block)), None)
        if place is not None and not done:
            done.append(True)
            blocks.insert(place, notice)
        return replace(section, blocks=tuple(blocks), sections=tuple(map(into, section.sections)))

    return replace(document, sections=tuple(map(into, document.sections)))


HOW_HIDDEN = (
    "Small counts are hidden, so that no child can be recognised. So is any figure or chart that would give one away, "
    "here or beside an earlier edition."
)
SYMBOLS = (
    "A nought that is shown is a true nought. [c] means that a number is hidden. [:] means that it is not available. "
    "[x] means that it was not supplied; the reason is given below. [z] means that there can be no number."
)
NAMED = {
    "dfe": "counts of children",
    "nhs": "counts from health records",
    "death": "counts of deaths",
    "small": "small and sensitive counts",
    "local": "counts under a rule of our own",
}


def _smallness(classes):
    """ "Hidden are counts of children of 1 to 5, and counts of deaths of 0 to 5." """
    kinds = [(NAMED.get(code, "other counts"), class_named(code)) for code in classes]
    parts = [
        f"{words} of {0 if kind.noughts == 'hidden' else 1} to {kind.threshold}" for words, kind in kinds
    ]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"Hidden are {listed}."


def _prints_figures(block):
    table = block.table if isinstance(block, d.ChartImage) else block
    return isinstance(table, d.Table) and any(f.indicator in catalogue() for f in table.figures)


def _with_glossary(document):
    """The document with the meaning of each term of the field that it uses."""

    text = words_of(replace(document, retellings=()))
    lowered = text.lower()
    terms = [
        d.Term(_shown(term), term.meaning)
        for term in rulebook.vocabulary("glossary").terms
        if any(_used(word, text, lowered) for word in _names_of(term))
    ]
    return replace(document, glossary=tuple(terms))


def words_of(document):
    """Everything the document says, one piece a line."""
    said = []
    d.with_text(document, lambda text: said.append(text) or text)
    return "\n".join(said)


def _names_of(term):
    return [word for word in (term.label, term.short, *term.also) if word]


def _shown(term):
    return f"{term.label} ({term.short})" if term.short else term.label


def _used(word, text, lowered):
    """Abbreviations are matched as written; words in any case, and with an s."""
    if word.lower() not in lowered:  # most terms: told without a search at every letter
        return False
    flags = 0 if word.isupper() else re.IGNORECASE
    return re.search(MARK_OF_A_WORD.format(re.escape(word) + "s?"), text, flags) is not None
