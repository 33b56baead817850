"""Messages and mailboxes: whose words are whose, of which day, and what is attached."""

from datetime import date
from email.message import EmailMessage

import pytest

from index.errors import BadInput
from index.reading import FileRead, Limits, read_file
from index.types import DateHint, DateSource, Metadata, SourceText
from tests.index.documents import docx, par

HEAD = (
    "From: Ann Aldery <ann@lesk.example>\r\nTo: quay@lesk.example\r\n"
    "Subject: =?utf-8?q?The_caf=C3=A9_on_the_quay?=\r\nDate: Fri, 3 May 2024 23:30:00 -0700\r\n"
)


def mail(body: str, headers: str = "Content-Type: text/plain; charset=utf-8\r\n") -> bytes:
    return f"{HEAD}{headers}\r\n{body}".encode()


def read(content: bytes, name: str = "a.eml") -> FileRead:
    return read_file(name, content, Limits())


def one(content: bytes) -> SourceText:
    [part] = read(content).parts
    if isinstance(part.read, BadInput):
        raise part.read
    return part.read


def told(source: SourceText) -> list[tuple[str, str, str]]:
    """Kind, words and what they stand under, of what is below the subject."""
    return [
        (str(b.kind if b.role != "furniture" else b.reason), source.text[b.start : b.end], b.under)
        for b in source.blocks[1:]
    ]


def test_the_headers_are_told() -> None:
    source = one(mail("The café is shut.\r\n"))
    assert source.metadata == Metadata(
        title="The café on the quay", publisher="Ann Aldery", published_on=date(2024, 5, 3),
        date_source=DateSource.MAIL,
    )  # fmt: skip
    assert source.text == "The café on the quay\n\nThe café is shut."


SENDERS = [
    pytest.param("From: ann at lesk.example (Ann Aldery)\r\n", "Ann Aldery", None, id="archived"),
    pytest.param("From: ann@lesk.example\r\n", "ann@lesk.example", None, id="address alone"),
    pytest.param("From: Ann <a@b.example>\r\nList-Id: Quay news <quay.lesk.example>\r\n",
                 "Quay news", "Ann", id="mailing list"),
    pytest.param("X-From: nobody\r\n", None, None, id="nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "publisher", "author"), SENDERS)
def test_who_sent_it(headers: str, publisher: str | None, author: str | None) -> None:
    source = one(f"{headers}Subject: x\r\n\r\nThe quay is shut.".encode())
    assert (source.metadata.publisher, source.metadata.author) == (publisher, author)
    assert source.metadata.published_on is None


DAYS = [
    pytest.param("Mon, 1 Jan 2024 00:30:00 +0900", date(2024, 1, 1), id="the sender's zone"),
    pytest.param("1 Jan 2024 00:30 GMT", date(2024, 1, 1), id="no weekday"),
    pytest.param("Thu, 01 Jan 1970 00:00:00 +0000", None, id="no clock"),
    pytest.param("yesterday", None, id="no date"),
    pytest.param("Mon, 99 Foo 2024 99:99:99", None, id="no day"),
]


@pytest.mark.parametrize(("stated", "day"), DAYS)
def test_when_it_was_sent(stated: str, day: date | None) -> None:
    source = one(f"Date: {stated}\r\n\r\nThe quay is shut.".encode())
    assert source.metadata.published_on == day


LONG = "The board shut the east quay on Friday since the piles under the sheds had rotted through"
BODIES = [
    pytest.param(
        "The quay opens on Monday.\r\n\r\nOn Thu, 2 May 2024, Bo Calder\r\n<bo@lesk.example> "
        "wrote:\r\n> When does it open?\r\n>\r\n> I ask for the ferry.\r\n\r\nTell the ferry.",
        [("paragraph", "The quay opens on Monday.", ""),
         ("paragraph", "On Thu, 2 May 2024, Bo Calder\n<bo@lesk.example> wrote:", ""),
         ("quote", "When does it open?",
          "On Thu, 2 May 2024, Bo Calder <bo@lesk.example> wrote:"),
         ("quote", "I ask for the ferry.",
          "On Thu, 2 May 2024, Bo Calder <bo@lesk.example> wrote:"),
         ("paragraph", "Tell the ferry.", "")],
        id="reply between quotations",
    ),
    pytest.param(
        "- one gate is open\r\n- two are shut\r\n\r\n--\r\nAnn Aldery\r\nHarbour Board",
        [("list_item", "one gate is open", ""), ("list_item", "two are shut", ""),
         ("signature", "--", ""), ("signature", "Ann Aldery", ""),
         ("signature", "Harbour Board", "")],
        id="lines with a minus and a signature",
    ),
    pytest.param(
        "The quay is shut.\r\n" + "_" * 40 + "\r\nquay mailing list\r\nhttps://lesk.example/list",
        [("paragraph", "The quay is shut.", ""),
         ("footer of a mailing list", "quay mailing list", ""),
         ("footer of a mailing list", "https://lesk.example/list", "")],
        id="footer",
    ),
    pytest.param(
        "See below.\r\n\r\n-----Original Message-----\r\nFrom: Bo Calder\r\nSent: 2 May 2024\r\n"
        "To: Ann\r\nSubject: Quay\r\n\r\nThe gates are stuck.",
        [("paragraph", "See below.", ""),
         *(("quote", words, "Bo Calder, 2 May 2024") for words in (
             "-----Original Message-----", "From: Bo Calder", "Sent: 2 May 2024", "To: Ann",
             "Subject: Quay", "The gates are stuck."))],
        id="passed on without marks",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "blocks"), BODIES)
def test_whose_words_are_whose(body: str, blocks: list[tuple[str, str, str]]) -> None:
    kept = [block for block in told(one(mail(body))) if set(block[1]) - set("_")]
    assert [(kind, " ".join(words.split()), under) for kind, words, under in kept] == [
        (kind, " ".join(words.split()), under) for kind, words, under in blocks
    ]


def test_flowed_lines_are_joined() -> None:
    flowed = 'Content-Type: text/plain; charset=utf-8; format="flowed"\r\n'
    body = "The quay \r\nis shut.\r\n From here on\r\n> it was \r\n> open\r\n"
    assert told(one(mail(body, flowed))) == [
        ("paragraph", "The quay is shut.", ""), ("paragraph", "From here on", ""),
        ("quote", "it was open", ""),
    ]  # fmt: skip


def _alternative(plain: str, page: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "Quay", "Ann <a@b.example>"
    message.set_content(plain)
    message.add_alternative(page, subtype="html")
    return message.as_bytes()


def test_of_two_forms_the_page_is_read() -> None:
    page = "<h2>Gates</h2><p>Two are shut:</p><ul><li>north</li></ul><table><tr><th>Gate</th></tr>"
    source = one(_alternative("Two are shut.", page + "<tr><td>east</td></tr></table>"))
    assert told(source) == [
        ("heading", "Gates", ""), ("paragraph", "Two are shut:", ""),
        ("list_item", "north", "Two are shut:"), ("paragraph", "Gate", ""),
        ("paragraph", "east", ""),
    ]  # fmt: skip
    assert told(one(_alternative("Two are shut.", "<p> </p>"))) == [
        ("paragraph", "Two are shut.", "")
    ]  # fmt: skip


def test_a_page_that_replies() -> None:
    page = (
        "<div>It opens on Monday.</div><div>On Thu, Bo wrote:<br></div>"
        "<blockquote><p>When does it open?</p></blockquote>"
    )
    assert told(one(_alternative("It opens.", page))) == [
        ("paragraph", "It opens on Monday.", ""), ("paragraph", "On Thu, Bo wrote:", ""),
        ("quote", "When does it open?", "On Thu, Bo wrote:"),
    ]  # fmt: skip


CHARSETS = [
    pytest.param("iso-8859-1", "café €".encode("cp1252"), "café €", (), id="as the web has it"),
    pytest.param("koi8-r", "порт".encode("koi8-r"), "порт", (), id="Russian"),
    pytest.param("x-unknown", "café".encode(), "café", (), id="unknown"),
    pytest.param("utf-8", b"caf\xe9 here", "caf\ufffd here",
                 ("1 character that cannot be decoded",), id="wrong"),
]  # fmt: skip


@pytest.mark.parametrize(("charset", "body", "shown", "unread"), CHARSETS)
def test_the_charset_that_is_declared(
    charset: str, body: bytes, shown: str, unread: tuple[str, ...]
) -> None:
    source = one(
        f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode() + body
    )
    assert (told(source), source.unread) == ([("paragraph", shown, "")], unread)


def _with_files() -> bytes:
    inner = EmailMessage()
    inner["Subject"], inner["Date"] = "Old news", "Wed, 1 May 2024 10:00:00 +0000"
    inner.set_content("The gate was stuck then.")
    message = EmailMessage()
    message["Subject"], message["Date"] = "Quay", "Fri, 3 May 2024 10:00:00 +0000"
    message.set_content("See the minutes.")
    message.add_attachment(docx(par("The board met on the quay.")), maintype="application",
                           subtype="octet-stream", filename="../Minutes.docx")  # fmt: skip
    message.add_attachment("a,b\n", filename="notes.xyz")
    message.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="p.gif")
    message.add_attachment(inner)
    return message.as_bytes()


def test_what_is_attached_is_a_report_of_its_own() -> None:
    parts = read(_with_files()).parts
    assert [part.name for part in parts] == ["", "!Minutes.docx", "!notes.xyz", "!Old news.eml"]
    message, minutes, notes, old = [part.read for part in parts]
    assert isinstance(message, SourceText)
    assert message.unread == ("1 picture",)
    assert isinstance(minutes, SourceText)
    assert minutes.metadata.hints == (DateHint(date(2024, 5, 3), DateSource.MAIL, "sent"),)
    assert isinstance(notes, BadInput)
    assert str(notes).startswith(".xyz is not a format that Dateline reads")
    assert isinstance(old, SourceText)
    assert old.metadata.published_on == date(2024, 5, 1)


BOX = (
    b"From ann@lesk.example Fri May  3 10:00:00 2024\nSubject: One\n\nThe quay is shut.\n"
    b">From here on the gate is, too.\nFrom the sheds to the pier, too.\n\n"
    b"From bo@lesk.example Sat May  4 11:00:00 2024\nSubject: Two\n\nIt is open.\n"
)


@pytest.mark.parametrize("name", ["a.mbox", "archive.txt", "Inbox"])
def test_a_mailbox_holds_a_report_a_message(name: str) -> None:
    parts = read(BOX, name).parts
    assert [(part.name, part.read.text if isinstance(part.read, SourceText) else "")
            for part in parts] == [
        ("#1", "One\n\nThe quay is shut.\n\nFrom here on the gate is, too.\n\n"
               "From the sheds to the pier, too."),
        ("#2", "Two\n\nIt is open."),
    ]  # fmt: skip


BAD = [
    pytest.param("a.mbox", b"Nothing here.", "is no mailbox: no line of it begins a message",
                 id="no mailbox"),
    pytest.param("a.eml", b"Subject: x\r\nContent-Type: multipart/encrypted; boundary=b\r\n\r\n--b",
                 "is encrypted", id="encrypted"),
    pytest.param("a.eml", b"Subject: x\r\n\r\n \r\n", "holds no text", id="empty"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "reason"), BAD)
def test_what_cannot_be_read(name: str, content: bytes, reason: str) -> None:
    [part] = read(content, name).parts
    assert str(part.read) == reason
