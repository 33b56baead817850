"""The reader: how far a passage answers a question, or bears a sentence out."""
