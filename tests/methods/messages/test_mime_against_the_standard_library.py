"""Valid mails give the same text and the same files as the parser of the standard library does."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signatur.methods.documents import Content, Limits
from signatur.methods.messages import read_message

if TYPE_CHECKING:
    from pathlib import Path

# Without the letters by which text that was encoded twice is known, and repaired.
_LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="ÂÃâ"
)
_WORDS = st.text(_LETTERS, max_size=60)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=12).map("\n".join)
_LINE = st.text(_LETTERS.filter(str.isalnum), min_size=1, max_size=12)
_NAMES = _LINE.map("{}.bin".format)


@st.composite
def _mails(draw: st.DrawFn) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "a@example.dk"
    mail["To"] = "b@example.org"
    mail["Subject"] = " ".join(draw(_LINE) for _ in range(3))
    encoding = draw(st.sampled_from(["8bit", "base64", "quoted-printable"]))
    mail.set_content(draw(_TEXTS), cte=encoding)
    if draw(st.booleans()):
        mail.add_alternative(f"<p>{draw(_WORDS)}</p>", subtype="html", cte=encoding)
    for name, content in draw(st.lists(st.tuples(_NAMES, st.binary(max_size=300)), max_size=3)):
        mail.add_attachment(content, maintype="application", subtype="x-odd", filename=name)
    return mail


def _shown(part: MIMEPart | None) -> str:
    return part.get_content().replace("\r\n", "\n").rstrip("\n") if part else ""


@given(_mails())
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
def test_a_valid_mail_is_read_as_the_standard_library_reads_it(
    tmp_path: Path, mail: EmailMessage
) -> None:
    data = mail.as_bytes()
    theirs = message_from_bytes(data, policy=policy.default)
    plain, html = theirs.get_body(("plain",)), theirs.get_body(("html",))
    assert isinstance(theirs, EmailMessage)

    ours = read_message(Content.from_bytes(data), "a.eml", limits=Limits(), scratch=tmp_path)

    assert ours.problems == ()
    assert ours.subject == str(theirs["Subject"])
    assert ours.text.rstrip("\n") == _shown(plain)
    assert ours.html.rstrip("\n") == _shown(html)
    assert [(each.name, each.content.read()) for each in ours.attachments] == [
        (part.get_filename(), part.get_content()) for part in theirs.iter_attachments()
    ]
