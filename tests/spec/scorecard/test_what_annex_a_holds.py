"""Annex A holds six months. What it never held is not counted as none."""

from datetime import date

from lscp import cli
from lscp.scorecard import returns
from tests.factories import annex_a
from tests.factories.workbooks import workbook


def test_a_period_that_had_ended_before_the_lists_begin_has_no_figure_rather_than_nought(tmp_path, capsys):
    referral = annex_a.row(3, but={"Date of referral": date(2024, 1, 10)})
    extract = workbook(tmp_path / "extract.xlsx", {"List 3": annex_a.sheet(3, referral)})
    out = tmp_path / "made.return.json"
    period = ["--from", "2023-04-01", "--to", "2024-03-31", "--by", "quarter"]
    asked = ["--annex-a", str(extract), "--area", "E09000001", *period, "--out", str(out)]
    assert cli.main(["return", "compute", *asked]) == 0
    referrals = [row for row in returns.read(out).rows if row.indicator == "I05"]
    assert [(row.period_start, row.numerator) for row in referrals] == [(date(2024, 1, 1), 1)]
    assert "They begin on 2024-01-10" in capsys.readouterr().out
