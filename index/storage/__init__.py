"""The catalog and the stores of vectors: what an index keeps, and what can be asked of it."""
