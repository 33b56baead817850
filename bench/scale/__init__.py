"""How Dateline does with many passages: a corpus that is made up, and what is measured on it."""
