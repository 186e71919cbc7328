"""How much crmdesk takes from one file, in one place, each limit with its reason.

The limits are far above what a small business has and far below what would exhaust its computer.
"""

from __future__ import annotations

FILE_BYTES = 2 * 1024**3
"""The largest file that is opened: ten times the largest business that was measured."""

ROWS = 2_000_000
"""The most rows of one table: beyond that a year of one row a minute would be exceeded four times."""

COLUMNS = 2_000
"""The most columns: every custom field of a row is kept, so thousands of them would swell each record."""

HEADING_CHARACTERS = 1_000
"""The longest name of a column: a question of a survey with its explanation. A page of text is none."""

CELL_CHARACTERS = 1_000_000
"""The longest cell: a long book. The csv module's own limit (131,072) refuses notes with pasted e-mails."""

LINE_CHARACTERS = 4_000_000
"""The longest line: a file without line ends must not be read into memory as one line."""

STRUCTURE_FAULTS = 100_000
"""The most rows that cannot be read as rows: after so many the dialect is wrong, not the rows."""

ZIP_ENTRIES = 10_000
"""The most files in a zip: a directory of millions of names takes memory before anything is read."""

ZIP_BYTES = 2 * 1024**3
"""The most that a zipped interchange folder may hold when unpacked: the same as a plain file."""

ZIP_RATIO = 200
"""How many times larger a zipped folder may become: CSV packs 5 to 30 times, repeated text 150 times."""

ZIP_SMALL_BYTES = 10 * 1024**2
"""Up to this size a ratio means nothing: a folder of headers alone packs better than a bomb."""

SHEET_BYTES = 200 * 1024**2
"""The most that a spreadsheet may hold when unpacked: 300 KB of it can become 300 MB of XML."""

SHEET_RATIO = 100
"""How many times larger a spreadsheet may become: XML packs 10 to 20 times."""

SHEET_CELLS = 5_000_000
"""The most cells between a sheet's corners: one far cell makes a reader lay out everything in between."""

OPEN_CELLS = 3_000_000
"""The most cells of all tables of an open document: its reader holds each three times, and all of them at once."""

MAPPING_BYTES = 4 * 1024**2
"""The largest mapping file: lists of names are written in it, tables are not."""

GROUPS = 1_000_000
"""The most groups that rows are gathered into, since each of them is held in memory."""

SLIP_SEARCHES = 2_000
"""The most unknown names for which slips of spelling are looked for: each meets every known name."""

RECORD_CHARACTERS = 20_000_000
"""The longest record of a JSON document: some of the longest cells. What does not end by then is none."""

CARD_LINE_BYTES = 1_000_000
"""The longest line of a vCard, unfolded: as long as the longest cell. Pictures are skipped, however long."""

CARD_HEAD_BYTES = 4_000
"""How far the name and parameters of a vCard's line may reach."""

CARD_LINES = 2_000
"""The most lines of one vCard: two hundred phones, and ten times that."""

CARD_BYTES = 4_000_000
"""The longest vCard without its pictures."""

CARD_DEPTH = 8
"""How many vCards may be open at once: one within another is rare, one that is never closed is not."""

ZONE_RULES = 200
"""The most clock changes that a calendar may list for a time zone: two a year since there are such."""

XML_DEPTH = 64
"""How deep the elements of a bank file may stand in each other: the standard has 14 levels."""

XML_PARTS = 200_000
"""The most elements of one booking: a batch of some thousand payments."""

FIELD_CHARACTERS = 20_000
"""The most of one field of a bank file that is kept: the standard allows 390, some banks write more."""

MAIL_HEADER_BYTES = 64 * 1024
"""The most of one header of a message: a list of a thousand people."""

MAIL_TEXT_BYTES = 64 * 1024
"""The most of a message's text that is kept: thirty pages."""

MAIL_DEPTH = 16
"""How deep the parts of a message may stand in each other: those of mail programs do three or four deep."""

CARD_FIELDS = 200
"""The most fields of vCards beyond crmdesk's own: each is a column for all of them. The rest shares one column."""

SAMPLE_CELLS = 10 * COLUMNS
"""The most cells of a row by which it is judged: a line of nothing but commas has a million."""

SAMPLE_BYTES = 64 * 1024
"""How much of a file decides its delimiter and quotes."""

SHOWN_CHARACTERS = 80
"""How much of a refused value is shown in a message."""

NOTES = 100
"""The most remarks below a table that are held until its end is sure: beyond that they are rows."""

SAMPLE_ROWS = 1_000
"""The rows that decide how the tables of a file lie: enough for every report that people read as one page."""

CELLS_AT_ONCE = 600_000
"""How many cells of rows under way are held in memory, kind by kind; the others wait in a file: some 40 MB."""

LONG_SAMPLE_ROWS = 20_000
"""The rows that decide it where a file holds several tables: web statistics give each day of years a row."""

SAMPLE_CHARACTERS = 4_000_000
"""The most text of a sample of rows: a thousand of the longest rows would fill the memory."""

TABLES = 100
"""The most tables of one file: a workbook of a hundred sheets is rare, and each table is read by itself."""

RESULT_ROWS = 50_000
"""The most rows of which a result file is made by itself: a longer one would take the memory of the import again."""

RESULT_BYTES = 8 * 1024**2
"""The largest result file that is kept in the workspace: some 50,000 rows. A larger one would double the file."""
