"""A question as it is read: its words, its kind, the time that it names."""
