"""The printed summary and its spreadsheet twin.

What is said is made of results first, as plain values; drawing them is a second step that decides nothing. Imports
kpi and what lies below it. reportlab and XlsxWriter are known here alone and loaded when something is printed.
"""
