"""Foreign tables made into interchange tables."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.mappings.mapping import apply, for_kind, load, tables
from crmdesk.exchange.opening import open_table
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.table import Table

SALES = {"sold_at": "day", "amount": "sum"}


def nobody(kind: str) -> Sequence[tuple[str, str]]:
    return ()


class Made:
    """What a mapping makes of some files, read to its end."""

    def __init__(self, folder: Path, mapping: object, files: dict[str, str], known=nobody) -> None:
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        (folder / "m.json").write_text(json.dumps(mapping), encoding="utf-8")
        paths = [folder / name for name in files]
        self.all: list[tuple[str, Table, list[tuple[int, list[str]]]]] = [
            (kind, table, list(table.rows())) for kind, table in tables(load(folder / "m.json"), paths, known)
        ]
        _kind, self.table, self.rows = self.all[-1]
        self.records = [dict(zip(self.table.columns, cells, strict=True)) for _line, cells in self.rows]

    def column(self, name: str) -> list[str]:
        return [record[name] for record in self.records]

    @property
    def rejected(self) -> list[tuple[int, str, str]]:
        return [(one.line, one.column, one.value) for one in self.table.rejected]


@pytest.fixture
def make(tmp_path):
    return lambda mapping, content, **options: Made(tmp_path, mapping, {"x.csv": content}, **options)


def sales(**fields: object) -> dict[str, object]:
    return {"kind": "sales", "fields": {"id": "id", "sold_at": {"value": "2026-01-01"}, "amount": "sum", **fields}}


def test_columns_become_fields_and_lines_are_kept(make):
    made = make({"kind": "sales", "fields": {"id": "no", **SALES}}, "no,day,sum\n\n1,2026-01-01,5\n")
    assert made.rows == [(3, ["1", "2026-01-01", "5"])]
    assert (made.table.columns, made.table.name) == (["id", "sold_at", "amount"], "x.csv")


def test_columns_are_found_whatever_their_case_and_punctuation(make):
    assert make(sales(id="Order-No."), "ORDER NO,Sum\n1,5\n").column("id") == ["1"]


def test_a_column_that_is_not_there_is_refused_with_the_nearest(make):
    with pytest.raises(UserError, match=r"x\.csv has no “sume”; did you mean “sums”"):
        make(sales(amount="sume"), "id,sums\n1,5\n")


def test_numbers_and_dates_are_read_as_stated(make):
    made = make(
        sales(
            sold_at={"column": "day", "date": "%d.%m.%Y"},
            amount={"column": "sum", "number": {"decimal": ",", "thousands": "."}},
        ),
        "id;day;sum\n1;31.01.2026;1.234,50\n",
    )
    assert made.records == [{"id": "1", "sold_at": "2026-01-31", "amount": "1234.50"}]


def test_a_stated_zone_makes_a_moment_exact(make):
    made = make(
        sales(sold_at={"column": "day", "date": "%d.%m.%Y %H:%M", "timezone": "Europe/Berlin"}),
        "id,day,sum\n1,31.07.2026 09:00,5\n",
    )
    assert made.column("sold_at") == ["2026-07-31T09:00:00+02:00"]


def test_dates_lose_their_time(make):
    mapping = {
        "kind": "expenses",
        "fields": {"spent_on": {"column": "d", "date": "iso"}, "amount": "s", "category": {"value": "sales"}},
    }
    assert make(mapping, "d,s\n2026-01-31T10:00Z,5\n").column("spent_on") == ["2026-01-31"]


def test_cells_that_cannot_be_read_put_their_row_aside(make):
    made = make(sales(sold_at="day"), "id,day,sum\n1,yesterday,5\n2,2026-01-01,1e9\n3,2026-01-01,7\n")
    assert made.column("id") == ["3"]
    assert made.rejected == [(2, "day", "yesterday"), (3, "sum", "1e9")]


def test_values_that_mean_nothing_are_empty(make):
    mapping = sales(note={"column": "n", "empty": ["?"]})
    mapping["empty_values"] = ["NaN"]
    made = make(mapping, "id,sum,n\n1,5,?\n2,NaN,NaN\n3,0, x \n")
    assert made.column("note") == ["", "", "x"]
    assert made.column("amount") == ["5", "", "0"]


def test_another_column_or_a_constant_stands_in_for_an_empty_cell(make):
    mapping = sales(sold_at={"column": "paid", "else_column": "sent", "else_value": "2026-12-31", "empty": ["?"]})
    made = make(mapping, "id,sum,paid,sent\n1,5,2026-01-01,2026-02-02\n2,5,?,2026-02-02\n3,5,,?\n")
    assert made.column("sold_at") == ["2026-01-01", "2026-02-02", "2026-12-31"]


def test_lists_of_values_translate(make):
    values = {"W": "won", "L": ""}
    content = "id,sum,s\n1,5,W\n2,5,L\n3,5,X\n4,5,\n"
    assert make(sales(note={"column": "s", "values": values}), content).rejected == [(4, "s", "X")]
    kept = make(sales(note={"column": "s", "values": values, "other_values": "keep"}), content)
    assert kept.column("note") == ["won", "", "X", ""]
    emptied = make(sales(note={"column": "s", "values": values, "other_values": "empty", "else_value": "-"}), content)
    assert emptied.column("note") == ["won", "-", "-", "-"]


def test_a_value_list_may_lead_to_nothing_in_a_number_or_a_date(make):
    nothing = {"values": {"x": ""}, "other_values": "keep"}
    mapping = sales(sold_at={"column": "day", **nothing}, amount={"column": "sum", **nothing})
    assert make(mapping, "id,day,sum\n1,x,x\n").records == [{"id": "1", "sold_at": "", "amount": ""}]
    dated = {
        "kind": "campaigns",
        "fields": {"id": "id", "name": "id", "started_on": {"column": "day", **nothing}},
        "custom": {"seen": {"column": "sum", "date": "iso", **nothing}},
    }
    assert make(dated, "id,day,sum\n1,x,x\n").rows == [(2, ["1", "1", "", ""])]


def test_cells_are_joined_and_prefixed(make):
    made = make(
        sales(id={"join": ["a", "b"], "prefix": "K"}, note={"join": ["a", "b"], "separator": " ", "else_column": "c"}),
        "a,b,c,sum\n1,2,x,5\n1,,x,5\n,,x,5\n",
    )
    assert made.column("id") == ["K1-2", "K1", ""]
    assert made.column("note") == ["1 2", "1", "x"]


def test_conditions_choose_rows(make):
    mapping = {**sales(), "where": {"state": ["ok", ""], "kind": {"not": "test"}}}
    content = "id,sum,state,kind\n1,5,ok,\n2,5,bad,\n3,5, ,x\n4,5,ok,test\n"
    assert make(mapping, content).column("id") == ["1", "3"]


def test_other_columns_are_kept_as_custom_fields_where_that_is_asked(make):
    mapping = {**sales(), "keep_other_columns": True, "where": {"state": "ok"}}
    made = make(mapping, "id,sum,state,colour,note\n1,5,ok,red,n\n")
    assert made.table.columns == ["id", "sold_at", "amount", "colour", "note (from the file)"]
    assert made.rows[0][1][3:] == ["red", "n"]


def test_rows_without_an_id_get_the_same_one_in_every_import(make):
    mapping = {"kind": "sales", "fields": SALES}
    content = "day,sum\n2026-01-01,5\n2026-01-01,5\n2026-01-02,5\n"
    first, second = make(mapping, content), make(mapping, "day,sum\n2026-01-02,5\n" + content[8:])
    ids = first.column("id")
    assert len(set(ids)) == 3
    assert ids[1] == f"{ids[0]}-2"
    assert second.column("id") == [ids[2], ids[0], ids[1], f"{ids[2]}-2"]


def test_of_very_many_rows_each_is_told_from_the_others(make):
    sums = [*range(1500), *range(100), *range(50)]
    made = make({"kind": "sales", "fields": SALES}, "day,sum\n" + "".join(f"2026-01-01,{one}\n" for one in sums))
    ids = made.column("id")
    assert len(set(ids)) == len(sums)
    assert ids[1500:1600] == [f"{one}-2" for one in ids[:100]] and ids[1600:] == [f"{one}-3" for one in ids[:50]]


def test_ids_made_from_rows_can_have_a_prefix(make):
    made = make(sales(id={"digest": True, "prefix": "credit-"}), "sum\n5\n")
    assert made.column("id")[0].startswith("credit-")


def test_exact_repeats_are_left_out_only_where_that_is_asked(make):
    content = "id,sum\n1,5\n1,5\n2,5\n"
    assert len(make(sales(), content).rows) == 3
    made = make({**sales(), "repeat": "drop"}, content)
    assert made.column("id") == ["1", "2"]
    assert made.table.notices == ["x.csv: 1 exact repeat was left out."]


def test_references_find_names_that_are_spelled_otherwise(make):
    mapping = sales(contact_id={"column": "who", "near": True}, staff_id={"column": "by", "near": {"typos": True}})
    known = {"contacts": [("7", "Müller & Sons")], "staff": [("s", "Jonathan Mayer")]}
    content = "id,sum,who,by\n1,5,mueller & sons,Jonathan Meyer\n2,5,MULLER AND SONS,\n3,5,Muller+sons,s\n"
    made = make(mapping, content, known=known.__getitem__)
    assert made.column("contact_id") == ["mueller & sons", "MULLER AND SONS", "7"]
    assert made.column("staff_id") == ["s", "", "s"]
    assert made.table.notices == [
        "x.csv: “Muller+sons” was taken as “Müller & Sons” (1 row).",
        "x.csv: “Jonathan Meyer” was taken as “Jonathan Mayer” (1 row).",
    ]


def test_records_made_just_before_are_found_by_name(make):
    staff = {"kind": "staff", "rows": [{"id": 1, "name": "Ada Lovelace"}]}
    deals = {"kind": "deals", "rows": [{"id": "d", "title": "Big one", "stage_id": "s", "opened_at": "2026-01-01"}]}
    mapping = sales(staff_id={"column": "by", "near": True}, deal_id={"column": "for", "near": True})
    made = make([staff, deals, mapping], "id,sum,by,for\n1,5,ada lovelace,Big One\n")
    assert (made.column("staff_id"), made.column("deal_id")) == (["1"], ["d"])
    assert [kind for kind, _table, _rows in made.all] == ["staff", "deals", "sales"]


def test_custom_fields_find_names_in_a_list_and_in_another_file(tmp_path):
    mapping = {
        **sales(),
        "file": "x.csv",
        "custom": {
            "product": {"column": "p", "near": {"file": "products.*", "column": "Product"}},
            "size": {"column": "s", "near": ["Small", "Large"]},
        },
    }
    files = {"x.csv": "id,sum,p,s\n1,5,GTXPro,small\n", "products.csv": "product\nGTX Pro\n"}
    assert Made(tmp_path, mapping, files).rows[0][1][3:] == ["GTX Pro", "Small"]


def test_values_are_looked_up_in_another_file(tmp_path):
    lookup = {"file": "leads.csv", "key": "id", "column": "day"}
    mapping = {**sales(sold_at={"column": "lead", "lookup": lookup, "date": "%Y%m%d"}), "file": "x.csv"}
    files = {"x.csv": "id,sum,lead\n1,5,a\n2,5,b\n", "leads.csv": "id,day\na,20260131\na,20260201\n"}
    assert Made(tmp_path, mapping, files).column("sold_at") == ["2026-01-31", ""]


def test_columns_are_laid_under_each_other(make):
    mapping = {
        "kind": "staff",
        "stack": {"column": "person", "columns": ["seller", "helper"]},
        "fields": {"id": "person", "name": "person"},
        "keep_other_columns": True,
    }
    made = make(mapping, "seller,helper,town\na,b,X\nc, ,Y\n")
    assert made.rows == [(2, ["a", "a", "X"]), (2, ["b", "b", "X"]), (3, ["c", "c", "Y"])]


def test_rows_are_gathered_by_a_column(make):
    mapping = {
        "kind": "tickets",
        "group_by": "case",
        "fields": {
            "opened_at": {"column": "at", "pick": "min"},
            "resolved_at": {"column": "at", "pick": "max", "where": {"what": "done"}},
            "owner_id": {"column": "who", "pick": "last", "where": {"what": "done"}},
            "subject": {"column": "what"},
            "notes": {"column": "weight", "number": {}, "pick": "max"},
        },
    }
    made = make(
        mapping,
        "case,what,who,at,weight\nA,new,x,2026-01-01T12:00+02:00,9\nB,done,y,2026-01-05,\nA,done,y,2026-01-03,10\n"
        "A,done,z,2026-01-02,2\nA,open,q,2026-01-01T11:00Z,1\n,x,x,2026-01-01,\nB,new,y,soon,\n",
    )
    assert made.rows == [
        (2, ["2026-01-01T12:00:00+02:00", "2026-01-03", "z", "new", "10", "A"]),
        (3, ["2026-01-05", "2026-01-05", "y", "done", "", "B"]),
    ]
    assert made.rejected == [(7, "", ""), (8, "at", "soon")]


def test_too_many_groups_are_refused(make, monkeypatch):
    monkeypatch.setattr(limits, "GROUPS", 2)
    mapping = {"kind": "staff", "group_by": "id", "fields": {"name": "id"}}
    assert len(make(mapping, "id\n1\n2\n1\n").rows) == 2
    with pytest.raises(UserError, match="more than 2 groups"):
        make(mapping, "id\n1\n2\n3\n")


def test_rows_can_be_written_into_the_mapping(tmp_path):
    mapping = {"kind": "stages", "rows": [{"id": "a", "name": "A"}, {"id": "b", "position": 2}]}
    made = Made(tmp_path, mapping, {})
    assert made.table.columns == ["id", "name", "position"]
    assert made.rows == [(1, ["a", "A", ""]), (2, ["b", "", "2"])]


def test_a_mapping_is_about_the_files_that_it_names(tmp_path):
    mapping = {**sales(), "file": "Jan*.CSV"}
    files = {"january.csv": "id,sum\n1,5\n", "jan2.csv": "id,sum\n2,5\n", "other.csv": "x\n"}
    made = Made(tmp_path, mapping, files)
    assert [rows[0][1][0] for _kind, _table, rows in made.all] == ["1", "2"]
    with pytest.raises(UserError, match=r"about Jan\*\.CSV, which is not among the files"):
        Made(tmp_path, mapping, {"other.csv": "x\n"})


def test_a_folder_stands_for_its_files(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.csv").write_text("id,sum\n1,5\n", encoding="utf-8")
    (tmp_path / "m.json").write_text(json.dumps({**sales(), "file": "x.csv"}), encoding="utf-8")
    [(_kind, table)] = tables(load(tmp_path / "m.json"), [tmp_path / "in"], nobody)
    assert list(table.rows()) == [(2, ["1", "2026-01-01", "5"])]


def test_a_spreadsheet_is_mapped_like_a_text_table(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "x.xlsx"))
    page = book.add_worksheet("May")
    page.write_row(0, 0, ["Report"])
    page.write_row(1, 0, ["id", "sum", "day"])
    page.write_row(2, 0, [1, 1234.5, 46053])
    book.close()
    mapping = {
        **sales(
            amount={"column": "sum", "number": {"decimal": ",", "thousands": "."}},
            sold_at={"column": "day", "date": "excel"},
        ),
        "table": {"sheet": "May", "skip_lines": 1},
    }
    (tmp_path / "m.json").write_text(json.dumps(mapping), encoding="utf-8")
    [(_kind, table)] = tables(load(tmp_path / "m.json"), [tmp_path / "x.xlsx"], nobody)
    assert list(table.rows()) == [(3, ["1", "2026-01-31", "1234.5"])]


def test_the_table_is_read_as_the_mapping_says(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes("title\n1|'M\xfcller|x'\n".encode("latin-1"))
    rule = TableRule("latin-1", "|", "'", columns=("a", "b"), skip_lines=1)
    assert list(open_table(path, rule).rows()) == [(2, ["1", "Müller|x"])]


def test_repeated_columns_of_a_foreign_table_are_told_apart(make):
    assert make(sales(note="n (2)"), "id,sum,n,n\n1,5,a,b\n").column("note") == ["b"]


def test_an_interchange_zip_needs_no_mapping(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    with pytest.raises(UserError, match="holds none of the files"):
        open_table(tmp_path / "x.zip", TableRule())
    (tmp_path / "contacts.csv").touch()
    with pytest.raises(UserError, match="is not a table"):
        open_table(tmp_path, TableRule())


def test_a_table_with_the_names_of_the_fields_needs_no_mapping_file(tmp_path):
    (tmp_path / "x.csv").write_text("ID,Sold at,AMOUNT,colour\n1,2026-01-01,5,red\n", encoding="utf-8")
    table = open_table(tmp_path / "x.csv", TableRule())
    made = apply(for_kind("sales", table.columns), table, nobody)
    assert made.columns == ["id", "sold_at", "amount", "colour"]
    assert list(made.rows()) == [(2, ["1", "2026-01-01", "5", "red"])]


def test_a_column_that_may_be_missing_counts_as_empty(make):
    note = {"join": ["a", "b"], "separator": " ", "optional": True, "else_column": "c", "else_value": "-"}
    assert make(sales(note=note), "id,sum,b\n1,5,x\n").column("note") == ["x"]
    assert make(sales(note=note), "id,sum,c\n1,5,y\n").column("note") == ["y"]
    assert make(sales(note=note), "id,sum\n1,5\n").column("note") == ["-"]
    assert make(sales(note={"column": "A", "optional": True}), "id,sum,a\n1,5,x\n").column("note") == ["x"]


def test_conditions_on_a_column_that_may_be_missing(make):
    mapping = sales()
    mapping["where"] = {"deleted": {"not": "yes", "optional": True}}
    assert make(mapping, "id,sum\n1,5\n").column("id") == ["1"]
    assert make(mapping, "id,sum,deleted\n1,5,yes\n2,5,no\n").column("id") == ["2"]


def test_another_field_stands_in_for_no_value(make):
    note = {"column": "a", "values": {"x": "1"}, "other_values": "empty"}
    note["else"] = {"column": "b", "prefix": "b", "optional": True, "else": {"value": "none"}}
    assert make(sales(note=note), "id,sum,a,b\n1,5,x,z\n2,5,y,z\n3,5,,\n").column("note") == ["1", "bz", "none"]


def test_an_id_of_the_whole_row_stands_in_for_one_that_is_missing(make):
    made = make(sales(id={"column": "id", "else": {"digest": True}}), "id,sum\n7,5\n,5\n")
    assert made.column("id")[0] == "7" and len(made.column("id")[1]) == 20


def test_a_field_is_filled_only_in_the_rows_that_match(make):
    fields = {"note": {"column": "a", "where": {"b": "y"}}, "deal_id": {"value": "7", "where": {"b": {"not": "y"}}}}
    made = make(sales(**fields), "id,sum,a,b\n1,5,x,y\n2,5,x,n\n")
    assert (made.column("note"), made.column("deal_id")) == (["x", ""], ["", "7"])


def test_of_several_values_in_a_cell_the_first_or_all_are_taken(make):
    fields = {"note": {"column": "a", "first_of": ":::"}, "deal_id": {"column": "a", "all_of": ":::"}}
    made = make(sales(**fields), "id,sum,a\n1,5, x ::: y :::\n2,5,z\n3,5,\n")
    assert (made.column("note"), made.column("deal_id")) == (["x", "z", ""], ["x;y", "z", ""])


def test_a_date_is_read_by_the_first_form_that_it_is_written_in(make):
    made = make(
        sales(sold_at={"column": "day", "date": ["iso", "%m/%d/%Y %I:%M %p"]}),
        "id,day,sum\n1,2026-03-05 09:30,5\n2,3/15/2026 2:30 PM,5\n3,,5\n4,soon,5\n",
    )
    assert made.column("sold_at") == ["2026-03-05T09:30:00", "2026-03-15T14:30:00", ""]
    assert made.rejected == [(5, "day", "soon")]


def test_minutes_are_added_to_a_moment(make):
    mapping = {
        "kind": "tickets",
        "fields": {"opened_at": "at", "first_response_at": {"column": "at", "plus_minutes": "wait", "optional": True}},
    }
    rows = "at,wait\n2026-01-01 23:30,45\n2026-01-01 23:30,\n2026-01-01 23:30,soon\n2026-01-01,999999999999999\n,5\n"
    made = make(mapping, rows)
    assert made.column("first_response_at") == ["2026-01-02T00:15:00", "", ""]
    assert [line for line, _column, _value in made.rejected] == [4, 5]
    assert make(mapping, "at\n2026-01-01\n").column("first_response_at") == [""]


def test_names_that_mean_none_may_be_left_out(make):
    def known(kind: str) -> Sequence[tuple[str, str]]:
        return [("k-1", "Ann Bo"), ("k-1", "ann@bo.org")]

    near = {"column": "who", "near": True, "prefix": "k-", "other_values": "empty"}
    near["else"] = {"column": "who", "near": True, "other_values": "empty"}
    made = make(sales(contact_id=near), "id,sum,who\n1,5,1\n2,5,Ann Bo\n3,5,ANN@BO.org\n4,5,Cy\n", known=known)
    assert made.column("contact_id") == ["k-1", "k-1", "k-1", ""]
    assert made.table.notices == ["x.csv: “ANN@BO.org” was taken as “Ann Bo” (1 row)."]


def test_a_lookup_may_stand_in_for_no_value(tmp_path):
    (tmp_path / "x.csv").write_text("id,sum,a\n1,5,\n2,5,x\n", encoding="utf-8")
    (tmp_path / "y.csv").write_text("k,v\n1,one\n", encoding="utf-8")
    lookup = {"column": "id", "lookup": {"file": "y.csv", "key": "k", "column": "v"}}
    mapping = {**sales(note={"column": "a", "else": lookup}), "file": "x.csv"}
    (tmp_path / "m.json").write_text(json.dumps(mapping), encoding="utf-8")
    [(_kind, table)] = tables(load(tmp_path / "m.json"), [tmp_path / "x.csv", tmp_path / "y.csv"], nobody)
    assert [cells[table.columns.index("note")] for _line, cells in table.rows()] == ["one", "x"]


def test_a_list_of_names_may_be_empty(tmp_path):
    (tmp_path / "x.csv").write_text("id,sum,a\n1,5,x\n", encoding="utf-8")
    (tmp_path / "y.csv").write_text("n\n", encoding="utf-8")
    mapping = {**sales(note={"column": "a", "near": {"file": "y.csv", "column": "n"}}), "file": "x.csv"}
    (tmp_path / "m.json").write_text(json.dumps(mapping), encoding="utf-8")
    paths = [tmp_path / "x.csv", tmp_path / "y.csv"]
    [(_kind, table)] = tables(load(tmp_path / "m.json"), paths, pytest.fail)
    assert [cells[table.columns.index("note")] for _line, cells in table.rows()] == ["x"]
