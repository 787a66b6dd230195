"""A wrong rulebook file stops with a sentence that names the file and the place."""

import shutil
from datetime import date

import pytest

from lscp import rulebook
from lscp.clocks.duties import UnknownDuty, in_force, load
from lscp.rulebook import RulebookError


@pytest.fixture
def folder(tmp_path):
    """A copy of the rulebook that a test may spoil."""
    return shutil.copytree(rulebook.FOLDER, tmp_path / "rulebook")


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    name: Rapid review\n", "    nome: Rapid review\n", "nome: Extra inputs are not permitted"),
        ("    name: Rapid review\n", "    name: A\n    name: B\n", "the key 'name' is given twice"),
        ("sources: [S39, S35, S36]", "sources: [S39, S999]", "source S999 is not in sources.yaml"),
        ("sources: [S39, S35, S36]", "sources: []", "confidence A needs at least one source"),
        ("        limit: 15\n", "", "give both limit and unit, or neither"),
        ("        limit: 15\n", "        limit: 0\n", "greater than 0"),
        ("        unit: working days\n", "        unit: moons\n", "unit"),
        ("  - code: C04", "  - code: C03", "C03 is given twice"),
        ("  - code: C04", "  - code: X4", "code"),
        ("citation: SI 2018/789, regulation 14", "citation: ''", "citation"),
        (
            "{from: 2018-07-04, to: 2023-12-14}",
            "{from: 2018-07-04, to: 2023-12-31}",
            "must end before WT2023 begins",
        ),
        ("{from: 2018-07-04, to: 2023-12-14}", "{from: 2018-07-04, to: 2023-12-13}", "as editions.yaml says"),
        (
            "{from: 2018-07-04, to: 2023-12-14}",
            "{from: 2018-07-04, to: 2018-01-01}",
            "before it starts on 2018-07-04",
        ),
        ("title: Serious incidents and reviews", "title: [", "this is not YAML that can be read"),
    ],
)
def test_a_mistake_in_a_duty_file_is_named(folder, old, new, says):
    spoil(folder / "duties" / "serious-incidents.yaml", old, new)
    with pytest.raises(RulebookError) as error:
        load(folder=folder)
    assert says in str(error.value)
    assert "duties" in str(error.value)


def test_a_requirement_that_names_no_section_is_refused(folder):
    spoil(folder / "report" / "wt2018.yaml", "sections: [voice]", "sections: [choir]")
    with pytest.raises(RulebookError, match="W18-06 names the section choir"):
        rulebook.requirement_sets(folder=folder)


def test_a_set_that_inherits_from_nowhere_is_refused(folder):
    spoil(folder / "report" / "wt2026.yaml", "inherits: wt2023", "inherits: wt2022")
    with pytest.raises(RulebookError, match="wt2026 inherits 'wt2022'"):
        rulebook.requirement_sets(folder=folder)


def test_a_missing_file_and_an_empty_folder_say_so(tmp_path):
    (tmp_path / "sources.yaml").write_text("sources: []", encoding="utf-8")
    with pytest.raises(RulebookError, match="there is no such file"):
        rulebook.vocabulary("themes", folder=tmp_path)
    with pytest.raises(RulebookError, match="no rulebook files here"):
        load(folder=tmp_path)


def test_a_new_edition_is_a_new_entry_and_old_days_keep_the_old_one(folder):
    spoil(folder / "editions.yaml", "{from: 2026-03-19, to: null}", "{from: 2026-03-19, to: 2029-12-31}")
    path = folder / "duties" / "serious-incidents.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "{from: 2026-03-19, to: null}", "{from: 2026-03-19, to: 2029-12-31}"
        ),
        encoding="utf-8",
    )
    for name in ("front-door", "allegations-and-deaths", "yearly-report"):
        other = folder / "duties" / f"{name}.yaml"
        text = other.read_text(encoding="utf-8")
        other.write_text(
            text.replace("{from: 2026-03-19, to: null}", "{from: 2026-03-19, to: 2029-12-31}"),
            encoding="utf-8",
        )
    assert in_force("C04", date(2029, 12, 31), folder=folder).edition.limit == 15
    with pytest.raises(UnknownDuty, match="no rule is known for 1 January 2030"):
        in_force("C04", date(2030, 1, 1), folder=folder)
