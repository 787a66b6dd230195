"""The same children, written as Annex A and as a children in need census, give the same figures to the digit."""

from datetime import date
from pathlib import Path

import pytest

from lscp import cli
from lscp.scorecard import commands, returns
from lscp.scorecard.agreement import compared, disagreements
from tests.factories import annex_a, census_file
from tests.factories.workbooks import workbook

AREA = "E09000001"
YEAR = date(2023, 4, 1), date(2024, 3, 31)

# child, birth, referred, nothing further, source; assessment; enquiry and conference; plan with its end
CHILDREN = [
    ("C1", date(2012, 6, 1), date(2023, 5, 2), 0, "6", (date(2023, 5, 2), date(2023, 7, 6)), None, None),
    ("C2", date(2019, 2, 3), date(2023, 5, 9), 1, "1A", None, None, None),
    ("C3", date(2021, 9, 9), date(2023, 6, 1), 0, "2A", (date(2023, 6, 1), date(2023, 9, 30)), None, None),
    (
        *("C4", date(2010, 1, 5), date(2023, 6, 12), 0, "3A", (date(2023, 6, 12), date(2023, 7, 20))),
        (date(2023, 6, 13), date(2023, 7, 4)),  # fifteen working days
        (date(2023, 7, 4), None, "a) Neglect", "NEG"),
    ),
    (
        *("C5", date(2015, 3, 31), date(2023, 8, 1), 0, "6", (date(2023, 8, 1), None)),
        (date(2023, 8, 2), date(2023, 8, 24)),  # sixteen: the summer bank holiday comes later
        (date(2023, 8, 24), date(2024, 2, 1), "d) Emotional", "EMO"),
    ),
    ("C6", date(2016, 7, 7), date(2023, 9, 4), 0, "8", None, (date(2023, 9, 5), None), None),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("extracts")


@pytest.fixture(scope="module")
def annex(folder):
    return compute(folder, "annex", annex_a=[as_annex_a(folder / "annex.xlsx")])


@pytest.fixture(scope="module")
def census(folder):
    return compute(folder, "census", cin_census=as_census(folder / "census.xml"))


def test_every_figure_that_both_can_tell_is_the_same(annex, census):
    assert compared(annex, census) > 100
    assert [(each.indicator, each.breakdown, each.because) for each in disagreements(annex, census)] == []


@pytest.mark.parametrize(
    "indicator, numerator, denominator",
    [
        ("I05", 6, None),
        ("I07", 1, 6),
        ("I11", 2, 3),
        ("I15", 3, None),
        ("I17", 1, 2),
        ("I19", 1, None),
        ("I20-STARTED", 2, None),
        ("I20-ENDED", 1, None),
    ],
)
def test_both_are_what_was_counted_by_hand(annex, census, indicator, numerator, denominator):
    for made in (annex, census):
        (row,) = [row for row in made.rows if row.indicator == indicator and not row.breakdown]
        assert (row.numerator, row.denominator) == (numerator, denominator)


def test_a_figure_that_differs_is_shown_with_both_sides(tmp_path, annex, census):
    fewer = compute(tmp_path, "fewer", annex_a=[as_annex_a(tmp_path / "fewer.xlsx", CHILDREN[:-1])])
    found = {each.indicator: each for each in disagreements(fewer, census) if not each.breakdown}
    assert found["I05"].because == "One counts 5, the other 6."
    assert found["I07"].because == "One counts 1 of 5, the other 1 of 6."
    assert "I11" not in found


def compute(folder: Path, name: str, **source):
    asked = commands.Asked(
        area=AREA,
        start=YEAR[0],
        end=YEAR[1],
        out=folder / f"{name}.json",
        breakdowns=["age", "sex"],
        **source,
    )
    return commands.return_compute(asked).made


def as_annex_a(path, children=CHILDREN):
    lists = {number: [] for number in range(1, 10)}
    for child, birth, referred, nothing, source, assessment, enquiry, plan in children:
        own = {
            "Child Unique ID": child,
            "Date of Birth": birth,
            "Gender": "b) Female",
            "Ethnicity": "a) WBRI",
        }
        lists[3].append(
            own
            | {
                "Date of referral": referred,
                "Referral Source": SOURCES[source],
                "Referral NFA?": "a) Yes" if nothing else "b) No",
                "Number of Referrals in Last 12 Months": 0,
            }
        )
        if not nothing:
            lists[6].append(own | {"CIN Start Date": referred})
        if assessment:
            lists[4].append(
                own
                | {
                    "Continuous Assessment Start Date": assessment[0],
                    "Continuous Assessment Date of Authorisation": assessment[1] or "",
                }
            )
        if enquiry:
            lists[5].append(
                own
                | {
                    "Strategy discussion initiating Section 47 Enquiry Start Date": enquiry[0],
                    "Was an Initial Child Protection Conference deemed unnecessary?": "b) No"
                    if enquiry[1]
                    else "a) Yes",
                    "Date of Initial Child Protection Conference": enquiry[1] or "",
                    "Did the Initial Child Protection Conference Result in a Child Protection Plan": "a) Yes"
                    if enquiry[1]
                    else "",
                }
            )
        if plan:
            lists[7].append(
                own
                | {
                    "Child Protection Plan Start Date": plan[0],
                    "Child Protection Plan End Date": plan[1] or "",
                    "Initial Category of Abuse": plan[2],
                    "Latest Category of Abuse": plan[2],
                    "Number of Previous Child Protection Plans": 0,
                }
            )
    sheets = {
        f"List {number}": annex_a.sheet(number, *(annex_a.row(number, but=row) for row in rows))
        for number, rows in lists.items()
    }
    return workbook(path, sheets)


YES_NO = {True: "a) Yes", False: "b) No"}
SOURCES = {"6": "q) 6", "1A": "a) 1A", "2A": "e) 2A", "3A": "g) 3A", "8": "s) 8"}


def as_census(path, children=CHILDREN):
    path.write_text(
        census_file.header()
        + "<Children>\n"
        + "".join(_child(*child) for child in children)
        + "</Children>\n</Message>\n"
    )
    return path


def _child(child, birth, referred, nothing, source, assessment, enquiry, plan):
    inside, plans = "", ""
    if assessment:
        began, ended = assessment
        ended = f"<AssessmentAuthorisationDate>{ended}</AssessmentAuthorisationDate>" if ended else ""
        began = f"<AssessmentActualStartDate>{began}</AssessmentActualStartDate>"
        inside += f"<Assessments>{began}{ended}</Assessments>"
    if enquiry:
        held = f"<DateOfInitialCPC>{enquiry[1]}</DateOfInitialCPC>" if enquiry[1] else ""
        inside += (
            f"<Section47><S47ActualStartDate>{enquiry[0]}</S47ActualStartDate>{held}"
            f"<ICPCnotRequired>{'false' if enquiry[1] else 'true'}</ICPCnotRequired></Section47>"
        )
    if plan:
        ended = f"<CPPendDate>{plan[1]}</CPPendDate>" if plan[1] else ""
        plans = (
            f"<ChildProtectionPlans><CPPstartDate>{plan[0]}</CPPstartDate>{ended}"
            f"<InitialCategoryOfAbuse>{plan[3]}</InitialCategoryOfAbuse>"
            f"<LatestCategoryOfAbuse>{plan[3]}</LatestCategoryOfAbuse>"
            "<NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>"
        )
    return (
        f"<Child><ChildIdentifiers><LAchildID>{child}</LAchildID><PersonBirthDate>{birth}</PersonBirthDate>"
        "<GenderCurrent>2</GenderCurrent></ChildIdentifiers>"
        "<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>"
        f"<CINdetails><CINreferralDate>{referred}</CINreferralDate><ReferralSource>{source}</ReferralSource>"
        f"{inside}<ReferralNFA>{nothing}</ReferralNFA>{plans}</CINdetails></Child>\n"
    )


def test_the_command_names_each_figure_that_differs_and_says_when_all_agree(tmp_path, annex, census, capsys):
    fewer = compute(tmp_path, "fewer", annex_a=[as_annex_a(tmp_path / "fewer.xlsx", CHILDREN[:-1])])
    files = {"annex": annex, "census": census, "fewer": fewer}
    for name, made in files.items():
        returns.write(made, tmp_path / f"{name}.return.json")
    annex_, census_, fewer_ = (str(tmp_path / f"{name}.return.json") for name in files)
    assert cli.main(["return", "compare", annex_, census_]) == 0
    assert "They agree" in capsys.readouterr().out
    assert cli.main(["return", "compare", fewer_, census_]) == 1
    assert "I05, 2023-04-01 to 2024-03-31: One counts 5, the other 6." in capsys.readouterr().err
    (tmp_path / "broken.json").write_text("{}")
    assert cli.main(["return", "compare", annex_, str(tmp_path / "broken.json")]) == 1
    assert "broken.json: " in capsys.readouterr().err
