"""What goes out guarded comes back as it was, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.formulas import bare, guarded


@given(st.text(alphabet="'=+-@\t\r\n＝ a1", max_size=6) | st.text(max_size=20))
def test_a_text_comes_back_as_it_was_and_never_begins_as_a_formula(text):
    out = guarded(text)
    assert bare(out) == text
    assert not out.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


@pytest.mark.parametrize("text", ["Ada", "", "'tis", "a=b", "''", "12"])
def test_other_texts_stay_as_they_are(text):
    assert guarded(text) == text and bare(text) == text


def test_a_cell_that_a_person_guarded_in_a_spreadsheet_is_read_without_its_guard():
    assert bare("'+49 30 1234567") == "+49 30 1234567"
