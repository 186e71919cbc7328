"""The chart made for each KPI, as marks that know what they stand for: for screen, detail view and paper alike."""
