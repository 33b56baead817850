"""What new users do with Dateline, each done by a script in a browser or a shell, its steps counted.

`python -m bench.tasks` runs all; names of tasks as arguments run those alone and keep nothing.
"""
