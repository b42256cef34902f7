"""Letters of a case: filled from what is known of it and what a person adds, kept in versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.law import complaint_body
from signatur.solutions.disclosure.schema.case import Access, LetterLine
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.schema.letters import (
    LETTER_TITLES,
    Facts,
    Letterhead,
    LetterKind,
    Manner,
    Withheld,
)
from signatur.solutions.disclosure.service.document_list import authority_name
from signatur.solutions.disclosure.service.documents import documents
from signatur.solutions.disclosure.service.duties import grounds_used
from signatur.solutions.disclosure.service.keeping import store, stored
from signatur.solutions.disclosure.service.rights import (
    HAND_IN,
    REVIEW,
    flush_numbered,
    person_of,
    tell,
    tidy_text,
)
from signatur.solutions.disclosure.service.rows import case_row, own_row
from signatur.solutions.disclosure.service.setup import bodies_of, law_of, letters_of
from signatur.solutions.disclosure.service.telling import DECISIONS, telling_words
from signatur.solutions.disclosure.tables import CaseRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.law import Body
    from signatur.solutions.disclosure.schema.letters import Letter

_ABOUT_GROUND = (
    "considerations",
    "reasons_for",
    "reasons_against",
    "facts_extracted",
    "more_access",
)
_OF_GROUND_TITLES = {
    "considerations": _("The main considerations, in your own words"),
    "facts_extracted": _("Facts that were taken out and given all the same"),
    "more_access": _("Why not more is given than required"),
}
_OF_ENVIRONMENT_TITLES = {
    "reasons_for": _("What speaks for giving it (environmental information)"),
    "reasons_against": _("What speaks against giving it (environmental information)"),
}
# What the case itself tells.
_FROM_CASE = frozenset({"authority", "requester", "number", "received", "asked", "understood"})
_LISTS = ("questions", "purposes", "categories", "recipients", "sources")
_DOCUMENTS_SENT = "Dokumenterne er vedlagt."


def letter_kinds(work: Work, case_id: UUID) -> list[tuple[str, Text]]:
    """Return the letters that can be written in a case. Raises NotFound."""
    book = letters_of(work, case_row(work, case_id).project_id)
    return [(one.kind.value, LETTER_TITLES[one.kind]) for one in book.letters]


def letter_questions(work: Work, case_id: UUID, kind: str) -> list[tuple[str, Text, str]]:
    """Return what a person is asked before a letter: name, title and what is written where nothing else is said.

    That is what was answered last, or what we know. Raises NotFound, InputProblem for another kind of letter.
    """
    from signatur.solutions.disclosure.model.letters.placeholders import GIVEN, LISTS

    case = case_row(work, case_id)
    chosen = _kind(kind)
    last = _newest(work, case_id, chosen)
    known = _known(work)
    values = known | (dict(last.values) if last is not None else {})
    names = _names_in(work, case, chosen)
    asked = {
        name: title
        for name, title in {**GIVEN, **LISTS}.items()
        if name in names and name not in _FROM_CASE
    }
    if "considerations" in names and grounds_used(work, case_id):
        asked |= _OF_GROUND_TITLES
        if case.regime and Regime(case.regime).is_environmental:
            asked |= _OF_ENVIRONMENT_TITLES
    return [(name, title, str(values.get(name, ""))) for name, title in asked.items()]


def _known(work: Work) -> dict[str, str]:
    return {
        "contact": authority_name(work),
        "signed_by": work.actor.name,
        "documents_sent": _DOCUMENTS_SENT,
    }


def _names_in(work: Work, case: CaseRow, kind: LetterKind) -> frozenset[str]:
    from signatur.solutions.disclosure.model.letters.placeholders import names_in

    book = letters_of(work, case.project_id)
    names: set[str] = set()
    todo = [*book.letter(kind).parts]
    done: set[str] = set()
    while todo:
        part = todo.pop()
        for text in (part.value, *part.items):
            names |= set(names_in(text))
        if part.shape == "phrase" and part.value not in done:
            done.add(part.value)
            todo += book.phrases.get(part.value, ())
        if part.shape == "complaint" and "complaint" not in done:
            done.add("complaint")
            todo += book.phrases.get("complaint", ())
        if part.shape == "list":
            names.add(part.value)
        if part.shape == "grounds":
            names |= set(_ABOUT_GROUND)
    return frozenset(names)


def write_letter(
    work: Work, case_id: UUID, kind: str, values: Mapping[str, str] | None = None
) -> LetterLine:
    """Write a letter as a new version, as Word and PDF/A.

    Raises NotFound, NotAllowed, InputProblem that names the words the letter still lacks.
    """
    from signatur.solutions.disclosure.model.letters import to_docx, to_pdf

    case = case_row(work, case_id)
    work.require(REVIEW, case.project_id)
    chosen = _kind(kind)
    told = {name: tidy_text(value, 5_000) for name, value in (values or {}).items()}
    letter = _composed(work, case, chosen, told)
    if chosen in DECISIONS:
        _check_tells_nothing(work, case_id, letter)
    head = _letterhead(work, case)
    highest = work.session.scalar(
        select(func.max(LetterRow.version)).filter_by(case_id=case_id, kind=chosen)
    )
    row = LetterRow(
        id=work.new_id(), case_id=case_id, authority_id=work.authority_id, kind=chosen,
        version=(highest or 0) + 1, values=told,
        docx_sha256=store(work, case_id, to_docx(letter, head)),
        pdf_sha256=store(work, case_id, to_pdf(letter, head)), written_by=person_of(work),
        written_at=work.now, sent_at=None,
    )  # fmt: skip
    work.session.add(row)
    flush_numbered(work)
    tell(work, case_id, "disclosure.letter_written", kind=chosen.value, version=row.version)
    return _line(row)


def _composed(work: Work, case: CaseRow, kind: LetterKind, told: Mapping[str, str]) -> Letter:
    from signatur.solutions.disclosure.model.letters import compose

    law, _key = law_of(work, case.project_id)
    return compose(kind, _facts(work, case, told), letters_of(work, case.project_id), law)


def cover_mail(work: Work, case_id: UUID, enclosed: str) -> Letter:
    """Return the text of the mail that an answer goes with, as it was last written if it was.

    Raises NotFound, InputProblem that names the words the letter still lacks.
    """
    last = _newest(work, case_id, LetterKind.COVER_MAIL)
    told = {"enclosed": enclosed, **(last.values if last is not None else {})}
    return _composed(work, case_row(work, case_id), LetterKind.COVER_MAIL, told)


def _kind(word: str) -> LetterKind:
    try:
        return LetterKind(word)
    except ValueError:
        raise InputProblem(log="unknown letter", shown=_("Choose one of the letters.")) from None


def _facts(work: Work, case: CaseRow, told: Mapping[str, str]) -> Facts:
    from signatur.solutions.disclosure.model.letters.composing import danish_date

    regime = Regime(case.regime) if case.regime else Regime.PUBLIC
    words = {
        "authority": authority_name(work), "requester": case.requester.get("name", ""),
        "received": danish_date(case.received_on), "asked": case.request,
        "understood": case.understood or case.request,
        "number": case.case_number or str(case.number), **_known(work),
    }  # fmt: skip
    words |= {name: value for name, value in told.items() if value}
    return Facts(
        regime=regime, day=work.today, words=words, withheld=_withheld(work, case, told),
        body=_body(work, case, regime), due=case.due_on,
        lists={
            name: tuple(filter(None, (one.strip() for one in value.split("\n"))))
            for name, value in told.items()
            if name in _LISTS
        },
    )  # fmt: skip


def _body(work: Work, case: CaseRow, regime: Regime) -> Body:
    """Return the body that decides a complaint: the one chosen for the case, else that of its subject."""
    own = bodies_of(work, case.project_id)
    found = complaint_body(case.kle, regime, bodies=own)
    return own.bodies.get(case.body, found)


def _check_tells_nothing(work: Work, case_id: UUID, letter: Letter) -> None:
    """Raise InputProblem, with the place, where a letter says what is withheld in the documents."""
    from signatur.solutions.disclosure.model.letters import betrayals

    places = betrayals(letter, telling_words(work, case_id))
    if places:
        raise InputProblem(
            log=f"letter betrays in part {places[0]}",
            shown=_(
                "Paragraph %(place)d of the letter says what is withheld in the documents. "
                "Write it in other words: name no person, number or address.",
                place=places[0] + 1,
            ),
        )


def _withheld(work: Work, case: CaseRow, told: Mapping[str, str]) -> tuple[Withheld, ...]:
    by_ground: dict[str, list[str]] = {}
    whole: dict[str, list[bool]] = {}
    for one in documents(work, case.item_id):
        for key in one.grounds if one.is_to_review else ():
            by_ground.setdefault(key, []).append(str(one.number))
            whole.setdefault(key, []).append(one.access is Access.NO)
    about: dict[str, Any] = {name: told.get(name, "") for name in _ABOUT_GROUND}
    return tuple(
        Withheld(
            ground=key, documents=tuple(by_ground.get(key, ())),
            manner=_manner(whole.get(key, [])), **about,
        )
        for key in grounds_used(work, case.item_id)
    )  # fmt: skip


def _manner(whole: list[bool]) -> Manner:
    if whole and all(whole):
        return Manner.WHOLE
    return Manner.MIXED if any(whole) else Manner.REDACTED


def _letterhead(work: Work, case: CaseRow) -> Letterhead:
    recipient = (case.requester.get("name", ""), case.requester.get("contact", ""))
    return Letterhead(
        authority=authority_name(work), recipient=tuple(filter(None, recipient)), day=work.today,
        case_number=case.case_number or str(case.number),
    )  # fmt: skip


def letters(work: Work, case_id: UUID) -> list[LetterLine]:
    """Return the letters of a case, newest first. Raises NotFound."""
    case_row(work, case_id)
    query = select(LetterRow).filter_by(case_id=case_id, authority_id=work.authority_id)
    return [_line(row) for row in work.session.scalars(query.order_by(LetterRow.id.desc()))]


def open_letter(work: Work, letter_id: UUID, form: str = "docx") -> tuple[str, bytes]:
    """Return a letter's file name and bytes, `docx` or `pdf`. Raises NotFound."""
    row = _row(work, letter_id)
    if form not in ("docx", "pdf"):
        raise NotFound(log="no such form", shown=_("A letter is a Word file or a PDF."))
    sha256 = row.docx_sha256 if form == "docx" else row.pdf_sha256
    return f"{row.kind}-{row.version}.{form}", stored(work, sha256)


def note_sent(work: Work, letter_id: UUID) -> UUID:
    """Write down that a letter was sent; return its case. Raises NotFound, NotAllowed."""
    row = _row(work, letter_id)
    work.require(HAND_IN, case_row(work, row.case_id).project_id)
    row.sent_at = row.sent_at or work.now
    work.session.flush()
    tell(work, row.case_id, "disclosure.letter_sent", kind=row.kind, version=row.version)
    return row.case_id


def _newest(work: Work, case_id: UUID, kind: LetterKind) -> LetterRow | None:
    query = select(LetterRow).filter_by(case_id=case_id, kind=kind)
    return work.session.scalar(query.order_by(LetterRow.version.desc()).limit(1))


def _row(work: Work, letter_id: UUID) -> LetterRow:
    return own_row(work, LetterRow, letter_id, _("This letter does not exist."))


def _line(row: LetterRow) -> LetterLine:
    return LetterLine(
        id=row.id, kind=row.kind, version=row.version, written_by=row.written_by,
        written_at=row.written_at, sent_at=row.sent_at, has_pdf=bool(row.pdf_sha256),
    )  # fmt: skip
