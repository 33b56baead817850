"""Where a text stands on pages: boxes cut at a quote's ends, page by page."""

import pytest

from index.types.pagemap import PageBoxes, PageLine, PageMap

LINES = PageMap((
    PageLine(0, 11, 3, (70.0, 700.0, 130.0, 710.0), ((0, 70.0), (6, 100.0))),
    PageLine(12, 23, 3, (70.0, 688.0, 130.0, 698.0), ((0, 70.0), (6, 100.0))),
    PageLine(24, 35, 4, (70.0, 700.0, 130.0, 710.0), ((0, 70.0), (6, 100.0))),
))  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "boxes"),
    [
        pytest.param(0, 11, (PageBoxes(3, ((70.0, 700.0, 130.0, 710.0),)),), id="a line"),
        pytest.param(6, 11, (PageBoxes(3, ((100.0, 700.0, 130.0, 710.0),)),), id="its last word"),
        pytest.param(0, 5, (PageBoxes(3, ((70.0, 700.0, 95.0, 710.0),)),), id="its first word"),
        pytest.param(
            6, 17,
            (PageBoxes(3, ((100.0, 700.0, 130.0, 710.0), (70.0, 688.0, 95.0, 698.0))),),
            id="over two lines",
        ),
        pytest.param(
            18, 29,
            (PageBoxes(3, ((100.0, 688.0, 130.0, 698.0),)),
             PageBoxes(4, ((70.0, 700.0, 95.0, 710.0),))),
            id="over two pages",
        ),
        pytest.param(11, 12, (), id="between lines"),
    ],
)  # fmt: skip
def test_boxes_of_a_span(start: int, end: int, boxes: tuple[PageBoxes, ...]) -> None:
    assert LINES.boxes(start, end) == boxes


def test_what_stands_beside_each_other_on_a_line_is_one_box() -> None:
    beside = PageMap((
        PageLine(0, 4, 1, (70.0, 700.0, 90.0, 710.0), ((0, 70.0),)),
        PageLine(5, 9, 1, (95.0, 700.0, 120.0, 710.0), ((0, 95.0),)),
        PageLine(10, 14, 1, (300.0, 700.0, 320.0, 710.0), ((0, 300.0),)),
    ))  # fmt: skip
    assert beside.boxes(0, 14) == (
        PageBoxes(1, ((70.0, 700.0, 120.0, 710.0), (300.0, 700.0, 320.0, 710.0))),
    )


def test_a_line_without_places_of_words_is_not_cut() -> None:
    turned = PageMap((PageLine(0, 11, 1, (70.0, 100.0, 80.0, 300.0), ()),))
    assert turned.boxes(3, 5) == (PageBoxes(1, ((70.0, 100.0, 80.0, 300.0),)),)
