"""Lists of records that are edited like a spreadsheet."""
