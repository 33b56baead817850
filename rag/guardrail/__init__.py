"""Whether there is an answer, decided before anything is written; and why there is none."""
