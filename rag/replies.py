"""What is said to messages that ask nothing of the reports, and beside summaries and follow-ups."""

from index.types import Coverage
from rag.small_talk import Talk
from rag.wording import holds

_TALK = {
    Talk.GREETING: "Hello.",
    Talk.THANKS: "You are welcome.",
    Talk.FAREWELL: "Goodbye.",
    Talk.ABOUT: "Dateline quotes dated reports, and says so where none answers.",
    Talk.ASIDE: "Noted.",
}


def small_talk(talk: Talk, coverage: Coverage) -> str:
    """A friendly word to what is no question, and what can be asked."""
    return (
        f"{_TALK[talk]} Ask what the reports say: who, what, when, how many; name a time, such as "
        "“in 2023” or “as of 1 May 2024”; or write “Summarise” and the title of a report. "
        f"{holds(coverage)}"
    )


def not_named(name: str, coverage: Coverage) -> str:
    """That what was found for a follow-up does not have the name that it asks about."""
    return f"What was found to answer this does not name “{name}”. {holds(coverage)}"


def own_leading_sentences() -> str:
    """What a summary is."""
    return "These are the report’s own leading sentences; what comes after them is not told."
