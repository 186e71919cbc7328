"""The dialect of a text table, found from its bytes."""

import io

import pytest

from crmdesk.exchange.dialect import SPACES, Dialect, detect

NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "vslash": "|", "space": " "}
QUOTES = {"doublequote": '"', "singlequote": "'"}


def found(data: bytes | str, **options) -> Dialect:
    content = data.encode() if isinstance(data, str) else data
    return detect(lambda: io.BytesIO(content), **options)


def annotated(folder) -> list[tuple[str, str, str]]:
    lines = (folder / "Dialect_annotations.txt").read_text(encoding="utf-8").splitlines()[2:]
    entries = [line.split("|") for line in lines]
    return [(one[0], NAMES[one[2]], QUOTES[one[3]]) for one in entries if (folder / "files" / one[0]).exists()]


def test_all_126_real_files_are_cut_at_the_right_mark(data_dir):
    folder = data_dir("csv-dialects")
    files = annotated(folder)
    wrong = [name for name, mark, _q in files if found((folder / "files" / name).read_bytes()).delimiter != mark]
    assert len(files) == 126
    assert wrong == []


def test_quotes_of_real_files_are_found(data_dir):
    folder = data_dir("csv-dialects")
    wrong = [
        name
        for name, _mark, quote in annotated(folder)
        if found((folder / "files" / name).read_bytes()).quote not in (quote, "")
    ]
    assert wrong == []


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found(mark):
    assert found(mark.join(["id", "name"]) + "\n" + mark.join(["1", "Ada"]) + "\n").delimiter == mark


def test_a_decimal_comma_does_not_make_the_comma_a_delimiter():
    assert found("Datum;Betrag\n01.02.2026;1.234,56\n02.02.2026;-3,90\n").delimiter == ";"


def test_one_column_is_one_column_even_if_it_holds_names():
    assert found("Full name\nAda Lovelace\nGrace Hopper\n").delimiter == ","
    assert found("name\nAda\n").delimiter == ","
    assert found("").delimiter == ","


def test_runs_of_spaces_are_found(data_dir):
    with (data_dir("cdnow") / "CDNOW_master.txt").open("rb") as stream:
        assert found(stream.read()).delimiter == SPACES


def test_a_line_that_states_the_delimiter_is_believed_and_left_out():
    assert found("sep=;\na;b,c\n") == Dialect("utf-8-sig", ";", skip_lines=1)
    assert found('"sep=|"\r\na|b\r\n').delimiter == "|"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\xef\xbb\xbfa,b\n", "utf-8-sig"),
        ("ä,b\n".encode(), "utf-8-sig"),
        ("ä,b\n".encode("utf-16"), "utf-16"),
        ("abc,b\n".encode("utf-16-le"), "utf-16-le"),
        ("abc,b\n".encode("utf-16-be"), "utf-16-be"),
        ("ä,b\n".encode("utf-32"), "utf-32"),
        ("ä,b\n".encode("cp1252"), "cp1252"),
        (b"\x81\xe4,b\n", "latin-1"),
    ],
)
def test_the_encoding_is_found(data, encoding):
    assert found(data).encoding == encoding


def test_an_old_encoding_is_said():
    assert "cp1252" in found("ä,b\n".encode("cp1252")).notices[0]
    assert found("ä,b\n".encode("cp1252"), encoding="cp1252").notices == ()


def test_one_old_byte_far_down_decides_the_encoding():
    assert found(b"a,b\n" + b"1,2\n" * 50_000 + b"3,\xfc\n").encoding == "cp1252"


def test_quotes_escaped_by_a_backslash_are_found():
    assert found('a,b\n1,"say \\"x\\", y"\n2,"z"\n').escape == "\\"
    assert found('a,b\n1,"C:\\"\n2,"z"\n').escape == ""


def test_a_sample_that_ends_within_a_cell_says_nothing_about_escapes():
    assert found('a,b\n1,"C:\\",\n2,"' + "long text " * 10_000).escape == ""


def test_a_cell_without_end_is_no_table_of_that_delimiter():
    assert found('a;b\n1;"' + "x" * 70_000).delimiter == ";"


@pytest.mark.parametrize("mark", ["^", "~", "¦"])
def test_a_mark_that_hardly_any_program_uses_is_found_where_every_line_has_it(mark):
    assert found(f"id{mark}name\n1{mark}Ada Lovelace\n2{mark}Bob\n").delimiter == mark


def test_times_are_not_cut_at_their_colons():
    assert found("10:30\n11:45\n").delimiter == ","


def test_a_comma_with_a_space_behind_it_parts_names_if_another_mark_parts_columns():
    assert found("name;n\nLovelace, Ada;\nHopper, Grace;\nByron, Ada;\n").delimiter == ";"
    assert found("0.0, 0.1, 0.2\n0.3, 0.4, 0.5\n").delimiter == ","


def test_how_sure_a_mark_is_follows_from_the_next_best():
    assert found("id;value\n1;3,4,5\n2;6,7,8\n").sure < 0.5
    assert found("id;name\n1;Ada\n2;Bob\n").sure == 1.0


def test_a_file_in_two_encodings_says_so():
    assert "Part of the file" in found("ä,b\n".encode() + "ö,b\n".encode("cp1252")).notices[0]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_file_in_which_every_cell_is_quoted_has_no_lines_within_quotes(mark):
    rows = [["id", "name", "town"], ["1", "Ada", "Ulm"], ["2", "Bob", "Bonn"]]
    text = "\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)
    assert found(text) == Dialect("utf-8-sig", mark)


def test_a_semicolon_with_a_space_behind_it_parts_words_if_a_comma_parts_columns():
    assert found("code,label\nA1,Total; Estimate; Homes\nA2,Median; Estimate; Homes\n").delimiter == ","


def test_a_mark_behind_which_nothing_ever_stands_parts_nothing():
    assert found("1, I;\n2, L;\n3, V;\n").delimiter == ","


def test_apostrophes_stand_around_cells_only_where_quotation_marks_do_not():
    assert found("id,name\n1,'Ada'\n2,'Bob'\n").quote == "'"
    assert found("id\tname\tmore\n1\t\"Ada (1)\"\t''\n2\t\"Bob (2)\"\t''\n").quote == '"'


def test_a_rare_mark_in_every_line_is_believed_before_commas_in_some():
    assert found("Ulm#Hauptstraße#1, left#89073\nBonn#Markt#2#53111\nKöln#Dom, Platz#3#50667\n").delimiter == "#"


def test_quotes_are_text_in_a_file_that_guards_no_cell():
    assert found('id\tname\n1\t"One\n2\tTwo" and\n3\t"\n4\t"Four\n').quote == ""
