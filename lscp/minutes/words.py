"""What was found in a paper, as text for a terminal. ``--json`` gives the same to programs."""


def in_words(paper):
    """Everything found, with the line of the paper it stands on."""
    found = paper.as_json()
    lines = [found["title"] or "(no title found)"]
    for name in ("report_period", "meeting_date", "committee"):
        lines.append(f"{name.replace('_', ' ').capitalize()}: {found[name] or 'the paper does not say'}")
    lines += _listed("Warnings", [f"- {warning}" for warning in found["warnings"]])
    lines += _listed(
        "Spoke", [", ".join(filter(None, [f"- {one['name']}", one["role"]])) for one in found["speakers"]]
    )
    lines += _listed("Questions", [_question(one) for one in found["questions"]])
    lines += _listed(
        "Actions", [f"- {one['owner'] or 'nobody named'}: {one['text']}" for one in found["actions"]]
    )
    lines += _listed(
        "Promises", [f"- {one['by'] or 'nobody named'}: {one['text']}" for one in found["promises"]]
    )
    lines += _listed(
        "Resolutions",
        [f"- {one['number'] or ''} {one['text']}".replace("-  ", "- ") for one in found["resolutions"]],
    )
    return "\n".join(lines)


def _listed(heading, items):
    return ["", f"{heading} ({len(items)})", *items]


def _question(one):
    return f"- {one['asked_by'] or 'A member'}: {one['text']}\n  Answer: {one['answer'] or '(none printed)'}"
