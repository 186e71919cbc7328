"""Countries by their names."""

import pytest

from crmdesk.domain.countries import code_of, english_name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"),
        ("deutschland", "DE"),
        ("DE", "DE"),
        ("DEU", "DE"),
        ("U.S.A.", "US"),
        ("États-Unis", "US"),
        ("The Netherlands", "NL"),
        ("Great Britain", "GB"),
        ("Groot-Brittannië", "GB"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_a_country_is_known_by_any_of_its_names(name, code):
    assert code_of(name) == code


def test_a_country_has_one_english_name():
    assert (english_name("GB"), english_name("CH"), english_name("XX")) == ("United Kingdom", "Switzerland", "XX")
