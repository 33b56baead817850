"""From files to dated, embedded passages: reading, dating, chunking, storing."""

from index.telemetry import switch_off

# Here, since a package is imported before its modules, and so before what these import.
switch_off()
