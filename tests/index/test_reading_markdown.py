"""Markdown as a person reads it: kinds of blocks, what they stand under, and places in the file."""

import pytest

from index.reading.markdown import read_markdown
from index.types import DateSource, Kind, Role
from tests.index.shown_blocks import kinds, under


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("The **old** _quay_ was *closed*.", "The old quay was closed.", id="emphasis"),
        pytest.param("It ~~sank~~ rose.", "It  rose.", id="what is struck out"),
        pytest.param("It <del>sank</del> <b>rose</b>.", "It  rose.", id="tags"),
        pytest.param("Run `make *all*` now.", "Run make *all* now.", id="code"),
        pytest.param("See [the plan](https://e.org/p \"Plan\").", "See the plan.", id="a link"),
        pytest.param("See [the plan][p].\n\n[p]: https://e.org", "See the plan.", id="by name"),
        pytest.param("See <https://e.org/p?a=1>.", "See https://e.org/p?a=1.", id="an address"),
        pytest.param("A ![map of it](m.png) quay.", "A  quay.", id="a picture"),
        pytest.param("Tom &amp; Ines &#8212; both", "Tom & Ines — both", id="entities"),
        pytest.param(r"5 \* 3 and \[s\]he", "5 * 3 and [s]he", id="escapes"),
        pytest.param("Kept<!-- not\nsaid --> dry.", "Kept dry.", id="a comment"),
        pytest.param("It was closed\nfor a month.", "It was closed for a month.", id="wrapped"),
        pytest.param("of 40 m<sup>2</sup>, it said", "of 40 m², it said", id="square metres"),
        pytest.param("was hit.<sup>12</sup> It sank", "was hit. It sank", id="a raised mark"),
        pytest.param("on the 3<sup>rd</sup> day", "on the 3rd day", id="an ordinal"),
        pytest.param("<q>No ship</q>, she said.", "“No ship”, she said.", id="a quotation"),
        pytest.param("logs -f <pod> and 3 < 4", "logs -f <pod> and 3 < 4", id="no tag"),
        pytest.param("snake_case_name and 2*3*4", "snake_case_name and 2*3*4", id="no emphasis"),
        pytest.param("a note [^9] that is none", "a note [^9] that is none", id="no footnote"),
        pytest.param("an*\u00a0ad valorem*\u00a0rate", "an\u00a0ad valorem\u00a0rate", id="hard"),
        pytest.param("**Who sank? ** Nobody **did.**", "Who sank?  Nobody did.", id="a space"),
        pytest.param("**Who sank? **", "Who sank?", id="a space at the end"),
        pytest.param("2 ** 3 ** 4 is much", "2 ** 3 ** 4 is much", id="powers"),
        pytest.param("[Note]: Closed", "[Note]: Closed", id="no address"),
        pytest.param("#hashtag", "#hashtag", id="a topic"),
    ],
)  # fmt: skip
def test_a_paragraph_is_shown_without_markup(written: str, shown: str) -> None:
    source = read_markdown(written)
    assert [words for _, words in kinds(source)] == [shown]


def test_headings() -> None:
    source = read_markdown("# Quay\n\nClosed\n===\n\n### Works {#works}\n\n##Cost\n\n---\n\nText.")
    assert [(b.kind, b.level, b.role, source.text[b.start : b.end]) for b in source.blocks] == [
        (Kind.HEADING, 1, Role.TITLE, "Quay"),
        (Kind.HEADING, 1, Role.HEADING, "Closed"),
        (Kind.HEADING, 3, Role.HEADING, "Works"),
        (Kind.HEADING, 2, Role.HEADING, "Cost"),
        (Kind.PARAGRAPH, 0, Role.BODY, "Text."),
    ]


def test_items_stand_under_their_lead_in_and_parents() -> None:
    source = read_markdown(
        "The board will:\n\n- close the quay\n- [x] hire divers:\n  - two in **May**\n\n"
        "  They are paid.\n\n## Later\n\n1. A plan\n"
    )
    assert under(source) == [
        ("", "The board will:"),
        ("The board will:", "close the quay"),
        ("The board will:", "hire divers:"),
        ("The board will: › hire divers:", "two in May"),
        ("The board will: › hire divers:", "They are paid."),
        ("", "Later"),
        ("", "A plan"),
    ]
    found = {b.kind for b in source.blocks if source.text[b.start : b.end] != "Later"}
    assert found == {Kind.PARAGRAPH, Kind.LIST_ITEM}


def test_a_long_lead_in_is_its_last_sentence() -> None:
    source = read_markdown("The works were long. " * 12 + "These ships came:\n\n* Petrel\n")
    assert source.blocks[-1].under == "These ships came:"


def test_a_quotation_is_one_block_a_paragraph() -> None:
    source = read_markdown(
        "Ines Aldery said:\n\n> “No ship may moor,”\n> she said. “Not one.”\n>\n> Then she left.\n"
    )
    assert kinds(source)[1:] == [
        ("quote", "“No ship may moor,” she said. “Not one.”"), ("quote", "Then she left."),
    ]  # fmt: skip
    assert [b.under for b in source.blocks] == ["", "Ines Aldery said:", "Ines Aldery said:"]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param('!!! warning "Low water"\n\n    It fell.\n\n    - by 3 m\n\nAfter.', id="!!!"),
        pytest.param('??? note "Low water"\n    It fell.\n\n    - by 3 m\n\nAfter.', id="???"),
        pytest.param("> [!NOTE] Low water\n> It fell.\n>\n> - by 3 m\n\nAfter.", id="alert"),
        pytest.param(":::note[Low water]\nIt fell.\n\n- by 3 m\n:::\n\nAfter.", id="colons"),
        pytest.param("::: note Low water\nIt fell.\n\n- by 3 m\n:::\n\nAfter.", id="and a space"),
        pytest.param("```{tip} Low water\n:class: x\n\nIt fell.\n\n- by 3 m\n```\nAfter.", id="{}"),
        pytest.param(
            "<details>\n<summary>Low <b>water</b></summary>\n\nIt fell.\n\n- by 3 m\n\n</details>"
            "\n\nAfter.", id="details",
        ),
        pytest.param(
            "<details><summary>Low water</summary><p>It fell.</p><ul><li>by 3 m</li></ul></details>"
            "\n\nAfter.", id="details in HTML",
        ),
    ],
)  # fmt: skip
def test_boxes_are_read_as_blocks_under_their_title(written: str) -> None:
    source = read_markdown(written)
    assert kinds(source) == [
        ("caption", "Low water"), ("paragraph", "It fell."), ("list_item", "by 3 m"),
        ("paragraph", "After."),
    ]  # fmt: skip
    assert [b.under.split(" › ")[0] for b in source.blocks] == ["", "Low water", "Low water", ""]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("!!! warning everybody!\n\nIt fell.", id="no admonition"),
        pytest.param(":::: note\n\nIt fell.", id="no end"),
        pytest.param("Ring ::: twice.\n\nIt fell.", id="within a line"),
    ],
)
def test_what_is_no_box_is_text(written: str) -> None:
    first, _, last = written.partition("\n\n")
    assert [words for _, words in kinds(read_markdown(written))] == [first, last]


def test_footnotes_are_notes() -> None:
    source = read_markdown(
        "It sank.[^1] They swam [^b].\n\n[^1]: Word alone.\n\n    More of it.\n[^b]: See [x](/y).\n"
    )
    assert kinds(source) == [
        ("paragraph", "It sank. They swam."), ("note", "Word alone."), ("note", "More of it."),
        ("note", "See x."),
    ]  # fmt: skip


def test_code_is_kept_in_groups_of_lines() -> None:
    source = read_markdown("```sh\nmake *all*\nmake test\n\n# done\n```\n\n    four > 3\n")
    assert kinds(source) == [
        ("paragraph", "make *all*\nmake test"), ("paragraph", "# done"), ("paragraph", "four > 3"),
    ]  # fmt: skip


def test_keys_with_values() -> None:
    source = read_markdown(
        "**Duration:** 21:45 to 23:28\n**Impact**: of 40 ships,\nfour sank\n\n"
        "From: Ines\nTo: Tom\n\nThe board met: it was late.\nIt went on."
    )
    assert kinds(source) == [
        ("key_value", "Duration: 21:45 to 23:28"), ("key_value", "Impact: of 40 ships, four sank"),
        ("key_value", "From: Ines"), ("key_value", "To: Tom"),
        ("paragraph", "The board met: it was late. It went on."),
    ]  # fmt: skip


def test_speakers_turns() -> None:
    source = read_markdown(
        "**Tom Vey**: Dockers were told so.\n\n**Ines Aldery, Minister**: It is not so.\n\n"
        "**Tom Vey:** I see.\n"
    )
    assert [(b.kind, b.under) for b in source.blocks] == [
        (Kind.TURN, "Tom Vey"), (Kind.TURN, "Ines Aldery"), (Kind.TURN, "Tom Vey"),
    ]  # fmt: skip
    assert kinds(source)[0] == ("turn", "Tom Vey: Dockers were told so.")


def test_a_record_names_a_speaker_once() -> None:
    source = read_markdown(
        "MS. ALDERY:  We closed it.\n\nIt was late.\n\n(Applause.)\n\nQ    Why late?\n\n"
        "MS. ALDERY:  The tide.\n\n## After\n\nAll left."
    )
    assert [b.under for b in source.blocks] == [
        "MS. ALDERY", "MS. ALDERY", "", "Q", "MS. ALDERY", "", "",
    ]  # fmt: skip


def test_topics_are_no_speakers() -> None:
    source = read_markdown("SHARED VISION: They spoke.\n\nOTHER ISSUES: They left.\n\nNone spoke.")
    assert {b.under for b in source.blocks} == {""}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("Aboard the Petrel  \nOff Velden", ["Aboard the Petrel", "Off Velden"],
                     id="short lines"),
        pytest.param("Harbour Office\n12 Quay Street\nVelden",
                     ["Harbour Office", "12 Quay Street", "Velden"], id="an address"),
        pytest.param("It was so.\\\nIt went on.", ["It was so.", "It went on."], id="paragraphs"),
        pytest.param("It was closed,\\\nthey said.", ["It was closed,\nthey said."], id="a break"),
        pytest.param("> It was so.\\\n> It went on.", ["It was so.\nIt went on."], id="quoted"),
        pytest.param("She said\nIt was so late that they\nall went home.",
                     ["She said It was so late that they all went home."], id="running text"),
    ],
)  # fmt: skip
def test_lines(written: str, shown: list[str]) -> None:
    assert [words for _, words in kinds(read_markdown(written))] == shown


def test_links_alone_are_links() -> None:
    source = read_markdown("[Full report](/r)\n\n- [Home](/)\n\n[The board met in May.](/m)\n")
    assert [b.role for b in source.blocks] == [Role.LINK, Role.LINK, Role.BODY]


def test_what_is_nested_too_deeply_is_not_lost() -> None:
    assert read_markdown("> " * 300 + "Quay closed").text.endswith("Quay closed")
    assert read_markdown("[" * 300 + "Quay closed").text.endswith("Quay closed")


def test_front_matter_in_toml() -> None:
    front = 'title = "Quay: closed"\ndate = 2024-05-24\n[taxonomies]\ntags = ["a"]\n'
    for fence in ("+++", "---"):
        source = read_markdown(f"{fence}\n{front}{fence}\n# Head\n\nIt was.")
        assert (source.metadata.title, str(source.metadata.published_on)) == (
            "Quay: closed", "2024-05-24",
        )  # fmt: skip
        assert source.metadata.date_source is DateSource.FRONT_MATTER
        assert kinds(source) == [("heading", "Head"), ("paragraph", "It was.")]


def test_places_with_other_line_ends() -> None:
    written = "---\r\ntitle: x\r\n---\r\n> The *old*\r\n> quay &amp; pier\r\n"
    source = read_markdown(written)
    assert source.text == "The old quay & pier"
    assert source.source is not None
    span = source.source.to_source(4, 19)
    assert span is not None
    assert written[slice(*span)] == "old*\r\n> quay &amp; pier"
    assert source.source.to_shown(*span) == (4, 19)


def test_addresses_right_below_a_note_are_none_of_it() -> None:
    source = read_markdown(
        "The [pier plan] was passed.[^1]\n\n[^1]: By one vote.\n[pier plan]: https://olm.example/a\n"
    )
    shown = [source.text[b.start : b.end] for b in source.blocks]
    assert shown == ["The pier plan was passed.", "By one vote."]


def test_a_bold_label_over_two_lines_heads_its_own_paragraph() -> None:
    source = read_markdown(
        "**THE BOARD IS KEEPING ITS PROMISE ON\nPIERS AND SHEDS:** When the ferries came back, it "
        "paid\nfor both.\n\n- Pier Seven is open.\n"
    )
    shown = [source.text[b.start : b.end] for b in source.blocks]
    assert shown[0].startswith("THE BOARD IS KEEPING ITS PROMISE ON PIERS AND SHEDS: When")
    assert "PIERS AND SHEDS" in source.blocks[1].under


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The pier{% include note.md %} is old.", "The pier is old."),
        ('See [it]({{< ref "pier.md" >}}).', "See it."),
        ("{{ page.title }}\n\nIt is old.", "It is old."),
        ("{% comment %}No.{% endcomment %}It is old.", "It is old."),
        ('{% include faq.md\n  q="Is it old?"\n  a="It is, by far."\n  link="x.y"\n%}',
         "Is it old? It is, by far."),
        ("It is `{{ old }}`.", "It is {{ old }}."),
        ("```\n{% old %}\n```", "{% old %}"),
        ("It is {old}.", "It is {old}."),
        ("[The pier][] and [the *ferry*][f 1] are old.", "The pier and the ferry are old."),
        ("It is x[i][j] or [1][2].", "It is x[i][j] or [1][2]."),
        ("```markdown\n## The pier\n\nIt is **old**.\n```", "The pier|It is old."),
    ],
    ids=["a tag", "an address", "a value", "a comment", "what it is given", "code", "a fence",
         "brackets", "links kept elsewhere", "no links", "Markdown in a fence"],
)  # fmt: skip
def test_what_a_sites_templates_leave_is_not_shown(text: str, shown: str) -> None:
    source = read_markdown(text)
    words = [" ".join(source.text[b.start : b.end].split()) for b in source.blocks]
    assert "|".join(words) == shown
    assert source.source is not None
    for block in source.blocks:
        start, end = source.source.to_source(block.start, block.end) or (0, 0)
        assert text[start:end].startswith(source.text[block.start])
