"""Times that a text tells: found, and placed by its day and by what it told before."""
