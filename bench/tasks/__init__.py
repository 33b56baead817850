"""What new users do, each task done by a script in a browser or a shell, its steps counted.

`python -m bench.tasks` runs all; names of tasks as arguments run those alone and keep nothing.
"""
