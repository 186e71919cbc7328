"""Where in a sheet the tables are: titles, headings, totals, remarks."""
