"""The description of mapping files for people: part of `crmdesk import --help` and of the README."""

from __future__ import annotations

EXAMPLE = """\
{
  "kind": "deals",
  "table": {"delimiter": ";", "skip_lines": 2},
  "fields": {
    "id": "Number",
    "title": {"join": ["Product", "Account"], "separator": " for "},
    "contact_id": {"column": "Account", "near": true},
    "owner_id": {"value": "anna"},
    "amount": {"column": "Value", "number": {"decimal": ",", "thousands": "."}, "empty": ["0"]},
    "stage_id": {"column": "Stage", "values": {"Won": "won", "Lost": "lost", "Working": "open"}},
    "opened_at": {"column": "Opened", "date": "%d.%m.%Y", "else_column": "Created"},
    "closed_at": {"column": "Closed", "date": "%d.%m.%Y %H:%M", "timezone": "Europe/Berlin"}
  },
  "custom": {"Region": "Region"},
  "empty_values": ["?", "n/a"],
  "where": {"Test": {"not": "yes"}}
}
"""

MAPPING_HELP = f"""\
A mapping file says, in JSON, what the columns of a foreign table mean:

{EXAMPLE}
One such object, a list of them, or {{"mappings": [...]}}: one file can hold what several tables need.
Each makes rows of one kind; they are then checked and written like those of an interchange folder.

  kind          staff, contacts, stages, deals, stage_changes, tickets, ticket_events, activities,
                campaigns, expenses, sales, surveys or goals
  file          the source file that this mapping is about ("sales*.csv"); without it, every source.
                A folder among the sources stands for the files in it
  table         how the table is written, where it cannot be told from the file: encoding,
                delimiter (a mark, or comma, semicolon, tab, bar, space, spaces: runs of spaces),
                quote, sheet, skip_lines (above the header), header: false with columns: [names]
  fields        for each field of the interchange file: where its value comes from
  custom        the same for fields of your own
  keep_other_columns   true keeps every other column as a custom field of its name
  empty_values  cells that mean nothing, in every column
  where         only rows with these values: {{"State": ["paid", "sent"]}}, {{"Test": {{"not": "yes"}}}};
                {{"not": "yes", "optional": true}} where the file may lack the column, {{"is": [...]}}
                for the other way round, {{"sign": "plus"}} or "minus" for numbers. Case does not matter.
                A list of such objects where one column has several conditions.
                {{"not": "", "else": ["Name"]}} looks at other columns where this one is empty
  group_by      one record for all rows with the same value in this column
  stack         {{"column": "person", "columns": ["seller", "helper"]}}: a row for each of these cells
  repeat        "keep" (equal rows are separate records, the default) or "drop"
  if_new        true: only records that are not known by their name, or by their id, already
  rows          instead of a table: the rows themselves, such as the stages of the pipeline
  note          a remark, not read; also within table and fields

A field is the name of a column, or an object that says where its value comes from, by one of

  column        a column
  join          several columns, with separator between them
  value         a constant
  digest        true: an id made from the whole row, the same in every import (the default for an
                id that nothing is said about; equal rows get different ones)

and how it is read:

  empty         cells that mean nothing in this column
  first_of, all_of   ";": of several values in one cell only the first, or all of them as tags
  else_column, else_value   what stands in for an empty cell: another column, a constant
  else          what stands in for no value: another field, again from anywhere
  optional      true: the file may lack the column, which then counts as empty
  values        what each value means, whatever its case; other_values: "refuse" the row (the
                default), "keep", "empty"
  without       a text that is taken away where a value starts with it
  html          true: the text without its tags
  lookup        {{"file": "leads.csv", "key": "id", "column": "day"}}: the value in another file
  number        {{"decimal": ",", "thousands": ".", "percent": true, "divide_by": 100}};
                "absolute": true leaves the sign out, "times": 1000 is for amounts in thousands
  currency      the column that names the currency of an amount, or the code of the currency that
                all are in; other money than that of the workspace is refused
  date          "iso", "excel", "excel1904", "epoch", "epoch_ms" or a form such as "%d.%m.%Y"; of several in a
                list the first one in which the cell is written; "2026|%d.%m." for days without a year
  plus_minutes  a column with minutes that are added to the moment; empty means no value
  same_day      a column with a moment: a date without a time that is its day means that moment
  tidy          "email": the bare address; "phone" or "phone:DE": the international form of a
                telephone number, as it is dialled in that country
  timezone      the zone of times that name none, such as "Europe/Berlin"; else the workspace's
  near          for references: true finds a record by its name, whatever its case, spaces and
                punctuation, if only one can be meant; {{"typos": true}} allows a slip of spelling.
                For other fields: a list of names, or {{"file": "products.csv", "column": "name"}}.
                {{"kind": "staff", "found": "out"}}: what stands for the name of a record of that kind.
                Every name that was put right is reported. A name that means none is refused, or,
                with other_values "empty", left out
  prefix        a text put before the value, or before the id or name that near looks for
  where         only in rows with these values; in the others the field is empty
  pick          with group_by: which row counts: "first", "last", "min", "max"

A row with a value that cannot be read so is refused with its line, column and reason; nothing is guessed.
"""
