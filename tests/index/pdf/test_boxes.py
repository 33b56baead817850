"""Where words of a PDF stand on its pages."""

import pytest

from index.types.pagemap import PageBoxes
from tests.index.pdf.files import Sheet, Text, lines
from tests.index.pdf.pages import FERRY, LIGHT, LIGHT_TEXT, read

UPWARD = [Text(100 + 12 * n, 100, line, turn=1) for n, line in enumerate(LIGHT)]


@pytest.mark.parametrize(
    ("sheet", "box", "size"),
    [
        pytest.param(
            Sheet(lines(72, 700, LIGHT)), (72.0, 697.8, 358.3, 709.5), (595, 842), id="plain"
        ),
        pytest.param(
            Sheet(lines(72, 700, LIGHT), crop=(50, 300, 550, 800)),
            (22.0, 397.8, 308.3, 409.5), (500, 500), id="cropped",
        ),
        pytest.param(
            Sheet(UPWARD, rotate=90),
            (100.0, 492.8, 386.3, 504.4), (842, 595), id="turned to be read",
        ),
        pytest.param(
            Sheet(UPWARD),
            (90.6, 100.0, 102.2, 386.3), (595, 842), id="text that goes up the page",
        ),
    ],
)  # fmt: skip
def test_boxes_are_those_of_the_page_as_it_is_shown(
    sheet: Sheet, box: tuple[float, ...], size: tuple[float, float]
) -> None:
    source = read(sheet)
    assert source.text == LIGHT_TEXT
    assert source.paged is not None
    assert source.paged.sizes == (size,)
    [on] = source.paged.map.boxes(0, len(LIGHT[0]))
    assert on == PageBoxes(1, (box,))


def test_a_box_is_cut_where_the_quote_begins_and_ends() -> None:
    source = read(Sheet(lines(72, 700, FERRY)))
    assert source.paged is not None
    start = source.text.index("The post")
    [on] = source.paged.map.boxes(start, start + len("The post"))
    [(left, low, right, high)] = on.boxes
    assert (low, high) == (685.8, 697.5)
    assert 185 < left < 192
    assert 220 < right < 232
