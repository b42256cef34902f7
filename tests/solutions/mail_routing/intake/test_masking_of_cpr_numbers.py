"""No CPR number reaches a model, however it is written; the numbers here can be nobody's."""

from __future__ import annotations

import io
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from signatur.solutions.mail_routing.intake import EnquiryReader
from tests.corpus.messages.mime import head

_ALPHABETS = st.sampled_from(["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩"])
_BLANKS = st.sampled_from(["", " ", "\u00a0", "\u2009", "\u202f", "\u3000", "\t"])
_DASHES = st.sampled_from(
    [*"-–—\u2010\u2011\u2012\u2015\u2212－\ufe63", "--", "-\u00ad", "\u200b-"]
)
_LINE_ENDS = st.sampled_from(["\n", "\r\n", " \n", "\n> "])
_SENTENCES = st.sampled_from(
    [
        "Mit cpr-nummer er {}.",
        "Jeg skriver om min søn, {}, som starter i skole til august.",
        "Min datter ({}) mangler en plads.",
        "Navn: Eksempel Eksempelsen\n{}\nVenlig hilsen",
        "{}",
        "vedr. {}: afgørelse",
        "CPR:{}",
        "Hej {} har ikke fået svar, hilsen Bo",
    ]
)


@st.composite
def _numbers(draw: st.DrawFn) -> str:
    """Ten digits whose day is raised by sixty, so that no person has them."""
    day, month, year = draw(st.integers(61, 88)), draw(st.integers(1, 12)), draw(st.integers(0, 36))
    return (
        f"{day}{month:02}{year:02}{draw(st.sampled_from('012349'))}{draw(st.integers(0, 999)):03}"
    )


@st.composite
def _spellings(draw: st.DrawFn) -> str:
    digits = draw(_numbers())
    date, rest = digits[:6], digits[6:]
    dash = draw(_BLANKS) + draw(_DASHES) + draw(_BLANKS | _LINE_ENDS)
    parted = draw(st.sampled_from([".", "-", "/", " "])).join((date[:2], date[2:4], date[4:]))
    written = draw(
        st.sampled_from(
            [
                date + rest,
                date + (draw(_BLANKS) or " ") + rest,
                date + draw(_LINE_ENDS) + rest,
                date + dash + rest,
                parted + dash + rest,
                " ".join(digits),
                " ".join(date) + " - " + " ".join(rest),
            ]
        )
    )
    place = draw(st.integers(0, len(written)))
    invisible = draw(st.sampled_from(["", "\u00ad", "\u200b", "\ufeff"]))
    written = written[:place] + invisible + written[place:]
    return written.translate(dict(zip(b"0123456789", draw(_ALPHABETS), strict=True)))


def _digits_in(text: str) -> str:
    return "".join(filter(str.isdigit, unicodedata.normalize("NFKC", text)))


def _seen_by_models(body: str, subject: str = "Hul i vejen") -> str:
    header = head(subject) + "Content-Type: text/plain; charset=utf-8\n"
    data = header.encode() + b"\n" + body.encode()
    with EnquiryReader() as reader:
        (read,) = reader.read_stream(io.BytesIO(data), "a.eml")
    return read.enquiry.model_text


@settings(max_examples=400, deadline=None)
@given(_spellings(), _SENTENCES)
@example("610190-\r\n1234", "{}")
@example("６１０１９０\n１２３４", "{}")
@example("610190\u00ad1234", "{}")
def test_no_spelling_of_a_cpr_number_survives_in_a_body(spelling: str, sentence: str) -> None:
    assert _digits_in(_seen_by_models(sentence.format(spelling))) == ""


@settings(max_examples=100, deadline=None)
@given(_spellings())
def test_nor_in_a_subject(spelling: str) -> None:
    subject = " ".join(spelling.replace(">", "").split())

    assert _digits_in(_seen_by_models("Hej", f"Vedr. cpr {subject}")) == ""


@settings(max_examples=100, deadline=None)
@given(_spellings(), st.integers(5_950, 6_020))
def test_nor_where_the_text_for_models_is_cut(spelling: str, place: int) -> None:
    body = f"{'x' * place} cpr-nr. {spelling} {'y' * 400}"

    assert _digits_in(_seen_by_models(body)) == ""


@settings(max_examples=100, deadline=None)
@given(_numbers(), st.integers(1, 9), _LINE_ENDS)
def test_nor_where_a_line_was_broken_within_the_number(
    number: str, place: int, line_end: str
) -> None:
    body = f"Mit cpr-nummer er {number[:place]}{line_end}{number[place:]}."

    assert _digits_in(_seen_by_models(body)) == ""


@settings(max_examples=4, deadline=None)
@given(_spellings().filter(lambda spelling: ">" not in spelling), st.integers(0, 400))
def test_nor_below_a_quotation_of_hundreds_of_pages(spelling: str, place: int) -> None:
    quotation = "> så er det sagt igen og igen\n" * 6_666
    body = f"{quotation}{'x ' * place}Mit cpr-nummer er {spelling}, siger Bo."

    seen = _seen_by_models(body, "SV: Hul i vejen")

    assert seen.endswith("siger Bo.")
    assert _digits_in(seen) == ""
