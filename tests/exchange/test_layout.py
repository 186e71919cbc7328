"""How tables lie in the files that people bring: titles, headings, totals, groups, several tables in one file.

The files are written here after what the programs named really export.
"""

from pathlib import Path

import pytest

from crmdesk.exchange.found import Found
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.table import Rejected


def tables(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Found]:
    path = tmp_path / "x.csv"
    path.write_bytes(text.strip("\n").encode(encoding))
    return read_file(path)


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Found:
    [found] = tables(tmp_path, text, encoding)
    return found


def rows(found: Found) -> list[list[str]]:
    return [cells for _line, cells in found.read().rows()]


def left_out(found: Found) -> list[tuple[int, str]]:
    opened = found.read()
    list(opened.rows())
    assert all(one.is_left_out for one in opened.rejected)
    return [(one.line, one.value) for one in opened.rejected]


def rejected(found: Found) -> list[Rejected]:
    opened = found.read()
    list(opened.rows())
    return opened.rejected


def test_a_plain_table_lies_as_it_looks(tmp_path):
    found = table(tmp_path, "id;name\n1;Ada\n2;Bob\n")
    assert found.layout.headings == (1,)
    assert (found.name, found.form, found.columns) == ("x.csv", "csv", ("id", "name"))
    assert (found.layout.delimiter, found.layout.left_out, found.doubts) == (";", (), ())
    assert rows(found) == [["1", "Ada"], ["2", "Bob"]]
    assert rows(found) == rows(found)


QUICKBOOKS = """
"Craig's Design and Landscaping"
"Transaction Report"
"January - March, 2026"

,Date,Transaction Type,Num,Name,Memo/Description,Amount,Balance
Checking,,,,,,,
,01/02/2026,Payment,1001,Amy's Bird Sanctuary,,"108.00","1,201.00"
,01/05/2026,Check,,Tania's Nursery,Plants,(420.81),780.19
   Petty cash,,,,,,,
,01/06/2026,Check,,Bob,Stamps,(1.00),779.19
Total for Petty cash,,,,,,(1.00),
,01/07/2026,Check,,Bob,Ink,(2.00),777.19
Total for Checking,,,,,,$(313.81),
Savings,,,,,,,
,01/09/2026,Deposit,,,,200.00,200.00
Total for Savings,,,,,,$200.00,
TOTAL,,,,,,$(113.81),

"Thursday, Apr 02, 2026 10:30:12 AM GMT-7 - Accrual Basis"
"""


def test_groups_of_rows_stand_in_a_column_and_totals_are_left_out(tmp_path):
    found = table(tmp_path, QUICKBOOKS)
    assert found.columns[:3] == ("Section", "Date", "Transaction Type")
    assert [(cells[0], cells[6]) for cells in rows(found)] == [
        ("Checking", "108.00"),
        ("Checking", "(420.81)"),
        ("Petty cash", "(1.00)"),
        ("Checking", "(2.00)"),
        ("Savings", "200.00"),
    ]
    assert [line for line, _value in left_out(found)] == [6, 9, 11, 13, 14, 16, 17, 19]
    assert [line for line, _reason in found.layout.left_out] == [1, 2, 3, 6, 9, 11, 13, 14, 16, 17, 19]
    assert found.layout.titles[2] == "January - March, 2026"


def test_groups_in_a_column_of_dates_get_a_column_of_their_own(tmp_path):
    text = """
Acme Inc
Transaction Detail by Account

Date,Transaction Type,Num,Name,Amount
Checking,,,,
01/02/2026,Invoice,1001,Amy,108.00
01/03/2026,Invoice,1002,Bob,8.00
Total for Checking,,,,$116.00
Savings,,,,
01/02/2026,Deposit,,,100.00
Total for Savings,,,,$100.00
"""
    found = table(tmp_path, text)
    assert found.columns[-1] == "Section"
    assert [(cells[4], cells[5]) for cells in rows(found)] == [
        ("108.00", "Checking"),
        ("8.00", "Checking"),
        ("100.00", "Savings"),
    ]


GOOGLE_ADS = """
Campaign report
"May 1, 2026 - May 31, 2026"
Campaign status,Campaign,Budget,Budget type,Currency code,Impr.,Clicks,Cost
Enabled,Brand,10.00,Daily,EUR,"1,234",56,78.90
Paused,Generic, --,Daily,EUR,0,0,0.00
Total: Campaigns,, --,,EUR,"1,234",56,78.90
Total: Account,,15.00,Daily,EUR,"1,234",56,78.90
"""


def test_a_period_that_only_the_title_states_becomes_columns(tmp_path):
    found = table(tmp_path, GOOGLE_ADS)
    assert found.columns[-2:] == ("Start date", "End date")
    assert [cells[-2:] for cells in rows(found)] == [["May 1, 2026", "May 31, 2026"]] * 2
    assert [line for line, _value in left_out(found)] == [6, 7]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_localised_report_with_days_needs_no_period(tmp_path, encoding):
    text = """
Kampagnenbericht
1. Mai 2026 - 31. Mai 2026
Tag\tKampagne\tWährungscode\tKosten
2026-05-01\tMarke\tEUR\t12,34
Gesamt: Konto\t --\tEUR\t1.024,68
"""
    found = table(tmp_path, text, encoding)
    assert found.columns == ("Tag", "Kampagne", "Währungscode", "Kosten")
    assert rows(found) == [["2026-05-01", "Marke", "EUR", "12,34"]]


GA4 = """
# ----------------------------------------
# Traffic acquisition: Session primary channel group (Default Channel Group)
# Property: Shop, main
# ----------------------------------------
#
# Start date: 20260501
# End date: 20260531
Nth day,Organic Search,Direct
0000,12,4
0001,13,5

#
# All Users
# Start date: 20260501
# End date: 20260531
Session primary channel group (Default Channel Group),Engaged sessions,Sessions,Key events
Organic Search,1200,1500,12.0
Direct,200,400,0.0
"""


def test_each_table_of_a_file_is_one_of_its_own(tmp_path):
    days, channels = tables(tmp_path, GA4)
    assert days.name.startswith("x.csv: Traffic acquisition")
    assert days.columns == ("Nth day", "Organic Search", "Direct", "Start date", "End date")
    assert rows(days) == [["0000", "12", "4", "20260501", "20260531"], ["0001", "13", "5", "20260501", "20260531"]]
    assert channels.name == "x.csv: All Users"
    assert channels.layout.headings == (16,)
    assert [cells[0] for cells in rows(channels)] == ["Organic Search", "Direct"]


def test_tables_below_each_other_need_no_empty_line_between_them(tmp_path):
    first, second = tables(tmp_path, "day,n\n2026-01-01,1\n2026-01-02,2\nname,city,born\nAda,Berlin,1815\n")
    assert (first.name, second.name) == ("x.csv: table 1", "x.csv: table 2")
    assert (rows(first), rows(second)) == (
        [["2026-01-01", "1"], ["2026-01-02", "2"]],
        [["Ada", "Berlin", "1815"]],
    )


def test_tables_with_titles_between_them_are_told_apart_by_their_words(tmp_path):
    text = """
Meetings,,,
Minister,Date,Organisation,Purpose
Ada,Oct-14,Tearfund,Education
,,World Vision,

Overseas travel,,,
Minister,Date of trip,Destination,Purpose
Ada,October,Cairo,Conference
"""
    meetings, travel = tables(tmp_path, text)
    assert (meetings.name, travel.name) == ("x.csv: Meetings", "x.csv: Overseas travel")
    assert rows(meetings) == [["Ada", "Oct-14", "Tearfund", "Education"], ["", "", "World Vision", ""]]
    assert rows(travel) == [["Ada", "October", "Cairo", "Conference"]]


SURVEY = """
Respondent ID,Start Date,Email Address,How likely are you to recommend us?,Which do you use?,,,Anything else?
,,,Response,Phone,E-mail,Post,Open-Ended Response
11223344,05/01/2026 09:30:12 AM,ada@example.com,9,Phone,,Post,Fine
11223345,05/02/2026 09:30:12 AM,bob@example.com,3,,E-mail,,
"""


def test_a_question_and_its_choices_are_one_heading(tmp_path):
    found = table(tmp_path, SURVEY)
    assert found.layout.headings == (1, 2)
    assert found.columns[3:] == (
        "How likely are you to recommend us?",
        "Which do you use? – Phone",
        "Which do you use? – E-mail",
        "Which do you use? – Post",
        "Anything else?",
    )
    assert len(rows(found)) == 2


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Sea,,Land,\nX,Y,X,Y\n1,2,3,4\n5,6,7,8\n", ("Sea – X", "Sea – Y", "Land – X", "Land – Y")),
        (
            "Name,Address,\n,Street,City\nAda,Hof 1,Ulm\nBob,Weg 2,Bonn\n",
            ("Name", "Address – Street", "Address – City"),
        ),
        ("Length,Weight\nm,kg\n1,2\n3,4\n", ("Length – m", "Weight – kg")),
        (
            "Staff,,,,Costs,,,,Notes\nname,grade,team,room,pay,tax,travel,other,\nAda,A,X,1a,1,2,3,4,ok\nBob,B,Y,2b,5,6,7,8,fine\n",
            tuple(f"Staff – {name}" for name in ("name", "grade", "team", "room"))
            + tuple(f"Costs – {name}" for name in ("pay", "tax", "travel", "other"))
            + ("Notes",),
        ),
        (
            "DATES,PURPOSE,TRAVEL,,Total\n\n,,Air,Rail,\n13.04.2012,Visit,1,2,3\n14.04.2012,Visit,1,2,3\n",
            ("DATES", "PURPOSE", "TRAVEL – Air", "TRAVEL – Rail", "Total"),
        ),
        (
            "Costs,,\n\n,2024,2025\nKind,Total,Total\n,,Restated\nRent,1,2\nPay,3,4\n",
            ("Kind", "2024 – Total", "2025 – Total – Restated"),
        ),
        (
            "Name,Type,Staff,,,,Pay,\n,,Junior,,Senior,,,\n,,Heads,Hours,Heads,Hours,Sum,Tax\na,b,1,2,3,4,5,6\nc,d,1,2,3,4,5,6\n",
            (
                *("Name", "Type", "Staff – Junior – Heads", "Staff – Junior – Hours"),
                *("Staff – Senior – Heads", "Staff – Senior – Hours", "Pay – Sum", "Pay – Tax"),
            ),
        ),
    ],
)
def test_rows_of_a_heading_say_more_together(tmp_path, text, columns):
    assert table(tmp_path, text).columns == columns


@pytest.mark.parametrize(
    "text",
    [
        "name,amount\nAda,open\nBob,12\nCora,13\nDan,14\n",
        "name,flush,urinals,other\nAda,,,no information\nBob,1,2,3\nCora,4,5,6\nDan,7,8,9\n",
        "a,b\nn/a,n/a\n1,2\n3,4\n",
        "a,b\na,b\n1,2\n3,4\n",
    ],
)
def test_a_first_row_without_numbers_is_no_second_heading(tmp_path, text):
    assert table(tmp_path, text).layout.headings == (1,)


def test_a_title_that_is_wider_than_the_table_is_no_heading(tmp_path):
    found = table(tmp_path, "Created as new,Sample 22 by Ada,February\ncm-1,%T\n4000.0,98.7\n3999.0,98.8\n")
    assert found.columns == ("cm-1", "%T")


@pytest.mark.parametrize(
    ("titles", "count"),
    [
        ("Report,Sales by customer\nCreated by:,Ada\n", 2),
        ("Created by:,Ada\n", 1),
        ("Report,Sales by customer\n\n", 1),
        ("Report,Sales by customer\nPeriod: January\n", 2),
        ("My company\nReport,Sales by customer\n\n", 2),
    ],
)
def test_titles_of_two_cells_are_no_headings(tmp_path, titles, count):
    found = table(tmp_path, f"{titles}Contact,Amount,Day\nAda,1.50,2026-01-02\nBob,2.50,2026-01-03\n")
    assert found.columns == ("Contact", "Amount", "Day")
    assert (len(found.layout.titles), len(rows(found))) == (count, 2)


def test_a_single_row_above_a_table_is_its_title(tmp_path):
    found = table(tmp_path, "Report,Sales\n\nDay,Notes\n2026-01-02,a\n2026-01-03,b\n")
    assert (found.columns, found.layout.titles) == (("Day", "Notes"), ("Report Sales",))


def test_two_rows_of_names_that_may_be_one_heading_are_asked_about(tmp_path):
    found = table(tmp_path, "Length,Weight\nm,kg\n1,2\n3,4\n")
    assert "Rows 1 to 2 were read as one heading" in found.doubts[0]


def test_a_column_that_nobody_fills_does_not_part_a_table(tmp_path):
    found = table(tmp_path, "Name,Tags,Fax\nAda,vip,\nBob,lead,\n\nCora,vip,\nDan,lead,\n")
    assert len(rows(found)) == 4


def test_a_remark_below_a_table_of_two_columns_is_left_out(tmp_path):
    found = table(tmp_path, "Name,Amount\nAda,1\nBob,2\n\nGenerated by a program\n")
    assert left_out(found) == [(5, "Generated by a program")]


def test_a_heading_that_stands_again_is_left_out(tmp_path):
    found = table(tmp_path, "day,n\n2026-01-01,1\nday,n\n2026-01-02,2\n\nDAY,N\n2026-01-03,3\n")
    assert [cells[1] for cells in rows(found)] == ["1", "2", "3"]
    assert left_out(found) == [(3, "day n"), (6, "DAY N")]


VERTICAL = """
"Email Campaign Report"
"Title:","June News"
"Subject Line:","Hello, you"
"Delivery Date/Time:","Jun 09, 2018 09:30 pm"

"Overall Stats"
"Total Recipients:","1,234"
"Successful Deliveries:","1,230"
"Bounces:",
"Times Forwarded:","0"
"Total Opens:","500"

"Clicks by URL"
"URL","Total Clicks","Unique Clicks"
"http://example.com/a","12","10"
"""


def test_a_list_of_labels_is_one_record(tmp_path):
    campaign, clicks = tables(tmp_path, VERTICAL)
    assert campaign.columns[:3] == ("Title", "Subject Line", "Delivery Date/Time")
    assert rows(campaign) == [
        ["June News", "Hello, you", "Jun 09, 2018 09:30 pm", "1,234", "1,230", "", "0", "500"],
    ]
    assert campaign.name == "x.csv: Email Campaign Report"
    assert campaign.layout.titles == ("Email Campaign Report", "Overall Stats")
    assert rows(clicks) == [["http://example.com/a", "12", "10"]]


def test_a_file_of_nothing_but_labels_is_one_record(tmp_path):
    assert rows(table(tmp_path, "Name:,Ada\nCity:,Ulm\n")) == [["Ada", "Ulm"]]


BANK = """
Umsätze Girokonto;;;Zeitraum: 30 Tage;;
Neuer Kontostand;1.234,56;EUR
Kontonummer;123 4567890 00

Hinweis: Umsätze sind vorläufig
Buchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;Betrag;Soll;Haben;Währung
1.6.2026;1.6.2026;SEPA-Lastschrift;Stadtwerke;Strom;-39,9;-39,9;;EUR
2.6.2026;2.6.2026;SEPA-Gutschrift;Ada GmbH;RE 1;1.000;;1.000;EUR
Kontostand;03.06.2026;;;;1.195,06;;;EUR
"""


def test_a_bank_writes_lines_above_and_a_balance_below(tmp_path):
    found = table(tmp_path, BANK, "cp1252")
    assert found.columns[3] == "Begünstigter / Auftraggeber"
    assert len(rows(found)) == 2
    assert left_out(found) == [(9, "Kontostand 03.06.2026 1.195,06 EUR")]
    assert "cp1252" in found.doubts[0]


def test_names_of_a_heading_may_stand_twice(tmp_path):
    text = """
Umsatzanzeige;Datei erstellt am: 01.06.2026 10:00

IBAN;DE00
Kontoname;Girokonto

Buchung;Auftraggeber;Saldo;Währung;Betrag;Währung
04.05.2026;Joe Doe;5.000,00;EUR;1.200,00;EUR
"""
    found = table(tmp_path, text)
    assert found.columns[3:] == ("Währung", "Betrag", "Währung (2)")
    assert len(found.layout.titles) == 3


def test_labels_above_a_bank_table_are_no_record(tmp_path):
    text = """
"Konto:";"DE12"

"Von:";"01.01.2026"
"Stand:";"1,00 EUR"

"Tag";"Text";"Betrag";
"30.01.2026";"Strom";"-9,95";
"""
    found = table(tmp_path, text)
    assert (found.columns, rows(found)) == (("Tag", "Text", "Betrag"), [["30.01.2026", "Strom", "-9,95"]])
    assert found.layout.titles == ("Konto: DE12", "Von: 01.01.2026", "Stand: 1,00 EUR")


def test_a_table_of_two_columns_above_a_wide_one_is_a_table(tmp_path):
    first, second = tables(tmp_path, "Day,Users\n1,10\n2,20\n\nChannel,Source,Sessions,Events\nOrganic,web,5,1\n")
    assert (len(rows(first)), len(rows(second))) == (2, 1)


@pytest.mark.parametrize(
    "total",
    [
        "Total,,30",
        "TOTAL:,,$30.00",
        "Grand Total,,30",
        "Summe,,30",
        "Gesamt: Konto,,30",
        "Total général,,30",
        "合計,,30",
        "Saldo,,30",
        "Berlin Total,,30",
        "Total Berlin,,30",
    ],
)
def test_totals_are_left_out(tmp_path, total):
    found = table(tmp_path, f"city,day,amount\nBerlin,2026-01-01,10\nBerlin,2026-01-02,20\n{total}\n")
    assert len(rows(found)) == 2
    assert [line for line, _value in left_out(found)] == [4]


def test_a_total_may_name_what_it_is_of_where_no_names_stand(tmp_path):
    found = table(tmp_path, "day,text,amount\n2026-01-01,a,10\n2026-01-02,b,20\nTotal Checking,,30\n")
    assert left_out(found) == [(4, "Total Checking 30")]


def test_a_total_with_words_beside_it_is_a_record(tmp_path):
    found = table(tmp_path, "what,state,amount\nRent,paid,10\nPay,open,20\nTotal,open,30\n")
    assert len(rows(found)) == 3


def test_a_title_and_a_remark_alone_are_rows(tmp_path):
    assert table(tmp_path, "x\n# a, b\n").columns == ("# a", "b")


def test_long_texts_are_no_numbers(tmp_path):
    found = table(tmp_path, f"name,text\nAda,{'1 ' * 90}\nBob,{'2 ' * 90}\n")
    assert found.layout.headings == (1,)


@pytest.mark.parametrize(
    "named",
    [
        "Total Wine,,,",
        "Total SE,total@example.com,,Paris",
        "Total,office@total.example,+49 30 1,Paris",
        "Summe GmbH,,+49 30 123,",
        "#1 Plumbing,,,",
        "# Hash,h@example.com,1,Rom",
        "Grace,,,",
        "Total Wine,see notes,30,Rom",
    ],
)
def test_people_are_no_totals_titles_or_remarks(tmp_path, named):
    found = table(
        tmp_path, f"Name,Email,Phone,City\nAda,ada@example.com,+49 30 123,Berlin\n{named}\nBob,b@b.example,1,Rom\n"
    )
    assert len(rows(found)) == 3


def test_remarks_below_a_table_are_left_out_but_a_lone_row_within_it_is_not(tmp_path):
    text = 'name,city,amount\nAda,Rom,1\n\nGrace\n\nBob,Ulm,2\n\n"Copyright"\n"Confidential"\n'
    found = table(tmp_path, text)
    assert [cells[0] for cells in rows(found)] == ["Ada", "Grace", "Bob"]
    assert left_out(found) == [(8, "Copyright"), (9, "Confidential")]


def test_remarks_within_a_table_are_left_out(tmp_path):
    found = table(tmp_path, "day,n,m\n2026-01-01,1,1\n# a holiday\n2026-01-02,2,2\nclosed,,\n2026-01-03,3,3\n")
    assert left_out(found) == [(3, "# a holiday"), (5, "closed")]


def test_a_heading_may_be_marked_as_a_comment(tmp_path):
    found = table(tmp_path, "# energy (MeV), n\n0.0, 1.0\n0.1, 2.0\n")
    assert found.columns == ("energy (MeV)", "n")


def test_a_heading_may_be_a_single_hash(tmp_path):
    assert table(tmp_path, "#,How?,When\na1,Well,2026-01-01\na2,Badly,2026-01-02\n").columns == ("#", "How?", "When")


def test_rows_that_all_begin_with_a_hash_are_rows(tmp_path):
    assert len(rows(table(tmp_path, "#sale\n#news\n#work\n"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "John Doe,John,Doe,john@doe.example\nJane Doe,Jane,Doe,jane@doe.example\n",
        "0,0\n0.01,0\n0.02,0\n",
        "2026-01-01,Ada,5\n2026-01-02,Bob,6\n",
        "1;2;Orange\n",
        "yes,Berlin\nno,Bonn\nyes,Bonn\nno,Berlin\n",
        "Stray title\n1,2,Ada\n3,4,Bob\n",
    ],
)
def test_a_table_without_headings_has_numbered_columns_and_says_so(tmp_path, text):
    found = table(tmp_path, text)
    assert found.layout.headings == ()
    assert found.columns[:2] == ("Column 1", "Column 2")
    assert found.doubts[-1] == "No row names the columns; they are named by number."
    assert len(rows(found)) + len(found.layout.titles) == len(text.splitlines())


def test_years_name_columns_though_they_are_numbers(tmp_path):
    found = table(tmp_path, "Kunde;2024;2025;2026\nMüller AG;1.000,00;2,00;3,00\nMeier;1,00;20,00;30,00\n")
    assert found.columns == ("Kunde", "2024", "2025", "2026")
    assert rows(table(tmp_path, "Year,2024\nAda,2019\nBob,2020\n"))[0] == ["Year", "2024"]


def test_a_doubtful_heading_is_said(tmp_path):
    found = table(tmp_path, "x,12,b\n1,2,Ada\n2,3,Bob\n")
    assert "It is not certain that row 1 names the columns" in found.doubts[0]


def test_columns_that_the_heading_forgets_are_numbered(tmp_path):
    found = table(tmp_path, "a,b\n1,2,3\n4,5,6\n")
    assert found.columns == ("a", "b", "Column 3")


def test_one_row_with_more_cells_is_put_aside(tmp_path):
    found = table(tmp_path, "a,b\n1,2\n3,4\n5,6,7\n")
    assert [(one.line, one.is_left_out) for one in rejected(found)] == [(4, False)]


def test_an_empty_line_between_all_rows_parts_nothing(tmp_path):
    found = table(tmp_path, "name,city\n\nAda,Berlin\n\nBob,Bonn\n\nCora,Ulm\n")
    assert len(rows(found)) == 3
    assert len(rows(table(tmp_path, "name,city\n\nAda,Berlin\nBob,Bonn\n\nCora,Ulm\nDan,Rom\n"))) == 4


def test_rows_behind_an_empty_line_go_on(tmp_path):
    found = table(tmp_path, "day,n\n2026-01-01,1\n\n2026-01-02,2\n\nBad,3\n2026-01-03,4\n")
    assert len(rows(found)) == 4


def test_broken_quotes_in_the_heading_are_taken_for_text(tmp_path):
    found = table(tmp_path, '"DATE,TIME,"Qty"\n28/01/2018,00:00,2\n29/01/2018,00:15,3\n')
    assert found.columns == ("DATE", "TIME", "Qty")
    assert len(rows(found)) == 2


def test_what_is_broken_above_a_table_is_none_of_its_rows(tmp_path):
    text = 'a,b\n1,2\n3,4\n5,"6"x\n\nname,city,born\nAda,"Ulm",1815\nBob,"Rom"x,1\n'
    first, second = tables(tmp_path, text)
    assert [one.line for one in rejected(first)] == [4]
    assert [one.line for one in rejected(second)] == [8]


def test_a_heading_without_rows_is_a_table(tmp_path):
    found = table(tmp_path, "Name,Email,City\n")
    assert (found.columns, rows(found)) == (("Name", "Email", "City"), [])


def test_a_table_of_many_more_rows_than_the_sample_is_judged_to_its_end(tmp_path):
    body = "".join(f"{n},2026-01-01,5\n" for n in range(1500))
    found = table(tmp_path, f"id,day,n\n{body}Total,,7500\n\nfoot note")
    assert len(rows(found)) == 1500
    assert [line for line, _value in left_out(found)] == [1502, 1504]


def test_tables_further_down_are_found_where_there_are_several(tmp_path):
    body = "".join(f"{n},5\n" for n in range(600))
    found = tables(tmp_path, "\n".join(f"day,n{k}\n{body}" for k in range(3)))
    assert [len(rows(one)) for one in found] == [600, 600, 600]


def test_more_tables_than_anybody_brings_are_not_read_and_it_is_said(tmp_path):
    found = tables(tmp_path, "\n\n".join(f"day{k},n{k},m{k}\n{k},2,3\n{k},5,6" for k in range(105)))
    assert len(found) == 100
    assert found[0].doubts == ("The file holds more than 100 tables; those from line 401 on were not read.",)
