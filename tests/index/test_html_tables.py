"""Tables and lists of terms in web pages: what stands under which heads."""

from index.reading.html import read_html
from tests.index.shown_blocks import kinds_under

RAIN = "It rained on the quay all day, and the ferry to Torvik did not run. "
MILL = "The mill burnt down in 1911, and nobody in Lesk has built another since. "


def test_rows_stand_under_the_title_of_their_group_and_of_no_other() -> None:
    page = (
        f"<p>{RAIN}<table><tr><th></th><th>1903</th></tr><tr><th colspan=2>Lesk</th></tr>"
        "<tr><td>Rye</td><td>12</td></tr><tr><th>Olm</th><td></td></tr>"
        "<tr><td>Rye</td><td>7</td></tr></table>"
    )
    assert kinds_under(read_html(page))[1:] == [
        ("table_row", "", "Lesk"),
        ("table_row", "Lesk; 1903", "Rye; 12"),
        ("table_row", "", "Olm"),
        ("table_row", "Olm; 1903", "Rye; 7"),
    ]


def test_keys_stand_under_the_title_of_their_group() -> None:
    page = (
        f"<p>{RAIN}<table><tr><th colspan=2>Storm Ida</th></tr><tr><th>Formed</th><td>3 May</td>"
        "</tr><tr><th colspan=2>Losses</th></tr><tr><th>Ships</th><td>5</td></tr></table>"
    )
    assert kinds_under(read_html(page))[1:] == [
        ("table_row", "", "Storm Ida"),
        ("key_value", "Storm Ida", "Formed: 3 May"),
        ("table_row", "", "Losses"),
        ("key_value", "Losses", "Ships: 5"),
    ]


def test_where_a_row_stands_whose_last_cell_is_merged_of_several() -> None:
    rows = "<tr><td>Rye</td><td rowspan=2>Lesk</td></tr><tr><td>Oats</td></tr>"
    page = f"<p>{RAIN}<table>{rows}</table>"
    source = read_html(page)
    row = source.blocks[-1]
    assert source.text[row.start : row.end] == "Oats; Lesk"
    assert source.source is not None
    assert source.source.to_source(row.start, row.end) == (
        page.index("Lesk"),
        page.index("Oats") + 4,
    )


def test_terms_stand_before_all_that_is_said_of_them() -> None:
    table = "<table><tr><td>Rye</td><td>12</td></tr><tr><td>Oats</td><td>7</td></tr></table>"
    terms = f"<dt>Ship</dt><dd>Olm.</dd><dd>Ister.</dd><dt>Grain</dt><dd>{table}</dd>"
    page = f"<p>{RAIN}<dl>{terms}</dl>{MILL}"
    assert kinds_under(read_html(page))[1:-1] == [
        ("key_value", "", "Ship: Olm."),
        ("paragraph", "Ship", "Ister."),
        ("paragraph", "", "Grain"),
        ("table_row", "", "Rye; 12"),
        ("table_row", "", "Oats; 7"),
    ]
