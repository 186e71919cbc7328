"""One file per format: address books, calendars, mails, bank files, workbooks."""
