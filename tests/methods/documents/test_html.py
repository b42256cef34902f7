"""What a reader of an HTML mail sees is what is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import decode_html, html_to_text

_LINE = "_" * 32


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Kære</p><p>Vi ses</p>", "Kære\n\nVi ses"),
        ("<p class=MsoNormal>Kære</p><p class=MsoNormal>Vi ses</p>", "Kære\nVi ses"),
        ("<p class=MsoNormal>A</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>B</p>", "A\n\nB"),
        ("<p style='margin:0'>A</p><p style='margin:0'>B</p>", "A\nB"),
        ("<div>A</div><div><br></div><div>B</div>", "A\n\nB"),
        ("A<br>B<br><br>C", "A\nB\n\nC"),
        ("<b>Fed</b>, <i>skrå</i>\n   og   <span>almindelig</span>", "Fed, skrå og almindelig"),
        ("K&aelig;re &#229; &amp; &lt;b&gt;", "Kære å & <b>"),
        ("uden mærker", "uden mærker"),
        ("", ""),
    ],
)
def test_blocks_become_lines_and_spaces_collapse(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var x = 'nej'</script>",
        "<style>p{color:red}</style>",
        "<!-- bemærkning -->",
        "<!--[if mso]><p>kun Outlook</p><![endif]-->",
        "<div style='display: none'>skjult</div>",
        "<div style='DISPLAY:NONE !important'>skjult <p>dybt</p></div>",
        "<span style='font-size:0px;color:#fff'>skjult</span>",
        "<span style='mso-hide:all'>skjult</span>",
        "<div hidden>skjult</div>",
        "<title>titel</title>",
        "<img alt='Et billede, der indeholder tekst'>",
        "<svg><text>tegning</text></svg>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    assert html_to_text(f"<p>før</p>{hidden}<p>efter</p>") == "før\n\nefter"


@pytest.mark.parametrize("style", ["font-size:10px", "font-size:0.9em", "line-height:0;color:red"])
def test_small_print_is_read(style: str) -> None:
    assert html_to_text(f"<p style='{style}'>med småt</p>") == "med småt"


def test_quotes_are_marked_line_by_line_and_by_depth() -> None:
    markup = (
        "<p>svar</p><blockquote><p>en</p><blockquote>to</blockquote><p>tre</p></blockquote>slut"
    )

    assert html_to_text(markup) == "svar\n\n> en\n>\n> > to\n>\n> tre\n\nslut"


def test_indentation_that_misuses_quotes_is_no_quote() -> None:
    assert html_to_text("<blockquote class=webkit-indent-blockquote>ind</blockquote>") == "ind"


@pytest.mark.parametrize(
    "opening",
    [
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt'>",
        "<div style='border:none;border-top:solid #B5C4DF 1.0pt'>",
        "<hr id=stopSpelling><div>",
        "<div id=divRplyFwdMsg>",
    ],
)
def test_the_header_of_an_earlier_message_stands_below_a_line_in_lines_of_its_own(
    opening: str,
) -> None:
    header = "<b>Fra:</b> A &lt;a@example.dk&gt;<br><b>Sendt:</b> i går<br><b>Til:</b> B<br><b>Emne:</b> C"

    text = html_to_text(f"<p>ny</p>{opening}{header}</div><p>gammel</p>")

    assert text == f"ny\n\n{_LINE}\nFra: A <a@example.dk>\nSendt: i går\nTil: B\nEmne: C\n\ngammel"


def test_what_gmail_quotes_keeps_its_introduction() -> None:
    markup = (
        "<div>svar</div><div class=gmail_quote><div class=gmail_attr>Den 4. marts skrev A:<br></div>"
        "<blockquote class=gmail_quote>spørgsmål</blockquote></div>"
    )

    assert html_to_text(markup) == "svar\nDen 4. marts skrev A:\n\n> spørgsmål"


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ('<a href="https://example.dk/a">her</a>', "her <https://example.dk/a>"),
        ('<a href="https://www.example.dk/">www.example.dk</a>', "www.example.dk"),
        ('<a href="mailto:a@example.dk?subject=x">a@example.dk</a>', "a@example.dk"),
        ('<a href="mailto:a@example.dk">Åse</a>', "Åse <a@example.dk>"),
        ('<a href="#top">op</a>', "op"),
        ('<a href="javascript:alert(1)">klik</a>', "klik"),
        ('<a href="https://example.dk"><img src=x></a>', ""),
        ('<a href="http://[">i stykker</a>', "i stykker"),
        (f'<a href="https://example.dk/{"x" * 200}">lang</a>', "lang <https://example.dk/…>"),
        (
            '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.dk%2Fa&data=1">x</a>',
            "x <https://example.dk/a>",
        ),
    ],
)
def test_a_link_shows_where_it_leads_unless_its_text_says_so(link: str, text: str) -> None:
    assert html_to_text(link) == text


def test_tables_of_facts_have_a_line_for_each_row() -> None:
    markup = (
        "<table><tr><th>Navn:</th><td>Åse</td></tr>"
        "<tr><td><p>Vej:</p></td><td><p>Ålykkevej 12</p></td></tr><tr><td></td><td>1. sal</td></tr></table>"
    )

    assert html_to_text(markup) == "Navn:\tÅse\n\nVej:\tÅlykkevej 12\n\n1. sal"


def test_tables_used_as_layout_are_read_column_by_column() -> None:
    markup = (
        "<table><tr><td><div>a</div><div>b</div></td><td><div>c</div><div>d</div></td></tr></table>"
    )

    assert html_to_text(markup) == "a\nb\nc\nd"


def test_lists_have_marks() -> None:
    markup = "<ul><li>en</li><li><p>to</p></li></ul><ol><li>a<li>b</ol>"

    assert html_to_text(markup) == "- en\n- to\n\n1. a\n2. b"


def test_preformatted_text_keeps_its_lines() -> None:
    assert html_to_text("<pre>a  b\n  c</pre>") == "a  b\n  c"
    assert html_to_text("<div style='white-space: pre-wrap'>a\nb</div>") == "a\nb"


def test_fillers_behind_a_preview_text_are_dropped_and_persian_joiners_kept() -> None:
    assert html_to_text("<p>tilbud\u200b\u200c \u200c \u034f\ufeff</p>") == "tilbud"
    assert html_to_text("<p>می\u200cخواهم</p>") == "می\u200cخواهم"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + "inderst",
        "<blockquote>" * 5_000 + "inderst",
        "<table><tr><td>" * 10_000 + "inderst",
        "<ul><li>" * 20_000 + "inderst",
        "".join(f"<font id={number}>" for number in range(5_000)) + "<p>" * 5_000 + "inderst",
        "<a href=" * 50_000 + ">inderst",
        "<style>" * 5_000 + "</style>inderst",
        "<div><table><td></div></table>" * 20_000 + "inderst",
    ],
    ids=["div", "quote", "table", "list", "font", "attribute", "style", "scope"],
)
def test_markup_made_to_exhaust_its_reader_is_read_all_the_same(markup: str) -> None:
    assert html_to_text(markup).endswith("inderst")


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        ("<p>æøå søger".encode("cp1252"), ""),
        ('<meta charset="utf-8"><p>æøå søger'.encode("cp1252"), ""),
        (
            "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>æøå søger".encode(),
            "",
        ),
        ("<p>æøå søger".encode("utf-16"), "iso-8859-1"),
        ("<p>æøå søger".encode("cp1252"), "utf-8"),
    ],
)
def test_html_is_decoded_whatever_it_says_of_itself(data: bytes, declared: str) -> None:
    assert html_to_text(decode_html(data, declared).text) == "æøå søger"


@given(st.lists(st.sampled_from(["<p>", "</p>", "<td>", "<tr>", "</table>", "<li>", "<ol>", "</ol>", "<blockquote>", "</blockquote>", "<a href=http://x>", "</a>", "<br>", "<pre>", "ord ", "\u00a0", "&lt;", "<!--", "-->", "<div style=display:none>", "</div>"]), max_size=60))  # fmt: skip
def test_any_order_of_tags_gives_tidy_lines(pieces: list[str]) -> None:
    text = html_to_text("".join(pieces))

    assert text == text.strip("\n")
    assert "\n\n\n" not in text
    assert all(line == line.rstrip() for line in text.split("\n"))


@given(st.lists(st.text(alphabet="abcæøå &<>\"'", min_size=1, max_size=20), max_size=20))
def test_no_word_between_tags_is_lost(words: list[str]) -> None:
    from html import escape

    markup = "".join(f"<div>{escape(word)}</div>" for word in words)

    assert html_to_text(markup).split() == " ".join(words).split()
