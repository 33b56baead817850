"""What passages say in answer, how likely each is to, and where in a report it stands."""
