"""What is written about the code is what the code says."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)

RULES = sorted(generate.rules())
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))


def test_generated_pages_are_up_to_date():
    stale = [name for name, text in generate.pages().items() if (ROOT / name).read_text() != text]
    assert stale == [], "run `make docs`"


def test_every_rule_has_a_test_named_after_it():
    wanted = [f"def test_{number.replace('-', '').lower()}_" for number, _, _ in RULES]
    assert len(wanted) > 150
    assert [name for name in wanted if name not in TESTS] == []


def test_no_two_rules_have_one_number():
    numbers = [number for number, _, _ in RULES]
    assert len(numbers) == len(set(numbers))


def test_every_sentence_ends_as_a_sentence():
    assert [number for number, sentence, _ in RULES if not sentence.endswith((".", "?"))] == []


def test_links_in_the_documents_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
