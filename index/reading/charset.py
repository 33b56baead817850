"""The encoding that a web page declares of itself, by the names that the WHATWG gives encodings.

Its Encoding Standard says which encoding is meant by each label, as windows-1252 by iso-8859-1.
"""

import codecs
import re

_LOOKED_AT = 4096
"""Bytes; a declaration stands at the head of a page, where browsers look at 1024."""
_COMMENT = re.compile(rb"<!--.{0,4096}?-->", re.DOTALL)
_META = re.compile(rb"<meta\b[^>]{1,600}", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(
    rb"\s{0,99}<\?xml\b[^>]{1,200}?\bencoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.IGNORECASE
)
_IN_WORDS = re.compile(
    rb"^[^\w\n<]{0,12}(?:vim?: (?:set )?)?(?:(?:file)?(?:en)?coding|charset"
    rb"|character set(?: encoding)?)\s{0,3}[:=]\s{0,3}([\w.-]{2,40})",
    re.IGNORECASE | re.MULTILINE,
)
"""As editors and archives write it at the head of a plain text."""
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
    "shift_jis": "cp932", "euc_kr": "cp949",
    **{name: name for name in (
        "gb18030", "big5hkscs", "cp932", "cp949", "cp874", "cp866", "koi8-r", "koi8-u", "euc_jp",
        "iso2022_jp", "mac-roman", "mac-cyrillic",
        *(f"cp125{n}" for n in range(9)),
        *(f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    )},
}  # fmt: skip
"""Python's names of encodings, and those that are meant by them on the web."""
_LABELS = {
    "x-sjis": "cp932", "x-gbk": "gb18030", "x-cp1250": "cp1250", "x-cp1251": "cp1251",
    "x-cp1252": "cp1252", "x-euc-jp": "euc_jp", "x-mac-cyrillic": "mac-cyrillic",
    "x-x-big5": "big5hkscs", "ansi": "cp1252", "ks_c_5601-1989": "cp949", "windows-949": "cp949",
    "windows-31j": "cp932", "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8",
    "dos-874": "cp874", "x-user-defined": "",
}  # fmt: skip
"""Labels that Python does not know."""
SHIFTING = "iso2022_jp"
"""An encoding whose bytes are all of ASCII, so that UTF-8 can be made of them too, but is none."""


def declared_encoding(content: bytes, *, page: bool = True) -> str | None:
    """Python's name of the encoding that a page, or a plain text at its head, says it is in; None
    where it names none that is known and is not UTF-8 or UTF-16, which are told by the bytes
    themselves."""
    head = content[:_LOOKED_AT]
    stated = _of_page(_COMMENT.sub(b"", head)) if page else _IN_WORDS.search(head)
    if stated is None:
        return None
    label = stated.group(1).decode("ascii", "replace").lower()
    if label in _LABELS:
        return _LABELS[label] or None
    try:
        return _MEANT.get(codecs.lookup(label).name)
    except LookupError:
        return None


def _of_page(head: bytes) -> re.Match[bytes] | None:
    stated = _XML.match(head)
    for meta in _META.finditer(head) if stated is None else ():
        stated = _CHARSET.search(meta.group())
        if stated is not None:
            break
    return stated


def encoding_named(label: str) -> str | None:
    """Python's name of the encoding that is meant by a label; None for one that is not known."""
    plain = label.strip().lower()
    if plain in _LABELS:
        return _LABELS[plain] or None
    try:
        name = codecs.lookup(plain).name
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name, name)
