"""What each command does; every function here returns the exit code."""
