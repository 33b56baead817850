"""A question's way through the rooms, from asking to its outcome."""
