"""Buttons that are cut where there is no room."""

from crmdesk.ui.button import Button, ShortButton


def test_a_short_button_shows_the_beginning_of_its_text_and_keeps_all_of_it(qtbot):
    made = [ShortButton("Qualified && asked twice by phone", None), Button("Qualified && a…", None)]
    for button in made:
        qtbot.addWidget(button)
        button.resize(100, 30)
    cut, plain = made
    letters = cut.fontMetrics()
    assert letters.horizontalAdvance("Qualified & asked") > 100
    assert cut.text() == "Qualified && asked twice by phone"
    shown, whole = cut.grab().toImage(), ShortButton("Short", None)
    qtbot.addWidget(whole)
    plain.setText("Short")
    whole.resize(100, 30)
    assert whole.grab().toImage() == plain.grab().toImage()
    plain.setText(cut.text())
    assert shown != plain.grab().toImage()
