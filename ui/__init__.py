"""How people and programs reach the engine: the command line, and the chat in the terminal."""

import index  # noqa: F401 - first of all, since it switches off what libraries tell their makers
