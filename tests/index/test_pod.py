"""Perl's plain old documentation, as a person reads it."""

from pathlib import Path

import pytest

from index.reading import read_report
from index.reading.pieces import said
from index.reading.pod import read_pod, words_of
from index.types import Kind, Role

_WEEK = """=head1 The harbour week

The board met twice :

=over 4

=item *

The pier B<is> to be mended.

=item Dredger

It lies in Varn.

=back

=begin html

<b>no</b>

=end html

  call lund

SE<aacute>nchez asked for C<< $a->b >>,
said L<the survey|https://example.org>.

=cut
"""


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("I<it is C<a2p>>", "it is a2p"),
        ("C<$a-E<gt>b> and C<< $a->b >>", "$a->b and $a->b"),
        ("L<the docs|perlfunc> L<perlop>", "the docs perlop"),
        ("X<index>Z<>S<12 km> E<8217> E<eacute>", "12 km ’ é"),
        ("a < b > c, U<unclosed, E<nothing>", "a < b > c, U<unclosed, nothing"),
    ],
    ids=["nested", "wide", "links", "others", "no codes"],
)
def test_codes_are_not_shown(raw: str, shown: str) -> None:
    assert said(words_of(raw, 0)) == shown


@pytest.mark.parametrize("name", ["week.pod", "week.txt"])
def test_blocks_with_their_places(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(_WEEK, encoding="utf-8")
    _, source = read_report(file, 10**6)
    assert source.source is not None
    assert [
        (source.text[b.start : b.end], b.kind, b.under) for b in source.blocks
    ] == [
        ("The harbour week", Kind.HEADING, ""),
        ("The board met twice :", Kind.PARAGRAPH, ""),
        ("The pier is to be mended.", Kind.LIST_ITEM, ""),
        ("Dredger", Kind.LIST_ITEM, ""),
        ("It lies in Varn.", Kind.PARAGRAPH, "Dredger"),
        ("call lund", Kind.PARAGRAPH, ""),
        ("Sánchez asked for $a->b, said the survey.", Kind.PARAGRAPH, ""),
    ]  # fmt: skip
    assert source.blocks[0].role is Role.TITLE
    item = source.blocks[2]
    start, end = source.source.to_source(item.start, item.end)
    assert _WEEK[start:end] == "The pier B<is> to be mended."


def test_one_line_that_looks_like_a_command_is_text(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text("=head1 is a command.\n\nIt rained in Olm.\n", encoding="utf-8")
    assert read_report(file, 10**6)[1].text.startswith("=head1")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=over\n\n=item 1\n\nOlm\n\n=item 2.\n\nVarn\n\n=item 7\n\nLesk\n\n=back\n",
         ["Olm", "Varn", "7", "Lesk"]),
        ("=over\n\n=item 1994\n\nIt sank.\n\n=item 12 dead\n\n=back\n",
         ["1994", "It sank.", "12 dead"]),
        ("=begin text\n\nOlm\n\n=end text\n\n=for text Varn\n\n=for html <b>no</b>\n",
         ["Olm", "Varn"]),
        ("=begin :note\n\nB<Olm>\n\n=end :note\n", ["Olm"]),
        ("=begin html\n<b>no</b>\n=end html\n\nOlm\n", ["Olm"]),
        ("=pod\nOlm\n=head2 Varn\nLesk\n", ["Olm", "Varn Lesk"]),
        ("Olm B< > Varn C<< x >>\n", ["Olm Varn x"]),
    ],
    ids=["counted", "numbers that count nothing", "for readers of text", "as the rest",
         "no blank lines", "below commands", "empty codes"],
)  # fmt: skip
def test_nothing_is_lost(text: str, shown: list[str]) -> None:
    source = read_pod(f"=head1 Week\n\n{text}")
    assert [source.text[b.start : b.end] for b in source.blocks[1:]] == shown
