"""What is remembered of imports: names that records have elsewhere, mappings, files that were read, watched folders."""

from __future__ import annotations

from peewee import SQL

from crmdesk.store.base import Record
from crmdesk.store.field import LocalDay, LongText, Moment, Text, Whole
from crmdesk.text import N_


class KnownAs(Record):
    """The id that a record has in another program: `source` names the program, `record` the table of the row.

    It outlives a change of the record, so that the next file of that program finds it again. A row whose record is
    gone means nothing.
    """

    kind, plural, title, since = "known_as", "known_as", N_("Ids in other programs"), 4
    list_columns = ("source", "elsewhere", "record")
    name_field = "elsewhere"

    record = Text(N_("Kind of record"), required=True)
    row = Whole(N_("Record"), required=True)
    source = Text(N_("Program"), required=True)
    elsewhere = Text(N_("Id there"), required=True)

    class Meta:
        table_name = "known_as"
        indexes = (
            (("record", "row"), False),
            SQL("CREATE UNIQUE INDEX known_as_elsewhere ON known_as (record, source, elsewhere)"),
        )


class KeptMapping(Record):
    """How the columns of files with these headings were understood: `headings` is their fingerprint, `mapping` JSON."""

    kind, plural, title, since = "kept_mapping", "kept_mappings", N_("Remembered mappings"), 4
    list_columns = ("title", "used_at")
    name_field = "title"

    headings = Text(N_("Headings"), required=True, unique=True)
    title_text = Text(N_("Title"), required=True, column_name="title")
    mapping = LongText(N_("Mapping"), required=True)
    used_at = Moment(N_("Used"), required=True)
    used_day = LocalDay()

    class Meta:
        table_name = "kept_mapping"


class ImportedFile(Record):
    """A file that was brought in: its name and checksum, the step that did it, and the result file (in `content`)."""

    kind, plural, title, since = "imported_file", "imported_files", N_("Imported files"), 4
    list_columns = ("name", "at")

    name = Text(N_("Name"), required=True)
    digest = Text(N_("Checksum"), required=True, help=N_("SHA-256 of the bytes"))
    step = Whole(N_("Step"), required=True)
    result = Text(N_("Result file"), help=N_("SHA-256 of the bytes"))
    at = Moment(N_("Imported"), required=True)
    day = LocalDay()

    class Meta:
        table_name = "imported_file"
        indexes = ((("digest",), False),)


class WatchedFolder(Record):
    """A folder whose files are brought in again and again: which of them (`pattern`), and by which mapping.

    `mapping` is a mapping file as JSON; empty: as the headings of each file say.
    """

    kind, plural, title, since = "watched_folder", "watched_folders", N_("Watched folders"), 4
    list_columns = ("path", "pattern", "looked_at")
    name_field = "path"

    path = Text(N_("Folder"), required=True)
    pattern = Text(N_("Files"), required=True)
    mapping = LongText(N_("Mapping"))
    looked_at = Moment(N_("Looked at"))
    looked_day = LocalDay()

    class Meta:
        table_name = "watched_folder"
