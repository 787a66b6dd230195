"""Journey 4: an analyst counts the Annex A workbook on a laptop, and the manager sees what really changed."""

import csv
import json
import re
from datetime import date, timedelta
from hashlib import sha256

import pytest

from lscp.calendars.months import add_months
from tests.factories.annex_a import row, sheet
from tests.factories.returns import a_return, quarter
from tests.factories.returns import row as returned
from tests.factories.workbooks import workbook
from tests.functional.browser import too_wide
from tests.functional.journeys import MANAGER, follow, lscp, main, press

ANALYST = "jo.petrie@thornley.example"
COUNCIL_LEAD = "ruth.abara@thornley.example"
AREA = "E09900001"
# Of 40 assessments a quarter, how many were in time: half the quarters as before, and then a real change.
IN_TIME = [27, 29, 28, 26, 29, 27, 28]
IN_TIME_SINCE = [36, 37, 35, 36, 38, 36, 37]
# Of 40 referrals a quarter, how many needed no further action: the usual coming and going.
NO_ACTION = [9, 11, 8, 10, 12, 9, 11, 10, 8, 11, 9, 12, 10, 9]
SECRET = 770_000  # the council's own numbers of its children: none of them may be found in the return


def quarters():
    """The first days of the last 14 whole quarters."""
    today = date.today()
    this = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return [add_months(this, -3 * ago) for ago in range(14, 0, -1)]


def extract(path, *, ethnicity="White UK (local)"):
    """An Annex A workbook as a case system wrote it: text and true dates, and two rows that cannot be used."""
    referrals, assessments = [], []
    number = SECRET
    for place, first in enumerate(quarters()):
        for each in range(40):
            number += 1
            child = {"Child Unique ID": number, "Ethnicity": ethnicity if each < 5 else "j) AIND", "but": {}}
            asked = first + timedelta(days=each)
            referrals.append(
                row(3, **child | {
                    "Date of referral": asked,
                    "Referral Source": "q) 6 Police",
                    "Referral NFA?": "a) Yes" if each < NO_ACTION[place] else "b) No",
                    "Number of Referrals in Last 12 Months": 0,
                })
            )  # fmt: skip
            took = 50 if each < (IN_TIME + IN_TIME_SINCE)[place] else 85
            # Finished inside the quarter, begun long enough before it: the quarter owns it by its end.
            ended = first + timedelta(days=each)
            assessments.append(
                row(4, **child | {
                    "Continuous Assessment Start Date": ended - timedelta(days=took),
                    "Continuous Assessment Date of Authorisation": ended,
                })
            )  # fmt: skip
    referrals.append(row(3, but={"Date of referral": "soon after Easter"}))
    assessments.append(row(4, but={"Continuous Assessment Start Date": ""}))
    return workbook(path, {"List 3": sheet(3, *referrals), "List_4": sheet(4, *assessments, title=True)})


def count(folder, book, out, *more):
    """What the analyst types; the finished process."""
    first, last = quarters()[0], add_months(quarters()[-1], 3) - timedelta(days=1)
    return lscp(
        folder, "return", "compute", "--annex-a", book, "--area", AREA, "--from", first, "--to", last,
        "--by", "quarter", "--breakdown", "ethnicity", "--agency", "Thornley Council Children's Services",
        "--out", out, *more,
    )  # fmt: skip


@pytest.fixture
def laptop(tmp_path):
    """The analyst's own machine: nothing on it knows the record."""
    return tmp_path


def word(page):
    """What the page says of the latest figure."""
    return page.locator(".lscp-sign .govuk-tag").first.inner_text()


def test_a_quarter_is_counted_on_a_laptop_sent_read_and_explained(laptop, desk_as, axe):
    # On the laptop: count, read the rejects, fix the words, count again.
    book, out = extract(laptop / "annex-a.xlsx"), laptop / "annex-a.return.json"
    said = count(laptop, book, out)
    assert said.returncode == 0, said.stderr
    assert "rejected" in said.stdout
    rejects = list(csv.DictReader((laptop / "annex-a.return.json.rejects.csv").open(encoding="utf-8-sig")))
    assert {one["value"] for one in rejects} >= {"soon after Easter"}
    assert all(one["reason"] for one in rejects)
    unknown = json.loads(count(laptop, book, out, "--json").stdout)["words"]
    assert [(one["value"], one["rows"]) for one in unknown] == [
        ("White UK (local)", 70)
    ] * 2  # in either list

    words = laptop / "our-words.yaml"
    words.write_text("ethnicity:\n  White UK (local): WBRI\n", encoding="utf-8")
    assert json.loads(count(laptop, book, out, "--words", words, "--json").stdout)["words"] == []
    sent = out.read_text(encoding="utf-8")
    assert not re.search(rf"{str(SECRET)[:3]}\d{{3}}", sent), "a child's number left the laptop"
    assert "2012-06-01" not in sent, "a birthday left the laptop"
    check = lscp(laptop, "return", "check", out)
    assert check.returncode == 0, check.stderr

    # The analyst sends it through the page.
    page = desk_as(ANALYST)
    follow(page, "Scorecard")
    follow(page, "Returns")
    axe(page)
    follow(page, "Send a return")
    page.get_by_label("The return").set_input_files(out)
    axe(page)
    press(page, "Send it")
    assert "is received" in main(page)
    assert "of which" not in main(page) and re.search(
        r"1,122 read = 1,120 used \+ 0 duplicate \+ 2 rejected", main(page)
    )
    assert sha256(out.read_bytes()).hexdigest() in main(page)
    assert sha256(book.read_bytes()).hexdigest() in main(page)
    axe(page)

    # The manager sees a real change, and noise for noise.
    manager = desk_as(MANAGER)
    manager.goto("/desk/scorecard/indicators/I11")
    assert word(manager) == "Better"
    assert "92.5%" in main(manager) and "37 of 40" in main(manager)
    chart = manager.locator(".lscp-chart__wide svg").first
    assert "A real change for the better" in chart.locator("desc").text_content()
    axe(manager)
    assert manager.get_by_text(sha256(out.read_bytes()).hexdigest()).count() == 1
    assert "within 45 working days of their start" in main(manager)
    manager.goto("/desk/scorecard/indicators/I07")
    assert word(manager) == "No clear change" and "22.5%" in main(manager)

    # The figure is followed to its file, and the file is the very one that was sent.
    manager.goto("/desk/scorecard/indicators/I11")
    follow(manager, re.compile("^Return of Children's Services"))
    with manager.expect_download() as download:
        follow(manager, "annex-a.return.json")
    assert sha256(download.value.path().read_bytes()).hexdigest() == sha256(out.read_bytes()).hexdigest()

    # The analyst writes the commentary; everybody reads it beside the figure, on a phone too.
    page.goto("/desk/scorecard/indicators/I11")
    follow(page, "Say what it means")
    axe(page)
    page.get_by_label("What does the figure mean").fill(
        "A second team began in the middle of these years, and it held."
    )
    press(page, "Save")
    assert "Your comment stands beside the figure." in main(page)
    lead = desk_as(COUNCIL_LEAD, viewport={"width": 320, "height": 640})
    lead.goto("/desk/scorecard/indicators/I11")
    assert "A second team began" in main(lead) and not too_wide(lead)
    axe(lead)

    # Its owner signs it off.
    follow(lead, re.compile("^Return of Children's Services"))
    follow(lead, "Sign off these figures")
    press(lead, "Sign them off")
    assert "Signed off by its owner" in main(lead)


def test_a_return_with_faults_is_refused_line_by_line_and_the_page_can_be_used_without_scripts(
    desk_as, tmp_path
):
    faulty = tmp_path / "faulty.return.json"
    faulty.write_bytes(a_return([returned("I11", quarter(2025, 1), 41, 40)], area="Thornley"))
    page = desk_as(ANALYST, java_script_enabled=False)
    page.goto("/desk/returns/send")
    page.get_by_label("The return").set_input_files(faulty)
    press(page, "Send it")
    said = main(page)
    assert "Nothing was kept" in said and "wrong with the file" in said
    assert "more than 100%" in said and "nine-character code" in said


def test_the_scorecard_is_read_at_a_glance_and_fits_a_phone(desk_as, axe):
    page = desk_as(MANAGER)
    follow(page, "Scorecard")
    said = main(page)
    assert "charts were read" in said and "Chance alone would give about" in said
    assert "Priority: Neglect" in said
    axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert not too_wide(page)
    page.goto("/desk/scorecard/front-door")
    axe(page)
    assert not too_wide(page)
