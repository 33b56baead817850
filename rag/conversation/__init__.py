"""Questions that lean on those before them, made whole by rules on their words."""
