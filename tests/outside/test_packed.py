"""Archives, mail, feeds and filings: whatever one part is, the others are read, each by a name of
its own."""

import warnings
import zipfile
from email.message import EmailMessage
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from hypothesis import given
from hypothesis import strategies as st

from index.errors import BadInput
from index.reading import Part
from index.types import SourceText
from tests.index.test_feeds import atom, rss
from tests.outside.sound import hold_understood, parts_of
from tests.outside.words import IN_XML, LINES, PHRASES, TEXT, WORDS, damaged, filled, words_in

_NAMES = st.one_of(
    st.sampled_from(["a.txt", "a-2.txt", "A.TXT", "dir/a.txt", "../a.txt", "/a.txt", "a\\b.txt",
                     "C:\\a.txt", "a",
                     "a.md", "a.html", "x/../../a.txt", "..", ".hidden.txt", "//a//b.txt", "a.txt/",
                     "a.eml", "a.mbox", "a.zip", "a.xml", "a.docx", "a#1.txt", "a!b.txt", "!.txt"]),
    TEXT.map(lambda name: f"{name}.txt"),
)  # fmt: skip
_PACKING = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2,
                            zipfile.ZIP_LZMA])  # fmt: skip


def _told(parts: tuple[Part, ...]) -> str:
    """All that was read."""
    return "\n".join(part.read.text for part in parts if isinstance(part.read, SourceText))


def _printable(name: str) -> str:
    return "".join(c for c in name if c.isprintable())


def _zip(files: list[tuple[str, bytes, int]]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names may be there twice
        for name, content, packing in files:
            info = zipfile.ZipInfo(name or "x")
            info.compress_type = packing
            archive.writestr(info, content)
    return out.getvalue()


@given(st.lists(st.tuples(_NAMES, PHRASES), min_size=1, max_size=5), _PACKING)
def test_each_file_of_an_archive_is_read_whatever_its_name(
    files: list[tuple[str, str]], packing: int
) -> None:
    parts = parts_of("a.zip", _zip([(name, said.encode(), packing) for name, said in files]))
    plain = [said for name, said in files if name in ("a.txt", "A.TXT", "../a.txt", "C:\\a.txt")]
    assert words_in(" ".join(plain)) <= words_in(_told(parts))
    assert all(".." not in part.name.removeprefix("!..") or "!" in part.name for part in parts)


@given(_PACKING, PHRASES, st.data())
def test_a_damaged_member_costs_itself_alone(packing: int, said: str, data: st.DataObject) -> None:
    content = _zip([("bad.txt", b"the quay is shut " * 9, packing), ("good.txt", said.encode(), 0)])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        bad, good = archive.infolist()
    start, end = bad.header_offset + 30 + len("bad.txt"), good.header_offset
    noise = data.draw(st.binary(min_size=end - start, max_size=end - start))
    parts = parts_of("a.zip", content[:start] + noise + content[end:])
    assert [part.name for part in parts] == ["!bad.txt", "!good.txt"]
    assert words_in(said) <= words_in(_told(parts))


@given(st.data())
def test_an_archive_of_any_bytes_is_read_or_told_of(data: st.DataObject) -> None:
    content = _zip([("a.txt", b"The quay is shut.", zipfile.ZIP_DEFLATED)])
    parts_of("a.zip", data.draw(damaged(content)))


@st.composite
def _messages(draw: st.DrawFn) -> tuple[bytes, str]:
    """A message with the words of its bodies."""
    message = EmailMessage()
    message["Date"] = draw(
        st.sampled_from(["Fri, 3 May 2024 23:30:00 -0700", "soon", "0", "May 3"])
    )
    said = draw(st.lists(PHRASES, min_size=1, max_size=4))
    body = "\n".join(draw(st.sampled_from(["", "> ", ">> ", "\n", "-- \n"])) + one for one in said)
    message.set_content(body, cte=draw(st.sampled_from(["8bit", "base64", "quoted-printable"])))
    attached = draw(st.lists(st.tuples(_NAMES, PHRASES), max_size=2))
    for name, inner in attached:
        message.add_attachment(
            inner.encode(), "application", "octet-stream", filename=_printable(name)
        )
    if message.is_multipart():
        message.set_boundary("=b")
    head = "".join(f"{name}: {draw(LINES)}\n" for name in ("Subject", "From", "X-Any"))
    return head.encode() + bytes(message), " ".join(said)


@given(_messages())
def test_no_word_of_a_message_is_lost(made: tuple[bytes, str]) -> None:
    content, said = made
    parts = parts_of("a.eml", content)
    assert words_in(said) <= words_in(_told(parts))
    for part in parts:
        if isinstance(part.read, SourceText):
            hold_understood(part.read, "a.eml")


@given(st.lists(_messages(), min_size=1, max_size=3))
def test_each_message_of_a_mailbox_is_read(made: list[tuple[bytes, str]]) -> None:
    head = b"From ann@lesk.example Fri May  3 23:30:00 2024\n"
    parts = parts_of("a.mbox", b"\n".join(head + content for content, _ in made))
    numbers = {part.name.partition("!")[0] for part in parts}
    assert numbers == {f"#{n}" for n in range(1, len(made) + 1)}
    assert words_in(" ".join(said for _, said in made)) <= words_in(_told(parts))


_MAIL = filled(
    "Subject: {}\n", "From: {}\n", "Date: {}\n", "Content-Type: {}\n", "\n{}\n", "--b\n", "--b--\n",
    "Content-Type: multipart/mixed; boundary=b\n\n", "Content-Type: text/html; charset={}\n\n",
    "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n", "=\n",
    "Content-Type: text/plain; charset=utf-7; format=flowed; delsp=yes\n\n", "> {}\n", "=E9={}\n",
    "Content-Disposition: attachment; filename*0*=utf-8''%{}\n", "Content-Type: message/rfc822\n\n",
    "Subject: =?utf-8?q?={}?=\n", "List-Id: <{}\n", " {}\n", "From: \"{}\" <a@[\n", "<p>{}</p>\n",
    "Content-Type: multipart/alternative; boundary=b\n\n", "On 3 May 2024, {} wrote:\n", "\x00\xff",
    most=14,
)  # fmt: skip


@given(_MAIL, st.sampled_from(["utf-8", "latin-1"]))
def test_mail_of_any_shape_is_read_or_told_of(text: str, encoding: str) -> None:
    parts_of("a.eml", text.encode(encoding, "replace"))


_FIELDS = filled(
    "<title>{}</title>", "<link>https://lesk.example/{}</link>", "<guid>{}</guid>",
    "<pubDate>{}</pubDate>",
    "<description>{}</description>", "<content:encoded>{}</content:encoded>", "<author>{}</author>",
    "<dc:date>{}</dc:date>", '<source url="{}">{}</source>', "<link>http://[{}</link>", "<guid/>",
    '<enclosure url="{}"/>', "<media:group><media:title>{}</media:title></media:group>", "<{}>",
    "<description>&lt;p&gt;{}&lt;/p&gt;</description>", "<pubDate>Fri, 3 May 2024 23:30</pubDate>",
    words=IN_XML.map(escape),
)  # fmt: skip


@given(st.lists(st.tuples(PHRASES, PHRASES), min_size=1, max_size=5))
def test_each_item_of_a_feed_is_read(items: list[tuple[str, str]]) -> None:
    told = [f"<title>{a}</title><description>{b}</description>" for a, b in items]
    entries = [f"<title>{a}</title><summary>{b}</summary>" for a, b in items]
    for feed in (rss(*told), atom(*entries)):
        parts = parts_of("a.xml", feed.encode())
        assert len(parts) == len(items)
        for part, (title, said) in zip(parts, items, strict=True):
            assert isinstance(part.read, SourceText)
            assert words_in(title + said) == words_in(part.read.text)
            hold_understood(part.read, "a.xml")


@given(st.lists(_FIELDS, max_size=4), _FIELDS)
def test_a_feed_of_any_shape_is_read_or_told_of(items: list[str], head: str) -> None:
    parts_of("a.xml", rss(*items, head=head).encode())


@given(st.one_of(TEXT, LINES).map(quoteattr), PHRASES)
def test_a_page_in_a_feed_is_read(address: str, said: str) -> None:
    page = escape(f"<p><a href={address}>x</a> <img src={address}> {said}</p>")
    content = rss(f"<description>{page}</description>").encode("utf-8", "xmlcharrefreplace")
    parts_of("a.xml", content)


@given(st.lists(st.tuples(_NAMES, PHRASES), min_size=1, max_size=4), LINES)
def test_each_document_of_a_filing_is_read(documents: list[tuple[str, str]], head: str) -> None:
    made = "".join(
        f"<DOCUMENT>\n<TYPE>8-K\n<FILENAME>{_printable(name)}\n<TEXT>\n{said}\n</TEXT>\n</DOCUMENT>\n"
        for name, said in documents
    )
    filed = f"<SEC-DOCUMENT>a\n<SEC-HEADER>{head}\nFILED AS OF DATE: 20241399\n</SEC-HEADER>\n"
    parts = parts_of("a.txt", (filed + made).encode())
    assert len(parts) == len(documents)
    for part, (_, said) in zip(parts, documents, strict=True):
        assert words_in(said) <= words_in(_told((part,)))


_FILING = filled(
    "<DOCUMENT>\n", "</DOCUMENT>\n", "<TYPE>{}\n", "<FILENAME>{}\n", "<TEXT>\n{}\n", "</TEXT>\n",
    "{}\n",
    "<PAGE>  3\n", "<TABLE>\n<S> <C>\n{}  12\n</TABLE>\n", "<html><p>{}</p></html>",
    "<PDF>{}</PDF>",
    "FILED AS OF DATE: 20240503\n", "COMPANY CONFORMED NAME: {}\n", "begin 644 a.gif\n", most=12,
)  # fmt: skip


@given(_FILING)
def test_a_filing_of_any_shape_is_read_or_told_of(inside: str) -> None:
    for part in parts_of("a.txt", f"<SEC-DOCUMENT>\n{inside}".encode()):
        assert isinstance(part.read, SourceText | BadInput)


@given(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), st.integers(1, 5))
def test_what_stands_too_deep_is_told_of(said: str, depth: int) -> None:
    content, name = said.encode(), "a.txt"
    for _ in range(depth):
        content, name = _zip([(name, content, zipfile.ZIP_DEFLATED)]), "a.zip"
    [part] = parts_of("a.zip", content)
    assert isinstance(part.read, SourceText) == (depth <= 4)
