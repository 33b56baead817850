"""A file system that fails: nothing is lost or half-written, and one line is said."""
