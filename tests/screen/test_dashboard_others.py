"""The dashboard of a business without records, and of one person alone."""

from pathlib import Path

from crmdesk.domain.period import parse_period
from crmdesk.screen.areas import PAGES
from crmdesk.ui.desk import Place
from tests.screen.driving import settle
from tests.screen.import_hands import Hands
from tests.screen.one_window import DEMO, EMPTY, one_window

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def test_an_empty_business_is_told_why_there_is_nothing(qapp, demo_file, tmp_path):
    with one_window(qapp, tmp_path, EMPTY, demo_file) as window:
        for place in range(len(PAGES)):
            window.show_area(place)
            page = window.dashboard.page
            assert all(one.face.why for one in page.cards)
            assert all(one.view.drawn.empty for one in page.charts)
        window.show_area(0)
        assert "Nothing unusual" in window.dashboard.page.strip.none.text()
        assert all(box.isHidden() for box in window.dashboard.filter.boxes.values())


def test_what_a_help_desk_sees_can_be_arranged(qapp, demo_file, tmp_path):
    with one_window(qapp, tmp_path, EMPTY, demo_file) as window:
        hands = Hands(window, [GOLDEN / "01-service"])
        hands.next()
        window.desk.go(Place("dashboard"))
        settle(window)
        window.measuring.show_period(parse_period("2026-10"))
        settle(window)
        page, board = window.dashboard.page, window.dashboard
        before = [tile.name for tile in page.tiles]
        assert "card:resolution_time" in before and "card:revenue" not in before
        board.shift(before[0], 1)
        assert [tile.name for tile in page.tiles] == [before[1], before[0], *before[2:]]
        board.as_usual()
        assert [tile.name for tile in page.tiles] == before


def test_a_business_of_one_has_no_person_to_choose_and_no_tile_made_for_teams(qapp, demo_file, tmp_path):
    with one_window(qapp, tmp_path, DEMO, demo_file) as window:
        with window.session.here.operation("Alone") as tx:
            for table, field in (("deal", "owner_id"), ("contact", "owner_id"), ("ticket", "owner_id")):
                tx.rows(f"UPDATE {table} SET {field} = NULL")
            for table in ("stage_change", "ticket_event", "activity", "expense", "sale", "survey"):
                tx.rows(f"UPDATE {table} SET staff_id = NULL")
            tx.rows("DELETE FROM goal WHERE staff_id IS NOT NULL")
            tx.rows("DELETE FROM staff WHERE id > 1")
        settle(window)
        window.show_area(5)
        assert window.dashboard.filter.boxes["staff"].isHidden()
        assert [tile.name for tile in window.dashboard.page.tiles] == [
            *("card:sales_productivity", "card:service_productivity"),
            *("chart:sales_productivity", "chart:service_productivity"),
        ]
