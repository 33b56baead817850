"""What of a document is not read, in words."""

from collections.abc import Mapping

_UNCOUNTED = ("hidden text",)


def in_words(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Things that were not read, with how many they are: `2 pictures`, `1 chart`."""
    return tuple(
        thing if thing in _UNCOUNTED else f"{many} {thing}{'' if many == 1 else 's'}"
        for thing, many in sorted(counts.items())
        if many
    )
