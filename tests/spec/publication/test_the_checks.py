"""The checks before publication, by example. What stands here is what the manual says they do.

Each check names the words concerned and says what to do; what is right must pass without a word.
"""

from datetime import date
from decimal import Decimal

import pytest

from lscp import rulebook
from lscp.publication import checks
from lscp.publication import document as d

START, END = date(2024, 4, 1), date(2025, 3, 31)


def report(*blocks, title="Yearly report 2024 to 2025", **more):
    section = d.Section("year", "The year at a glance", blocks)
    return d.Document(title, "Westbridge Partnership", START, END, more.pop("sections", (section,)), **more)


def said(sentence):
    return report(d.Paragraph(sentence))


def only(findings):
    (finding,) = findings
    return finding


def table(*rows, columns=("Quarter", "Boys", "Girls", "Total"), **more):
    return d.Table("Referrals by quarter", columns, rows, **more)


# ── Totals that do not add up (cast) ──────────────────────────────────────────────────────────────────────


def test_a_total_row_is_added_up_column_by_column():
    wrong = table(("April", 10, 20, 30), ("May", 11, 21, 32), ("Total", 21, 42, 62))
    found = list(checks.cast(report(wrong)))
    assert [f.where for f in found] == [
        "table 1 “Referrals by quarter” (section 1), row 3 (“Total”), column “Girls”",
        "table 1 “Referrals by quarter” (section 1), row 3 (“Total”), column “Total”",
    ]
    assert found[0].severity == "error"
    assert found[0].message == (
        "The rows above add up to 41, but the total says 42 (1 too many). Find the row that is wrong, or correct the "
        "total to 41."
    )


def test_a_row_that_does_not_add_up_to_its_total_is_named():
    wrong = table(("April", 10, 20, 30), ("May", 11, 21, 33), ("June", 12, 22, 34))
    finding = only(checks.cast(report(wrong)))
    assert finding.where.endswith("row 2 (“May”), column “Total”")
    assert "add up to 32, but its total says 33" in finding.message


@pytest.mark.parametrize(
    "right",
    [
        table(("April", 10, 20, 30), ("May", 11, 21, 32), ("Total", 21, 41, 62)),
        # subtotals: the grand total may be the sum of the subtotals
        table(
            ("a", 1, 2, 3), ("b", 3, 4, 7), ("Subtotal", 4, 6, 10),
            ("c", 5, 6, 11), ("d", 7, 8, 15), ("Subtotal", 12, 14, 26), ("Total", 16, 20, 36),
        ),
        # percentages, rates and averages are not added
        table(("a", 10, 50), ("b", 20, 70), ("Total", 30, 63), columns=("x", "n", "Rate per 10,000")),
        # numbers that were rounded each for itself
        table(("a", 10), ("b", 20), ("Total", 40), columns=("x", "n"), note="Rounded to the nearest 10."),
        # a hidden number says nothing about the sum
        table(("a", d.Hidden()), ("b", 20), ("Total", 27), columns=("x", "n")),
        # a column that is called a total but is a total of something else
        table(("a", 1, 2, 90), ("b", 3, 4, 80)),
    ],
)  # fmt: skip
def test_what_may_differ_passes(right):
    assert not list(checks.cast(report(right)))


def test_shares_that_should_make_a_hundred_are_added():
    wrong = table(("A", 60), ("B", 45), ("Total", 100), columns=("Group", d.Column("Share", "%")))
    assert "add up to 105%, but the total says 100%" in only(checks.cast(report(wrong))).message
    right = table(("A", 33), ("B", 33), ("C", 33), ("Total", 100), columns=("Group", d.Column("Share", "%")))
    assert not list(checks.cast(report(right)))


def test_a_total_cannot_be_less_than_the_numbers_shown():
    wrong = table(("a", d.Hidden()), ("b", d.Hidden()), ("c", 30), ("Total", 27), columns=("x", "n"))
    assert "already add up to 30, more than the total of 27" in only(checks.cast(report(wrong))).message


def test_a_percentage_is_worked_out_again_from_its_stated_base():
    columns = ("Team", d.Column("Seen"), d.Column("All"), d.Column("Seen in time", "%", "Seen", "All"))
    wrong = d.Table("Visits", columns, (("East", 45, 60, Decimal("75.0")), ("West", 30, 40, Decimal("57.0"))))
    finding = only(checks.cast(report(wrong)))
    assert finding.text == "57.0%"
    assert finding.message.startswith("30 of 40 is 75.0%, but the table says 57.0%.")


def test_without_a_stated_base_the_one_that_most_rows_agree_with_is_taken():
    columns = ("Group", "Children", "%")
    rows = (("A", 50, 25), ("B", 100, 50), ("C", 30, 51), ("D", 20, 10), ("Total", 200, 100))
    finding = only(checks.cast(report(d.Table("Groups", columns, rows))))
    assert finding.severity == "warning" and finding.message.startswith(
        "30 of 200 is 15%, but the table says 51%"
    )


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("We saw 20 girls and 24 boys, a total of 45.", "20 + 24 makes 44, but the sentence says 45"),
        ("There were 45 children (20 girls and 24 boys).", "20 + 24 makes 44, but the sentence says 45"),
        (
            "The council paid £100,000, health £50,000 and police £30,000, a total of £185,000.",
            "makes £180,000",
        ),
        ("Of the 45 children, 20 were girls and the remaining 24 were boys.", "20 + 24 makes 44"),
        ("Police sent 1,200, health 300 and schools 500 referrals, a total of 2,100.", "makes 2,000"),
        ("We saw 38 of 90 children (52%).", "38 of 90 is 42%, but the sentence says 52%"),
        ("Only 52% (38 of 90) were seen.", "38 of 90 is 42%"),
        ("Plans fell from 200 to 150, a reduction of 20%.", "From 200 to 150 is a change of 25%"),
        ("Referrals rose from 310 to 350, an increase of 50.", "From 310 to 350 is a change of 40"),
    ],
)
def test_a_sum_in_a_sentence_is_worked_out(sentence, message):
    finding = only(checks.cast(said(sentence)))
    assert finding.text == sentence and message in finding.message


@pytest.mark.parametrize(
    "sentence",
    [
        "We saw 20 girls and 24 boys, a total of 44.",
        "There were 45 children (20 girls, 20 boys and 5 not known).",
        "In 2024/25 we held 12 meetings; 3 were extraordinary, a total of 40 hours.",
        "We saw 38 of 90 children (42%).",
        "We saw 38 of 90 children (42.2%).",
        "About half, 46 of 90 (50%), were seen.",
        "Attendance rose from 90% to 93%, an increase of 3 percentage points.",
        "Children aged 5 to 9 and 10 to 15 took part, a total of 300.",
        "On 4 May 2024 and 6 June 2024 we trained a total of 60 people.",
        "One of the two reviews was published, a total of 12 recommendations.",
    ],
)
def test_a_sentence_that_comes_out_right_or_sums_nothing_passes(sentence):
    assert not list(checks.cast(said(sentence)))


def test_a_figure_must_agree_with_its_own_counts():
    figure = d.Figure(Decimal("52.0"), "%", numerator=38, denominator=90)
    assert "38 of 90 is 42.2%" in only(checks.cast(report(d.Paragraph(("Only ", figure))))).message


# ── Percentages of what? ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "sentence",
    [
        "Attendance was 93%; of the remaining 7%, 17% were persistently absent.",
        "Among the remaining 7% of students, 17% of them were persistently absent.",
    ],
)
def test_a_percentage_of_a_percentage_is_questioned(sentence):
    finding = only(checks.percentage_base(said(sentence)))
    assert finding.severity == "warning" and "sessions are not pupils" in finding.message


def test_a_percentage_by_itself_in_a_sentence_passes():
    assert not list(checks.percentage_base(said("There was a 43% increase in training, and 60% in visits.")))


def test_a_table_of_percentages_alone_is_asked_for_its_numbers():
    shares = d.Table("Views", ("Answer", "%"), (("Yes", 60), ("No", 40)))
    assert "Add a column with the number" in only(checks.percentage_base(report(shares))).message
    told = d.Table("Views", ("Answer", "%"), (("Yes", 60), ("No", 40)), note="Base: 240 children.")
    assert not list(checks.percentage_base(report(told)))


# ── Contradictions ────────────────────────────────────────────────────────────────────────────────────────


def rereferrals(value, **more):
    known = {"indicator": "I03", "period_start": START, "period_end": END, "geography": "Westbridge", **more}
    return d.Figure(value, "%", numerator=1, denominator=5, **known)


def test_one_figure_has_one_value_in_the_whole_report():
    document = report(
        d.Paragraph(("It was ", rereferrals(20))),
        d.BulletList((("Later ", rereferrals(22)),)),
        d.Paragraph(
            ("And before, ", rereferrals(24, period_start=date(2023, 4, 1), period_end=date(2024, 3, 31)))
        ),
    )
    finding = only(checks.contradiction(document))
    assert finding.where == "section 1 “The year at a glance”, list 1, item 1"
    assert "(I03) is 22% here and 20% in section 1 “The year at a glance”, paragraph 1" in finding.message


def test_a_figure_that_differs_from_the_record_says_what_the_record_holds():
    figure = rereferrals(20)
    document = report(d.Paragraph(("It was ", figure)))
    assert not list(checks.contradiction(document, record={checks.identity(figure): Decimal("20.0")}))
    finding = only(checks.contradiction(document, record={checks.identity(figure): Decimal("20.1")}))
    assert finding.message == (
        "The record holds 20.1% for Contacts that become referrals (I03); the report says 20%. "
        "Refresh the figure from the record."
    )
    absent = only(checks.contradiction(document, record={}))
    assert (
        absent.severity == "warning"
        and "The record holds no Contacts that become referrals (I03) for 1 April 2024" in absent.message
    )


def test_a_number_in_the_text_that_nearly_is_a_tables_total_is_questioned():
    referrals = d.Table("Contacts", ("Quarter", "Referrals"), (("A", 700), ("B", 504), ("Total", 1204)))
    document = report(d.Paragraph("There were 1,240 referrals in the year."), referrals)
    finding = only(checks.contradiction(document))
    assert "1,240 referrals" in finding.message and "a total of 1,204" in finding.message
    assert not list(
        checks.contradiction(
            report(d.Paragraph("There were 1,204 referrals. In summer, 504 referrals."), referrals)
        )
    )


@pytest.mark.parametrize(
    ("one", "other", "faults"),
    [
        ("We received 1,204 referrals.", "The front door took 1,240 referrals.", 1),
        ("There were 412 child protection plans.", "At the end, 421 child protection plans were open.", 1),
        ("We received 1,204 referrals.", "The front door took 1,204 referrals.", 0),
        ("We received 1,204 referrals.", "In 2022/23 it was 1,240 referrals.", 0),
        ("We received 1,204 referrals.", "That is more than the 1,240 referrals of last year.", 0),
        ("We trained 204 people.", "We met 210 people.", 0),
    ],
)
def test_two_sentences_that_count_one_thing_must_agree(one, other, faults):
    found = list(checks.contradiction(report(d.Paragraph(one), d.Paragraph(other))))
    assert len(found) == faults and all("correct one of them" in f.message for f in found)


@pytest.mark.parametrize(
    ("sentence", "faults"),
    [
        ("Plans rose from 200 to 150.", 1),
        ("Plans fell from 150 in 2023/24 to 200 in 2024/25.", 1),
        ("Plans fell from 200 to 150.", 0),
        ("Attendance increased from 90% in 2023 to 93% in 2024.", 0),
        ("We reduced the list from A to B.", 0),
    ],
)
def test_the_word_and_the_figures_point_the_same_way(sentence, faults):
    assert len(list(checks.contradiction(said(sentence)))) == faults


# ── Small numbers ─────────────────────────────────────────────────────────────────────────────────────────


def counts(*rows, columns=("Age", "Children"), **more):
    return d.Table("Children seen", columns, rows, scope=d.CHILDREN, **more)


def test_a_count_of_one_to_five_children_is_not_printed():
    finding = only(checks.small_number(report(counts(("Under 5", 2), ("5 to 9", 6), ("10 and over", 0)))))
    assert finding.severity == "error" and finding.text == "2"
    assert finding.where.endswith("row 1 (“Under 5”), column “Children”")
    assert "Hide it" in finding.message


def test_a_whole_number_kept_as_a_decimal_is_the_same_count():
    assert only(checks.small_number(report(counts(("Under 5", Decimal("2.0")))))).text == "2.0"
    assert not list(checks.small_number(report(counts(("Under 5", Decimal("2.5"))))))


def test_one_hidden_number_beside_its_total_can_be_worked_out():
    one = counts(("a", d.Hidden()), ("b", 20), ("c", 30), ("Total", 54))
    assert "the total 54 less the numbers shown (50)" in only(checks.small_number(report(one))).message
    two = counts(("a", d.Hidden()), ("b", d.Hidden()), ("c", 30), ("Total", 54))
    assert not list(checks.small_number(report(two)))


def test_a_percentage_beside_a_hidden_number_gives_it_away():
    columns = ("Age", "Seen", "All", d.Column("Share", "%", "Seen", "All"))
    wrong = counts(("a", d.Hidden(), 40, 10), ("b", 20, 40, 50), columns=columns)
    assert "gives away the hidden number" in only(checks.small_number(report(wrong))).message


def test_a_figure_in_a_sentence_is_held_to_the_same_rule():
    assert (
        only(checks.small_number(report(d.Paragraph((d.Figure(2), " children were seen."))))).severity
        == "error"
    )
    by_share = d.Figure(Decimal("10.0"), "%", numerator=3, denominator=30)
    assert "rests on 3 children" in only(checks.small_number(report(d.Paragraph((by_share,))))).message
    assert not list(checks.small_number(report(d.Paragraph((d.Figure(2, scope=d.ADULTS),)))))


def test_a_table_that_only_reads_as_if_it_counted_children_is_a_warning():
    unsaid = d.Table("Children missing from home", ("Month", "Number"), (("May", 3), ("June", 9)))
    assert only(checks.small_number(report(unsaid))).severity == "warning"
    assert not list(checks.small_number(report(d.Table("Meetings", ("Month", "Number"), (("May", 3),)))))


def test_a_table_that_says_it_counts_no_people_is_left_alone_and_the_same_table_of_children_is_not():
    def challenges(scope):
        rows = (("Children and families", 1), ("Schools", 9))
        return d.Table("Recommendations", ("From", "Number"), rows, scope=scope)

    assert not list(checks.small_number(report(challenges(d.NOT_PEOPLE))))
    assert only(checks.small_number(report(challenges("")))).severity == "warning"
    assert only(checks.small_number(report(challenges(d.CHILDREN)))).severity == "error"


def test_the_names_of_agencies_do_not_say_whom_a_table_counts():
    rows = (("Council Children's Services", 3), ("Harbour Women's Aid", 2), ("Police", 7))
    attendance = d.Table("Who came to meetings", ("Agency", "Meetings"), rows)
    assert not [*checks.small_number(report(attendance)), *checks.scope(report(attendance))]
    counted = d.Table("Children referred", ("Agency", "Number"), rows)
    assert [f.text for f in checks.small_number(report(counted))] == ["3", "2"]
    adults = d.Table("Children and those who harm", ("Who", "Number"), (("Children", 30), ("Women", 20)))
    assert only(checks.scope(report(adults))).text == "Women"


def test_a_sentence_may_begin_with_a_symbol_in_brackets():
    said = f"[c] means that a number is {'well ' * 20}hidden. [:] means that it is {'quite ' * 20}unknown."
    assert not list(checks.plain_language(report(d.Paragraph((said,)))))


@pytest.mark.parametrize(
    ("sentence", "faults"),
    [
        ("In the summer 3 children were missing overnight.", 1),
        ("Two young people were arrested.", 1),
        ("Four very young children lived there.", 1),
        ("One in five children lives in poverty.", 0),
        ("1 in 4 children waited.", 0),
        ("We visited two children's homes and three children’s centres.", 0),
        ("Children aged 5 and Year 5 pupils took part.", 0),
        ("One child is too many.", 0),
        ("There were 2 child safeguarding practice reviews.", 0),
        ("We heard 24 children.", 0),
        ("One young person told us that nobody had listened.", 0),
        ("There were 2 private fostering arrangements.", 1),
        ("Three suicides were reviewed.", 1),
        ("Every year 2 pupils more are excluded per 1,000.", 0),
    ],
)
def test_small_numbers_of_children_are_found_in_sentences(sentence, faults):
    assert len(list(checks.small_number(said(sentence)))) == faults


# ── Identifying details ───────────────────────────────────────────────────────────────────────────────────


def test_identifying_details_are_found_wherever_they_stand():
    document = report(
        d.Quotation("My son was born on 3 May 2016.", "A mother"),
        d.Table("Cases", ("Case", "Number"), (("NHS number 943 476 5919", 12),)),
    )
    found = list(checks.identifying_detail(document))
    assert {f.where for f in found} == {
        "section 1 “The year at a glance”, quotation 1",
        "section 1 “The year at a glance”, table 1, row 1",
    }
    assert all(f.severity == "error" and f.message for f in found)


@pytest.mark.parametrize(
    "block",
    [
        d.Paragraph(("Write to ", d.Link("the manager", "mailto:jo.bloggs@westbridge.example"))),
        d.Claim("We did.", (d.EvidenceRef("A note", "mailto:jo.bloggs@westbridge.example"),)),
        d.ChartImage(
            "<svg><text>NHS number 943 476 5919</text></svg>", "A line that falls.", table(("a", 1, 2, 3))
        ),
        d.Table("Cases", ("Case", "Number"), (("NHS number", 9434765919),)),
    ],
)
def test_identifying_details_are_found_where_only_a_machine_reads(block):
    assert [f.severity for f in checks.identifying_detail(report(block))] == ["error"]


def test_what_may_be_right_to_print_is_left_to_a_person():
    finding = only(checks.identifying_detail(said("We met at the hall, RG1 2AB.")))
    assert finding.severity == "warning" and "Keep it only if it is an office's" in finding.message
    assert not list(
        checks.identifying_detail(said("We met at the hall, RG1 2AB."), allow_postcodes=["RG1 2AB"])
    )


def test_the_partnerships_own_address_may_stand():
    contact = said("Write to office@westbridge.example.")
    assert list(checks.identifying_detail(contact))
    assert not list(checks.identifying_detail(contact, allow_emails=["office@westbridge.example"]))


# ── Whom figures are about ────────────────────────────────────────────────────────────────────────────────


def test_an_adult_figure_among_the_childrens_is_found():
    adults = d.Figure(412, scope=d.ADULTS)
    finding = only(checks.scope(report(d.Paragraph(("Domestic abuse fell to ", adults, " incidents.")))))
    assert finding.severity == "error" and "412 counts adults, in a report about children" in finding.message
    assert not list(checks.scope(report(d.Paragraph(("It fell to ", adults, " adult victims.")))))


def test_a_row_about_adults_in_a_table_of_children_is_found():
    mixed = counts(("Children on plans", 60), ("Adult victims", 90))
    assert "speaks of adults" in only(checks.scope(report(mixed))).message


def test_adults_counted_in_a_sentence_are_questioned():
    sentence = "There were 145 adult safeguarding enquiries due to domestic violence, a fall of 12%."
    assert "counts adults, in a report about children" in only(checks.scope(said(sentence))).message
    assert not list(checks.scope(said("Training reached 300 adults who work with children.")))


def test_a_row_about_adults_in_a_table_that_reads_as_if_it_counted_children_is_a_warning():
    mixed = d.Table("Domestic abuse", ("Who", "Number"), (("Children present", 60), ("Adult victims", 90)))
    assert only(checks.scope(report(mixed))).severity == "warning"


def test_a_domestic_abuse_count_must_say_whom_it_counts():
    assert (
        "children, adults or households"
        in only(checks.scope(said("Domestic abuse fell by 12% in the year."))).message
    )
    assert not list(checks.scope(said("Domestic abuse witnessed by children fell by 12%.")))


# ── Periods and years ─────────────────────────────────────────────────────────────────────────────────────


def test_a_figure_from_after_the_period_is_an_error():
    late = d.Figure(412, period_start=date(2025, 4, 1), period_end=date(2025, 6, 30))
    finding = only(checks.period(report(d.Paragraph(("There were ", late, ".")))))
    assert finding.severity == "error"
    assert (
        "from 1 April 2025 to 30 June 2025, after the report's period ended on 31 March 2025"
        in finding.message
    )


def test_a_later_figure_may_stand_where_the_words_say_that_it_is_later():
    late = d.Figure(412, period_end=date(2025, 6, 30))
    assert not list(checks.period(report(d.Paragraph(("By June 2025 there were ", late, " plans.")))))


def test_a_correction_may_quote_the_wrong_date_that_it_puts_right():
    wrong = d.Erratum(1, date(2025, 10, 1), was="We met on 31 June 2024.", now="We met on 30 June 2024.")
    assert not list(checks.period(report(errata=(wrong,))))


def test_an_earlier_figure_must_say_that_it_is_earlier():
    early = d.Figure(412, period_start=date(2023, 4, 1), period_end=date(2024, 3, 31))
    assert only(checks.period(report(d.Paragraph(("There are ", early, " plans."))))).severity == "warning"
    assert not list(checks.period(report(d.Paragraph(("There were ", early, " plans the year before.")))))


def test_a_figure_read_before_its_period_ended_is_read_again():
    hasty = d.Figure(412, period_start=START, period_end=END, as_of=date(2025, 3, 1))
    assert "Read it again" in only(checks.period(report(d.Paragraph((hasty, " referrals"))))).message


def test_the_title_names_the_reports_own_years():
    assert "The title says 2023/24" in only(checks.period(report(title="Yearly report 2023/24"))).message
    assert not list(checks.period(report(title="Yearly report 2024-25")))


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("We met on 31 June 2024.", "June 2024 has 30 days"),
        ("We met on Monday 2 April 2024.", "2 April 2024 was a Tuesday, not a Monday"),
        ("This report covers April 2024 to December 2025.", "Make the two agree"),
        ("The first report covered the time from 1 April 2024 to 31 October 2025.", "Make the two agree"),
        (
            "Our priorities for 2024-25 will be neglect and voice.",
            "2024-25 is the year that this report looks back on",
        ),
    ],
)
def test_dates_and_years_that_cannot_be_right_are_found(sentence, message):
    assert message in only(checks.period(said(sentence))).message


@pytest.mark.parametrize(
    "sentence",
    [
        "We met on Tuesday 2 April 2024.",
        "This report covers 1 April 2024 to 31 March 2025.",
        "This report covers April 2024 to March 2025.",
        "The review covers the period January 2022 to June 2023.",
        "Partners agreed the business plan for 2024-25 in May 2024.",
        "Our priorities for 2024-25 were neglect and voice.",
        "Our priorities for 2025-26 are neglect and voice.",
    ],
)
def test_dates_and_years_that_are_right_pass(sentence):
    assert not list(checks.period(said(sentence)))


# ── Claims of impact ──────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_of_impact_needs_evidence():
    bare = d.Claim("Children are safer.", impact=True)
    finding = only(checks.impact(report(bare)))
    assert finding.severity == "error" and "not known yet; will be judged on" in finding.message


def test_evidence_must_show_what_it_shows():
    named = d.Claim("Children are safer.", (d.EvidenceRef("Audit of neglect"),), impact=True)
    assert "named but not quoted" in only(checks.impact(report(named))).message
    quoted = d.Claim(
        "Children are safer.", (d.EvidenceRef("Audit of neglect", quoted="31 of 40"),), impact=True
    )
    assert not list(checks.impact(report(quoted)))


@pytest.mark.parametrize(
    "sentence",
    [
        "Training has improved practice across the partnership.",
        "This has led to better outcomes for children.",
        "The campaign made a real difference.",
        "Awareness of exploitation has increased and children are safer.",
    ],
)
def test_a_claim_of_change_hidden_in_prose_is_found(sentence):
    assert "Make it a claim with its evidence" in only(checks.impact(said(sentence))).message


@pytest.mark.parametrize(
    "sentence",
    [
        "We will improve practice next year.",
        "We aim to make a difference.",
        "Training reached 320 people.",
        "It is not yet known whether outcomes have improved.",
        "Awareness has increased: 60% knew whom to call, against 41% before.",
        "This is an area for improvement.",
        "95% of those trained said that it had improved their practice.",
    ],
)
def test_plans_and_plain_facts_are_no_claims(sentence):
    assert not list(checks.impact(said(sentence)))


# ── Required content ──────────────────────────────────────────────────────────────────────────────────────

LONG = d.Paragraph(
    "We worked with schools, health and the police on neglect and asked families what helped them. " * 2
)


def chapter(code, heading, *blocks, meets=()):
    return d.Section(code, heading, blocks, meets=meets)


def test_each_required_item_is_met_by_a_section_that_somebody_marked_or_is_missing():
    requirements = rulebook.requirement_set_for(END)
    document = report(
        sections=(
            chapter("voice", "What children told us", LONG, meets=("W23-12",)),
            chapter("finance", "Money", meets=("W23-13",)),  # marked, but nothing is written under it
            chapter("learning", "Learning from reviews", LONG),  # written, but nobody said what it answers
        )
    )
    items = {item.item: item for item in checks.required_items(document, requirements)}
    assert set(items) == {item.id for item in requirements.items}
    assert items["W23-12"].met and items["W23-12"].where == "section 1 “What children told us”"
    assert [item for item in items if items[item].met] == ["W23-12"]


def test_what_is_missing_says_where_it_could_stand_and_how_sure_the_rule_is():
    document = report(sections=(chapter("finance", "Money"), chapter("scrutiny", "Scrutiny", LONG)))
    found = {f.message.split()[3]: f for f in checks.required(document, rulebook.requirement_set_for(END))}
    must = found["W23-02"]
    assert (must.severity, must.where) == ("error", "the whole report")
    assert "usually under “Our priorities” or “Learning from reviews”" in must.message
    begun = found["W23-13"]
    assert (begun.severity, begun.where) == ("warning", "section 1 “Money”")
    assert "Write section 1 “Money”, which is still empty" in begun.message
    assert "Check the primary text" in begun.message
    assert "If section 2 “Scrutiny” does, mark it there; if not, write it." in found["W23-18"].message


def test_the_rules_are_those_of_the_reports_own_time():
    codes = {
        year: checks.required_items(report(LONG), rulebook.requirement_set_for(date(year, 3, 31)))[0].item
        for year in (2016, 2021, 2025)
    }
    assert codes == {2016: "L-01", 2021: "W18-01", 2025: "W23-01"}


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_abbreviation_is_explained_before_it_is_used():
    finding = only(checks.abbreviation(said("The MASH took 400 calls. The MASH is busy.")))
    assert finding.message.startswith(
        "MASH is never explained. Write the words in full, then “(MASH)” the first time"
    )
    helped = only(
        checks.abbreviation(said("The MASH took calls."), glossary={"MASH": "multi-agency safeguarding hub"})
    )
    assert "“multi-agency safeguarding hub (MASH)”" in helped.message
    late = report(
        d.Paragraph("The MASH took calls."), d.Paragraph("The multi-agency safeguarding hub (MASH) grew.")
    )
    assert (
        "only explained later, in section 1 “The year at a glance”, paragraph 2"
        in only(checks.abbreviation(late)).message
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The multi-agency safeguarding hub (MASH) took calls. The MASH grew.",
        "MASH (the team that takes calls) grew.",
        "The NHS and your GP can help.",
        "Part II and Part IV.",
        "OUR PRIORITIES FOR ALL THE CHILDREN HERE",
    ],
)
def test_abbreviations_that_readers_know_pass(sentence):
    assert not list(checks.abbreviation(said(sentence)))


def test_the_reports_own_glossary_explains():
    document = report(d.Paragraph("The MASH grew."), glossary=(d.Term("MASH", "the team that takes calls"),))
    assert not list(checks.abbreviation(document))


def test_long_sentences_and_official_words_get_a_plainer_one():
    long = "We " + "and we ".join("met the schools " for _ in range(11)) + "today."
    assert "Make it two or three" in only(checks.plain_language(said(long))).message
    finding = only(
        checks.plain_language(report(d.Paragraph("We utilise maps."), d.Paragraph("They utilise lists.")))
    )
    assert (
        finding.where.endswith("paragraph 1 (and 1 more)")
        and finding.message == "Instead of “utilise”, write: use."
    )


# ── Accessibility ─────────────────────────────────────────────────────────────────────────────────────────

TABLE = d.Table("Referrals by month", ("Month", "Number"), (("May", 9),))


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (d.ChartImage("<svg/>", "", TABLE), "This chart has no description"),
        (d.ChartImage("<svg/>", "Bar chart", TABLE), "does not say what the chart shows"),
        (d.ChartImage("<svg/>", "Referrals by month", TABLE), "does not say what the chart shows"),
        (d.Table("", ("Month", "Number"), (("May", 9),)), "no caption"),
        (d.Table("Calls", ("Month", " "), (("May", 9),)), "Column 2 has no heading"),
        (d.Table("Calls", ("Month", "Number"), (("", 9),)), "Row 1 has no heading"),
        (
            d.Paragraph(("For more, ", d.Link("click here", "https://a.example"))),
            "does not say where the link leads",
        ),
        (d.Paragraph((d.Link("https://a.example/x", "https://a.example/x"),)), "read out letter by letter"),
        (d.Paragraph("• Listen to children"), "Make it a real list"),
        (d.Paragraph("Late visits are shown in red."), "somebody who sees colour"),
    ],
)
def test_what_would_stop_somebody_is_found(block, message):
    assert message in only(checks.accessibility(report(block))).message


def test_a_list_typed_as_paragraphs_is_one_finding():
    typed = [d.Paragraph(f"{n}. Listen") for n in (1, 2, 3)]
    assert "These 3 paragraphs look like items" in only(checks.accessibility(report(*typed))).message


def test_headings_must_be_there_be_filled_and_differ():
    sections = (
        d.Section("a", "Voice", (LONG,)),
        d.Section("b", "Voice", (LONG,)),
        d.Section("c", "", (LONG,)),
        d.Section("d", "Money"),
    )
    found = [(f.where, f.severity) for f in checks.accessibility(report(sections=sections))]
    assert found == [("section 2", "note"), ("section 3", "error"), ("section 4", "warning")]


@pytest.mark.parametrize(
    "sentence",
    ["The sums were £50,000 + £20,000, which makes £80,000.", "£50,000 and £20,000 adds up to £80,000."],
)
def test_a_sum_said_with_a_verb_is_worked_out_again(sentence):
    assert (
        "£70,000, but the sentence says £80,000" in only(checks.cast(report(d.Paragraph(sentence)))).message
    )


# ── All together ──────────────────────────────────────────────────────────────────────────────────────────


ORDINARY = """
At 31 March 2025, 412 children were subject to a child protection plan, compared to 398 at 31 March 2024.
Of the 412 children, 53% were under the category of neglect, 31% emotional abuse, 10% physical and 6% sexual abuse.
The rate of referrals per 10,000 was 512 in 2024/25, down from 545 in 2023/24 and below the average of 538.
Training was attended by 1,245 practitioners across 62 courses, an increase of 12% on the previous year.
The budget was £312,500: £180,000 from the council, £72,500 from health and £60,000 from police.
The section 11 audit was completed by 23 of 25 agencies (92%).
The number of children missing from home fell by 10% from 320 to 287.
Attendance at core groups rose from 71% to 84%.
1 in 5 children aged 8 to 16 was unhappy at school.
The average time was 38 days against a target of 45 days.
The front door received 14,502 contacts, of which 3,204 (22%) became referrals.
Of 3,204 referrals, 2,900 led to an assessment and 304 did not.
Officers received 212 contacts: 98 met the threshold, 64 were advice only and 50 did not meet it.
In total 12 notifications were made; 7 led to a rapid review.
Five of the six recommendations are complete.
All four children's homes were inspected.
The proportion of repeat referrals was 18.5%, a fall of 2.3 percentage points.
The rate increased from 45.6 per 10,000 in 2022/23 to 48.1 per 10,000 in 2023/24.
There were 120 boys and 98 girls, 218 in total.
Inspectors came on Tuesday 10 December 2024.
The helpline took 1,020 calls, up 8% from 944.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", ORDINARY)
def test_the_ordinary_sentences_of_yearly_reports_pass_every_check(sentence):
    assert not checks.check(said(sentence)).findings


def test_all_checks_run_and_the_worst_stands_first():
    document = report(
        d.Paragraph("We utilise 20 maps and 24 lists, a total of 45."),
        d.Claim("Children are safer.", impact=True),
        d.Paragraph("In the summer 3 children were missing."),
    )
    checked = checks.check(document, requirements=rulebook.requirement_set_for(END))
    severities = [f.severity for f in checked.findings]
    assert severities == sorted(severities, key=checks.SEVERITIES.index)
    assert {"cast", "impact", "small-number", "plain-language", "required"} <= {
        f.check for f in checked.findings
    }
    assert checked.errors and all(f.message.endswith(".") for f in checked.findings)
    assert set(checked.as_json()) == {"findings", "required"}
    assert set(checked.as_json()["findings"][0]) == {"check", "severity", "where", "text", "message"}


def test_a_clean_report_is_clean():
    rows = (("Under 10", 100), ("10 and over", 140), ("Total", 240))
    survey = d.EvidenceRef("Survey", quoted="240 answers", as_of=END)
    document = report(
        d.Paragraph("We asked 240 children what they wanted. They told us to listen first."),
        d.Table("Children asked, by age", ("Age", "Children"), rows, total_row=True, scope=d.CHILDREN),
        d.Claim("More children were heard than the year before: 240, up from 180.", (survey,), impact=True),
    )
    assert checks.check(document).findings == ()
