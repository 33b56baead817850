"""Small PDF files for tests, written object by object."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

REGULAR, BOLD, ITALIC = "Helvetica", "Helvetica-Bold", "Times-Italic"
_FONTS = {REGULAR: "F1", BOLD: "F2", ITALIC: "F3"}
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass(frozen=True)
class Text:
    """Words at a place, in points from the lower left; `turn` is in quarters, against the clock."""

    x: float
    y: float
    words: str
    size: float = 10
    font: str = REGULAR
    rise: float = 0
    spacing: float = 0
    turn: int = 0
    mode: int = 0


@dataclass(frozen=True)
class Sheet:
    """A page: its texts, and lines and pictures by their boxes."""

    texts: Sequence[Text] = ()
    strokes: Sequence[tuple[float, float, float, float]] = ()
    pictures: Sequence[tuple[float, float, float, float]] = ()
    fields: Sequence[tuple[str, str, tuple[float, float, float, float]]] = ()
    width: float = 595
    height: float = 842
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    label: str = field(default="", compare=False)


def lines(
    x: float, y: float, words: Sequence[str], *, size: float = 10, font: str = REGULAR,
    leading: float = 12,
) -> list[Text]:  # fmt: skip
    """Lines below each other."""
    return [Text(x, y - n * leading, line, size, font) for n, line in enumerate(words)]


def pdf(
    *sheets: Sheet, info: dict[str, str] | None = None,
    bookmarks: Sequence[tuple[str, int]] = (), password: str | None = None,
) -> bytes:  # fmt: skip
    """A file with these pages; `bookmarks` are titles with pages from 0."""
    return _Writer(password).written(sheets, info or {}, bookmarks)


class _Writer:
    def __init__(self, password: str | None) -> None:
        self._objects: list[bytes] = []
        self._password = password
        self._key = b""
        self._id = b"0123456789abcdef"

    def written(
        self, sheets: Sequence[Sheet], info: dict[str, str], bookmarks: Sequence[tuple[str, int]]
    ) -> bytes:
        if self._password is not None:
            self._key = self._derive_key()
        fonts = " ".join(f"/{name} {self._add(_font(base))} 0 R" for base, name in _FONTS.items())
        picture = self._add(self._stream(
            b"\x00" * 4, b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8"
            b" /ColorSpace /DeviceGray"))  # fmt: skip
        parent = len(self._objects) + 1
        self._objects.append(b"")
        fields: list[int] = []
        pages = [self._page(sheet, parent, fonts, picture, fields) for sheet in sheets]
        kids = " ".join(f"{page} 0 R" for page in pages)
        self._objects[parent - 1] = (
            f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
        )
        outline = self._outline(bookmarks, pages)
        more = f" /Outlines {outline} 0 R" if outline else ""
        if fields:
            named = " ".join(f"{number} 0 R" for number in fields)
            more += f" /AcroForm << /Fields [{named}] /NeedAppearances true >>"
        root = self._add(f"<< /Type /Catalog /Pages {parent} 0 R{more} >>".encode())
        told = " ".join(f"/{key} ({value})" for key, value in info.items())
        about = self._add(f"<< {told} >>".encode())
        return self._file(root, about)

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def _page(self, sheet: Sheet, parent: int, fonts: str, picture: int, fields: list[int]) -> int:
        parts = [_text(text) for text in sheet.texts]
        parts += [f"{x0} {y0} m {x1} {y1} l S" for x0, y0, x1, y1 in sheet.strokes]
        parts += [
            f"q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm /P Do Q" for x0, y0, x1, y1 in sheet.pictures
        ]
        content = self._add(self._stream("\n".join(parts).encode("cp1252"), b""))
        crop = f" /CropBox [{' '.join(map(str, sheet.crop))}]" if sheet.crop else ""
        own = []
        for name, value, box in sheet.fields:
            own.append(self._add(
                f"<< /Type /Annot /Subtype /Widget /FT /Tx /T ({name}) /V ({value})"
                f" /Rect [{' '.join(map(str, box))}] /F 4 >>".encode()))  # fmt: skip
        fields += own
        annots = f" /Annots [{' '.join(f'{n} 0 R' for n in own)}]" if own else ""
        return self._add(
            f"<< /Type /Page /Parent {parent} 0 R"
            f" /MediaBox [0 0 {sheet.width} {sheet.height}]{crop}"
            f" /Rotate {sheet.rotate} /Contents {content} 0 R{annots}"
            f" /Resources << /Font << {fonts} >> /XObject << /P {picture} 0 R >> >> >>".encode()
        )

    def _outline(self, bookmarks: Sequence[tuple[str, int]], pages: Sequence[int]) -> int:
        if not bookmarks:
            return 0
        first = len(self._objects) + 1
        root, last = first + len(bookmarks), first + len(bookmarks) - 1
        for n, (title, page) in enumerate(bookmarks):
            beside = f" /Prev {first + n - 1} 0 R" if n else ""
            beside += f" /Next {first + n + 1} 0 R" if n < len(bookmarks) - 1 else ""
            self._add(
                f"<< /Title ({title}) /Parent {root} 0 R /Dest [{pages[page]} 0 R /Fit]{beside} >>"
                .encode()
            )  # fmt: skip
        return self._add(
            f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(bookmarks)} >>"
            .encode()
        )  # fmt: skip

    def _stream(self, content: bytes, more: bytes) -> bytes:
        number = len(self._objects) + 1
        if self._key:
            key = hashlib.md5(self._key + number.to_bytes(3, "little") + b"\x00\x00").digest()  # noqa: S324
            content = _rc4(key[: min(16, len(self._key) + 5)], content)
        return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)

    def _derive_key(self) -> bytes:
        """Revision 2 of PDF's own encryption, of 40 bits; the owner's password is the user's."""
        padded = ((self._password or "").encode() + _PADDING)[:32]
        self._owner = _rc4(hashlib.md5(padded).digest()[:5], padded)  # noqa: S324
        rights = (-4).to_bytes(4, "little", signed=True)
        return hashlib.md5(padded + self._owner + rights + self._id).digest()[:5]  # noqa: S324

    def _file(self, root: int, about: int) -> bytes:
        more = f"/Info {about} 0 R"
        if self._key:
            user = _rc4(self._key, _PADDING)
            encrypt = self._add(
                f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{self._owner.hex()}>"
                f" /U <{user.hex()}> >>".encode()
            )  # fmt: skip
            more = f"/Encrypt {encrypt} 0 R /ID [<{self._id.hex()}> <{self._id.hex()}>]"
        out, places = bytearray(b"%PDF-1.4\n"), []
        for number, body in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += (
            f"trailer << /Size {len(places) + 1} /Root {root} 0 R {more} >>\n"
            f"startxref\n{start}\n%%EOF\n".encode()
        )  # fmt: skip
        return bytes(out)


def _font(base: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode()
    )


def _text(text: Text) -> str:
    escaped = text.words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    a, b = ((1, 0), (0, 1), (-1, 0), (0, -1))[text.turn % 4]
    return (
        f"BT /{_FONTS[text.font]} {text.size} Tf {text.mode} Tr {text.rise} Ts {text.spacing} Tc"
        f" {a} {b} {-b} {a} {text.x} {text.y} Tm ({escaped}) Tj ET"
    )


def _rc4(key: bytes, content: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
