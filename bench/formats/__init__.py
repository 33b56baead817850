"""Questions and dates of reports as PDF, Word files, mail and feeds."""
