"""How tables lie in the files that people bring: titles, groups, labels, several tables in one file.

The files are written here after what the programs named really export.
"""

import pytest

from tests.exchange.lying import left_out, rows, table, tables


def test_a_plain_table_lies_as_it_looks(tmp_path):
    found = table(tmp_path, "id;name\n1;Ada\n2;Bob\n")
    assert found.layout.headings == (1,)
    assert (found.name, found.form, found.columns) == ("x.csv", "csv", ("id", "name"))
    assert (found.layout.delimiter, found.layout.left_out, found.doubts) == (";", (), ())
    assert rows(found) == [["1", "Ada"], ["2", "Bob"]]
    assert rows(found) == rows(found)


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
