"""Which rows of a table name its columns: none, one, or several of which the lower say more."""

import pytest

from tests.exchange.lying import rows, table

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
        (
            (
                ",Client,,,Order,,\n,Name,,Reach,,Sum,\nNo,First,Last,Mail,Date,Net,Gross\n"
                "1,Ada,Lee,a@x.example,2026-01-03,10,12\n2,Bob,Ray,b@x.example,2026-01-04,20,24\n"
            ),
            (
                *("No", "Client – Name – First", "Client – Name – Last", "Client – Reach – Mail"),
                *("Order – Date", "Order – Sum – Net", "Order – Sum – Gross"),
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


def test_broken_quotes_in_the_heading_are_taken_for_text(tmp_path):
    found = table(tmp_path, '"DATE,TIME,"Qty"\n28/01/2018,00:00,2\n29/01/2018,00:15,3\n')
    assert found.columns == ("DATE", "TIME", "Qty")
    assert len(rows(found)) == 2


def test_a_heading_without_rows_is_a_table(tmp_path):
    found = table(tmp_path, "Name,Email,City\n")
    assert (found.columns, rows(found)) == (("Name", "Email", "City"), [])
