"""How people and programs reach the engine: the command line, and the chat in the terminal."""
