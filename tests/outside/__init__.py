"""What outsiders write, made by chance: whatever it is, it is read soundly or told of."""
