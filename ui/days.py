"""Days as people write them."""

from datetime import date

from index.dating import day_mentions
from index.errors import BadInput


def read_day(option: str, value: str | None) -> date | None:
    """The day that an option names: 2024-12-26, or as people write it with its year.

    Raises BadInput where it names none.
    """
    if value is None:
        return None
    mentions = day_mentions(value, None)
    if len(mentions) != 1 or len(mentions[0].days) != 1:
        raise BadInput(f"{option} {value!r} is not a day. Write it as 2024-12-26.")
    return mentions[0].days[0]
