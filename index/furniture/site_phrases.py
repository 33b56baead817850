"""Phrases that sites are known to use, which mark where a teaser or a tail begins."""

import re

from index.rules import Stage, always, declare

_BEFORE_A_TEASER = re.compile(
    r"(?:must[- ]reads?|other topics of interest|(?:read|see) (?:also|more|next)|related"
    r"(?: (?:articles?|stories|topics|posts|news|content|reading))?"
    r"|latest (?:articles?|news|posts?)|recommended(?: for you)?|most (?:read|popular)|trending"
    r"|more (?:from|on|stories|news)\b[^.:]{0,40}"
    r"|you (?:may|might) (?:also )?like|up next|editors?['’]? picks?|advertisement|sponsored)\s*:?",
    re.IGNORECASE,
)
_AFTER_THE_END = re.compile(
    r"(?:share (?:the|this) (?:post|article|story|page)|share(?: on| via)?|follow us\b.{0,80}"
    r"|tags)\s*:?"
    r"|support \w+(?: \w+)? or become our patron!?|(?:subscribe|sign up)\b.{0,80}"
    r"|click here to .{0,120}",
    re.IGNORECASE,
)
TEASERS = declare(
    "furniture-teasers", Stage.INGEST,
    "Labels such as “Must read”, with the headlines and blurbs below, advertise other reports.",
)  # fmt: skip
SITE_PHRASES = declare(
    "furniture-site-phrases", Stage.INGEST,
    "Lines such as “Share this article” or “Follow us” are page furniture.",
)  # fmt: skip


@TEASERS.governs(without=always(False))
def is_before_teasers(line: str) -> bool:
    """Whether a line is a label such as “Must read”."""
    return _BEFORE_A_TEASER.fullmatch(line) is not None


@SITE_PHRASES.governs(without=always(False))
def is_of_the_site(line: str) -> bool:
    """Whether a line is a control such as “Share this article”."""
    return _AFTER_THE_END.fullmatch(line) is not None
