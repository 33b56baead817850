from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from index.calendar import Period
from index.ingestion.chunking import filters_of, find_passages, passages_of, read_of
from index.structure.blocks import split_blocks
from index.types import Block, Confidence, Passage, Report, ReportDate, ReportHead, Role

TEXT = "One came. Two left. Three stayed.\n\nAlone it stands."
BODY = [(0, 0, 33, ""), (2, 35, 51, "")]


def _texts(passages: list[Passage], text: str = TEXT) -> list[str]:
    return [text[p.start : p.end] for p in passages]


def test_windows_of_two_sentences_within_a_block() -> None:
    passages = find_passages("r", TEXT, BODY)
    assert _texts(passages) == [
        "One came. Two left.", "Two left. Three stayed.", "Alone it stands.",
    ]  # fmt: skip
    assert [(p.report_id, p.block, p.sentences) for p in passages] == [
        ("r", 0, ((0, 9), (10, 19))),
        ("r", 0, ((10, 19), (20, 33))),
        ("r", 2, ((35, 51),)),
    ]


def test_ids_are_made_from_the_report_and_the_words() -> None:
    (passage,) = find_passages("report", "Alone it stands.", [(0, 0, 16, "")])
    moved = find_passages("report", "  Alone it stands.", [(7, 2, 18, "")])
    other = find_passages("another", "Alone it stands.", [(0, 0, 16, "")])
    under = find_passages("report", "Alone it stands.", [(0, 0, 16, "Ships")])
    renamed = find_passages("report", "Alone it stands.", [(0, 0, 16, "")], "Ships of 1912")
    assert passage.id == "report-36130856e097"
    assert [p.id for p in moved] == [passage.id]
    assert len({passage.id, other[0].id, under[0].id, renamed[0].id}) == 4
    assert under[0].place == "Ships"


_PARAGRAPHS = st.lists(st.sampled_from(["Same here. ", "Same here.", "Other. One. ", "…", " "]))


@given(st.one_of(st.text(max_size=300), st.lists(_PARAGRAPHS).map(
    lambda paragraphs: "\n\n".join("".join(p) for p in paragraphs))))  # fmt: skip
def test_passages_are_verbatim_unique_and_the_same_each_time(text: str) -> None:
    blocks = split_blocks(text)
    body = [(n, b.start, b.end, "") for n, b in enumerate(blocks)]
    passages = find_passages("r", text, body)
    assert passages == find_passages("r", text, body)
    assert len({p.id for p in passages}) == len(passages)
    for p in passages:
        assert blocks[p.block].start <= p.start < p.end <= blocks[p.block].end
        assert (p.sentences[0][0], p.sentences[-1][1]) == (p.start, p.end)
        assert 1 <= len(p.sentences) <= 2


def _report() -> Report:
    head = ReportHead("r", "r.txt", None, "ISW", None, ReportDate(None, None, Confidence.LOW))
    blocks = (Block(0, 33), Block(0, 0, role=Role.FURNITURE), Block(35, 51))
    return Report(head, TEXT, blocks)


def test_the_passages_of_a_report_are_those_of_its_body() -> None:
    passages = passages_of(_report())
    assert _texts(passages) == _texts(find_passages("r", TEXT, BODY))
    assert [p.block for p in passages] == [0, 0, 2]


def test_what_is_given_of_a_passage() -> None:
    first, _, last = passages = passages_of(_report())
    told = {0: [Period(3, 7, date(2024, 3, 1), date(2024, 3, 31))]}
    assert read_of(first, TEXT, "") == ("", "One came. Two left.", ["One came.", "Two left."])
    assert read_of(last, TEXT, "Ships of 1912") == (
        "Ships of 1912:", "Alone it stands.", ["Alone it stands."],
    )  # fmt: skip
    of_report = {"published": 0, "published_last": 0, "known_by": 9_999_999, "publisher": "ISW"}
    march = {"first_event": 738_946, "last_event": 738_976}
    never = {"first_event": 9_999_999, "last_event": 0}
    assert filters_of(passages, _report(), told) == [
        {**of_report, **march}, {**of_report, **march}, {**of_report, **never},
    ]  # fmt: skip
