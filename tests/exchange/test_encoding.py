"""The encoding of a text file: marked, UTF-8, or the likeliest of the old ones."""

import io

import pytest

from crmdesk.exchange import limits
from crmdesk.exchange.bytestream import Cleaned
from crmdesk.exchange.encoding import MIXED, encoding_of, is_known, western

GERMAN = "Name;Ort\nMüller;Köln\nSchäfer GmbH;Düsseldorf\nGroß & Söhne;Größenwahn\nJürgen – Straße\n"
FRENCH = "Nom;Ville\nÉlodie Lefèvre;Orléans\nFrançois Côté;Besançon\nà bientôt;été\n"
SPANISH = "Nombre\nPeña;Málaga\nNúñez;León\n¿Qué?;España\n"
POLISH = "Nazwa\nŁukasz Wójcik;Łódź\nZażółć gęślą jaźń;Kraków\nMałgorzata;Świętokrzyska\n"
CZECH = "Název účtu;Částka;Měna\nDatum zaúčtování;Původní částka;Zpráva pro příjemce\n"
ITALIAN = "Nome;Città\nGiosuè Morè;Forlì\nperché più qualità;Cefalù\n"
RUSSIAN = "Имя;Город\nИван Иванов;Москва\nОльга Смирнова;Санкт-Петербург\n"
GREEK = "Όνομα\nΓιώργος Παπαδόπουλος;Αθήνα\n"
JAPANESE = "名前;都市\n田中太郎;東京\nさくらタカハシ;大阪\n"
CHINESE = "姓名;城市\n王小明;北京市\n李四;上海市公司\n"


def found(data: bytes) -> str:
    return encoding_of(io.BytesIO(data))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (text, encoding)
            for text in (GERMAN, FRENCH, SPANISH, ITALIAN)
            for encoding in ("cp1252", "mac_roman", "cp850")
        ),
        (POLISH, "cp1250"),
        (CZECH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (CHINESE, "gb18030"),
    ],
)
def test_the_encoding_in_which_words_come_out_is_taken(text, encoding):
    data = text.encode(encoding, "ignore")
    assert data.decode(found(data)) == text.encode(encoding, "ignore").decode(encoding)


@pytest.mark.parametrize("text", [GERMAN, POLISH, RUSSIAN, GREEK, JAPANESE, CHINESE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_is_utf_is_read_as_utf(text, encoding):
    data = text.encode(encoding)
    assert data.decode(found(data)).lstrip("\ufeff") == text


def test_two_bytes_say_too_little_against_the_usual_encoding():
    assert found(b"\xe4,b\n") == "cp1252"
    assert found(b"\x81\xe4,b\n") == "latin-1"


def test_a_currency_sign_alone_is_no_letter():
    assert found(b"Ltd;\xa3 1,80;\xa3 9000\nGroup;\xa3 2,00;\xa3 1\n") == "cp1252"


def test_lines_in_two_encodings_are_each_read_as_they_are():
    data = FRENCH.encode() + GERMAN.encode("cp1252")
    assert found(data) == MIXED
    notices: list[str] = []
    assert Cleaned(io.BytesIO(data), MIXED, notices).text().read() == FRENCH + GERMAN
    assert notices == []


def test_a_byte_that_western_windows_lacks_is_a_control_sign_of_latin():
    assert western(UnicodeDecodeError("utf-8", b"\x81", 0, 1, "")) == ("\x81", 1)
    with pytest.raises(UnicodeEncodeError):
        western(UnicodeEncodeError("utf-8", "x", 0, 1, ""))


def test_one_line_that_is_utf_by_chance_makes_no_mixed_file():
    assert found("größer\n".encode("cp1252") * 40 + "é\n".encode()) == "cp1252"


def test_letters_cut_in_half_by_the_sample_are_whole(monkeypatch):
    monkeypatch.setattr(limits, "SAMPLE_BYTES", 3)
    assert found("aäöü\n€ß\nx".encode()) == "utf-8-sig"


def test_a_line_without_end_is_taken_as_it_comes(monkeypatch):
    monkeypatch.setattr(limits, "LINE_CHARACTERS", 100)
    monkeypatch.setattr(limits, "SAMPLE_BYTES", 64)
    assert found(b"x" * 1000 + b"\xfc" * 8) == "cp1252"


@pytest.mark.parametrize(
    ("name", "known"),
    [("cp1252", True), (MIXED, True), ("klingon", False), ("hex", False), ("undefined", False), ("a\x00b", False)],
)
def test_only_encodings_of_text_are_known(name, known):
    assert is_known(name) is known
