"""Values as words, and the furniture of a page."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import jinja2
import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.paginator import Paginator
from django.http import QueryDict

import lscp
from lscp.design import words
from lscp.design.jinja import environment, page_links
from lscp.design.preview import preview

TEMPLATES = Path(lscp.__file__).parent / "design" / "templates"


ENVIRONMENT = environment(loader=jinja2.FileSystemLoader(TEMPLATES))


def page(source, **context):
    return ENVIRONMENT.from_string('{% import "design/parts.html" as parts %}' + source).render(**context)


def test_a_date_is_written_out():
    assert words.gov_date(date(2026, 11, 2)) == "2 November 2026"
    assert words.gov_date(None) == ""


def test_a_moment_is_told_in_the_time_of_england():
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert words.gov_date(summer) == "2 July 2026"
    assert words.gov_time(summer) == "12:30am"
    assert words.gov_time(datetime(2026, 1, 1, 12, 0, tzinfo=UTC)) == "midday"
    assert words.gov_time(datetime(2026, 1, 1, 16, 0, tzinfo=UTC)) == "4pm"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2024, 4, 1), date(2025, 3, 31), "1 April 2024 to 31 March 2025"),
        (date(2026, 5, 3), date(2026, 5, 9), "3 to 9 May 2026"),
        (date(2026, 5, 3), date(2026, 6, 9), "3 May to 9 June 2026"),
        (date(2026, 5, 3), date(2026, 5, 3), "3 May 2026"),
        (date(2026, 5, 3), None, "from 3 May 2026"),
        (None, date(2026, 5, 3), "until 3 May 2026"),
        (None, None, ""),
    ],
)
def test_a_period_is_said_as_shortly_as_it_can_be(start, end, said):
    assert words.gov_date_range(start, end) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 10), "12 days ago"),
        (date(2026, 11, 25), "in 3 days"),
        (date(2026, 8, 20), "3 months ago"),
        (date(2023, 11, 1), "3 years ago"),
    ],
)
def test_how_long_ago_in_words(day, said):
    assert words.days_ago(day, date(2026, 11, 22)) == said


def test_counts_and_money():
    assert words.plural(1, "child", "children") == "1 child"
    assert words.plural(0, "child", "children") == "no children"
    assert words.plural(1200, "action") == "1,200 actions"
    assert words.money(1250) == "£1,250"
    assert words.money(Decimal("-1250.5")) == "-£1,250.50"
    assert words.file_size(1_400_000) == "1.4 MB"


def test_a_misspelt_name_stops_the_page_instead_of_printing_nothing():
    for source in [
        "{{ titel }}",
        "{% if titel %}x{% endif %}",
        "{% for x in titel %}{% endfor %}",
        "{{ day.yeer }}",
    ]:
        with pytest.raises(jinja2.UndefinedError):
            page(source, day=date(2026, 1, 1))


def test_text_is_escaped_in_pages_and_not_in_letters():
    assert page("{{ name }}", name="<b>A & B") == "&lt;b&gt;A &amp; B"
    env = environment(loader=jinja2.DictLoader({"letter.txt": "{{ name }}"}))
    assert env.get_template("letter.txt").render(name="A & B") == "A & B"


def test_a_table_has_a_caption_named_rows_and_a_download():
    shown = page(
        '{{ parts.data_table("Contacts", ["Agency", {"text": "Number", "numeric": true}], rows, "/contacts.csv") }}',
        rows=[["<Police>", 12], [{"text": "Health", "href": "/health"}, None]],
    )
    assert "<caption" in shown
    assert "Contacts</caption>" in shown
    assert shown.count('scope="row"') == 2
    assert "&lt;Police&gt;" in shown
    assert '<a class="govuk-link" href="/health">Health</a>' in shown
    assert shown.count("govuk-table__cell--numeric") == 2
    assert 'href="/contacts.csv"' in shown
    assert 'tabindex="0"' in shown, "a keyboard must be able to scroll a wide table"
    assert "None" not in shown


def test_a_table_of_words_carries_its_columns_names_for_a_narrow_screen_and_one_of_figures_keeps_columns():
    rows = [["Police", "Leon <Varga>"]]
    words_only = page('{{ parts.data_table("T", ["Agency", "Who"], rows) }}', rows=rows)
    assert "lscp-table--words" in words_only
    assert 'data-name="Who"' in words_only and 'data-name="Agency"' not in words_only
    figures = page(
        '{{ parts.data_table("T", ["Agency", {"text": "Who", "numeric": true}], rows) }}', rows=rows
    )
    assert "lscp-table--words" not in figures and "data-name" not in figures


def test_a_table_with_no_rows_is_a_sentence():
    shown = page('{{ parts.data_table("Contacts", ["Agency"], [], nothing="No contacts yet.") }}')
    assert "<table" not in shown
    assert "No contacts yet." in shown


def test_pages_of_a_list_keep_its_filters_in_their_addresses():
    links = page_links(Paginator(range(95), 10).get_page(4), QueryDict("agency=a&agency=b&page=4"))
    assert links["previous"]["href"] == "?agency=a&agency=b&page=3"
    assert links["next"]["href"] == "?agency=a&agency=b&page=5"
    assert [item["number"] for item in links["items"] if item.get("current")] == [4]


def test_one_page_has_no_page_numbers():
    assert page("{{ parts.pagination(one) }}", one=Paginator(range(3), 10).get_page(1)) == ""


def test_the_layout_stands_alone_with_no_context_at_all():
    """The page that says something went wrong has nothing but this."""
    env = environment(loader=jinja2.FileSystemLoader(TEMPLATES))
    env.globals["static"] = lambda path: f"/static/{path}"
    shown = env.get_template("errors/500.html").render()
    assert "<main" in shown
    assert 'href="#main-content"' in shown
    assert "<h1" in shown


def test_the_preview_shows_each_part_and_after_sending_the_messages(rf):
    request = rf.get("/preview")
    request._messages = CookieStorage(request)
    shown = preview(request).content.decode()
    for part in [
        "lscp-thread__step",
        "lscp-beside",
        "govuk-pagination",
        "govuk-tag--magenta",
        "govuk-date-input",
    ]:
        assert part in shown
    assert "its owner has been told" in shown
    sent = preview(rf.post("/preview", {"title": "Bath"})).content.decode()
    assert "<title>Error: " in sent
    assert sent.index("There is a problem") < sent.index("<h1")


def test_a_date_inside_a_sentence_is_said_in_words_and_other_numbers_stay():
    said = "Paused on 2026-11-19, case 2026-99-99, file 12026-11-191."
    assert words.dates_in_words(said) == "Paused on 19 November 2026, case 2026-99-99, file 12026-11-191."


def test_a_word_longer_than_any_may_be_broken_in_a_table_and_stays_text():
    rows = [["<b>" + "x" * 100 + " in two words", "short"]]
    shown = page('{{ parts.data_table("T", ["A", "B"], rows) }}', rows=rows)
    assert f"&lt;b&gt;{'x' * 37}<wbr>{'x' * 40}<wbr>{'x' * 23} in two words" in shown
    assert words.breakable("short") == "short" and words.breakable(12) == 12
