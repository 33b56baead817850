"""What is said where a language model did not write what it was to write."""


def own_words(trouble: str, *, midway: bool) -> str:
    """That the reports' own words stand where a language model was to write, and why."""
    rest = "what it had not written" if midway else "this answer"
    return f"{trouble.rstrip('.')}; {rest} is given in the reports’ own words."


def model_wrote_nothing() -> str:
    """That a language model ended without a sentence."""
    return "The language model wrote nothing"


def model_unreadable() -> str:
    """That what a language model wrote is in no form that can be read."""
    return "The language model answered in a form that cannot be read"
