"""Reading PDF: what is drawn on the pages becomes words, lines, columns and blocks of a report."""
