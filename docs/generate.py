"""Writes what can be read off the code and the rulebook: docs/reference/*.md and GLOSSARY.md.

``make docs`` runs it; a test fails when what it would write is not what stands there.
"""

import importlib
import inspect
import json
import re
from pathlib import Path

from lscp import rulebook
from lscp.clocks import duties
from lscp.partnerships.roles import ROLES, May
from lscp.scorecard import catalogue, returns

ROOT = Path(__file__).resolve().parents[1]
MADE = "<!-- Made by `make docs`; change the code or the rulebook, not this page. -->\n"
RULE = re.compile(r"^([A-Z]{2}-\d\d)\. (.+)$", re.DOTALL)


def rules():
    """Every numbered rule as ``(number, sentence, where)``, found in each room's ``rules.py``."""
    for path in sorted((ROOT / "lscp").rglob("rules.py")):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            found = RULE.match(inspect.getdoc(function) or "")
            if found and function.__module__ == module.__name__:
                place = f"`{path.relative_to(ROOT)}`, `{name}`"
                yield found[1], " ".join(found[2].split()), place


def pages():
    """``{path: text}`` of everything that is generated."""
    return {
        "docs/reference/rules.md": _page(
            "Rules",
            "Every reason why something may not be done. The sentence is what the user reads; the test of each rule is "
            "named after its number.",
            _table(["Rule", "Sentence", "Where"], sorted(rules())),
        ),
        "docs/reference/roles.md": _page(
            "Roles",
            "The second lock: one table of roles and what each may do (`lscp/partnerships/roles.py`).",
            _roles(),
        ),
        "docs/reference/duties.md": _page(
            "Duties and their clocks",
            "From `rulebook/duties/`. Confidence: A read in the law or its publisher, B read at a council or "
            "partnership, C partly read, UOK known and not yet sourced: check before relying on it.",
            _duties(),
        ),
        "docs/reference/indicators.md": _page(
            "Indicators",
            "From `rulebook/indicators/`; how days, ages and groups are counted stands in `rulebook/README.md`. A rate "
            "needs its numerator and denominator only: it is worked out when it is shown. Confidence: A read at the "
            "publisher, B read at a council or partnership, C partly read, UOK known and not yet sourced: agree or "
            "check before relying on it.",
            _indicators(),
        ),
        "docs/reference/return.schema.json": json.dumps(returns.json_schema(), indent=1, ensure_ascii=False)
        + "\n",
        "docs/reference/report-contents.md": _page(
            "What a yearly report must contain",
            "From `rulebook/report/`. Which set applies is decided by the end of the period.",
            _contents(),
        ),
        "GLOSSARY.md": _page(
            "Glossary",
            "The field's own words; code, screens and documents use these. From `rulebook/vocabularies/glossary.yaml`.",
            _table(
                ["Word", "Meaning"],
                [
                    (
                        f"**{term.label}**{f' ({term.short})' if term.short else ''}",
                        " ".join(term.meaning.split()),
                    )
                    for term in rulebook.vocabulary("glossary").terms
                ],
            ),
        ),
    }


def _page(title, intro, body):
    return f"# {title}\n\n{MADE}\n{intro}\n\n{body}\n"


def _table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _roles():
    rows = [
        (
            f"**{role.name}** (`{role.code}`)",
            role.description,
            "its own agency" if role.own_agency else "the partnership",
            ", ".join(may.value for may in May if may in role.may),
        )
        for role in ROLES.values()
    ]
    return _table(["Role", "What it is", "Sees", "May"], rows)


def _duties():
    rows = []
    for code, duty in sorted(duties.load().items()):
        for edition in duty.editions:
            limit = edition.allowance or "no limit"
            rows.append(
                (code, duty.name, duty.starts, limit, edition.edition, edition.basis, edition.confidence)
            )
    return _table(["Code", "Duty", "Counted from", "Limit", "Under", "Basis", "Confidence"], rows)


def _indicators():
    parts = []
    for chapter in catalogue.chapters():
        note = f"{chapter.note.strip()}\n\n" if chapter.note else ""
        parts.append(f"## {chapter.title}\n\n{note}" + "\n\n".join(map(_indicator, chapter.indicators)))
    return "\n\n".join(parts)


def _indicator(each):
    lines = [f"### {each.code} {each.name}", "", f"*{each.question}* {each.meaning} {each.why}", ""]
    for definition in each.definitions:
        since = f" (version {definition.version}, from {definition.from_})" if definition.from_ else ""
        lines.append(f"* Counted{since}: {definition.numerator}.")
        if definition.denominator:
            lines.append(f"* Out of{since}: {definition.denominator}.")
        if definition.what:
            lines.append(f"* Changed: {definition.what}")
    lines.append(f"* Shown as: {each.unit.words}. {each.polarity.words}.{_band(each)}")
    lines.append(
        f"* Kind: {each.kind}, {each.period_type}, {each.year} year, {each.scope}; by {each.owner} each "
        f"{' and '.join(each.frequency)}; disclosure class `{each.disclosure}`; themes: {', '.join(each.themes)}."
    )
    lines.append(f"* Source of the data: {each.data_source}.{_computed(each)}")
    lines += [f"* Break in the series from {each_break.on}: {each_break.what}" for each_break in each.breaks]
    lines.append(f"* Definition: {each.citation}. {each.source}. Confidence {each.confidence}.")
    if each.caution:
        lines.append(f"* **Caution**: {each.caution}")
    return "\n".join(lines)


def _band(each):
    if each.band is None:
        return ""
    limits = f" Usual: {each.band.low} to {each.band.high}." if each.band.low and each.band.high else ""
    return f" {each.band.because}{limits}"


def _computed(each):
    names = {"annex-a": "Annex A", "cin-census": "the children in need census", "csv": "an agency's own file"}
    read = [words for name, words in names.items() if name in each.computed_from]
    compared = " Published figures can be read beside it." if "published" in each.computed_from else ""
    return f" Read from {', '.join(read)}.{compared}"


def _contents():
    parts = []
    for each in rulebook.requirement_sets():
        rows = [(item.id, item.force, " ".join(item.text.split()), item.confidence) for item in each.items]
        parts.append(
            f"## {each.title}\n\n{each.note.strip()}\n\n"
            + _table(["Item", "Force", "Content", "Confidence"], rows)
        )
    return "\n\n".join(parts)


def main():
    for name, text in pages().items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(f"wrote {name}")


if __name__ == "__main__":
    main()
