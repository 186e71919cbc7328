"""Which record a row is, where its id does not say so: sure where all agrees, left to a person where it may be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crmdesk.exchange.plan import make_plan
from crmdesk.exchange.policy import Policy
from crmdesk.store.file import Workspace, create
from tests.foreign import bring, outcomes, tables
from tests.tables import contents_of

THERE = """id,kind,name,email,phone,street,city,website
1,person,Ana Lima,ana@acme.example,+49 30 1234567,,,
2,company,Acme GmbH,,,Main Street 1,Berlin,acme.example
3,person,John Smith,,,,,
4,person,Peter Pan,peter@pan.example,,Hook Road 5,London,
5,person,Mia May,,,,,
6,person,Mia May,,,,,
7,person,Cher,,,,,
8,company,Zett,,,,,
"""
HEAD = "id,kind,name,email,phone,street,city,website\n"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    place = tmp_path_factory.mktemp("there")
    with create(place / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        bring(workspace, contacts=THERE, staff="id,name\na,Ana Owner\nb,Twin\nc,Twin\n")
        yield workspace


@pytest.mark.parametrize(
    ("row", "outcome", "record", "word"),
    [
        ("person,Lima Ana,ANA@acme.example,,,,", "unchanged", 1, "e-mail"),
        ("person,Ana Lima,,030 1234567,,,", "unchanged", 1, "phone"),
        ("person,Zed Nobody,ana@acme.example,,,,", "doubtful", 1, "another name"),
        ("company,Ana Lima,ana@acme.example,,,,", "doubtful", 1, "e-mail"),
        ("company,ACME,,,Main St 1,Berlin,", "unchanged", 2, "address"),
        ("company,Acme Ltd,,,,,https://www.acme.example/x", "unchanged", 2, "domain"),
        ("person,Smith John,,,,,", "unchanged", 3, "name"),
        ("person,John Smith,j@smith.example,,,,", "updated", 3, "name"),
        ("person,Peter Pan,other@mail.example,,,,", "doubtful", 4, "name"),
        ("person,Peter Pan,other@mail.example,,Elm Road 99,Paris,", "created", 0, ""),
        ("person,Mia May,,,,,", "doubtful", 5, "2 records"),
        ("person,Cher,,,,,", "doubtful", 7, "name"),
        ("company,Zett,,,,,", "unchanged", 8, "name"),
        ("person,Somebody New,new@x.example,,,,", "created", 0, ""),
    ],
)
def test_a_contact_is_known_by_what_agrees(there: Workspace, row: str, outcome: str, record: int, word: str) -> None:
    (found,) = make_plan(there, tables("other", contacts=f"{HEAD}77,{row}\n")).rows
    known = found.candidates[0] if found.candidates else found.row_id if outcome != "created" else 0
    assert (found.outcome, known) == (outcome, record)
    assert word in found.reason and bool(word) == bool(found.reason)


@pytest.mark.parametrize(
    ("ways", "outcome"), [(("id",), "created"), (("id", "phone"), "created"), (("email",), "unchanged")]
)
def test_only_the_ways_that_were_asked_for_count(there: Workspace, ways: tuple, outcome: str) -> None:
    rows = f"{HEAD}77,person,Ana Lima,ana@acme.example,,,,\n"
    assert outcomes(make_plan(there, tables("other", contacts=rows), Policy(match=ways))) == [outcome]


def test_people_of_the_team_are_known_by_their_names(there: Workspace) -> None:
    plan = make_plan(there, tables("other", staff="id,name\n1,ana owner\n2,Twin\n3,New\n"))
    assert [(row.outcome, row.candidates) for row in plan.rows] == [
        ("unchanged", ()),
        ("doubtful", (2, 3)),
        ("created", ()),
    ]
    assert make_plan(there, tables("other", staff="id,name\n1,Ana Owner\n"), Policy(match=("id", "email"))).count(
        "created"
    )


def test_a_record_is_one_row_only(there: Workspace) -> None:
    rows = f"{HEAD}1,person,Ana Lima,ana@acme.example,,,,\n2,person,Ana Lima,ana@acme.example,,,,\n"
    plan = make_plan(there, tables("other", contacts=rows))
    assert [(row.outcome, row.reason.startswith("line 2")) for row in plan.rows] == [
        ("unchanged", False),
        ("doubtful", True),
    ]


def test_what_was_matched_once_is_known_by_its_id_from_then_on(tmp_path: Path) -> None:
    with create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        bring(workspace, contacts=THERE)
        rows = f"{HEAD}1,person,Ana Lima,ana@acme.example,,,,\n2,person,Ana Lima,ana@acme.example,,,,\n"
        first = bring(workspace, "other", contacts=rows)
        before = contents_of(workspace)
        again = bring(workspace, "other", contacts=rows.replace("ana@acme", "new@acme"))
        assert outcomes(first) == ["unchanged", "doubtful"]
        assert outcomes(again)[0] == "unchanged" and again.rows[0].row_id == 1 and not again.rows[0].reason
        assert contents_of(workspace) == before
        plain = bring(workspace, "", contacts=f"{HEAD}x9,person,Ana Lima,ana@acme.example,,,,\n")
        assert outcomes(plain) == ["unchanged"]
        assert workspace.rows("SELECT row FROM known_as WHERE elsewhere = 'x9'") == [(1,)]


def test_what_a_matched_record_has_is_not_erased_by_an_empty_cell(tmp_path: Path) -> None:
    with create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        bring(workspace, contacts=THERE)
        done = bring(
            workspace, "other", Policy("letter"), contacts=f"{HEAD}1,person,A. Lima,ana@acme.example,,Weg 1,,\n"
        )
        assert outcomes(done) == ["updated"]
        sql = "SELECT name, phone, street FROM contact WHERE id = 1"
        assert workspace.rows(sql) == [("Ana Lima", "+49 30 1234567", "Weg 1")]
