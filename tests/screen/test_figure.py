"""The page of a figure beyond what every KPI has in common."""

import csv
import io
import re
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, kpi_of
from crmdesk.kpi.only import only
from crmdesk.kpi.records import Behind, Link, link_text
from crmdesk.screen.behind import part_text, saved
from crmdesk.ui.desk import Place
from crmdesk.ui.theme import Look
from tests.screen.driving import focused, press, settle, texts, wait

CTRL = Qt.KeyboardModifier.ControlModifier


def shown(window, kpi_id):
    window.show_figure(kpi_id)
    settle(window)
    return window.page


def test_the_explanation_has_the_formula_filled_in(window):
    page = shown(window, "win_rate")
    figure = page.result.figure
    won, lost = figure.numerator, figure.denominator - figure.numerator
    assert f"{won} won ÷ ({won} won + {lost} lost) = {page.result.text}" in texts(page)
    assert any("Likely range" in text for text in page.explanation.texts)
    assert any("Lost because" in text for text in page.explanation.texts)


def test_the_names_of_its_charts_are_read_whole_whatever_was_shown_before(window):
    for kpi in ("revenue", "pipeline_value", "nps"):
        choice = shown(window, kpi).charts.choice
        names = [choice.itemText(place) for place in range(choice.count())]
        widest = max(choice.fontMetrics().horizontalAdvance(name) for name in names)
        wait(partial(_is_wider, choice, widest))


def _is_wider(widget, width):
    return widget.width() > width


def test_the_records_can_be_saved_as_csv_in_the_order_shown(window, tmp_path):
    page = shown(window, "revenue")
    amount = [column.title for column in page.list.table.rows.columns].index("Amount")
    page.list.table.sortByColumn(amount, Qt.SortOrder.DescendingOrder)
    page.list.write(tmp_path / "list.csv")
    settle(window)
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == page.result.figure.n and {row["Kind"] for row in rows} == {"Sale"}
    assert "list.csv" in window.notice.text.text()
    amounts = [float(row["Amount"]) for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    assert round(sum(amounts) * 100) == page.result.figure.value


def test_no_cell_of_a_saved_list_is_a_formula(window):
    rows = [Behind("contact", 1, "=1+1", "＠SUM(A1)", None, None), Behind("sale", 2, None, "\n-5", 0, -500)]
    names = {("contact", 1): ("+1", None), ("sale", 2): (None, None)}
    lines = saved(rows, window.session.here.calendar, "EUR", names).decode("utf-8-sig")
    first, second = list(csv.reader(io.StringIO(lines, newline="")))[1:]
    assert first == ["'＠SUM(A1)", "Contact", "'+1", "", "", "'=1+1"]
    assert second[3:] == ["1970-01-01 01:00", "-5.00", ""] and not second[0].startswith("\n")


def test_parts_are_named_in_the_words_of_the_formula():
    assert part_text(kpi_of("win_rate"), NUMERATOR) == "deals won"
    assert part_text(kpi_of("win_rate"), DENOMINATOR) == "deals won + deals lost"
    assert part_text(kpi_of("nps"), DENOMINATOR) == "all answers"
    assert part_text(kpi_of("revenue"), NUMERATOR, alone=True) == "What it counts"


def test_rows_are_copied_as_a_spreadsheet_takes_them(window):
    page = shown(window, "win_rate")
    page.list.table.setFocus()
    press(Qt.Key.Key_A, keys=CTRL)
    press(Qt.Key.Key_C, keys=CTRL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[0] == "Record"
    assert len(lines) == page.result.figure.n + 1


def test_breakdowns_stand_beside_the_list_and_sort_by_their_numbers(window):
    page = shown(window, "revenue")
    for place in range(1, page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        table = page.tabs.widget(place)
        assert sum(row.n for row in table.rows.rows) >= 0
        table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        values = [row.value for row in table.rows.rows if row.value is not None]
        assert values == sorted(values, reverse=True)
    by_channel = page.tabs.widget(1)
    assert sum(row.value for row in by_channel.rows.rows) == page.result.figure.value


def test_every_chart_of_the_figure_can_be_chosen_and_has_a_twin(window):
    page = shown(window, "csat")
    charts = page.charts
    assert [one.id for one in charts.charts] == ["csat", "csat.scores", "csat.staff"]
    charts.choice.setFocus()
    for place, one in enumerate(charts.charts):
        assert charts.current() is one
        assert charts.drawn.picture
        assert charts.table.rows.rowCount() == len(charts.drawn.rows)
        assert charts.view.drawn is charts.drawn
        if place + 1 < len(charts.charts):
            press(Qt.Key.Key_Down)
            charts.choice.activated.emit(place + 1)
    charts.switch.setFocus()
    press(Qt.Key.Key_Space)
    assert charts.stack.currentWidget() is charts.table
    window.choose_look(Look.DARK)
    assert not page.grab().isNull()
    window.choose_look(Look.LIGHT)


def test_the_months_are_two_years(window):
    page = shown(window, "csat")
    assert page.charts.table.rows.rowCount() == 24
    assert page.charts.table.rows.index(23, 1).data() == page.result.text


def test_a_mark_leads_to_its_list_and_the_chip_back_to_all(window):
    page = shown(window, "revenue")
    page.charts.choice.setCurrentIndex([one.id for one in page.charts.charts].index("revenue.channel"))
    page.charts.choice.activated.emit(page.charts.choice.currentIndex())
    page.charts.view.setFocus(Qt.FocusReason.TabFocusReason)
    item = page.charts.drawn.items[0]
    press(Qt.Key.Key_Return)
    settle(window)
    assert page.link == item.link
    assert len(page.list.rows()) == item.n
    assert page.value.text() == item.text
    (chip,) = page.chips.buttons
    assert chip.text() == f"Channel: {item.label}"
    chip.setFocus()
    press(Qt.Key.Key_Return)
    settle(window)
    assert not page.chips.isVisible()
    assert len(page.list.rows()) == page.result.figure.n
    press(Qt.Key.Key_Left, window, Qt.KeyboardModifier.AltModifier)
    settle(window)
    assert page.link == item.link


def test_a_row_of_a_breakdown_leads_to_its_list(window):
    page = shown(window, "win_rate")
    table = page.tabs.widget(1)
    page.tabs.setCurrentIndex(1)
    table.setFocus()
    table.selectRow(0)
    row = table.rows.rows[0]
    press(Qt.Key.Key_Return)
    settle(window)
    assert dict(page.link.only.pairs) == {"staff": row.id}
    assert len(page.list.rows()) == row.n


def test_remarks_and_companions_lead_to_lists_of_their_length(window):
    page = shown(window, "pipeline_value")
    texts = [link.accessibleName() for link in page.explanation.links]
    for part in ("check deals_overdue", "overdue"):
        place = next(
            n for n, text in enumerate(texts) if "expected day" in text and ("Fix" in text) == ("check" in part)
        )
        link = page.explanation.links[place]
        link.setFocus()
        press(Qt.Key.Key_Return)
        settle(window)
        assert page.link.part == part
        assert len(page.list.rows()) == int(re.search(r": (\d+)", texts[place])[1])
        press(Qt.Key.Key_Left, window, Qt.KeyboardModifier.AltModifier)
        settle(window)
        assert page.link.part == ""


def test_another_period_is_shown_and_stepped_by_itself(window):
    link = Link("revenue", parse_period("2026-07"))
    window.desk.go(Place("figure", "revenue", detail=link_text(link)))
    settle(window)
    page = window.page
    assert page.when.text() == "July 2026"
    assert len(page.list.rows()) == page.result.figure.n
    press(Qt.Key.Key_PageUp, page)
    settle(window)
    assert page.when.text() == "June 2026"
    assert window.measuring.period.label == "2026-10"


def test_what_a_figure_cannot_keep_to_is_left_away(window):
    link = Link("revenue", parse_period("2026-10"), "", only(priority="high", staff=1))
    window.desk.go(Place("figure", "revenue", detail=link_text(link)))
    settle(window)
    assert window.page.link.only == only(staff=1)
    assert len(window.page.list.rows()) == window.page.result.figure.n
    assert [chip.text().partition(":")[0] for chip in window.page.chips.buttons] == ["Person"]


def test_a_place_that_names_no_list_is_refused_in_words(window):
    shown(window, "revenue")
    for detail in ('["revenue", "2026-10", "check nothing", []]', '["nothing", "2026-10", "", []]', "no json"):
        window.desk.go(Place("figure", "revenue", detail=detail))
        settle(window)
        assert window.page.link == Link("revenue", parse_period("2026-10"))


def test_the_back_button_leads_to_the_card(window):
    page = shown(window, "clv")
    page.back_button.setFocus()
    press(Qt.Key.Key_Return)
    assert focused().kpi_id == "clv"


def test_a_record_behind_the_figure_opens_with_enter_and_back_leads_to_its_row(window):
    page = shown(window, "revenue")
    page.list.table.setFocus()
    page.list.table.selectRow(3)
    record = page.list.current()
    press(Qt.Key.Key_Return)
    settle(window)
    assert (window.shows(), window.page.place().kind, window.page.place().id) == ("record", record.kind, record.id)
    assert window.desk.siblings[3] == record.id
    press(Qt.Key.Key_Left, window, Qt.KeyboardModifier.AltModifier)
    settle(window)
    assert window.shows() == "figure"
    assert page.list.current() == record


def test_the_keys_stay_on_the_page_when_the_link_that_was_pressed_is_gone(window):
    page = shown(window, "revenue")
    page.explanation.links[0].setFocus()
    press(Qt.Key.Key_Return)
    settle(window)
    wait(lambda: QApplication.focusWidget() is not None)
    assert focused() is page or page.isAncestorOf(focused())
    press(Qt.Key.Key_Tab)
    assert page.isAncestorOf(focused())
