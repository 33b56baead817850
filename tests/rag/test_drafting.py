"""What a model writes is read, in whatever form it comes near to, and however it is cut."""

import json
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.generation.drafting import MOST_BLANK, Draft, Drafted
from tests.model_scripts import lines, written

BRIDGE = "Engineers reopened the bridge on May 2."
COST = "The work cost 3.2 million crowns."
MAYOR = "Mayor Brandt said “no.”"
SAID = [(BRIDGE, ["P1"]), (COST, ["P2"]), (MAYOR, ["P1", "P3"])]
NUMBERS = [(text, [int(i[1:]) for i in ids]) for text, ids in SAID]
OBJECTS = [(text, [{"id": i} for i in ids]) for text, ids in SAID]
ALL = [(text, tuple(ids)) for text, ids in SAID]
FENCED = f"Here are the sentences:\n```json\n{written(*SAID)}\n```\nI hope that this helps."
INDENTED = json.dumps(json.loads(written(*SAID)), indent=2)

FORMS = {
    "by the schema": written(*SAID),
    "indented": INDENTED,
    "in a fence, with words around it": FENCED,
    "after thoughts": f'<think>{{"text": "No."}}\nPerhaps [P2].</think>\n{written(*SAID)}',
    "after thoughts that began in the prompt": f"Perhaps it was late.\n</think>\n{lines(*SAID)}",
    "after such thoughts, by the schema": f"{{Perhaps.}}\n</think>\n{written(*SAID)}",
    "with trailing commas": INDENTED.replace('"\n', '",\n').replace("}\n  ]", "},\n  ]"),
    "an object a line": "\n".join(json.dumps({"text": t, "passages": i}) for t, i in SAID),
    "a list of objects": json.dumps([{"text": t, "passages": i} for t, i in SAID]),
    "other names": json.dumps({"Answer": [{"Sentence": t, "Sources": i} for t, i in SAID]}),
    "ids in one text": json.dumps([{"text": t, "passages": ", ".join(i)} for t, i in SAID]),
    "ids as numbers": json.dumps([{"text": t, "passages": i} for t, i in NUMBERS]),
    "ids in small letters": written(*((t, [n.lower() for n in i]) for t, i in SAID)),
    "ids in brackets": written(*((t, [f"[{n}]" for n in i]) for t, i in SAID)),
    "ids in objects": json.dumps([{"text": t, "passages": i} for t, i in OBJECTS]),
    "markers in the text": json.dumps({"answer": " ".join(lines(s) for s in SAID)}),
    "lines": lines(*SAID),
    "lines with an end": lines(*SAID) + "\n",
    "lines after a heading": f"Here is what I found:\n\n{lines(*SAID)}",
    "a numbered list": "\n".join(f"{n}. {lines(s)}" for n, s in enumerate(SAID, 1)),
    "a list in bold": "\n".join(f"- **{lines(s)}**" for s in SAID),
    "prose": " ".join(lines(s) for s in SAID),
    "markers one by one": " ".join(f"{t} {''.join(f'[{n}]' for n in i)}" for t, i in SAID),
    "markers in round brackets": " ".join(f"{t} ({', '.join(i)})" for t, i in SAID),
    "markers that are numbers": " ".join(f"{t} [{', '.join(n[1:] for n in i)}]" for t, i in SAID),
    "windows lines": lines(*SAID).replace("\n", "\r\n"),
}  # fmt: skip


def read(*pieces: str) -> tuple[list[tuple[str, tuple[str, ...]]], str]:
    """The sentences in pieces, and why there are none."""
    draft = Draft()
    found = [one for piece in pieces for one in draft.feed(piece)] + draft.end()
    return [(one.text, one.passages) for one in found], draft.broken


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_every_form_is_read_to_the_same_sentences(text: str) -> None:
    assert read(text) == (ALL, "")


@given(form=st.sampled_from(sorted(FORMS)), data=st.data())
def test_however_it_is_cut_it_is_read_to_the_same(form: str, data: st.DataObject) -> None:
    text = FORMS[form]
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=12).map(sorted))
    pieces = [text[a:b] for a, b in pairwise([0, *cuts, len(text)])]
    assert read(*pieces) == (ALL, "")


@given(form=st.sampled_from(sorted(FORMS)), data=st.data())
def test_what_is_given_out_before_the_end_is_never_part_of_a_sentence(
    form: str, data: st.DataObject
) -> None:
    text = FORMS[form][: data.draw(st.integers(0, len(FORMS[form])))]
    found = [(one.text, one.passages) for one in Draft().feed(text)]
    assert found == ALL[: len(found)]


@pytest.mark.parametrize("form", ["by the schema", "in a fence, with words around it", "lines"])
def test_a_sentence_is_given_out_as_soon_as_it_is_whole(form: str) -> None:
    draft, first = Draft(), None
    for at, character in enumerate(FORMS[form]):
        if draft.feed(character):
            first = at
            break
    assert first is not None
    assert COST not in FORMS[form][:first]


@given(st.text(alphabet='{}[]":,\\ \n.Pp1Ab`<think>/(){1}', max_size=80), st.integers(0, 80))
def test_nothing_that_is_written_raises_and_cuts_change_nothing(text: str, at: int) -> None:
    assert read(text) == read(text[:at], text[at:]) == read(*text)


@settings(max_examples=50)
@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["text", "passages", "sentences", "id", "x"]), inner),
    max_leaves=8,
))  # fmt: skip
def test_no_json_raises(value: object) -> None:
    sentences, broken = read(json.dumps(value))
    assert all(text.strip() for text, _ in sentences)
    assert not (sentences and broken)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The bridge [P1] was reopened on May 2 [P2].",
         [("The bridge was reopened on May 2.", ("P1", "P2"))]),
        ("It was late. It was dear. [P2] It was done.",
         [("It was late.", ("P2",)), ("It was dear.", ("P2",)), ("It was done.", ())]),
        ("The pier is 214 m (see 12) long. [P1]", [("The pier is 214 m (see 12) long.", ("P1",))]),
        ("The bridge reopened [Passage 2; p 3]", [("The bridge reopened", ("P2", "P3"))]),
        ("No number was given. [P1][P1]", [("No number was given.", ("P1",))]),
        ('{"text": "It was late. It was dear.", "passages": ["P2"]}',
         [("It was late.", ("P2",)), ("It was dear.", ("P2",))]),
        ('{"text": "It was late.", "passages": ["Harbour Gazette", "P12"]}',
         [("It was late.", ("Harbour Gazette", "P12"))]),
        ('{"text": "It was late.", "passages": null}', [("It was late.", ())]),
        ('{"text": "It was\\n \\ud800 late.", "passages": ["P1"]}', [("It was ? late.", ("P1",))]),
        ('{"text": "The set {1, 2} is late.", "passages": ["P1"]}',
         [("The set {1, 2} is late.", ("P1",))]),
        ('{"a: {"text": "It was late.", "id": 1}', [("It was late.", ("P1",))]),
        ('["It was late.", "It was dear."]', [("It was late.", ()), ("It was dear.", ())]),
        ("It was late. It was dear.", [("It was late.", ()), ("It was dear.", ())]),
        ('{"sentences": [{"text": "It was late.", "passages": ["P1"]}, {"text": "It was',
         [("It was late.", ("P1",))]),
        ('{"sentences": [{"text": "It was late.", "passages": ["P', [("It was late.", ())]),
        ("It was late. [P1]\nThe bridge was reopened [P1] on May", [("It was late.", ("P1",))]),
        ("It was late. [P1]\nThe bridge was reopened **[P1]**",
         [("It was late.", ("P1",)), ("The bridge was reopened", ("P1",))]),
        ("It was late. [P1]\nIt was de", [("It was late.", ("P1",))]),
    ],
)  # fmt: skip
def test_what_stands_where(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert read(text) == (found, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it wrote nothing"),
        (" \n", "it wrote nothing"),
        ("<think>Let me see. [P1]\n", "it wrote no whole sentence"),
        ("null", "it wrote no whole sentence"),
        ("Sorry, I", "it wrote no whole sentence"),
        ('{"text": null, "passages": ["P1"]}', "it wrote no whole sentence"),
        ('{"sentences": [{"text": "It was', "it wrote no whole sentence"),
        ("Sources: [P1]", "it wrote no whole sentence"),
        ("{" * 5000, "it wrote no whole sentence"),
        ('{"a":' * 5000, "it wrote no whole sentence"),
        ('{"sentences": []}', ""),
        ('```json\n{"sentences": []}\n```', ""),
        ("NONE", ""),
        ("None of it matters", "it wrote no whole sentence"),
        ("[NONE].", ""),
    ],
)
def test_why_nothing_can_be_read(text: str, why: str) -> None:
    assert read(text) == ([], why)


@pytest.mark.parametrize(
    "text",
    ["\n" * 8000, "{" + "\n" * 8000, "{" * 8000, '{"' * 4000, '{"\\"' * 2000, "a\n" * 4000,
     "abcdefg\n" * 1000, ("{" + "\n" * 98) * 80, '{"sentences": [' + " " * 8000, "[1  " * 2000,
     "[" + "1  " * 2600, '{"text": "", "id": "' + "#" * 7000 + 'x"}'],
)  # fmt: skip
def test_what_means_nothing_is_read_as_fast_as_it_comes(text: str) -> None:
    read("It was late. [P1]")  # what cuts sentences is imported by now
    begun = time.process_time()
    assert read(*text)[0] == []
    assert time.process_time() - begun < 1


def test_after_a_page_of_blanks_nothing_is_expected_any_more() -> None:
    blanks, said = '{"sentences": [' + "\n" * MOST_BLANK, written((BRIDGE, ["P1"]))
    assert read(blanks + said) == read(*(blanks + said)) == ([], "it wrote no whole sentence")
    assert read(said + blanks + said) == ([(BRIDGE, ("P1",))], "")


def test_a_sentence_says_what_it_is() -> None:
    assert Draft().feed(written((BRIDGE, ["P1"]))) == [Drafted(BRIDGE, ("P1",))]
