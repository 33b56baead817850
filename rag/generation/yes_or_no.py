"""How probable a yes is, from what a model might have begun its answer with."""

import re
from collections.abc import Sequence

LEAST_SAID = 0.01
"""Of the first word, that it is yes or no; where less is, the model did not understand."""
_NO_LETTERS = re.compile(r"[^A-Za-z]+")


def probability_of_yes(first: Sequence[tuple[str, float]]) -> float | None:
    """From the likeliest first tokens with their probabilities; None where hardly any is an answer.

    However it is written, with capitals, spaces or quotation marks, a yes is a yes. What is not
    listed is taken to be as likely as it can be: no likelier than the last that is listed, nor
    than all that is left.
    """
    found = [(_NO_LETTERS.sub("", token).lower(), p) for token, p in first]
    yes, no = (sum(p for word, p in found if word == which) for which in ("yes", "no"))
    if yes + no < LEAST_SAID:
        return None
    unlisted = max(min([1 - sum(p for _, p in found), *(p for _, p in found)]), 0.0)
    yes, no = yes or unlisted, no or unlisted
    return yes / (yes + no)
