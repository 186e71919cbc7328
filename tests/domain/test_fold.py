"""Texts are compared without case, accents and strokes, word by word, in every script; telephone numbers by digits."""

import sys
import unicodedata

import pytest

from crmdesk.domain.fold import fold, phone_forms, phone_wholes


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź & Söhne", "lodz sohne"),
        ("ØRSTED Đurić Ħal ÆØÅ œuvre", "orsted duric hal aeoa oeuvre"),
        ("STRASSE Straße", "strasse strasse"),
        ("ﬁn ﬀ ① ²", "fin ff 1 2"),
        ("İstanbul ıspanak", "istanbul ispanak"),
        ("  O'Brien,  GTX-Pro! ", "o brien gtx pro"),
        ("ΆΣΟΣ Ёлка", "ασοσ елка"),
        ("東京タワー Co", "東 京 タ ワ ー co"),
        ("ไทย", "ไ ท ย"),
        ("김철수", unicodedata.normalize("NFKD", "김철수")),
        ("a\0b\ud800c", "a b c"),
        ("Žluťoučký kůň", "zlutoucky kun"),
        ("", ""),
        ("…", ""),
        ("\u0301", ""),
    ],
)
def test_a_text_is_folded(text, folded):
    assert fold(text) == folded


def test_vowel_signs_stay_in_their_words():
    assert len(fold("हिन्दी").split()) == 1


@pytest.mark.parametrize("plane", range(0, sys.maxunicode + 1, 0x10000))
def test_what_is_folded_stays_as_it_is_whatever_the_letter(plane):
    for code in range(plane, plane + 0x10000, 7):
        once = fold(f"a{chr(code)}b")
        assert fold(once) == once and once == " ".join(once.split())


@pytest.mark.parametrize("typed", ["Müller Łódź", "O'Neil 12/b", "ﬁﬂ Ǆ"])
def test_composed_and_decomposed_letters_are_the_same(typed):
    assert fold(unicodedata.normalize("NFD", typed)) == fold(unicodedata.normalize("NFC", typed))


@pytest.mark.parametrize(
    ("number", "wholes"),
    [
        ("+49 30 1234567", ["49301234567", "301234567"]),
        ("0049 30 1234567", ["49301234567", "301234567"]),
        ("030 / 123 45-67", ["301234567"]),
        ("+49 (0)30 1234567", ["490301234567", "301234567"]),
        ("+1 (555) 123-4567", ["15551234567", "5551234567"]),
        ("+358 40 1234", ["358401234", "401234"]),
        ("12", []),
        ("call me", []),
        ("+", []),
    ],
)
def test_a_telephone_number_is_its_digits_with_and_without_the_country(number, wholes):
    assert phone_wholes(number) == wholes


def test_a_telephone_number_may_be_looked_for_from_each_group_on():
    assert phone_forms("+49 171 555-1234") == {"1234", "1715551234", "491715551234", "5551234"}
    assert phone_forms("٠٣٠ ١٢٣٤") == set()
