"""What F1 says of the page that is shown: what it is for, and how the day's work goes on it. No network, no browser."""

from __future__ import annotations

from crmdesk.text import N_, _

_LISTS = (
    N_(
        "Type in the search to find rows by any of their words. The buttons below it are ready-made conditions with"
        " their counts; “Add a filter” makes your own, and each filter reads as a sentence that a click takes away."
    ),
    N_(
        "Enter opens a row, F2 changes the cell, Del puts rows into the bin. Choose several rows with Shift or Ctrl to"
        " change them together. Copy and paste go to and from a spreadsheet; what is pasted is shown before it is kept."
    ),
    N_("Columns can be chosen, moved and widened. Save a view to find filter, order and columns in the sidebar again."),
)
_BY_PAGE: dict[str, tuple[str, ...]] = {
    "": (
        N_("A workspace is one file with all that belongs to one business. Open one, make a new one, or look around."),
        N_("Everything stays on this computer. File, Back up copies a workspace; one copy a day is made by itself."),
        N_("File, Restore a backup shows the copies and what is in each; what a copy replaces is kept beside it."),
    ),
    "today": (
        N_(
            "What waits to be done: tasks that are late or due, leads and tickets that wait for an answer, deals that "
            "went quiet, goals that will be missed. Whoever is working sees their own and what is unassigned."
        ),
        N_(
            "Arrow keys walk from line to line, Enter opens the record, and one key does what is to be done without"
            " leaving the page. The arrow at the head of each part leads to all of it."
        ),
    ),
    "dashboard": (
        N_(
            "The figures of the business for a period: the value, its goal, and how it stands to the period and the"
            " year before. A figure from too few records is grey."
        ),
        N_(
            "Enter on a card shows how the figure is computed and every record behind it. Each chart shows its numbers"
            " as a table, too. Print preview makes the summary of the month from the same figures."
        ),
        N_(
            "Choose a person, a channel or a campaign to see what is theirs; a figure that cannot be restricted says "
            "so. Arrange lets you choose, order, pin and remove what an area shows. The menu of each card and chart "
            "copies or saves its numbers."
        ),
    ),
    "contacts": (N_("People and companies. A person belongs to a company if you enter one; it is made on the spot."),),
    "leads": (
        N_(
            "Contacts who asked for something. The first call, mail or meeting that is logged with a lead counts as "
            "the answer; then say whether it is qualified, or not a lead."
        ),
    ),
    "deals": (
        N_(
            "What may become a sale. A card shows value, age in its stage, next step and owner; marks tell what should"
            " have closed and where nothing happens. The heads add up each stage, also weighted by its chance."
        ),
        N_(
            "Drag a card, or move it with Ctrl and an arrow; Won, Lost and Later appear while it is dragged."
            " Winning proposes to record the sale, which is what makes revenue; losing asks for the reason."
        ),
        N_("Board and list keep the same filter. The stages are set up under Settings."),
    ),
    "tickets": (
        N_(
            "What customers need help with, what is due first on top. Answer and resolution are due within the "
            "working hours that Settings say for each priority; while a ticket waits for the customer, the clock is "
            "paused."
        ),
        N_(
            "One key takes a step with the chosen tickets; a note typed beside the buttons goes along. A resolved"
            " ticket can be asked for satisfaction: enter the answer, or print a sheet."
        ),
    ),
    "activities": (
        N_("Calls, mails, meetings, notes and tasks of everybody. A task is an activity with a due moment."),
    ),
    "campaigns": (
        N_("What is done to win customers. Costs are expenses with the campaign’s name; leads and sales name it, too."),
    ),
    "money": (
        N_("Sales make revenue, expenses are costs. A refund is a sale below zero, on the day on which it was paid."),
    ),
    "surveys": (N_("Answers of customers: satisfaction from 1 to 5 (CSAT), recommendation from 0 to 10 (NPS)."),),
    "staff": (
        N_("Who works in the business. Nobody logs in; whoever is chosen as working is noted with every step."),
        N_("Somebody who leaves gets a last day; everything they did stays theirs."),
    ),
    "goals": (
        N_(
            "A goal says which figure, of the business, a person or a channel, is to reach how much by when, and why."
            " It shows here, on the cards and in the summary."
        ),
        N_(
            "Those furthest behind come first. Revenue and new customers are compared with the working days that have "
            "passed, the dashed stroke; other figures count as they are. Squares are the goals before: full ones were "
            "met, crossed ones missed."
        ),
        N_(
            "Up and down choose a goal, Enter opens its figure, F2 changes it, Ctrl+Shift+D sets it for the next"
            " period, too, Del takes it away."
        ),
    ),
    "month": (
        N_(
            "Six steps to a month that can be handed over: put the data right, see which printed figures changed and "
            "which step changed them, look at the goals, choose the sentences, say what is to be done, then keep and "
            "print."
        ),
        N_(
            "Ctrl+Enter goes on, Alt and a number goes to a step. What you decide is kept until the period is closed. "
            "Closing is one step that can be undone: it keeps the summary inside the workspace and makes the tasks."
        ),
        N_("Past summaries open as they were kept; figures that differ today name the step that changed them."),
    ),
    "health": (
        N_(
            "What is missing in the data or cannot be right, and which figures suffer. The score says how reliable "
            "all figures are: it rises with every record that is fixed, at the next look."
        ),
        N_(
            "Up and down choose a problem, Enter goes to its records, where cells are changed in place (F2); "
            "Ctrl+Alt+E changes all of them at once. Enter on a figure opens it."
        ),
    ),
    "settings": (
        N_(
            "What the figures and pages go by: currency, time zone, working hours and holidays, stages, ticket targets,"
            " team. Ctrl+Enter saves the section; a dot marks what is typed and not saved yet."
        ),
    ),
    "record": (
        N_(
            "Facts on the left, everything that happened in the middle, what belongs to it on the right. Facts are"
            " changed where they stand: Enter keeps, Esc puts back."
        ),
        N_(
            "To log a call, type what was said, press the key of its kind, then Ctrl+Enter. A task takes a date in"
            " words, such as “tomorrow”, “fri 3pm” or “+2w”. Files are dropped on the page and kept in the workspace."
        ),
        N_("History tells who changed what and when. Next and previous go through the list that you came from."),
    ),
    "figure": (
        N_(
            "How the figure is computed, with its own numbers; what moved it, what it leaves out, how far to trust it;"
            " its charts, what it consists of, and each record that it counts."
        ),
        N_(
            "Arrow keys walk the marks of a chart, Enter shows the records of one, + and − make it larger and "
            "smaller. What a list is restricted to is beside the title: press it to see everything again."
        ),
        N_("Enter on a record opens it, and Back leads here again. Page Up and Page Down change the period."),
    ),
    "preview": (
        N_("The summary as it will be printed or saved, for A4 or Letter. Its figures are those of the dashboard."),
        N_(
            "On the right: which sheet, how long, in which language, with which sections and lists. Page Up and Page"
            " Down turn the pages, + and − make them larger and smaller."
        ),
        N_("Ctrl+P prints the pages that are shown, Ctrl+S saves them as a PDF."),
    ),
    "bin": (N_("What was deleted, the latest first. Bringing a record back brings back all that went with it."),),
    "import": (
        N_(
            "Files of other programs come in here: tables, address books, calendars, bank files, mails. Drop them"
            " anywhere on the window. What they are is found out and said with its reasons; all of it can be changed."
        ),
        N_(
            "Ctrl+Enter goes on, Alt and a number goes to a step. What can be read in two ways is asked, never "
            "guessed. The plan shows each row before anything is written: what is new, what changes field by field, "
            "what is doubtful or refused. Cells can be corrected there, rows left out."
        ),
        N_(
            "All of it is one step, which can be undone at any time; you are asked about records that were changed "
            "since. Tables with the same headings are understood as they were last time. Folders can be watched: see "
            "the settings."
        ),
    ),
    "doubles": (
        N_(
            "Contacts that may be one and the same, the surest first, with what they share. Below, side by side, stands"
            " what differs: choose whose value is kept, then merge. The one that stays gets all that belonged to both."
        ),
        N_("“Not the same” is remembered. Whatever was merged can be separated again from the page of the contact."),
    ),
    "steps": (
        N_(
            "Every step that was taken in this file, the latest first. Any of them can be undone, not only the last "
            "one; where a later step changed the same record, you are told."
        ),
    ),
}
_AS_LISTS = ("contacts", "leads", "activities", "campaigns", "money", "surveys", "staff", "goals")


def help_text(page: str) -> str:
    """The help for a page, a paragraph a line; for no page, that of the window before a workspace is open."""
    own = _BY_PAGE.get(page, _BY_PAGE[""])
    return "\n\n".join(_(text) for text in (*own, *(_LISTS if page in _AS_LISTS else ())))
