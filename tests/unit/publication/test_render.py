"""All the files of an edition together."""

import dataclasses
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import lxml.html

from lscp.publication import document as d
from lscp.publication.render import layout, render, size_in_words

ROOT = Path(__file__).parents[3]


def test_an_edition_has_every_format(small_report):
    files = render(small_report)
    assert list(files) == [
        "index.html", "edition.css", "report.pdf", "report.docx", "tables.ods",
        "tables/i03.csv", "tables/table-2.csv", "charts/table-2.svg",
    ]  # fmt: skip
    assert files["report.pdf"].content.startswith(b"%PDF-1.7")
    assert files["index.html"].media_type == "text/html; charset=utf-8"


def test_the_front_says_in_short_and_what_changed_before_the_contents(small_report):
    said = "Shops that sold a vape to a child: {} of 41."
    claims = [d.Claim("It got better.", impact=True), d.Claim("A plan was written in 12 schools.")]
    claims += [d.Claim(said.format(n), impact=True) for n in (1, 2, 2, 3, 4, 5, 6)]
    year = d.Section("year", "The year", (d.Paragraph("We met 12 times."), *claims))
    page = lxml.html.fromstring(
        render(dataclasses.replace(small_report, sections=(*small_report.sections, year)))[
            "index.html"
        ].content
    )
    headings = page.xpath("//main//h2/text()")
    assert headings.index("In short") + 1 == headings.index("What changed for children")
    assert headings.index("What changed for children") < headings.index("Contents")
    assert page.xpath("//section[@aria-labelledby='in-short']/p/text()") == ["We met 12 times."]
    changed = page.xpath("//section[@aria-labelledby='what-changed']//li")
    assert len(changed) == 5 and all(
        "of 41" in li.text_content() or "%" in li.text_content() for li in changed
    )


def test_the_page_offers_each_file_with_its_format_and_size(small_report):
    files = render(small_report)
    page = lxml.html.fromstring(files["index.html"].content)
    offered = {a.get("href"): a.text for a in page.xpath("//*[@class='downloads']//a")}
    assert set(offered) == {"report.pdf", "report.docx", "tables.ods", "tables/i03.csv", "tables/table-2.csv"}
    assert (
        offered["report.pdf"] == f"Report to print (PDF, {size_in_words(len(files['report.pdf'].content))})"
    )
    assert offered["tables/i03.csv"] == "Download table 1 (CSV, 1 KB)"
    assert set(page.xpath("//img/@src")) <= set(files)
    assert set(page.xpath("//link/@href")) <= set(files)


def test_a_report_without_tables_offers_no_spreadsheet(small_report):
    words = d.Document(
        small_report.title, "P", small_report.period_start, small_report.period_end,
        (d.Section("s", "S", (d.Paragraph("Words only."),)),),
    )  # fmt: skip
    assert list(render(words)) == ["index.html", "edition.css", "report.pdf", "report.docx"]


def test_the_same_document_gives_the_same_bytes_in_another_process_place_and_time(small_report, tmp_path):
    stored = tmp_path / "report.json"
    stored.write_text(d.to_json(small_report), encoding="utf-8")
    script = (
        "import sys, json, hashlib, time; from pathlib import Path;"
        "from lscp.publication.document import from_json; from lscp.publication.render import render;"
        "time.sleep(float(sys.argv[2]));"
        "files = render(from_json(Path(sys.argv[1]).read_text('utf-8')), published_note='n');"
        "print(json.dumps({k: hashlib.sha256(v.content).hexdigest() for k, v in files.items()}))"
    )
    here = {
        path: hashlib.sha256(file.content).hexdigest()
        for path, file in render(small_report, published_note="n").items()
    }
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "PYTHONPATH": str(ROOT)}
    there = subprocess.run(
        [sys.executable, "-c", script, str(stored), "2.1"],
        env=env, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(there.stdout) == here


def test_the_page_needs_no_script_and_no_style_of_its_own(small_report):
    page = render(small_report)["index.html"].content.decode()
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", page)


def test_the_page_has_one_title_and_headings_that_never_skip(small_report):
    page = lxml.html.fromstring(render(small_report)["index.html"].content)
    levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert page.get("lang") == "en-GB"
    assert (
        page.findtext(".//title")
        == "Yearly report 2024 to 2025 – Westbridge Safeguarding Children Partnership"
    )


def test_every_link_on_the_page_leads_to_something_and_no_address_is_used_twice(small_report):
    page = lxml.html.fromstring(render(small_report)["index.html"].content)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    assert inside and set(inside) <= set(ids)
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)


def test_the_correction_stands_before_the_contents(small_report):
    text = lxml.html.fromstring(render(small_report)["index.html"].content).text_content()
    assert text.index("Correction to edition 1") < text.index("Contents") < text.index("We listened")


def test_a_source_used_twice_is_listed_once_with_a_way_back_to_each_place(small_report):
    figure = d.Figure(4, source="Police return")
    section = d.Section("s", "S", (d.Paragraph(("A ", figure)), d.Paragraph(("B ", figure))))
    page = lxml.html.fromstring(
        render(
            d.Document("T", "P", small_report.period_start, small_report.period_end, (section,))
        )["index.html"].content
    )  # fmt: skip
    (note,) = page.xpath("//li[starts-with(@id, 'know-')]")
    assert note.xpath(".//a[@role='doc-backlink']/@href") == ["#ref-1-1", "#ref-1-2"]


def test_words_that_look_like_markup_print_as_words(small_report):
    wild = "<script>alert(1)</script> {{ 7*7 }} {% x %} & “quoted”"
    document = d.Document(
        wild, wild, small_report.period_start, small_report.period_end,
        (d.Section("s", wild, (d.Paragraph((wild, d.Link(wild, "javascript:alert(1)"))),)),),
    )  # fmt: skip
    page = lxml.html.fromstring(render(document)["index.html"].content)
    assert page.findtext(".//h1") == wild
    assert not page.xpath("//script") and not page.xpath("//a[contains(@href, 'alert')]")


def test_a_symbol_among_words_stands_where_the_words_stand(small_report):
    rows = (("a", "22.4% (2023/24)", 7), ("b", d.NotAvailable(), d.NotAvailable()))
    table = d.Table("T", ("What", "England", "Here"), rows)
    laid_out = layout.lay_out(dataclasses.replace(small_report, sections=(d.Section("s", "S", (table,)),)))
    (block,) = laid_out["sections"][0]["blocks"]
    assert [column["number"] for column in block["columns"]] == [False, False, True]
    assert [[cell["number"] for cell in row] for row in block["rows"]] == [[False, False, True]] * 2


def test_sizes_are_said_in_words():
    assert [size_in_words(n) for n in (10, 340_000, 3_000_000)] == ["1 KB", "340 KB", "3.0 MB"]


def test_a_chart_that_has_a_picture_for_phones_offers_it_to_them(small_report):
    table = d.Table("Calls", ("Week", "Calls"), (("Week 1", 10),))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>'
    chart = d.ChartImage(svg, "Ten calls came in week 1, as before.", table, svg.replace("10 10", "5 10"))
    document = dataclasses.replace(small_report, sections=(d.Section("s", "S", (chart,)),))
    files = render(document)
    page = files["index.html"].content.decode()
    assert '<source media="(max-width: 40em)" srcset="charts/table-1-narrow.svg">' in page
    assert b"0 0 5 10" in files["charts/table-1-narrow.svg"].content
    assert "<figure><figcaption>Chart of table 1: Calls</figcaption>" in page
