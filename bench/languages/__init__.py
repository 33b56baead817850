"""French and German questions on French and German reports."""
