"""Files to an index: read, understood, cut, embedded and kept; and taken out again."""
