"""What the search gives, once its candidates are ranked."""

from index.rules import switched_off
from rag.searching import apart
from tests.rag.corpus import finding, ranked


def test_of_passages_that_share_a_sentence_the_nearer_is_kept() -> None:
    first = ranked(finding(["A ferry sank.", "It was night."]), [0.9, 0.2])
    beside = ranked(finding(["It was night.", "Many drowned."], start=114), [0.5, 0.4])
    after = ranked(finding(["Many drowned.", "Some swam."], start=128), [0.4, 0.3])
    far = ranked(finding(["A mill burned."], start=900), [0.1])
    assert apart([first, beside, after, far]) == [first, after, far]
    with switched_off(["overlapping-passages-apart"]):
        assert apart([first, beside, after, far]) == [first, beside, after, far]
