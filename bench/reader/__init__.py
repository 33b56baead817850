"""Makes the reader: candidates of many fields' questions, training, export and fit."""
