"""What is written about the code is what the code says."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)

RULES = sorted(generate.rules())
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("name", generate.pages())
def test_generated_pages_are_up_to_date(name):
    assert (ROOT / name).read_text() == generate.pages()[name], "run `make docs`"


@pytest.mark.parametrize("number", [number for number, _, _ in RULES])
def test_every_rule_has_a_test_named_after_it(number):
    assert re.search(rf"def test_{number.replace('-', '').lower()}_", TESTS), (
        f"no test_{number.replace('-', '').lower()}_…"
    )


def test_no_two_rules_have_one_number():
    numbers = [number for number, _, _ in RULES]
    assert len(numbers) == len(set(numbers))


def test_every_sentence_ends_as_a_sentence():
    assert [number for number, sentence, _ in RULES if not sentence.endswith((".", "?"))] == []


def test_links_in_the_documents_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
