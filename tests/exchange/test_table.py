"""Text tables: what is read, what is put aside with its line, and what is refused."""

import io
import json

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.dialect import SPACES, Dialect, detect
from crmdesk.exchange.table import Table, read_csv


def table(data: bytes | str, **options) -> Table:
    return read_csv(io.BytesIO(data.encode() if isinstance(data, str) else data), "x.csv", **options)


def rows(data: bytes | str, **options) -> list[tuple[int, list[str]]]:
    return list(table(data, **options).rows())


def faults(data: bytes | str, **options) -> list[tuple[int, str]]:
    found = table(data, **options)
    list(found.rows())
    return [(one.line, one.reason.split(";")[0]) for one in found.rejected]


def test_rows_carry_the_line_where_they_start():
    assert rows('a,b\n1,"x\ny"\n\n2,z\n') == [(2, ["1", "x\ny"]), (5, ["2", "z"])]


def test_the_byte_order_mark_is_no_part_of_the_first_column():
    found = table(b"\xef\xbb\xbfname,email\nAda,a@b.c\n")
    assert found.columns == ["name", "email"]
    assert table("\ufeff\ufeffname\n1\n").columns == ["name"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(end):
    assert rows(f'a,b{end}1,"x{end}y"{end}2,z') == [(2, ["1", "x\ny"]), (4, ["2", "z"])]


def test_missing_cells_are_empty_and_spare_delimiters_harmless():
    assert rows("a,b,c\n1\n1,2,3,,\n") == [(2, ["1", "", ""]), (3, ["1", "2", "3"])]


def test_a_trailing_delimiter_in_every_row_makes_no_column():
    found = table("a,b,\n1,2,\n")
    assert (found.columns, list(found.rows())) == (["a", "b"], [(2, ["1", "2"])])


def test_a_row_with_more_cells_than_columns_is_put_aside():
    assert faults("a,b\n1,2,3\n4,5\n") == [(2, "The row has 3 cells, the header 2")]


def test_an_unclosed_quote_does_not_swallow_the_rest_of_the_file():
    data = 'a,b\n1,"open\n2,x\n3,y\n'
    assert rows(data) == [(3, ["2", "x"]), (4, ["3", "y"])]
    assert faults(data) == [(2, "A cell opens with a quotation mark that is never closed")]


def test_an_unclosed_quote_that_meets_the_next_quote_is_put_aside_alone():
    data = 'a,b\n1,"open\n2,"x"\n3,y\n'
    assert rows(data) == [(3, ["2", "x"]), (4, ["3", "y"])]


def test_text_behind_a_closing_quote_is_put_aside():
    assert faults('a,b\n1,"x"y\n2,z\n') == [(2, "Text follows the closing quotation mark of a cell")]


def test_a_quote_within_an_unquoted_cell_is_text():
    assert rows('a,b\n1,5" pipe\n') == [(2, ["1", '5" pipe'])]


def test_a_broken_header_is_refused_rather_than_replaced_by_the_first_row():
    with pytest.raises(UserError, match="cannot be read"):
        table('a,"b\n1,2\n')


def test_an_empty_file_has_no_columns_and_no_rows():
    found = table("")
    assert (found.columns, list(found.rows())) == ([], [])


def test_a_line_of_spaces_is_no_row():
    assert rows("a,b\n   \n1,2\n") == [(3, ["1", "2"])]


def test_a_column_without_a_name_gets_one_and_it_is_said():
    found = table("a,,c\n1,2,3\n")
    assert found.columns == ["a", "Column 2", "c"]
    assert found.notices == ["x.csv: column 2 has no name; it is read as “Column 2”."]


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(UserError, match=r"two columns named “a” \(columns 1 and 3\)"):
        table("a,b,a\n")


def test_two_columns_of_one_name_are_told_apart_where_that_is_asked():
    found = table("a,b,a,a\n1,2,3,4\n", number_repeats=True)
    assert found.columns == ["a", "b", "a (2)", "a (3)"]
    assert len(found.notices) == 2


def test_a_number_that_another_column_has_already_is_passed_over():
    assert table("a,a (2),a,a\n", number_repeats=True).columns == ["a", "a (2)", "a (3)", "a (4)"]


def test_control_characters_are_left_out_with_a_notice():
    found = table(b"a,b\n1,x\x00\x0b\x1b[31my\x7f\n2,\x01\n")
    assert [cells for _line, cells in found.rows()] == [["1", "x[31my"], ["2", ""]]
    assert found.notices == ["Control characters in the file were left out; no text needs them."]


def test_a_file_of_nothing_but_control_characters_ends():
    assert rows(b"\x00" * (1 << 20)) == []


def test_bytes_that_are_no_text_put_their_row_aside():
    found = table(b"a,b\n1,M\xfcller\n2,M\xc3\xbcller\n")
    assert list(found.rows()) == [(3, ["2", "Müller"])]
    assert [(one.line, one.column, one.value) for one in found.rejected] == [(2, "b", "M?ller")]


def test_bytes_cut_off_at_the_end_are_noticed():
    found = table(b"a\nM\xc3")
    assert list(found.rows()) == []
    assert found.rejected[0].line == 2


def test_a_character_across_two_blocks_is_whole():
    data = ("a\n" + "x" * ((1 << 18) - 3) + "ü\n").encode()
    found = table(data)
    assert next(found.rows())[1][0].endswith("xü")
    assert found.rejected == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_read(encoding):
    data = "id;näme\n1;Zoë 👩\x00\n".encode(encoding)
    found = table(data, dialect=detect(lambda: io.BytesIO(data), encoding=encoding))
    assert (found.columns, list(found.rows())) == (["id", "näme"], [(2, ["1", "Zoë 👩"])])


def test_an_interchange_file_that_a_spreadsheet_saved_again_is_read():
    assert rows("id;name\n1;Ada\n") == [(2, ["1", "Ada"])]
    assert rows("id\tname\n1\tAda\n".encode("utf-16")) == [(2, ["1", "Ada"])]
    assert rows("kpi\nx\n") == [(2, ["x"])]


def test_a_table_in_runs_of_spaces_is_cut_at_them():
    found = table(" id   date\r\n 01  x\r\n\r\n 02 y z\r\n", dialect=Dialect(delimiter=SPACES))
    assert list(found.rows()) == [(2, ["01", "x"])]
    assert found.rejected[0].line == 4


def test_lines_above_the_header_are_left_out_and_still_counted():
    dialect = Dialect(skip_lines=2)
    assert rows('Report\n"May\na,b\n1,2\n', dialect=dialect) == [(4, ["1", "2"])]


def test_columns_can_be_given_for_a_table_without_a_header():
    assert rows("1,2\n3,4\n", columns=["a", "b"]) == [(1, ["1", "2"]), (2, ["3", "4"])]


def test_backslashes_and_other_quotes_are_read_where_stated():
    assert rows("a,b\n1,'x, \\'y\\''\n", dialect=Dialect(quote="'", escape="\\")) == [(2, ["1", "x, 'y'"])]
    assert rows('a,b\n1,"x\n', dialect=Dialect(quote="")) == [(2, ["1", '"x'])]


def test_a_cell_up_to_the_limit_is_read_and_a_longer_one_put_aside():
    longest = "x" * limits.CELL_CHARACTERS
    assert rows(f"a\n{longest}\n")[0][1] == [longest]
    assert faults(f"a\n{longest}x\n1\n") == [(2, "A cell is longer than 1000000 characters")]


def test_a_file_without_line_ends_is_refused():
    with pytest.raises(UserError, match="not a text table"):
        table("x," * limits.LINE_CHARACTERS)


def test_ten_thousand_columns_are_refused():
    with pytest.raises(UserError, match="10000 columns; at most 2000"):
        table(",".join(f"c{n}" for n in range(10_000)))


def test_more_rows_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 3)
    assert len(rows("a\n1\n2\n3\n")) == 3
    with pytest.raises(UserError, match="more than 3 rows"):
        rows("a\n1\n2\n3\n4\n")


def test_a_file_read_in_the_wrong_dialect_is_refused_after_many_faults(monkeypatch):
    monkeypatch.setattr(limits, "STRUCTURE_FAULTS", 3)
    with pytest.raises(UserError, match="state how the table is written"):
        rows("a\n" + "1,2\n" * 4)


def test_a_long_value_is_shown_shortened_and_on_one_line():
    found = table('a\n1,"' + "x\n" * 100 + '"\n')
    list(found.rows())
    assert found.rejected[0].value.endswith("…")
    assert len(found.rejected[0].value) == limits.SHOWN_CHARACTERS


def test_many_unclosed_quotes_take_no_more_than_one_pass_each():
    data = "a,b\n" + '1,"open\n2,x\n' * 20_000
    found = table(data)
    assert len(list(found.rows())) + len(found.rejected) == 40_000


def test_the_edge_cases_of_csv_spectrum_give_their_rows(data_dir):
    folder = data_dir("csv-edge-cases")
    names = {path.stem for path in (folder / "csv-spectrum").glob("*.csv")}
    assert len(names) == 12
    for name in sorted(names - {"location_coordinates"}):
        with (folder / "csv-spectrum" / f"{name}.csv").open("rb") as stream:
            found = read_csv(stream, name)
            given = [dict(zip(found.columns, cells, strict=True)) for _line, cells in found.rows()]
        expected = json.loads((folder / "csv-spectrum-json" / f"{name}.json").read_text(encoding="utf-8"))
        assert given == [{key: cell.replace("\r\n", "\n") for key, cell in row.items()} for row in expected], name
        assert found.rejected == []


def test_quotes_within_coordinates_are_text(data_dir):
    with (data_dir("csv-edge-cases") / "csv-spectrum" / "location_coordinates.csv").open("rb") as stream:
        found = read_csv(stream, "x")
        assert next(found.rows())[1][1].endswith('17.9"W')


def test_the_edge_cases_of_csv_test_data_give_their_rows(data_dir):
    folder = data_dir("csv-edge-cases") / "csv-test-data"
    for expected in sorted((folder / "json").glob("*.json")):
        with (folder / "csv" / f"{expected.stem}.csv").open("rb") as stream:
            found = read_csv(stream, expected.stem)
            given = [cells for _line, cells in found.rows()]
        wanted = json.loads(expected.read_text(encoding="utf-8"))
        if expected.stem.startswith("header-"):
            assert given == [list(row.values()) for row in wanted], expected.stem
        else:
            # A line without anything on it is no row of a table.
            assert [found.columns, *given] == ([row for row in wanted if row != [""]] or [[]]), expected.stem


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("bad-header-more-fields", "The row has 4 cells, the header 3"),
        ("bad-missing-quote", "A cell opens with a quotation mark that is never closed"),
        ("bad-quotes-with-unescaped-quote", "Text follows the closing quotation mark of a cell"),
    ],
)
def test_invalid_edge_cases_put_their_row_aside(data_dir, name, reason):
    data = (data_dir("csv-edge-cases") / "csv-test-data" / "csv" / f"{name}.csv").read_bytes()
    assert faults(data) == [(2, reason)]
    assert rows(data) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_wide_encoding_that_is_stated_needs_no_mark(encoding):
    content = "id,name\n1,Jürgen\n".encode(f"{encoding}-le")
    table = read_csv(io.BytesIO(content), "x.csv", dialect=Dialect(encoding))
    assert (table.columns, list(table.rows())) == (["id", "name"], [(2, ["1", "Jürgen"])])


def test_a_backslash_before_quotes_is_understood_where_it_first_comes():
    data = 'id;name\n"1";"Ada"\n"2";"The \\"Old\\" Inn"\n"3";"C:\\"\n"4";"A\\" b"c"\n'
    found = table(data, dialect=Dialect(delimiter=";"))
    assert [cells for _line, cells in found.rows()] == [["1", "Ada"], ["2", 'The "Old" Inn'], ["3", "C:\\"]]
    assert [one.line for one in found.rejected] == [5]
